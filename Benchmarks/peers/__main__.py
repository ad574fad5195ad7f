"""Measures the comparisons that ROWS names and writes the page from all that were ever measured.

    ROWS="greedy beam" python3 -m peers        (from Benchmarks; Scripts/bench-peers.sh sets the rest)

ROWS is "all", "missing" (those without results), "none" (the page alone) or names of comparisons.
"""

import datetime
import os
import shutil
import sys

from .alternation import alternate
from .comparisons import all_comparisons
from .machine import describe
from .models import Models
from .page import write_page
from .program import ProgramFailure, Size
from .settings import PAGE, Settings, refuse
from .store import Store


def main():
    settings = Settings.from_environment()
    models = Models(settings)
    try:
        comparisons = all_comparisons(settings, models)
    except ProgramFailure as failure:
        sys.exit(f"error: {failure}")
    store = Store(settings.runs)
    try:
        for comparison in _chosen(comparisons, store):
            _measure(comparison, settings, models, store)
    except KeyboardInterrupt:
        print("stopped; what was measured is kept, ROWS=missing goes on", file=sys.stderr)
        sys.exit(130)
    write_page(PAGE, comparisons, store)
    print(f"{PAGE} holds the table", file=sys.stderr)


def _chosen(comparisons, store):
    asked = os.environ.get("ROWS", "all").replace(",", " ").split()
    if asked in ([], ["all"]):
        return comparisons
    if asked == ["none"]:
        return []
    if asked == ["missing"]:
        return [c for c in comparisons if store.read(c.key) is None]
    keys = [comparison.key for comparison in comparisons]
    for name in asked:
        if name not in keys:
            refuse(f"ROWS: no comparison '{name}'; there are {' '.join(keys)}")
    return [comparison for comparison in comparisons if comparison.key in asked]


def _measure(comparison, settings, models, store):
    """Measures a comparison and keeps its results; what it needs may be missing."""
    if comparison.needs == "pronunciation" and not settings.pronunciation:
        print(f"{comparison.key}: left out; PRONUNCIATION names no folder", file=sys.stderr)
        return
    if comparison.needs == "models":
        try:
            models.ensure()
        except ProgramFailure as failure:
            print(f"{comparison.key}: left out; {failure}", file=sys.stderr)
            return
    folder = settings.runs / "measurements" / comparison.key
    shutil.rmtree(folder, ignore_errors=True)
    updates = settings.updates * comparison.updates_factor
    began = datetime.datetime.now(datetime.timezone.utc)
    load = os.getloadavg()[0]
    rounds = comparison.rounds or settings.rounds
    results = alternate(
        comparison, rounds, Size(updates=updates, lines=settings.lines), folder)
    store.write(comparison.key, {
        "began": began.isoformat(timespec="seconds"), "rounds": rounds, "updates": updates,
        "lines": settings.lines, "model_updates": settings.model_updates,
        "load_before": round(load, 2), "machine": describe(settings),
        "results": results})


if __name__ == "__main__":
    main()
