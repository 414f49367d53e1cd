"""What is written on a server is what is written in a file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.evidence import Record
from graph.store import GraphStore
from graph.stores import open_store
from tests.build import dump, write
from tests.contract.test_decision_laws import choices
from tests.contract.test_dump import CHANGES, change, everything
from tests.contract.test_laws import fresh, run, sources
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe

pytestmark = pytest.mark.neo4j
SERVED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


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
