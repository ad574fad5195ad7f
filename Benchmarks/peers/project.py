"""The project's own programs."""

import json
import re
import statistics

from .program import Invocation, Program, ProgramFailure, Translation, read_text
from .settings import BENCHMARKS

NAME = "swift-seq2seq"


class ProjectTraining(Program):
    """`seq2seq train`; its speed is the median of its reports after the first, which is warm-up."""

    toolkit = NAME
    figure = "target_tokens_per_second"

    def __init__(self, name, settings, configuration, overrides, precision):
        self.name = f"{name}, {precision}"
        self.settings = settings
        self.configuration = configuration
        self.overrides = [*overrides, f"training.precision={precision}"]
        self.choices = [{"threads": settings.threads}]

    def invocation(self, choice, size, folder):
        sets = [*self.overrides, f"training.updates={size.updates}",
                f"training.report_interval={size.updates // 4}"]
        return Invocation([
            self.settings.seq2seq, "train", str(BENCHMARKS / self.configuration), "--output",
            str(folder / "run"), "--threads", str(choice["threads"]),
            *(word for override in sets for word in ("--set", override))])

    def figures(self, folder, output, errors):
        reports = [json.loads(line) for line in read_text(folder / "run" / "log.jsonl").splitlines()]
        reports = [report for report in reports if self.figure in report][1:]
        if not reports:
            raise ProgramFailure("wrote no report after the warm-up")
        parameters = re.search(r"([\d,]+) parameters", errors)
        return {
            self.figure: statistics.median(report[self.figure] for report in reports),
            "loss": reports[-1]["loss"],
            "parameters": int(parameters[1].replace(",", "")) if parameters else None}


class ProjectTranslation(Translation):
    """`seq2seq benchmark --model`: a whole text, and one sentence at a time, after loading."""

    toolkit = NAME

    def __init__(self, name, settings, model, source, beam, figure, precision):
        super().__init__(f"{name}, {precision}", settings, model, source, beam, figure)
        self.precision = precision
        self.choices = [{"threads": settings.threads}]

    def invocation(self, choice, size, folder):
        lines = read_text(self.source).rstrip("\n").split("\n")[:size.lines or None]
        (folder / "source.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return Invocation([
            self.settings.seq2seq, "benchmark", "--model", str(self.model), "--source",
            str(folder / "source.txt"), "--beam", str(self.beam), "--precision", self.precision,
            "--json", "--threads", str(choice["threads"])])


class ProjectColdStart(Program):
    """`seq2seq translate` of one line; the whole process is timed."""

    toolkit = NAME
    figure = "wall_seconds"
    more_is_better = False

    def __init__(self, name, settings, model, line, beam, precision):
        self.name = f"{name}, {precision}"
        self.settings, self.model, self.line, self.beam = settings, model, line, beam
        self.precision = precision
        self.choices = [{"threads": settings.threads}]

    def invocation(self, choice, size, folder):
        return Invocation(
            [self.settings.seq2seq, "translate", str(self.model), "--beam", str(self.beam),
             "--precision", self.precision, "--threads", str(choice["threads"])], standard_input=self.line)

    def figures(self, folder, output, errors):
        if len(output.splitlines()) != 1:
            raise ProgramFailure("did not print one line")
        return {"output_tokens": len(output.split())}


class ProjectProducts(Program):
    """`seq2seq benchmark`: products while training over products alone, in one run."""

    toolkit = NAME
    figure = "share_of_peak"

    def __init__(self, name, settings, options):
        self.name = name
        self.settings, self.options = settings, options
        self.choices = [{"threads": settings.threads}]

    def invocation(self, choice, size, folder):
        return Invocation([
            self.settings.seq2seq, "benchmark", "--json", "--updates", str(size.updates),
            "--threads", str(choice["threads"]), *self.options])

    def figures(self, folder, output, errors):
        figures = super().figures(folder, output, errors)
        figures["share_of_peak"] = (
            figures["operations_per_second"] / figures["peak_operations_per_second"])
        return figures
