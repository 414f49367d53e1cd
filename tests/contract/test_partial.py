"""What is written by way of a part of the graph is what is written with all of it at hand."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Record
from graph.store import GraphStore
from tests.build import dump, write
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
