"""What changed since a run."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from graph.errors import NotFoundError
from graph.evidence import Record
from graph.packed import pack
from graph.store import Batch, GraphStore
from tests.build import acl, record, titled, write


def row(key: str, title: str, source: str = "test") -> Record:
    return record(key, titled(acl(f"P19-{key}"), title), source=source)


async def told(store: GraphStore, since: int) -> list[tuple[str, str, str, int | None]]:
    return [(item.source, item.key, item.change.value, item.run) for item in await store.changes(since)]


async def test_what_was_added_changed_and_retracted_since_a_run(store: GraphStore) -> None:
    await write(store, [row("1001", "A"), row("1002", "B"), row("1003", "C"), *(row(str(n), "more") for n in range(1010, 1020))])
    await write(store, [row("1001", "A again"), row("1002", "B"), row("2001", "Other", "other")])
    run = await store.start_run("load", ["snapshot"])
    kept = [row("1001", "A again"), row("1002", "B"), *(row(str(n), "more") for n in range(1010, 1020))]
    await store.write(run, Batch(pack(kept)))
    await store.retract_unseen(run, "test")
    await store.finish_run(run)
    assert await told(store, 1) == [("other", "2001", "added", 2), ("test", "1001", "changed", 3), ("test", "1003", "retracted", 3)]
    assert await told(store, 2) == [("test", "1003", "retracted", 3)]
    assert await told(store, 3) == []
    (gone,) = await store.changes(2)
    assert astuple(gone)[3:5] == ("test.jsonl:1003", None)


async def test_what_was_undone_since_is_a_change_and_undoing_that_is_none(store: GraphStore) -> None:
    await write(store, [row("1001", "A")])
    await write(store, [row("1001", "A again"), row("1002", "B")])
    await write(store, [row("1003", "C")])
    undone = await store.undo(2)
    assert await told(store, 3) == [("test", "1001", "changed", 1), ("test", "1002", "retracted", None)]
    assert await told(store, 1) == [("test", "1003", "added", 3)]
    await store.undo(undone.number)
    assert await told(store, 3) == []
    assert await told(store, 4) == [("test", "1001", "changed", 2), ("test", "1002", "added", 2)]


async def test_changes_since_an_unknown_run(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match="run 7 does not exist"):
        await store.changes(7)
