"""The SQLite store: one writer on a thread of its own, readers on a small pool."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import asynccontextmanager, contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from graph.ids import IdScheme
from graph.plan import Answer, Plan
from graph.store import Checkpoint, Contradiction, Counts, Finding, Neighbour, OpenRun, Review, Stats, Wanted
from graph.stores.sqlite import dump, history, read
from graph.stores.sqlite.canonical import canonical_lines
from graph.stores.sqlite.connection import connect, translated
from graph.stores.sqlite.contradictions import contradictions
from graph.stores.sqlite.paths import neighbours
from graph.stores.sqlite.review import review
from graph.stores.sqlite.stats import stats, version
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.verify import findings
from graph.stores.sqlite.wanted import wanted
from graph.stores.worked import WorkedStore, own_version, stepped

T = TypeVar("T")

READERS = 4
CHUNK = 1000
"""Lines of a dump that pass between threads at once."""


class SqliteStore(WorkedStore):
    """A graph in one SQLite file; implements `graph.store.GraphStore`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = connect(path)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="citegraph-write")
        self._in_memory = str(path) == ":memory:"  # one connection then, and so one thread
        self._readers = self._writer if self._in_memory else ThreadPoolExecutor(READERS, thread_name_prefix="citegraph-read")
        self._local = threading.local()
        self._open: list[Tables] = []

    # --- plumbing

    @contextmanager
    def _transaction(self) -> Iterator[Tables]:
        with translated(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    async def _write(self, work: Callable[[Tables], T]) -> T:
        def run() -> T:
            with self._transaction() as db:
                return work(db)

        return await asyncio.get_running_loop().run_in_executor(self._writer, run)

    def _reader(self) -> Tables:
        db: Tables | None = getattr(self._local, "db", None)
        if self._in_memory:
            return self._db
        if db is None:
            db = self._local.db = connect(self._path, read_only=True)
            self._open.append(db)
        return db

    async def _read(self, work: Callable[[Tables], T]) -> T:
        def run() -> T:
            with translated(self._path):
                return work(self._reader())

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    @asynccontextmanager
    async def _whole(self) -> AsyncIterator[Tables]:
        with translated(self._path):
            if self._in_memory:
                db = await self._read(_copied)
            else:
                db = await asyncio.to_thread(connect, self._path, read_only=True)
            try:
                db.execute("BEGIN")  # one transaction sees one graph
                yield db
            finally:
                db.close()

    # --- writing

    async def repeat(self, run: OpenRun, path: str, file: bytes, before: Checkpoint) -> Counts | None:
        """See `GraphStore.repeat`."""
        return await self._write(lambda db: history.repeat(db, run, path, file, before))

    # --- reading

    async def review(self, *, limit: int = 20) -> Review:
        """See `GraphStore.review`."""
        return await self._read(lambda db: review(db, limit))

    async def contradictions(self, number: int) -> list[Contradiction]:
        """See `GraphStore.contradictions`."""
        return await self._read(lambda db: contradictions(db, number))

    async def run(self, plan: Plan) -> Answer:
        """See `GraphStore.run`."""
        return await self._read(lambda db: read.answer(db, plan))

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """See `GraphStore.neighbours`."""
        return await self._read(lambda db: neighbours(db, ids, ends, avoid_degree_above, limit))

    async def wanted(self, schemes: Sequence[IdScheme], *, limit: int) -> list[Wanted]:
        """See `GraphStore.wanted`."""
        return await self._read(lambda db: wanted(db, schemes, limit))

    async def stats(self) -> Stats:
        """See `GraphStore.stats`."""
        return await self._read(stats)

    async def version(self) -> int:
        """See `GraphStore.version`."""
        return await self._read(version)

    async def verify(self) -> list[Finding]:
        """See `GraphStore.verify`."""
        return await self._read(findings)

    async def canonical_dump(self) -> AsyncIterator[bytes]:
        """See `GraphStore.canonical_dump`."""
        lines = await self._read(lambda db: list(canonical_lines(db)))
        for line in lines:
            yield line

    async def dump(self) -> AsyncIterator[bytes]:
        """See `GraphStore.dump`."""
        async with self._whole() as db:
            found = dump.lines(db, own_version())
            async for chunk in stepped(iter(lambda: list(islice(found, CHUNK)), [])):
                for line in chunk:
                    yield line

    async def restore(self, lines: AsyncIterator[bytes]) -> None:
        """See `GraphStore.restore`."""
        stopped = threading.Event()
        loop = asyncio.get_running_loop()
        try:
            await self._write(lambda db: dump.restore(db, _pulled(lines, loop, stopped)))
        finally:
            stopped.set()

    async def close(self) -> None:
        """See `GraphStore.close`."""
        self._writer.shutdown()
        self._readers.shutdown()
        for db in [*self._open, self._db]:
            db.close()
        self._open.clear()


def _copied(db: Tables) -> Tables:
    copy = Tables(":memory:")
    copy.deserialize("main", db.serialize("main"))
    return copy


def _pulled(lines: AsyncIterator[bytes], loop: asyncio.AbstractEventLoop, stopped: threading.Event) -> Iterator[bytes]:
    """Yield, in a thread, what an iterator of the event loop gives; ends with CancelledError once `stopped` is set."""
    while True:
        asked = asyncio.run_coroutine_threadsafe(_next(lines), loop)
        while not wait((asked,), timeout=0.2).done:
            if stopped.is_set():
                raise asyncio.CancelledError
        if not (chunk := asked.result()):
            return
        yield from chunk


async def _next(lines: AsyncIterator[bytes]) -> list[bytes]:
    chunk: list[bytes] = []
    async for line in lines:
        chunk.append(line)
        if len(chunk) == CHUNK:
            break
    return chunk


async def open_sqlite(path: str) -> SqliteStore:
    """Open (or make) the store in the file at `path`."""
    return await asyncio.to_thread(SqliteStore, Path(path))
