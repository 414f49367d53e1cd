"""Where the rows of connections come from, but for TESTED_ON and sharing (`shared.py`, `pairs.py`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.kinds import RELATIONS, Relation
from graph.plan import (
    AllOf,
    AllRuns,
    Along,
    ComparedDatasets,
    Connection,
    EvidenceOfEdge,
    Hits,
    Item,
    Leaderboard,
    SharedDatasets,
    Sharing,
    SharingPairs,
    TestedMethods,
    TestedOn,
)
from graph.stores.neo4j import compare, pairs, shared
from graph.stores.neo4j.evidence import evidence
from graph.stores.neo4j.filters import condition
from graph.stores.neo4j.leaderboard import leaderboard
from graph.stores.neo4j.page import Key, Rows, labelled, last_keys, node_keys, object_of, order_keys
from graph.stores.neo4j.rows import COUNTS
from graph.stores.neo4j.schema import FULL_TEXT, LABELS, TYPES
from graph.text import fold, hash64, sort_name, words

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


def rows_of(writer: Writer, item: Item, wanted: Connection, owner: str | None) -> Rows:
    """Return the rows of a connection; `owner` is the node, or the row of an edge, that it hangs on."""
    match wanted.source:
        case AllOf():
            return _all_of(writer, wanted, wanted.source)
        case Hits():
            return _hits(writer, wanted, wanted.source)
        case AllRuns():
            return _runs(writer, wanted.source)
        case SharingPairs():
            return pairs.pairs(writer, item, wanted.source)
        case ComparedDatasets():
            return compare.datasets(writer, wanted.source)
        case SharedDatasets():
            raise InputError("shared datasets stand within an edge of methods that share them")
    assert owner is not None
    match wanted.source:
        case Along():
            return _along(writer, wanted, wanted.source, owner)
        case EvidenceOfEdge():
            s = writer.binds.alias("s")
            return evidence(writer.binds, f"UNWIND {owner}edge.said AS {s}", s)
        case Leaderboard():
            return leaderboard(writer, item, wanted.source, owner)
        case TestedOn() | TestedMethods():
            return shared.tested(writer, wanted, wanted.source, owner)
        case Sharing():
            return shared.sharing(writer, item, wanted, wanted.source, owner)


def _all_of(writer: Writer, wanted: Connection, source: AllOf) -> Rows:
    n = writer.binds.alias("n")
    kinds = (source.kind,)
    keys = order_keys(wanted.order, node_keys(n, kinds), last_keys(n))
    return Rows(
        body=f"MATCH ({n}:{LABELS[source.kind]})",
        condition=condition(wanted.where, n, None, writer.binds, kinds),
        columns={"node": n},
        keys=keys,
        kinds=kinds,
        seek=f"{n}.sortName IS NOT NULL AND {n}.id IS NOT NULL" if keys[0].cypher == f"{n}.sortName" else "true",
    )


def _along(writer: Writer, wanted: Connection, source: Along, owner: str) -> Rows:
    e, n = writer.binds.alias("e"), writer.binds.alias("n")
    spec = RELATIONS[source.relation]
    keys = node_keys(n, source.kinds)
    keys |= {f"edge.{item.name}": Key(f"{e}.{item.name}", nullable=True) for item in spec.properties if item.sortable}
    ends = spec.targets if source.forward else spec.sources
    of_kind = "" if set(ends) <= set(source.kinds) else f"{labelled(n, source.kinds)} AND "
    by_position = [keys[f"edge.{spec.order}"]] if spec.order and source.by_position else []
    left, right = ("-", "->") if source.forward else ("<-", "-")
    return Rows(
        body=f"MATCH ({owner}){left}[{e}:{TYPES[source.relation]}]{right}({n})",
        condition=f"{of_kind}{condition(wanted.where, n, e, writer.binds, source.kinds)}",
        columns={"node": n, "edge": e},
        keys=order_keys(wanted.order, keys, [*([] if wanted.order else by_position), *last_keys(n)]),
        kinds=source.kinds,
        edge_item=lambda item, r: _relation_item(writer, source.relation, item, r),
    )


def _relation_item(writer: Writer, relation: Relation, item: Item, r: str) -> str:
    if isinstance(item.fetch, Connection):
        return writer.connection(item, item.fetch, r)
    for found in RELATIONS[relation].properties:
        if found.name == item.name:
            return writer.value(f"{r}edge", found)
    raise ValueError(f"an edge of {relation} has no {item.name!r}")


# --- search, runs, leaderboards -------------------------------------------------------------------------------------

_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_WORDS_AT_MOST = 1000
"""A query may have no more parts than 1,024. No text that is found has as many words: what is searched is made of names."""


def match_text(text: str, *, prefix: bool) -> str:
    """Return the full-text query for a text: every word, the last as a prefix when it may be unfinished; empty when nothing can fit."""
    found = words(text)
    if len(found) > _WORDS_AT_MOST:
        return ""
    parts = ["+" + _SPECIAL.sub(r"\\\1", word) for word in found]
    return " ".join(parts) + ("*" if prefix and parts else "")


def _hits(writer: Writer, wanted: Connection, source: Hits) -> Rows:
    binds, n = writer.binds, writer.binds.alias("n")
    query = match_text(source.text, prefix=source.prefix)
    form, block = binds.add(sort_name(source.text)), binds.add(hash64(fold(source.text)))
    same = binds.once(f"COLLECT {{ MATCH (r:Reference {{block: {block}}}) WHERE r.node IS NOT NULL RETURN DISTINCT r.node }}")
    rank = f"CASE WHEN {n}.sortName = {form} OR {n}.node IN {same} THEN 0 WHEN {n}.sortName STARTS WITH {form} THEN 1 ELSE 2 END"
    chosen = f"{labelled(n, source.kinds)} AND {condition(wanted.where, n, None, binds, source.kinds)}"
    return Rows(
        body=f"CALL db.index.fulltext.queryNodes('{FULL_TEXT}', {binds.add(query)}) YIELD node AS {n}"
        if query
        else f"UNWIND [] AS {n} WITH {n}",
        condition=chosen if query else "false",
        columns={"node": n},
        keys=[Key(rank), Key(f"{n}.degree", descending=True), *last_keys(n)],
        kinds=source.kinds,
        edge_item=lambda item, r: f"CASE {r}k0 WHEN 0 THEN 'EXACT' WHEN 1 THEN 'PREFIX' ELSE 'TERMS' END",
        costly=True,
    )


_RUN = {
    "id": "'run:' + toString({r}run.run)",
    "command": "{r}run.command",
    "version": "{r}run.version",
    "state": "toUpper({r}run.state)",
    "startedAt": "{r}run.startedAt",
    "finishedAt": "{r}run.finishedAt",
    "undoneBy": "'run:' + toString({r}undoneBy)",
    "paths": "{r}run.paths",
    **{name: f"{{r}}run.{name}" for name in COUNTS},
}


def _run_item(item: Item, r: str) -> str:
    if item.name == "counts":
        return object_of([(inner.key, _RUN[inner.name].format(r=r)) for inner in item.items])
    return _RUN[item.name].format(r=r)


def _runs(writer: Writer, source: AllRuns) -> Rows:
    run = writer.binds.alias("run")
    undone_by = (
        f"COLLECT {{ MATCH (u:Run) WHERE u.undoes = {run}.run AND u.state <> 'undone' RETURN u.run ORDER BY u.run DESC LIMIT 1 }}[0]"
    )
    return Rows(
        body=f"MATCH ({run}:Run)",
        condition="true" if source.id is None else f"'run:' + toString({run}.run) = {writer.binds.add(source.id)}",
        columns={"run": run, "undoneBy": undone_by},
        keys=[Key(f"{run}.run", descending=True)],
        edge_item=_run_item,
        seek=f"{run}.run IS NOT NULL",
    )
