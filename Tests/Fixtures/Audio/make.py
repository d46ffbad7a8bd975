#!/usr/bin/env python3
"""What librosa 0.11 and pandas return on short signals, for AudioTests.

Usage: make.py LIBROSA.H5    (the file of reference outputs; needs h5py, librosa, numpy and pandas)
Writes audio.f32 (little-endian floats, one signal after another) and audio.json (where each lies; small results).
"""
import json, pathlib, sys
import h5py, librosa, numpy as np, pandas as pd

here = pathlib.Path(__file__).parent
reference = h5py.File(sys.argv[1])
signals, index, facts = [], {}, {}


def keep(name, values):
    values = np.asarray(values, "<f4")
    index[name] = [sum(map(len, signals)), len(values)]
    signals.append(values)


# Heads of the reference pairs: far enough from the cut, resampling the head equals the head of the resampled whole.
for source in ("48k_chirp", "48k_vowel"):
    keep(source, reference[source]["signal"][:4800])
    keep(source + " at 22050", reference[source]["librosa.resample 48000->22050 soxr_hq"][:1900])
    keep(source + " at 16000", reference[source]["librosa.resample 48000->16000 soxr_hq"][:1400])

noise = (0.1 * np.random.default_rng(7).standard_normal(2001)).astype(np.float32)
keep("noise", noise)
keep("noise 48000 to 22050", librosa.resample(noise, orig_sr=48000, target_sr=22050))
keep("noise 16000 to 22050", librosa.resample(noise, orig_sr=16000, target_sr=22050))
pitch = 22050 / 2 ** (-0.7 / 12)
keep("noise shifted to 22050", librosa.resample(noise, orig_sr=pitch, target_sr=22050))

# A swell from silence and back, on 16-bit steps so that it is the same everywhere.
n = 12000
swell = np.random.default_rng(8).standard_normal(n) * 0.2 * np.hanning(n) ** 6
swell = np.round(swell * 32768) / 32768
swell[:1000] = 0
keep("swell", swell)
swell = swell.astype(np.float32)
facts["trim"] = [
    {"topDb": db, "frame": frame, "hop": hop,
     "range": librosa.effects.trim(swell, top_db=db, frame_length=frame, hop_length=hop)[1].tolist()}
    for db in (60, 30, 12, 0.5) for frame, hop in ((2048, 512), (1000, 300))
]

# Clean.py's envelope, as it stands in many published notebooks.
facts["mask"] = []
for rate in (16000, 22050):
    mean = pd.Series(swell).abs().rolling(window=int(rate / 10), min_periods=1, center=True).mean()
    for threshold in (0.0005, 0.02):
        flags = (mean > threshold).to_numpy()
        edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0])))).reshape(-1, 2)
        facts["mask"].append({"rate": rate, "threshold": threshold, "runs": edges.tolist()})

keep("chirp", reference["chirp"]["signal"][:200])
keep("chirp emphasised", reference["chirp"]["librosa.effects.preemphasis"][:200])

(here / "audio.f32").write_bytes(np.concatenate(signals).tobytes())
(here / "audio.json").write_text(json.dumps({"signals": index, **facts}, indent=1) + "\n")
