"""The Neo4j store: what is written is worked out on a part of the graph in memory, by the code of the SQLite store, and written back.

    batch ─ lock the store ─ fetch the rows it touches ─ ledger, projection (as in SQLite) ─ what changed, in statements of many rows ─ commit

What was fetched is kept for the next batch, as long as nobody else wrote meanwhile: the store's version tells.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from neo4j import AsyncManagedTransaction

from graph.errors import RefusedError, StoreCorruptError, StoreUnavailableError
from graph.evidence import RecordVersion, Rejection
from graph.plan import Answer, Plan
from graph.store import Batch, Contradiction, Counts, Explanation, Finding, IdentityChange, OpenRun, Review, RunInfo, Stats
from graph.stores.neo4j import whole
from graph.stores.neo4j.address import parse_address, password
from graph.stores.neo4j.connection import Connection, rows
from graph.stores.neo4j.fetch import Fetcher
from graph.stores.neo4j.fill import fill
from graph.stores.neo4j.push import push, statements
from graph.stores.neo4j.schema import LAYOUT_VERSION
from graph.stores.neo4j.schema import statements as schema_statements
from graph.stores.neo4j.stats import count
from graph.stores.sqlite import dump, history, ledger, sql
from graph.stores.sqlite.canonical import canonical_lines
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.contradictions import contradictions
from graph.stores.sqlite.decide import Decider
from graph.stores.sqlite.review import review
from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.tables import By, Tables
from graph.stores.sqlite.verify import findings
from graph.stores.sqlite.why import why
from graph.stores.sqlite.working import Changes, WorkingSet

T = TypeVar("T")

KEPT_BYTES = 256 * 2**20
"""A working set that has grown beyond this is not kept for the next batch."""
_LOCK = "MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version + $step RETURN s.version AS version, s.filling AS filling"


class Neo4jStore:
    """A graph on a server; implements `graph.store.GraphStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="citegraph-write")
        self._turn = asyncio.Lock()
        self._working: WorkingSet | None = None
        self._places: dict[int, Mapping[str, Any]] = {}
        self._known_places: set[int] = set()
        self._version = -1

    # --- opening

    async def open(self) -> None:
        """See whether the server answers and the database is ours; lay out an empty one.

        StoreCorruptError for a database of another program or layout.
        """
        await self._connection.check()
        found = await self._connection.read(
            "OPTIONAL MATCH (s:Store {name: 'citegraph'}) RETURN s.layout AS layout, EXISTS {MATCH ()} AS filled"
        )
        layout, filled = found[0]["layout"], found[0]["filled"]
        named = self._connection.address.uri
        if layout is None and filled:
            raise StoreCorruptError(f"{named} holds another program's data; use an empty database")
        if layout not in (None, LAYOUT_VERSION):
            raise StoreCorruptError(
                f"{named} has layout {layout}, this version reads {LAYOUT_VERSION}; dump it by the version that wrote it"
            )
        if layout is None:
            for text in schema_statements():
                await self._connection.run(text)
            await self._connection.run("CALL db.awaitIndexes(60)")
            made = f"MERGE (s:Store {{name: 'citegraph'}}) ON CREATE SET s.layout = {LAYOUT_VERSION}, s.version = 0, s.serial = 0"
            await self._connection.run(made)

    # --- plumbing

    async def _write(self, work: Callable[[Tables], T]) -> T:
        """Do work on the part of the graph that it asks for, and write back what it changed, in one transaction."""
        async with self._turn:
            try:
                return await self._connection.write(partial(self._transact, work))
            except BaseException:
                self._working = None
                raise

    async def _transact(self, work: Callable[[Tables], T], tx: AsyncManagedTransaction) -> T:
        store = await self._lock(tx, 1)
        working = self._fresh(store["version"] - 1)
        self._working = None
        result, changes = await self._in_thread(tx, lambda fetch: _worked(working, fetch, work))
        await push(partial(_send, tx), statements(working, changes, self._known_places))
        numbers: dict[str, int] = dict(sql.rows(working, "SELECT name, value FROM meta WHERE name NOT IN ('layout', 'version')"))
        await _send(tx, "MATCH (s:Store {name: 'citegraph'}) SET s += $numbers", {"numbers": numbers})
        working.settled()
        if working.bytes < KEPT_BYTES:
            self._working, self._version = working, store["version"]
        return result

    async def _lock(self, tx: AsyncManagedTransaction, step: int) -> dict[str, Any]:
        """Keep everybody else from writing until the transaction ends; returns the store's version, raised by `step`."""
        found = await rows(tx, _LOCK, {"step": step})
        if not found:
            raise StoreCorruptError(f"{self._connection.address}: somebody emptied the database; start again to lay it out")
        if found[0]["filling"]:
            raise StoreUnavailableError(f"{self._connection.address} is being restored; wait, or restore again if that was cut off")
        return found[0]

    def _fresh(self, version: int) -> WorkingSet:
        if self._working is not None and self._version == version:
            return self._working
        return WorkingSet()

    async def _read(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes nothing on the part of the graph that it asks for, at one moment."""

        async def transact(tx: AsyncManagedTransaction) -> T:
            await self._lock(tx, 0)
            result, _ = await self._in_thread(tx, lambda fetch: _worked(WorkingSet(), fetch, work))
            return result

        async with self._turn:
            return await self._connection.write(transact)

    async def _in_thread(self, tx: AsyncManagedTransaction, work: Callable[[Fetcher], T]) -> T:
        loop = asyncio.get_running_loop()

        def ask(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
            return asyncio.run_coroutine_threadsafe(rows(tx, text, parameters), loop).result()

        return await loop.run_in_executor(self._thread, lambda: work(Fetcher(ask, self._places)))

    @asynccontextmanager
    async def _whole(self) -> AsyncIterator[Tables]:
        """A copy of the whole graph, in a file of its own, as it is at one moment; who writes waits until it is made."""
        with tempfile.TemporaryDirectory(prefix="citegraph-") as folder:
            db = await asyncio.to_thread(connect, Path(folder) / "copy.db")

            async def transact(tx: AsyncManagedTransaction) -> None:
                await self._lock(tx, 0)
                db.execute("BEGIN")
                try:
                    await whole.copy(tx, db)
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")

            try:
                await self._connection.write(transact)
                yield db
            finally:
                db.close()

    async def _on_whole(self, work: Callable[[Tables], T]) -> T:
        async with self._whole() as db:
            return await asyncio.to_thread(work, db)

    # --- writing

    async def start_run(self, command: str, paths: Sequence[str], *, resume: bool = False) -> OpenRun:
        """See `GraphStore.start_run`."""
        return await self._write(lambda db: history.open_run(db, _own_version(), command, paths, resume=resume))

    async def held(self, versions: Sequence[RecordVersion]) -> set[RecordVersion]:
        """See `GraphStore.held`."""
        return await self._read(lambda db: ledger.held(db, versions))

    async def write(self, run: OpenRun, batch: Batch) -> Counts:
        """See `GraphStore.write`."""
        return await self._write(lambda db: history.write(db, run, batch))

    async def finish_run(self, run: OpenRun, *, interrupted: bool = False) -> RunInfo:
        """See `GraphStore.finish_run`."""
        return await self._write(lambda db: history.close_run(db, run, interrupted=interrupted))

    async def retract_unseen(self, run: OpenRun, source: str, *, force: bool = False) -> int:
        """See `GraphStore.retract_unseen`."""
        return await self._write(lambda db: history.retract_unseen(db, run, source, force=force))

    async def undo(self, number: int) -> RunInfo:
        """See `GraphStore.undo`."""
        return await self._write(lambda db: history.undo(db, _own_version(), number))

    async def merge(self, keep: str, drop: str) -> IdentityChange:
        """See `GraphStore.merge`."""
        return await self._write(lambda db: Decider(db, _own_version()).merge(keep, drop))

    async def split(self, node: str, off: Sequence[str] = ()) -> IdentityChange:
        """See `GraphStore.split`."""
        return await self._write(lambda db: Decider(db, _own_version()).split(node, off))

    async def restore(self, lines: AsyncIterator[bytes]) -> None:
        """See `GraphStore.restore`."""
        async with self._turn, _restored(lines) as db:
            self._working = None
            await self._begin_filling()
            try:
                await fill(self._send_alone, db)
            except BaseException:
                await self._empty()
                raise
            await self._send_alone("MATCH (s:Store {name: 'citegraph'}) REMOVE s.filling", {})

    async def _begin_filling(self) -> None:
        """Mark the graph as being filled, which keeps others out. RefusedError when it holds something."""

        async def mark(tx: AsyncManagedTransaction) -> bool:
            found = await rows(
                tx,
                "MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version + 0 RETURN s.filling AS filling, EXISTS {MATCH (:Run)} AS filled",
            )
            if found[0]["filled"] and not found[0]["filling"]:
                raise RefusedError("a dump is restored into an empty graph, and this one holds something; name a new one")
            await rows(tx, "MATCH (s:Store {name: 'citegraph'}) SET s.filling = true")
            return bool(found[0]["filling"])

        if await self._connection.write(mark):
            await self._empty()
            await self._send_alone("MATCH (s:Store {name: 'citegraph'}) SET s.filling = true", {})

    async def _empty(self) -> None:
        """Take everything away that a filling that was cut off has left."""
        await self._connection.run("MATCH (n) WHERE NOT n:Store CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 5000 ROWS")
        await self._connection.run(
            "MATCH (s:Store {name: 'citegraph'}) SET s = {name: s.name, layout: s.layout, version: s.version, serial: 0}"
        )
        self._known_places.clear()

    async def _send_alone(self, text: str, parameters: Mapping[str, Any]) -> None:
        async def send(tx: AsyncManagedTransaction) -> None:
            await _send(tx, text, parameters)

        await self._connection.write(send)

    # --- reading

    async def why(self, a: str, b: str) -> Explanation:
        """See `GraphStore.why`."""
        return await self._read(lambda db: why(db, a, b))

    async def review(self, *, limit: int = 20) -> Review:
        """See `GraphStore.review`."""
        return await self._on_whole(lambda db: review(db, limit))

    async def runs(self, *, limit: int = 100) -> list[RunInfo]:
        """See `GraphStore.runs`."""
        return await self._read(lambda db: history.latest(db, limit))

    async def rejects(self, number: int) -> list[Rejection]:
        """See `GraphStore.rejects`."""
        return await self._read(lambda db: history.rejections(db, number))

    async def contradictions(self, number: int) -> list[Contradiction]:
        """See `GraphStore.contradictions`."""
        found = await self._connection.read("MATCH (p:Paper) WHERE size(p.said) > 1 RETURN p.node AS node")
        papers = [row["node"] for row in found]

        def work(db: Tables) -> list[Contradiction]:
            db.bring(By.NODE, papers)
            db.bring(By.NODE_ASSERTIONS, papers)
            return contradictions(db, number)

        return await self._read(work)

    async def run(self, plan: Plan) -> Answer:
        """See `GraphStore.run`."""
        raise RefusedError("plans are not there yet")

    async def stats(self) -> Stats:
        """See `GraphStore.stats`."""
        return await count(self._connection)

    async def verify(self) -> list[Finding]:
        """See `GraphStore.verify`."""
        return await self._on_whole(findings)

    async def canonical_dump(self) -> AsyncIterator[bytes]:
        """See `GraphStore.canonical_dump`."""
        for line in await self._on_whole(canonical_lines):
            yield line

    async def dump(self) -> AsyncIterator[bytes]:
        """See `GraphStore.dump`."""
        async with self._whole() as db:
            for line in dump.lines(db, _own_version()):
                yield line

    async def close(self) -> None:
        """See `GraphStore.close`."""
        self._thread.shutdown()
        await self._connection.close()


@asynccontextmanager
async def _restored(lines: AsyncIterator[bytes]) -> AsyncIterator[Tables]:
    """The tables of a dump, in a file of their own."""
    with tempfile.TemporaryDirectory(prefix="citegraph-") as folder:
        path = Path(folder) / "restored.db"
        store = SqliteStore(path)
        try:
            await store.restore(lines)
        finally:
            await store.close()
        db = await asyncio.to_thread(connect, path, read_only=True)
        try:
            yield db
        finally:
            db.close()


def _worked(working: WorkingSet, fetch: Fetcher, work: Callable[[Tables], T]) -> tuple[T, Changes]:
    working.begin(fetch, fetch.start())
    fetch.sources = lambda: dict(sql.rows(working, "SELECT source, name FROM source"))
    result = work(working)
    working.note_numbers()
    return result, working.difference()


async def _send(tx: AsyncManagedTransaction, text: str, parameters: Mapping[str, Any]) -> None:
    await (await tx.run(text, dict(parameters))).consume()


def _own_version() -> str:
    return version("citegraph")


async def open_neo4j(url: str) -> Neo4jStore:
    """Open the graph that an address names (`graph/stores/neo4j/address.py`)."""
    address = parse_address(url)
    store = Neo4jStore(Connection(address, password()))
    try:
        await store.open()
    except BaseException:
        await store.close()
        raise
    return store
