"""All comparisons, in the order of the page."""

import unicodedata

from .comparison import Claim, Comparison, Kind
from .joeynmt import JoeyColdStart, JoeyTraining, JoeyTranslation
from .models import training_data
from .program import read_text
from .project import ProjectColdStart, ProjectProducts, ProjectTraining, ProjectTranslation
from .pytorch import PyTorchTraining
from .yoyodyne import YoyodyneTraining

RATE = "target_tokens_per_second"
OURS = "swift-seq2seq"


def all_comparisons(settings, models):
    """Every comparison that can be asked for."""
    return [
        input_feeding(settings), fused(settings), pronunciation(settings),
        greedy(settings, models), beam(settings, models), latency(settings, models),
        cold_start(settings, models), products(settings),
    ]


def input_feeding(settings):
    """The field's usual model; its peak memory is that of the same runs."""
    ours = [
        ProjectTraining(OURS, settings, "multi30k-speed.yaml", training_data(settings.data), p)
        for p in ("float32", "bfloat16")]
    joey = JoeyTraining("JoeyNMT", settings)
    peers = (joey.name,)
    single, half = ours[0].name, ours[1].name
    return Comparison(
        "input-feeding", "Training with input feeding, Multi30k", (*ours, joey),
        (Claim("training with input feeding, bfloat16", half, peers, RATE, Kind.RATE, 8),
         Claim("training with input feeding, float32", single, peers, RATE, Kind.RATE, 5),
         Claim("peak memory of training, float32", single, peers, "peak_memory_bytes",
               Kind.MEMORY, 2),
         Claim("peak memory of training, bfloat16", half, peers, "peak_memory_bytes",
               Kind.MEMORY, 2)))


def fused(settings):
    """Without input feeding all steps of the decoder are one call: the peer is PyTorch at its best."""
    overrides = [*training_data(settings.data), "model.decoder.input_feeding=false"]
    ours = {p: ProjectTraining(OURS, settings, "multi30k-speed.yaml", overrides, p)
            for p in ("float32", "bfloat16")}
    peers = {p: [PyTorchTraining(settings, p, compiled) for compiled in (False, True)]
             for p in ours}
    return Comparison(
        "fused", "Training without input feeding, Multi30k",
        tuple(program for p in ours for program in (ours[p], *peers[p])),
        tuple(Claim(f"training without input feeding, {p}", ours[p].name,
                    tuple(peer.name for peer in peers[p]), RATE, Kind.RATE, at_least)
              for p, at_least in (("float32", 1.5), ("bfloat16", 2))))


def pronunciation(settings):
    """Korean words, letter by letter: composed for the project, which takes them apart itself, and
    decomposed for yoyodyne, whose tokens are the characters of the file."""
    original, decomposed = None, settings.runs / "data" / "kor_train.nfd.tsv"
    if settings.pronunciation:
        original = settings.pronunciation / "train" / "kor_train.tsv"
        columns = [line.split("\t") for line in read_text(original).rstrip("\n").split("\n")]
        decomposed.parent.mkdir(parents=True, exist_ok=True)
        decomposed.write_text("".join(
            f"{unicodedata.normalize('NFD', word)}\t{sounds}\n" for word, sounds in columns),
            encoding="utf-8")
    precisions = ("float32", "bfloat16")
    ours = [ProjectTraining(OURS, settings, "pronunciation-speed.yaml", [f"data.train={original}"], p)
            for p in precisions]
    peers = [YoyodyneTraining(settings, decomposed, p) for p in precisions]
    names = [tuple(peer.name for peer in peers[:count]) for count in (1, 2)]
    return Comparison(
        "pronunciation", "Training, SIGMORPHON 2020 Korean", (*ours, *peers),
        tuple(Claim(f"training at small sizes, {p}", program.name, against, RATE, Kind.RATE, 10)
              for p, program, against in zip(precisions, ours, names)),
        updates_factor=3, needs="pronunciation")


def greedy(settings, models):
    """The whole of val, the best word at each step."""
    return _translation(
        settings, models, "greedy", "greedy", 1, "sentences_per_second", Kind.RATE, 10)


def beam(settings, models):
    """The whole of val, beam 5."""
    return _translation(
        settings, models, "beam", "beam 5", 5, "sentences_per_second", Kind.RATE, 8)


def latency(settings, models):
    """One sentence after the other, in one process."""
    return _translation(
        settings, models, "latency", "one sentence at a time, greedy", 1, "latency_median",
        Kind.TIME, 10)


def _translation(settings, models, key, what, size, figure, kind, at_least):
    source = settings.data / "val.de"
    ours = [
        ProjectTranslation(OURS, settings, models.project / "run", source, size, figure, precision)
        for precision in ("float32", "bfloat16", "int8")]
    peer = JoeyTranslation("JoeyNMT", settings, models.joeynmt, source, size, figure)
    words = {"latency_median": "median latency"}.get(figure, "translation")
    return Comparison(
        key, f"Multi30k val, {what}", (*ours, peer),
        tuple(Claim(f"{words}, {what}, {program.precision}", program.name, (peer.name,), figure,
                    kind, at_least) for program in ours), needs="models")


def cold_start(settings, models):
    """A whole process for one line."""
    line = read_text(settings.data / "val.de").split("\n")[0] + "\n"
    ours = [
        ProjectColdStart(OURS, settings, model, line, beam=5, precision=precision)
        for model, precision in (
            (models.project / "run", "float32"), (models.project / "run", "bfloat16"),
            (models.quantized, "int8"))]
    peer = JoeyColdStart("python -m joeynmt translate", settings, models.joeynmt, line)
    return Comparison(
        "cold-start", "One line from a cold start, beam 5", (*ours, peer),
        tuple(Claim(f"cold start to first translation, {program.precision}", program.name,
                    (peer.name,), "wall_seconds", Kind.TIME, 50) for program in ours),
        rounds=5, needs="models")


def products(settings):
    """How much of the machine a training step uses."""
    single = ProjectProducts(f"{OURS}, float32", settings, [])
    half = ProjectProducts(f"{OURS}, bfloat16", settings, ["--precision", "bfloat16"])
    return Comparison(
        "products", "Products of the whole training step over their peak", (single, half),
        (Claim("share of the product peak, float32", single.name, (), "share_of_peak",
               Kind.SHARE, 0.5),
         Claim("share of the product peak, bfloat16", half.name, (), "share_of_peak",
               Kind.SHARE, 0.4)))
