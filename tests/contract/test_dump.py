"""The dump of everything: round trips, what is restored, what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dump import encode
from graph.errors import InputError, RefusedError
from graph.evidence import Record, Rejection
from graph.kinds import Relation
from graph.packed import pack
from graph.store import Batch, Checkpoint, GraphStore, RunState
from graph.stores import open_store
from tests.build import acl, dataset, dump, edge, introduces, method, record, titled, write
from tests.contract.test_decision_laws import choices, merge_any, nodes, pairs, public_id, split_any, undo_any
from tests.contract.test_laws import LAWFUL, fresh, loaded, run, sources

PAPER = acl("P19-1001")
CHANGES = st.lists(st.tuples(st.sampled_from(("merge", "split", "off", "undo")), choices), max_size=4)


async def everything(store: GraphStore) -> list[bytes]:
    return [line async for line in store.dump()]


async def given_lines(lines: Iterable[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


async def restored(lines: Iterable[bytes]) -> GraphStore:
    store = await fresh()
    await store.restore(given_lines(lines))
    return store


async def change(store: GraphStore, command: str, choice: int) -> None:
    if command == "undo":
        await undo_any(store, choice)
    elif command == "merge" and await pairs(store):
        await merge_any(store, choice)
    elif command != "merge" and await nodes(store):
        await split_any(store, choice, off=command == "off")


@LAWFUL
@given(sources(), sources(), CHANGES, choices)
def test_what_is_restored_is_what_was_dumped_and_goes_on_alike(
    first: list[Record], second: list[Record], changes: list[tuple[str, int]], undone: int
) -> None:
    async def work() -> None:
        store = await loaded(first, second)
        for command, choice in changes:
            await change(store, command, choice)
        lines = await everything(store)
        other = await restored(lines)
        assert await everything(other) == lines
        assert await dump(other) == await dump(store)
        assert await other.verify() == []
        assert await other.runs() == await store.runs()
        for graph in (store, other):
            await undo_any(graph, undone)
        assert await dump(other) == await dump(store)
        for refs in await nodes(store):
            assert await public_id(other, refs[0]) == await public_id(store, refs[0])
        await store.close()
        await other.close()

    run(work())


async def test_rejections_checkpoint_and_interruption_are_restored(store: GraphStore) -> None:
    begun = await store.start_run("load", ["a.jsonl"])
    rejection = Rejection("s", None, "a.jsonl:2", "no title")
    await store.write(begun, Batch(pack([record("a", *introduces(PAPER, "Foo"))]), [rejection], Checkpoint((("a.jsonl", 2),))))
    other = await restored(await everything(store))
    assert await other.rejects(1) == [rejection]
    assert [found.state for found in await other.runs()] == [RunState.RUNNING]
    resumed = await other.start_run("load", ["a.jsonl"], resume=True)
    assert (resumed.number, resumed.checkpoint.done) == (1, (("a.jsonl", 2),))
    await other.close()


async def test_a_former_id_leads_on_after_restoring(store: GraphStore) -> None:
    await write(store, [record("a", *introduces(PAPER, "Foo")), record("b", *introduces(acl("P19-1002"), "Bar"))])
    await store.merge("method:foo", "method:bar")
    other = await restored(await everything(store))
    assert (await other.why("method:bar", "Foo")).ids == ("method:foo", "method:foo")
    await other.close()


async def test_the_lines_are_what_the_form_says(store: GraphStore) -> None:
    paper = titled(PAPER, "Title", "A. Smith", 2019)
    await write(store, [record("k", paper, edge(Relation.INTRODUCES, PAPER, method("Foo", PAPER)))])
    head, begun, *rest = map(json.loads, await everything(store))
    assert head[:2] == ["citegraph", 1]
    assert begun[:4] == ["run", 1, "load", ["test"]]
    place = ["field", "test/1", 1.0, None, None, None, None]
    assert rest == [
        ["source", 1, "test", 2],
        ["reference", 1, "paper", "acl", "P19-1001", None],
        ["reference", 2, "paper", "text", "title|smith|2019", None],
        ["reference", 3, "method", "name", "Foo", 1],
        ["record", 1, 1, "k"],
        ["version", 1, 1, record("k", paper, edge(Relation.INTRODUCES, PAPER, method("Foo", PAPER))).digest.hex(), "test.jsonl:k", None,
         [[None, 1, None, {"title": "Title", "year": 2019}, *place], ["INTRODUCES", 1, 3, {}, *place]], [[1, 2, None]]],
        ["seen", 1, 1, 1],
        ["id", "method:foo", 3],
        ["id", "paper:acl:P19-1001", 1],
        ["end", 11],
    ]  # fmt: skip


async def test_a_dump_is_of_one_moment_though_a_loader_writes(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    await write(store, [record(f"k{n}", edge(Relation.USES, acl(f"P19-{n}"), dataset("D"))) for n in range(3000)])
    before = await everything(store)
    found: list[bytes] = []
    async for line in store.dump():
        if not found:
            await write(store, [record("new", *introduces(PAPER, "Foo"))])
        found.append(line)
    assert found == before
    assert len(await everything(store)) > len(before)
    await store.close()


async def test_only_an_empty_graph_is_filled(store: GraphStore) -> None:
    await write(store, [record("a", *introduces(PAPER, "Foo"))])
    lines = await everything(store)
    with pytest.raises(RefusedError, match="restored into an empty graph"):
        await store.restore(given_lines(lines))
    assert await everything(store) == lines


Damage = Callable[[list[bytes]], list[bytes]]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "empty": (lambda lines: [], "cut off after line 0"),
    "cut off": (lambda lines: lines[:-1], "cut off after line 11"),
    "cut within a line": (lambda lines: [*lines[:5], lines[5][:9]], "line 6 of the dump cannot be read: '\\[\"referen'"),
    "a line lost": (lambda lines: lines[:-3] + lines[-2:], "cut off after line 11"),
    "order changed": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "line 3 of the dump does not belong there"),
    "more after the end": (lambda lines: [*lines, lines[1]], "line 13 of the dump does not belong there"),
    "no dump": (lambda lines: [b'{"type": "paper"}\n'], "line 1 of the dump cannot be read"),
    "a canonical dump": (lambda lines: [b'["edge", "CITES"]\n'], "line 1 of the dump cannot be read"),
    "another form": (lambda lines: [b'["citegraph", 99, "7.0.0"]\n', *lines[1:]], "has form 99, this version restores form 1; use the version 7.0.0"),
    "a wrong type": (lambda lines: [lines[0], lines[1].replace(b'["run",1', b'["run","x"'), *lines[2:]], "line 2 of the dump: .*valid integer"),
    "an unknown kind": (lambda lines: [line.replace(b'"paper"', b'"poem"') for line in lines], "line 4 of the dump: .*'paper', 'method'"),
    "a repeated line": (lambda lines: [*lines[:3], lines[2], *lines[3:]], "contradicts itself"),
    "a wrong digest": (lambda lines: [_digest(line) for line in lines], "contradicts itself"),
    "an unknown scope": (lambda lines: [line.replace(b'"Foo",1]', b'"Foo",77]') for line in lines], "contradicts itself"),
}  # fmt: skip


def _digest(line: bytes) -> bytes:
    fields = json.loads(line)
    return json.dumps([*fields[:3], "xyz", *fields[4:]]).encode() if fields[0] == "version" else line


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_dump_is_refused_and_leaves_nothing(store: GraphStore, damage: str) -> None:
    change, told = DAMAGES[damage]
    model = await loaded([record("k", titled(PAPER, "Title", "A. Smith", 2019), *introduces(PAPER, "Foo"))])
    lines = await everything(model)
    assert len(lines) == 12
    with pytest.raises(InputError, match=told):
        await store.restore(given_lines(change(lines)))
    await store.restore(given_lines(lines))
    assert await everything(store) == lines
    await model.close()


async def test_restoring_can_be_stopped(store: GraphStore) -> None:
    model = await loaded([record("k", *introduces(PAPER, "Foo"))])
    lines = await everything(model)

    async def slow() -> AsyncIterator[bytes]:
        yield lines[0]
        await asyncio.sleep(3600)

    restoring = asyncio.create_task(store.restore(slow()))
    await asyncio.sleep(0.1)
    restoring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await restoring
    await store.restore(given_lines(lines))
    assert await everything(store) == lines
    await model.close()


def test_the_end_counts_the_lines_before_it() -> None:
    assert list(encode([])) == [b'["end",0]\n']
