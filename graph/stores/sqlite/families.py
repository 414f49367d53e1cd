"""Roots of families: the method at the top of VARIANT_OF, the dataset or task at the top of PART_OF."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from graph.families import Parent, roots
from graph.kinds import Relation
from graph.stores.sqlite.schema import RELATION_NUMBER
from graph.stores.sqlite.sql import many, run_many

FAMILY_RELATIONS = (RELATION_NUMBER[Relation.VARIANT_OF], RELATION_NUMBER[Relation.PART_OF])

_FAMILY = """
WITH RECURSIVE family(node) AS (
    SELECT value FROM json_each(?1)
    UNION SELECT edge.target FROM family CROSS JOIN edge ON edge.source = family.node AND edge.relation IN (?2, ?3)
    UNION SELECT edge.source FROM family CROSS JOIN edge ON edge.target = family.node AND edge.relation IN (?2, ?3))
SELECT node.node, node.root, parent.node, edge.support, parent.sort_name,
    (SELECT min(key) FROM reference WHERE reference.node = parent.node)
FROM family CROSS JOIN node ON node.node = family.node
LEFT JOIN edge ON edge.source = node.node AND edge.relation IN (?2, ?3)
LEFT JOIN node parent ON parent.node = edge.target
"""


def update_roots(db: apsw.Connection, nodes: Iterable[int]) -> None:
    """Compute the roots of the families of `nodes` again, and pass changes on to `tested`."""
    chosen = many(nodes)
    if chosen == "[]":
        return
    known: dict[int, int] = {}
    parents: dict[int, list[Parent]] = {}
    for node, root, parent, support, name, key in db.execute(_FAMILY, (chosen, *FAMILY_RELATIONS)):
        known[node] = root
        found = parents.setdefault(node, [])
        if parent is not None:
            found.append(Parent(-support, name, key, parent))
    changed = [(new, node) for node, new in roots(parents).items() if known[node] != new]
    run_many(db, "UPDATE node SET root = ? WHERE node = ?", changed)
    run_many(db, "UPDATE tested SET method_root = ? WHERE method = ?", changed)
    run_many(db, "UPDATE tested SET dataset_root = ? WHERE dataset = ?", changed)
