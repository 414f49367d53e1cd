"""Counts of what is in the graph."""

from __future__ import annotations

from graph.kinds import Kind, Relation
from graph.store import Stats
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER
from graph.stores.sqlite.sql import rows, scalar
from graph.stores.sqlite.tables import Tables

_WAITING = """
SELECT count(DISTINCT pending.assertion) FROM pending CROSS JOIN assertion USING (assertion)
JOIN ref a ON a.ref = assertion.a LEFT JOIN ref b ON b.ref = assertion.b
WHERE assertion.relation > 0 AND assertion.edge IS NULL AND (a.node IS NULL OR b.node IS NULL) AND {} (a.doubt OR coalesce(b.doubt, 0))
"""
_FLAGGED = """
SELECT count(*) FROM assertion JOIN version USING (version) JOIN record ON record.version = version.version
WHERE assertion.flag IS NOT NULL
"""


def stats(db: Tables) -> Stats:
    """Count nodes by kind, edges by relation, and what waits."""
    nodes: dict[int, int] = dict(rows(db, "SELECT kind, count(*) FROM node GROUP BY 1"))
    edges: dict[int, int] = dict(rows(db, "SELECT relation, count(*) FROM edge GROUP BY 1"))
    return Stats(
        nodes={kind.name: nodes.get(KIND_NUMBER[kind], 0) for kind in Kind},
        edges={relation.value: edges.get(RELATION_NUMBER[relation], 0) for relation in Relation},
        pending=scalar(db, _WAITING.format("NOT")),
        review=scalar(db, _WAITING.format("")),
        flagged=scalar(db, _FLAGGED),
        records=scalar(db, "SELECT count(*) FROM record WHERE version IS NOT NULL"),
        version=version(db),
    )


def version(db: Tables) -> int:
    """Return the number of the last committed change."""
    return int(scalar(db, "SELECT value FROM meta WHERE name = 'version'"))
