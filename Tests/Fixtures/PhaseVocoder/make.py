#!/usr/bin/env python3
"""What librosa 0.11 makes of short signals, for PhaseVocoderTests and the pitch tests of AugmentationTests.

Usage: make.py LIBROSA.H5    (the file of reference outputs; needs h5py, librosa and numpy)
Writes vocoder.f32 (little-endian floats, one signal after another) and vocoder.json (where each lies).
The signals are heads of the reference's own, cut to keep the fixture small.
"""
import json, pathlib, sys
import h5py, librosa, numpy as np

here = pathlib.Path(__file__).parent
reference = h5py.File(sys.argv[1])
signals, index = [], {}


def keep(name, values):
    values = np.asarray(values, "<f4")
    index[name] = [sum(map(len, signals)), len(values)]
    signals.append(values)


for name in ("noise", "vowel", "chirp"):
    head = reference[name]["signal"][:5000]
    keep(name, head)
    for rate in (0.8, 1.2):
        keep(f"{name} stretched {rate}", librosa.effects.time_stretch(head, rate=rate))
    for steps in (0.7, -2.0):
        keep(f"{name} shifted {steps}", librosa.effects.pitch_shift(head, sr=22050, n_steps=steps))

(here / "vocoder.f32").write_bytes(np.concatenate(signals).tobytes())
(here / "vocoder.json").write_text(json.dumps(index, indent=1) + "\n")
