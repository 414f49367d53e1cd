"""Everything that lies in the folder of real data, in one store: how long it takes, again, from where kills left it; and a file of 5 GB."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
from pathlib import Path

import orjson

from bench.program import command, ran
from bench.table import Row
from graph.stores import open_store
from tests.realdata import ROOT

KILLED_AFTER = (0.3, 0.7)
"""Shares of an undisturbed load's time."""
LARGE = 5 * 2**30
"""Bytes of the file that is made to be streamed."""


async def measure(shared: Path, scratch: Path, _: int) -> list[Row]:
    """Load the folder, load it again, and kill loads of it that go on by `--resume`; then one collection by one process, and a large file."""
    data, whole, killed = shared / "data", f"sqlite:///{scratch / 'whole.db'}", f"sqlite:///{scratch / 'killed.db'}"
    first, again = (ran(whole, "load", "--json", str(data), check=False) for _ in range(2))  # it fails: one of the files is broken
    counts = orjson.loads(first.out)
    assert orjson.loads(again.out)["written"] == 0
    expected = await _digest(scratch / "whole.db")
    for share in KILLED_AFTER:
        _killed(killed, data, share * first.seconds)
    ran(killed, "load", "--json", "--resume", str(data), check=False)
    same = await _digest(scratch / "killed.db") == expected
    papers = str(data / "acl.jsonl.zst")
    alone, two = (ran(f"sqlite:///{scratch / f'{n}.db'}", "load", "--workers", str(n), papers).seconds for n in (1, 2))
    rate = f"{counts['read']:,} read, {counts['written']:,} written, {counts['rejected']:,} rejected; {counts['read'] / first.seconds:,.0f} a second"
    return [
        ("load everything in one store", f"{first.seconds:.0f} s: {rate}", ""),
        ("load it again", f"{again.seconds:.1f} s: {again.seconds / first.seconds:.2f} of the first", "≤ 0.20"),
        ("resident memory, both processes", f"{first.mebibytes:.0f} MiB", "≤ 600 MiB"),
        ("killed at 0.3 and at 0.7 of it, then --resume", "the same graph" if same else "another graph", "the same graph"),
        ("acl.jsonl.zst by two processes, and by one", f"{two:.0f} s, {alone:.0f} s: {alone / two:.2f} × the rate", "≥ 1.4 ×"),
        _large(scratch),
    ]


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
    took = ran(f"sqlite:///{scratch / 'large.db'}", "load", str(path))
    return "resident memory for a file of 5 GiB", f"{took.mebibytes:.0f} MiB, {took.seconds:.0f} s, {read:,} records", "≤ 1,024 MiB"


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


def _killed(url: str, data: Path, after: float) -> None:
    """Load in a program of its own, going on where one was interrupted, and kill it."""
    process = subprocess.Popen(command(url, "load", "--resume", str(data)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
