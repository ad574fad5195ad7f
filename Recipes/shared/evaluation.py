"""What a recipe's `evaluate` shares: it asks the command, and prints figures.

`evaluate MODEL SPLIT DATA RESULTS` evaluates the pairs in DATA/SPLIT.tsv, leaves the outputs in
RESULTS/SPLIT.hypotheses.txt and prints `NAME<TAB>FIGURE` lines, the most important one first. SEQ2SEQ in the
environment is the command.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from inputs import BAD_USE, fail, read_columns, read_lines


class Evaluation:
    """One model on one split."""

    def __init__(self) -> None:
        if len(sys.argv) != 5:
            fail("evaluate takes MODEL SPLIT DATA RESULTS", "run make recipe NAME=...", BAD_USE)
        self.model, self.split = sys.argv[1], sys.argv[2]
        self.data, self.results = Path(sys.argv[3]), Path(sys.argv[4])
        self.pairs_file = self.data / f"{self.split}.tsv"
        self.hypotheses_file = self.results / f"{self.split}.hypotheses.txt"

    def command_figures(self, metrics: list[str] | None = None) -> dict[str, float]:
        """What `seq2seq evaluate` gives, by the model's own metrics unless others are asked for."""
        metrics = metrics or self._configured_metrics()
        call = [os.environ.get("SEQ2SEQ", "seq2seq"), "evaluate", self.model, "--json",
                "--metrics", ",".join(metrics), "--data", str(self.pairs_file),
                "--hypotheses", str(self.hypotheses_file)]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            # The command has said why.
            sys.exit(done.returncode)
        # The report is sorted by name; here the order that was asked for says what matters most.
        found = json.loads(done.stdout)["metrics"]
        return {name: found[name]["value"] for name in metrics}

    def _configured_metrics(self) -> list[str]:
        """The metrics of the model's configuration, which the run wrote in YAML's short form."""
        text = (Path(self.model) / "configuration.yaml").read_text(encoding="utf-8")
        match = re.search(r"^evaluation:\s*(?:\{\s*)?metrics:\s*\[([^\]]*)\]", text, re.MULTILINE)
        if match is None:
            fail(f"{self.model}/configuration.yaml names no metrics", "train again")
        return [name.strip(" \"'") for name in match[1].split(",")]

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs that were evaluated."""
        return [(columns[0], columns[1]) for columns in read_columns(self.pairs_file)]

    def hypotheses(self) -> list[str]:
        """The outputs, one for each pair."""
        lines = read_lines(self.hypotheses_file)
        if len(lines) != len(self.pairs()):
            fail(f"{self.hypotheses_file} has {len(lines)} lines for {len(self.pairs())} pairs",
                 "evaluate again")
        return lines

    def gold(self, name: str) -> list[list[str]]:
        """The columns of DATA/SPLIT.NAME.tsv, which `prepare` wrote beside the pairs."""
        return [line.split("\t") for line in read_lines(self.data / f"{self.split}.{name}.tsv")]


def percent(count: float, total: int) -> float:
    """A share in percent; 0 of nothing."""
    return 100 * count / total if total else 0.0


def show(figures: dict[str, float]) -> None:
    """Prints the figures."""
    for name, value in figures.items():
        print(f"{name}\t{value:.4f}")
