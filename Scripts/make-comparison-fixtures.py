#!/usr/bin/env python3
"""Writes Tests/TextTests/Fixtures/comparisons.json: pairs of systems with what sacreBLEU's paired tests say of them,
and the first numbers of NumPy's generator.

Needs the Python packages sacrebleu and numpy. The systems are drawn from a fixed seed, so that the file changes only
when this script or one of the packages does.
"""

import json
import pathlib
import random

import numpy
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Tests/TextTests/Fixtures/comparisons.json"
WORDS = "the a cat dog sat ran on under mat table and then slept again , . house red old we they".split()
SAMPLES, TRIALS = 1000, 10000


def system(source, references, error_rate):
    """Each word of a reference is kept, or by the error rate replaced, left out or said twice."""
    lines = []
    for reference in references:
        words = []
        for word in reference.split():
            draw = source.random()
            if draw >= error_rate:
                words.append(word)
            elif draw < error_rate / 2:
                words.append(source.choice(WORDS))
            elif draw < error_rate * 0.7:
                words += [word, word]
        lines.append(" ".join(words))
    return lines


def systems():
    source = random.Random(20041107)
    for name, lines, rates in [
        ("far apart", 60, (0.2, 0.5)),
        ("near", 80, (0.3, 0.33)),
        ("alike but for chance", 37, (0.3, 0.3)),
        ("one line", 1, (0.2, 0.4)),
    ]:
        references = [" ".join(source.choice(WORDS) for _ in range(source.randint(4, 14))) for _ in range(lines)]
        yield name, references, system(source, references, rates[0]), system(source, references, rates[1])


def result(value):
    return {"score": float(value.score), "mean": value.mean, "half_width": value.ci, "p": value.p_value}


def compared(name, references, first, second):
    fixture = {"name": name, "references": references, "first": first, "second": second}
    for test, samples in [("bs", SAMPLES), ("ar", TRIALS)]:
        _, scores = PairedTest(
            [("first", first), ("second", second)],
            {"bleu": BLEU(references=[references]), "chrf": CHRF(references=[references])},
            references=None, test_type=test, n_samples=samples,
        )()
        for key, metric in [("BLEU", "bleu"), ("chrF2", "chrf")]:
            fixture.setdefault(metric, {})[test] = [
                {key: None if value is None else float(value) for key, value in result(one).items()}
                for one in scores[key]
            ]
    return fixture


def generator(seed, bound):
    numbers = numpy.random.default_rng(seed).choice(bound, size=(2, 20), replace=True)
    bits = numpy.random.default_rng(seed).integers(2, size=(2, 35), dtype=bool)
    return {
        "seed": seed, "bound": bound, "numbers": numbers.ravel().tolist(),
        "bits": "".join("1" if bit else "0" for bit in bits.ravel()),
    }


def main():
    bounds = [(12345, 100), (0, 7), (1, 1), (2**32 - 1, 3_000_000_000), (2**32, 10), (2**64 - 1, 2**31 + 1)]
    fixture = {
        "sacrebleu": sacrebleu.__version__, "numpy": numpy.__version__, "samples": SAMPLES, "trials": TRIALS,
        "generators": [generator(seed, bound) for seed, bound in bounds],
        "comparisons": [compared(*each) for each in systems()],
    }
    text = json.dumps(fixture, indent=1, ensure_ascii=True)
    OUTPUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUTPUT.name}: {len(fixture['comparisons'])} comparisons, {len(text)} bytes")


if __name__ == "__main__":
    main()
