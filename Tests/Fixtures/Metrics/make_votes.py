"""Writes crema_d_votes.csv: how often each intended emotion of CREMA-D had which winners of the voice-only vote.

    python make_votes.py .../crema-d/meta/summaryTable.csv
"""

import collections
import csv
import pathlib
import sys

INTENDED = dict(ANG="A", DIS="D", FEA="F", HAP="H", NEU="N", SAD="S")


def main(table):
    counts = collections.Counter()
    with open(table, newline="") as file:
        for row in csv.DictReader(file):
            counts[INTENDED[row["FileName"].split("_")[2]], row["VoiceVote"]] += 1
    lines = ["intended,winners,clips"] + [f"{a},{b},{n}" for (a, b), n in sorted(counts.items())]
    pathlib.Path(__file__).with_name("crema_d_votes.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
