"""A program that is measured: what it is called, how it is run, and what it says of itself."""

import dataclasses
import json
import pathlib


class ProgramFailure(Exception):
    """A program that did not give its figures; says why in one line."""


@dataclasses.dataclass(frozen=True)
class Size:
    """How much a program does: all of it, or less where settings are only tried."""

    updates: int
    lines: int  # 0: all

    def trial(self):
        """A share that is enough to see which setting is faster."""
        return Size(updates=max(4, self.updates // 3), lines=min(self.lines or 256, 256))


@dataclasses.dataclass(frozen=True)
class Invocation:
    """A command with its environment and its standard input."""

    command: list
    environment: dict = dataclasses.field(default_factory=dict)
    standard_input: str = ""


class Program:
    """A measured program. Each measurement is a fresh process in a fresh folder."""

    #: What the page calls it.
    name = ""
    #: Who wrote it: the project or a peer.
    toolkit = ""
    #: What is tried before, as {"threads": 2, ...}; the fastest is measured.
    choices = [{}]
    #: The figure by which settings are compared, and whether more of it is better.
    figure = ""
    more_is_better = True

    def invocation(self, choice, size, folder):
        """How it is run with a setting; it may write into the folder."""
        raise NotImplementedError

    def figures(self, folder, output, errors):
        """Its figures, from what it printed or left in the folder. Without its own reading: the JSON
        object in the last line of its standard output."""
        lines = output.strip().splitlines()
        if not lines:
            raise ProgramFailure("printed nothing")
        try:
            return json.loads(lines[-1])
        except ValueError:
            raise ProgramFailure(f"printed no figures but: {lines[-1][:120]}") from None


class Translation(Program):
    """A program that translates a text with a model, whole or one sentence at a time."""

    def __init__(self, name, settings, model, source, beam, figure):
        self.name = name
        self.settings, self.model, self.source, self.beam = settings, model, source, beam
        self.figure = figure
        self.more_is_better = figure == "sentences_per_second"


def thread_environment(threads):
    """What makes PyTorch use so many threads."""
    return {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}


def last_words(error_text):
    """The line that says why a program failed: an `error:` line, or the last of a traceback."""
    lines = [line.strip() for line in error_text.splitlines() if line.strip()]
    for line in lines:
        if line.startswith("error:"):
            return line
    return lines[-1] if lines else "it said nothing"


def read_text(path):
    """A file's text, or a failure that names it."""
    try:
        return pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ProgramFailure(f"{error.filename}: {error.strerror}") from None
