"""What a run is told by its environment; Scripts/bench-peers.sh checks it and sets it."""

import dataclasses
import os
import pathlib
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BENCHMARKS = REPOSITORY / "Benchmarks"
PROGRAMS = BENCHMARKS / "programs"
PAGE = REPOSITORY / "Documentation" / "Performance.md"


@dataclasses.dataclass(frozen=True)
class Settings:
    """Where things are, and how much is measured."""

    data: pathlib.Path  # the folder with Multi30k
    pronunciation: pathlib.Path | None  # the folder with SIGMORPHON 2020, if there is one
    runs: pathlib.Path
    rounds: int
    updates: int
    model_updates: int  # of the models that translate; trained once and kept
    lines: int  # of the validation set that are translated; 0: all
    threads: int
    seq2seq: str
    python: str  # an interpreter with PyTorch and JoeyNMT
    yoyodyne_python: str

    @classmethod
    def from_environment(cls):
        """The settings; ends the program where one is missing or no number."""
        pronunciation = os.environ.get("PRONUNCIATION", "")
        return cls(
            data=pathlib.Path(_text("DATA")),
            pronunciation=pathlib.Path(pronunciation) if pronunciation else None,
            runs=REPOSITORY / "runs" / "bench-peers",
            rounds=_number("ROUNDS", least=1),
            updates=_number("UPDATES", least=4),
            model_updates=_number("MODEL_UPDATES", least=1),
            lines=_number("LINES", least=0),
            threads=_number("THREADS", least=1),
            seq2seq=_text("SEQ2SEQ"),
            python=_text("PYTHON"),
            yoyodyne_python=_text("YOYODYNE_PYTHON"),
        )

    @property
    def thread_choices(self):
        """The thread counts among which a peer may choose: one, and all."""
        return sorted({1, self.threads})


def refuse(mistake):
    """Ends the program over wrong usage, with the project's exit code for it."""
    print(f"error: {mistake}", file=sys.stderr)
    sys.exit(64)


def _text(name):
    value = os.environ.get(name, "")
    if not value:
        refuse(f"{name} is not set; call Scripts/bench-peers.sh")
    return value


def _number(name, least):
    value = _text(name)
    if not value.isdecimal() or int(value) < least:
        refuse(f"{name}={value}: not a whole number; give one of at least {least}")
    return int(value)
