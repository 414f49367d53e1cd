"""Loading into Neo4j: against a bare script that merges the same nodes and edges, nodestream, and our own load into a file.

All of them on one real server of 4 GB heap, one after the other, in three rounds. The quickest counts: a server translates what it runs often
while it runs, and is warm after the first. The load's rounds are all told, since a server is cold when its first load begins.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from neo4j import AsyncManagedTransaction

from bench import nodestream
from bench.table import Row
from graph.kinds import KINDS, RELATIONS
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD, parse_address, password
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.schema import LABELS, TYPES
from loaders.files import lines
from loaders.pipeline import Options, load
from tests.neo4j.server import JavaServer, Server, chosen

BATCH = 5000
ROUNDS = 3
Properties = dict[str, Any]


@dataclass
class Graph:
    """Nodes by label, and edges by (label of the source, relationship type, label of the target), as a script would have them."""

    nodes: dict[str, list[Properties]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=lambda: defaultdict(list))

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges."""
        return sum(map(len, self.nodes.values())), sum(map(len, self.edges.values()))


async def _graph(connection: Connection) -> Graph:
    """Return what a load has made, as people see it: ids, shown values, edges between ids; no evidence, nothing derived."""
    found = Graph()
    for kind, label in LABELS.items():
        names = ", ".join(f".{item.name}" for item in KINDS[kind].properties)
        for row in await connection.read(f"MATCH (n:{label}) RETURN n.id AS id, n {{{names}}} AS shown"):
            found.nodes[label].append({"id": row["id"], "shown": _known(row["shown"])})
    for relation, name in TYPES.items():
        names = ", ".join(f".{item.name}" for item in RELATIONS[relation].properties)
        text = f"MATCH (a)-[e:{name}]->(b) RETURN labels(a) AS of, a.id AS source, labels(b) AS to, b.id AS target, e {{{names}}} AS shown"
        for row in await connection.read(text):
            ends = [next(label for label in row[side] if label != "Node") for side in ("of", "to")]
            edge = {"source": row["source"], "target": row["target"], "shown": _known(row["shown"])}
            found.edges[ends[0], name, ends[1]].append(edge)
    return found


async def _size(connection: Connection) -> tuple[int, int]:
    (found,) = await connection.read("RETURN COUNT {MATCH (n)} AS nodes, COUNT {MATCH ()-[e]->()} AS edges")
    return found["nodes"], found["edges"]


def _known(shown: Properties) -> Properties:
    return {name: value for name, value in shown.items() if value is not None}


async def _bare(connection: Connection, graph: Graph) -> None:
    """Merge nodes and edges by the driver, constraints first, in batches, as a careful script does."""

    async def merge(text: str, rows: list[Properties]) -> None:
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]

            async def work(tx: AsyncManagedTransaction, some: list[Properties] = some) -> None:
                await (await tx.run(f"UNWIND $rows AS row {text}", rows=some)).consume()

            await connection.write(work)

    for label in graph.nodes:
        await connection.run(f"CREATE CONSTRAINT bare_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    for label, nodes in graph.nodes.items():
        await merge(f"MERGE (n:{label} {{id: row.id}}) SET n += row.shown", nodes)
    for (source, name, target), edges in graph.edges.items():
        ends = f"MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}})"
        await merge(f"{ends} MERGE (a)-[e:{name}]->(b) SET e += row.shown", edges)


async def _empty(connection: Connection) -> None:
    """Take everything away, constraints and indexes too."""
    await connection.run("MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 5000 ROWS")
    for row in await connection.run("SHOW CONSTRAINTS YIELD name"):
        await connection.run(f"DROP CONSTRAINT `{row['name']}`")
    for row in await connection.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"):
        await connection.run(f"DROP INDEX `{row['name']}`")


async def _loaded(url: str, path: Path) -> float:
    """Load a file into an empty graph; returns seconds, with the server's laying out of constraints and indexes not counted."""
    store = await open_store(url)
    start = time.perf_counter()
    await load(store, [path], Options())
    seconds = time.perf_counter() - start
    await store.close()
    return seconds


def cut(path: Path, to: Path, papers: int) -> Path:
    """Write the first rows of a collection, all when `papers` is 0, into a plain file."""
    with to.open("wb") as file:
        file.writelines(raw.rstrip() + b"\n" for _, raw in islice(lines(path), papers or None))
    return to


@contextmanager
def heap_server(home: Path) -> Iterator[Server]:
    """Give a started server of 4 GB heap, and stop it."""
    home.mkdir()
    made = JavaServer(chosen(), home, memory="4g")
    try:
        made.start()
        yield made
    finally:
        made.stop()


async def measure(shared: Path, scratch: Path, papers: int) -> list[Row]:
    """Measure on the first `papers` rows of the ACL collection, all when it is 0."""
    every = shared / "data" / "acl.jsonl.zst"
    path = cut(every, scratch / "acl.jsonl", papers)
    embedded = min([await _loaded(f"sqlite:///{scratch / f'{n}.db'}", path) for n in range(ROUNDS)])
    with heap_server(scratch / "neo4j") as served:
        os.environ[PASSWORD] = served.password
        connection = Connection(parse_address(served.uri), password())
        (version,) = await connection.read("CALL dbms.components() YIELD versions, edition RETURN versions[0] + ' ' + edition AS found")
        ours, bare = [], []
        for _ in range(ROUNDS):
            await _empty(connection)
            ours.append(await _loaded(served.uri, path))
            graph = await _graph(connection)
            await _empty(connection)
            start = time.perf_counter()
            await _bare(connection, graph)
            bare.append(time.perf_counter() - start)
        await _empty(connection)
        peer = await asyncio.to_thread(nodestream.seconds, graph.nodes, graph.edges, served.uri, served.password, scratch / "nodestream")
        if isinstance(peer, float) and (made := await _size(connection)) != graph.size:
            peer = f"not measured: it wrote {made[0]:,} nodes and {made[1]:,} edges"
        await connection.close()
    nodes, edges = graph.size
    best, script = min(ours), min(bare)
    rate = (nodes + edges) / best
    return [
        (f"Neo4j {version['found']}, nodes and edges", f"{nodes:,} and {edges:,}", ""),
        ("bare UNWIND MERGE of them", f"{script:.1f} s", ""),
        ("embedded load", f"{embedded:.1f} s", ""),
        ("load into Neo4j", f"{best:.1f} s, {rate:,.0f} nodes and edges a second, {', '.join(f'{each:.1f}' for each in ours)}", ""),
        ("  of the bare script's rate", f"{script / best:.2f}", "≥ 0.25"),
        ("  of the embedded load's time", f"{best / embedded:.1f} ×", "≤ 2 ×"),
        (
            "nodestream, the same nodes and edges",
            peer if isinstance(peer, str) else f"{peer:.1f} s: {peer / best:.1f} × ours",
            "≥ 3 ×",
        ),
    ]
