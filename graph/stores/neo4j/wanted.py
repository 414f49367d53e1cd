"""Papers known only by an identifier."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ids import Identifier, IdScheme
from graph.kinds import Kind
from graph.store import Wanted
from graph.stores.neo4j.connection import Connection
from graph.stores.sqlite.schema import KIND_NUMBER

_WANTED = """
MATCH (a:Reference)-[w:WAITS]->(b:Reference) WITH w, CASE w.missing WHEN a.ref THEN a ELSE b END AS r
WHERE r.kind = $kind AND r.scheme IN $schemes AND r.node IS NULL AND NOT coalesce(r.doubt, false)
WITH r, count(DISTINCT w.said) AS waiting
RETURN r.scheme AS scheme, r.value AS value, waiting ORDER BY waiting DESC, scheme, value LIMIT $limit
"""


async def wanted(connection: Connection, schemes: Sequence[IdScheme], limit: int) -> list[Wanted]:
    """See `GraphStore.wanted`."""
    asked = {"kind": KIND_NUMBER[Kind.PAPER], "schemes": [scheme.value for scheme in schemes], "limit": limit}
    found = await connection.read(_WANTED, asked)
    return [Wanted(Identifier(IdScheme(row["scheme"]), row["value"]), row["waiting"]) for row in found]
