"""Verifying: the graph is computed again from its records, in memory, and compared; the file itself is checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.evidence import Record
from graph.packed import pack
from graph.store import Finding
from graph.stores.sqlite import history, ledger, tested
from graph.stores.sqlite.canonical import canonical_lines
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.project import project
from graph.stores.sqlite.replay import current_records
from graph.stores.sqlite.sql import rows, scalar
from graph.stores.sqlite.tables import Tables

BATCH = 5000

_COUNTED = {
    "degree counts edges": """
        SELECT id FROM node WHERE degree <> (SELECT count(*) FROM edge WHERE source = node)
            + (SELECT count(*) FROM edge WHERE target = node)""",
    "an edge's support counts its records": """
        SELECT edge.edge FROM edge LEFT JOIN assertion USING (edge) LEFT JOIN version USING (version)
        GROUP BY edge.edge HAVING edge.support <> count(DISTINCT record)""",
    "references resolve to nodes": "SELECT key FROM reference LEFT JOIN node USING (node) WHERE reference.node IS NOT NULL AND id IS NULL",
    "nodes have references": "SELECT id FROM node WHERE NOT EXISTS (SELECT 1 FROM ref WHERE ref.node = node.node)",
    "roots are nodes": "SELECT n.id FROM node n LEFT JOIN node r ON r.node = n.root WHERE r.node IS NULL",
    "only current versions support": """
        SELECT assertion FROM assertion JOIN version USING (version) JOIN record ON record.record = version.record
        WHERE record.version IS NOT version.version AND (node IS NOT NULL OR edge IS NOT NULL)""",
    "the current version is the latest surviving one": """
        SELECT record.record FROM record WHERE record.version IS NOT (
            SELECT seen.version FROM seen JOIN run ON run.number = seen.run AND run.state <> 'undone'
            WHERE seen.record = record.record ORDER BY seen.run DESC LIMIT 1)""",
}


def findings(db: Tables) -> list[Finding]:
    """Return every broken invariant; empty when the graph is what its records say."""
    return [*_file(db), *_counted(db), *_tested(db), *_replayed(db)]


def _file(db: Tables) -> Iterator[Finding]:
    found = scalar(db, "PRAGMA quick_check(1)")
    if found != "ok":
        yield Finding("the file is sound", 1, str(found))


def _counted(db: Tables) -> Iterator[Finding]:
    for name, sql in _COUNTED.items():
        broken = rows(db, sql)
        if broken:
            yield Finding(name, len(broken), str(broken[0][0]))


def _tested(db: Tables) -> Iterator[Finding]:
    broken = tested.mismatches(db)
    if broken:
        yield Finding("TESTED_ON equals its definition", len(broken), str(broken[0]))


def _replayed(db: Tables) -> Iterator[Finding]:
    copy = connect(Path(":memory:"))
    replay(copy, current_records(db))
    mine, theirs = canonical_lines(db), canonical_lines(copy)
    differing = sorted(set(mine) ^ set(theirs))
    if differing:
        yield Finding("the graph equals a replay of its records", len(differing), differing[0].decode()[:500])
    copy.close()


def replay(db: Tables, records: Iterator[Record]) -> None:
    """Write records into an empty graph, in batches, as one run."""
    run = history.open_run(db, "0", "replay", [])
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) >= BATCH:
            project(db, ledger.enter(db, run.number, pack(batch))[0])
            batch = []
    project(db, ledger.enter(db, run.number, pack(batch))[0])
    history.close_run(db, run, interrupted=False)
