"""The bylines of papers as rows, and what they make of authors: `graph/bylines.py` has the rules.

An assertion that someone wrote a paper hangs on the edge from the author; one by name alone on that from the person of the name whom
identifiers tell, when there is just one on the paper. Such an assertion is attributed: it does not count for its name, which is a node
as long as others do, and waits under it (`pending`), though it hangs on an edge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.bylines import Byline, meetings, namesakes
from graph.evidence import NAME
from graph.kinds import Relation
from graph.stores.sqlite.schema import ORDINALS, RELATION_NUMBER
from graph.stores.sqlite.sql import many, rows
from graph.stores.sqlite.tables import By, Tables

WROTE = RELATION_NUMBER[Relation.WROTE]

_STORED = f"""
SELECT assertion.assertion, assertion.a, paper.node, assertion."values" ->> '$.nameAsWritten', author.scheme <> '{NAME}', edge.source,
    EXISTS (SELECT 1 FROM pending WHERE pending.ref = assertion.a AND pending.assertion = assertion.assertion)
FROM json_each(?) j CROSS JOIN edge ON edge.target = j.value AND edge.relation = {WROTE}
CROSS JOIN assertion ON assertion.edge = edge.edge
CROSS JOIN ref author ON author.ref = assertion.a CROSS JOIN ref paper ON paper.ref = assertion.b
"""
_ENDS = f"""
SELECT assertion.a, assertion.b FROM json_each(?) j CROSS JOIN edge ON edge.{{end}} = j.value AND edge.relation = {WROTE}
CROSS JOIN assertion ON assertion.edge = edge.edge
"""
_PAPERS_OF = f"""
SELECT DISTINCT j.value ->> 0, paper.node FROM json_each(?) j CROSS JOIN edge ON edge.source = j.value ->> 1 AND edge.relation = {WROTE}
CROSS JOIN assertion ON assertion.edge = edge.edge CROSS JOIN ref paper ON paper.ref = assertion.b
WHERE assertion.a = j.value ->> 0 AND paper.node IS NOT NULL
"""
_NODES = f"SELECT ref.ref, node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value WHERE node IS NOT NULL AND scheme <> '{NAME}'"


class Held(NamedTuple):
    """Where a stored assertion hangs: the node at the edge's beginning, and whether it is attributed to it."""

    author: int
    is_attributed: bool


class Bylines:
    """The bylines of papers: the stored ones, and those of assertions that hang on nothing yet (`loose`).

    Papers are numbered by their nodes as they are now; `before` has the nodes that each comes from, when their references moved and
    the edges did not yet. What was read is kept.
    """

    def __init__(self, db: Tables, loose: Iterable[Byline] = (), before: Mapping[int, set[int]] | None = None) -> None:
        self._db = db
        self._before = before or {}
        self._loose: dict[int, list[Byline]] = defaultdict(list)
        self._papers: dict[int, set[int]] = defaultdict(set)
        for byline in loose:
            self._loose[byline.paper].append(byline)
            if byline.is_known:
                self._papers[byline.ref].add(byline.paper)
        self._on: dict[int, list[Byline]] = {}
        self.held: dict[int, Held] = {}

    def on(self, papers: Iterable[int]) -> list[Byline]:
        """Return the bylines of papers."""
        chosen = set(papers)
        self._read(chosen - self._on.keys())
        return [byline for paper in chosen for byline in self._on[paper]]

    def _read(self, papers: set[int]) -> None:
        places = {node for paper in papers for node in self._before.get(paper, {paper})}
        self._bring("target", places)
        for paper in papers:
            self._on[paper] = [*self._loose.get(paper, ())]
        for said, ref, paper, name, is_known, author, is_attributed in rows(self._db, _STORED, many(places)):
            if paper in papers:
                self._on[paper].append(Byline(said, said // ORDINALS, ref, paper, name, bool(is_known)))
                self.held[said] = Held(author, bool(is_attributed))

    def _bring(self, end: str, nodes: Iterable[int]) -> None:
        wanted = list(nodes)
        self._db.bring(By.EDGES_TO if end == "target" else By.EDGES_FROM, [(node, WROTE) for node in wanted])
        edges = f"SELECT edge FROM json_each(?) j CROSS JOIN edge ON edge.{end} = j.value AND edge.relation = {WROTE}"
        self._db.bring(By.EDGE_ASSERTIONS, (row[0] for row in rows(self._db, edges, many(wanted))))
        found = rows(self._db, _ENDS.format(end=end), many(wanted))
        self._db.bring(By.REF, {ref for row in found for ref in row})
        if end == "target":
            self._db.bring(By.PENDING, {author for author, _ in found})

    def papers_of(self, refs: Iterable[int], nodes: Mapping[int, int | None] | None = None) -> set[int]:
        """Return the papers that identifiers wrote; `nodes` are those that edges know them by, when their own are others by now."""
        chosen = set(refs)
        if nodes is None:
            self._db.bring(By.REF, chosen)
            nodes = dict(rows(self._db, _NODES, many(chosen)))
        hanging = [(ref, node) for ref in chosen if (node := nodes.get(ref)) is not None]
        self._bring("source", {node for _, node in hanging})
        found = {row[1] for row in rows(self._db, _PAPERS_OF, many(hanging))}
        return found.union(*(self._papers[ref] for ref in chosen & self._papers.keys()))

    def meetings_of(self, refs: Iterable[int]) -> list[frozenset[int]]:
        """Return who meets any of the references (`graph.bylines.meetings`)."""
        chosen = set(refs)
        found = meetings(namesakes(self.on(self.papers_of(chosen))))
        return [met for met in found if not met.isdisjoint(chosen)]
