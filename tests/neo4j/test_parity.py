"""What is written on a server is what is written in a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputError, RefusedError
from graph.evidence import Record
from graph.store import GraphStore
from graph.stores import open_store
from tests.build import acl, dump, introduces, record, write
from tests.contract.test_decision_laws import choices, undo_any
from tests.contract.test_dump import CHANGES, change, everything, given_lines
from tests.contract.test_laws import fresh, run, sources
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe

pytestmark = pytest.mark.neo4j
SERVED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@SERVED
@given(loads=st.lists(sources(), min_size=1, max_size=2), changes=CHANGES, undone=choices)
def test_a_copy_is_whole_in_both_directions(
    neo4j_server: Server, loads: list[list[Record]], changes: list[tuple[str, int]], undone: int
) -> None:
    async def work() -> None:
        await wipe(neo4j_server.uri)
        file: GraphStore = await fresh()
        served = await open_store(neo4j_server.uri)
        for records in loads:
            await write(file, records)
        for command, choice in changes:
            await change(file, command, choice)
        await served.restore(file.dump())
        assert await everything(served) == await everything(file)
        assert await served.verify() == []
        for store in (served, file):
            await undo_any(store, undone)
        assert (await dump(served)).splitlines() == (await dump(file)).splitlines()
        back: GraphStore = await fresh()
        await back.restore(served.dump())
        assert await everything(back) == await everything(served)
        assert await served.stats() == replace(await file.stats(), version=(await served.stats()).version)
        for store in (served, file, back):
            await store.close()

    run(work())


async def test_only_an_empty_graph_is_filled(neo4j_store: GraphStore) -> None:
    await write(neo4j_store, [record("a", *introduces(acl("P19-1001"), "Foo"))])
    lines = await everything(neo4j_store)
    with pytest.raises(RefusedError, match="restored into an empty graph"):
        await neo4j_store.restore(given_lines(lines))
    assert await everything(neo4j_store) == lines


async def test_a_damaged_dump_leaves_nothing(neo4j_store: GraphStore) -> None:
    model = await fresh()
    await write(model, [record("a", *introduces(acl("P19-1001"), "Foo"))])
    lines = await everything(model)
    with pytest.raises(InputError, match="cut off"):
        await neo4j_store.restore(given_lines(lines[:-1]))
    await neo4j_store.restore(given_lines(lines))
    assert await everything(neo4j_store) == lines
    await model.close()


def lasting(lines: list[bytes]) -> list[bytes]:
    """The lines of a dump but runs, which have times."""
    return [line for line in lines if not line.startswith(b'["run"')]


@SERVED
@given(loads=st.lists(sources(), min_size=1, max_size=2), changes=CHANGES, size=choices)
def test_both_stores_hold_the_same(neo4j_server: Server, loads: list[list[Record]], changes: list[tuple[str, int]], size: int) -> None:
    async def work() -> None:
        await wipe(neo4j_server.uri)
        file: GraphStore = await fresh()
        served = await open_store(neo4j_server.uri)
        for store in (file, served):
            for records in loads:
                for piece in [records] if size % 2 or not records else [records[:2], records[2:]]:
                    await write(store, piece)
            for command, choice in changes:
                await change(store, command, choice)
        assert (await dump(served)).splitlines() == (await dump(file)).splitlines()
        assert lasting(await everything(served)) == lasting(await everything(file))
        assert await served.verify() == []
        await served.close()
        await file.close()

    run(work())
