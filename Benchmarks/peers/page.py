"""Writes the generated part of Documentation/Performance.md, between its two markers."""

import os
import sys

from .alternation import describe, median
from .comparison import Kind

def write_page(path, comparisons, store):
    """Writes the tables of all comparisons."""
    replace_section(path, "measured", generated(comparisons, store))


def replace_section(path, name, section):
    """Replaces what stands between a section's markers; all else stays as it was written."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = path.read_text(encoding="utf-8")
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        sys.exit(f"error: {path}: has no lines '{begin}' and '{end}'; put them where the tables go")
    draft = path.with_suffix(".draft")
    draft.write_text(f"{before}{begin}\n{section}{end}{after}", encoding="utf-8")
    os.replace(draft, path)


def generated(comparisons, store):
    """The tables of all comparisons that have results."""
    records = [(c, store.read(c.key)) for c in comparisons]
    measured = [(c, record) for c, record in records if record]
    if not measured:
        return "\nNothing has been measured yet.\n\n"
    parts = [_claims(measured)]
    parts += [_details(comparison, record) for comparison, record in measured]
    parts.append(_machines(measured))
    missing = [c.key for c, record in records if not record]
    if missing:
        parts.append(f"Not measured: {', '.join(missing)}.\n")
    return "\n" + "\n".join(parts) + "\n"


def _claims(measured):
    rows = [
        "Medians of the rounds, of the peer's best program, and how many times as fast or as small the "
        "project is.", "",
        "| what | swift-seq2seq | peer | ratio | asked for | reached |", "|---|---|---|---|---|---|"]
    for comparison, record in measured:
        for claim in comparison.claims:
            rows.append(_claim(claim, record["results"]))
    return "\n".join(rows) + "\n"


def _claim(claim, results):
    """A row: the medians, their ratio, and whether it is what was asked for."""
    ours = _cell(results, claim.ours, claim.figure)
    mine = median(results[claim.ours], claim.figure) if claim.ours in results else None
    asked = f"{100 * claim.at_least:.0f} %" if claim.kind is Kind.SHARE else f"{claim.at_least:g} ×"
    if claim.kind is Kind.SHARE:
        reached = "" if mine is None else _answer(mine >= claim.at_least)
        return f"| {claim.what} | {ours} | | | {asked} | {reached} |"
    best = None
    for name in claim.peers:
        value = median(results[name], claim.figure) if name in results else None
        if value is not None and (best is None or claim.better(value, best[1])):
            best = (name, value)
    if best is None:
        peer = "; ".join(f"{name}: {_cell(results, name, claim.figure)}" for name in claim.peers)
        return f"| {claim.what} | {ours} | {peer} | | {asked} | |"
    peer = f"{best[0]}: {_cell(results, best[0], claim.figure)}"
    if mine is None:
        return f"| {claim.what} | {ours} | {peer} | | {asked} | |"
    ratio = claim.ratio(mine, best[1])
    return (f"| {claim.what} | {ours} | {peer} | **{ratio:.2f} ×** | {asked} | "
            f"{_answer(ratio >= claim.at_least)} |")


def _answer(reached):
    return "yes" if reached else "no"


def _cell(results, name, figure):
    """A program's median with its unit, or why it has none."""
    result = results.get(name)
    if result is None:
        return "not measured"
    if result["failed"]:
        return f"failed: {_escaped(result['failed'])}"
    value = median(result, figure)
    return "no figure" if value is None else shown(figure, value)


def shown(figure, value):
    """A figure with its unit."""
    if figure == "share_of_peak":
        return f"{100 * value:.1f} %"
    if figure == "peak_memory_bytes":
        return f"{value / 2**20:,.0f} MiB"
    if figure in ("latency_median", "latency_percentile95", "wall_seconds", "loading_seconds"):
        return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.2f} ms"
    unit = {"target_tokens_per_second": " target tokens/s", "sentences_per_second": " sentences/s"}
    return (f"{value:,.0f}" if value >= 100 else f"{value:.1f}") + unit.get(figure, "")


def _details(comparison, record):
    """Every program of a comparison: setting, range over the rounds, sizes, memory."""
    figure = comparison.claims[0].figure
    scale = f"{record['rounds']} round{'s' * (record['rounds'] != 1)}"
    if figure == "target_tokens_per_second":
        scale += f" of {record['updates']} updates, the first quarter of each not counted"
    if figure == "sentences_per_second":
        scale += f", {'the first ' if record['lines'] else ''}{record['lines'] or 'all'} lines"
    if comparison.needs == "models":
        scale += f"; models of {record['model_updates']} updates"
    rows = [
        f"### {comparison.title}", "", f"`ROWS={comparison.key}`, {scale}.", "",
        "| program | setting | median | lowest to highest | weights | loss | output tokens | "
        "peak memory |", "|---|---|---|---|---|---|---|---|"]
    for name, result in record["results"].items():
        rows.append(_detail(name, result, figure))
    rows += _bounds(record["results"])
    tried = [_tried(name, result) for name, result in record["results"].items() if result["tried"]]
    if tried:
        rows += ["", "Settings tried before, in short runs: " + "; ".join(tried) + "."]
    return "\n".join(rows) + "\n"


def _detail(name, result, figure):
    setting = describe(result["choice"])
    if result["failed"]:
        return f"| {name} | {setting} | failed: {_escaped(result['failed'])} | | | | | |"
    values = [r[figure] for r in result["rounds"] if r.get(figure) is not None]
    if not values:
        return f"| {name} | {setting} | no figure | | | | | |"
    parameters = median(result, "parameters")
    loss = median(result, "loss")
    tokens = median(result, "mean_output_tokens")
    if tokens is None:
        tokens = median(result, "output_tokens")
    return (f"| {name} | {setting} | {shown(figure, median(result, figure))} | "
            f"{shown_range(figure, values)} | "
            f"{'' if parameters is None else f'{parameters:,.0f}'} | "
            f"{'' if loss is None else f'{loss:.2f}'} | "
            f"{'' if tokens is None else f'{tokens:.1f}'} | "
            f"{shown('peak_memory_bytes', median(result, 'peak_memory_bytes'))} |")


def shown_range(figure, values):
    """The lowest and the highest; the unit stands once where it is the same."""
    (low, *low_unit), (high, *high_unit) = (
        shown(figure, edge(values)).split(" ", 1) for edge in (min, max))
    unit = low_unit if low_unit != high_unit else []
    return " ".join([low, *unit, "to", high, *high_unit])


def _bounds(results):
    """What training would do if the whole step ran at the rate of products alone."""
    lines = []
    for name, result in results.items():
        rate = median(result, "target_tokens_per_second")
        share, peak = median(result, "share_of_peak"), median(result, "peak_operations_per_second")
        if rate and share and peak:
            lines.append(
                f"{name}: products alone reach {peak / 1e9:,.0f} GFLOP/s; a step at that rate all "
                f"through would train {rate / share:,.0f} target tokens/s, this one trains {rate:,.0f}.")
    return ["", *lines] if lines else []


def _tried(name, result):
    settings = []
    for tried in result["tried"]:
        figure = next(key for key in tried if key != "choice")
        settings.append(f"{describe(tried['choice'])} {shown(figure, tried[figure])}")
    return f"{name}: {', '.join(settings)}"


def _machines(measured):
    """The machine and the versions; each once, with the comparisons that were measured so."""
    groups = []
    for comparison, record in measured:
        common = {what: which for what, which in record["machine"].items() if what != "project"}
        for machine, keys in groups:
            if machine == common:
                keys.append(comparison.key)
                break
        else:
            groups.append((common, [comparison.key]))
    parts = []
    for machine, keys in groups:
        parts += [f"### Machine and versions: {', '.join(keys)}", "", "| what | which |", "|---|---|"]
        parts += [f"| {what} | {_escaped(which)} |" for what, which in machine.items() if which]
        parts.append("")
    days = sorted({record["began"][:10] for _, record in measured})
    parts.append(f"Measured on {' and '.join(days)} (UTC).")
    versions = [f"{c.key} {record['machine'].get('project', '')}" for c, record in measured]
    parts.append(f"Version of the project: {', '.join(versions)}.")
    loads = [f"{c.key} {record['load_before']:.1f}" for c, record in measured]
    parts.append(f"Load of the machine before each comparison: {', '.join(loads)}.")
    return "\n".join(parts) + "\n"


def _escaped(text):
    text = " ".join(text.removeprefix("error: ").replace("|", "\\|").split())
    return text if len(text) <= 160 else text[:159] + "…"
