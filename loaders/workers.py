"""Where units become records: in a thread for small inputs, in processes beside the writer for large ones.

Understanding a record (names, text) costs about as much as storing it, and both are bound by the processor.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from graph.evidence import Record, Rejection
from graph.packed import Packed, pack
from loaders.formats import FORMATS
from loaders.units import Unit

PARALLEL_FROM = 4 * 1024 * 1024
"""Bytes of input (as on disk) from which processes pay for their start."""

_MOST_PROCESSES = 4


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the cyclic collector away: a load makes millions of acyclic objects, and searching them all along costs a fifth of it.

    What is made for a chunk is searched once, when it was read (`collect_new`).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_new() -> None:
    """Free what was made since the last time and holds itself, as parsers leave it: with each of their entries memory would grow."""
    gc.collect(0)


class Understood(NamedTuple):
    """What units say: their records, and the rejections by the place of their unit."""

    records: Packed
    rejections: dict[int, Rejection]


def understand(format_name: str, units: Sequence[Unit]) -> Understood:
    """Understand units, in order."""
    reader = FORMATS[format_name].reader
    found = [reader.record(unit) for unit in units]
    collect_new()
    rejections = {place: item for place, item in enumerate(found) if isinstance(item, Rejection)}
    return Understood(pack(item for item in found if isinstance(item, Record)), rejections)


def _begin() -> None:
    """Set a process up: Ctrl-C is the parent's affair, and the parent's death ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


class Workers:
    """Understands units; `ahead` is how many chunks are worth having under way.

    `at_once` is how many processes may work, the one that writes included (None: one for each processor).
    """

    def __init__(self, paths: Sequence[Path], at_once: int | None = None) -> None:
        spare = min(_MOST_PROCESSES, (at_once or os.cpu_count() or 1) - 1)
        self._pool: Executor
        if spare and sum(map(_size, paths)) >= PARALLEL_FROM:
            self.ahead = spare
            self._pool = ProcessPoolExecutor(spare, multiprocessing.get_context("spawn"), _begin)
        else:
            self.ahead = 1
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="citegraph-read")

    async def understand(self, format_name: str, units: Sequence[Unit]) -> Understood:
        """Understand units, in order."""
        if not units:
            return Understood(Packed(), {})
        return await asyncio.get_running_loop().run_in_executor(self._pool, understand, format_name, units)

    def close(self) -> None:
        """Stop, without waiting for work that nobody will take."""
        self._pool.shutdown(wait=False, cancel_futures=True)
