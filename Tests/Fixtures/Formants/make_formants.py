#!/usr/bin/env python3
"""Vowels with known formants, and the formants that Praat finds in them and in what they ought to become.

    python make_formants.py

writes vowels.s16 (16-bit samples at 16 kHz, one vowel after another) and formants.json: for each vowel its place, the
formants that it was made with, the medians of those that Praat finds over its middle, and for each factor what Praat
finds in a vowel that was made with all formants and bandwidths times that factor. Needs numpy, scipy and
praat-parselmouth 0.4.7 (Praat's "Sound: To Formant (burg)...", 5 formants below 5500 Hz or below that times the factor).
"""
import json

import numpy as np
import parselmouth
from scipy.signal import lfilter

RATE, SECONDS, CEILING = 16000, 0.4, 5500
BANDWIDTHS = [70, 90, 120, 160, 220]
VOWELS = {
    "a": [730, 1090, 2440, 3500, 4500],
    "æ": [660, 1720, 2410, 3500, 4500],
    "e": [530, 1840, 2480, 3500, 4500],
    "o": [570, 840, 2410, 3400, 4400],
}


def vowel(formants, bandwidths):
    """Harmonics of a pitch that falls from 125 to 85 Hz, at 6 dB per octave, through resonances in a row."""
    count = int(SECONDS * RATE)
    time = np.arange(count) / RATE
    phase = 2 * np.pi * (125 * time - 50 * time**2)
    sound = sum(np.cos(h * phase) / h for h in range(1, int(RATE / 2 / 125) + 1))
    for frequency, bandwidth in zip(formants, bandwidths):
        radius = np.exp(-np.pi * bandwidth / RATE)
        pole = [1, -2 * radius * np.cos(2 * np.pi * frequency / RATE), radius * radius]
        sound = lfilter([sum(pole)], pole, sound)
    return np.round(16000 * sound / np.abs(sound).max())


def measured(sound, ceiling=CEILING):
    tracks = parselmouth.Sound(sound / 32768, RATE).to_formant_burg(maximum_formant=ceiling)
    times = [t for t in tracks.xs() if 0.1 < t < SECONDS - 0.1]
    return [round(float(np.nanmedian([tracks.get_value_at_time(i, t) for t in times])), 1) for i in (1, 2, 3)]


if __name__ == "__main__":
    entries, samples = [], []
    for name, formants in VOWELS.items():
        sound = vowel(formants, BANDWIDTHS)
        moved = {}
        for factor in (0.9, 1.1):
            other = vowel([f * factor for f in formants], [b * factor for b in BANDWIDTHS])
            moved[str(factor)] = measured(other, CEILING * factor)
        entries.append({
            "vowel": name, "first": sum(map(len, samples)), "count": len(sound), "formants": formants[:3],
            "praat": measured(sound), "moved": moved})
        samples.append(sound)
    np.concatenate(samples).astype("<i2").tofile("vowels.s16")
    with open("formants.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n")
