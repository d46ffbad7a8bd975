#!/usr/bin/env python3
"""Energies of modulations as SRMRpy computes them, in the acoustic bands of `msf`.

    python make_modulation.py

writes modulation.json: for each sound, at 16 kHz, the energies of 19 acoustic by 5 modulation bands as shares of a frame's
sum: in three of its frames, then on average over all twelve. Needs numpy, scipy, gammatone 1.0.3 and SRMRpy (jfsantos/SRMRpy on GitHub), whose
steps these are: gammatone filters, Hilbert envelopes, modulation filters of quality 2, frames of 0.256 s, 0.064 s apart,
under a squared Hamming window. SRMRpy centres its bands by a rule of its own; here they are given `msf`'s centres.

The sounds are those that ModulationTests computes by the same formulas.
"""
import json

import numpy as np
from gammatone.filters import erb_filterbank, make_erb_filters
from scipy.signal import lfilter
from scipy.signal.windows import hamming
from srmrpy.hilbert import hilbert
from srmrpy.modulation_filters import compute_modulation_cfs, modfilt, modulation_filterbank
from srmrpy.segmentaxis import segment_axis

RATE, FRAMES = 16000, [3, 6, 9]


def centres(count, low, high):
    scale = lambda f: 21.4 * np.log10(1 + 0.00437 * f)
    return (10 ** (np.linspace(scale(low), scale(high), count) / 21.4) - 1) / 0.00437


def shares(sound):
    envelopes = np.abs(hilbert(erb_filterbank(sound, make_erb_filters(RATE, centres(19, 125, 8000)))))
    size, hop = int(np.ceil(0.256 * RATE)), int(np.ceil(0.064 * RATE))
    bank = modulation_filterbank(compute_modulation_cfs(4, 64, 5), RATE, 2)
    window = hamming(size + 1)[:-1]
    energies = []
    for envelope in envelopes:
        for output in modfilt(bank, envelope):
            frames = segment_axis(output, size, overlap=size - hop, end="pad")
            energies.append(np.sum((window * frames) ** 2, axis=1)[:12])
    energies = np.array(energies).T
    energies /= energies.sum(axis=1, keepdims=True)
    return [*energies[FRAMES], energies.mean(axis=0)]


def noise(count):
    """Numbers from -1 to 1 by a linear congruential generator."""
    state, result = 1, []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        result.append(state / 2**31 - 1)
    return np.array(result)


def vowel(time):
    """Pulses at 125 Hz, whose loudness swings 4 times a second, through three formants."""
    x = np.where(np.arange(len(time)) % 128 == 0, 1 + 0.7 * np.sin(2 * np.pi * 4 * time), 0)
    for frequency, bandwidth in [(700, 80), (1220, 90), (2600, 120)]:
        radius = np.exp(-np.pi * bandwidth / RATE)
        x = lfilter([1], [1, -2 * radius * np.cos(2 * np.pi * frequency / RATE), radius * radius], x)
    return x / np.abs(x).max()


def swinging(carrier, speed, time):
    return (1 + 0.8 * np.sin(2 * np.pi * speed * time)) * carrier


time = np.arange(RATE) / RATE
tone = lambda frequency: np.sin(2 * np.pi * frequency * time)
sounds = {
    "tone 1000 Hz, 8 Hz": swinging(tone(1000), 8, time),
    "tone 200 Hz, 4 Hz": swinging(tone(200), 4, time),
    "tone 7900 Hz, 8 Hz": swinging(tone(7900), 8, time),
    "noise": noise(RATE),
    "noise, 16 Hz": swinging(noise(RATE), 16, time),
    "vowel": vowel(time),
}
with open("modulation.json", "w") as file:
    lines = []
    for name, sound in sounds.items():
        rows = [[float(f"{share:.5g}") for share in frame] for frame in shares(0.3 * sound)]
        lines.append(f"{json.dumps(name)}: {json.dumps(rows)}")
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
