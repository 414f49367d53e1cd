"""The API answers the same, byte for byte, from a file and from a server: random operations on a graph full of odd values.

The operations of a seed are always the same ones; CITEGRAPH_PARITY_SEED names another seed. A server takes longer to plan a statement than to
run it: of many new operations those are asked that touch most for their length, each again with other values. `make test` asks some; the long
test goes on until every part of the schema is touched.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema
from strawberry.types import ExecutionResult

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import Connection
from graph.stores.sqlite import history
from tests.api.cases.case import Case
from tests.api.cases.table import CASES
from tests.api.cases.walk import declared, touched
from tests.neo4j.server import Server
from tests.neo4j.wipe import wipe
from tests.parity.both import Asked, ByMaps, Weighed, answers
from tests.parity.generator import Generator
from tests.parity.pool import pool_of
from tests.parity.tree import Field, Operation, written
from tests.parity.world import build
from tests.realdata import ROOT

pytestmark = pytest.mark.neo4j

SCHEMA = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))
SEED = int(os.environ.get("CITEGRAPH_PARITY_SEED", "1"))
SOME, LEAST, MOST = 300, 2000, 4000
DRAFTS, NEW, VARIANTS = 40, 8, 9
SAMPLED = 200


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


_AROUND = """{ neighbourhood(ids: ["task:seeing"], kinds: [RESULT], limit: 50) { edges { source relation target } } }"""
FURTHER = [Case("the relation FOR, which the cases' own graph shows where this larger one has no room", _AROUND, {})]


@dataclass
class Draft:
    """A new operation, what the file answered, what it touches, and how long the server's statement is: planning takes as long."""

    items: list[Field]
    asked: Asked
    touched: set[str]
    weight: int


class Session:
    """What is asked of both stores, and what came of it."""

    def __init__(self, generator: Generator, file: GraphStore, served: GraphStore) -> None:
        self._generator = generator
        self._file, self._served = file, served
        self.missing = declared(SCHEMA).everything()
        self.asked: list[Asked] = []

    async def round(self) -> None:
        """Ask new operations, then the same with other values."""
        self._generator.aim(self.missing)
        drafts = [await self._draft(self._generator.operation()) for _ in range(DRAFTS)]
        new = list(self._lightest(drafts))
        await self._compare([one.items for one in new], [one.asked for one in new])
        varied = [self._generator.variant(one.items) for one in new for _ in range(VARIANTS)]
        operations = [written(items) for items in varied]
        answered = await answers(self._file, operations)
        await self._compare(varied, [Asked(*both) for both in zip(operations, answered, strict=True)])

    async def complete(self) -> None:
        """Ask the hand-worked operations that touch what random ones, which come about by chance, have not reached by now."""
        for case in [*CASES, *FURTHER]:
            operation = Operation(case.text, await case.given(self._file))
            (ours,) = await answers(self._file, [operation])
            if not _touched(operation, ours) & self.missing:
                continue
            (theirs,) = await answers(self._served, [operation])
            one = Asked(operation, ours)
            if told := one.difference(theirs):
                pytest.fail(f"{case.name}: {told}", pytrace=False)
            self.asked.append(one)
            self.missing -= _touched(operation, ours)

    async def _draft(self, items: list[Field]) -> Draft:
        operation, weighed = written(items), Weighed(self._file)
        (answer,) = await answers(weighed, [operation])
        return Draft(items, Asked(operation, answer), _touched(operation, answer), weighed.weight)

    def _lightest(self, drafts: list[Draft]) -> Iterator[Draft]:
        """Yield the drafts that touch most of what is missing for their weight, one after the other."""
        missing, left = set(self.missing), list(drafts)
        for _ in range(NEW):
            best = max(left, key=lambda draft: (len(draft.touched & missing) / draft.weight, -draft.weight))
            left.remove(best)
            missing -= best.touched
            yield best

    async def _compare(self, trees: list[list[Field]], ours: list[Asked]) -> None:
        theirs = await answers(self._served, [one.operation for one in ours])
        for items, one, other in zip(trees, ours, theirs, strict=True):
            if told := one.difference(other):
                pytest.fail(f"seed {SEED}, operation {len(self.asked)}: {told}", pytrace=False)
            self.asked.append(one)
            if one.answer.data is not None:
                self._generator.learn(items, one.answer.data)
                self.missing -= _touched(one.operation, one.answer)


def _touched(operation: Operation, answer: ExecutionResult) -> set[str]:
    """What an operation without errors touches."""
    if answer.data is None or answer.errors:
        return set()
    return touched(SCHEMA, [Case("", operation.text, answer.data, operation.variables)]).everything()


def sample(found: list[Asked]) -> Iterator[Asked]:
    """Operations from all over: the first new one of each round, with its variants."""
    for start in range(0, len(found), NEW * (1 + VARIANTS)):
        yield found[start]
        yield from found[start + NEW : start + NEW + VARIANTS]


@asynccontextmanager
async def compared(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Session]:
    """The same graph in a file and on a server."""
    await wipe(server.uri)
    async with built(f"sqlite:///{folder / 'graph.db'}", monkeypatch) as one, built(server.uri, monkeypatch) as other:
        yield Session(Generator(SCHEMA, await pool_of(SCHEMA, one), SEED), one, other)


async def test_some_random_operations_have_the_same_answers(neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with compared(neo4j_server, tmp_path, monkeypatch) as session:
        while len(session.asked) < SOME:
            await session.round()
        await as_maps(neo4j_server, list(sample(session.asked)))


@pytest.mark.long
async def test_random_operations_have_the_same_answers(neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with compared(neo4j_server, tmp_path, monkeypatch) as session:
        while len(session.asked) < LEAST or (session.missing and len(session.asked) < MOST):
            await session.round()
        await session.complete()
        assert sorted(session.missing) == []
        nested = sum(is_nested(found.answer.data) for found in session.asked)
        assert nested * 2 >= len(session.asked), f"{nested} of {len(session.asked)} answers are nested"
        found = list(sample(session.asked))
        assert len(found) >= SAMPLED
        await as_maps(neo4j_server, found)


async def as_maps(server: Server, found: list[Asked]) -> None:
    """Ask again as of a server that makes no JSON; one without APOC makes none, and its answers were maps already."""
    if not server.has_apoc:
        return
    connection = Connection(parse_address(server.uri), server.password)
    try:
        again = await answers(ByMaps(connection), [one.operation for one in found])
    finally:
        await connection.close()
    for one, other in zip(found, again, strict=True):
        told = one.difference(other)
        assert told is None, f"as maps, seed {SEED}, {told}"
