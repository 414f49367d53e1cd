"""Loading without evidence, identity or search: what the load is compared with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import apsw
import orjson

from loaders.files import lines


def _connection(to: Path, tables: str) -> apsw.Connection:
    db = apsw.Connection(str(to))
    db.execute(tables)
    db.execute("BEGIN")
    return db


def rows_seconds(path: Path, to: Path) -> float:
    """Parse the rows and insert papers, authorships and tags as they stand; returns seconds."""
    start = time.perf_counter()
    db = _connection(to, """
        CREATE TABLE paper (id TEXT PRIMARY KEY, title TEXT, year INT, venue TEXT, abstract TEXT, doi TEXT, code TEXT);
        CREATE TABLE wrote (author TEXT, paper TEXT, position INT, PRIMARY KEY (author, paper)) WITHOUT ROWID;
        CREATE TABLE tag (paper TEXT, dataset TEXT, PRIMARY KEY (paper, dataset)) WITHOUT ROWID;
    """)  # fmt: skip
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
    db = _connection(to, """
        CREATE TABLE node (node INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT, year INT, venue TEXT,
            abstract TEXT, doi TEXT, UNIQUE (kind, key));
        CREATE TABLE edge (source INTEGER NOT NULL, relation TEXT NOT NULL, target INTEGER NOT NULL, position INT,
            PRIMARY KEY (source, relation, target)) WITHOUT ROWID;
        CREATE INDEX edge_reverse ON edge (target, relation, source);
    """)  # fmt: skip
    known: dict[tuple[str, str], int] = {}

    def node(kind: str, key: str, *values: Any) -> int:
        number = known.get((kind, key))
        if number is None:
            number = known[kind, key] = len(known) + 1
            db.execute("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, kind, key, *(values or (None,) * 5)))
        return number

    for _, raw in lines(path):
        row = orjson.loads(raw)
        paper = node("paper", row["id"], row["title"], row["year"], row["venue"], row["abstract"], row["doi"])
        edges: list[tuple[Any, ...]] = [(node("author", name), "WROTE", paper, i) for i, name in enumerate(row["authors"])]
        edges += [(paper, "EVALUATES_ON", node("dataset", tag["name"]), None) for tag in row["datasets"]]
        if row["code_url"]:
            edges.append((node("repository", row["code_url"]), "IMPLEMENTS", paper, None))
        db.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?)", edges)
    db.execute("COMMIT")
    db.close()
    return time.perf_counter() - start
