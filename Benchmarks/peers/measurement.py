"""Runs a program once in a fresh process; its time and memory are the operating system's account."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

from .program import ProgramFailure, last_words, read_text

#: Nothing here takes that long; what does hangs.
LONGEST_SECONDS = 1800


def measure(program, choice, size, folder):
    """The figures of one run, with `wall_seconds` and `peak_memory_bytes`.

    Raises ProgramFailure if it fails; what it printed stays beside the folder.
    """
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    invocation = program.invocation(choice, size, folder)
    output, errors = folder.with_suffix(".out"), folder.with_suffix(".err")
    try:
        status, usage, seconds = run(invocation, output, errors)
        if status != 0:
            how = f"signal {-status}: " if status < 0 else ""
            raise ProgramFailure(how + last_words(read_text(errors)))
        figures = program.figures(folder, read_text(output), read_text(errors))
        figures.setdefault("wall_seconds", seconds)
        # Linux counts in KiB, macOS in bytes.
        figures.setdefault(
            "peak_memory_bytes", usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        return figures
    finally:
        # Checkpoints take 130 MB each.
        shutil.rmtree(folder, ignore_errors=True)


def run(invocation, output, errors):
    """Exit status (negative: the signal), resource usage and wall seconds."""
    environment = dict(os.environ, **invocation.environment)
    with open(output, "wb") as out, open(errors, "wb") as err:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                invocation.command, stdin=subprocess.PIPE, stdout=out, stderr=err,
                env=environment, start_new_session=True)
        except OSError as error:
            raise ProgramFailure(f"{invocation.command[0]}: {error.strerror}") from None
        timer = threading.Timer(LONGEST_SECONDS, _kill, [process.pid])
        timer.start()
        try:
            try:
                process.stdin.write(invocation.standard_input.encode())
                process.stdin.close()
            except BrokenPipeError:
                pass  # It ended without reading; its exit status says why.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        except KeyboardInterrupt:
            _kill(process.pid)
            raise
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage, seconds


def _kill(group):
    """Ends a program with its children: it leads a process group of its own."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass
