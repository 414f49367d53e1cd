"""Papers known only by an identifier."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ids import Identifier, IdScheme
from graph.kinds import Kind
from graph.store import Wanted
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows
from graph.stores.sqlite.tables import Tables

_WANTED = """
SELECT ref.scheme, ref.value, count(*) AS waiting FROM pending CROSS JOIN ref USING (ref)
WHERE ref.kind = ?1 AND ref.scheme IN (SELECT value FROM json_each(?2)) AND ref.node IS NULL AND NOT ref.doubt
GROUP BY pending.ref ORDER BY waiting DESC, ref.scheme, ref.value LIMIT ?3
"""


def wanted(db: Tables, schemes: Sequence[IdScheme], limit: int) -> list[Wanted]:
    """See `GraphStore.wanted`."""
    found = rows(db, _WANTED, KIND_NUMBER[Kind.PAPER], many(schemes), limit)
    return [Wanted(Identifier(IdScheme(scheme), value), waiting) for scheme, value, waiting in found]
