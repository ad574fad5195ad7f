"""How training's cost grows with the work: threads, batch, model, vocabulary, sentences, and memory limits.

    SEQ2SEQ=../.build/release/seq2seq python3 -m scaling      (from Benchmarks; `make bench-scaling` does)

TABLES names those that are measured ("threads batch hidden vocabulary length memory"; all unless given); the others
stay what they were. Every figure is that of a fresh process of `seq2seq train` on a corpus that is made up for it, at the sizes of
multi30k-speed.yaml but for the one that is varied. The tables go into Documentation/Performance.md.
"""

import datetime
import json
import os
import pathlib
import random
import sys
import types

from peers.machine import describe
from peers.measurement import measure
from peers.page import replace_section, shown
from peers.program import ProgramFailure, Size
from peers.project import ProjectTraining
from peers.settings import BENCHMARKS, PAGE, REPOSITORY, refuse

RATE, MEMORY = "target_tokens_per_second", "peak_memory_bytes"
PRECISIONS = ("float32", "bfloat16")
#: What is not varied.
USUAL = {"threads": 2, "batch": 64, "hidden": 512, "vocabulary": 8000, "length": 12}
#: What is varied, each alone.
VARIED = {
    "threads": [1, 2],
    "batch": [16, 32, 64, 128, 256],
    "hidden": [128, 256, 512, 1024],
    "vocabulary": [1000, 4000, 8000, 16000, 32000],
    "length": [6, 12, 24, 48, 96],
}
HEADINGS = {
    "threads": "threads", "batch": "sentences in a batch",
    "hidden": "hidden size (the encoder has half of it in each direction)",
    "vocabulary": "words in each vocabulary", "length": "words in a sentence",
}
#: Limits tried on a corpus with one sentence of LONGEST words among others of 24; the empty one is none.
LIMITS = ["", "1200MB", "1GB", "800MB", "600MB"]
LONGEST = 200
LIMITED = {**USUAL, "length": 24, "batch": 256}


def corpus(path, sizes, pairs, longest=0):
    """Writes made-up pairs: all words of the vocabulary in turn, each sentence a little longer or shorter."""
    draw = random.Random(1)
    pairs = max(pairs, sizes["vocabulary"] // sizes["length"] + 1)
    words = list(range(sizes["vocabulary"]))

    def sides(length):
        lengths = [max(1, length + draw.randint(-length // 6, length // 6)) for _ in range(2)]
        for side, count in zip(sequences, lengths):
            while len(side) < count:
                side += draw.sample(words, len(words))
        return "\t".join(
            " ".join(f"w{side.pop()}" for _ in range(count))
            for side, count in zip(sequences, lengths))

    sequences = ([], [])
    with open(path, "w", encoding="utf-8") as file:
        for number in range(pairs):
            file.write(sides(longest if longest and number == pairs // 2 else sizes["length"]) + "\n")


def run(folder, seq2seq, sizes, precision, updates, longest=0, limit=""):
    """The figures of one training run, or the line that says why there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "pairs.tsv"
    corpus(text, sizes, pairs=sizes["batch"] * 8, longest=longest)
    most = max(60, 2 * sizes["length"], 2 * longest)
    settings = types.SimpleNamespace(seq2seq=seq2seq, threads=sizes["threads"])
    program = ProjectTraining("scaling", settings, "multi30k-speed.yaml", [
        f"data.train={text}", f"training.batch.sentences={sizes['batch']}",
        f"model.hidden_size={sizes['hidden']}", f"model.encoder.hidden_size={sizes['hidden'] // 2}",
        *(f"data.{side}.{key}={value}" for side in ("source", "target") for key, value in (
            ("vocabulary_size", sizes["vocabulary"]), ("min_frequency", 1), ("max_length", most))),
        *([f"training.memory={limit}"] if limit else []),
    ], precision)
    try:
        return measure(program, program.choices[0], Size(updates=updates, lines=0), folder / "run")
    except ProgramFailure as failure:
        return str(failure)
    finally:
        text.unlink()


def cells(figures):
    """Speed and memory, or why there are none."""
    if isinstance(figures, str):
        return [figures.replace("|", "\\|"), ""]
    return [f"{figures[RATE]:,.0f}", shown(MEMORY, figures[MEMORY])]


def varied(what, work):
    """The table of one size."""
    rows = [f"| {HEADINGS[what]} | " + " | ".join(f"{p}, target tokens/s | memory" for p in PRECISIONS) + " |",
            "|---" * (1 + 2 * len(PRECISIONS)) + "|"]
    for value in VARIED[what]:
        sizes = {**USUAL, what: value}
        parts = [cell for precision in PRECISIONS for cell in cells(work(sizes, precision))]
        rows.append(f"| {value:,} | " + " | ".join(parts) + " |")
    return rows


def limited(work):
    """The table of memory limits."""
    rows = ["| `training.memory` | target tokens/s | memory |", "|---|---|---|"]
    for limit in LIMITS:
        rows.append(f"| {limit or 'none'} | " + " | ".join(
            cells(work(LIMITED, "float32", longest=LONGEST, limit=limit))) + " |")
    return rows


def main():
    seq2seq = os.environ.get("SEQ2SEQ") or refuse("SEQ2SEQ is not set; call `make bench-scaling`")
    updates = int(os.environ.get("UPDATES") or 24)
    folder = REPOSITORY / "runs" / "bench-scaling"
    machine = describe(types.SimpleNamespace(python=sys.executable, yoyodyne_python=sys.executable))

    def work(sizes, precision, **more):
        print(sizes, precision, more or "", file=sys.stderr, flush=True)
        return run(folder, seq2seq, sizes, precision, updates, **more)

    store = folder / "tables.json"
    tables = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    asked = os.environ.get("TABLES", "").split() or [*VARIED, "memory"]
    if unknown := set(asked) - {*VARIED, "memory"}:
        refuse(f"TABLES: no table '{min(unknown)}'; there are {' '.join(VARIED)} memory")
    for what in asked:
        tables[what] = {
            "rows": limited(work) if what == "memory" else varied(what, work),
            "day": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}",
            "version": machine["project"]}
        store.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")
    write(tables, updates, machine)


def write(tables, updates, machine):
    """Writes the page's section from all tables that were ever measured."""
    usual = ", ".join(f"{key} {value:,}" for key, value in USUAL.items())
    parts = [
        f"One fresh process for each figure, {updates} updates, the median of the reports after the first quarter; "
        f"peak resident memory of the whole process. What is not varied: {usual}.", ""]
    for what, table in tables.items():
        if what == "memory":
            parts += [
                f"A limit on memory, float32, {LIMITED['batch']} sentences of about {LIMITED['length']} words in a "
                f"batch and one sentence of {LONGEST:,} among them:", ""]
        parts += [*table["rows"], ""]
    measured = ", ".join(f"{what} {t['day']} {t['version']}" for what, t in tables.items())
    parts += [
        f"{machine['processor']}, {machine['cores']} cores; measured (UTC, version): {measured}."]
    replace_section(PAGE, "scaling", "\n".join(parts) + "\n")
    print(f"{PAGE} holds the tables", file=sys.stderr)


if __name__ == "__main__":
    main()
