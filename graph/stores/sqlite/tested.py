"""TESTED_ON, maintained: rows of `tested` are recomputed for the owners (papers, results without a paper) that a change touched.

The definition, per owner (SEMANTICS of "tested on"):

- a Result reported by a paper, of a method, on a dataset, for a task (0 unknown): REPORTED, owned by that paper; one without a
  reporting paper is owned by itself;
- a paper that introduces (INTRODUCED), compares with (COMPARED) or uses (USED) a method and evaluates on a dataset (role
  evaluates or tagged) or introduces it, task unknown;
- COMPONENT for each part of a method so supported.

The vias of one owner for one (method, dataset, task) are united in one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from graph.kinds import Via
from graph.stores.sqlite.attach import Pair
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER
from graph.stores.sqlite.sql import many, rows
from graph.stores.sqlite.tables import By, Tables

_R = {relation.name: number for relation, number in RELATION_NUMBER.items()}
_K = {kind.name: number for kind, number in KIND_NUMBER.items()}
_PAPER_RELATIONS = [_R[name] for name in ("INTRODUCES", "COMPARES_WITH", "USES", "EVALUATES_ON", "REPORTS")]
_RESULT_RELATIONS = [_R[name] for name in ("OF", "ON", "FOR")]

_OWNERS_OF_RESULTS = f"""
SELECT value FROM json_each(?1)
UNION SELECT edge.source FROM json_each(?1) j CROSS JOIN edge ON edge.target = j.value AND edge.relation = {_R["REPORTS"]}
"""


def owners(db: Tables, edges: Mapping[int, Iterable[Pair]]) -> set[int]:
    """Return the owners whose support may have changed with these edges, by relation."""
    papers = {source for relation in _PAPER_RELATIONS for source, _ in edges.get(relation, ())}
    results = {source for relation in _RESULT_RELATIONS for source, _ in edges.get(relation, ())}
    results |= {target for _, target in edges.get(_R["REPORTS"], ())}
    methods = {source for source, _ in edges.get(_R["COMBINES"], ())}
    db.bring(By.EDGES_TO, ((result, _R["REPORTS"]) for result in results))
    db.bring(By.TESTED_METHOD, methods)
    found = papers | {row[0] for row in db.execute(_OWNERS_OF_RESULTS, (many(results),))}
    return found | {
        row[0]
        for row in db.execute("SELECT DISTINCT owner FROM json_each(?) j CROSS JOIN tested ON tested.method = j.value", (many(methods),))
    }


SUPPORT = f"""
WITH owner(node) AS MATERIALIZED (SELECT value FROM json_each(?1)),
result(owner, node) AS (
    SELECT owner.node, edge.target FROM owner CROSS JOIN edge ON edge.source = owner.node AND edge.relation = {_R["REPORTS"]}
        WHERE owner.node & 7 = {_K["PAPER"]}
    UNION ALL SELECT owner.node, owner.node FROM owner WHERE owner.node & 7 = {_K["RESULT"]} AND NOT EXISTS (
        SELECT 1 FROM edge WHERE edge.target = owner.node AND edge.relation = {_R["REPORTS"]}
            AND edge.source & 7 = {_K["PAPER"]})),
dataset(owner, node) AS (
    SELECT owner.node, edge.target FROM owner CROSS JOIN edge ON edge.source = owner.node
        AND edge.relation = {_R["EVALUATES_ON"]} WHERE EXISTS (
            SELECT 1 FROM json_each(edge.roles) WHERE value IN ('evaluates', 'tagged'))
    UNION SELECT owner.node, edge.target FROM owner CROSS JOIN edge ON edge.source = owner.node
        AND edge.relation = {_R["INTRODUCES"]} WHERE edge.target & 7 = {_K["DATASET"]}),
method(owner, node, via) AS (
    SELECT owner.node, edge.target, CASE edge.relation WHEN {_R["INTRODUCES"]} THEN {Via.INTRODUCED.value}
        WHEN {_R["COMPARES_WITH"]} THEN {Via.COMPARED.value} ELSE {Via.USED.value} END
    FROM owner CROSS JOIN edge ON edge.source = owner.node
        AND edge.relation IN ({_R["INTRODUCES"]}, {_R["COMPARES_WITH"]}, {_R["USES"]}) AND edge.target & 7 = {_K["METHOD"]}),
direct(owner, method, dataset, task, via, result) AS MATERIALIZED (
    SELECT method.owner, method.node, dataset.node, 0, method.via, NULL FROM method JOIN dataset USING (owner)
    UNION ALL SELECT result.owner, of_.target, on_.target, coalesce(for_.target, 0), {Via.REPORTED.value}, result.node
    FROM result CROSS JOIN edge of_ ON of_.source = result.node AND of_.relation = {_R["OF"]}
        CROSS JOIN edge on_ ON on_.source = result.node AND on_.relation = {_R["ON"]}
        LEFT JOIN edge for_ ON for_.source = result.node AND for_.relation = {_R["FOR"]}),
supported AS (
    SELECT * FROM direct
    UNION ALL SELECT owner, part.target, dataset, task, {Via.COMPONENT.value}, NULL FROM direct
        CROSS JOIN edge part ON part.source = method AND part.relation = {_R["COMBINES"]})
SELECT owner, method, dataset, task, max(via & 1) | max(via & 2) | max(via & 4) | max(via & 8) | max(via & 16) AS vias,
    count(DISTINCT result) AS results, CASE WHEN owner & 7 = {_K["PAPER"]} THEN owner END AS paper
FROM supported GROUP BY 1, 2, 3, 4
"""

_INSERT = f"""
INSERT INTO tested (owner, method, dataset, task, vias, results, paper, year, method_root, dataset_root)
SELECT s.*, p.year, m.root, d.root FROM ({SUPPORT}) s CROSS JOIN node m ON m.node = s.method CROSS JOIN node d ON d.node = s.dataset
LEFT JOIN node p ON p.node = s.paper
"""


def update(db: Tables, changed: Iterable[int]) -> None:
    """Compute the support of owners again."""
    owning = sorted(changed)
    if not owning:
        return
    _bring_support(db, owning)
    chosen = many(owning)
    db.execute("DELETE FROM tested WHERE owner IN (SELECT value FROM json_each(?))", (chosen,))
    db.execute(_INSERT, (chosen,))


def _bring_support(db: Tables, owners: Sequence[int]) -> None:
    """Ask for the rows that say what owners support."""
    db.bring(By.TESTED_OWNER, owners)
    db.bring(By.EDGES_FROM, product(owners, _PAPER_RELATIONS))
    db.bring(By.EDGES_TO, product((owner for owner in owners if owner & 7 == _K["RESULT"]), (_R["REPORTS"],)))
    results = {*_targets(db, owners, (_R["REPORTS"],)), *(owner for owner in owners if owner & 7 == _K["RESULT"])}
    db.bring(By.EDGES_FROM, product(results, _RESULT_RELATIONS))
    ends = {*_targets(db, owners, _PAPER_RELATIONS), *_targets(db, results, _RESULT_RELATIONS)}
    wholes = {node for node in ends if node & 7 == _K["METHOD"]}
    db.bring(By.EDGES_FROM, product(wholes, (_R["COMBINES"],)))
    parts = _targets(db, wholes, (_R["COMBINES"],))
    db.bring(By.NODE, {node for node in {*owners, *ends, *parts} if node & 7 != _K["RESULT"]})


_TARGETS = """
SELECT target FROM json_each(?1) j CROSS JOIN edge ON edge.source = j.value WHERE relation IN (SELECT value FROM json_each(?2))
"""


def _targets(db: Tables, nodes: Iterable[int], relations: Iterable[int]) -> set[int]:
    return {row[0] for row in db.execute(_TARGETS, (many(nodes), many(relations)))}


def redate(db: Tables, papers: Iterable[int]) -> None:
    """Take over the years of papers that may have changed."""
    dated = set(papers)
    db.bring(By.TESTED_OWNER, dated)
    db.execute(
        "UPDATE tested SET year = (SELECT year FROM node WHERE node = owner)"
        " WHERE paper IS NOT NULL AND owner IN (SELECT value FROM json_each(?))",
        (many(dated),),
    )


def mismatches(db: Tables) -> list[tuple[object, ...]]:
    """Return rows in which `tested` differs from its definition, recomputed for every owner there could be."""
    everyone = many(row[0] for row in db.execute(f"SELECT node FROM node WHERE kind IN ({_K['PAPER']}, {_K['RESULT']})"))
    kept = "SELECT owner, method, dataset, task, vias, results, paper FROM tested"
    return rows(
        db,
        f"SELECT * FROM (SELECT * FROM ({SUPPORT}) EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM ({SUPPORT}))",
        everyone,
    )
