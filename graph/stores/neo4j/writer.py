"""Writing: work on a part of the graph in memory, by the code of the SQLite store, of which the difference is written back.

    prepare ─ fetch the rows that the work touches ─ ledger, projection (as in SQLite) ─ what changed, as statements of many rows
    commit  ─ lock the store ─ is it still as it was? ─ the statements ─ commit

The next work is prepared while one is committed, on what that leaves. What was fetched is kept, as long as nobody else writes: the version
of the store tells. When somebody did, the work is done again, with the store locked from its beginning.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from neo4j import AsyncManagedTransaction

from graph.errors import StoreCorruptError, StoreUnavailableError
from graph.stores.neo4j.connection import Connection, Row, rows
from graph.stores.neo4j.fetch import Fetcher
from graph.stores.neo4j.push import Statement, push, statements
from graph.stores.sqlite import sql
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.working import WorkingSet

T = TypeVar("T")
Ask = Callable[[str, Mapping[str, Any]], Awaitable[list[Row]]]

KEPT_BYTES = 256 * 2**20
"""A working set that has grown beyond this is not kept for the next work."""
READ_TRIES = 3
"""How often reading is repeated because somebody wrote meanwhile, before it keeps others from writing."""

_VERSION = "MATCH (s:Store {name: 'citegraph'}) RETURN s.version AS version, s.filling AS filling"
_LOCK = "MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version + $step RETURN s.version AS version, s.filling AS filling"
_NUMBERS = "MATCH (s:Store {name: 'citegraph'}) SET s += $numbers"


@dataclass(slots=True)
class _Kept:
    """What is known of the graph in its version `version`: rows, places that were read, and places that are there.

    `valid` ends when something that it takes for written was not.
    """

    working: WorkingSet = field(default_factory=WorkingSet)
    version: int = 0
    places: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    known_places: set[int] = field(default_factory=set)
    valid: bool = True


@dataclass(slots=True)
class _Made(Generic[T]):
    """What work came to: its result, the statements that write it back, and the highest numbers given."""

    result: T
    statements: list[Statement]
    numbers: dict[str, int]


@dataclass(slots=True)
class _Job(Generic[T]):
    """Work to be committed. `made` is what it comes to when the graph is in version `base` still; None: to be done under the lock."""

    work: Callable[[Tables], T]
    kept: _Kept | None = None
    base: int = 0
    made: _Made[T] | None = None


class Writer:
    """Does work on the graph behind a connection, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="citegraph-write")
        self._turn = asyncio.Lock()
        self._kept: _Kept | None = None
        self._committing: asyncio.Task[Any] | None = None

    # --- writing

    async def write(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes the graph, in one transaction."""
        task = await self.begin(work)
        try:
            return await task
        finally:
            await _ended(task)

    async def begin(self, work: Callable[[Tables], T], after: asyncio.Task[Any] | None = None) -> asyncio.Task[T]:
        """Prepare work and begin to commit it; the task gives the result.

        With `after`, a task of before, it is prepared while that is being committed; when that failed its error is raised, and nothing is
        done.
        """
        async with self._turn:
            if after is None or self._kept is None:
                await self._idle()
            job = await self._prepare(work)
            try:
                await self._idle()
                if after is not None:
                    after.result()
            except BaseException:
                _invalidate(job.kept)
                raise
            task = self._committing = asyncio.create_task(self._commit(job))
        return task

    async def each(self, works: AsyncIterator[Callable[[Tables], T]]) -> AsyncGenerator[T]:
        """Do one work after the other, each in a transaction; yields the results as they are committed. The first that fails ends it."""
        task: asyncio.Task[T] | None = None
        try:
            async for work in works:
                before, task = task, await self.begin(work, task)
                if before is not None:
                    yield before.result()
            if task is not None:
                yield await task
        finally:
            if task is not None:
                await _ended(task)

    async def forget(self) -> None:
        """Wait until nothing is being committed, and forget what is known of the graph."""
        async with self._turn:
            await self._idle()
            self._kept = None

    async def _idle(self) -> None:
        if self._committing is not None:
            await asyncio.wait([self._committing])

    async def _prepare(self, work: Callable[[Tables], T]) -> _Job[T]:
        kept, self._kept = self._kept, None
        if kept is None:
            return _Job(work)
        try:
            if not await self._current(kept):
                return _Job(work)
            made = await self._make(self._connection.run, kept, work)
        except Exception:  # what was fetched may be of several moments; under the lock it is of one, and what is wrong there is wrong
            return _Job(work)
        job = _Job(work, kept, kept.version, made)
        kept.version += 1
        self._keep(kept)
        return job

    async def _current(self, kept: _Kept) -> bool:
        """Tell whether what is kept is the graph as it stands. What is being committed is seen to when that is done."""
        if self._committing is not None and not self._committing.done():
            return kept.valid
        return kept.valid and (await self._connection.run(_VERSION))[0]["version"] == kept.version

    def _keep(self, kept: _Kept) -> None:
        self._kept = kept if kept.working.bytes < KEPT_BYTES else None

    async def _commit(self, job: _Job[T]) -> T:
        if job.kept is not None and not job.kept.valid:
            job.made = None
        try:
            result, fresh = await self._connection.write(partial(self._transact, job))
        except BaseException:
            _invalidate(job.kept)
            raise
        if fresh is not None:
            _invalidate(job.kept)
            self._keep(fresh)
        return result

    async def _transact(self, job: _Job[T], tx: AsyncManagedTransaction) -> tuple[T, _Kept | None]:
        """Write back what was prepared, or do the work now; returns the result, and what is known when the work was done now."""
        version = (await self.lock(tx, 1))["version"]
        made, fresh = job.made, None
        if made is None or job.base != version - 1:
            fresh = _Kept(version=version)
            made = await self._make(partial(rows, tx), fresh, job.work)
        await push(partial(send, tx), made.statements)
        await send(tx, _NUMBERS, {"numbers": made.numbers})
        return made.result, fresh

    async def lock(self, tx: AsyncManagedTransaction, step: int) -> dict[str, Any]:
        """Keep everybody else from writing until the transaction ends; returns the store's version, raised by `step`."""
        found = await rows(tx, _LOCK, {"step": step})
        if not found:
            raise StoreCorruptError(f"{self._connection.address}: somebody emptied the database; start again to lay it out")
        if found[0]["filling"]:
            raise StoreUnavailableError(f"{self._connection.address} is being restored; wait, or restore again if that was cut off")
        return found[0]

    # --- reading

    async def read(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes nothing on the graph of one moment. It keeps others from writing only when they do so all the time."""
        for _ in range(READ_TRIES):
            result, same = await self._connection.look(partial(self._look, work))
            if same:
                return result

        async def locked(tx: AsyncManagedTransaction) -> T:
            await self.lock(tx, 0)
            return (await self._make(partial(rows, tx), _Kept(), work)).result

        return await self._connection.write(locked)

    async def _look(self, work: Callable[[Tables], T], tx: AsyncManagedTransaction) -> tuple[T, bool]:
        before = await rows(tx, _VERSION)
        result = (await self._make(partial(rows, tx), _Kept(), work)).result
        return result, before == await rows(tx, _VERSION)

    # --- the work itself

    async def _make(self, ask: Ask, kept: _Kept, work: Callable[[Tables], T]) -> _Made[T]:
        loop = asyncio.get_running_loop()

        def asked(text: str, parameters: Mapping[str, Any]) -> list[Row]:
            async def answer() -> list[Row]:
                return await ask(text, parameters)

            return asyncio.run_coroutine_threadsafe(answer(), loop).result()

        return await loop.run_in_executor(self._thread, lambda: _worked(kept, Fetcher(asked, kept.places), work))

    async def close(self) -> None:
        """Release the thread; repeatable."""
        await self.forget()
        self._thread.shutdown()


async def _ended(task: asyncio.Task[Any]) -> None:
    """Cancel a task that is not done, and wait until it is over."""
    if not task.done():
        task.cancel()
        await asyncio.wait([task])


def _invalidate(kept: _Kept | None) -> None:
    if kept is not None:
        kept.valid = False


def _worked(kept: _Kept, fetch: Fetcher, work: Callable[[Tables], T]) -> _Made[T]:
    working = kept.working
    working.begin(fetch)
    fetch.sources = lambda: dict(sql.rows(working, "SELECT source, name FROM source"))
    result = work(working)
    working.note_numbers()
    found = list(statements(working, working.difference(), kept.known_places))
    numbers: dict[str, int] = dict(sql.rows(working, "SELECT name, value FROM meta WHERE name NOT IN ('layout', 'version')"))
    working.settled()
    return _Made(result, found, numbers)


async def send(tx: AsyncManagedTransaction, text: str, parameters: Mapping[str, Any]) -> None:
    """Run a statement that returns nothing."""
    await (await tx.run(text, dict(parameters))).consume()
