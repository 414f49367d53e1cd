"""Loading without evidence, identity or search: what the load is compared with.

Three scripts, from the leanest to the plainest: the rows as they stand, then the same nodes and edges that a load makes, both by the
libraries that citegraph uses; and those nodes and edges by the standard library, as a script would be written that has nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import orjson

from loaders.files import lines

_ROWS = """
CREATE TABLE paper (id TEXT PRIMARY KEY, title TEXT, year INT, venue TEXT, abstract TEXT, doi TEXT, code TEXT);
CREATE TABLE wrote (author TEXT, paper TEXT, position INT, PRIMARY KEY (author, paper)) WITHOUT ROWID;
CREATE TABLE tag (paper TEXT, dataset TEXT, PRIMARY KEY (paper, dataset)) WITHOUT ROWID;
"""
_GRAPH = """
CREATE TABLE node (node INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT, year INT, venue TEXT,
    abstract TEXT, doi TEXT, UNIQUE (kind, key));
CREATE TABLE edge (source INTEGER NOT NULL, relation TEXT NOT NULL, target INTEGER NOT NULL, position INT,
    PRIMARY KEY (source, relation, target)) WITHOUT ROWID;
CREATE INDEX edge_reverse ON edge (target, relation, source);
"""


def rows_seconds(path: Path, to: Path) -> float:
    """Parse the rows and insert papers, authorships and tags as they stand; returns seconds."""
    start = time.perf_counter()
    db = apsw.Connection(str(to))
    db.execute(_ROWS)
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


def graph_seconds(path: Path, to: Path) -> float:
    """Parse the rows and insert them as nodes and edges that can be followed from both ends; returns seconds."""
    start = time.perf_counter()
    db = apsw.Connection(str(to))
    db.execute(_GRAPH)
    _insert_graph(path, db, orjson.loads)
    db.close()
    return time.perf_counter() - start


def script_seconds(path: Path, to: Path) -> float:
    """Do the same as `graph_seconds` by `json` and `sqlite3`; returns seconds."""
    start = time.perf_counter()
    db = sqlite3.connect(to, isolation_level=None)
    db.executescript(_GRAPH)
    _insert_graph(path, db, json.loads)
    db.close()
    return time.perf_counter() - start


def _insert_graph(path: Path, db: apsw.Connection | sqlite3.Connection, loads: Callable[[bytes], Any]) -> None:
    known: dict[tuple[str, str], int] = {}

    def node(kind: str, key: str, *values: Any) -> int:
        number = known.get((kind, key))
        if number is None:
            number = known[kind, key] = len(known) + 1
            db.execute("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, kind, key, *(values or (None,) * 5)))
        return number

    db.execute("BEGIN")
    for _, raw in lines(path):
        row = loads(raw)
        paper = node("paper", row["id"], row["title"], row["year"], row["venue"], row["abstract"], row["doi"])
        edges: list[tuple[Any, ...]] = [(node("author", name), "WROTE", paper, i) for i, name in enumerate(row["authors"])]
        edges += [(paper, "EVALUATES_ON", node("dataset", tag["name"]), None) for tag in row["datasets"]]
        if row["code_url"]:
            edges.append((node("repository", row["code_url"]), "IMPLEMENTS", paper, None))
        db.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?)", edges)
    db.execute("COMMIT")
