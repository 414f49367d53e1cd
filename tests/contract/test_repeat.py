"""Files that did not change are not read again: `GraphStore.repeat` against what reading them would do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.evidence import Record, Rejection
from graph.packed import pack
from graph.store import Batch, Checkpoint, Counts, GraphStore, OpenRun, Portion, RunState
from tests.build import acl, dump, record, titled, write

FILE = b"a" * 16
BAD = Rejection("test", None, "test.jsonl:9", "is no JSON")


def row(key: str, title: str = "A title") -> Record:
    return record(key, titled(acl(f"P19-{key}"), f"{title} of {key}"))


async def read(store: GraphStore, portions: Sequence[tuple[Sequence[Record | Rejection], bool]], file: bytes = FILE) -> OpenRun:
    """Load a file, in portions."""
    run = await store.start_run("load", ["test.jsonl"])
    start = 0
    for items, is_last in portions:
        end = start + len(items)
        records = pack(item for item in items if isinstance(item, Record))
        rejected = [item for item in items if isinstance(item, Rejection)]
        await store.write(run, Batch(records, rejected, Checkpoint((("test.jsonl", end),)), (), Portion(file, start, end, is_last)))
        start = end
    await store.finish_run(run)
    return run


async def again(store: GraphStore, file: bytes = FILE) -> Counts | None:
    """Load it again, by its digest alone; a run of which nothing came is not kept for the graph."""
    run = await store.start_run("load", ["test.jsonl"])
    counts = await store.repeat(run, "test.jsonl", file, Checkpoint((("before.jsonl", 3),)))
    await store.finish_run(run)
    return counts


async def test_a_file_that_was_read_whole_counts_as_seen(store: GraphStore) -> None:
    items: list[Record | Rejection] = [row("1001"), row("1002"), row("1001"), BAD]
    first = await read(store, [(items, False), ([row("1003")], True)])
    before = await dump(store)
    assert await again(store) == Counts(read=5, unchanged=3, merged=1, rejected=1)
    assert await dump(store) == before
    last = (await store.runs())[0]
    assert (last.counts, last.state) == (Counts(read=5, unchanged=3, merged=1, rejected=1), RunState.FINISHED)
    assert await store.rejects(last.number) == [BAD]
    assert await store.verify() == []
    await store.undo(first.number)
    assert await dump(store) == before, "the second run saw all of it as well"
    await store.undo(last.number)
    assert (await store.stats()).nodes["PAPER"] == 0


async def test_what_is_counted_goes_to_the_checkpoint(store: GraphStore) -> None:
    await read(store, [([row("1001"), row("1002")], True)])
    run = await store.start_run("load", ["before.jsonl", "test.jsonl"])
    await store.repeat(run, "test.jsonl", FILE, Checkpoint((("before.jsonl", 3),)))
    resumed = await store.start_run("load", ["before.jsonl", "test.jsonl"], resume=True)
    assert (resumed.number, resumed.checkpoint.done) == (run.number, (("before.jsonl", 3), ("test.jsonl", 2)))


async def test_a_snapshot_holds_what_was_seen_again(store: GraphStore) -> None:
    await read(store, [([row(str(n)) for n in range(1001, 1007)], True)])
    await write(store, [row("1009")])
    run = await store.start_run("load", ["test.jsonl"])
    assert await store.repeat(run, "test.jsonl", FILE, Checkpoint()) == Counts(read=6, unchanged=6)
    assert await store.retract_unseen(run, "test") == 1
    await store.finish_run(run)
    assert (await store.stats()).nodes["PAPER"] == 6


@pytest.mark.parametrize("what", ["unknown", "begun", "changed since", "retracted", "of another content beside"])
async def test_a_file_is_to_be_read_when_it_is_not_what_is_there(store: GraphStore, what: str) -> None:
    alone: list[Record | Rejection] = [row("1001"), row("1002")]
    match what:
        case "unknown":
            await write(store, [row("1001"), row("1002")])
        case "begun":
            await read(store, [(alone, False)])
        case "changed since":
            await read(store, [(alone, True)])
            await write(store, [row("1002", "Another title")])
        case "retracted":
            run = await read(store, [(alone, True)])
            await store.undo(run.number)
        case _:
            other = row("1002", "Another title")
            smaller, larger = sorted((alone[1], other), key=lambda item: item.digest if isinstance(item, Record) else b"")
            await read(store, [([row("1001"), smaller], False), ([larger], True)])
    before, runs = await dump(store), len(await store.runs())
    assert await again(store) is None
    assert await dump(store) == before
    assert (await store.runs())[0].counts == Counts()
    assert len(await store.runs()) == runs + 1


async def test_portions_that_runs_cut_differently_make_one_file(store: GraphStore) -> None:
    rows: list[Record | Rejection] = [row(str(n)) for n in range(1001, 1006)]
    await read(store, [(rows[:2], False), (rows[2:4], False), (rows[4:], True)])
    await read(store, [(rows[:4], False), (rows[4:], True)])
    assert await again(store) == Counts(read=5, unchanged=5)


async def test_records_of_two_files_are_merged_as_if_read(store: GraphStore) -> None:
    await read(store, [([row("1001"), row("1002")], True)])
    await read(store, [([row("1002"), row("1003")], True)], b"b" * 16)
    run = await store.start_run("load", ["both"])
    assert await store.repeat(run, "a", FILE, Checkpoint()) == Counts(read=2, unchanged=2)
    assert await store.repeat(run, "b", b"b" * 16, Checkpoint()) == Counts(read=2, unchanged=1, merged=1)
    info = await store.finish_run(run)
    assert info.counts == Counts(read=4, unchanged=3, merged=1)


async def test_a_run_of_before_cannot_count_what_a_later_one_saw(store: GraphStore) -> None:
    early = await store.start_run("load", ["early"])
    await store.finish_run(early, interrupted=True)
    await read(store, [([row("1001")], True)])
    early = await store.start_run("load", ["early"], resume=True)
    assert await store.repeat(early, "test.jsonl", FILE, Checkpoint()) is None
