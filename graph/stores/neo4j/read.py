"""Answering plans: one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from graph import cursors
from graph.errors import Candidate
from graph.plan import Answer, Item, Plan
from graph.stores.neo4j.binds import Value
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.select import TO_JSON, Writer

_SHOW = f"SHOW FUNCTIONS YIELD name WHERE name = '{TO_JSON}' RETURN count(*) AS found"


class Statement(NamedTuple):
    """The one statement that answers a plan, and its parameters; `has_lists` says that its answer has cursors that are lists."""

    text: str
    parameters: dict[str, dict[str, Value]]
    has_lists: bool


def compile_plan(plan: Plan, *, as_text: bool) -> Statement:
    """Return the statement of a plan. With `as_text` the server makes the JSON, by APOC."""
    writer = Writer(as_text=as_text)
    return Statement(writer.statement(plan), writer.binds.parameters, writer.has_lists)


async def makes_json(connection: Connection) -> bool:
    """Whether the server can make JSON by itself."""
    (row,) = await connection.read(_SHOW)
    return bool(row["found"])


async def answer(connection: Connection, plan: Plan, *, as_text: bool) -> Answer:
    """Answer a plan by one statement. Objects have their keys in any order."""
    statement = compile_plan(plan, as_text=as_text)
    (row,) = await connection.read(statement.text, statement.parameters)
    found = row["answer"]
    if statement.has_lists:
        found = orjson.loads(found) if as_text else found
        _encode_cursors(plan.items, found)
    if statement.has_lists or not as_text:
        found = orjson.dumps(found).decode()
    several = ((key, tuple(Candidate(**one) for one in fitting)) for key, fitting in row["ambiguous"].items() if fitting)
    return Answer(found, row["version"], tuple(several))


# --- cursors that came as lists -------------------------------------------------------------------------------------

_CURSORS = frozenset({"cursor", "startCursor", "endCursor"})


def _encode_cursors(items: Sequence[Item], found: Any) -> None:
    """Put texts in the place of cursors that came as lists."""
    if isinstance(found, list):
        for one in found:
            _encode_cursors(items, one)
    elif isinstance(found, dict):
        for item in items:
            value = found.get(item.key)
            if item.items:
                _encode_cursors(item.items, value)
            elif item.name in _CURSORS and isinstance(value, list):
                found[item.key] = cursors.text(value)
