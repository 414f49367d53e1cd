"""Roots of families: the method at the top of VARIANT_OF, the dataset or task at the top of PART_OF."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from graph.families import Parent, roots
from graph.kinds import Relation
from graph.stores.sqlite.schema import RELATION_NUMBER
from graph.stores.sqlite.sql import many, run_many
from graph.stores.sqlite.tables import By, Tables

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


_RELATIVES = """
SELECT target FROM json_each(?1) j CROSS JOIN edge ON edge.source = j.value AND edge.relation IN (?2, ?3)
UNION SELECT source FROM json_each(?1) j CROSS JOIN edge ON edge.target = j.value AND edge.relation IN (?2, ?3)
"""


def _bring_families(db: Tables, nodes: set[int]) -> None:
    """Ask for everything that is related to nodes in any number of steps."""
    known, coming = set(nodes), set(nodes)
    while coming:
        ends = list(product(coming, FAMILY_RELATIONS))
        db.bring(By.EDGES_FROM, ends)
        db.bring(By.EDGES_TO, ends)
        coming = {row[0] for row in db.execute(_RELATIVES, (many(coming), *FAMILY_RELATIONS))} - known
        known |= coming
    db.bring(By.NODE, known)
    db.bring(By.REF_NODE, known)


def update_roots(db: Tables, nodes: Iterable[int]) -> None:
    """Compute the roots of the families of `nodes` again, and pass changes on to `tested`."""
    touched = set(nodes)
    if not touched:
        return
    _bring_families(db, touched)
    chosen = many(touched)
    known: dict[int, int] = {}
    parents: dict[int, list[Parent]] = {}
    for node, root, parent, support, name, key in db.execute(_FAMILY, (chosen, *FAMILY_RELATIONS)):
        known[node] = root
        found = parents.setdefault(node, [])
        if parent is not None:
            found.append(Parent(-support, name, key, parent))
    changed = [(new, node) for node, new in roots(parents).items() if known[node] != new]
    db.bring(By.TESTED_METHOD, (node for _, node in changed))
    db.bring(By.TESTED_DATASET, (node for _, node in changed))
    run_many(db, "UPDATE node SET root = ? WHERE node = ?", changed)
    run_many(db, "UPDATE tested SET method_root = ? WHERE method = ?", changed)
    run_many(db, "UPDATE tested SET dataset_root = ? WHERE dataset = ?", changed)
