"""Tests of Benchmarks/peers with programs that are made up (make test-peers)."""

import pathlib
import sys
import tempfile
import unittest

from peers.alternation import alternate
from peers.comparison import Claim, Comparison, Kind
from peers.measurement import measure
from peers.page import generated, shown_range, write_page
from peers.program import Invocation, Program, ProgramFailure, Size
from peers.store import Store
from programs.joeynmt_training import figures

SIZE = Size(updates=30, lines=0)


class Script(Program):
    """A Python text that is run; `$` in it is replaced by the setting's value."""

    figure = "speed"

    def __init__(self, name, text, choices=({},)):
        self.name, self.toolkit, self.text, self.choices = name, name, text, list(choices)

    def invocation(self, choice, size, folder):
        text = self.text.replace("$", str(choice.get("threads", "")))
        return Invocation([sys.executable, "-c", text.replace("#updates", str(size.updates))])


class PeersTests(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name)

    def measure(self, text):
        return measure(Script("a", text), {}, SIZE, self.folder / "run")

    def test_time_and_memory_are_those_of_the_process(self):
        text = "import time; time.sleep(0.2); x = b'x' * (96 << 20); print('{\"speed\": 3}')"
        found = self.measure(text)
        self.assertEqual(found["speed"], 3)
        self.assertGreater(found["wall_seconds"], 0.2)
        self.assertGreater(found["peak_memory_bytes"], 96 << 20)
        # The memory is the child's own: a small one after a large one is small again.
        self.assertLess(self.measure("print('{}')")["peak_memory_bytes"], 64 << 20)

    def test_a_failure_is_one_line(self):
        for text, message in [
            ("import sys; sys.exit('noise\\nerror: c.yaml:3: no such key; leave it out\\nmore')",
             "error: c.yaml:3: no such key; leave it out"),
            ("1 / 0", "ZeroDivisionError: division by zero"),
            ("import os; os.kill(os.getpid(), 9)", "signal 9: it said nothing"),
            ("pass", "printed nothing"),
            ("print('no figures')", "printed no figures but: no figures"),
        ]:
            with self.assertRaises(ProgramFailure) as caught:
                self.measure(text)
            self.assertEqual(str(caught.exception), message)

    def test_a_program_that_is_not_there_is_a_failure(self):
        program = Script("a", "")
        program.invocation = lambda *_: Invocation(["no-such-program"])
        with self.assertRaises(ProgramFailure):
            measure(program, {}, SIZE, self.folder / "run")

    def test_programs_take_turns_and_a_failed_one_stops_alone(self):
        log = self.folder / "log"
        said = f"open({str(log)!r}, 'a').write('%s'); print('{{\"speed\": 1}}')"
        comparison = Comparison("c", "C", (
            Script("a", said % "a"), Script("b", said % "b"), Script("x", "raise ValueError('no')")), ())
        results = alternate(comparison, 3, SIZE, self.folder)
        self.assertEqual(log.read_text(), "abbaab")
        self.assertEqual(results["x"]["failed"], "ValueError: no")
        self.assertEqual([len(results[name]["rounds"]) for name in "abx"], [3, 3, 0])

    def test_the_fastest_setting_is_found_by_short_runs(self):
        speeds = "print('{\"speed\": %d, \"updates\": #updates}' % {1: 5, 2: 9, 3: 7}[$])"
        program = Script("a", speeds, [{"threads": n} for n in (1, 2, 3)])
        result = alternate(Comparison("c", "C", (program,), ()), 1, SIZE, self.folder)["a"]
        self.assertEqual(result["choice"], {"threads": 2})
        self.assertEqual([tried["speed"] for tried in result["tried"]], [5, 9, 7])
        self.assertEqual(result["rounds"][0]["updates"], 30)
        program.more_is_better = False
        result = alternate(Comparison("c", "C", (program,), ()), 1, SIZE, self.folder)["a"]
        self.assertEqual(result["choice"], {"threads": 1})

    def test_the_page_has_medians_ratios_and_failures(self):
        claims = (
            Claim("faster", "ours", ("slow", "slower", "broken"), "target_tokens_per_second",
                  Kind.RATE, 4),
            Claim("smaller", "ours", ("slow",), "peak_memory_bytes", Kind.MEMORY, 2),
            Claim("quicker", "ours", ("slow",), "wall_seconds", Kind.TIME, 2),
            Claim("worse", "broken", ("slow",), "wall_seconds", Kind.TIME, 2))
        store = Store(self.folder)
        store.write("c", {
            "began": "2026-01-02T03:04:05+00:00", "rounds": 3, "updates": 8, "lines": 0,
            "model_updates": 1, "load_before": 0.1, "machine": {"cores": "2"}, "results": {
                "ours": _result([9000, 1200, 8000], 512, 0.5),
                "slow": _result([2100, 2000, 1900], 768, 2.0),
                "slower": _result([100, 100, 100], 1, 9.0),
                "broken": dict(_result([], 0, 0), failed="it | broke")}})
        comparison = Comparison("c", "C", (), claims)
        lines = generated([comparison, Comparison("d", "D", (), ())], store).splitlines()
        # 8000 / 2000; 768 / 512; 2 / 0.5.
        self.assertIn("| faster | 8,000 target tokens/s | slow: 2,000 target tokens/s | **4.00 ×** "
                      "| 4 × | yes |", lines)
        self.assertIn("| smaller | 512 MiB | slow: 768 MiB | **1.50 ×** | 2 × | no |", lines)
        self.assertIn("| quicker | 500.00 ms | slow: 2.00 s | **4.00 ×** | 2 × | yes |", lines)
        self.assertIn("| worse | failed: it \\| broke | slow: 2.00 s | | 2 × | |", lines)
        self.assertTrue(any("| 1,200 to 9,000 target tokens/s |" in line for line in lines))
        self.assertIn("Not measured: d.", lines)

    def test_a_range_has_its_units(self):
        self.assertEqual(shown_range("wall_seconds", [0.5, 1.5, 0.25]), "250.00 ms to 1.50 s")
        self.assertEqual(shown_range("wall_seconds", [2.5, 1.5]), "1.50 to 2.50 s")
        self.assertEqual(shown_range("share_of_peak", [0.5, 0.25]), "25.0 to 50.0 %")

    def test_the_bound_of_a_step_is_worked_out(self):
        result = _result([4000], 1, 1)
        result["rounds"][0].update(share_of_peak=0.5, peak_operations_per_second=400e9)
        store = Store(self.folder)
        store.write("p", {
            "began": "2026-01-02T03:04:05+00:00", "rounds": 1, "updates": 8, "lines": 0,
            "model_updates": 1, "load_before": 0, "machine": {}, "results": {"ours": result}})
        claim = Claim("share", "ours", (), "share_of_peak", Kind.SHARE, 0.4)
        text = generated([Comparison("p", "P", (), (claim,))], store)
        self.assertIn("| share | 50.0 % | | | 40 % | yes |", text)
        self.assertIn("ours: products alone reach 400 GFLOP/s; a step at that rate all through would "
                      "train 8,000 target tokens/s, this one trains 4,000.", text)

    def test_what_was_written_by_hand_stays(self):
        page = self.folder / "page.md"
        page.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n", encoding="utf-8")
        for _ in range(2):
            write_page(page, [], Store(self.folder))
        self.assertEqual(
            page.read_text(encoding="utf-8"),
            "before\n<!-- measured: begin -->\n\nNothing has been measured yet.\n\n"
            "<!-- measured: end -->\nafter\n")
        page.write_text("nothing", encoding="utf-8")
        with self.assertRaises(SystemExit):
            write_page(page, [], Store(self.folder))
        self.assertEqual(page.read_text(encoding="utf-8"), "nothing")

    def test_joeynmts_log_is_read(self):
        line = "Epoch   1, Step: %d, Batch Loss: %s, Batch Acc: 0.1, Tokens per Sec: %s, Lr: 0.001\n"
        log = "Total params: 11287808\n" + "".join(
            line % row for row in [(5, "9.0", "100"), (10, "8.5", "300"), (15, "8.0", "500"),
                                   (20, "7.5", "400")])
        self.assertEqual(figures(log), {
            "target_tokens_per_second": 400, "loss": 7.5, "parameters": 11287808})


def _result(speeds, memory, seconds):
    rounds = [{"target_tokens_per_second": s, "peak_memory_bytes": memory << 20,
               "wall_seconds": seconds} for s in speeds]
    return {"toolkit": "", "choice": {"threads": 2}, "tried": [], "rounds": rounds, "failed": None}


if __name__ == "__main__":
    unittest.main()
