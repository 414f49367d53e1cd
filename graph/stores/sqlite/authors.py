"""Authors in the projection: who is known by identifiers is settled before it is counted which names stand for themselves.

    papers ─ bylines of the papers touched ─ whom identifiers tell ─ names attributed to them ─ support of names ─ authors

`graph/stores/sqlite/bylines.py` says what an attribution is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graph.bylines import Byline, Namesakes, attributed, meetings, namesakes
from graph.evidence import NAME
from graph.identity import resolve_authors
from graph.kinds import Kind
from graph.stores.sqlite.bylines import WROTE, Bylines, Held
from graph.stores.sqlite.ledger import Delta
from graph.stores.sqlite.refs import NO_FRESH, Fresh, State, states
from graph.stores.sqlite.resolve import Closure, Moves, closure
from graph.stores.sqlite.said import Said, read_said
from graph.stores.sqlite.schema import KIND_NUMBER
from graph.stores.sqlite.sql import many, rows, run_many
from graph.stores.sqlite.tables import By, Tables

_AUTHOR = KIND_NUMBER[Kind.AUTHOR]
_PAPER = KIND_NUMBER[Kind.PAPER]

_STOOD = f"""
SELECT ref.ref, count(*) FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion = j.value
CROSS JOIN ref ON ref.ref = assertion.a LEFT JOIN pending ON pending.ref = assertion.a AND pending.assertion = assertion.assertion
WHERE ref.scheme = '{NAME}' AND (assertion.edge IS NULL OR pending.ref IS NULL) GROUP BY 1
"""
_ATTRIBUTED = """
SELECT assertion.a FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion = j.value
CROSS JOIN pending ON pending.ref = assertion.a AND pending.assertion = assertion.assertion WHERE edge IS NOT NULL
"""
_LOOSE = "SELECT assertion.assertion FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion = j.value WHERE edge IS NULL"
_WAITING = "SELECT DISTINCT assertion FROM json_each(?) j CROSS JOIN pending ON pending.ref = j.value"
_WITH_NAMES = f"SELECT DISTINCT ref.node FROM json_each(?) j CROSS JOIN ref ON ref.node = j.value WHERE scheme = '{NAME}'"
_HASHES = "SELECT ref.ref, hash FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value"
_SUPPORT = "SELECT ref.ref, support FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value"


def stood(db: Tables, retired: Iterable[Said]) -> Counter[int]:
    """Count the assertions by name alone that count for their names, of some that are about to be taken off."""
    written = [item for item in retired if item.relation == WROTE and item.flag is None]
    chosen = many(item.assertion for item in written)
    db.bring(By.REF, {item.a for item in written})
    return Counter(dict(rows(db, _STOOD, chosen)))


class Batch(NamedTuple):
    """What a batch comes to when its papers are resolved.

    `states` are those of the references it mentions, `moves` what moved, `again` the stored assertions that mention what moved; `stood` is
    what `stood` counted.
    """

    delta: Delta
    states: Mapping[int, State]
    moves: Moves
    again: Iterable[Said]
    fresh: Fresh
    stood: Counter[int]


class Settled(NamedTuple):
    """Author references to resolve, with the bylines to do it by; of assertions by name alone, the identifier that stands for each.

    `papers` are those looked at, `held` the stored assertions by name alone about them, `counted` the stored names that count more or
    less often now, though the batch does not mention them.
    """

    seeds: set[int]
    bylines: Bylines
    attributed: dict[int, int]
    papers: set[int]
    held: dict[int, Held]
    counted: set[int]


def settle(db: Tables, batch: Batch, seeds: set[int]) -> Settled:
    """Tell whom identifiers make one and which names they stand for, and count the names; `seeds` are the references that changed."""
    authors = _Authors(db, batch)
    new = [item for item in (*batch.delta.activated, *batch.delta.revived) if item.relation == WROTE and item.flag is None]
    before = _before(batch.moves)
    loose = authors.loose(new, _waiting(db, batch, authors.without_node(seeds)), before)
    bylines = Bylines(db, loose, before)
    retired = [item for item in batch.delta.retired if item.relation == WROTE]
    parted = _moved_papers(batch.moves) | authors.papers_of(item for item in retired if authors.is_known(item.a))
    papers = {byline.paper for byline in loose} | authors.papers_of(retired) | parted
    seeds = seeds | {item.a for item in (*retired, *authors.moved_with_papers()) if authors.is_known(item.a)}
    while True:
        lines = bylines.on(papers)
        authors.read(byline.ref for byline in lines if byline.is_known)
        found = namesakes(lines)
        seeds |= authors.unsettled(found) | {byline.ref for byline in lines if byline.is_known and byline.paper in parted}
        batch.fresh.met = frozenset(ref for met in meetings(found) for ref in met)
        people = authors.people(seeds, found, bylines)
        further = bylines.papers_of(people.moved) - papers
        if not further:
            break
        papers |= further
    on = _first(db, attributed(found, people.person), batch.fresh)
    counted, flipped = authors.count(new, lines, on, bylines)
    return Settled(seeds | flipped, bylines, on, papers, _held(bylines, lines), counted - batch.states.keys())


def _first(db: Tables, found: Mapping[int, frozenset[int]], fresh: Fresh = NO_FRESH) -> dict[int, int]:
    """Return the first of each set, in an order that does not depend on what was loaded first."""
    several = {ref for refs in found.values() if len(refs) > 1 for ref in refs}
    hashes = {ref: fresh.refs[ref].hash for ref in several & fresh.refs.keys()}
    hashes.update(rows(db, _HASHES, many(several - hashes.keys())))
    return {said: min(refs, key=lambda ref: hashes.get(ref, 0)) for said, refs in found.items()}


def _held(bylines: Bylines, lines: Iterable[Byline]) -> dict[int, Held]:
    return {line.said: bylines.held[line.said] for line in lines if not line.is_known and line.said in bylines.held}


def followed(db: Tables, settled: Settled, moved: Mapping[int, int | None]) -> Settled:
    """Add the attributions on other papers to authors that moved (`moved` has the former nodes): these stay, and hang elsewhere."""
    gone = {ref: node for ref, node in moved.items() if node is not None and node & 7 == _AUTHOR}
    papers = settled.bylines.papers_of(gone, gone) - settled.papers
    if not papers:
        return settled
    lines = settled.bylines.on(papers)
    held = {said: where for said, where in _held(settled.bylines, lines).items() if where.is_attributed}
    found = {said: same.known for same in namesakes(lines) for said in same.unknown if said in held}
    return settled._replace(attributed=settled.attributed | _first(db, found), held=settled.held | held)


def elsewhere(db: Tables, settled: Settled, authors: Mapping[int, int]) -> list[Said]:
    """Return the stored assertions by name alone that are another's than before; `authors` has the nodes of attributed ones."""
    found = [
        said
        for said, held in settled.held.items()
        if (authors[said] != held.author or not held.is_attributed if said in authors else held.is_attributed)
    ]
    return read_said(db, "SELECT value AS assertion FROM json_each(?)", many(found)) if found else []


def _waiting(db: Tables, batch: Batch, authors: set[int]) -> list[Said]:
    """Return the stored assertions that hang on nothing, and may now."""
    db.bring(By.PENDING, authors)
    chosen = {row[0] for row in rows(db, _WAITING, many(authors))} if authors else set()
    chosen |= {item.assertion for item in batch.again if item.relation == WROTE}
    waiting = read_said(db, _LOOSE, many(chosen)) if chosen else []
    new = {item.assertion for item in batch.delta.revived}
    return [item for item in waiting if item.relation == WROTE and item.flag is None and item.assertion not in new]


def _name(said: Said) -> str | None:
    name = said.values.get("nameAsWritten")
    return name if isinstance(name, str) else None


def _before(papers: Moves) -> dict[int, set[int]]:
    """Return the nodes that each new or changed paper comes from."""
    before: dict[int, set[int]] = {node: set() for node in papers.created}
    for ref, old in papers.moved.items():
        now = papers.now[ref]
        if now is not None and old is not None:
            before.setdefault(now, {now}).add(old)
    return before


def _moved_papers(papers: Moves) -> set[int]:
    ends = {node for ref, old in papers.moved.items() for node in (old, papers.now[ref]) if node is not None}
    return {node for node in ends if node & 7 == _PAPER}


def _moved(now: Mapping[int, tuple[str, int]], before: Mapping[int, int | None]) -> set[int]:
    """Return the references that another node than `before` stands for, or that parted from others or joined them."""
    groups: dict[int | None, set[tuple[str, int] | None]] = defaultdict(set)
    nodes: dict[tuple[str, int] | None, set[int | None]] = defaultdict(set)
    for ref, node in before.items():
        groups[node].add(now.get(ref))
        nodes[now.get(ref)].add(node)
    return {
        ref
        for ref, node in before.items()
        if (node is None) != (ref not in now) or (node is not None and (len(groups[node]) > 1 or len(nodes[now[ref]]) > 1))
    }


class _People(NamedTuple):
    """Whose each identifier is (those of nobody are left out), and the stored identifiers that are another's than before."""

    person: dict[int, tuple[str, int]]
    moved: set[int]


class _Authors:
    """The references to authors that a batch matters to, with what is stored of them."""

    def __init__(self, db: Tables, batch: Batch) -> None:
        self._db = db
        self._batch = batch
        self._states: dict[int, State] = dict(batch.states)

    def read(self, refs: Iterable[int]) -> None:
        """Read the states of references that the batch does not mention."""
        unknown = set(refs) - self._states.keys()
        self._db.bring(By.REF, unknown)
        self._states |= states(self._db, unknown)

    def is_known(self, ref: int) -> bool:
        """Whether a reference is an identifier."""
        return self._states[ref].scheme != NAME

    def without_node(self, refs: Iterable[int]) -> set[int]:
        """Return the stored identifiers among references that are no node."""
        return {ref for ref in refs if self._states[ref].node is None and ref not in self._batch.fresh.refs and self.is_known(ref)}

    def _paper(self, ref: int) -> int | None:
        return self._batch.moves.now.get(ref, self._states[ref].node)

    def papers_of(self, said: Iterable[Said]) -> set[int]:
        """Return the papers that assertions are about, as they are now."""
        found = {self._paper(item.b) for item in said if item.b is not None}
        return {paper for paper in found if paper is not None}

    def loose(self, new: Iterable[Said], waiting: Sequence[Said], before: Mapping[int, set[int]]) -> list[Byline]:
        """Return the bylines of assertions that hang on nothing yet, without those of what is no paper.

        Left out is what is said of new papers of which nobody is known by an identifier: most of a first load.
        """
        self.read(ref for item in waiting for ref in (item.a, item.b) if ref is not None)
        found = [(item, paper) for item in (*waiting, *new) if item.b is not None and (paper := self._paper(item.b)) is not None]
        told = {paper for item, paper in found if self.is_known(item.a)}
        return [
            Byline(item.assertion, item.version, item.a, paper, _name(item), self.is_known(item.a))
            for item, paper in found
            if paper in told or before.get(paper) != set()
        ]

    def unsettled(self, found: Iterable[Namesakes]) -> set[int]:
        """Return the identifiers that meet and are not one node, or no longer meet and are; and those that decisions on names join."""
        refs: set[int] = set()
        one: dict[int, set[int]] = defaultdict(set)
        for same in found:
            if len(same.known) > 1:
                nodes = [self._states[ref].node for ref in same.known]
                if None in nodes or len(set(nodes)) > 1 or not same.is_person:
                    refs |= same.known
                elif same.unknown and nodes[0] is not None:
                    one[nodes[0]] |= same.known
        self._db.bring(By.REF_NODE, one)
        return refs.union(*(one[row[0]] for row in rows(self._db, _WITH_NAMES, many(one))))

    def people(self, seeds: set[int], found: Iterable[Namesakes], bylines: Bylines) -> _People:
        """Tell identifiers apart by what joins them without any name; of those that nothing can have changed the node tells."""
        asked = {ref for same in found if same.unknown for ref in same.known}
        person = {ref: ("node", node) for ref in asked if (node := self._states[ref].node) is not None}
        wanted = {ref for ref in seeds if self.is_known(ref) and ref not in self._batch.fresh.refs} | (asked - person.keys())
        if not wanted:
            return _People(person, set())
        groups, closed = self._identified(closure(self._db, _AUTHOR, wanted, self._batch.fresh, bylines))
        now = {ref: ("group", number) for number, group in enumerate(groups) for ref in group}
        kept = {ref: who for ref, who in person.items() if ref not in closed}
        return _People(kept | now, _moved(now, closed))

    def _identified(self, found: Closure) -> tuple[list[tuple[int, ...]], dict[int, int | None]]:
        """Return who identifiers make one, and the node of each identifier that was stored."""
        views = {ref: view for ref, view in found.views.items() if view.scheme != NAME}
        links, same, different = (
            [pair for pair in pairs if views.keys() >= set(pair)] for pairs in (found.links, found.decided.same, found.decided.different)
        )
        decided = found.decided._replace(same=tuple(same), different=tuple(different))
        groups = resolve_authors(views, links, found.meetings, decided).groups
        stored = {ref: node for ref, node in found.nodes.items() if ref not in self._batch.fresh.refs}
        self.read(stored)
        return [group for group in groups if any(found.support[ref] for ref in group)], {
            ref: node for ref, node in stored.items() if self.is_known(ref)
        }

    def moved_with_papers(self) -> list[Said]:
        """Return the stored assertions about papers that moved or are none any more."""
        written = [item for item in self._batch.again if item.relation == WROTE]
        self.read(ref for item in written for ref in (item.a, item.b) if ref is not None)
        return written

    def _left_alone(self) -> list[int]:
        """Return the name of each assertion that was attributed on what is no paper any more."""
        alone = [item for item in self.moved_with_papers() if item.b is not None and self._paper(item.b) is None]
        self._db.bring(By.PENDING, {item.a for item in alone})
        return [row[0] for row in rows(self._db, _ATTRIBUTED, many(item.assertion for item in alone))]

    def count(self, new: Iterable[Said], lines: Iterable[Byline], on: Mapping[int, int], bylines: Bylines) -> tuple[set[int], set[int]]:
        """Count how often names stand for themselves; returns the stored ones of which that changed, and those that begin or cease to.

        What is `new` counts from now on, what was taken off no more, and each of the `lines` unless it is attributed (`on`).
        """
        changes = Counter(item.a for item in new if not self.is_known(item.a))
        before = {said for said, held in bylines.held.items() if held.is_attributed}
        for byline in lines:
            if (byline.said in on) != (byline.said in before):
                changes[byline.ref] += 1 if byline.said in before else -1
        changes.update(self._left_alone())
        changes.subtract(self._batch.stood)
        fresh = self._batch.fresh
        stored = {ref: change for ref, change in changes.items() if change and ref not in fresh.refs}
        self.read(stored)
        support: dict[int, int] = dict(rows(self._db, _SUPPORT, many(stored)))
        run_many(self._db, "UPDATE ref SET support = ? WHERE ref = ?", [(support[ref] + change, ref) for ref, change in stored.items()])
        flipped = {ref for ref, change in stored.items() if bool(support[ref]) != bool(support[ref] + change)}
        for ref, change in changes.items():
            if ref in fresh.refs:
                fresh.support[ref] += change
                if fresh.support[ref]:
                    flipped.add(ref)
        return set(stored), flipped
