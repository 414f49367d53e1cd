"""What a person types to name a node or a reference, and the references of nodes.

In this order: a public id or a former one, a reference's address (`paper:doi:…`, `method:name:STAR`), an identifier (`arxiv:…` or a
web address), a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from graph.errors import AmbiguousError, Candidate, InputError, NotFoundError
from graph.ids import Identifier, IdScheme, InvalidIdentifier, kind_of, parse, recognise, repository
from graph.kinds import KINDS, Kind, Relation
from graph.stores.sqlite.canonical import canonical_rank
from graph.stores.sqlite.schema import KIND_NUMBER, KIND_OF_NUMBER, RELATION_NUMBER
from graph.stores.sqlite.select import candidates_of
from graph.stores.sqlite.sql import Row, many, rows, scalar
from graph.stores.sqlite.tables import By, Tables
from graph.text import fault, fold, hash64, sort_name


class Part(NamedTuple):
    """A reference of a node."""

    ref: int
    key: str
    kind: Kind
    scheme: str
    value: str
    block: int | None
    introduced: bool

    @property
    def rank(self) -> tuple[bool, int, str, str]:
        """What orders the references of a node: the first stands for it in decisions and explanations.

        As in the canonical dump, but that where a method is introduced comes first: a bare name may become ambiguous.
        """
        return not self.introduced, *canonical_rank(self.kind, self.scheme, self.value, self.key), self.key


class Subject(NamedTuple):
    """What a text names: a reference, and its node, None while it is in doubt or an identifier that nothing more is said of."""

    text: str
    part: Part
    node: int | None
    id: str | None


_PARTS = "SELECT r.node, r.doubt, r.ref, r.key, r.kind, r.scheme, r.value, r.block, r.introduced FROM"


def _part(row: Row) -> Part:
    _, _, ref, key, kind, scheme, value, block, introduced = row
    return Part(ref, key, KIND_OF_NUMBER[kind], scheme, value, block, bool(introduced))


def parts_of(db: Tables, node: int) -> list[Part]:
    """Return the references of a node, the one that stands for it first."""
    db.bring(By.REF_NODE, [node])
    found = rows(db, f"{_PARTS} reference r WHERE r.node = ?", node)
    return sorted(map(_part, found), key=lambda part: part.rank)


def parts(db: Tables, refs: Iterable[int]) -> dict[int, Part]:
    """Return references by number."""
    wanted = set(refs)
    db.bring(By.REF, wanted)
    found = rows(db, f"{_PARTS} json_each(?) j CROSS JOIN reference r ON r.ref = j.value", many(wanted))
    return {part.ref: part for part in map(_part, found)}


def find(db: Tables, text: str) -> Subject:
    """Return what a text names; a node that is named by one of its references comes with that one.

    NotFoundError when it names nothing that is a node, in doubt, or stated together with a node; AmbiguousError for a name of several.
    """
    if wrong := fault(text):
        raise InputError(f"{text!r} {wrong}; remove it")
    identifier = identifier_key(text)
    return _at(db, text, text) or (identifier and _at(db, text, identifier)) or _by_name(db, text)


_BY_ID = "SELECT node FROM node WHERE id = ?1 UNION ALL SELECT node FROM redirect WHERE id = ?1 LIMIT 1"


_IS_STATED = "SELECT EXISTS (SELECT 1 FROM link WHERE (a = ?1 OR b = ?1) AND live AND verdict IS NULL)"


def _at(db: Tables, text: str, key: str) -> Subject | None:
    for by in (By.NODE_ID, By.RETIRED):
        db.bring(by, [key])
    db.bring(By.REF, (row[0] for row in db.execute("SELECT ref FROM retired WHERE id = ?", (key,))))
    db.bring(By.REF_HASH, [hash64(key)])
    node = scalar(db, _BY_ID, key)
    named = next(iter(rows(db, f"{_PARTS} reference r WHERE r.hash = ? AND r.key = ?", hash64(key), key)), None)
    if named is not None and named[0] is not None and node in (None, named[0]):
        return _subject(db, text, _part(named), named[0])
    if node is not None:
        return _subject(db, text, parts_of(db, node)[0], node)
    db.bring(By.LINK, () if named is None else (named[2],))
    if named is not None and not named[1] and not scalar(db, _IS_STATED, named[2]):
        raise NotFoundError(f"{text!r} is mentioned, but no node; {_instead(db, _part(named)) or 'load what describes it'}")
    return None if named is None else Subject(text, _part(named), None, None)


_STANDS_FOR = """
SELECT DISTINCT node.id FROM pending CROSS JOIN assertion USING (assertion) CROSS JOIN edge USING (edge)
CROSS JOIN node ON node.node = edge.source WHERE pending.ref = ? ORDER BY 1 LIMIT 4
"""


def _instead(db: Tables, part: Part) -> str | None:
    """Tell for whom the name of an author stands on every paper (`graph/stores/sqlite/bylines.py`)."""
    db.bring(By.PENDING, [part.ref])
    edges = "SELECT edge FROM pending CROSS JOIN assertion USING (assertion) WHERE pending.ref = ? AND edge IS NOT NULL"
    db.bring(By.EDGE, (row[0] for row in rows(db, edges, part.ref)))
    db.bring(By.NODE, (row[0] for row in rows(db, f"SELECT source FROM edge WHERE edge IN ({edges})", part.ref)))
    found = [row[0] for row in rows(db, _STANDS_FOR, part.ref)]
    return f"the name stands for {', '.join(found[:3])}{' and others' if len(found) > 3 else ''}" if found else None


def _subject(db: Tables, text: str, part: Part, node: int) -> Subject:
    db.bring(By.NODE, [node])
    return Subject(text, part, node, scalar(db, "SELECT id FROM node WHERE node = ?", node))


def identifier_key(text: str) -> str | None:
    """Return the key of the reference that an identifier or its address names; None when it is none."""
    found = recognise(text) or repository(text) or _with_scheme(text)
    if found is None:
        return None
    return f"{kind_of(found).value}:{found.scheme.value}:{found.value}"


def _with_scheme(text: str) -> Identifier | None:
    *kind, scheme, value = text.split(":", 2) if text.split(":", 1)[0] in set(Kind) else text.split(":", 1) if ":" in text else ("", "")
    if scheme not in set(IdScheme) or any(scheme not in KINDS[Kind(name)].schemes for name in kind):
        return None
    try:
        return parse(scheme, value)
    except InvalidIdentifier:
        return None


_BY_NAME = f"""
SELECT node FROM ref WHERE block = :block AND node IS NOT NULL AND scheme IN ('name', 'text')
UNION SELECT node FROM node WHERE sort_name = :name AND kind <> {KIND_NUMBER[Kind.RESULT]}
"""


def bring_candidates(db: Tables, nodes: Sequence[int]) -> None:
    """Ask for what tells nodes apart (`graph/stores/sqlite/select.py`, `candidates_of`)."""
    introduces = RELATION_NUMBER[Relation.INTRODUCES]
    db.bring(By.NODE, nodes)
    db.bring(By.EDGES_TO, ((node, introduces) for node in nodes))
    papers = "SELECT source FROM json_each(?) j CROSS JOIN edge ON edge.target = j.value AND edge.relation = ?"
    db.bring(By.NODE, (row[0] for row in db.execute(papers, (many(nodes), introduces))))


def _by_name(db: Tables, text: str) -> Subject:
    binds = {"block": hash64(fold(text)), "name": sort_name(text)}
    db.bring(By.REF_BLOCK, [binds["block"]])
    db.bring(By.NODE_NAME, [binds["name"]])
    nodes = [row[0] for row in db.execute(_BY_NAME, binds)]
    if not nodes:
        raise NotFoundError(
            f"{text!r} names nothing in this graph; use an id such as `method:bert` or an address such as `paper:doi:10.1234/x`"
        )
    if len(nodes) > 1:
        bring_candidates(db, nodes)
        (several,) = db.execute(f"SELECT {candidates_of(_BY_NAME)}", binds)
        raise AmbiguousError(text, tuple(Candidate(**one) for one in orjson.loads(str(several[0]))))
    found = parts_of(db, nodes[0])
    return _subject(db, text, next((part for part in found if part.block == binds["block"]), found[0]), nodes[0])
