"""Leaderboards as rows: results on a dataset, ranked where they can be compared, now and at their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind
from graph.plan import Item, Leaderboard
from graph.stores.neo4j.causes import coverage
from graph.stores.neo4j.page import Key, Rows, last_keys
from graph.stores.neo4j.shared import asks
from graph.stores.neo4j.support import Support
from graph.text import sort_name

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer

LEADING = ("metric", "split", "protocol", "unit", "setting")
"""What results have in common that are ranked with one another."""


def badness(n: str) -> str:
    """The smaller the better; null where it is unknown which way is better. Of 0.0 the negation is -0.0, and the difference 0.0."""
    return f"CASE {n}.higherIsBetter WHEN true THEN 0 - {n}.value WHEN false THEN {n}.value END"


def _date(n: str) -> str:
    reported = (
        f"COLLECT {{ MATCH ({n})<-[:REPORTS]-(p:Paper) WITH coalesce(p.publishedOn, toString(p.year)) AS date WHERE date IS NOT NULL"
        " RETURN date ORDER BY date LIMIT 1 }[0]"
    )
    return f"coalesce({n}.reportedOn, {reported})"


def leaderboard(writer: Writer, item: Item, source: Leaderboard, owner: str) -> Rows:
    """Results on the owner, a dataset. Those of one group are gathered when one asks how they compare."""
    binds = writer.binds
    n, one, bad, date, group = (binds.alias(name) for name in ("n", "x", "badness", "date", "group"))
    dated = _date(n) if asks(item, "date") or asks(item, "wasBest") else "null"
    body = f"MATCH ({owner})<-[:ON]-({n}:Result) WHERE {_which(writer, source, n)} WITH {n}, {badness(n)} AS {bad}, {dated} AS {date}"
    columns = {"node": n, "badness": bad, "date": date}
    if asks(item, "rank") or asks(item, "wasBest"):
        grouped = ", ".join(f"{n}.{name} AS {name}" for name in LEADING)
        body += (
            f" WITH {grouped}, collect({{node: {n}, badness: {bad}, date: {date}}}) AS gathered"
            f" WITH gathered, [y IN gathered WHERE y.badness IS NOT NULL | {{badness: y.badness, date: y.date}}] AS {group}"
            f" UNWIND gathered AS {one} WITH {one}.node AS {n}, {one}.badness AS {bad}, {one}.date AS {date}, {group}"
        )
        columns["group"] = group
    tested = Support(f"MATCH (m)-[t:TESTED_ON]->({owner}) WHERE true", "t", "m", owner)
    return Rows(
        body=body,
        columns=columns,
        keys=[*leading_keys(n), Key(bad, nullable=True, is_float=True), *last_keys(n)],
        kinds=(Kind.RESULT,),
        edge_item=lambda part, r: _item(writer, part, r),
        coverage=lambda items: coverage(writer, items, tested),
        costly=True,
    )


def leading_keys(n: str) -> list[Key]:
    """The keys that keep together what is ranked together."""
    return [Key(f"{n}.{name}", nullable=True, stored=("Result", name)) for name in LEADING]


def _which(writer: Writer, source: Leaderboard, n: str) -> str:
    """Condition: a result on the owner is wanted."""
    parts = []
    for name, value in (("metric", source.metric), ("split", source.split)):
        if value is not None:
            parts.append(f"{n}.{name}Form = {writer.binds.add(sort_name(value))}")
    if source.task is not None:
        parts.append(f"EXISTS {{ MATCH ({n})-[:FOR]->(x) WHERE x = {writer.by_id(source.task)} }}")
    return " AND ".join(parts) or "true"


def _item(writer: Writer, item: Item, r: str) -> str:
    match item.name:
        case "rank":
            return f"CASE WHEN {r}badness IS NOT NULL THEN 1 + size([y IN {r}group WHERE y.badness < {r}badness]) END"
        case "date":
            return f"{r}date"
        case "wasBest":
            better = f"any(y IN {r}group WHERE y.date IS NOT NULL AND y.date <= {r}date AND y.badness < {r}badness)"
            return f"CASE WHEN {r}badness IS NOT NULL AND {r}date IS NOT NULL THEN NOT {better} END"
        case "method":
            found = f"COLLECT {{ MATCH ({r}node)-[:OF]->(x:Method) RETURN x ORDER BY x.node LIMIT 1 }}[0]"
            return writer.one(item.items, found, (Kind.METHOD,))
        case _:
            return writer.one(item.items, reporter(f"{r}node"), (Kind.PAPER,))


def reporter(result: str) -> str:
    """The paper that reports a result; the first there is when several do."""
    return f"COLLECT {{ MATCH ({result})<-[:REPORTS]-(x:Paper) RETURN x ORDER BY x.node LIMIT 1 }}[0]"
