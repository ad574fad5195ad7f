"""What a recipe's `prepare` is given, and how it says that something is wrong with it.

The environment holds what `make recipe` was called with: DATA is a folder in the data set's own layout,
TRAIN, DEV and TEST are single files in the data set's own format and go before it, SMOKE=1 asks for a
handful of lines. The one argument is the folder to write into.
"""

import hashlib
import os
import sys
import unicodedata
from pathlib import Path
from typing import Iterable, NoReturn, Sequence

SPLITS = ("train", "dev", "test")
# Enough for 20 updates and a validation.
SMOKE_LINES = {"first": 160, "train": 160, "dev": 8, "test": 8}

BAD_USE, BAD_DATA, MISSING_INPUT, FAILED = 64, 65, 66, 74


def fail(message: str, remedy: str, code: int = BAD_DATA) -> NoReturn:
    """Ends with one line, as the command `seq2seq` does, and its exit code."""
    print(f"error: {message}; {remedy}", file=sys.stderr)
    sys.exit(code)


class Inputs:
    """The paths that were given, the folder to write into, and whether this is a smoke test."""

    def __init__(self) -> None:
        if len(sys.argv) != 2:
            fail("prepare takes the folder to write into", "run make recipe NAME=...", BAD_USE)
        self.output = Path(sys.argv[1])
        self.output.mkdir(parents=True, exist_ok=True)
        self.smoke = os.environ.get("SMOKE", "") == "1"
        self.data = self._path("DATA")
        self.files = {split: self._path(split.upper()) for split in SPLITS}
        if self.data is not None and not self.data.is_dir():
            fail(f"DATA={self.data} is no folder", "name single files with TRAIN, DEV and TEST",
                 MISSING_INPUT)

    @staticmethod
    def _path(variable: str) -> Path | None:
        value = os.environ.get(variable, "")
        if not value:
            return None
        path = Path(value)
        # Multi30k's TRAIN may be the common beginning of two files.
        if not path.exists() and not list(path.parent.glob(path.name + ".*")):
            fail(f"{variable}={value}: there is no such file or folder", "check the path",
                 MISSING_INPUT)
        return path

    def find(self, split: str, *names: str) -> Path | None:
        """The file of a split: the one that was given, else the first of these names that DATA has."""
        if self.files[split] is not None:
            return self.files[split]
        if self.data is not None:
            for name in names:
                if (self.data / name).is_file():
                    return self.data / name
        return None

    def require(self, split: str, *names: str, origin: str) -> Path:
        """As `find`; `origin` says where the data are to be had if they are missing."""
        found = self.find(split, *names)
        if found is None:
            where = f"{self.data} has no {' or '.join(names)}" if self.data else "no data were given"
            fail(where, f"{origin}, then name the folder with DATA=FOLDER or a file with "
                 f"{split.upper()}=FILE", MISSING_INPUT)
        return found

    def limited(self, split: str, items: Sequence) -> Sequence:
        """All items, or the first few in a smoke test."""
        return items[:SMOKE_LINES[split]] if self.smoke else items


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file without their ends (LF or CR LF); nothing else ends a line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        fail(f"{path}: {error.strerror}", "check the path", MISSING_INPUT)
    # A byte order mark is no part of the first line.
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    texts = []
    for number, line in enumerate(lines, start=1):
        try:
            texts.append(line.removesuffix(b"\r").decode("utf-8"))
        except UnicodeDecodeError:
            fail(f"{path}:{number}: the line is not valid UTF-8", "convert it, for instance with "
                 "iconv -t UTF-8")
    return texts


def read_columns(path: Path, least: int = 2) -> list[list[str]]:
    """The columns of a file of tab-separated lines; empty lines are passed over."""
    rows = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) < least:
            fail(f"{path}:{number}: the line has {len(columns)} columns, {least} are needed",
                 "separate them by tabs")
        rows.append(columns)
    return rows


def one_line(text: str) -> str:
    """The text in NFC with every run of white space, tabs and line ends too, as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def share_of(key: str) -> float:
    """A number from 0 up to 1 that depends on the key alone, for splits that are the same everywhere."""
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def split_by(items: Iterable, key, dev: float, test: float = 0.0) -> dict[str, list]:
    """Items by split. Those with one key stay together; the key's hash decides."""
    parts: dict[str, list] = {split: [] for split in SPLITS}
    for item in items:
        share = share_of(key(item))
        split = "dev" if share < dev else "test" if share < dev + test else "train"
        parts[split].append(item)
    return parts


def filter_lines(cut) -> None:
    """Cuts standard input line by line for `seq2seq translate`, if `--source` was asked for, and ends."""
    if sys.argv[1:] != ["--source"]:
        return
    sys.stdout.reconfigure(encoding="utf-8")
    for line in sys.stdin.buffer:
        print(cut(line.decode("utf-8", errors="replace")), flush=True)
    sys.exit(0)


def write_parts(output: Path, parts: Iterable[str]) -> None:
    """Names the folders of a recipe that trains more than once."""
    write_lines(output / "parts", parts)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Writes the file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    unfinished.replace(path)


def write_pairs(path: Path, pairs: Sequence[tuple[str, str]]) -> None:
    """Writes `SOURCE<TAB>TARGET` lines and says how many there are."""
    if not pairs:
        fail(f"nothing is left to write into {path.name}", "give more data")
    write_lines(path, (f"{source}\t{target}" for source, target in pairs))
    print(f"{path.parent.name}/{path.name}: {len(pairs)} pairs", file=sys.stderr)
