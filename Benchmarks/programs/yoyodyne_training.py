#!/usr/bin/env python3
"""Trains yoyodyne's attentive LSTM at the sizes of pronunciation-speed.yaml and prints its speed.

    yoyodyne_training.py TRAIN.tsv --folder FOLDER [--updates N] [--report N] [--threads N] [--workers N]
        [--precision bfloat16]

TRAIN.tsv: WORD<TAB>SOUNDS with blanks between sounds; the characters of a word are its symbols. Its
own data module, model and trainer (Lightning's) without validation, logger, checkpoints or progress
bar. A JSON object in the last line: `target_tokens_per_second` (end symbols counted), the median of
the reports after the first, `loss`, `parameters`.
"""

import argparse
import json
import logging
import pathlib
import statistics
import time
import warnings

import lightning
import torch
from torch.utils.data import DataLoader
from yoyodyne import data, models, trainers
from yoyodyne.models import modules
from yoyodyne.special import PAD_IDX

EMBEDDING, HIDDEN, DROPOUT, LABEL_SMOOTHING = 128, 256, 0.2, 0.1
SENTENCES, MAX_NORM, SEED = 64, 1.0, 42


class Clock(lightning.Callback):
    """Counts target tokens and takes the time for each report."""

    def __init__(self, report):
        self.report, self.speeds, self.losses = report, [], []
        self.tokens, self.began = 0, 0.0

    def on_train_start(self, trainer, module):
        self.began = time.perf_counter()

    def on_train_batch_end(self, trainer, module, outputs, batch, batch_idx):
        self.tokens += int((batch.target.tensor != PAD_IDX).sum())
        if trainer.global_step % self.report == 0:
            now = time.perf_counter()
            self.speeds.append(self.tokens / (now - self.began))
            self.losses.append(float(outputs["loss"]))
            self.tokens, self.began = 0, now


def make_model(module):
    """The attentive LSTM for the vocabularies of a data module."""
    encoder = modules.LSTMEncoder(
        embedding_size=EMBEDDING, hidden_size=HIDDEN, layers=1, dropout=DROPOUT,
        bidirectional=True)
    return models.SoftAttentionLSTMModel(
        source_encoder=encoder, embedding_size=EMBEDDING, decoder_hidden_size=HIDDEN,
        decoder_layers=1, decoder_dropout=DROPOUT, label_smoothing=LABEL_SMOOTHING,
        compute_accuracy=False, vocab_size=module.vocab_size,
        target_vocab_size=module.target_vocab_size)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train", type=pathlib.Path)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--report", type=int, default=25, help="updates between two reports")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, choices=(0, 1), default=1,
                        help="processes that load data; yoyodyne has 1")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    torch.set_num_threads(arguments.threads)
    lightning.seed_everything(SEED, verbose=False)
    module = data.DataModule(
        model_dir=str(arguments.folder), train=str(arguments.train), target_sep=" ",
        tie_embeddings=False, batch_size=SENTENCES)
    loader = module.train_dataloader()
    if arguments.workers == 0:
        loader = DataLoader(loader.dataset, collate_fn=loader.collate_fn, batch_size=SENTENCES,
                            shuffle=True, num_workers=0)
    clock, model = Clock(arguments.report), make_model(module)
    trainer = trainers.Trainer(
        accelerator="cpu", max_steps=arguments.updates, max_epochs=-1,
        precision="bf16-mixed" if arguments.precision == "bfloat16" else "32-true",
        gradient_clip_val=MAX_NORM, logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, callbacks=[clock])
    trainer.fit(model, train_dataloaders=loader)
    print(json.dumps({
        "target_tokens_per_second": statistics.median(clock.speeds[1:] or clock.speeds),
        "loss": clock.losses[-1], "parameters": model.num_parameters}))


if __name__ == "__main__":
    main()
