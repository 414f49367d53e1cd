"""Asking two stores the same, and what is told when their answers differ."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

import orjson
from strawberry.types import ExecutionResult

from graph.plan import Answer, Plan
from graph.store import Neighbour
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.paths import neighbours
from graph.stores.neo4j.read import answer, compile_plan
from tests.contract.ask import Runs, respond
from tests.parity.tree import Operation

AT_ONCE = 4
_SHOWN_LINES = 60


@dataclass(frozen=True)
class ByMaps:
    """A graph on a server, answered as from a server that makes no JSON."""

    connection: Connection

    async def run(self, plan: Plan) -> Answer:
        """Answer a plan by one collected record."""
        return await answer(self.connection, plan, as_text=False)

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """See `GraphStore.neighbours`."""
        return await neighbours(self.connection, ids, ends, avoid_degree_above, limit)


@dataclass
class Weighed:
    """A graph in a file; `weight` is the length of the statement that a server would run for the last plan."""

    store: Runs
    weight: int = 1

    async def run(self, plan: Plan) -> Answer:
        """Answer a plan."""
        self.weight = len(compile_plan(plan, as_text=True).text)
        return await self.store.run(plan)

    async def neighbours(self, ids: Sequence[str], *, ends: Sequence[str], avoid_degree_above: int | None, limit: int) -> list[Neighbour]:
        """See `GraphStore.neighbours`."""
        return await self.store.neighbours(ids, ends=ends, avoid_degree_above=avoid_degree_above, limit=limit)


@dataclass(frozen=True)
class Asked:
    """An operation and what a file answered to it."""

    operation: Operation
    answer: ExecutionResult

    def difference(self, other: ExecutionResult) -> str | None:
        """Say in what another answer differs, with all that it takes to ask again; None when it is the same byte for byte."""
        first, second = shown(self.answer), shown(other)
        if first == second:
            return None
        lines = unified_diff(_lines(first), _lines(second), "the file", "the server", lineterm="", n=3)
        variables = json.dumps(self.operation.variables, ensure_ascii=False)
        return "\n".join([self.operation.text, f"variables: {variables}", *islice(lines, _SHOWN_LINES)])


def shown(result: ExecutionResult) -> bytes:
    """The response, as it is sent."""
    errors = [error.formatted for error in result.errors or ()]
    return orjson.dumps({"data": result.data, "errors": errors, "extensions": result.extensions})


def _lines(response: bytes) -> list[str]:
    return orjson.dumps(orjson.loads(response), option=orjson.OPT_INDENT_2).decode().splitlines()


async def answers(store: Runs, operations: Sequence[Operation]) -> list[ExecutionResult]:
    """Run operations on a store, some at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(operation: Operation) -> ExecutionResult:
        async with gate:
            result: ExecutionResult = await respond(store, operation.text, operation.variables)
            return result

    return await asyncio.gather(*map(one, operations))
