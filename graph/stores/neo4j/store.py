"""The Neo4j store: `writer` writes, `read` answers plans, and what looks at all of the graph works on a copy of it (`whole`)."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from neo4j import AsyncManagedTransaction

from graph.errors import RefusedError, StoreCorruptError
from graph.evidence import RecordVersion
from graph.ids import IdScheme
from graph.plan import Answer, Plan
from graph.store import Batch, Checkpoint, Contradiction, Counts, Finding, Neighbour, OpenRun, Review, Stats, Wanted
from graph.stores.neo4j import whole
from graph.stores.neo4j.address import parse_address, password
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.fill import fill
from graph.stores.neo4j.paths import neighbours
from graph.stores.neo4j.read import answer, makes_json
from graph.stores.neo4j.repeat import repeat
from graph.stores.neo4j.schema import LAYOUT_VERSION, finishing
from graph.stores.neo4j.schema import statements as schema_statements
from graph.stores.neo4j.stats import count
from graph.stores.neo4j.wanted import wanted
from graph.stores.neo4j.writer import Writer, send
from graph.stores.sqlite import dump, history
from graph.stores.sqlite.canonical import canonical_lines
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.contradictions import contradictions
from graph.stores.sqlite.review import review
from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.tables import By, Tables
from graph.stores.sqlite.verify import findings
from graph.stores.worked import WorkedStore, own_version

T = TypeVar("T")

_BEGIN_FILLING = """
MATCH (s:Store {name: 'citegraph'}) SET s.version = s.version  // to lock it
WITH s WHERE s.filling OR NOT EXISTS {MATCH (:Run)} SET s.filling = true RETURN s.filling AS filling
"""
_AWAIT_INDEXES = "CALL db.awaitIndexes(86400)"  # of a large graph that was imported they take minutes
_END_FILLING = "MATCH (s:Store {name: 'citegraph'}) REMOVE s.filling"
_HELD = """
UNWIND $keys AS k MATCH (r:Record {source: k[0], key: k[1]}) MATCH (v:Version {record: r.record})
RETURN k[0] AS source, k[1] AS key, v.digest AS digest
"""


class Neo4jStore(WorkedStore):
    """A graph on a server; implements `graph.store.GraphStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writer = Writer(connection)
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
        return await self._writer.write(work)

    async def _read(self, work: Callable[[Tables], T]) -> T:
        return await self._writer.read(work)

    @asynccontextmanager
    async def _whole(self) -> AsyncIterator[Tables]:
        """A copy of the whole graph, in a file of its own, as it is at one moment; who writes waits until it is made."""
        with tempfile.TemporaryDirectory(prefix="citegraph-") as folder:
            db = await asyncio.to_thread(connect, Path(folder) / "copy.db")

            async def transact(tx: AsyncManagedTransaction) -> None:
                await self._writer.lock(tx, 0)
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

    async def write_each(self, run: OpenRun, batches: AsyncIterator[Batch]) -> AsyncGenerator[tuple[Batch, Counts]]:
        """See `GraphStore.write_each`: each is worked out while the one before it is committed."""

        async def works() -> AsyncGenerator[Callable[[Tables], tuple[Batch, Counts]]]:
            async for batch in batches:
                yield partial(_written, run, batch)

        async with aclosing(self._writer.each(works())) as written:
            async for found in written:
                yield found

    async def repeat(self, run: OpenRun, path: str, file: bytes, before: Checkpoint) -> Counts | None:
        """See `GraphStore.repeat`."""

        async def transact(tx: AsyncManagedTransaction) -> Counts | None:
            await self._writer.lock(tx, 1)
            return await repeat(tx, run, path, file, before)

        return await self._connection.write(transact)

    async def restore(self, lines: AsyncIterator[bytes]) -> None:
        """See `GraphStore.restore`."""
        async with _restored(lines) as db:
            await self._writer.forget()
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
        async def sending(tx: AsyncManagedTransaction) -> None:
            await send(tx, text, parameters)

        await self._connection.write(sending)

    # --- reading

    async def held(self, versions: Sequence[RecordVersion]) -> set[RecordVersion]:
        """See `GraphStore.held`."""
        wanted = set(versions)
        found = await self._connection.read(_HELD, {"keys": [[version.source, version.key] for version in wanted]})
        return wanted & {RecordVersion(row["source"], row["key"], bytes.fromhex(row["digest"])) for row in found}

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

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """See `GraphStore.neighbours`."""
        return await neighbours(self._connection, ids, ends, avoid_degree_above, limit)

    async def wanted(self, schemes: Sequence[IdScheme], *, limit: int) -> list[Wanted]:
        """See `GraphStore.wanted`."""
        return await wanted(self._connection, schemes, limit)

    async def stats(self) -> Stats:
        """See `GraphStore.stats`."""
        return await count(self._connection)

    async def version(self) -> int:
        """See `GraphStore.version`."""
        await self._connection.check()
        (found,) = await self._connection.read("MATCH (s:Store {name: 'citegraph'}) RETURN s.version AS version")
        return int(found["version"])

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
        await self._writer.close()
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


def _written(run: OpenRun, batch: Batch, db: Tables) -> tuple[Batch, Counts]:
    return batch, history.write(db, run, batch)


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
