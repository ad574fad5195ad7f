#!/usr/bin/env python3
"""Trains the model of multi30k-speed.yaml, without input feeding, as fast as PyTorch can on a CPU.

    pytorch_training.py FOLDER-WITH-MULTI30K [--updates N] [--precision bfloat16] [--compile]

Without input feeding the whole teacher-forced decoder is one call of nn.LSTM. PyTorch 2.13 hands it
to oneDNN's fused layer only for plain tensors, not for packed sequences, so plain tensors are the
default: no result depends on the padding, because the decoder reads from left to right and each
sentence is turned round within its own length for the encoder's backward direction. Batches are
bucketed by length, so that there is little padding, and only real tokens reach the projection.

Prints a JSON object for each report: update, loss, target_tokens_per_second (</s> counted); and as its
last line one with the median speed of the reports after the first, the last loss and the parameters.
"""

import argparse
import collections
import json
import pathlib
import random
import statistics
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

PADDING, UNKNOWN, START, END = 0, 1, 2, 3
VOCABULARY, MIN_FREQUENCY, MAX_LENGTH, SENTENCES = 8000, 2, 50, 64
EMBEDDING, ENCODER, DECODER = 256, 256, 512
DROPOUT, LABEL_SMOOTHING, LEARNING_RATE, MAX_NORM = 0.3, 0.1, 1e-3, 1.0
BATCHES_PER_POOL = 100


def read(path):
    """One side of the corpus: a list of word lists."""
    with open(path, encoding="utf-8") as lines:
        return [line.split() for line in lines]


def encode(sentences):
    """Sentences as tensors of identifiers, and the size of their vocabulary."""
    counts = collections.Counter(word for sentence in sentences for word in sentence)
    words = [word for word, n in counts.most_common(VOCABULARY) if n >= MIN_FREQUENCY]
    ids = {word: i + 4 for i, word in enumerate(words)}
    rows = [torch.tensor([ids.get(word, UNKNOWN) for word in s]) for s in sentences]
    return rows, len(words) + 4


def batches(pairs, generator):
    """Batches without end: shuffled, sorted by length within a pool, shuffled again."""
    size = SENTENCES * BATCHES_PER_POOL
    while True:
        generator.shuffle(pairs)
        for first in range(0, len(pairs), size):
            pool = sorted(pairs[first:first + size], key=lambda p: (len(p[1]), len(p[0])))
            cuts = [pool[i:i + SENTENCES] for i in range(0, len(pool), SENTENCES)]
            generator.shuffle(cuts)
            yield from cuts


class Model(nn.Module):
    """Bidirectional LSTM encoder, LSTM decoder, general attention; tensors are [time, B, size]."""

    def __init__(self, source_vocabulary, target_vocabulary, packed):
        super().__init__()
        self.packed = packed
        self.source_embedding = nn.Embedding(source_vocabulary, EMBEDDING)
        self.target_embedding = nn.Embedding(target_vocabulary, EMBEDDING)
        self.forward_encoder = nn.LSTM(EMBEDDING, ENCODER)
        self.backward_encoder = nn.LSTM(EMBEDDING, ENCODER)
        self.hidden_bridge = nn.Linear(2 * ENCODER, DECODER)
        self.cell_bridge = nn.Linear(2 * ENCODER, DECODER)
        self.decoder = nn.LSTM(EMBEDDING, DECODER)
        self.key = nn.Linear(2 * ENCODER, DECODER, bias=False)
        self.combine = nn.Linear(2 * ENCODER + DECODER, DECODER, bias=False)
        self.projection = nn.Linear(DECODER, target_vocabulary)
        self.dropout = nn.Dropout(DROPOUT)

    def run(self, lstm, inputs, lengths, state=None):
        """All hidden states of a layer."""
        if not self.packed:
            return lstm(inputs, state)[0]
        sequence = pack_padded_sequence(inputs, lengths, enforce_sorted=False)
        return pad_packed_sequence(lstm(sequence, state)[0], total_length=len(inputs))[0]

    def encode(self, source, lengths):
        """States [S, B, C] and the final hidden state of both directions [B, C]."""
        x = self.dropout(self.source_embedding(source))
        steps = torch.arange(len(source))[:, None]
        turned = torch.where(steps < lengths, lengths - 1 - steps, steps)
        column = torch.arange(source.shape[1])
        ahead = self.run(self.forward_encoder, x, lengths)
        back = self.run(self.backward_encoder, x[turned, column], lengths)
        final = torch.cat([ahead[lengths - 1, column], back[lengths - 1, column]], dim=1)
        return torch.cat([ahead, back[turned, column]], dim=2), final

    def forward(self, source, source_lengths, inputs, outputs, lengths):
        """The summed label-smoothed loss."""
        states, final = self.encode(source, source_lengths)
        state = (torch.tanh(self.hidden_bridge(final))[None], self.cell_bridge(final)[None])
        x = self.dropout(self.target_embedding(inputs))
        queries = self.run(self.decoder, x, lengths, state).transpose(0, 1)
        values = states.transpose(0, 1)
        scores = queries @ self.key(values).transpose(1, 2)
        beyond = torch.arange(len(source)) >= source_lengths[:, None]
        weights = torch.softmax(scores.masked_fill(beyond[:, None], -torch.inf), dim=2)
        both = torch.cat([queries, weights.to(values.dtype) @ values], dim=2)
        real = torch.arange(len(inputs)) < lengths[:, None]
        logits = self.projection(self.dropout(torch.tanh(self.combine(both[real]))))
        return nn.functional.cross_entropy(
            logits, outputs.T[real], label_smoothing=LABEL_SMOOTHING, reduction="sum")


def tensors(batch):
    """The arguments of the model for a list of pairs."""
    start, end = torch.tensor([START]), torch.tensor([END])
    sources, targets = zip(*batch)
    return (
        pad_sequence(sources), torch.tensor([len(s) for s in sources]),
        pad_sequence([torch.cat([start, t]) for t in targets]),
        pad_sequence([torch.cat([t, end]) for t in targets]),
        torch.tensor([len(t) + 1 for t in targets]))


def train(model, stream, updates, report, bfloat16):
    """Trains, prints its reports and returns them."""
    reports = []
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)
    began, tokens, total = time.perf_counter(), 0, 0.0
    for update in range(1, updates + 1):
        arguments = tensors(next(stream))
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            loss = model(*arguments)
        optimizer.zero_grad()
        count = int(arguments[-1].sum())
        (loss / count).backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
        optimizer.step()
        tokens += count
        total += loss.item()
        if update % report == 0:
            speed = tokens / (time.perf_counter() - began)
            reports.append({"update": update, "loss": round(total / tokens, 4),
                            "target_tokens_per_second": round(speed, 1)})
            print(json.dumps(reports[-1]), flush=True)
            began, tokens, total = time.perf_counter(), 0, 0.0
    return reports


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=pathlib.Path, help="folder with train.de and train.en")
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--report", type=int, default=25, help="updates between two reports")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--packed", action="store_true", help="packed sequences, no fused layer")
    parser.add_argument("--compile", action="store_true", help="torch.compile, any lengths")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(42)
    texts = zip(read(arguments.data / "train.de"), read(arguments.data / "train.en"))
    kept = [(s, t) for s, t in texts if 0 < len(s) <= MAX_LENGTH and 0 < len(t) <= MAX_LENGTH]
    sources, source_vocabulary = encode([source for source, _ in kept])
    targets, target_vocabulary = encode([target for _, target in kept])
    model = Model(source_vocabulary, target_vocabulary, arguments.packed)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    if arguments.compile:
        model = torch.compile(model, dynamic=True)
    stream = batches(list(zip(sources, targets)), random.Random(42))
    reports = train(
        model, stream, arguments.updates, arguments.report, arguments.precision == "bfloat16")
    later = reports[1:] or reports
    print(json.dumps({
        "target_tokens_per_second": statistics.median(
            report["target_tokens_per_second"] for report in later),
        "loss": later[-1]["loss"], "parameters": parameters}))


if __name__ == "__main__":
    main()
