"""The load: source → units → records → batches → store. Streaming, in bounded memory; each batch commits with its checkpoint.

What did not change is not read again: a file of which the store knows all portions counts as seen by its digest, a unit that it holds by a
look-up.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from graph.errors import InputError
from graph.evidence import DECISIONS, Rejection
from graph.store import Batch, Checkpoint, GraphStore, OpenRun, Portion
from graph.text import fault
from loaders.errors import SourceError, UnknownFormatError
from loaders.files import base_name, digest
from loaders.formats import Format, detect, detect_within, named
from loaders.mapping import read_mapping
from loaders.report import LoadReport, PathReport
from loaders.sources.table import TableReader
from loaders.units import Unit
from loaders.workers import Workers, collect_new, without_collection

OWN = ("facts", "table", "bibtex", "csl-json", "ris")
"""Formats of one's own files, each of which is a source by its name: keys of two libraries have nothing to do with each other."""

CHUNK_UNITS = 3000
CHUNK_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: what is found from the file when None (format, source, the mapping of a table), what to do about the past, and `workers`.

    These are how many processes work at once, the one that writes included (None: one for each processor, `loaders.workers`).
    """

    format: str | None = None
    source: str | None = None
    snapshot: bool = False
    resume: bool = False
    force: bool = False
    mapping: Path | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a load stands: the file, how many of its records are done."""

    path: Path
    done: int


Listener = Callable[[Progress], None]


def files_of(paths: Sequence[Path]) -> dict[Path, str | None]:
    """Return the files that paths name. A folder stands for all files in it and below, by name, each with its path within the folder.

    Hidden ones are left out. SourceError for a folder without files.
    """
    found: dict[Path, str | None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = sorted(child for child in path.rglob("*") if child.is_file() and not _is_hidden(child.relative_to(path)))
        if not inside:
            raise SourceError(f"{path}: holds no file; name another folder, or files")
        for child in inside:
            found.setdefault(child, _shown(child.relative_to(path)))
    return found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    format: Format
    source: str
    name: str

    def digest(self) -> bytes:
        """Return the digest of all that decides what is read from the file."""
        return digest(self.path, self.format.name, self.format.reader.reading(self.path), self.source, self.name)

    def units(self) -> Iterator[Unit | Rejection]:
        """Yield the units of the file; in a folder, where they are found is told from the folder on."""
        for unit in self.format.reader.units(self.path, self.source):
            yield unit._replace(locator=self.name + unit.locator.removeprefix(self.path.name))


def _shown(path: Path) -> str:
    """Return a path as text: bytes of a name that are no UTF-8 as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _format(path: Path, options: Options, within: str | None = None) -> Format:
    if options.mapping is None:
        return named(options.format) if options.format else detect(path) if within is None else detect_within(path)
    if options.format not in (None, "table"):
        raise SourceError(f"{options.mapping}: a mapping is for tables, and --format says {options.format}; leave one of the two out")
    return replace(named("table"), reader=TableReader(read_mapping(options.mapping)))


def _task(path: Path, options: Options, within: str | None = None) -> _Task:
    if fault(str(path)):
        raise SourceError(f"{_shown(path)}: the file's name is not UTF-8; rename it")
    chosen = _format(path, options, within)
    own = base_name(path).stem if chosen.name in OWN else chosen.name
    source = options.source or own
    if wrong := fault(source):
        raise SourceError(f"{path}: the source's name {wrong}; give another by --source")
    if source == DECISIONS:  # a snapshot of it would take back what people decided
        raise SourceError(f"{path}: the source {source!r} is that of merge and split; give another by --source")
    return _Task(path, chosen, source, within or path.name)


class Chunk(NamedTuple):
    """Some of what a file holds, in order, and whether the file ends with it."""

    items: list[Unit | Rejection]
    is_last: bool


def chunks(units: Iterator[Unit | Rejection]) -> Iterator[Chunk]:
    """Group what a file holds by number and by bytes. What was read before an error comes before the error."""
    items: list[Unit | Rejection] = []
    size = 0
    try:
        for item in units:
            if len(items) >= CHUNK_UNITS or size >= CHUNK_BYTES:
                yield Chunk(items, is_last=False)
                items, size = [], 0
            items.append(item)
            size += len(item.raw) if isinstance(item, Unit) else 0
    except SourceError:
        if items:
            yield Chunk(items, is_last=False)
        raise
    if items:
        yield Chunk(items, is_last=True)


async def load(store: GraphStore, paths: Sequence[Path], options: Options, listener: Listener = lambda _: None) -> LoadReport:
    """Load files into a store. Unreadable paths are reported, the rest loads; of a folder, files of no known format are passed over.

    Cancelling keeps what was committed.

    InputError when a snapshot would retract too much.
    """
    started = time.monotonic()
    chosen = files_of(paths)
    run = await store.start_run("load", [_shown(path) for path in chosen], resume=options.resume)
    reports: list[PathReport] = []
    workers = Workers(list(chosen), options.workers)
    try:
        with without_collection():
            one = _Load(store, run, workers, listener, dict(run.checkpoint.done))
            for path, within in chosen.items():
                reports.append(await one.path(path, options, within))
        if options.snapshot:
            await _retract(store, run, reports, options)
    except (asyncio.CancelledError, KeyboardInterrupt):
        await asyncio.shield(store.finish_run(run, interrupted=True))
        raise
    except BaseException:
        await store.finish_run(run, interrupted=True)
        raise
    finally:
        workers.close()
    info = await store.finish_run(run)
    contradictions = await store.contradictions(run.number)
    return LoadReport(info.id, time.monotonic() - started, info.counts, reports, contradictions)


@dataclass(frozen=True, slots=True)
class _Load:
    """One load under way; `done` is the number of units done of each path."""

    store: GraphStore
    run: OpenRun
    workers: Workers
    listener: Listener
    done: dict[str, int]

    async def path(self, path: Path, options: Options, within: str | None) -> PathReport:
        """Load one file, which may stand `within` a folder; what stops it stands in the report."""
        report = PathReport(_shown(path), options.format or "", options.source or "")
        try:
            task = await asyncio.to_thread(_task, path, options, within)
            report.format, report.source = task.format.name, task.source
            file = await asyncio.to_thread(task.digest)
            if await self._repeated(path, file, report):
                return report
            async with aclosing(self._batches(task, file)) as batches, aclosing(self.store.write_each(self.run, batches)) as written:
                async for batch, counts in written:
                    report.counts.add(counts)
                    self.listener(Progress(path, dict(batch.checkpoint.done)[str(path)]))
        except UnknownFormatError as error:
            report.error, report.is_passed_over = str(error), within is not None
        except SourceError as error:
            report.error = str(error)
        return report

    async def _repeated(self, path: Path, file: bytes, report: PathReport) -> bool:
        """Count a file as seen that the store knows, unless an interrupted run began it; tells whether it was."""
        if self.done.get(str(path)):
            return False
        counts = await self.store.repeat(self.run, str(path), file, Checkpoint(tuple(self.done.items())))
        if counts is None:
            return False
        self.done[str(path)] = counts.read
        report.counts.add(counts)
        self.listener(Progress(path, counts.read))
        return True

    async def _batches(self, task: _Task, file: bytes) -> AsyncGenerator[Batch]:
        """Yield the batches of a file in order, reading ahead of the writer by a bounded number of chunks."""
        coming: asyncio.Queue[asyncio.Task[Batch] | None] = asyncio.Queue(self.workers.ahead)
        reading = asyncio.create_task(self._read_ahead(task, file, coming))
        try:
            while (batch := await coming.get()) is not None:
                yield await batch
            await reading
        finally:
            reading.cancel()
            while not coming.empty():
                if (batch := coming.get_nowait()) is not None:
                    batch.cancel()

    async def _read_ahead(self, task: _Task, file: bytes, coming: asyncio.Queue[asyncio.Task[Batch] | None]) -> None:
        name = str(task.path)
        units = task.units()
        try:
            await asyncio.to_thread(_skip, units, self.done.get(name, 0))
            grouped = chunks(units)
            while (chunk := await asyncio.to_thread(_next, grouped)) is not None:
                start = self.done.get(name, 0)
                self.done[name] = start + len(chunk.items)
                portion = Portion(file, start, self.done[name], chunk.is_last)
                checkpoint = Checkpoint(tuple(self.done.items()))
                await coming.put(asyncio.create_task(self._batch(task.format, chunk.items, checkpoint, portion)))
        finally:
            await coming.put(None)

    async def _batch(self, format_: Format, items: list[Unit | Rejection], checkpoint: Checkpoint, portion: Portion) -> Batch:
        units = [(place, item, item.version) for place, item in enumerate(items) if isinstance(item, Unit)]
        held = await self.store.held([version for _, _, version in units])
        fresh = [(place, unit) for place, unit, version in units if version not in held]
        found = await self.workers.understand(format_.name, [unit for _, unit in fresh])
        rejected = {place: item for place, item in enumerate(items) if isinstance(item, Rejection)}
        rejected |= {fresh[number][0]: item for number, item in found.rejections.items()}
        rejections = [rejected[place] for place in sorted(rejected)]
        return Batch(found.records, rejections, checkpoint, [version for _, _, version in units if version in held], portion)


def _skip(units: Iterator[Unit | Rejection], count: int) -> None:
    next(islice(units, count, count), None)


def _next(grouped: Iterator[Chunk]) -> Chunk | None:
    chunk = next(grouped, None)
    collect_new()
    return chunk


async def _retract(store: GraphStore, run: OpenRun, reports: list[PathReport], options: Options) -> None:
    broken = [report for report in reports if report.error and not report.is_passed_over]
    if broken:
        raise InputError(f"nothing is retracted, because {broken[0].error}")
    for source in dict.fromkeys(report.source for report in reports if not report.is_passed_over):
        await store.retract_unseen(run, source, force=options.force)
