"""The embedded store: loading the ACL collection against bare scripts that insert the same rows, and sharing queries on the loaded graph."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from api.app import make_schema
from bench import bare
from bench.program import ran
from bench.table import Row
from graph.kinds import Kind
from graph.plan import Choice, Connection, Item, NodeById, Page, Plan, SharedDatasets, Sharing
from graph.store import GraphStore
from graph.stores import open_store

QUERIES = 200


def _sharing(method: str) -> Plan:
    shared = Item("s", "sharedDatasets", Connection(SharedDatasets(), Page(5)), (Item("nodes", "nodes", None, (Item("name", "name"),)),))
    edge = (Item("score", "score"), Item("node", "node", None, (Item("name", "name"),)), shared)
    found = Item("x", "sharesDatasetsWith", Connection(Sharing(Choice()), Page(20)), (Item("edges", "edges", None, edge),))
    return Plan((Item("m", "method", NodeById(method, Kind.METHOD), (found,)),))


async def methods_by_reach(store: GraphStore) -> list[str]:
    """Ids of methods that share a dataset with another, by the number of those they share with, fewest first."""
    found: list[tuple[int, str]] = []
    after = None
    while True:
        text = "query ($a: String) { methods(first: 200, after: $a) { nodes { id sharesDatasetsWith(first: 0) { totalCount } } pageInfo { hasNextPage endCursor } } }"
        answer: Any = await make_schema().execute(text, variable_values={"a": after}, context_value={"store": store})
        page = answer.data["methods"]
        counted = [(node["sharesDatasetsWith"]["totalCount"], node["id"]) for node in page["nodes"]]
        found += [pair for pair in counted if pair[0]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return [name for _, name in sorted(found)]


async def latencies(store: GraphStore, method: str) -> list[float]:
    """Milliseconds of the sharing query, sorted."""
    plan = _sharing(method)
    await store.run(plan)
    found = []
    for _ in range(QUERIES):
        start = time.perf_counter()
        await store.run(plan)
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


async def measure(shared: Path, scratch: Path) -> list[Row]:
    """Measure on the whole collection; `shared` is the folder of the real collections."""
    acl, sota = shared / "data" / "acl.jsonl.zst", shared / "data" / "pwc_sota.jsonl"
    url = f"sqlite:///{scratch / 'graph.db'}"
    first, again = ran(url, "load", str(acl)), ran(url, "load", str(acl))
    scripts = {
        "bare: the rows": bare.rows_seconds,
        "bare: the same nodes and edges": bare.graph_seconds,
        "bare: those, by json and sqlite3": bare.script_seconds,
    }
    bares = {name: script(acl, scratch / f"{script.__name__}.db") for name, script in scripts.items()}
    ran(url, "load", str(sota))
    ratios = ", ".join(f"{first.seconds / seconds:.1f}" for seconds in bares.values())
    rows = [
        *((name, f"{seconds:.1f} s", "") for name, seconds in bares.items()),
        ("load acl.jsonl.zst", f"{first.seconds:.1f} s: {ratios} × bare", "≤ 8 × bare, about 40 s"),
        ("load it again", f"{again.seconds:.1f} s: {again.seconds / first.seconds:.2f} of the first", "≤ 0.20"),
        ("resident memory, both processes", f"{first.mebibytes:.0f} MiB", "≤ 600 MiB"),
    ]
    store = await open_store(url)
    ranked = await methods_by_reach(store)
    for name, method in (("median method", ranked[len(ranked) // 2]), ("largest hub", ranked[-1])):
        found = await latencies(store, method)
        what = f"{method}: p50 {statistics.median(found):.1f} ms, p95 {found[int(len(found) * 0.95)]:.1f} ms"
        rows.append((f"sharesDatasetsWith, {name}", what, "p95 ≤ 20 ms"))
    await store.close()
    return rows
