"""Everything that lies in the folder of real data, in one store: how long it takes, again, from where kills left it; and a file of 5 GB."""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.table import Row
from graph.stores import open_store
from loaders.pipeline import Options, load
from loaders.report import LoadReport
from tests.realdata import ROOT

KILLED_AFTER = (0.3, 0.7)
"""Shares of an undisturbed load's time."""
LARGE = 5 * 2**30
"""Bytes of the file that is made to be streamed."""


async def measure(shared: Path, scratch: Path, _: int) -> list[Row]:
    """Load the folder, load it again, and kill loads of it that go on by `--resume`; then one collection by one process, and a large file."""
    data = shared / "data"
    seconds, report = await _loaded(f"sqlite:///{scratch / 'whole.db'}", data)
    again, unchanged = await _loaded(f"sqlite:///{scratch / 'whole.db'}", data)
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    counts = report.totals
    assert unchanged.totals.written == 0
    told = f"{seconds:.0f} s: {counts.read:,} read, {counts.written:,} written, {counts.rejected:,} rejected; {counts.read / seconds:,.0f} a second"
    expected = await _digest(scratch / "whole.db")
    url = f"sqlite:///{scratch / 'killed.db'}"
    for share in KILLED_AFTER:
        _killed(url, data, share * seconds)
    await _loaded(url, data, Options(resume=True))
    same = await _digest(scratch / "killed.db") == expected
    papers = data / "acl.jsonl.zst"
    alone, two = [(await _loaded(f"sqlite:///{scratch / f'{n}.db'}", papers, Options(workers=n)))[0] for n in (1, 2)]
    return [
        ("load everything in one store", told, ""),
        ("load it again", f"{again:.0f} s: {again / seconds:.2f} of the first", "≤ 0.20"),
        ("resident memory, both processes", f"{peak:.0f} MiB", "≤ 600 MiB"),
        ("killed at 0.3 and at 0.7 of it, then --resume", "the same graph" if same else "another graph", "the same graph"),
        ("acl.jsonl.zst by two processes, and by one", f"{two:.0f} s, {alone:.0f} s: {alone / two:.2f} × the rate", "≥ 1.4 ×"),
        _large(scratch),
    ]


async def _loaded(url: str, data: Path, options: Options = Options()) -> tuple[float, LoadReport]:  # noqa: B008 - it is frozen
    store = await open_store(url)
    start = time.perf_counter()
    report = await load(store, [data], options)
    seconds = time.perf_counter() - start
    await store.close()
    return seconds, report


async def _digest(path: Path) -> str:
    store = await open_store(f"sqlite:///{path}")
    found = hashlib.blake2b()
    async for line in store.canonical_dump():
        found.update(line)
    await store.close()
    return found.hexdigest()


def _large(scratch: Path) -> Row:
    """Stream a file of papers, each another, in a program of its own; tells its memory."""
    path = scratch / "large.jsonl"
    read = _write_papers(path)
    start = time.perf_counter()
    command = [sys.executable, "-c", _MEASURED, "--store", f"sqlite:///{scratch / 'large.db'}", "load", str(path)]
    peak = int(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.split()[-1])
    told = f"{peak / 1024:.0f} MiB, {time.perf_counter() - start:.0f} s, {read:,} records"
    return "resident memory for a file of 5 GiB", told, "≤ 1,024 MiB"


def _write_papers(path: Path) -> int:
    """Write a file of `LARGE` bytes; returns how many papers it holds."""
    written = count = 0
    with path.open("wb") as to:
        while written < LARGE:
            ids = {"doi": f"10.5555/{count}"}
            paper = {"type": "paper", "ids": ids, "title": f"Paper number {count}", "year": 2020, "abstract": _words(count)}
            written += to.write(json.dumps(paper).encode() + b"\n")
            count += 1
    return count


def _words(n: int) -> str:
    return " ".join(f"word{(n * 31 + place * 17) % 997}" for place in range(1000))


_MEASURED = """
import resource, sys
import citegraph
try:
    citegraph.main()
finally:
    print(sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def _killed(url: str, data: Path, after: float) -> None:
    """Load in a program of its own, going on where one was interrupted, and kill it."""
    command = [sys.executable, "-m", "citegraph", "--store", url, "load", "--resume", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
