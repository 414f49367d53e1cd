"""The Neo4j store: what is written is worked out on a part of the graph in memory, by the code of the SQLite store, and written back.

    batch ─ lock the store ─ fetch the rows it touches ─ ledger, projection (as in SQLite) ─ what changed, in statements of many rows ─ commit

What was fetched is kept for the next batch, as long as nobody else wrote meanwhile: the store's version tells.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from neo4j import AsyncManagedTransaction

from graph.errors import RefusedError, StoreCorruptError, StoreUnavailableError
from graph.plan import Answer, Plan
from graph.store import Contradiction, Finding, Review, Stats
from graph.stores.neo4j import whole
from graph.stores.neo4j.address import parse_address, password
from graph.stores.neo4j.connection import Connection, rows
from graph.stores.neo4j.fetch import Fetcher
from graph.stores.neo4j.fill import fill
from graph.stores.neo4j.push import push, statements
from graph.stores.neo4j.read import answer, makes_json
from graph.stores.neo4j.schema import LAYOUT_VERSION, finishing
from graph.stores.neo4j.schema import statements as schema_statements
from graph.stores.neo4j.stats import count
from graph.stores.sqlite import dump, sql
from graph.stores.sqlite.canonical import canonical_lines
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.contradictions import contradictions
from graph.stores.sqlite.review import review
from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.tables import By, Tables
from graph.stores.sqlite.verify import findings
from graph.stores.sqlite.working import Changes, WorkingSet
from graph.stores.worked import WorkedStore, own_version

T = TypeVar("T")

KEPT_BYTES = 256 * 2**20
"""A working set that has grown beyond this is not kept for the next batch."""
_LOCK = "MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version + $step RETURN s.version AS version, s.filling AS filling"
_BEGIN_FILLING = """
MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version  // to lock it
WITH s WHERE s.filling OR NOT EXISTS {MATCH (:Run)} SET s.filling = true RETURN s.filling AS filling
"""
_AWAIT_INDEXES = "CALL db.awaitIndexes(86400)"  # of a large graph that was imported they take minutes
_END_FILLING = "MATCH (s:Store {name: 'citegraph'}) REMOVE s.filling"


@dataclass(slots=True)
class _Kept:
    """What is known of the graph in its version `version`: rows, places that were read, and places that are there."""

    working: WorkingSet = field(default_factory=WorkingSet)
    version: int = 0
    places: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    known_places: set[int] = field(default_factory=set)


class Neo4jStore(WorkedStore):
    """A graph on a server; implements `graph.store.GraphStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="citegraph-write")
        self._turn = asyncio.Lock()
        self._kept: _Kept | None = None
        self._as_text = False

    # --- opening

    async def open(self) -> None:
        """See whether the server answers and the database is ours; lay out an empty one, and finish one that was imported.

        StoreCorruptError for a database of another program or layout.
        """
        await self._connection.check()
        await self._lay_out()
        self._as_text = await makes_json(self._connection)

    async def _lay_out(self) -> None:
        found = await self._connection.read(
            "OPTIONAL MATCH (s:Store {name: 'citegraph'}) RETURN s.layout AS layout, s.imported AS imported, EXISTS {MATCH ()} AS filled"
        )
        layout, filled = found[0]["layout"], found[0]["filled"]
        named = self._connection.address
        if layout is None and filled:
            raise StoreCorruptError(f"{named} holds another program's data; use an empty database")
        if layout not in (None, LAYOUT_VERSION):
            raise StoreCorruptError(
                f"{named} has layout {layout}, this version reads {LAYOUT_VERSION}; dump it by the version that wrote it"
            )
        if layout is None:
            for text in schema_statements():
                await self._connection.run(text)
            await self._connection.run(_AWAIT_INDEXES)
            made = f"MERGE (s:Store {{name: 'citegraph'}}) ON CREATE SET s.layout = {LAYOUT_VERSION}, s.version = 0, s.serial = 0"
            await self._connection.run(made)
        elif found[0]["imported"]:
            for text in finishing():
                await self._connection.run(text)
            await self._connection.run(_AWAIT_INDEXES)
            await self._connection.run("MATCH (s:Store {name: 'citegraph'}) REMOVE s.imported")

    # --- plumbing

    async def _write(self, work: Callable[[Tables], T]) -> T:
        """Do work on the part of the graph that it asks for, and write back what it changed, in one transaction."""
        async with self._turn:
            kept, self._kept = self._kept, None  # until it is committed, what is in memory is not what is there
            result, left = await self._connection.write(partial(self._transact, work, [kept] if kept else []))
            self._kept = left if left.working.bytes < KEPT_BYTES else None
            return result

    async def _transact(self, work: Callable[[Tables], T], kept: list[_Kept], tx: AsyncManagedTransaction) -> tuple[T, _Kept]:
        """Work in a transaction; `kept` is taken by the first try, so that what a failed one made of it is not used again."""
        version = (await self._lock(tx, 1))["version"]
        left = kept.pop() if kept else _Kept()
        if left.version != version - 1:
            left = _Kept()
        left.version = version
        result, changes = await self._in_thread(tx, left, work)
        await push(partial(_send, tx), statements(left.working, changes, left.known_places))
        numbers: dict[str, int] = dict(sql.rows(left.working, "SELECT name, value FROM meta WHERE name NOT IN ('layout', 'version')"))
        await _send(tx, "MATCH (s:Store {name: 'citegraph'}) SET s += $numbers", {"numbers": numbers})
        left.working.settled()
        return result, left

    async def _lock(self, tx: AsyncManagedTransaction, step: int) -> dict[str, Any]:
        """Keep everybody else from writing until the transaction ends; returns the store's version, raised by `step`."""
        found = await rows(tx, _LOCK, {"step": step})
        if not found:
            raise StoreCorruptError(f"{self._connection.address}: somebody emptied the database; start again to lay it out")
        if found[0]["filling"]:
            raise StoreUnavailableError(f"{self._connection.address} is being restored; wait, or restore again if that was cut off")
        return found[0]

    async def _read(self, work: Callable[[Tables], T]) -> T:
        """Do work that changes nothing on the part of the graph that it asks for, at one moment."""

        async def transact(tx: AsyncManagedTransaction) -> T:
            await self._lock(tx, 0)
            result, _ = await self._in_thread(tx, _Kept(), work)
            return result

        async with self._turn:
            return await self._connection.write(transact)

    async def _in_thread(self, tx: AsyncManagedTransaction, kept: _Kept, work: Callable[[Tables], T]) -> tuple[T, Changes]:
        loop = asyncio.get_running_loop()

        def ask(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
            return asyncio.run_coroutine_threadsafe(rows(tx, text, parameters), loop).result()

        return await loop.run_in_executor(self._thread, lambda: _worked(kept.working, Fetcher(ask, kept.places), work))

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

    async def restore(self, lines: AsyncIterator[bytes]) -> None:
        """See `GraphStore.restore`."""
        async with self._turn, _restored(lines) as db:
            self._kept = None
            await self._begin_filling()
            try:
                await fill(self._send_alone, db)
            except BaseException:
                await self._empty()  # when this fails too, the mark stays, and keeps others out
                await self._connection.run(_END_FILLING)
                raise
            await self._connection.run(_END_FILLING)

    async def _begin_filling(self) -> None:
        """Mark the graph as being filled, which keeps others out. RefusedError when it holds something that is whole."""
        found = await self._connection.run(_BEGIN_FILLING)
        if not found:
            raise RefusedError("a dump is restored into an empty graph, and this one holds something; name a new one")
        await self._empty()

    async def _empty(self) -> None:
        """Take everything away that a filling that was cut off has left."""
        await self._connection.run("MATCH (n) WHERE NOT n:Store CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 5000 ROWS")
        await self._connection.run(
            "MATCH (s:Store {name: 'citegraph'}) SET s = {name: s.name, layout: s.layout, version: s.version, filling: s.filling, serial: 0}"
        )

    async def _send_alone(self, text: str, parameters: Mapping[str, Any]) -> None:
        async def send(tx: AsyncManagedTransaction) -> None:
            await _send(tx, text, parameters)

        await self._connection.write(send)

    # --- reading

    async def review(self, *, limit: int = 20) -> Review:
        """See `GraphStore.review`."""
        return await self._on_whole(lambda db: review(db, limit))

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
        return await answer(self._connection, plan, as_text=self._as_text)

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
            for line in dump.lines(db, own_version()):
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
    working.begin(fetch, fetch.start(), fetch.waiting_of)
    fetch.sources = lambda: dict(sql.rows(working, "SELECT source, name FROM source"))
    result = work(working)
    working.note_numbers()
    return result, working.difference()


async def _send(tx: AsyncManagedTransaction, text: str, parameters: Mapping[str, Any]) -> None:
    await (await tx.run(text, dict(parameters))).consume()


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
