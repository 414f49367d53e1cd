"""Running citegraph as a program of its own, and what memory it takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.realdata import ROOT

EVERY = 0.1
"""Seconds between two looks at the memory."""


class Ran(NamedTuple):
    """What a program printed, how many seconds it took, and the most resident memory of it and what it started, in MiB."""

    out: bytes
    seconds: float
    mebibytes: float


def command(url: str, *arguments: str) -> list[str]:
    """Return the command that runs citegraph on a store."""
    return [sys.executable, "-m", "citegraph", "--store", url, *arguments]


def ran(url: str, *arguments: str, check: bool = True) -> Ran:
    """Run citegraph to its end. CalledProcessError when it fails and `check` is set."""
    start, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile() as to:  # a pipe that nobody reads would stop what writes much
        process = subprocess.Popen(command(url, *arguments), cwd=ROOT, stdout=to, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, sum(_resident(pid) for pid in (process.pid, *_children(process.pid))))
            time.sleep(EVERY)
        seconds = time.perf_counter() - start
        to.seek(0)
        out = to.read()
    if check and process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, out)
    return Ran(out, seconds, peak / 1024)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it has ended
        return []


def _resident(pid: int) -> int:
    """Return the KiB that a process holds; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
