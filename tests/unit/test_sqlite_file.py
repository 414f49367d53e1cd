"""The file of the SQLite store: how it is opened, and what it is made of when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.store import GraphStore
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.sql import scalar
from graph.stores.sqlite.store import SqliteStore
from tests.build import acl, record, titled, write
from tests.contract.ask import ask


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("busy_timeout", 30000),
        ("cache_size", -32768),
        ("wal_autocheckpoint", 8000),
        ("page_size", 8192),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_is_opened_with_every_setting(tmp_path: Path, pragma: str, value: Any, read_only: bool) -> None:
    connect(tmp_path / "graph.db").close()
    db = connect(tmp_path / "graph.db", read_only=read_only)
    assert scalar(db, f"PRAGMA {pragma}") == value
    db.close()


def test_readers_read_while_a_batch_is_written(tmp_path: Path) -> None:
    writer, reader = connect(tmp_path / "graph.db"), connect(tmp_path / "graph.db", read_only=True)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE meta SET value = 7 WHERE name = 'version'")
    assert scalar(reader, "SELECT value FROM meta WHERE name = 'version'") == 0
    writer.execute("COMMIT")
    assert scalar(reader, "SELECT value FROM meta WHERE name = 'version'") == 7
    writer.close()
    reader.close()


async def test_orders_are_made_when_the_first_run_is_over(store: GraphStore) -> None:
    assert isinstance(store, SqliteStore)
    indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN ('node_name', 'node_paper_year')"
    db = connect(store._path, read_only=True)
    run = await store.start_run("load", ["a"])
    assert scalar(db, indexes) == 0
    await store.finish_run(run)
    assert scalar(db, indexes) == 2
    db.close()


async def test_a_long_text_stands_in_what_states_it_and_follows_it(store: GraphStore) -> None:
    paper = acl("P19-1001")
    first = titled(paper, "A", None, None)._replace(values={"title": "A", "abstract": "one"})
    await write(store, [record("b", first)])
    other = first._replace(values={"title": "A", "abstract": "two"})
    run, _ = await write(store, [record("a", other), record("c", other)])
    wanted = '{ paper(by: {acl: "P19-1001"}) { abstract } }'
    assert await ask(store, wanted) == {"paper": {"abstract": "two"}}  # stated twice
    await store.undo(run.number)
    assert await ask(store, wanted) == {"paper": {"abstract": "one"}}
