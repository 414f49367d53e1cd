"""Node rows: shown values, public ids, search text. Computed again for every node whose claims or references changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import orjson

from graph.claims import MENTION_RANK, Claim, shown
from graph.evidence import HANDLE, NAME, PLACEHOLDER, TEXT, Value
from graph.kinds import KINDS, Kind, Relation, ValueType
from graph.packed import Packed
from graph.stores.sqlite.resolve import Member
from graph.stores.sqlite.said import CLAIM_RANK, ORIGIN
from graph.stores.sqlite.schema import KIND_NUMBER, KIND_OF_NUMBER, RELATION_NUMBER, column
from graph.stores.sqlite.sql import many, run_many, scalar
from graph.stores.sqlite.tables import By, Tables
from graph.text import fold, slug


@dataclass(slots=True)
class _Draft:
    """What is known of a node before its row is written. `refs`: (number, scheme, value, support), oldest first."""

    node: int
    kind: Kind
    refs: list[Member] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Created:
    """Nodes without a row yet: their references, claims, degrees and the forms of their names are known from what made them."""

    refs: Mapping[int, list[Member]]
    claims: Mapping[int, list[Claim]]
    degrees: Mapping[int, int]
    names: Packed


_CLAIMS = f"""
SELECT assertion.node, assertion.assertion, assertion."values", {CLAIM_RANK} FROM json_each(?) j CROSS JOIN assertion ON assertion.node = j.value {ORIGIN}
WHERE assertion."values" IS NOT NULL
"""


_REFS = "SELECT node, ref, scheme, ref.value, support FROM json_each(?) j CROSS JOIN ref ON ref.node = j.value ORDER BY ref"


def _drafts(db: Tables, nodes: set[int], created: Created) -> dict[int, _Draft]:
    drafts = {node: _Draft(node, KIND_OF_NUMBER[node & 7], found, created.claims.get(node, [])) for node, found in created.refs.items()}
    held = nodes - created.refs.keys()
    for by in (By.NODE, By.REF_NODE, By.NODE_ASSERTIONS):
        db.bring(by, held)
    stored = many(held)
    for node, *ref in db.execute(_REFS, (stored,)):
        draft = drafts.setdefault(node, _Draft(node, KIND_OF_NUMBER[node & 7]))
        draft.refs.append((ref[0], ref[1], ref[2], ref[3]))
    for node, number, values, rank in db.execute(_CLAIMS, (stored,)):
        drafts[node].claims.append(Claim(rank, orjson.loads(values), 1, number))
    return drafts


def _values(draft: _Draft) -> dict[str, Value]:
    """Return the shown values of a node, what its references imply included; of a long text, the number of what states it."""
    spec = KINDS[draft.kind]
    written = [(value, support) for _, scheme, value, support in draft.refs if scheme in (NAME, HANDLE, PLACEHOLDER)]
    if len(written) == 1 and not draft.claims:  # as most authors: known by one name, of which nothing more is stated
        values: dict[str, Value] = {spec.name: written[0][0]}
    else:
        mentions = [Claim(MENTION_RANK, {spec.name: value}, support) for value, support in written]
        values = shown(spec.properties, [*draft.claims, *mentions])
    if draft.kind in _WITH_ALIASES:
        values["aliases"] = _aliases(draft, values, [value for value, _ in written])
    _IMPLIED.get(draft.kind, _nothing)(draft, values)
    for name in _LONG[draft.kind] & values.keys():
        values[name] = min(claim.origin or 0 for claim in draft.claims if claim.values.get(name) == values[name])
    return values


def _aliases(draft: _Draft, values: dict[str, Value], written: list[str]) -> list[str]:
    """Return the names a node is known by besides the shown one, sorted."""
    name = KINDS[draft.kind].name
    stated = {str(claim.values[name]) for claim in draft.claims if claim.values.get(name)}
    return sorted({*written, *_texts(values.get("aliases")), *stated} - {values.get(name)})


def _texts(value: Value) -> list[str]:
    return value if isinstance(value, list) else []


def _nothing(draft: _Draft, values: dict[str, Value]) -> None:
    pass


def _imply_paper(draft: _Draft, values: dict[str, Value]) -> None:
    values.setdefault("retracted", False)
    if values.get("year") is None and isinstance(date := values.get("publishedOn"), str):
        values["year"] = int(date[:4])
    if "title" not in values:
        titles = [value.rsplit("|", 2)[0] for _, scheme, value, _ in draft.refs if scheme == TEXT]
        values["title"] = min(titles or [value for _, _, value, _ in draft.refs])


def _imply_repository(draft: _Draft, values: dict[str, Value]) -> None:
    address = min(value for _, scheme, value, _ in draft.refs if scheme == "repo")
    values.setdefault("url", address)
    values.setdefault("name", address.split("://", 1)[-1].split("/", 1)[-1])


def _imply_method(draft: _Draft, values: dict[str, Value]) -> None:
    values.setdefault("generic", False)
    values["unnamed"] = all(scheme == PLACEHOLDER for _, scheme, _, _ in draft.refs)


def _imply_author(draft: _Draft, values: dict[str, Value]) -> None:
    values["resolved"] = any(scheme in KINDS[Kind.AUTHOR].schemes for _, scheme, _, _ in draft.refs)


_IMPLIED = {
    Kind.PAPER: _imply_paper,
    Kind.REPOSITORY: _imply_repository,
    Kind.METHOD: _imply_method,
    Kind.AUTHOR: _imply_author,
}


def _upsert(kind: Kind) -> str:
    """The statement that writes a node of a kind: node, id, what it was minted for, degree, sort name, the kind's properties.

    Of a node that has a row already, the sort name and the properties change.
    """
    names = [column(item.name) for item in KINDS[kind].properties]
    places = ", ".join(f"?{n}" for n in range(6, 6 + len(names)))
    return (
        f"INSERT INTO node (node, id, kind, minted, degree, sort_name, root, {', '.join(names)})"
        f" VALUES (?1, ?2, {KIND_NUMBER[kind]}, ?3, ?4, ?5, ?1, {places}) "
        f"ON CONFLICT (node) DO UPDATE SET sort_name = excluded.sort_name, {', '.join(f'{c} = excluded.{c}' for c in names)}"
    )


_UPSERTS = {kind: _upsert(kind) for kind in Kind}
_WITH_ALIASES = {kind for kind in Kind if any(item.name == "aliases" for item in KINDS[kind].properties)}
_LONG = {kind: {item.name for item in KINDS[kind].properties if item.type is ValueType.LONG_TEXT} for kind in Kind}
_NAMES = {kind: [item.name for item in KINDS[kind].properties] for kind in Kind}
_LISTS = {kind: {item.name for item in KINDS[kind].properties if item.type is ValueType.TEXT_LIST} for kind in Kind}


def _column_values(kind: Kind, values: dict[str, Value]) -> list[Any]:
    for name in _LISTS[kind]:
        if (found := values.get(name)) is not None:
            values[name] = orjson.dumps(found).decode() if found else "[]"
    return [values.get(name) for name in _NAMES[kind]]


def refresh(db: Tables, nodes: set[int], created: Created) -> None:
    """Write the rows of nodes again, and those of created nodes, which get their ids.

    Papers come first, because a method's id may carry the year of the paper that introduces it.
    """
    drafts = _drafts(db, nodes, created)
    order = sorted(drafts.values(), key=lambda draft: (KIND_NUMBER[draft.kind], draft.refs[0][0]))
    for kind, group in groupby(order, key=attrgetter("kind")):
        chosen = [(draft, _values(draft)) for draft in group]
        named = [(draft, str(values.get(KINDS[kind].name) or "")) for draft, values in chosen if draft.node in created.refs]
        ids = mint(db, [Unnamed(draft.node, kind, draft.refs, name, created.names.form(name)[2]) for draft, name in named])
        before = _searched(db, [draft.node for draft, _ in chosen if draft.node not in created.refs], created.names)
        upserts, searched = [], []
        for draft, values in chosen:
            name = str(values.get(KINDS[kind].name) or "")
            public, minted = ids.get(draft.node, ("", 0))
            degree = created.degrees.get(draft.node, 0)
            sort_as, tokens, _ = created.names.form(name)
            text = _search_text(tokens, _texts(values.get("aliases")), created.names)
            upserts.append((draft.node, public, minted, degree, sort_as, *_column_values(kind, values)))
            if kind is not Kind.RESULT and before.get(draft.node) != text:
                searched.append((draft.node, text))
        run_many(db, _UPSERTS[kind], sorted(upserts, key=_by_sort_name))
        run_many(db, "DELETE FROM search WHERE rowid = ?", [(node,) for node, _ in searched if node in before])
        run_many(db, "INSERT INTO search (rowid, tokens) VALUES (?, ?)", sorted(searched))


_by_sort_name = itemgetter(4)  # neighbours in the index by name, so that its pages are written once


def _searched(db: Tables, nodes: list[int], names: Packed) -> dict[int, str]:
    """Return the search text of stored nodes."""
    found = db.execute("SELECT node.node, sort_name, aliases FROM json_each(?) j CROSS JOIN node ON node.node = j.value", (many(nodes),))
    return {node: _search_text(names.form(name)[1], orjson.loads(aliases or "[]"), names) for node, name, aliases in found}


def _search_text(tokens: str, aliases: list[str], names: Packed) -> str:
    """Return the tokens of a name and its aliases, each once."""
    return " ".join(dict.fromkeys(" ".join((tokens, *(names.form(alias)[1] for alias in aliases))).split())) if aliases else tokens


def remove(db: Tables, nodes: Iterable[int]) -> None:
    """Remove the rows of nodes that nothing supports any more; their ids are retired."""
    gone = set(nodes)
    db.bring(By.NODE, gone)
    chosen = many(gone)
    db.bring(By.REF, (row[0] for row in db.execute("SELECT minted FROM json_each(?) j CROSS JOIN node ON node.node = j.value", (chosen,))))
    db.bring(
        By.RETIRED, (row[0] for row in db.execute("SELECT node.id FROM json_each(?) j CROSS JOIN node ON node.node = j.value", (chosen,)))
    )
    db.execute(
        "INSERT INTO retired (id, ref, led) SELECT id, minted, (SELECT ref.node IS NOT NULL FROM ref WHERE ref.ref = minted)"
        " FROM node WHERE node IN (SELECT value FROM json_each(?)) ON CONFLICT DO UPDATE SET ref = excluded.ref, led = excluded.led",
        (chosen,),
    )
    db.execute("DELETE FROM node WHERE node IN (SELECT value FROM json_each(?))", (chosen,))
    db.execute("DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))", (chosen,))


# --- public ids -----------------------------------------------------------------------------------------------------


class Unnamed(NamedTuple):
    """A node without a public id: its references (oldest first), name, and the name's slug where it is known."""

    node: int
    kind: Kind
    refs: list[Member]
    name: str
    slug: str


def mint(db: Tables, wanted: list[Unnamed]) -> dict[int, tuple[str, int]]:
    """Return the public id of each new node, and the reference it is minted for.

    It is one that its references had before, or a new one that was never given.
    Readable: the identifier, or the name's slug; a collision appends the year of the introducing paper (methods), else a short
    hash of the reference.
    """
    ids = _remembered(db, wanted)
    plain = {item.node: _readable(item) for item in wanted if item.node not in ids}
    taken = _taken(db, plain.values())
    years = _introduced_in(db, [item.node for item in wanted if item.kind is Kind.METHOD and item.node in plain])
    for item in wanted:
        node = item.node
        if node in ids:
            continue
        choice = plain[node]
        if choice in taken:
            others = [f"{choice}-{years[node]}"] if node in years else []
            others += _hashed(choice, item)
            taken |= _taken(db, others)
            choice = next(text for text in others if text not in taken)
        taken.add(choice)
        ids[node] = (choice, item.refs[0][0])
    return ids


def _remembered(db: Tables, wanted: list[Unnamed]) -> dict[int, tuple[str, int]]:
    owner = {ref[0]: item.node for item in wanted for ref in item.refs}
    db.bring(By.RETIRED_REF, owner)
    if not scalar(db, "SELECT EXISTS (SELECT 1 FROM retired)"):
        return {}
    db.bring(By.NODE_ID, (row[0] for row in db.execute(_RETIRED_OF, (many(owner),))))
    found: dict[int, tuple[str, int]] = {}
    for ref, name in db.execute(
        "SELECT retired.ref, retired.id FROM json_each(?) j CROSS JOIN retired ON retired.ref = j.value"
        " WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = retired.id) ORDER BY retired.led, retired.ref, retired.id",
        (many(owner),),
    ):
        found.setdefault(owner[ref], (name, ref))
    return found


_RETIRED_OF = "SELECT retired.id FROM json_each(?) j CROSS JOIN retired ON retired.ref = j.value"
_TAKEN = """
SELECT node.id FROM json_each(?1) j CROSS JOIN node ON node.id = j.value
UNION SELECT retired.id FROM json_each(?1) j CROSS JOIN retired ON retired.id = j.value
"""


def _taken(db: Tables, ids: Iterable[str]) -> set[str]:
    wanted = list(ids)
    db.bring(By.NODE_ID, wanted)
    db.bring(By.RETIRED, wanted)
    return {row[0] for row in db.execute(_TAKEN, (many(wanted),))}


def _readable(item: Unnamed) -> str:
    """The id a node gets when it is free: its first identifier's key, or its name's slug."""
    _, scheme, value, _ = item.refs[0]
    kind = item.kind
    if kind is Kind.RESULT:
        return f"result:{hashlib.blake2b(value.encode(), digest_size=8).hexdigest()}"
    if scheme == "repo":
        return f"repository:{value.split('://', 1)[-1]}"
    return f"{kind.value}:{scheme}:{value}" if scheme in KINDS[kind].schemes else f"{kind.value}:{item.slug or slug(item.name)}"


def _hashed(plain: str, item: Unnamed) -> list[str]:
    """Ids to try after a collision; the last is surely free."""
    number, scheme, value, _ = item.refs[0]
    told_apart = f"{fold(item.name)}\n{item.kind.value}:{scheme}:{value}"
    digests = [hashlib.blake2b(text.encode(), digest_size=12).hexdigest() for text in (told_apart, f"{told_apart}\n{number}")]
    return [f"{plain}-{digests[0][:6]}", f"{plain}-{digests[1][:6]}", f"{plain}-{digests[1]}"]


def _introduced_in(db: Tables, methods: list[int]) -> dict[int, int]:
    """Return the year of the earliest paper that introduces each method."""
    introduces = RELATION_NUMBER[Relation.INTRODUCES]
    db.bring(By.EDGES_TO, ((method, introduces) for method in methods))
    papers = "SELECT source FROM json_each(?) j CROSS JOIN edge ON edge.target = j.value AND edge.relation = ?"
    db.bring(By.NODE, (row[0] for row in db.execute(papers, (many(methods), introduces))))
    found = db.execute(
        "SELECT edge.target, min(node.year) FROM json_each(?) j CROSS JOIN edge ON edge.target = j.value AND edge.relation = ?"
        " CROSS JOIN node ON node.node = edge.source WHERE node.year IS NOT NULL GROUP BY 1",
        (many(methods), RELATION_NUMBER[Relation.INTRODUCES]),
    )
    return dict(found)
