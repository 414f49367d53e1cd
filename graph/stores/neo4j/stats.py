"""Counts of what is in the graph."""

from __future__ import annotations

from graph.kinds import Kind, Relation
from graph.store import Stats
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.schema import LABELS, TYPES

_NODES = ", ".join(f"{kind.name}: COUNT {{MATCH (:{label})}}" for kind, label in LABELS.items())
_EDGES = ", ".join(f"{relation.value}: COUNT {{MATCH ()-[:{name}]->()}}" for relation, name in TYPES.items())
_WAITING = """COUNT {
    MATCH (a:Reference)-[w:WAITS]->(b:Reference) WHERE w.relation IS NOT NULL AND (a.node IS NULL OR b.node IS NULL) AND %s coalesce(a.doubt, b.doubt, false)
    RETURN DISTINCT w.said}"""
_FLAGGED = """
MATCH (p:Place) WHERE p.flag IS NOT NULL WITH collect(p.place) AS flagged
CALL (flagged) {
    MATCH (r:Record) WHERE size(flagged) > 0 AND r.version IS NOT NULL MATCH (v:Version {version: r.version})
    RETURN sum(size([place IN v.places WHERE place IN flagged])) AS found}
RETURN found
"""
_COUNT = f"""
MATCH (s:Store {{name: 'citegraph'}})
RETURN {{{_NODES}}} AS nodes, {{{_EDGES}}} AS edges, {_WAITING % "NOT"} AS pending, {_WAITING % ""} AS review,
    COUNT {{MATCH (r:Record) WHERE r.version IS NOT NULL}} AS records, s.version AS version
"""


async def count(connection: Connection) -> Stats:
    """Count nodes by kind, edges by relation, and what waits."""
    (found,) = await connection.read(_COUNT)
    (flagged,) = await connection.read(_FLAGGED)
    nodes = {kind.name: found["nodes"][kind.name] for kind in Kind}
    edges = {relation.value: found["edges"][relation.value] for relation in Relation}
    return Stats(nodes, edges, found["pending"], found["review"], flagged["found"], found["records"], found["version"])
