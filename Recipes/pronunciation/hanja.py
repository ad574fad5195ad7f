"""The hanja that Korean words are written with, from libhangul's dictionary.

How long a vowel is follows from the morpheme, not from the spelling: 통계 統計 begins with a long vowel, 통신 通信
with a short one. The dictionary tells which morphemes a word may be made of; of their sounds it says nothing.
"""

import os
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from inputs import MISSING_INPUT, fail, read_lines

PACKAGE, NAME = "libhangul-data", "hanja.txt"
# Debian's place, and those of Homebrew.
INSTALLED = [Path(root) / "share/libhangul/hanja" / NAME
             for root in ("/usr", "/usr/local", "/opt/homebrew")]


class Hanja:
    """The dictionary: the file that HANJA names, an installed one, or one that is fetched into a folder; empty
    with HANJA=none. It is read when the first word is looked up."""

    def __init__(self, download: Path) -> None:
        self.download = download

    def of(self, word: str) -> list[str]:
        """The hanja of each syllable, "" for those without: the longest words that the dictionary has, from left
        to right. A single syllable says too little: dozens of hanja may sound alike."""
        found, place = [""] * len(word), 0
        while place < len(word):
            lengths = range(len(word) - place, 1, -1)
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
                 f"name libhangul's {NAME} with HANJA=FILE, or go without by HANJA=none")
        return entries

    def _path(self) -> Path | None:
        given = os.environ.get("HANJA", "")
        if given == "none":
            return None
        if given and not Path(given).is_file():
            fail(f"HANJA={given}: there is no such file",
                 "check the path, or go without by HANJA=none", MISSING_INPUT)
        places = [Path(given)] if given else [*INSTALLED, self.download / NAME]
        return next((place for place in places if place.is_file()), None) or self._fetched()

    def _fetched(self) -> Path | None:
        """Fetches the package without a change to the system. If that fails, Korean does without, and says so."""
        self.download.mkdir(parents=True, exist_ok=True)
        unpacked = self.download / PACKAGE
        print(f"fetching {PACKAGE} with apt-get", file=sys.stderr)
        try:
            subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=", "download", PACKAGE],
                           cwd=self.download, stdout=sys.stderr, check=True)
            archive = next(self.download.glob(f"{PACKAGE}_*.deb"))
            subprocess.run(["dpkg-deb", "-x", archive, unpacked], stdout=sys.stderr, check=True)
            shutil.move(unpacked / INSTALLED[0].relative_to("/"), self.download / NAME)
        except (OSError, StopIteration, subprocess.CalledProcessError):
            print(f"warning: {PACKAGE} could not be fetched: Korean words go without hanja, and more of them go "
                  f"wrong; run apt-get update, or name libhangul's {NAME} with HANJA=FILE", file=sys.stderr)
            return None
        shutil.rmtree(unpacked)
        archive.unlink()
        return self.download / NAME
