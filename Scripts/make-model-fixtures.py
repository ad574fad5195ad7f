#!/usr/bin/env python3
"""Makes the fixtures that hold models and operations to PyTorch's values and gradients.

    python3 -m venv .venv
    .venv/bin/pip install torch==2.13.0 numpy safetensors
    .venv/bin/python Scripts/make-model-fixtures.py [--cells lstm gru rnn] [--output FOLDER]

Everything is computed in float64 from float32 inputs and rounded at the end: the files are the
truth to which PyTorch's and the project's float32 arithmetic both only come close. To add a cell,
an attention or a model, add a row to CELLS, ATTENTIONS or VARIANTS under Scripts/fixtures.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import save_file

from fixtures.cells import CELLS
from fixtures.imports import IMPORTS, make_import
from fixtures.models import (
    ATTENTIONS, FURTHER, KEYS, LABEL_SMOOTHING, VARIANTS, make_model)
from fixtures.operations import (
    make_attention, make_consistent_cross_entropy, make_cross_entropy, make_embedding, make_linear,
    make_scores, make_sequence)

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent


def write(folder, name, tensors, options):
    """Writes one file of float32 and int32 tensors, with its options as JSON in the metadata."""
    cast = {}
    for key, value in tensors.items():
        kind = torch.float32 if value.is_floating_point() else torch.int32
        cast[key] = value.detach().to(kind).contiguous()
    path = folder / f"{name}.safetensors"
    # One metadata key only: the library writes several in a random order.
    save_file(cast, path, metadata={"options": json.dumps(options)})
    print(f"{path.name}\t{len(cast)} tensors\t{path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", nargs="+", choices=CELLS, default=list(CELLS))
    parser.add_argument(
        "--output", type=pathlib.Path, default=REPOSITORY / "Tests/ModelsTests/Fixtures")
    arguments = parser.parse_args()
    folder = arguments.output
    folder.mkdir(parents=True, exist_ok=True)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # The order of a sum depends on the threads.
    for cell in arguments.cells:
        for variant, values in VARIANTS.items():
            name, options = f"model-{cell}-{variant}", {"cell": cell} | dict(zip(KEYS, values))
            options |= FURTHER.get(variant, {})
            write(folder, name, make_model(name, options), options)
        for direction in ("forward", "reverse"):
            name, options = f"operation-{cell}-{direction}", {"cell": cell, "direction": direction}
            write(folder, name, make_sequence(name, cell, direction == "reverse"), options)
    write(folder, "operation-embedding", make_embedding("operation-embedding"), {})
    write(folder, "operation-linear", make_linear("operation-linear"), {})
    write(folder, "operation-attention", make_attention("operation-attention"), {})
    for attention in ATTENTIONS:
        name = f"operation-scores-{attention}"
        write(folder, name, make_scores(name, attention), {"attention": attention})
    for name, options in IMPORTS.items():
        make_import(folder, name, options, write)
    write(folder, "operation-cross-entropy", make_cross_entropy("operation-cross-entropy"),
          {"label_smoothing": LABEL_SMOOTHING})
    write(folder, "operation-weighted-cross-entropy",
          make_cross_entropy("operation-weighted-cross-entropy", weighted=True),
          {"label_smoothing": LABEL_SMOOTHING})
    write(folder, "operation-consistent-cross-entropy",
          make_consistent_cross_entropy("operation-consistent-cross-entropy", consistency=3),
          {"label_smoothing": LABEL_SMOOTHING, "consistency": 3})


if __name__ == "__main__":
    main()
