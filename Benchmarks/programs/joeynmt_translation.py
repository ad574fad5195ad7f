#!/usr/bin/env python3
"""Translates with JoeyNMT's own functions in one process and prints the speed after loading.

    joeynmt_translation.py CONFIGURATION SOURCE [--lines N] [--beam N] [--batch N] [--one-by-one]

Text in, text out. All lines at once, in batches of sentences: they are sorted by length before the
clock runs, which spares JoeyNMT padding, and the first 10 are translated before it. Or one by one,
as in its interactive mode: 10 first, which are not counted, then the first 100. A JSON object in
the last line: `loading_seconds`, `sentences_per_second` or `latency_median` and
`latency_percentile95`, `mean_output_tokens`, `parameters`.
"""

import argparse
import json
import math
import pathlib
import statistics
import time

TIMED, WARM_UP = 100, 10


def load(configuration, beam, batch):
    """What translates a list of lines, and the number of weights."""
    import torch
    from joeynmt.config import load_config, parse_global_args
    from joeynmt.prediction import predict, prepare

    arguments = parse_global_args(load_config(configuration), rank=0, mode="translate")
    arguments = arguments._replace(test=arguments.test._replace(
        beam_size=beam, batch_size=batch, batch_type="sentence"))
    model, _, _, stream = prepare(arguments, rank=0, mode="translate")

    def translate(lines):
        stream.reset_cache()
        for line in lines:
            stream.set_item(line)
        with torch.inference_mode():
            return predict(
                model=model, data=stream, compute_loss=False, device=arguments.device,
                n_gpu=arguments.n_gpu, rank=0, normalization="none",
                num_workers=arguments.num_workers, args=arguments.test,
                autocast=arguments.autocast)[2]

    return translate, sum(parameter.numel() for parameter in model.parameters())


def whole_text(translate, lines):
    """Sentences a second, and the outputs."""
    lines = sorted(lines, key=lambda line: len(line.split()))
    translate(lines[:WARM_UP])
    start = time.perf_counter()
    outputs = translate(lines)
    return {"sentences_per_second": len(lines) / (time.perf_counter() - start)}, outputs


def one_by_one(translate, lines):
    """The latency of single sentences, and the outputs."""
    for line in lines[:WARM_UP]:
        translate([line])
    seconds, outputs = [], []
    for line in lines[:TIMED]:
        start = time.perf_counter()
        outputs += translate([line])
        seconds.append(time.perf_counter() - start)
    rank = math.ceil(0.95 * len(seconds)) - 1
    return {"latency_median": statistics.median_low(seconds),
            "latency_percentile95": sorted(seconds)[rank]}, outputs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("configuration", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--lines", type=int, default=0, help="0: all")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--one-by-one", action="store_true")
    arguments = parser.parse_args()
    lines = arguments.source.read_text(encoding="utf-8").rstrip("\n").split("\n")
    lines = lines[:arguments.lines or None]
    lines = [line for line in lines if line.strip()]
    start = time.perf_counter()
    translate, parameters = load(arguments.configuration, arguments.beam, arguments.batch)
    figures = {"loading_seconds": time.perf_counter() - start, "parameters": parameters}
    speed, outputs = (one_by_one(translate, lines) if arguments.one_by_one
                      else whole_text(translate, lines))
    figures.update(speed)
    figures["mean_output_tokens"] = statistics.mean(len(text.split()) for text in outputs)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
