#!/usr/bin/env python3
"""Take what the tests need from the reference outputs of librosa 0.11.0 and python_speech_features 0.6.

    python make_fixture.py librosa.h5 other.h5

writes features.bin (little-endian float32, one array after another) and features.json (for each array its offset in
elements, its shape, and the frames that were kept, null for all). Needs numpy, h5py and python_speech_features.
"""
import json
import sys

import h5py
import numpy as np
import python_speech_features as psf

FRAMES = [0, 1, 2, 9, 17, 26, 35, 44, 53, 62, 63, 64]
index, blob = {}, []


def put(name, values, frames=None):
    values = np.asarray(values, np.float32)
    if frames is not None:
        values = values[..., frames]
    index[name] = {
        "offset": sum(b.size for b in blob),
        "shape": list(values.shape),
        "frames": frames,
    }
    blob.append(values.ravel())




def datasets(group):
    """All datasets by name, those with a slash in their names included."""
    found = {}
    group.visititems(lambda name, item: found.update({name: item}) if isinstance(item, h5py.Dataset) else None)
    return found


librosa, other = h5py.File(sys.argv[1]), h5py.File(sys.argv[2])

# The chirp and the vowel are computed anew in Swift; the noise cannot be.
put("signal/noise", librosa["noise/signal"][:])
for signal in ("chirp", "noise", "vowel"):
    # Enough of the others to show that what Swift computes is the same.
    put(f"head/{signal}", librosa[f"{signal}/signal"][:256])
    for name, dataset in datasets(librosa[signal]).items():
        keep = name.startswith(("librosa.feature.", "librosa.power_to_db", "librosa.onset.", "librosa.cqt."))
        if keep and dataset.ndim == 2:
            few = FRAMES[1::4] if dataset.shape[0] > 100 else FRAMES
            put(f"{signal}/{name}", dataset[:], few)
        elif keep:
            put(f"{signal}/{name}", dataset[:][None], FRAMES)
        elif name.startswith("librosa.estimate_tuning"):
            put(f"{signal}/{name}", [[dataset[()]]])
    stft = librosa[f"{signal}/librosa.stft.real"][:] + 1j * librosa[f"{signal}/librosa.stft.imag"][:]
    put(f"{signal}/abs(librosa.stft)", np.abs(stft), FRAMES[1::5])

for name, dataset in datasets(librosa["filters"]).items():
    if dataset.ndim == 2:
        put(f"filters/{name}", dataset[:, ::16])
    else:
        put(f"filters/{name}", dataset[::8])

for signal in ("chirp", "noise", "vowel"):
    samples = other[f"{signal}/signal_int16"][4000:10400]
    put(f"16k/{signal}", samples / 32768)
    frames = [0, 1, 13, 26, 38]
    single = (samples / 32768).astype(np.float32)
    for tag, x in (("", single), (" int16", samples)):
        put(f"{signal}/psf.mfcc{tag}", psf.mfcc(x).T, frames)
        put(f"{signal}/psf.fbank{tag}", psf.fbank(x)[0].T, frames)
        put(f"{signal}/psf.fbank.energy{tag}", psf.fbank(x)[1][None], frames)
        put(f"{signal}/psf.logfbank{tag}", psf.logfbank(x).T, frames)
    put(f"{signal}/psf.delta(mfcc,2)", psf.delta(psf.mfcc(single), 2).T, frames)
    put(f"{signal}/psf.ssc", psf.ssc(single).T, frames)

np.concatenate(blob).astype("<f4").tofile("features.bin")
with open("features.json", "w") as file:
    lines = (f"{json.dumps(name)}: {json.dumps(index[name])}" for name in sorted(index))
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
