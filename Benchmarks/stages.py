"""A feature job through lilt-clean, lilt-augment and lilt-features one after the other, their files included.

    python3 Benchmarks/stages.py {seed,big} FOLDER [--programs build/bin] [--jobs 1] [--clips 200] [--repetitions 1]

FOLDER holds RAVDESS or something that looks like it. What lilt-ingest does before is not timed. Nothing is reused
from one repetition to the next. Needs: the built programs.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import tempfile

from timing import measure, report

NOISE, PITCH = {"noise": {"amplitude": 0.035}}, {"pitch": {"semitones": 0.7}}
RECIPES = {
    "seed": {
        "clean": {"rate": 22050, "offset": 0.6, "duration": 2.5},
        "augment": ["original", NOISE, PITCH],
        "features": {"stack": ["zcr", "rms", {"mfcc": {"count": 20}}], "layout": {"flat": {"frames": 108}}},
    },
    "big": {
        "clean": {"rate": 22050},
        "augment": ["original", NOISE, {"stretch": {"rate": 0.8}}, PITCH],
        "features": {
            "stack": [{"mel": {"bands": 128, "unit": "db"}}, {"mfcc": {"count": 40}}, "chroma", "zcr", "rms"],
            "layout": {"sequence": {"frames": 261}},
        },
    },
}


class Chain:
    """The programs, their settings, and a folder that they work in."""

    def __init__(self, recipe, programs, folder, jobs):
        self.programs, self.folder, self.jobs = programs, folder, jobs
        self.settings = {
            "ingest": {"corpora": ["ravdess"], "ingest": {"channel": "both", "doctor": {"duplicate": "keep"}}},
            "clean": recipe["clean"],
            "augment": {"seed": 1, "augment": recipe["augment"]},
            "features": {"seed": 1, "features": recipe["features"]},
        }

    def stage(self, name, *inputs):
        settings, output = self.folder / f"{name}.json", self.folder / f"{name}.h5"
        settings.write_text(json.dumps(self.settings[name]))
        output.unlink(missing_ok=True)  # nothing of an earlier run is reused
        subprocess.run(
            [self.programs / f"lilt-{name}", "--settings", settings, "--output", output, "--jobs", str(self.jobs),
             "--quiet", *inputs], check=True)
        return output

    def run(self, catalog):
        clean = self.stage("clean", catalog, self.folder)
        self.stage("features", self.stage("augment", clean))


def first_clips(corpus, count, target):
    """A corpus of another one's first clips."""
    for path in sorted(corpus.rglob("*.wav"))[:count]:
        copy = target / path.relative_to(corpus)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=[*RECIPES])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/bin"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--repetitions", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        first_clips(options.folder, options.clips, folder / "ravdess")
        chain = Chain(RECIPES[options.job], options.programs, folder, options.jobs)
        catalog = chain.stage("ingest", folder)
        report(f"{options.job}-stages", measure(lambda: chain.run(catalog), options.repetitions))


main()
