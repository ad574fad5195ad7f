#!/usr/bin/env python3
"""Trains JoeyNMT on a recipe's pairs and prints how well it translates their held-out lines.

    joeynmt_quality.py FOLDER OUTPUT --updates N [--cuda] [--validations N] [--pieces N] [--batch N]
        [--embedding N] [--hidden N] [--dropout SHARE]

FOLDER holds `train.tsv` and `dev.tsv`, lines `SOURCE<TAB>TARGET`. Both sides are cut into unigram pieces by
SentencePiece models of their own, as JoeyNMT's users do; the model has the sizes of
`joeynmt-multi30k.yaml` unless others are given (`--hidden` is the decoder's). The best of the validated
checkpoints (BLEU, greedy) translates `dev.tsv` with beam 5.
`--cuda` only shortens the wait: how many updates two cores manage in a time is measured apart, from
the tokens a second of `train.log`.

The last line is a JSON object: `bleu`, `chrf` and `bleu_char` of sacreBLEU with its defaults, `updates`, `seconds`.
"""

import argparse
import json
import pathlib
import runpy
import string
import sys
import time

BASE = pathlib.Path(__file__).parent.parent / "joeynmt-multi30k.yaml"
SIDES = ("source", "target")


def pairs(path):
    """The lines of a table, a tuple each."""
    with path.open(encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t")[:2]) for line in lines if line.strip()]


def cut(folder, output, vocabulary):
    """Writes text in pieces, `train.source` and so on, and returns the model of the target's pieces."""
    import sentencepiece

    splits = {name: pairs(folder / f"{name}.tsv") for name in ("train", "dev")}
    model = None
    for index, side in enumerate(SIDES):
        prefix = output / f"pieces.{side}"
        if not prefix.with_name(prefix.name + ".model").exists():
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=(pair[index] for pair in splits["train"]), model_type="unigram",
                model_prefix=str(prefix), vocab_size=vocabulary, character_coverage=1.0)
        model = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
        for name, lines in splits.items():
            with (output / f"{name}.{side}").open("w", encoding="utf-8") as text:
                for pair in lines:
                    text.write(" ".join(model.encode(pair[index], out_type=str)) + "\n")
    return model, splits["dev"]


def configuration(output, arguments):
    """JoeyNMT's settings: those of the speed comparison, with the pieces for data."""
    import yaml

    every = max(1, arguments.updates // arguments.validations)
    # The report's interval has to divide the validations'.
    report = max(1, every // 10)
    text = string.Template(BASE.read_text(encoding="utf-8")).substitute(
        RUN=output / "model", DATA=output, UPDATES=arguments.updates, REPORT=report)
    settings = yaml.safe_load(text)
    data = settings["data"]
    data.update(train=str(output / "train"), dev=str(output / "dev"), test=str(output / "dev"))
    for key, side in zip(("src", "trg"), SIDES):
        data[key].update(lang=side, max_length=80, voc_limit=arguments.pieces, voc_min_freq=1)
    settings["use_cuda"] = arguments.cuda
    resize(settings["model"], arguments)
    settings["testing"].update(max_output_length=100, beam_size=1)
    settings["training"].update(validation_freq=report * 10, logging_freq=report)
    if arguments.batch:
        settings["training"]["batch_size"] = arguments.batch
    path = output / "joeynmt.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return path, settings


def resize(model, arguments):
    """The sizes and the dropout that were asked for; encoder and decoder have the same embeddings."""
    if arguments.embedding:
        for side in (model["encoder"], model["decoder"]):
            side["embeddings"]["embedding_dim"] = arguments.embedding
    if arguments.hidden:
        model["decoder"]["hidden_size"] = arguments.hidden
    if arguments.dropout is not None:
        model["encoder"]["dropout"] = arguments.dropout
        model["decoder"].update(dropout=arguments.dropout, hidden_dropout=arguments.dropout)


def translate(path, settings, output):
    """The held-out lines in pieces, by beam search from the best checkpoint."""
    import yaml

    settings["testing"]["beam_size"] = 5
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    sys.argv = ["joeynmt", "test", str(path), "--output-path", str(output / "hypotheses")]
    runpy.run_module("joeynmt", run_name="__main__", alter_sys=True)
    return (output / "hypotheses.dev").read_text(encoding="utf-8").rstrip("\n").split("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--updates", type=int, required=True)
    parser.add_argument("--validations", type=int, default=8)
    parser.add_argument("--pieces", type=int, default=8000)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--embedding", type=int)
    parser.add_argument("--hidden", type=int)
    parser.add_argument("--dropout", type=float)
    parser.add_argument("--cuda", action="store_true")
    arguments = parser.parse_args()
    import sacrebleu

    output = arguments.output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    pieces, held_out = cut(arguments.folder, output, arguments.pieces)
    path, settings = configuration(output, arguments)
    start = time.perf_counter()
    sys.argv = ["joeynmt", "train", str(path), "--skip-test"]
    runpy.run_module("joeynmt", run_name="__main__", alter_sys=True)
    seconds = time.perf_counter() - start
    outputs = [pieces.decode(line.split()) for line in translate(path, settings, output)]
    (output / "dev.hypotheses.txt").write_text("\n".join(outputs) + "\n", encoding="utf-8")
    references = [[target for _, target in held_out]]
    print(json.dumps({
        "bleu": sacrebleu.corpus_bleu(outputs, references).score,
        "chrf": sacrebleu.corpus_chrf(outputs, references).score,
        "bleu_char": sacrebleu.corpus_bleu(outputs, references, tokenize="char").score,
        "updates": arguments.updates, "seconds": seconds}))


if __name__ == "__main__":
    main()
