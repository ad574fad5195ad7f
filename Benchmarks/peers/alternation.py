"""Measures the programs of a comparison by turns."""

import statistics
import sys

from .measurement import measure
from .program import ProgramFailure


def alternate(comparison, rounds, size, folder):
    """The results by program: its setting, what was tried, the figures of every round, or a failure.

    A program that fails is not run again; the others go on.
    """
    results = {}
    for program in comparison.programs:
        results[program.name] = {
            "toolkit": program.toolkit, "choice": {}, "tried": [], "rounds": [], "failed": None}
        _guarded(results[program.name], lambda p=program: _choose(p, results, size, folder))
    for number in range(1, rounds + 1):
        # Every second round goes the other way round, so that nobody always runs on a warmer machine.
        order = comparison.programs if number % 2 else reversed(comparison.programs)
        for program in order:
            result = results[program.name]
            if result["failed"]:
                continue
            _say(f"{comparison.key}, round {number} of {rounds}: {program.name}")
            _guarded(result, lambda p=program, r=result: r["rounds"].append(
                measure(p, r["choice"], size, folder / f"{_slug(p.name)}-{number}")))
    return results


def median(result, figure):
    """The median of a program's rounds, or None where it has no such figure."""
    values = [r[figure] for r in result["rounds"] if r.get(figure) is not None]
    return statistics.median(values) if values and not result["failed"] else None


def _choose(program, results, size, folder):
    """Takes a program's fastest setting, found by short runs."""
    result = results[program.name]
    result["choice"] = program.choices[0]
    if len(program.choices) == 1:
        return
    for number, choice in enumerate(program.choices, 1):
        _say(f"trying {program.name} with {describe(choice)}")
        figures = measure(
            program, choice, size.trial(), folder / f"{_slug(program.name)}-trial-{number}")
        result["tried"].append({"choice": choice, program.figure: figures[program.figure]})
    best = max if program.more_is_better else min
    result["choice"] = best(result["tried"], key=lambda tried: tried[program.figure])["choice"]


def describe(choice):
    """A setting in words: `2 threads, batch 64`."""
    words = []
    for name, value in choice.items():
        words.append(f"{value} thread{'s' * (value != 1)}" if name == "threads"
                     else f"{name} {value}")
    return ", ".join(words)


def _guarded(result, work):
    try:
        work()
    except ProgramFailure as failure:
        result["failed"] = str(failure)
        _say(f"  failed: {failure}")


def _slug(name):
    return "".join(c if c.isalnum() else "-" for c in name.lower())


def _say(text):
    print(text, file=sys.stderr, flush=True)
