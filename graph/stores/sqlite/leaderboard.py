"""Leaderboards as rows: results on a dataset, ranked where they can be compared, now and at their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind, Relation
from graph.plan import Item, Leaderboard
from graph.stores.sqlite.causes import dataset_coverage
from graph.stores.sqlite.rows import Key, Rows, boolean, last_keys
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER
from graph.text import sort_name

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer

LEADING = ("metric", "split", "protocol", "unit", "setting")
"""What results have in common that are ranked with one another."""
GROUPED = ", ".join(f"result.{name}" for name in LEADING)
BADNESS = "CASE result.higher_is_better WHEN 1 THEN -result.value WHEN 0 THEN result.value END"
"""The smaller the better; null where it is unknown which way is better."""

_REPORTS = RELATION_NUMBER[Relation.REPORTS]
_DATE = (
    "coalesce(result.reported_on, (SELECT min(coalesce(p.published_on, CAST(p.year AS TEXT))) FROM edge e JOIN node p ON p.node = e.source"
    f" WHERE e.target = result.node AND e.relation = {_REPORTS} AND e.source & 7 = {KIND_NUMBER[Kind.PAPER]}))"
)


def leaderboard(writer: Writer, source: Leaderboard, owner: str) -> Rows:
    """Results on the owner, a dataset."""
    n = writer.binds.alias("n")
    of_group = f"PARTITION BY {', '.join(LEADING)}"
    results = (
        f"SELECT result.node, {GROUPED}, {BADNESS} AS badness, {_DATE} AS date FROM edge x CROSS JOIN node result ON result.node = x.source"
    )
    ranked = (
        f"SELECT *, CASE WHEN badness IS NOT NULL THEN rank() OVER ({of_group}, badness IS NULL ORDER BY badness) END AS place,"
        f" min(CASE WHEN date IS NOT NULL THEN badness END) OVER ({of_group} ORDER BY date) AS best"
        f" FROM ({results} WHERE {_which(writer, source, owner)})"
    )
    return Rows(
        body=f"FROM ({ranked}) b CROSS JOIN node {n} ON {n}.node = b.node",
        columns=[f"{n}.node AS node", "b.place AS place", "b.date AS date", "b.badness AS badness", "b.best AS best"],
        keys=[*(Key(f"b.{name}", nullable=True) for name in LEADING), Key("b.badness", nullable=True, is_float=True), *last_keys(n)],
        kinds=(Kind.RESULT,),
        edge_item=lambda item, r: _item(writer, item, r),
        coverage=lambda items: dataset_coverage(items, f"SELECT {owner}.node", writer.binds),
    )


def _which(writer: Writer, source: Leaderboard, owner: str) -> str:
    """Condition: a result on the owner (edge x) is wanted."""
    parts = [f"x.target = {owner}.node AND x.relation = {RELATION_NUMBER[Relation.ON]}"]
    for name, value in (("metric", source.metric), ("split", source.split)):
        if value is not None:
            parts.append(f"sort_name(result.{name}) = {writer.binds.add(sort_name(value))}")
    if source.task is not None:
        task, for_ = writer.by_id(writer.binds.add(source.task)), RELATION_NUMBER[Relation.FOR]
        parts.append(f"EXISTS (SELECT 1 FROM edge f WHERE f.source = result.node AND f.relation = {for_} AND f.target = {task})")
    return " AND ".join(parts)


def _item(writer: Writer, item: Item, r: str) -> str:
    match item.name:
        case "rank":
            return f"{r}.place"
        case "date":
            return f"{r}.date"
        case "wasBest":
            return f"CASE WHEN {r}.date IS NOT NULL AND {r}.badness IS NOT NULL THEN {boolean(f'{r}.badness <= {r}.best')} END"
        case "method":
            found = f"(SELECT min(target) FROM edge WHERE source = {r}.node AND relation = {RELATION_NUMBER[Relation.OF]})"
            return writer.one(item.items, found, (Kind.METHOD,))
        case _:
            return writer.one(item.items, reporter(f"{r}.node"), (Kind.PAPER,))


def reporter(result: str) -> str:
    """The paper that reports a result; the first there is when several do."""
    return f"(SELECT min(source) FROM edge WHERE target = {result} AND relation = {_REPORTS} AND source & 7 = {KIND_NUMBER[Kind.PAPER]})"
