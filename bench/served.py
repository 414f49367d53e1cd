"""A server to measure, on the graph that CITEGRAPH_STORE names: `python -m bench.served text|record|bare PORT`.

`text` is the API as `citegraph serve` runs it, `record` the same where the server has no APOC, `bare` a route that does nothing but run the
statement of an operation and return its text.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response
from graphql import OperationDefinitionNode, parse
from graphql.execution.values import get_variable_values

from api.app import create_app, make_schema
from api.compile import Compiler
from graph.stores.neo4j.read import compile_plan
from graph.stores.neo4j.store import Neo4jStore, open_neo4j


def _bare(store: Neo4jStore) -> FastAPI:
    app = FastAPI(openapi_url=None)
    schema = make_schema()._schema
    known: dict[bytes, tuple[str, dict[str, Any]]] = {}

    def statement(body: bytes) -> tuple[str, dict[str, Any]]:
        asked = orjson.loads(body)
        (operation,) = parse(asked["query"]).definitions
        assert isinstance(operation, OperationDefinitionNode)
        variables = get_variable_values(schema, operation.variable_definitions or (), asked.get("variables") or {})
        assert not isinstance(variables, list), variables
        found = compile_plan(Compiler(schema, {}, variables).compile(operation).plan, as_text=True)
        return found.text, found.parameters

    @app.post("/graphql")
    async def answer(request: Request) -> Response:
        body = await request.body()
        if body not in known:
            known[body] = statement(body)
        (row,) = await store._connection.read(*known[body])
        return Response(b'{"data":' + row["answer"].encode() + b"}", media_type="application/json")

    return app


async def main(way: str, port: int) -> None:
    """Serve until stopped."""
    store = await open_neo4j(os.environ["CITEGRAPH_STORE"])
    if way == "record":
        store._as_text = False
    app = _bare(store) if way == "bare" else create_app(store)
    await uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", access_log=False)).serve()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
