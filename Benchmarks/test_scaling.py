"""Tests of scaling.py (make test-peers)."""

import pathlib
import sys
import tempfile
import unittest

import scaling

#: Writes what `seq2seq train` leaves, a quarter of the updates a report.
TRAINED = """
import json, os, sys
run = sys.argv[sys.argv.index("--output") + 1]
os.makedirs(run)
with open(os.path.join(run, "log.jsonl"), "w") as log:
    for rate in (1, 30, 10, 20):
        print(json.dumps({"target_tokens_per_second": rate, "loss": 5.0}), file=log)
print("1,234 parameters", file=sys.stderr)
"""


class ScalingTests(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def program(self, text):
        path = self.folder / "seq2seq"
        path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def test_the_corpus_has_the_whole_vocabulary_and_the_lengths(self):
        path = self.folder / "pairs.tsv"
        scaling.corpus(path, {"vocabulary": 500, "length": 12}, pairs=20, longest=300)
        sides = list(zip(*(
            [side.split() for side in line.split("\t")] for line in path.read_text().splitlines())))
        for side in sides:
            self.assertEqual(len({word for sentence in side for word in sentence}), 500)
            lengths = sorted(map(len, side))
            self.assertGreaterEqual(lengths[0], 10)
            self.assertLessEqual(lengths[-2], 14)
            self.assertGreaterEqual(lengths[-1], 250)

    def test_a_run_is_its_median_after_the_warm_up(self):
        figures = scaling.run(
            self.folder, self.program(TRAINED), scaling.USUAL, "float32", updates=8)
        self.assertEqual(figures["target_tokens_per_second"], 20)
        self.assertEqual(scaling.cells(figures)[0], "20")
        self.assertRegex(scaling.cells(figures)[1], r"^[\d,]+ MiB$")
        self.assertFalse((self.folder / "pairs.tsv").exists())

    def test_a_run_that_fails_says_why(self):
        failing = self.program("import sys; sys.exit('error: training.memory 1GB is too little')")
        figures = scaling.run(
            self.folder, failing, scaling.USUAL, "float32", updates=8, limit="1GB")
        self.assertIn("training.memory 1GB is too little", scaling.cells(figures)[0])

    def test_each_row_varies_one_size(self):
        asked = []

        def work(sizes, precision):
            asked.append((sizes, precision))
            return "none"

        rows = scaling.varied("hidden", work)
        self.assertEqual(len(rows), 2 + len(scaling.VARIED["hidden"]))
        self.assertEqual([s["hidden"] for s, p in asked if p == "bfloat16"], scaling.VARIED["hidden"])
        self.assertTrue(all({**s, "hidden": 512} == scaling.USUAL for s, _ in asked))


if __name__ == "__main__":
    unittest.main()
