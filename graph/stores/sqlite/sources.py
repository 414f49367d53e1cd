"""Where the rows of connections come from, but for TESTED_ON and sharing (`shared.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.kinds import RELATIONS, Kind, Relation
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
from graph.stores.sqlite import compare, shared
from graph.stores.sqlite.evidence import evidence
from graph.stores.sqlite.filters import condition
from graph.stores.sqlite.leaderboard import leaderboard
from graph.stores.sqlite.rows import Key, Rows, json_object, last_keys, node_keys, order_keys
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER, column
from graph.text import fold, hash64, sort_name, words

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer


def rows_of(writer: Writer, wanted: Connection, owner: str | None, kind: Kind | None) -> Rows:
    """Return the rows of a connection; `owner` is the alias of the row it hangs on."""
    match wanted.source:
        case AllOf():
            return _all_of(writer, wanted, wanted.source)
        case Along():
            assert owner is not None
            assert kind is not None
            return _along(writer, wanted, wanted.source, owner)
        case EvidenceOfEdge():
            assert owner is not None
            return evidence(f"a.edge = {owner}.edge")
        case Hits():
            return _hits(writer, wanted, wanted.source)
        case AllRuns():
            return _runs(writer, wanted.source)
        case Leaderboard():
            assert owner is not None
            return leaderboard(writer, wanted.source, owner)
        case TestedOn() | TestedMethods():
            assert owner is not None
            return shared.tested(writer, wanted, wanted.source, owner)
        case Sharing() | SharingPairs():
            return shared.sharing(writer, wanted, wanted.source, owner)
        case ComparedDatasets():
            return compare.datasets(writer, wanted.source)
        case SharedDatasets():
            raise InputError("shared datasets stand within an edge of methods that share them")


def _all_of(writer: Writer, wanted: Connection, source: AllOf) -> Rows:
    n = writer.binds.alias("n")
    kinds = (source.kind,)
    return Rows(
        body=f"FROM node {n}",
        condition=f"{n}.kind = {KIND_NUMBER[source.kind]} AND {condition(wanted.where, n, None, writer.binds, kinds)}",
        columns=[f"{n}.node AS node"],
        keys=order_keys(wanted.order, node_keys(n, kinds), last_keys(n)),
        kinds=kinds,
    )


def _along(writer: Writer, wanted: Connection, source: Along, owner: str) -> Rows:
    e, n = writer.binds.alias("e"), writer.binds.alias("n")
    near, far = ("source", "target") if source.forward else ("target", "source")
    spec = RELATIONS[source.relation]
    keys = node_keys(n, source.kinds)
    keys |= {f"edge.{item.name}": Key(f"{e}.{column(item.name)}", nullable=True) for item in spec.properties if item.sortable}
    ends = spec.targets if source.forward else spec.sources
    of_kind = "" if set(ends) <= set(source.kinds) else f" AND {n}.kind IN ({', '.join(str(KIND_NUMBER[k]) for k in source.kinds)})"
    by_position = [keys[f"edge.{spec.order}"]] if spec.order and source.by_position else []
    return Rows(
        body=f"FROM edge {e} CROSS JOIN node {n} ON {n}.node = {e}.{far}",
        condition=f"{e}.{near} = {owner}.node AND {e}.relation = {RELATION_NUMBER[source.relation]}{of_kind}"
        f" AND {condition(wanted.where, n, e, writer.binds, source.kinds)}",
        columns=[f"{n}.node AS node", f"{e}.edge AS edge", *(f"{e}.{column(p.name)}" for p in spec.properties)],
        keys=order_keys(wanted.order, keys, [*([] if wanted.order else by_position), *last_keys(n)]),
        kinds=source.kinds,
        edge_item=lambda item, r: _relation_item(writer, source.relation, item, r),
    )


def _relation_item(writer: Writer, relation: Relation, item: Item, r: str) -> str:
    if isinstance(item.fetch, Connection):
        return writer.connection(item, item.fetch, r, None)
    for found in RELATIONS[relation].properties:
        if found.name == item.name:
            return writer.value(r, found)
    raise ValueError(f"an edge of {relation} has no {item.name!r}")


# --- search, runs, leaderboards -------------------------------------------------------------------------------------


def match_text(text_: str, *, prefix: bool) -> str:
    """Return the FTS5 query for a text: every word, the last as a prefix when it may be unfinished."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in words(text_)]
    return " ".join(quoted) + ("*" if prefix and quoted else "")


def _hits(writer: Writer, wanted: Connection, source: Hits) -> Rows:
    binds, n = writer.binds, writer.binds.alias("n")
    query = match_text(source.text, prefix=source.prefix)
    form, block = binds.add(sort_name(source.text)), binds.add(hash64(fold(source.text)))
    is_exact = f"({n}.sort_name = {form} OR EXISTS (SELECT 1 FROM ref WHERE ref.node = {n}.node AND ref.block = {block}))"
    rank = f"CASE WHEN {is_exact} THEN 0 WHEN substr({n}.sort_name, 1, length({form})) = {form} THEN 1 ELSE 2 END"
    numbers = ", ".join(str(KIND_NUMBER[kind]) for kind in source.kinds)
    found = f"search MATCH {binds.add(query)}" if query else "0"
    return Rows(
        body=f"FROM search CROSS JOIN node {n} ON {n}.node = search.rowid",
        condition=f"{found} AND {n}.kind IN ({numbers}) AND {condition(wanted.where, n, None, binds, source.kinds)}",
        columns=[f"{n}.node AS node"],
        keys=[Key(rank), Key(f"{n}.degree", descending=True), *last_keys(n)],
        kinds=source.kinds,
        edge_item=lambda item, r: f"CASE {r}.k0 WHEN 0 THEN 'EXACT' WHEN 1 THEN 'PREFIX' ELSE 'TERMS' END",
    )


_RUN_COUNTS = ("read", "written", "unchanged", "merged", "rejected", "flagged", "pending", "retracted")
_RUN = {
    "id": "'run:' || {r}.number",
    "command": "{r}.command",
    "version": "{r}.version",
    "state": "upper({r}.state)",
    "startedAt": "{r}.started_at",
    "finishedAt": "{r}.finished_at",
    "undoneBy": "{r}.undone_by",
    **{name: "({r}.counts ->> '$." + name + "')" for name in _RUN_COUNTS},
}


def _run_item(item: Item, r: str) -> str:
    if item.name == "counts":
        return json_object([(inner.key, _RUN[inner.name].format(r=r)) for inner in item.items])
    if item.name == "paths":
        return f"json({r}.paths)"
    return _RUN[item.name].format(r=r)


def _runs(writer: Writer, source: AllRuns) -> Rows:
    undone_by = "(SELECT 'run:' || max(u.number) FROM run u WHERE u.undoes = run.number AND u.state <> 'undone') AS undone_by"
    names = ("number", "command", "paths", "version", "state", "started_at", "finished_at", "counts")
    return Rows(
        body="FROM run",
        condition="1" if source.id is None else f"'run:' || run.number = {writer.binds.add(source.id)}",
        columns=[*(f"run.{name}" for name in names), undone_by],
        keys=[Key("run.number", descending=True)],
        has_node=False,
        edge_item=_run_item,
    )
