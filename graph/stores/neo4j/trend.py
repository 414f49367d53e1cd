"""How many papers a year are joined with a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.plan import Item
from graph.stores.neo4j.page import object_of

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


def papers_by_year(writer: Writer, n: str, items: tuple[Item, ...]) -> str:
    """Return the list of years, rising, with the number of papers that say something of the node `n` or report a result joined with it."""
    body = object_of([(item.key, {"year": "year", "paperCount": "papers"}[item.name]) for item in items])
    papers = (
        f"COLLECT {{ MATCH (p:Paper)-->({n}) WHERE p.year IS NOT NULL RETURN p"
        f" UNION MATCH (p:Paper)-[:REPORTS]->(:Result)-[:OF|ON|FOR]->({n}) WHERE p.year IS NOT NULL RETURN p }}"
    )
    return writer.called(lambda: f"UNWIND {papers} AS p WITH p.year AS year, count(*) AS papers ORDER BY year RETURN collect({body})")
