"""Debian packages, fetched and unpacked into a folder: no root, no change to the system."""

import subprocess
import sys
from pathlib import Path
from typing import Iterable

# What goes wrong in `unpack` is one of these.
FAILURES = (OSError, subprocess.CalledProcessError)


def unpack(packages: Iterable[str], folder: Path) -> Path:
    """The folder with the packages' files; packages that were fetched before are not fetched again."""
    archives, unpacked = folder / "packages", folder / "unpacked"
    archives.mkdir(parents=True, exist_ok=True)
    have = {archive.name.split("_")[0] for archive in archives.glob("*.deb")}
    missing = sorted(set(packages) - have)
    if missing:
        print(f"packages to be fetched with apt-get: {len(missing)}", file=sys.stderr)
        # Without the option root's apt hands the work to a user who may not enter the folder.
        subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=", "download", *missing],
                       cwd=archives, stdout=sys.stderr, check=True)
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", archive, unpacked], stdout=sys.stderr, check=True)
    return unpacked
