#!/usr/bin/env python3
"""Writes Tests/TrainingTests/Fixtures/optimizers.json: what PyTorch's optimizers do to a few weights.

Needs the Python package torch. Everything is computed in float64 from numbers that float32 holds
exactly, with PyTorch's own defaults but for what a case names.
"""

import json
import pathlib

import torch

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Tests/TrainingTests/Fixtures/optimizers.json"
COUNT, STEPS = 19, 8

# (optimizer's name here, PyTorch's class, learning rate, options of both)
CASES = [
    ("sgd", torch.optim.SGD, 0.1, {}),
    ("sgd", torch.optim.SGD, 0.05, {"momentum": 0.9}),
    ("adam", torch.optim.Adam, 0.01, {}),
    ("adamw", torch.optim.AdamW, 0.01, {"weight_decay": 0.01}),
    ("adamw", torch.optim.AdamW, 0.02, {"weight_decay": 0.5}),
    ("adagrad", torch.optim.Adagrad, 0.1, {}),
    ("adadelta", torch.optim.Adadelta, 1.0, {}),
    ("rmsprop", torch.optim.RMSprop, 0.01, {}),
    ("rmsprop", torch.optim.RMSprop, 0.005, {"momentum": 0.8}),
]


def uniform(generator, scale):
    """Numbers between -scale and scale that float32 holds exactly."""
    values = torch.rand(COUNT, generator=generator, dtype=torch.float32)
    return ((2 * values - 1) * scale).double()


def main():
    generator = torch.Generator().manual_seed(1)
    start = uniform(generator, 1)
    # Gradients of several sizes, with zeros from the start and in between.
    gradients = [uniform(generator, 10.0 ** (step % 3 - 1)) for step in range(STEPS)]
    for step, gradient in enumerate(gradients):
        gradient[0] = 0
        gradient[1 + step] = 0
    cases = []
    for kind, optimizer_class, rate, options in CASES:
        weights = start.clone().requires_grad_()
        optimizer = optimizer_class([weights], lr=rate, **options)
        after = []
        for gradient in gradients:
            weights.grad = gradient.clone()
            optimizer.step()
            after.append(weights.tolist())
        cases.append({"optimizer": kind, "learning_rate": rate, "momentum": 0, "weight_decay": 0}
                     | options | {"weights": after})
    fixture = {"torch": torch.__version__, "start": start.tolist(),
               "gradients": [gradient.tolist() for gradient in gradients], "cases": cases}
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    rounded = json.loads(json.dumps(fixture), parse_float=lambda text: float(f"{float(text):.9g}"))
    OUTPUT.write_text(json.dumps(rounded) + "\n")


if __name__ == "__main__":
    main()
