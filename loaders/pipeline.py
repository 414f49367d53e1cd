"""The load: source → records → batches → store. Streaming, in bounded memory; each batch commits with its checkpoint."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.errors import InputError
from graph.evidence import Record, Rejection
from graph.store import Batch, Checkpoint, GraphStore, OpenRun
from loaders.errors import SourceError
from loaders.files import COMPRESSIONS, base_name
from loaders.formats import Format, Read, detect, named
from loaders.report import LoadReport, PathReport

BATCH_RECORDS = 4000
BATCH_ASSERTIONS = 40_000


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: format and source name (found from the file when None), and what to do about the past."""

    format: str | None = None
    source: str | None = None
    snapshot: bool = False
    resume: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a load stands: the file, how many of its records are done."""

    path: Path
    done: int


Listener = Callable[[Progress], None]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files that paths name; a folder stands for the files in it that can be loaded, sorted by name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(child for child in path.iterdir() if child.is_file() and base_name(child).suffix in (".jsonl", ".txt"))
            if not inside:
                raise SourceError(f"{path}: holds no .jsonl or .txt file (also {' or '.join(COMPRESSIONS)}); name the files")
            found += inside
        else:
            found.append(path)
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    format: Format
    source: str


def _task(path: Path, options: Options) -> _Task:
    chosen = named(options.format) if options.format else detect(path)
    own = base_name(path).stem if chosen.name == "facts" else chosen.name
    return _Task(path, chosen, options.source or own)


def batches(reads: Iterator[Read]) -> Iterator[list[Read]]:
    """Group what is read into batches bounded by records and by assertions."""
    batch: list[Read] = []
    weight = 0
    for item in reads:
        batch.append(item)
        weight += len(item.assertions) if isinstance(item, Record) else 1
        if len(batch) >= BATCH_RECORDS or weight >= BATCH_ASSERTIONS:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


async def load(store: GraphStore, paths: Sequence[Path], options: Options, listener: Listener = lambda _: None) -> LoadReport:
    """Load files into a store. Unreadable paths are reported, the rest loads. Cancelling keeps what was committed.

    InputError when a snapshot would retract too much.
    """
    started = time.monotonic()
    command = "load"
    chosen = files_of(paths)
    run = await store.start_run(command, [str(path) for path in chosen], resume=options.resume)
    done = dict(run.checkpoint.done)
    reports: list[PathReport] = []
    try:
        for path in chosen:
            reports.append(await _load_path(store, run, path, options, done, listener))
        if options.snapshot:
            await _retract(store, run, reports, options)
    except (asyncio.CancelledError, KeyboardInterrupt):
        await asyncio.shield(store.finish_run(run, interrupted=True))
        raise
    except BaseException:
        await store.finish_run(run, interrupted=True)
        raise
    info = await store.finish_run(run)
    return LoadReport(info.id, time.monotonic() - started, info.counts, reports)


async def _load_path(store: GraphStore, run: OpenRun, path: Path, options: Options, done: dict[str, int], listener: Listener) -> PathReport:
    report = PathReport(str(path), options.format or "", options.source or "")
    try:
        task = await asyncio.to_thread(_task, path, options)
        report.format, report.source = task.format.name, task.source
        reads = task.format.read(path, task.source)
        await asyncio.to_thread(_skip, reads, done.get(str(path), 0))
        grouped = batches(reads)
        upcoming = asyncio.create_task(asyncio.to_thread(_next, grouped))
        while (batch := await upcoming) is not None:
            upcoming = asyncio.create_task(asyncio.to_thread(_next, grouped))
            done[str(path)] = done.get(str(path), 0) + len(batch)
            report.counts.add(await store.write(run, _batch(batch, done)))
            listener(Progress(path, done[str(path)]))
    except SourceError as error:
        report.error = str(error)
    return report


def _skip(reads: Iterator[Read], count: int) -> None:
    next(islice(reads, count, count), None)


def _next(grouped: Iterator[list[Read]]) -> list[Read] | None:
    return next(grouped, None)


def _batch(reads: Sequence[Read], done: dict[str, int]) -> Batch:
    records = [item for item in reads if isinstance(item, Record)]
    rejections = [item for item in reads if isinstance(item, Rejection)]
    return Batch(records, rejections, Checkpoint(tuple(done.items())))


async def _retract(store: GraphStore, run: OpenRun, reports: list[PathReport], options: Options) -> None:
    broken = [report for report in reports if report.error]
    if broken:
        raise InputError(f"nothing is retracted, because {broken[0].error}")
    for source in dict.fromkeys(report.source for report in reports):
        await store.retract_unseen(run, source, force=options.force)
