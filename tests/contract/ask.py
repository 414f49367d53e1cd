"""Asking a store by GraphQL, as every program does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from api.app import make_schema
from graph.plan import Answer, Plan
from graph.store import GraphStore, Neighbour


class Runs(Protocol):
    """What the API asks of a store."""

    async def run(self, plan: Plan) -> Answer:
        """Answer a plan."""

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """See `GraphStore.neighbours`."""


@cache
def _schema() -> Any:
    return make_schema()


async def respond(store: Runs, text: str, variables: dict[str, Any] | None = None) -> Any:
    """The whole result: data, errors, extensions."""
    return await _schema().execute(text, variable_values=variables, context_value={"store": store})


async def ask(store: GraphStore, text: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data of an operation that has no errors."""
    result = await respond(store, text, variables)
    assert result.errors is None, result.errors
    data: dict[str, Any] = result.data
    return data
