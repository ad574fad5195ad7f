#!/usr/bin/env python3
"""Trains with JoeyNMT's own command and prints, as its last line, the figures from its own log.

    joeynmt_training.py CONFIGURATION [--keep]

A JSON object: `target_tokens_per_second`, the median of its reports after the first, `loss` of the last
report, and `parameters`. Without --keep its checkpoints are deleted.
"""

import argparse
import json
import pathlib
import re
import runpy
import statistics
import sys

REPORT = re.compile(
    r"Step:\s*(\d+),\s*Batch Loss:\s*([\d.]+).*Tokens per Sec:\s*([\d.]+)")
PARAMETERS = re.compile(r"Total params:\s*(\d+)")


def figures(log):
    """What a training log says."""
    reports = [(float(loss), float(speed)) for _, loss, speed in REPORT.findall(log)]
    later = reports[1:] or reports
    if not later:
        sys.exit("error: JoeyNMT wrote no report; raise UPDATES")
    parameters = PARAMETERS.search(log)
    return {"target_tokens_per_second": statistics.median(speed for _, speed in later),
            "loss": reports[-1][0], "parameters": int(parameters[1]) if parameters else None}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("configuration", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true", help="keep the checkpoints")
    arguments = parser.parse_args()
    import yaml  # Of JoeyNMT's environment; the tests read its log without it.

    settings = yaml.safe_load(arguments.configuration.read_text(encoding="utf-8"))
    folder = pathlib.Path(settings["model_dir"])
    sys.argv = ["joeynmt", "train", str(arguments.configuration), "--skip-test"]
    runpy.run_module("joeynmt", run_name="__main__", alter_sys=True)
    if not arguments.keep:
        for checkpoint in folder.glob("*.ckpt"):
            checkpoint.unlink()
    log = (folder / "train.log").read_text(encoding="utf-8")
    print(json.dumps(figures(log)))


if __name__ == "__main__":
    main()
