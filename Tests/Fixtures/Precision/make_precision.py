#!/usr/bin/env python3
"""What librosa 0.11.0 returns in double precision for sound in which single precision shows.

    python make_precision.py

writes precision.bin (little-endian float32, one array after another) and precision.json (for each array its offset in
elements, its shape, and the frames that were kept, null for all). Needs numpy, scipy, soxr and librosa.

The sounds: half a second of synthetic speech at 16 kHz, resampled to 22.05 kHz and to 48 kHz, so that nothing but
rounding lies above 8 kHz; the first of these at a ten-thousandth of full scale; and digital silence. librosa reads the
very float32 samples that are stored here, as float64, and then computes in double precision throughout.
"""
import json

import librosa
import numpy as np
import soxr
from scipy.signal import lfilter

RATE = 16000
index, blob = {}, []


def put(name, values, frames=None):
    values = np.asarray(values, np.float32)
    index[name] = {"offset": sum(b.size for b in blob), "shape": list(values.shape), "frames": frames}
    blob.append(values.ravel())


def speech():
    """A vowel on a falling pitch, then a fricative, then a pause with faint noise."""
    count = RATE // 2
    rng = np.random.default_rng(5)
    time = np.arange(count) / RATE
    phase = np.cumsum(180 - 120 * time) / RATE
    source = np.diff(np.floor(phase), prepend=0)
    for frequency, bandwidth in [(650, 80), (1200, 90), (2500, 120), (3500, 150)]:
        radius = np.exp(-np.pi * bandwidth / RATE)
        pole = [1, -2 * radius * np.cos(2 * np.pi * frequency / RATE), radius * radius]
        source = lfilter([sum(pole)], pole, source)
    voiced = 0.4 * source / np.abs(source).max()
    fricative = 0.05 * lfilter([1, -0.95], [1], rng.normal(size=count))
    gate = lambda start, end: np.clip((time - start) / 0.02, 0, 1) * np.clip((end - time) / 0.02, 0, 1)
    return voiced * gate(0, 0.3) + fricative * gate(0.28, 0.4) + 1e-4 * rng.normal(size=count)


def families(y, rate):
    """Every family, by its recipe here."""
    spectrum = np.abs(librosa.stft(y))
    mel = librosa.feature.melspectrogram(y=y, sr=rate)
    mfcc = librosa.feature.mfcc(y=y, sr=rate)
    levels = librosa.power_to_db(mel, top_db=None)
    yield "'mel'", mel
    yield "{ mel: { power: 1 } }", librosa.feature.melspectrogram(y=y, sr=rate, power=1)
    yield "{ mel: { unit: 'db', topDb: null } }", levels
    yield "'mfcc'", mfcc
    yield "{ mfcc: { count: 40, topDb: null } }", librosa.feature.mfcc(S=levels, n_mfcc=40)
    yield "'delta'", librosa.feature.delta(mfcc)
    yield "'stft'", spectrum
    yield "{ stft: { unit: 'db' } }", librosa.power_to_db(spectrum**2)
    yield "{ chroma: { tuning: 0 } }", librosa.feature.chroma_stft(S=spectrum**2, sr=rate, tuning=0)
    yield "{ chromaCqt: { tuning: 0 } }", librosa.feature.chroma_cqt(y=y, sr=rate, tuning=0)
    yield "'centroid'", librosa.feature.spectral_centroid(S=spectrum, sr=rate)
    yield "'bandwidth'", librosa.feature.spectral_bandwidth(S=spectrum, sr=rate)
    yield "'rolloff'", librosa.feature.spectral_rolloff(S=spectrum, sr=rate)
    yield "'contrast'", librosa.feature.spectral_contrast(S=spectrum, sr=rate)
    yield "'flatness'", librosa.feature.spectral_flatness(S=spectrum)
    yield "'poly'", librosa.feature.poly_features(S=spectrum, sr=rate)
    yield "'rms'", librosa.feature.rms(y=y)
    yield "{ rms: { from: 'spectrum' } }", librosa.feature.rms(S=spectrum)
    yield "'zcr'", librosa.feature.zero_crossing_rate(y)
    yield "'onset'", librosa.onset.onset_strength(y=y, sr=rate)[None]


sounds = {}
for rate, seconds in ((22050, 0.5), (48000, 0.35)):
    sounds[f"upsampled {rate}"] = rate, np.float32(soxr.resample(speech(), RATE, rate))[: int(seconds * rate)]
sounds["quiet 22050"] = 22050, sounds["upsampled 22050"][1] * np.float32(1e-4)
sounds["silent 22050"] = 22050, np.zeros(11025, np.float32)
for name, (rate, samples) in sounds.items():
    if name.startswith("upsampled"):
        put(f"signal/{name}", samples)
    for recipe, values in families(samples.astype(np.float64), rate):
        # Of the many rows of a spectrum every 16th.
        rows = slice(None, None, 16) if "stft" in recipe else slice(None)
        frames = list(range(0, values.shape[1], 3))
        put(f"{name}/{recipe}", values[rows][:, frames], frames)

np.concatenate(blob).astype("<f4").tofile("precision.bin")
with open("precision.json", "w") as file:
    lines = (f"{json.dumps(name)}: {json.dumps(index[name])}" for name in sorted(index))
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
