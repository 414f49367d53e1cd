"""A server that goes and comes back under a running API."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from api.app import create_app
from graph.stores import open_store
from tests.build import acl, introduces, record, titled, write
from tests.neo4j.server import OwnServer
from tests.neo4j.wipe import wipe

pytestmark = pytest.mark.neo4j

ASKED = {"query": "{ methods { nodes { name introducedBy { nodes { title } } } } }"}


async def test_requests_fail_with_a_code_and_recover_when_the_server_is_back(
    own_server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.stores.neo4j.connection.RETRY_SECONDS", 1.0)
    await wipe(own_server.uri)
    store = await open_store(own_server.uri)
    paper = acl("P19-1001")
    await write(store, [record("a", titled(paper, "Foo paper"), *introduces(paper, "Foo"))])
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url="http://citegraph") as client:

        async def ask() -> Any:
            return (await client.post("/graphql", json=ASKED, timeout=60)).json()

        whole = await ask()
        assert whole["data"] == {"methods": {"nodes": [{"name": "Foo", "introducedBy": {"nodes": [{"title": "Foo paper"}]}}]}}
        assert (await client.get("/readyz")).json() == {"status": "ready", "version": 3}
        own_server.kill()
        try:
            failed = await ask()
            assert failed["data"] is None
            (error,) = failed["errors"]
            assert error["extensions"]["code"] == "UNAVAILABLE"
            assert "nothing listens there" in error["message"]
            answer = await client.get("/readyz")
            assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
            assert (await client.get("/healthz")).status_code == 200
        finally:
            await asyncio.to_thread(own_server.start)
        assert await ask() == whole
        assert (await client.get("/readyz")).json() == {"status": "ready", "version": 3}
    await store.close()
