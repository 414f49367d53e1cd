"""Laws of merge and split that hold for any records, whatever was decided before."""

from __future__ import annotations

import json
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.errors import RefusedError
from graph.evidence import Record
from graph.store import GraphStore, RunState
from tests.build import dump, write
from tests.contract.test_laws import LAWFUL, fresh, loaded, run, same, sources

choices = st.integers(0, 10**6)


async def nodes(store: GraphStore) -> list[list[str]]:
    """The references of each node but results, in the order of the dump."""
    lines = [json.loads(line) for line in (await dump(store)).splitlines()]
    return [line[2] for line in lines if line[0] == "node" and not line[1].startswith("result:")]


async def pairs(store: GraphStore) -> list[tuple[list[str], list[str]]]:
    """Every two nodes of one kind, in both directions."""
    found = [(a, b) for a, b in combinations(await nodes(store), 2) if a[0].split(":")[0] == b[0].split(":")[0]]
    return found + [(b, a) for a, b in found]


async def public_id(store: GraphStore, reference: str) -> str | None:
    return (await store.why(reference, reference)).ids[0]


async def merge_any(store: GraphStore, choice: int) -> tuple[list[str], list[str]]:
    found = await pairs(store)
    assume(found)
    kept, dropped = found[choice % len(found)]
    await store.merge(kept[0], dropped[0])
    return kept, dropped


async def split_any(store: GraphStore, choice: int, *, off: bool) -> None:
    found = await nodes(store)
    assume(found)
    refs = found[choice % len(found)]
    try:
        await store.split(refs[0], refs[-1:] if off else ())
    except RefusedError:
        return


async def undo_any(store: GraphStore, choice: int) -> None:
    surviving = [found.number for found in await store.runs() if found.state is not RunState.UNDONE]
    await store.undo(surviving[choice % len(surviving)])


@LAWFUL
@given(sources(), choices)
def test_merging_makes_one_which_keeps_the_id_and_leads_on_from_the_other(records: list[Record], choice: int) -> None:
    async def work() -> None:
        store = await loaded(records)
        found = await pairs(store)
        assume(found)
        kept, dropped = found[choice % len(found)]
        ids = [await public_id(store, refs[0]) for refs in (kept, dropped)]
        change = await store.merge(kept[0], dropped[0])
        assert change.ids == (ids[0],)
        assert [refs for refs in await nodes(store) if {kept[0], dropped[0]} <= set(refs)] != []
        assert (await store.why(str(ids[1]), kept[0])).ids == (ids[0], ids[0])
        await store.split(kept[0])
        assert [await public_id(store, refs[0]) for refs in (kept, dropped)] == ids
        await store.close()

    run(work())


@LAWFUL
@given(sources(), choices)
def test_a_split_merge_equals_never_merged(records: list[Record], choice: int) -> None:
    async def work() -> None:
        store, other = await loaded(records), await loaded(records)
        kept, _ = await merge_any(store, choice)
        await store.split(kept[0])
        await same(store, other)

    run(work())


@LAWFUL
@given(sources(), sources(), choices)
def test_undoing_a_merge_equals_never_having_made_it(first: list[Record], second: list[Record], choice: int) -> None:
    async def work() -> None:
        store = await loaded(first)
        await merge_any(store, choice)
        await write(store, second)
        await store.undo(2)
        await same(store, await loaded(first, second))

    run(work())


@LAWFUL
@given(sources(), choices)
def test_a_merge_survives_that_its_load_is_undone_and_redone(records: list[Record], choice: int) -> None:
    async def work() -> None:
        store, other = await loaded(records), await loaded(records)
        kept, _ = await merge_any(store, choice)
        await merge_any(other, choice)
        before = await public_id(store, kept[0])
        await store.undo(1)
        await store.undo(3)
        assert await public_id(store, kept[0]) == before
        await same(store, other)

    run(work())


@LAWFUL
@given(sources(), sources(), st.lists(st.tuples(st.sampled_from(("merge", "split", "off")), choices), max_size=3), choices)
def test_a_graph_with_decisions_equals_its_replay(
    first: list[Record], second: list[Record], decided: list[tuple[str, int]], undone: int
) -> None:
    async def work() -> None:
        store = await loaded(first)
        for command, choice in decided:
            if command == "merge" and await pairs(store):
                await merge_any(store, choice)
            elif command != "merge" and await nodes(store):
                await split_any(store, choice, off=command == "off")
        await write(store, second)
        assert await store.verify() == []
        await undo_any(store, undone)
        assert await store.verify() == []
        await store.close()

    run(work())


@LAWFUL
@given(sources(), choices)
def test_a_reference_told_apart_is_apart_from_the_rest(records: list[Record], choice: int) -> None:
    async def work() -> None:
        store = await loaded(records)
        several = [refs for refs in await nodes(store) if len(refs) > 1]
        assume(several)
        refs = several[choice % len(several)]
        gone = refs[choice % len(refs)]
        await store.split(refs[0], [gone])
        rest = {ref for ref in refs if ref != gone}
        rest = {ref for ref in rest if ":text:" not in ref} or rest  # a title goes with the paper whose record states it
        assert [found for found in await nodes(store) if gone in found and rest & set(found)] == []
        await store.close()

    run(work())


@LAWFUL
@given(sources())
def test_every_two_references_are_explained(records: list[Record]) -> None:
    async def work() -> None:
        store = await loaded(records)
        for refs in await nodes(store):
            for a, b in combinations(refs, 2):
                found = await store.why(a, b)
                assert found.ids[0] == found.ids[1] is not None
                assert [found.steps[0].a, *(step.b for step in found.steps)][:: len(found.steps)] == [a, b]
        for ours, theirs in await pairs(store):
            assert (await store.why(ours[0], theirs[0])).apart is not None
        await store.close()

    run(work())


@LAWFUL
@given(sources())
def test_everything_in_doubt_can_be_settled_by_its_remedy(records: list[Record]) -> None:
    async def work() -> None:
        store = await fresh()
        await write(store, records)
        for item in (await store.review(limit=100)).items:
            if item.remedy[:1] == ("merge",):
                assert (await store.merge(*item.remedy[1:])).ids == (item.remedy[1],)
        assert await store.verify() == []
        await store.close()

    run(work())


steps = st.tuples(st.sampled_from(("merge", "split", "off", "undo")), choices)


@LAWFUL
@given(sources(), st.lists(steps, max_size=5), choices)
def test_a_split_merge_equals_never_merged_after_any_history(records: list[Record], history: list[tuple[str, int]], choice: int) -> None:
    async def work() -> None:
        store = await loaded(records)
        for command, chosen in history:
            if command == "undo":
                await undo_any(store, chosen)
            elif command == "merge" and await pairs(store):
                await merge_any(store, chosen)
            elif command != "merge" and await nodes(store):
                await split_any(store, chosen, off=command == "off")
        before = await dump(store)
        kept, _ = await merge_any(store, choice)
        assert await dump(store) != before
        await store.split(kept[0])
        assert (await dump(store)).splitlines() == before.splitlines()
        await store.close()

    run(work())
