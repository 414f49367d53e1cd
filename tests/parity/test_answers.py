"""The API answers the same, byte for byte, from a file and from a server: random operations on a graph full of odd values.

The operations of a seed are always the same ones; CITEGRAPH_PARITY_SEED names another seed. New operations are asked once, then with other
values, since a server takes longer to plan a statement than to run it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import Connection
from graph.stores.sqlite import history
from tests.api.cases.case import Case
from tests.api.cases.walk import declared, touched
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe
from tests.parity.both import Asked, ByMaps, answers
from tests.parity.generator import Generator
from tests.parity.pool import pool_of
from tests.parity.tree import Field, Operation, written
from tests.parity.world import build
from tests.realdata import ROOT

pytestmark = [pytest.mark.neo4j, pytest.mark.long]

SCHEMA = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))
SEED = int(os.environ.get("CITEGRAPH_PARITY_SEED", "1"))
LEAST, MOST = 2000, 3500
NEW, VARIANTS = 20, 4
SAMPLED = 300

UNREACHED = {"value answered Kind.RESULT": "kinds are answered by suggestions alone, and results have no name to complete"}


def clock() -> Callable[[], str]:
    """A clock that goes on by a second each time it is read, so that both stores tell the same times."""
    seconds = count()
    return lambda: "2024-01-01T{:02}:{:02}:{:02}+00:00".format(*_parts(next(seconds)))


def _parts(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600, seconds // 60 % 60, seconds % 60


@asynccontextmanager
async def built(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GraphStore]:
    """A store with the graph."""
    monkeypatch.setattr(history, "now", clock())
    store = await open_store(url)
    try:
        await build(store)
        yield store
    finally:
        await store.close()


def is_nested(data: Any, depth: int = 0) -> bool:
    """Whether an answer holds a list of objects, within an object that a root field gives."""
    if isinstance(data, dict):
        return any(is_nested(value, depth + 1) for value in data.values())
    if isinstance(data, list):
        return (depth > 1 and any(isinstance(one, dict) for one in data)) or any(is_nested(one, depth + 1) for one in data)
    return False


class Session:
    """What is asked of both stores, and what came of it."""

    def __init__(self, generator: Generator, file: GraphStore, served: GraphStore) -> None:
        self._generator = generator
        self._stores = (file, served)
        self.missing = declared(SCHEMA).everything() - UNREACHED.keys()
        self.asked: list[Asked] = []

    async def round(self) -> None:
        """Ask new operations, then the same with other values."""
        self._generator.aim(self.missing)
        new = [self._generator.operation() for _ in range(NEW)]
        await self._ask(new)
        await self._ask([self._generator.variant(items) for items in new for _ in range(VARIANTS)])

    async def _ask(self, trees: list[list[Field]]) -> None:
        operations = [written(items) for items in trees]
        ours, theirs = await asyncio.gather(*(answers(store, operations) for store in self._stores))
        for items, operation, first, second in zip(trees, operations, ours, theirs, strict=True):
            one = Asked(len(self.asked), operation, first)
            if told := one.difference(second):
                pytest.fail(f"seed {SEED}, {told}", pytrace=False)
            self.asked.append(one)
            if first.data is not None:
                self._generator.learn(items, first.data)
                if not first.errors:
                    self.missing -= _touched(operation, first.data)


def _touched(operation: Operation, data: dict[str, Any]) -> set[str]:
    return touched(SCHEMA, [Case("", operation.text, data, operation.variables)]).everything()


def sample(found: list[Asked]) -> Iterator[Asked]:
    """Operations from all over: some of the new ones, with all their variants."""
    size = NEW * (1 + VARIANTS)
    for start in range(0, len(found), size):
        for place in range(start, start + NEW, 6):
            yield found[place]
            first = start + NEW + (place - start) * VARIANTS
            yield from found[first : first + VARIANTS]


async def test_random_operations_have_the_same_answers(neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert neo4j_server.has_apoc, "without APOC, answers as text cannot be compared"
    await wipe(neo4j_server.uri)
    file, served = f"sqlite:///{tmp_path / 'graph.db'}", neo4j_server.uri
    async with built(file, monkeypatch) as one, built(served, monkeypatch) as other:
        session = Session(Generator(SCHEMA, await pool_of(SCHEMA, one), SEED), one, other)
        while len(session.asked) < LEAST or (session.missing and len(session.asked) < MOST):
            await session.round()
        assert sorted(session.missing) == []
        nested = sum(is_nested(found.answer.data) for found in session.asked)
        assert nested * 2 >= len(session.asked), f"{nested} of {len(session.asked)} answers are nested"
        await as_maps(neo4j_server, list(sample(session.asked)))


async def as_maps(server: Server, found: list[Asked]) -> None:
    """Ask again as of a server that makes no JSON."""
    assert len(found) >= SAMPLED
    connection = Connection(parse_address(server.uri), server.password)
    try:
        again = await answers(ByMaps(connection), [one.operation for one in found])
    finally:
        await connection.close()
    for one, other in zip(found, again, strict=True):
        told = one.difference(other)
        assert told is None, f"as maps, seed {SEED}, {told}"
