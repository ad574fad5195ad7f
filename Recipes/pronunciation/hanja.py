"""The hanja that Korean words are written with, from libhangul's dictionary.

How long a vowel is follows from the morpheme, not from the spelling: 통계 統計 begins with a long vowel, 통신 通信
with a short one. The dictionary tells which morphemes a word may be made of; of their sounds it says nothing.
"""

import os
import re
import sys
from functools import cached_property
from pathlib import Path

from debian import FAILURES, unpack
from inputs import MISSING_INPUT, fail, read_lines

PACKAGE, FILE = "libhangul-data", Path("share/libhangul/hanja/hanja.txt")
# Debian's place, and those of Homebrew.
INSTALLED = [Path(root) / FILE for root in ("/usr", "/usr/local", "/opt/homebrew")]
# A single syllable says too little: dozens of hanja may sound alike.
SYLLABLES = re.compile("[가-힣]{2,}")


class Hanja:
    """The dictionary: the file that HANJA names, an installed one, or one that is fetched into a folder; empty
    with HANJA=none. It is read when the first word is looked up."""

    def __init__(self, download: Path) -> None:
        self.download = download

    def of(self, word: str) -> list[str]:
        """The hanja of each letter, "" for those without: the longest words that the dictionary has, from left to
        right."""
        found = [""] * len(word)
        for syllables in SYLLABLES.finditer(word):
            place, end = syllables.span()
            while place < end:
                lengths = range(end - place, 1, -1)
                length = next((n for n in lengths if word[place:place + n] in self.entries), 0)
                if length:
                    found[place:place + length] = self.entries[word[place:place + length]]
                place += max(length, 1)
        return found

    @cached_property
    def entries(self) -> dict[str, str]:
        """Words in Hangul and in hanja, syllable for syllable; the first of those that sound alike."""
        path = self._path()
        entries: dict[str, str] = {}
        for line in read_lines(path) if path else []:
            # HANGUL:HANJA:MEANING, and # before comments.
            hangul, _, rest = line.partition(":")
            hanja = rest.partition(":")[0]
            if not line.startswith("#") and len(hangul) == len(hanja) > 1:
                entries.setdefault(hangul, hanja)
        if path and not entries:
            fail(f"{path}: no line is HANGUL:HANJA:MEANING",
                 f"name libhangul's {FILE.name} with HANJA=FILE, or go without by HANJA=none")
        return entries

    def _path(self) -> Path | None:
        given = os.environ.get("HANJA", "")
        if given == "none":
            return None
        if given and not Path(given).is_file():
            fail(f"HANJA={given}: there is no such file",
                 "check the path, or go without by HANJA=none", MISSING_INPUT)
        if given:
            return Path(given)
        return next((place for place in INSTALLED if place.is_file()), None) or self._fetched()

    def _fetched(self) -> Path | None:
        """Without the package Korean goes on, in a poorer way, and says so."""
        try:
            return unpack([PACKAGE], self.download) / "usr" / FILE
        except FAILURES:
            print(f"warning: {PACKAGE} could not be fetched: Korean words go without hanja, and more of them go "
                  f"wrong; run apt-get update, or name libhangul's {FILE.name} with HANJA=FILE", file=sys.stderr)
            return None
