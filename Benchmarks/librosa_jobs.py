"""The two feature jobs of `make bench` as a librosa user writes them.

    python3 Benchmarks/librosa_jobs.py {seed,big} FOLDER [--jobs 1] [--clips 200] [--repetitions 1]

seed: 2.5 s from 0.6 s on at 22,050 Hz; original, noise, pitch 0.7; ZCR + RMS + MFCC 20, flat, into HDF5.
big:  whole files; original, noise, stretch 0.8, pitch 0.7; mel 128 + MFCC 40 + chroma 12 + ZCR + RMS, 261 frames.
Prints the seconds of work as lilt-bench does, without the import of librosa. Needs: librosa, h5py.
"""
import argparse
import multiprocessing
import os
import pathlib
import tempfile

import h5py
import librosa
import numpy

from timing import measure, report, report_memory

RATE, FRAMES = 22050, 261


def noisy(samples, random):
    amplitude = 0.035 * random.uniform() * numpy.max(samples)
    return samples + amplitude * random.normal(size=len(samples)).astype("float32")


def seed_row(samples):
    return numpy.hstack([
        librosa.feature.zero_crossing_rate(samples).ravel(),
        librosa.feature.rms(y=samples).ravel(),
        librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=20).T.ravel(),
    ]).astype("float32")


def seed_clip(path):
    random = numpy.random.default_rng(0)
    samples, _ = librosa.load(path, sr=RATE, offset=0.6, duration=2.5)
    variants = [samples, noisy(samples, random), librosa.effects.pitch_shift(samples, sr=RATE, n_steps=0.7)]
    rows = []
    for variant in variants:
        row = numpy.zeros(2376, "float32")
        found = seed_row(variant)[:2376]
        row[: len(found)] = found
        rows.append(row)
    return rows


def big_row(samples):
    power = numpy.abs(librosa.stft(samples)) ** 2
    mel = librosa.feature.melspectrogram(S=power, sr=RATE, n_mels=128)
    decibel = librosa.power_to_db(mel)
    stack = numpy.vstack([
        decibel,
        librosa.feature.mfcc(S=decibel, n_mfcc=40),
        librosa.feature.chroma_stft(S=power, sr=RATE),
        librosa.feature.zero_crossing_rate(samples),
        librosa.feature.rms(y=samples),
    ])
    return librosa.util.fix_length(stack, size=FRAMES, axis=1).astype("float32")


def big_clip(path):
    random = numpy.random.default_rng(0)
    samples, _ = librosa.load(path, sr=RATE)
    variants = [
        samples, noisy(samples, random), librosa.effects.time_stretch(samples, rate=0.8),
        librosa.effects.pitch_shift(samples, sr=RATE, n_steps=0.7),
    ]
    return [big_row(variant) for variant in variants]


def whole_job(work, paths, jobs, output):
    if jobs == 1:
        clips = [work(path) for path in paths]
    else:
        pool = multiprocessing.get_context("fork").Pool(jobs)
        clips = pool.map(work, paths, chunksize=4)
        pool.close()
        pool.join()  # their processor time counts once they have ended
    rows = numpy.stack([row for clip in clips for row in clip])
    with h5py.File(output, "w") as file:
        file.create_dataset("x", data=rows, chunks=(1, *rows.shape[1:]), shuffle=True, compression=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=["seed", "big"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--repetitions", type=int, default=1)
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.wav"))[: options.clips]
    work = seed_clip if options.job == "seed" else big_clip
    work(paths[0])  # librosa compiles on first use
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "features.h5")
        report(options.job, measure(lambda: whole_job(work, paths, options.jobs, output), options.repetitions))
    report_memory(options.job)


main()
