"""Tables and indexes of the SQLite store. Columns of nodes and edges derive from `graph.kinds`.

Layers, from truth to projection:

1. `run`, `source`, `record`, `version`, `seen`, `reject`, `portion`: what was read, when. A version is one content of one record;
   `seen` says which run saw which version (version NULL: the run retracted the record). `record.version` is the current one.
2. `ref`, `link`, `assertion`: what the versions say. Rows of superseded versions stay, detached (`node` and `edge` NULL).
   The number of an assertion is `version * ORDINALS` and its ordinal.
3. `node`, `edge`, `tested`, `search`, `pending`: the graph, a projection that can be dropped and rebuilt.

Numbers of nodes are `serial * 8 + kind number`, those of edges `serial * 32 + relation number`, so that kind and relation are known without
a look-up.
"""

from __future__ import annotations

from graph.evidence import MAX_ASSERTIONS, Verdict
from graph.kinds import KINDS, RELATIONS, Kind, Property, Relation, ValueType

LAYOUT_VERSION = 6
ORDINALS = MAX_ASSERTIONS
RELATIONS_AT_MOST = 32

KIND_NUMBER: dict[Kind, int] = {kind: number for number, kind in enumerate(Kind, start=1)}
KIND_OF_NUMBER: dict[int, Kind] = {number: kind for kind, number in KIND_NUMBER.items()}
RELATION_NUMBER: dict[Relation, int] = {relation: number for number, relation in enumerate(Relation, start=1)}
RELATION_OF_NUMBER: dict[int, Relation] = {number: relation for relation, number in RELATION_NUMBER.items()}
VERDICT_NUMBER: dict[Verdict, int] = {verdict: number for number, verdict in enumerate(Verdict, start=1)}
VERDICT_OF_NUMBER: dict[int, Verdict] = {number: verdict for verdict, number in VERDICT_NUMBER.items()}

_SQL_TYPE = {
    ValueType.TEXT: "TEXT",
    ValueType.LONG_TEXT: "INTEGER",  # the assertion that states it: see `long_text`
    ValueType.INTEGER: "INTEGER",
    ValueType.FLOAT: "REAL",
    ValueType.BOOLEAN: "INTEGER",
    ValueType.PARTIAL_DATE: "TEXT",
    ValueType.TEXT_LIST: "TEXT",  # JSON array
}


def column(name: str) -> str:
    """Return the SQL column of a property: snake case, quoted by a trailing underscore where SQL reserves the word."""
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return {"of": "of_", "on": "on_"}.get(snake, snake)


def long_text(row: str, name: str) -> str:
    """The SQL of a long text of a row of `node`: it stands in the assertion that states it, and nowhere else."""
    return f"""(SELECT said."values" ->> '$.{name}' FROM assertion said WHERE said.assertion = {row}.{column(name)})"""


def _distinct(properties: list[Property]) -> list[Property]:
    seen: dict[str, Property] = {}
    for item in properties:
        seen.setdefault(item.name, item)
    return sorted(seen.values(), key=lambda item: item.type is ValueType.LONG_TEXT)


NODE_PROPERTIES = _distinct([p for spec in KINDS.values() for p in spec.properties])
EDGE_PROPERTIES = _distinct([p for spec in RELATIONS.values() for p in spec.properties])


def _columns(properties: list[Property]) -> str:
    return ",\n    ".join(f"{column(p.name)} {_SQL_TYPE[p.type]}" for p in properties)


def _key(ref: str) -> str:
    """The key of an unscoped row of `ref` (`graph.evidence.Ref.key`)."""
    kinds = " ".join(f"WHEN {number} THEN '{kind.value}'" for kind, number in KIND_NUMBER.items())
    return f"CASE {ref}.kind {kinds} END || ':' || {ref}.scheme || ':' || {ref}.value"


def numbers_of(version: str) -> str:
    """The SQL range of the numbers of a version's assertions, for BETWEEN."""
    return f"{version} * {ORDINALS} AND {version} * {ORDINALS} + {ORDINALS - 1}"


TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE run (
    number INTEGER PRIMARY KEY, command TEXT NOT NULL, paths TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT, counts TEXT NOT NULL, checkpoint TEXT NOT NULL, undoes INTEGER);
CREATE TABLE source (source INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rank INTEGER NOT NULL);
CREATE TABLE extractor (extractor INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE record (
    record INTEGER PRIMARY KEY, source INTEGER NOT NULL, key TEXT NOT NULL, version INTEGER, run INTEGER,
    UNIQUE (source, key));
CREATE TABLE version (
    version INTEGER PRIMARY KEY, record INTEGER NOT NULL, digest BLOB NOT NULL,
    locator TEXT NOT NULL, url TEXT);
CREATE INDEX version_record ON version (record);
CREATE TABLE seen (record INTEGER NOT NULL, run INTEGER NOT NULL, version INTEGER, PRIMARY KEY (record, run)) WITHOUT ROWID;
CREATE INDEX seen_run ON seen (run);
CREATE TABLE reject (
    run INTEGER NOT NULL, ordinal INTEGER NOT NULL, source TEXT NOT NULL, key TEXT, locator TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (run, ordinal)) WITHOUT ROWID;

-- What the items of a file from `start` to before `until` came to: JSON of ranges of versions (NULL: not all of them were stored), how
-- many items repeat another, and JSON of the rejections. `file` is a digest (`graph.store.Portion`). Whoever loses these rows reads files again.
CREATE TABLE portion (
    file TEXT NOT NULL, start INTEGER NOT NULL, until INTEGER NOT NULL, is_last INTEGER NOT NULL, versions TEXT, merged INTEGER NOT NULL,
    rejections TEXT NOT NULL, PRIMARY KEY (file, start)) WITHOUT ROWID;

-- A reference as records state it: `reference` shows it with its key, of which `hash` is the hash (`graph.text.hash64`).
-- `block` groups references that a weak rule may join (`graph.identity.block_of`); `scope` is the reference in whose context a
-- name stands; `node` is what it resolves to, NULL while nothing creates it.
-- `support` counts the live assertions that create a node by themselves, `introduced` the live INTRODUCES that point at it.
-- `doubt` is 1 while the reference is ambiguous: its assertions wait in review.
CREATE TABLE ref (
    ref INTEGER PRIMARY KEY, hash INTEGER NOT NULL, kind INTEGER NOT NULL, scheme TEXT NOT NULL, value TEXT NOT NULL,
    scope INTEGER, block INTEGER, node INTEGER, support INTEGER NOT NULL, introduced INTEGER NOT NULL, doubt INTEGER NOT NULL);
CREATE UNIQUE INDEX ref_hash ON ref (hash);
CREATE INDEX ref_node ON ref (node) WHERE node IS NOT NULL;
CREATE INDEX ref_block ON ref (block) WHERE block IS NOT NULL;
CREATE INDEX ref_scope ON ref (scope) WHERE scope IS NOT NULL;
CREATE VIEW reference AS SELECT ref.*, {_key("ref")} || coalesce('@' || (SELECT {_key("held")} FROM ref held WHERE held.ref = ref.scope), '') AS key
FROM ref;

-- Two references that a version states for one subject; `live` while that version is its record's current one.
-- With a verdict it is a decision instead: `a` is kept, `b` is dropped or told apart.
CREATE TABLE link (
    a INTEGER NOT NULL, b INTEGER NOT NULL, version INTEGER NOT NULL, live INTEGER NOT NULL DEFAULT 1, verdict INTEGER,
    PRIMARY KEY (a, b, version)) WITHOUT ROWID;
CREATE INDEX link_b ON link (b, a);
CREATE INDEX link_version ON link (version);
CREATE INDEX link_verdict ON link (verdict, live) WHERE verdict IS NOT NULL;

-- relation 0: property values of the subject `a`; else an edge from `a` to `b`.
CREATE TABLE assertion (
    assertion INTEGER PRIMARY KEY, version INTEGER NOT NULL, relation INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER,
    node INTEGER, edge INTEGER, extractor INTEGER NOT NULL, confidence REAL NOT NULL, locator TEXT NOT NULL,
    span_start INTEGER, span_end INTEGER, quote TEXT, flag TEXT, "values" TEXT);
CREATE INDEX assertion_node ON assertion (node) WHERE node IS NOT NULL;
CREATE INDEX assertion_edge ON assertion (edge) WHERE edge IS NOT NULL;
CREATE INDEX assertion_citing ON assertion (a) WHERE relation = {RELATION_NUMBER[Relation.CITES]} AND edge IS NULL;

-- Accepted assertions of current versions that lack an end; `ref` is the end that is missing (one row an end).
-- Those whose two ends are one node wait here under both. Those that say by name alone who wrote a paper and are attributed to somebody
-- else (`graph/stores/sqlite/bylines.py`) wait here under the name, though they hang on an edge.
CREATE TABLE pending (ref INTEGER NOT NULL, assertion INTEGER NOT NULL, PRIMARY KEY (ref, assertion)) WITHOUT ROWID;

CREATE TABLE node (
    node INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, sort_name TEXT NOT NULL, degree INTEGER NOT NULL DEFAULT 0,
    root INTEGER NOT NULL, minted INTEGER NOT NULL,  -- the reference its id was minted for
    {_columns(NODE_PROPERTIES)});
CREATE UNIQUE INDEX node_id ON node (id);
CREATE INDEX node_root ON node (root) WHERE root <> node;
-- Public ids of nodes that ceased to be, and the reference they were minted for: ids are stable, never given to another thing,
-- and redirect by reference. `led` is 1 when another node had that reference then: the id was given up in a merge.
CREATE TABLE retired (id TEXT PRIMARY KEY, ref INTEGER NOT NULL, led INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX retired_ref ON retired (ref);
CREATE VIEW redirect AS SELECT retired.id, ref.node FROM retired JOIN ref USING (ref) WHERE ref.node IS NOT NULL;

CREATE TABLE edge (
    edge INTEGER PRIMARY KEY, relation INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL,
    support INTEGER NOT NULL DEFAULT 1,
    {_columns(EDGE_PROPERTIES)});
CREATE UNIQUE INDEX edge_forward ON edge (source, relation, target);
CREATE INDEX edge_reverse ON edge (target, relation, source);

-- Support of "method tested on dataset": one row per owner (paper; else the result itself), method, dataset, task (0 unknown).
-- `vias` is the exact set of vias; `paper` the owner when it is a paper, `year` its year; roots repeat node.root.
CREATE TABLE tested (
    owner INTEGER NOT NULL, method INTEGER NOT NULL, dataset INTEGER NOT NULL, task INTEGER NOT NULL, vias INTEGER NOT NULL,
    results INTEGER NOT NULL, paper INTEGER, year INTEGER, method_root INTEGER NOT NULL, dataset_root INTEGER NOT NULL,
    PRIMARY KEY (owner, method, dataset, task)) WITHOUT ROWID;
CREATE INDEX tested_method_root ON tested (method_root, dataset_root, task, vias, paper, results, year, owner);
CREATE INDEX tested_dataset_root ON tested (dataset_root, method_root, task, vias, paper, results, year, owner);
CREATE INDEX tested_method ON tested (method, dataset, task, vias, paper, results, year, owner);
CREATE INDEX tested_dataset ON tested (dataset, method, task, vias, paper, results, year, owner);

-- Search text: tokens of `graph.text.tokens` joined by one space; rowid is the node.
CREATE VIRTUAL TABLE search USING fts5 (tokens, content='', contentless_delete=1, detail='none', prefix='2 3', tokenize="unicode61 remove_diacritics 0 tokenchars '+#'");
"""


def _orders() -> list[str]:
    """Indexes for the orders in which nodes are listed."""
    made = ["CREATE INDEX IF NOT EXISTS node_name ON node (kind, sort_name, id);"]
    for spec in KINDS.values():
        for item in spec.properties:
            if item.sortable and item.name != spec.name:
                made.append(
                    f"CREATE INDEX IF NOT EXISTS node_{spec.kind}_{column(item.name)} ON node"
                    f" (kind, {column(item.name)}, sort_name, id) WHERE kind = {KIND_NUMBER[spec.kind]};"
                )
    return made


ORDERS = "\n".join(_orders())
"""Made when the first run is over, since nothing that is written needs them: sorting all at once costs a third of keeping them."""
