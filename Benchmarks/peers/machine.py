"""The machine and the versions that a result was measured with."""

import json
import os
import pathlib
import platform
import re
import subprocess

PACKAGES = """
import importlib.metadata as metadata, json, platform, sys
versions = {"Python": platform.python_version()}
for name in sys.argv[1:]:
    try: versions[name] = metadata.version(name)
    except metadata.PackageNotFoundError: pass
print(json.dumps(versions))
"""


def describe(settings):
    """Names and values, in the order of the page."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": _system(),
        "Swift": _first(r"Swift version (\S+)", _run(["swift", "--version"])),
        "oneDNN of the project": _run(["pkg-config", "--modversion", "dnnl"])
        or _first(r"(\S+)", _run(["dpkg-query", "-W", "-f", "${Version}", "libdnnl-dev"])),
        "project": _run(["git", "describe", "--always", "--dirty"]),
        "JoeyNMT's and PyTorch's environment": _packages(settings.python, ["torch", "joeynmt"]),
        "oneDNN of PyTorch": _first(r"Intel\(R\) MKL-DNN (v\S+)", _run(
            [settings.python, "-c", "import torch; print(torch.__config__.show())"])),
        "yoyodyne's environment": _packages(
            settings.yoyodyne_python, ["torch", "lightning", "yoyodyne"]),
    }


def _processor():
    model = _first(r"Model name:\s*(.+)", _run(["lscpu"]))
    if not model:
        return _run(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.processor()
    flags = _first(r"Flags:\s*(.+)", _run(["lscpu"])).split()
    known = [f for f in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if f in flags]
    return f"{model} ({', '.join(known) or 'no vector extensions known here'})"


def _system():
    release = pathlib.Path("/etc/os-release")
    name = ""
    if release.exists():
        name = _first(r'PRETTY_NAME="([^"]+)"', release.read_text(encoding="utf-8"))
    return f"{name or platform.platform()}, {platform.system()} {platform.release()}"


def _packages(python, names):
    text = _run([python, "-c", PACKAGES, *names])
    return ", ".join(f"{k} {v}" for k, v in json.loads(text).items()) if text else ""


def _first(pattern, text):
    found = re.search(pattern, text)
    return found[1].strip() if found else ""


def _run(command):
    """What a command prints; nothing where there is no such command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
