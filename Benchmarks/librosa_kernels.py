"""The inner work of the stages as a librosa user writes it, samples in memory but for the decoding.

    python3 Benchmarks/librosa_kernels.py JOB… FOLDER [--clips 200] [--repetitions 1]

Jobs: decode, soundfile (soundfile and soxr without librosa), mfcc, chroma, tonnetz, stretch, pitch, noise.
Prints times real time as lilt-bench does. Needs: librosa.
"""
import argparse
import pathlib

import librosa
import numpy
import soundfile
import soxr

from timing import measure, report

RATE = 22050
RANDOM = numpy.random.default_rng(0)


def soundfile_and_soxr(path):
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return soxr.resample(samples.mean(axis=1), rate, RATE, "HQ")


def noise(samples):
    amplitude = 0.035 * RANDOM.uniform() * numpy.max(samples)
    return samples + amplitude * RANDOM.standard_normal(len(samples), dtype="float32")


FILE_JOBS = {"decode": lambda path: librosa.load(path, sr=RATE), "soundfile": soundfile_and_soxr}
SOUND_JOBS = {
    "mfcc": lambda y: librosa.feature.mfcc(y=y, sr=RATE, n_mfcc=20),
    "chroma": lambda y: librosa.feature.chroma_stft(y=y, sr=RATE),
    "tonnetz": lambda y: librosa.feature.tonnetz(y=y, sr=RATE),
    "stretch": lambda y: librosa.effects.time_stretch(y, rate=0.8),
    "pitch": lambda y: librosa.effects.pitch_shift(y, sr=RATE, n_steps=0.7),
    "noise": noise,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", nargs="+", choices=[*FILE_JOBS, *SOUND_JOBS], metavar="JOB")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--repetitions", type=int, default=1)
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.wav"))[: options.clips]
    clips = [librosa.load(path, sr=RATE)[0] for path in paths]
    seconds = sum(len(clip) for clip in clips) / RATE
    for job in options.jobs:
        work, inputs = (FILE_JOBS[job], paths) if job in FILE_JOBS else (SOUND_JOBS[job], clips)
        work(inputs[0])  # librosa compiles on first use
        report(job, measure(lambda: [work(one) for one in inputs], options.repetitions), sound=seconds)


main()
