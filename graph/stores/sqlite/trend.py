"""How many papers a year are joined with a node."""

from __future__ import annotations

from graph.kinds import Kind, Relation
from graph.plan import Item
from graph.stores.sqlite.rows import json_object
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER

_PAPER = KIND_NUMBER[Kind.PAPER]
_OF_RESULTS = ", ".join(str(RELATION_NUMBER[relation]) for relation in (Relation.OF, Relation.ON, Relation.FOR))


def papers_by_year(n: str, items: tuple[Item, ...]) -> str:
    """Return the JSON list of years, rising, with the number of papers that say something of the node `n` or report a result joined with it."""
    body = json_object([(item.key, {"year": "year", "paperCount": "papers"}[item.name]) for item in items])
    papers = (
        f"SELECT e.source AS paper FROM edge e WHERE e.target = {n}.node AND e.source & 7 = {_PAPER}"
        f" UNION SELECT r.source FROM edge e CROSS JOIN edge r ON r.target = e.source AND r.relation = {RELATION_NUMBER[Relation.REPORTS]}"
        f" WHERE e.target = {n}.node AND e.relation IN ({_OF_RESULTS}) AND r.source & 7 = {_PAPER}"
    )
    years = f"SELECT p.year, count(*) AS papers FROM ({papers}) x JOIN node p ON p.node = x.paper WHERE p.year IS NOT NULL GROUP BY p.year"
    return f"json((SELECT json_group_array({body} ORDER BY year) FROM ({years})))"
