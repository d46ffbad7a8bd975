"""Files that Lilt must refuse, and one from another program that it must take.

Run with h5py 3 in this folder: python make_hostile.py
"""

import h5py
import numpy as np

TEXT = h5py.string_dtype()


def create(name, schema="lilt/models/1", **options):
    file = h5py.File(f"{name}.h5", "w", libver=("v110", "v110"), **options)
    file.attrs["schema"] = schema
    file.attrs["tool"] = np.array(["h5py", h5py.__version__], dtype=TEXT)
    file.attrs["settings"] = "{}"
    file.attrs.create("inputs", np.empty((0, 2), dtype=TEXT), dtype=TEXT)
    return file


def models(name, **options):
    file = create(name, **options)
    file.create_dataset("models/fold", data=["fold0", "fold1"], dtype=TEXT)
    file.create_dataset("models/name", data=["a.h5", "b.h5"], dtype=TEXT)
    file.create_dataset("models/sha256", data=["0a", "0b"], dtype=TEXT)
    return file


def clean(name, values=4, offsets=(0, 2, 4), kind="f4"):
    file = create(name, "lilt/clean/1")
    for column in "id parent variant corpus speaker sex emotion label key sound".split():
        file.create_dataset(f"rows/{column}", data=["x", "y"], dtype=TEXT)
    file.create_dataset("audio/values", data=np.resize(np.asarray(values, kind), 4), fletcher32=True)
    file.create_dataset("audio/offsets", data=np.asarray(offsets, "i8"), fletcher32=True)
    file["audio"].attrs["rate"] = np.int64(16000)
    return file


def features(name, y=(0, 1), x=0.5, length=(2, 2)):
    file = create(name, "lilt/features/1")
    for column in "id parent variant corpus speaker sex emotion label key sound".split():
        file.create_dataset(f"rows/{column}", data=["x", "y"], dtype=TEXT)
    file.create_dataset(
        "tensor/x", data=np.full((2, 3, 2), x, "f4"), chunks=(1, 3, 2), shuffle=True, compression=1, fletcher32=True)
    file.create_dataset("tensor/length", data=np.asarray(length, "i8"))
    file.create_dataset("tensor/feature", data=["a", "b", "c"], dtype=TEXT)
    file["tensor/feature"].attrs["units"] = np.array(["", "Hz", "dB"], dtype=TEXT)
    file.create_dataset("tensor/time", data=[0.0, 0.1])
    file.create_dataset("labels/names", data=["happy", "sad"], dtype=TEXT)
    file.create_dataset("labels/y", data=np.asarray(y, "i8"))
    return file


# Accepted: what an engineer with h5py may write.
features("foreign").close()

# Leading out of the file.
models("external-storage").create_dataset("stolen", (8,), "u1", external=[("/etc/hostname", 0, 8)])
models("external-link")["out"] = h5py.ExternalLink("/etc/hostname", "/")
models("soft-link")["alias"] = h5py.SoftLink("/models")
layout = h5py.VirtualLayout((2,), "f4")
layout[:] = h5py.VirtualSource("elsewhere.h5", "x", shape=(2,))
models("virtual").create_virtual_dataset("assembled", layout)

# Sizes that are not there.
models("absurd-chunked").create_dataset("huge", (2**60,), "f4", chunks=(1024,))
models("absurd-contiguous").create_dataset("huge", (2**40,), "f4")
models("absurd-scalar").create_dataset("huge", (2**31, 2**31, 2**31), "f4", chunks=(1, 1, 1), maxshape=(None,) * 3)
file = models("missing-chunk")
file.create_dataset("gap", (4096,), "f4", chunks=(1024,))[:1024] = 1
models("absurd-chunk").create_dataset("huge", (2**26,), "f4", chunks=(2**26,))

# Things that Lilt never writes.
models("unknown-filter").create_dataset("x", data=np.zeros(64, "f4"), compression="lzf")
models("scale-offset").create_dataset("x", data=np.zeros(64, "i4"), scaleoffset=True)
file = models("named-type")
file["pair"] = np.dtype("f4")
file = models("uses-named-type")
file["kind"] = np.dtype("f4")
file.create_dataset("x", data=[1.0], dtype=file["kind"])
del file["kind"]
models("compound").create_dataset("x", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))
models("big-end").create_dataset("x", data=np.zeros(2, ">f4"))
models("user-block", userblock_size=512)
file = models("cycle")
file["models/again"] = file["/"]
file = models("two-names")
file["models/twin"] = file["models/name"]
file = models("deep")
file.create_group("/".join("d" * 20))

# Not what the schema says.
create("no-parts")
create("unknown-schema", schema="lilt/soup/9")
h5py.File("no-schema.h5", "w", libver=("v110", "v110"))
file = create("number-schema")
del file.attrs["schema"]
file.attrs["schema"] = 7
file = models("wrong-rank")
del file["models/name"]
file.create_dataset("models/name", data=[["a", "b"], ["c", "d"]], dtype=TEXT)
file = models("wrong-type")
del file["models/name"]
file.create_dataset("models/name", data=[1, 2])
file = models("fixed-text")
del file["models/name"]
file.create_dataset("models/name", data=np.array([b"a", b"b"]))
file = models("unequal-columns")
del file["models/name"]
file.create_dataset("models/name", data=["a"], dtype=TEXT)
models("unequal-extra").create_dataset("models/extra", data=[1.0])
clean("double-sound", kind="f8")
clean("falling-offsets", offsets=(0, 5, 4))
clean("short-offsets", offsets=(0, 2, 3))
clean("late-offsets", offsets=(1, 2, 4))
clean("negative-offsets", offsets=(0, -2, 4))
clean("few-offsets", offsets=(0, 4))
features("label-out-of-range", y=(0, 2))
features("length-out-of-range", length=(2, -1))

# Only `verify` reads every value.
clean("nan-sound", values=(0.0, np.nan, 0.0, 0.0))
features("infinite-tensor", x=np.inf)
