"""What a graph lacks that a source may know: papers known only by an identifier, papers without abstract or references, repositories without stars."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from graph.ids import Identifier, IdScheme
from graph.kinds import Kind, Relation
from graph.plan import AllOf, Along, Compare, Connection, Every, Filter, Item, Not, Operator, Order, Page, Plan, Supported
from graph.store import GraphStore

MOST_WANTED = 100_000
"""Identifiers that are looked at in one go; the others come into sight as these are found."""
_AT_ONCE = 500


class Gap(StrEnum):
    """What is lacking."""

    TITLE = "without a title"
    ABSTRACT = "without an abstract"
    REFERENCES = "without references"
    IDENTIFIER = "known only by an identifier"
    STARS = "without stars"


class Lacking(NamedTuple):
    """Something to be asked for: the identifier that the source knows it by, and what it lacks."""

    identifier: Identifier
    gap: Gap


@dataclass(frozen=True, slots=True)
class Filling:
    """What a source fills, of what kind, and by which identifiers, the best first; `start` is with what these begin.

    `alone` is the name of a source whose records speak of nothing else: what has one was asked for already.
    """

    kind: Kind
    gaps: frozenset[Gap]
    schemes: tuple[IdScheme, ...]
    alone: str | None
    start: str = ""


_TEXT = frozenset({Gap.TITLE, Gap.ABSTRACT, Gap.IDENTIFIER})
_I = IdScheme
FILLINGS: dict[str, Filling] = {
    "openalex": Filling(Kind.PAPER, _TEXT | {Gap.REFERENCES}, (_I.OPENALEX, _I.DOI, _I.ARXIV), "openalex"),
    "s2": Filling(Kind.PAPER, _TEXT | {Gap.REFERENCES}, (_I.S2, _I.ARXIV, _I.DOI, _I.ACL), None),
    "arxiv": Filling(Kind.PAPER, _TEXT, (_I.ARXIV,), "arxiv"),
    "github": Filling(Kind.REPOSITORY, frozenset({Gap.STARS}), (_I.REPO,), "github", "https://github.com/"),
}


async def lacking(store: GraphStore, filling: Filling) -> AsyncGenerator[Lacking]:
    """Yield what lacks something that a source fills, each once: nodes first, the most connected first, then identifiers, most wanted first."""
    seen: set[Identifier] = set()
    async for found in _nodes(store, filling):
        if found.identifier not in seen:
            seen.add(found.identifier)
            yield found
    if Gap.IDENTIFIER in filling.gaps:
        for item in await store.wanted(filling.schemes, limit=MOST_WANTED):
            if item.identifier not in seen:
                yield Lacking(item.identifier, Gap.IDENTIFIER)


async def _nodes(store: GraphStore, filling: Filling) -> AsyncGenerator[Lacking]:
    after: str | None = None
    while True:
        answer = await store.run(_plan(filling, after))
        page: dict[str, Any] = orjson.loads(answer.json)["found"]
        for node in page["nodes"]:
            gap, identifier = _gap(node, filling.gaps), _known_by(node["identifiers"], filling)
            if gap is not None and identifier is not None:
                yield Lacking(identifier, gap)
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _plan(filling: Filling, after: str | None) -> Plan:
    order = (Order("degree", descending=True),)
    found = Connection(AllOf(filling.kind), Page(first=_AT_ONCE, after=after), _where(filling), order)
    ends = Item("pageInfo", "pageInfo", items=(Item("hasNextPage", "hasNextPage"), Item("endCursor", "endCursor")))
    identifiers = Item("identifiers", "identifiers", items=(Item("scheme", "scheme"), Item("value", "value")))
    nodes = Item("nodes", "nodes", items=(identifiers, *_wanted_of(filling.kind)))
    return Plan((Item("found", "found", found, (nodes, ends)),))


def _wanted_of(kind: Kind) -> tuple[Item, ...]:
    if kind is Kind.REPOSITORY:
        return (Item("stars", "stars"),)
    cited = Connection(Along(Relation.CITES, True, (Kind.PAPER,)))
    return (
        Item("title", "title"),
        Item("abstract", "abstract"),
        Item("cites", "cites", cited, (Item("totalCount", "totalCount"),)),
        Item("unresolved", "unresolvedReferenceCount"),
    )


def _where(filling: Filling) -> Filter | None:
    """Nodes that may lack something: what a property does not tell is looked at afterwards."""
    parts: list[Filter] = [Not(Supported(sources=(filling.alone,)))] if filling.alone else []
    if filling.kind is Kind.REPOSITORY:
        parts.append(Compare("stars", Operator.IS_NULL, True))
    return Every(tuple(parts)) if parts else None


def _gap(node: dict[str, Any], gaps: frozenset[Gap]) -> Gap | None:
    """The first that a node has of some gaps."""
    has = {
        Gap.TITLE: not node.get("title"),
        Gap.ABSTRACT: not node.get("abstract"),
        Gap.REFERENCES: "cites" in node and not node["cites"]["totalCount"] and not node["unresolved"],
        Gap.STARS: node.get("stars") is None,
    }
    return next((gap for gap, is_there in has.items() if is_there and gap in gaps), None)


def _known_by(found: list[dict[str, str]], filling: Filling) -> Identifier | None:
    fitting = (
        Identifier(scheme, item["value"])
        for scheme in filling.schemes
        for item in found
        if item["scheme"] == scheme.value and item["value"].startswith(filling.start)
    )
    return next(fitting, None)
