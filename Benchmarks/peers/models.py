"""The models that translate: each side trains one, once, on the same data for as many updates."""

import shutil
import sys

from .joeynmt import configuration
from .measurement import run
from .program import Invocation, ProgramFailure, thread_environment
from .settings import BENCHMARKS, PROGRAMS


class Models:
    """The folder with both models. They are kept, and trained again where updates or data differ."""

    def __init__(self, settings):
        self.settings = settings
        self.project = settings.runs / "models" / "seq2seq"
        self.joeynmt = settings.runs / "models" / "joeynmt"

    def ensure(self):
        """Trains what is missing. Raises ProgramFailure where that fails."""
        self._ensure(self.project, self._train_project)
        if not self.quantized.exists():
            errors = self.project / "export.err"
            status, _, _ = run(Invocation([
                self.settings.seq2seq, "export", str(self.project / "run"), "--int8",
                str(self.quantized)]), self.project / "export.out", errors)
            if status != 0:
                raise ProgramFailure(f"the 8-bit model was not made; see {errors}")
        self._ensure(self.joeynmt, self._train_joeynmt)

    @property
    def quantized(self):
        """The project's model with 8-bit weights, a quarter of the size."""
        return self.project / "int8.safetensors"

    def _ensure(self, folder, train):
        made = f"{self.settings.model_updates} updates on {self.settings.data}\n"
        stamp = folder / "made.txt"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == made:
            return
        print(f"training {folder.name}'s model to translate with: {made.strip()}",
              file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        output, errors = folder / "train.out", folder / "train.err"
        status, _, _ = run(train(folder), output, errors)
        if status != 0:
            raise ProgramFailure(f"{folder.name}'s model was not trained; see {errors}")
        stamp.write_text(made, encoding="utf-8")

    def _train_project(self, folder):
        sets = [f"training.updates={self.settings.model_updates}",
                *training_data(self.settings.data)]
        return Invocation([
            self.settings.seq2seq, "train", str(BENCHMARKS / "multi30k-speed.yaml"), "--output",
            str(folder / "run"), "--threads", str(self.settings.threads),
            *(word for override in sets for word in ("--set", override))])

    def _train_joeynmt(self, folder):
        updates = self.settings.model_updates
        path = configuration(self.settings, folder, updates, report=updates)
        return Invocation(
            [self.settings.python, str(PROGRAMS / "joeynmt_training.py"), str(path), "--keep"],
            thread_environment(self.settings.threads))


def training_data(data):
    """Where the project finds Multi30k."""
    return [f"data.train.source={data / 'train.de'}", f"data.train.target={data / 'train.en'}"]
