"""Papers that are stated with titles of nothing in common: most likely one identifier was given to two papers."""

from __future__ import annotations

from itertools import combinations, groupby
from operator import itemgetter

from graph.identity import contradict
from graph.kinds import Kind
from graph.store import Contradiction
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.tables import Tables
from graph.text import fold

_TITLES = f"""
WITH several(node) AS MATERIALIZED (
    SELECT node FROM assertion WHERE node IS NOT NULL AND node & 7 = {KIND_NUMBER[Kind.PAPER]} GROUP BY node HAVING count(*) > 1)
SELECT node.id, said."values" ->> '$.title' AS stated, min(version.locator), max(record.run = ?)
FROM several CROSS JOIN node USING (node) CROSS JOIN assertion said ON said.node = several.node
CROSS JOIN version ON version.version = said.version CROSS JOIN record ON record.record = version.record
WHERE stated IS NOT NULL GROUP BY node.id, stated ORDER BY node.id, stated
"""


def contradictions(db: Tables, run: int | None) -> list[Contradiction]:
    """See `GraphStore.contradictions`; of the whole graph when no run is given."""
    found = []
    for public, rows in groupby(db.execute(_TITLES, (run,)), key=itemgetter(0)):
        titles = list(rows)
        if (run is None or any(mine for *_, mine in titles)) and any(
            contradict(fold(a[1]), fold(b[1])) for a, b in combinations(titles, 2)
        ):
            found.append(Contradiction(public, tuple((title, locator) for _, title, locator, _ in titles)))
    return found
