"""Subgraphs as files, for the command line: nodes named by people, or found by an operation, and what lies around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from api.app import make_schema
from graph.errors import AmbiguousError, Candidate, CitegraphError, InputError, NotFoundError
from graph.interchange.subgraph import ExportFormat
from graph.store import GraphStore


class Exported(NamedTuple):
    """A file's text, how many nodes it was made of, and how many there were to choose from."""

    text: str
    shown: int
    found: int


_AROUND = """query ($ids: [ID!]!, $depth: Int!, $limit: Int!, $format: ExportFormat!) {
  neighbourhood(ids: $ids, depth: $depth, limit: $limit) { nodes { id } nodeCount unknown export(format: $format) }
}"""


async def exported(store: GraphStore, ids: Sequence[str], format_: ExportFormat, *, depth: int, limit: int) -> Exported:
    """Return what lies around nodes. InputError for an id that names nothing, and for what the API refuses."""
    asked = {"ids": list(ids), "depth": depth, "limit": limit, "format": format_.name}
    found = _data(await _respond(store, _AROUND, asked))["neighbourhood"]
    if found["unknown"]:
        raise NotFoundError(f"{found['unknown'][0]!r} names nothing in this graph; `citegraph stats` tells what it holds")
    return Exported(found["export"], len(found["nodes"]), found["nodeCount"])


async def ids_within(store: GraphStore, operation: str) -> list[str]:
    """Return every `id` in the answer of an operation, each once, in the order of the answer. InputError for one with errors or without ids."""
    found = list(dict.fromkeys(_ids(_data(await _respond(store, operation, {})))))
    if not found:
        raise InputError("the answer of --query has no id; ask for the id of what is to be exported")
    return found


def _ids(answer: Any) -> Iterator[str]:
    if isinstance(answer, list):
        for one in answer:
            yield from _ids(one)
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            if name == "id" and isinstance(value, str):
                yield value
            else:
                yield from _ids(value)


_NAMED = """query ($text: ID!, $name: String!) {
  node(id: $text) { id }
  method(by: {name: $name}) { id name } dataset(by: {name: $name}) { id name } task(by: {name: $name}) { id name }
  author(by: {name: $name}) { id name } paper(by: {title: $name}) { id name: title year }
}"""


async def id_named(store: GraphStore, text: str) -> str:
    """Return the id of the node that a text names: an id, an identifier's address, a name or a title.

    AmbiguousError when several have the name, of one kind or of different ones; NotFoundError when none has.
    """
    result = await _respond(store, _NAMED, {"text": text, "name": text})
    several = [one for error in result.errors or () for one in (error.extensions or {}).get("candidates", ())]
    if result.errors and not several:
        raise CitegraphError(result.errors[0].message)
    if result.data["node"] is not None:
        return text
    several += [one for name, one in result.data.items() if one is not None and name != "node"]
    if len(several) > 1:
        raise AmbiguousError(text, tuple(sorted((Candidate(**one) for one in several), key=lambda one: (one.name, one.id))))
    if not several:
        raise NotFoundError(f"{text!r} names nothing in this graph; use a name as the graph has it, or an id such as method:bert")
    return str(several[0]["id"])


@cache
def _schema() -> Any:
    return make_schema()


async def _respond(store: GraphStore, text: str, variables: dict[str, Any]) -> Any:
    return await _schema().execute(text, variable_values=variables, context_value={"store": store})


def _data(result: Any) -> dict[str, Any]:
    if result.errors:
        raise InputError(result.errors[0].message)
    data: dict[str, Any] = result.data
    return data
