#!/usr/bin/env python3
"""Prints the table of a comparison from the logs that Scripts/bench-peers.sh leaves.

    speed_table.py FOLDER WARMUP NAME...

Reads FOLDER/NAME/ROUND/log.jsonl, or train.log there (JoeyNMT). A round's figure is the median of
its reports after WARMUP updates, a row's figure the median of its rounds.
The first NAME is the one that the others are compared with.
"""

import json
import pathlib
import re
import statistics
import sys

JOEYNMT_REPORT = re.compile(r"Step:\s*(\d+),.*Tokens per Sec:\s*([\d.]+)")


def reports(folder):
    """(update, target tokens per second) of one run."""
    own = folder / "log.jsonl"
    if own.exists():
        for line in own.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            if "target_tokens_per_second" in report:
                yield report["update"], report["target_tokens_per_second"]
        return
    for line in (folder / "train.log").read_text(encoding="utf-8").splitlines():
        if match := JOEYNMT_REPORT.search(line):
            yield int(match[1]), float(match[2])


def round_speed(folder, warmup):
    """The median speed of one run."""
    try:
        speeds = [speed for update, speed in reports(folder) if update > warmup]
    except OSError as error:
        sys.exit(f"error: {error.filename}: no such log; see FOLDER/console")
    if not speeds:
        sys.exit(f"error: {folder}: no report after update {warmup}; raise UPDATES")
    return statistics.median(speeds)


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: speed_table.py FOLDER WARMUP NAME...")
    folder, warmup, names = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    rows = {}
    for name in names:
        rounds = sorted(int(f.name) for f in (folder / name).iterdir() if f.is_dir())
        rows[name] = [round_speed(folder / name / str(i), warmup) for i in rounds]
    medians = {name: statistics.median(speeds) for name, speeds in rows.items()}
    first = names[0]
    print("target tokens/s (</s> counted), each round and its median")
    print(f"{'':18} {'rounds':30} {'median':>8}   {first} is")
    for name in names:
        rounds = " ".join(f"{speed:7.0f}" for speed in rows[name])
        times = "" if name == first else f"{medians[first] / medians[name]:.2f} times as fast"
        print(f"{name:18} {rounds:30} {medians[name]:8.0f}   {times}".rstrip())


if __name__ == "__main__":
    main()
