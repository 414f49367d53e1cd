"""Loading the ACL collection against a bare parse-and-insert of the same rows, and sharing queries on the loaded graph.

Needs the real collections beside the checkout (see tests/realdata.py); without them it says so and measures nothing.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import apsw
import orjson

from api.app import make_schema
from graph.kinds import Kind
from graph.plan import Choice, Connection, Item, NodeById, Page, Plan, SharedDatasets, Sharing
from graph.store import GraphStore
from graph.stores import open_store
from loaders.files import lines
from loaders.pipeline import Options, load
from tests.realdata import ROOT, folder

RESULTS = ROOT / "bench" / "results"
QUERIES = 200
Row = tuple[str, str, str]


def bare_insert(path: Path, to: Path) -> float:
    """Parse the rows and insert papers and authorships with nothing else; returns seconds."""
    start = time.perf_counter()
    db = apsw.Connection(str(to))
    db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    db.execute("CREATE TABLE paper (id TEXT PRIMARY KEY, title TEXT, year INT, venue TEXT, abstract TEXT, doi TEXT, code TEXT)")
    db.execute("CREATE TABLE wrote (author TEXT, paper TEXT, position INT, PRIMARY KEY (author, paper)) WITHOUT ROWID")
    db.execute("CREATE TABLE tag (paper TEXT, dataset TEXT, PRIMARY KEY (paper, dataset)) WITHOUT ROWID")
    db.execute("BEGIN")
    for _, raw in lines(path):
        row = orjson.loads(raw)
        paper = (row["id"], row["title"], row["year"], row["venue"], row["abstract"], row["doi"], row["code_url"])
        db.execute("INSERT INTO paper VALUES (?, ?, ?, ?, ?, ?, ?)", paper)
        db.executemany("INSERT OR IGNORE INTO wrote VALUES (?, ?, ?)", [(name, row["id"], i) for i, name in enumerate(row["authors"])])
        db.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?)", [(row["id"], tag["name"]) for tag in row["datasets"]])
    db.execute("COMMIT")
    db.close()
    return time.perf_counter() - start


async def load_seconds(store: GraphStore, path: Path) -> float:
    """Load a file; returns seconds."""
    start = time.perf_counter()
    await load(store, [path], Options())
    return time.perf_counter() - start


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
    """Return rows of what, measured, to reach."""
    acl, sota = shared / "data" / "acl.jsonl.zst", shared / "data" / "pwc_sota.jsonl"
    bare = bare_insert(acl, scratch / "bare.db")
    store = await open_store(f"sqlite:///{scratch / 'graph.db'}")
    first = await load_seconds(store, acl)
    again = await load_seconds(store, acl)
    await load_seconds(store, sota)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        ("bare parse and insert", f"{bare:.1f} s", ""),
        ("load acl.jsonl.zst", f"{first:.1f} s, {first / bare:.1f} × bare", "≤ 8 × bare"),
        ("load it again", f"{again:.1f} s, {again / first:.2f} of the first", "≤ 0.20"),
        ("resident memory", f"{peak:.0f} MiB", "≤ 600 MiB"),
    ]
    ranked = await methods_by_reach(store)
    for name, method in (("median method", ranked[len(ranked) // 2]), ("largest hub", ranked[-1])):
        found = await latencies(store, method)
        what = f"{method}: p50 {statistics.median(found):.1f} ms, p95 {found[int(len(found) * 0.95)]:.1f} ms"
        rows.append((f"sharesDatasetsWith, {name}", what, "p95 ≤ 20 ms"))
    await store.close()
    return rows


def main() -> None:
    """Measure, print, write."""
    shared = folder()
    if shared is None:
        sys.exit("the real collections are not beside the checkout (CITEGRAPH_SHARED names their folder); nothing was measured")
    with tempfile.TemporaryDirectory() as scratch:
        rows = asyncio.run(measure(shared, Path(scratch)))
    for what, measured, reach in rows:
        print(f"{what:34} {measured:48} {reach}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps([dict(zip(("what", "measured", "reach"), row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
    (RESULTS / "latest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
