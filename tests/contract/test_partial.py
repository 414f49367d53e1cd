"""What is written by way of a part of the graph is what is written with all of it at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import RefusedError
from graph.evidence import NodeAssertion, Record, Ref, Rejection
from graph.kinds import Kind, Relation
from graph.packed import pack
from graph.store import Batch, GraphStore
from tests.build import PLACE, acl, dump, edge, record, titled, write
from tests.contract.partial import PartialStore
from tests.contract.test_decision_laws import choices
from tests.contract.test_dump import CHANGES, change, everything
from tests.contract.test_laws import LAWFUL, fresh, run, sources


@LAWFUL
@given(st.lists(sources(), min_size=1, max_size=3), CHANGES, st.booleans(), choices)
def test_a_part_is_enough(loads: list[list[Record]], changes: list[tuple[str, int]], keep: bool, size: int) -> None:
    async def work() -> None:
        whole: GraphStore = await fresh()
        part: GraphStore = PartialStore(Path(":memory:"), keep=keep)
        for store in (whole, part):
            for records in loads:
                pieces = [records] if size % 2 or not records else [[item] for item in records]
                for piece in pieces:
                    await write(store, piece)
            for command, choice in changes:
                await change(store, command, choice)
        assert (await dump(part)).splitlines() == (await dump(whole)).splitlines()
        assert [line for line in await everything(part) if b'["run"' not in line] == [
            line for line in await everything(whole) if b'["run"' not in line
        ]
        assert await part.verify() == []
        await whole.close()
        await part.close()

    run(work())


async def test_a_part_is_enough_for_snapshots_and_for_names() -> None:
    """What the law above does not come to: rejections and records by source, and look-ups by a name that no reference has."""
    records = [record(str(n), titled(acl(f"P19-10{n:02}"), f"Paper {n}")) for n in range(10)]
    people = [Ref(Kind.AUTHOR, "orcid", f"0000-0002-1825-009{n}") for n in (1, 7)]
    named = [NodeAssertion(ref, {"name": f"Ann Lee {ref.value[-1]}"}, (), PLACE) for ref in people]
    records.append(record("people", *named, *(edge(Relation.WROTE, ref, acl("P19-1000")) for ref in people)))
    unknown = Rejection("test", None, "test.jsonl:3", "no key")
    dumps = []
    for store in (await fresh(), PartialStore(Path(":memory:"), keep=False)):
        await write(store, records)
        begun = await store.start_run("load", ["again"])
        await store.write(begun, Batch(pack(records[:5]), [unknown]))
        assert len((await store.merge("Ann Lee 1", "Ann Lee 7")).ids) == 1
        with pytest.raises(RefusedError, match="1 records of 'test' could not be told apart"):
            await store.retract_unseen(begun, "test")
        assert await store.retract_unseen(begun, "test", force=True) == 6
        await store.write(begun, Batch(pack([]), [unknown]))
        await store.finish_run(begun)
        assert await store.rejects(begun.number) == [unknown, unknown]
        assert (await store.merge("Paper 1", "Paper 2")).ids == ("paper:acl:P19-1001",)
        dumps.append((await dump(store)).splitlines())
        await store.close()
    assert dumps[0] == dumps[1]
