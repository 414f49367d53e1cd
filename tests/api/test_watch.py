"""A load is watched over a real socket, while it is going on in another process."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from graph.evidence import Rejection
from graph.packed import pack
from graph.store import Batch, GraphStore
from tests.build import acl, record, titled
from tests.e2e.serving import serving

RUN = "subscription ($id: ID) { run(id: $id) { id state counts { read written rejected } } }"


@asynccontextmanager
async def socket(address: str) -> AsyncIterator[ClientConnection]:
    """A socket of the server, greeted."""
    async with connect(f"{address.replace('http', 'ws')}/graphql", subprotocols=["graphql-transport-ws"]) as opened:  # type: ignore[list-item]
        await opened.send(json.dumps({"type": "connection_init"}))
        assert json.loads(await text_of(opened))["type"] == "connection_ack"
        yield opened


async def text_of(opened: ClientConnection) -> str:
    """The next message, which is one of text, as the protocol says: browsers' clients take no other."""
    message = await opened.recv()
    assert isinstance(message, str)
    return message


async def told(opened: ClientConnection, id_: str | None = None, text: str = RUN) -> AsyncIterator[dict[str, Any]]:
    """What a subscription tells, until it is over."""
    await opened.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": text, "variables": {"id": id_}}}))
    async with asyncio.timeout(60):
        while (message := json.loads(await text_of(opened)))["type"] != "complete":
            yield message["payload"] if message["type"] == "next" else {"errors": message["payload"]}
            if message["type"] == "error":
                return


@pytest.fixture
def address(store: GraphStore, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A server over the same store."""
    where = request.node.callspec.params["store"]
    url = f"sqlite:///{tmp_path / 'graph.db'}" if where == "sqlite" else request.getfixturevalue("neo4j_server").uri
    with serving(url) as address:
        yield address, url


async def test_a_load_is_told_batch_by_batch_until_it_is_over(store: GraphStore, address: tuple[str, str]) -> None:
    run = await store.start_run("load", ["papers.jsonl"])
    async with socket(address[0]) as opened:
        messages = told(opened)
        found = [(await anext(messages))["data"]["run"]]
        for n in range(3):
            paper = record(str(n), titled(acl(f"P19-100{n}"), f"Title {n}", "A. Smith", 2019))
            await store.write(run, Batch(pack([paper]), [Rejection("test", None, f"f:{n}", "odd")]))
            found.append((await anext(messages))["data"]["run"])
        await store.finish_run(run)
        found += [message["data"]["run"] async for message in messages]
    assert found == [
        *({"id": "run:1", "state": "RUNNING", "counts": {"read": 2 * n, "written": n, "rejected": n}} for n in range(4)),
        {"id": "run:1", "state": "FINISHED", "counts": {"read": 6, "written": 3, "rejected": 3}},
    ]


async def test_the_first_load_there_will_be_is_waited_for(store: GraphStore, address: tuple[str, str], tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(f'{{"type": "dataset", "key": "{n}", "name": "Dataset {n}"}}\n' for n in range(50)), encoding="utf-8")
    async with socket(address[0]) as opened:
        messages = told(opened)
        first = asyncio.ensure_future(anext(messages))
        argv = [sys.executable, "-m", "citegraph", "--store", address[1], "load", str(facts)]
        program = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.DEVNULL)
        found = [await first, *[message async for message in messages]]
        assert await program.wait() == 0
    last = found[-1]["data"]["run"]
    assert last == {"id": "run:1", "state": "FINISHED", "counts": {"read": 50, "written": 50, "rejected": 0}}
    written = [message["data"]["run"]["counts"]["written"] for message in found]
    assert written == sorted(written)


async def test_what_is_over_is_told_once_under_any_name(store: GraphStore, address: tuple[str, str]) -> None:
    await store.finish_run(await store.start_run("load", ["a.jsonl"]))
    await store.finish_run(await store.start_run("load", ["b.jsonl"]))
    text = "subscription ($id: ID) { load: run(id: $id) { __typename of: paths } }"
    async with socket(address[0]) as opened:
        assert [message async for message in told(opened, "run:1", text)] == [{"data": {"load": {"__typename": "Run", "of": ["a.jsonl"]}}}]
        assert [message async for message in told(opened, None, text)] == [{"data": {"load": {"__typename": "Run", "of": ["b.jsonl"]}}}]


async def test_an_unknown_load_is_an_error_with_its_code(store: GraphStore, address: tuple[str, str]) -> None:
    async with socket(address[0]) as opened:
        (failed,) = [message async for message in told(opened, "run:9")]
    (error,) = failed["errors"]
    assert (error["message"], error["extensions"]["code"]) == ("'run:9' is no load of this graph; `runs` lists them", "NOT_FOUND")


async def test_a_watcher_that_goes_away_is_let_go(store: GraphStore, address: tuple[str, str]) -> None:
    await store.start_run("load", ["a.jsonl"])
    async with socket(address[0]) as opened:
        await anext(told(opened))
    async with socket(address[0]) as opened:  # the server goes on, and at the end of the test closes without waiting for the load
        assert (await anext(told(opened)))["data"]["run"]["state"] == "RUNNING"


async def test_no_other_protocol_is_spoken(store: GraphStore, address: tuple[str, str]) -> None:
    async with connect(f"{address[0].replace('http', 'ws')}/graphql", subprotocols=["graphql-ws"]) as opened:  # type: ignore[list-item]
        with pytest.raises(ConnectionClosed, match="4406"):
            await opened.recv()
