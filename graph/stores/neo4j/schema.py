"""What stands in Neo4j, and its constraints and indexes.

The graph as people read it:

    (:Node:Paper {id, title, year, …})-[:CITES]->(:Node:Paper)      one label a kind, one relationship type a relation
    (:Node:Method)-[:TESTED_ON {owner, task, vias, results, paper, year, methodRoot, datasetRoot}]->(:Node:Dataset)

Nodes and relationships carry the shown values under the names of `graph.kinds`. Of texts that are compared folded, `<name>Form` is the
sort form (of lists, of each item); that of the name is `sortName`. `tokens` is the search text. `node` is a node's number (`serial * 8 +
kind number`), `edge` a relationship's (`serial * 32 + relation number`), `root` the number of its family's root, `degree` counts its relationships but TESTED_ON. `owner`, `task` (0: unknown), `paper`, `methodRoot` and
`datasetRoot` of TESTED_ON are numbers of nodes.

What proves it:

    (:Record {record, source, key, version, run, runs, versions})   a record; `version` is the current one, null when retracted;
                                                                    the runs that saw it, and which version each saw (0: retracted)
    (:Version {version, record, digest, locator, url, places, a, b, said})  one content of a record; `said` is the JSON of its assertions,
                                                                    [relation or null, a, b, values] each, `places` where each was found,
                                                                    `a` and `b` their ends once more (0: none), which filters read
    (:Place {place, locator, extractor, confidence, spanStart, spanEnd, quote, flag})   `place` is the hash of the others

`support` of a relationship lists the records (`source key`) behind it; `said` of a node or relationship lists the assertions that support it, as
number (that of the version, times 2^20, and the ordinal).

What is one thing:

    (:Reference {ref, hash, kind, scheme, value, scope, block, node, support, introduced, doubt})   kind by its number; what would be 0 or
                                                                    false is left out; `hash` is that of its key (`graph.evidence.Ref.key`)
    (:Reference)-[:LINK {version, live, verdict}]->(:Reference)     stated together, or decided on
    (:Reference)-[:WAITS {said, relation, missing}]->(:Reference)   an accepted assertion that lacks an end: `missing` is the one; from a
                                                                    to b, or from a to itself when it states property values; without
                                                                    `relation` one by an author's name that is attributed to another
    (:FormerId {id, ref, led})

And `(:Run)`, `(:Source {source, name, rank})`, `(:Reject)`, `(:Portion)` (as in `graph/stores/sqlite/schema.py`), and the one `(:Store {name: 'citegraph', layout, version, serial, …})`, which every transaction that writes
locks first, so that batches stand one after the other; its other properties are the highest numbers given so far. While it is `imported`, the graph comes from import
files and lacks what these cannot hold (`finishing`); the first opening makes that and takes the mark away.
"""

from __future__ import annotations

from graph.kinds import KINDS, Kind, Relation, ValueType

LAYOUT_VERSION = 4

LABELS: dict[Kind, str] = {kind: spec.graphql for kind, spec in KINDS.items()}
TYPES: dict[Relation, str] = {relation: relation.value for relation in Relation}
FULL_TEXT = "search"

_UNIQUE = {
    "Node": ("node", "id"),
    "Record": ("record",),
    "Version": ("version",),
    "Place": ("place",),
    "Reference": ("ref", "hash"),
    "FormerId": ("id",),
    "Run": ("run",),
    "Portion": ("portion",),
    "Source": ("source", "name"),
    "Store": ("name",),
}
_INDEXED = {
    "Record": (("source", "key"), ("version",)),
    "Portion": (("file",),),
    "Version": (("record",),),
    "Reference": (("node",), ("block",), ("scope",)),
    "FormerId": (("ref",),),
    "Reject": (("run", "ordinal"),),
    "Node": (("root",), ("sortName",)),
}


LISTS: dict[str, tuple[str, ...]] = {
    "Run": ("paths",),
    "Version": ("places", "a", "b"),
    "Node": ("said",),
    **{LABELS[kind]: ("aliases", "aliasesForm") for kind, spec in KINDS.items() if any(item.name == "aliases" for item in spec.properties)},
}
"""Lists that stand on every node of a label, also when they are empty. No others are ever empty."""


def folded(kind: Kind) -> dict[str, bool]:
    """Return the properties of a kind that are kept in their sort form too, and whether each is a list."""
    spec = KINDS[kind]
    kept = (ValueType.TEXT, ValueType.TEXT_LIST)
    return {item.name: item.type is ValueType.TEXT_LIST for item in spec.properties if item.type in kept and item.name != spec.name}


def statements() -> list[str]:
    """Return the statements that make constraints and indexes; repeating them changes nothing."""
    made = [
        f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
        for label, names in _UNIQUE.items()
        for name in names
    ]
    made += [_index(label, names) for label, every in _INDEXED.items() for names in every]
    for kind, label in LABELS.items():
        made.append(_index(label, ("sortName", "id")))
        made += [_index(label, (item.name,)) for item in KINDS[kind].properties if item.sortable and item.name != KINDS[kind].name]
    for name in (*TYPES.values(), "TESTED_ON"):
        key = "owner" if name == "TESTED_ON" else "edge"
        made.append(f"CREATE INDEX {name.lower()}_{key} IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.{key})")
    for name, key in (("LINK", "version"), ("WAITS", "said")):
        made.append(f"CREATE INDEX {name.lower()}_{key} IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.{key})")
    searched = "|".join(label for kind, label in LABELS.items() if kind is not Kind.RESULT)
    made.append(
        f"CREATE FULLTEXT INDEX {FULL_TEXT} IF NOT EXISTS FOR (n:{searched}) ON EACH [n.tokens]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )
    return made


def finishing() -> list[str]:
    """Return the statements that make what import files cannot hold: constraints, indexes, and lists that are empty; repeatable."""
    made = statements()
    for label, names in LISTS.items():
        lacking = " OR ".join(f"n.{name} IS NULL" for name in names)
        given = ", ".join(f"n.{name} = coalesce(n.{name}, [])" for name in names)
        made.append(f"MATCH (n:{label}) WHERE {lacking} CALL (n) {{SET {given}}} IN TRANSACTIONS OF 10000 ROWS")
    return made


def _index(label: str, names: tuple[str, ...]) -> str:
    on = ", ".join(f"n.{name}" for name in names)
    return f"CREATE INDEX {'_'.join((label.lower(), *names))} IF NOT EXISTS FOR (n:{label}) ON ({on})"
