"""A store whose writer works on the rows that it asked for, and on nothing else, as the Neo4j store does: every row that it uses without asking is missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from graph.kinds import Kind
from graph.packed import form_of
from graph.stores.sqlite.connection import translated
from graph.stores.sqlite.schema import KIND_OF_NUMBER
from graph.stores.sqlite.sql import Row, many, rows
from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.tables import By, Tables
from graph.stores.sqlite.working import KEYS, WorkingSet

_EXTRACTOR = 7
_RECORDS = {
    By.RECORD: "SELECT value FROM json_each(?)",
    By.RECORD_KEY: "SELECT record FROM json_each(?) j JOIN record ON source = j.value ->> 0 AND record.key = j.value ->> 1",
    By.RECORD_SOURCE: "SELECT record FROM record WHERE source IN (SELECT value FROM json_each(?))",
    By.SEEN_RUN: "SELECT record FROM seen WHERE run IN (SELECT value FROM json_each(?))",
}
_REFS = {By.REF: "ref", By.REF_HASH: "hash", By.REF_BLOCK: "block", By.REF_NODE: "node", By.REF_SCOPE: "scope"}
_ASSERTIONS = {
    By.NODE_ASSERTIONS: "SELECT assertion FROM assertion WHERE node IN (SELECT value FROM json_each(?))",
    By.EDGE_ASSERTIONS: "SELECT assertion FROM assertion WHERE edge IN (SELECT value FROM json_each(?))",
    By.PENDING: "SELECT assertion FROM pending WHERE ref IN (SELECT value FROM json_each(?))",
    By.VERSION: "SELECT assertion FROM assertion WHERE version IN (SELECT value FROM json_each(?))",
}
_EDGES = {
    By.EDGE: "edge = j.value",
    By.EDGE_KEY: "source = j.value ->> 0 AND relation = j.value ->> 1 AND target = j.value ->> 2",
    By.EDGES_FROM: "source = j.value ->> 0 AND relation = j.value ->> 1",
    By.EDGES_TO: "target = j.value ->> 0 AND relation = j.value ->> 1",
}
_COLUMNS = {
    By.REJECT_RUN: ("reject", "run"),
    By.NODE: ("node", "node"),
    By.NODE_ID: ("node", "id"),
    By.NODE_NAME: ("node", "sort_name"),
    By.RETIRED: ("retired", "id"),
    By.RETIRED_REF: ("retired", "ref"),
    By.TESTED_OWNER: ("tested", "owner"),
    By.TESTED_METHOD: ("tested", "method"),
    By.TESTED_DATASET: ("tested", "dataset"),
}


def _in(full: Tables, table: str, column: str, keys: Iterable[Any]) -> list[Row]:
    return rows(full, f"SELECT * FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", many(keys))


def _records(full: Tables, records: list[int]) -> dict[str, list[Row]]:
    return {table: _in(full, table, "record", records) for table in ("record", "seen", "version")}


def _assertions(full: Tables, found: list[int]) -> dict[str, list[Row]]:
    names: dict[int, str] = dict(rows(full, "SELECT extractor, name FROM extractor"))
    said = [(*row[:_EXTRACTOR], names[row[_EXTRACTOR]], *row[_EXTRACTOR + 1 :]) for row in _in(full, "assertion", "assertion", found)]
    versions = _in(full, "version", "version", {row[1] for row in said})
    records = _in(full, "record", "record", {row[1] for row in versions})
    return {"assertion": said, "version": versions, "record": records, "pending": _in(full, "pending", "assertion", found)}


def fetch(full: Tables, by: By, keys: list[Any]) -> dict[str, list[Row]]:
    """Return what is asked for, and no more than that."""
    if by in _RECORDS:
        return _records(full, [row[0] for row in rows(full, _RECORDS[by], many(keys))])
    if by in _REFS:
        found = _in(full, "ref", _REFS[by], keys)
        return {"ref": [*found, *_in(full, "ref", "ref", {row[5] for row in found if row[5] is not None})]}
    if by is By.VERSION:
        versions = _in(full, "version", "version", keys)
        records = _in(full, "record", "record", {row[1] for row in versions})
        told = _assertions(full, [row[0] for row in rows(full, _ASSERTIONS[by], many(keys))])
        return told | {"version": versions, "record": records, "link": _in(full, "link", "version", keys)}
    if by in _ASSERTIONS:
        return _assertions(full, [row[0] for row in rows(full, _ASSERTIONS[by], many(keys))])
    if by is By.LINK:
        links = [*_in(full, "link", "a", keys), *_in(full, "link", "b", keys)]
        versions = _in(full, "version", "version", {row[2] for row in links})
        return {"link": links, "version": versions, "record": _in(full, "record", "record", {row[1] for row in versions})}
    if by in _EDGES:
        return {"edge": rows(full, f"SELECT edge.* FROM json_each(?) j CROSS JOIN edge ON {_EDGES[by]}", many(keys))}
    table, column = _COLUMNS[by]
    return {table: _in(full, table, column, keys)}


class _Kept:
    """Complete tables that rows are asked of (`graph.stores.sqlite.working.Source`)."""

    def __init__(self, full: Tables) -> None:
        self._full = full

    def start(self) -> tuple[dict[str, list[Row]], bool]:
        """Never said to be all: everything has to be asked for."""
        return {table: rows(self._full, f"SELECT * FROM {table}") for table in ("meta", "run", "source")}, False

    def __call__(self, by: By, keys: list[Any]) -> dict[str, list[Row]]:
        return fetch(self._full, by, keys)

    def waiting_of(self, run: int) -> int:
        """Count in the complete tables."""
        return self._full.waiting(run)


class PartialStore(SqliteStore):
    """Writes by a working set: a new one for each transaction, or one that is kept."""

    def __init__(self, path: Path, *, keep: bool) -> None:
        super().__init__(path)
        self._keep = keep
        self._working: WorkingSet | None = None

    @contextmanager
    def _transaction(self) -> Iterator[Tables]:
        full = self._db
        working = self._working or WorkingSet()
        self._working = None
        with translated(self._path):
            working.begin(_Kept(full))
            yield working
            working.note_numbers()
            full.execute("BEGIN IMMEDIATE")
            _write_back(full, working)
            full.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
            full.execute("COMMIT")
            working.settled()
        self._working = working if self._keep else None


def _write_back(full: Tables, working: WorkingSet) -> None:
    extractors: dict[int, str] = dict(rows(working, "SELECT extractor, name FROM extractor"))
    full.executemany("INSERT INTO extractor (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in extractors.values()])
    numbers: dict[str, int] = dict(rows(full, "SELECT name, extractor FROM extractor"))
    changes = working.difference()
    for table, change in reversed(changes.tables.items()):
        where = " AND ".join(f"{name} = ?" for name in KEYS[table])
        full.executemany(f"DELETE FROM {table} WHERE {where}", change.deleted)
    said = _in(working, "assertion", "assertion", changes.assertions)
    _replace(full, "assertion", [(*row[:_EXTRACTOR], numbers[extractors[row[_EXTRACTOR]]], *row[_EXTRACTOR + 1 :]) for row in said])
    for table, change in changes.tables.items():
        _replace(full, table, [*change.made, *change.updated])
        if table == "node":
            _index(full, [row[0] for row in chain(change.made, change.updated)], [row[0] for row in change.deleted])


def _replace(full: Tables, table: str, found: list[Row]) -> None:
    for row in found:
        full.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' for _ in row)})", row)


def _index(full: Tables, changed: list[int], gone: list[int]) -> None:
    full.executemany("DELETE FROM search WHERE rowid = ?", [(node,) for node in (*changed, *gone)])
    for node, name, aliases in rows(
        full, "SELECT node, sort_name, aliases FROM node WHERE node IN (SELECT value FROM json_each(?))", many(changed)
    ):
        if KIND_OF_NUMBER[node & 7] is not Kind.RESULT:
            words = " ".join(form_of(text)[1] for text in (name, *orjson.loads(aliases or "[]")))
            full.execute("INSERT INTO search (rowid, tokens) VALUES (?, ?)", (node, " ".join(dict.fromkeys(words.split()))))
