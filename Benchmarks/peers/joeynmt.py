"""JoeyNMT 2.3: training, translation in one process, and a cold start."""

import string

from .program import (
    Invocation, Program, ProgramFailure, Translation, read_text, thread_environment)
from .settings import BENCHMARKS, PROGRAMS

NAME = "JoeyNMT"


def configuration(settings, folder, updates, report):
    """Writes JoeyNMT's configuration into a folder and returns its path."""
    template = string.Template(read_text(BENCHMARKS / "joeynmt-multi30k.yaml"))
    path = folder / "joeynmt.yaml"
    path.write_text(template.substitute(
        DATA=settings.data, RUN=folder / "run", UPDATES=updates, REPORT=report),
        encoding="utf-8")
    return path


class JoeyTraining(Program):
    """Its own training loop; its speed is the median of its own reports after the first."""

    toolkit = NAME
    figure = "target_tokens_per_second"

    def __init__(self, name, settings):
        self.name = name
        self.settings = settings
        self.choices = [{"threads": n} for n in settings.thread_choices]

    def invocation(self, choice, size, folder):
        path = configuration(self.settings, folder, size.updates, report=size.updates // 4)
        return Invocation(
            [self.settings.python, str(PROGRAMS / "joeynmt_training.py"), str(path)],
            thread_environment(choice["threads"]))


class JoeyTranslation(Translation):
    """Its own search over a whole text or over one sentence at a time, in one process after loading."""

    toolkit = NAME

    def __init__(self, name, settings, model, source, beam, figure):
        super().__init__(name, settings, model, source, beam, figure)
        batches = [64, 256] if self.more_is_better else [1]
        self.choices = [
            {"threads": threads, "batch": batch}
            for threads in settings.thread_choices for batch in batches]

    def invocation(self, choice, size, folder):
        return Invocation(
            [self.settings.python, str(PROGRAMS / "joeynmt_translation.py"),
             str(self.model / "joeynmt.yaml"), str(self.source), "--lines", str(size.lines),
             "--beam", str(self.beam), "--batch", str(choice["batch"]),
             *(["--one-by-one"] if choice["batch"] == 1 else [])],
            thread_environment(choice["threads"]))


class JoeyColdStart(Program):
    """`python -m joeynmt translate` of one line; the whole process is timed."""

    toolkit = NAME
    figure = "wall_seconds"
    more_is_better = False

    def __init__(self, name, settings, model, line):
        self.name = name
        self.settings, self.model, self.line = settings, model, line
        self.choices = [{"threads": n} for n in settings.thread_choices]

    def invocation(self, choice, size, folder):
        return Invocation(
            [self.settings.python, "-m", "joeynmt", "translate",
             str(self.model / "joeynmt.yaml")],
            thread_environment(choice["threads"]), standard_input=self.line)

    def figures(self, folder, output, errors):
        lines = output.strip().splitlines()
        if not lines:
            raise ProgramFailure("printed no translation")
        return {"output_tokens": len(lines[-1].split())}
