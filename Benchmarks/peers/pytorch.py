"""Plain PyTorch with nn.LSTM over all steps at once: no input feeding, eager or compiled."""

from .program import Invocation, Program, thread_environment
from .settings import PROGRAMS


class PyTorchTraining(Program):
    """Benchmarks/programs/pytorch_training.py."""

    toolkit = "PyTorch"
    figure = "target_tokens_per_second"

    def __init__(self, settings, precision, compiled):
        self.name = f"PyTorch, {'torch.compile' if compiled else 'eager'}, {precision}"
        self.settings, self.precision, self.compiled = settings, precision, compiled
        # Compiling takes longer than all else, so the compiled model is not tried with fewer threads.
        threads = [settings.threads] if compiled else settings.thread_choices
        self.choices = [{"threads": n} for n in threads]

    def invocation(self, choice, size, folder):
        return Invocation(
            [self.settings.python, str(PROGRAMS / "pytorch_training.py"),
             str(self.settings.data), "--updates", str(size.updates), "--report",
             str(size.updates // 4), "--threads", str(choice["threads"]), "--precision",
             self.precision, *(["--compile"] if self.compiled else [])],
            thread_environment(choice["threads"]))
