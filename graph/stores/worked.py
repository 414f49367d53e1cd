"""What stores have in common that do their work on tables (`graph/stores/sqlite/tables.py`), wherever the rows are kept."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TypeVar

from graph.evidence import RecordVersion, Rejection
from graph.property_graph import Part
from graph.store import Batch, Changed, Counts, Explanation, IdentityChange, OpenRun, RunInfo
from graph.stores.sqlite import history, ledger
from graph.stores.sqlite.changed import changes
from graph.stores.sqlite.decide import Decider
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.why import why

T = TypeVar("T")


def own_version() -> str:
    """Return the version of the program, which runs keep; "0" when it is not installed."""
    try:
        return version("citegraph")
    except PackageNotFoundError:
        return "0"


class WorkedStore(ABC):
    """The methods of `graph.store.GraphStore` that are a piece of work on tables, in one transaction each."""

    @abstractmethod
    async def _write(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes the tables, all or nothing."""

    @abstractmethod
    async def _read(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes nothing, on the tables of one moment."""

    @abstractmethod
    def _whole(self) -> AbstractAsyncContextManager[Tables]:
        """Give all tables, as they are at one moment, to read in any one thread."""

    async def start_run(self, command: str, paths: Sequence[str], *, resume: bool = False) -> OpenRun:
        """See `GraphStore.start_run`."""
        return await self._write(lambda db: history.open_run(db, own_version(), command, paths, resume=resume))

    async def held(self, versions: Sequence[RecordVersion]) -> set[RecordVersion]:
        """See `GraphStore.held`."""
        return await self._read(lambda db: ledger.held(db, versions))

    async def write(self, run: OpenRun, batch: Batch) -> Counts:
        """See `GraphStore.write`."""
        return await self._write(lambda db: history.write(db, run, batch))

    async def write_each(self, run: OpenRun, batches: AsyncIterator[Batch]) -> AsyncGenerator[tuple[Batch, Counts]]:
        """See `GraphStore.write_each`."""
        async for batch in batches:
            yield batch, await self.write(run, batch)

    async def finish_run(self, run: OpenRun, *, interrupted: bool = False) -> RunInfo:
        """See `GraphStore.finish_run`."""
        return await self._write(lambda db: history.close_run(db, run, interrupted=interrupted))

    async def retract_unseen(self, run: OpenRun, source: str, *, force: bool = False) -> int:
        """See `GraphStore.retract_unseen`."""
        return await self._write(lambda db: history.retract_unseen(db, run, source, force=force))

    async def undo(self, number: int) -> RunInfo:
        """See `GraphStore.undo`."""
        return await self._write(lambda db: history.undo(db, own_version(), number))

    async def merge(self, keep: str, drop: str) -> IdentityChange:
        """See `GraphStore.merge`."""
        return await self._write(lambda db: Decider(db, own_version()).merge(keep, drop))

    async def split(self, node: str, off: Sequence[str] = ()) -> IdentityChange:
        """See `GraphStore.split`."""
        return await self._write(lambda db: Decider(db, own_version()).split(node, off))

    async def why(self, a: str, b: str) -> Explanation:
        """See `GraphStore.why`."""
        return await self._read(lambda db: why(db, a, b))

    async def runs(self, *, limit: int = 100) -> list[RunInfo]:
        """See `GraphStore.runs`."""
        return await self._read(lambda db: history.latest(db, limit))

    async def rejects(self, number: int) -> list[Rejection]:
        """See `GraphStore.rejects`."""
        return await self._read(lambda db: history.rejections(db, number))

    async def changes(self, since: int) -> list[Changed]:
        """See `GraphStore.changes`."""
        return await self._read(lambda db: changes(db, since))

    async def property_graph(self) -> AsyncIterator[Part]:
        """See `GraphStore.property_graph`."""
        from graph.stores.neo4j.fill import parts  # here, because what stands in Neo4j is told by the rows of SQLite

        async with self._whole() as db:
            async for part in stepped(parts(db)):
                yield part


async def stepped(found: Iterator[T]) -> AsyncIterator[T]:
    """Yield what an iterator gives, each made in a thread. When this is cancelled, what was begun is waited for: it uses what is closed then."""
    while True:
        step = asyncio.ensure_future(asyncio.to_thread(lambda: list(islice(found, 1))))
        try:
            item = await asyncio.shield(step)
        except asyncio.CancelledError:
            await asyncio.wait([step])
            raise
        if not item:
            return
        yield item[0]
