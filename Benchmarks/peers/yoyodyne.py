"""yoyodyne: the attentive LSTM of the field's small-vocabulary toolkit."""

from .program import Invocation, Program, thread_environment
from .settings import PROGRAMS


class YoyodyneTraining(Program):
    """Benchmarks/programs/yoyodyne_training.py."""

    toolkit = "yoyodyne"
    figure = "target_tokens_per_second"

    def __init__(self, settings, train, precision):
        self.name = f"yoyodyne, {precision}"
        self.settings, self.train, self.precision = settings, train, precision
        self.choices = [{"threads": threads, "workers": workers}
                        for threads in settings.thread_choices for workers in (0, 1)]

    def invocation(self, choice, size, folder):
        return Invocation(
            [self.settings.yoyodyne_python, str(PROGRAMS / "yoyodyne_training.py"),
             str(self.train), "--updates", str(size.updates), "--report",
             str(size.updates // 4), "--threads", str(choice["threads"]), "--workers",
             str(choice["workers"]), "--precision", self.precision, "--folder", str(folder)],
            thread_environment(choice["threads"]))
