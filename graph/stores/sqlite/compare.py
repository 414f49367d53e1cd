"""Methods head to head: the datasets on which several of them were tested, with their results side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind, Relation, Via
from graph.plan import ComparedDatasets, Comparison, Connection, Item
from graph.stores.sqlite.leaderboard import BADNESS, GROUPED, LEADING, reporter
from graph.stores.sqlite.rows import Key, Rows, boolean, json_object, last_keys
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER
from graph.stores.sqlite.shared import causes, chosen, reported, via_names, vias

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer

_OF, _ON, _VARIANT_OF = (RELATION_NUMBER[relation] for relation in (Relation.OF, Relation.ON, Relation.VARIANT_OF))


def comparison(writer: Writer, item: Item, wanted: Comparison) -> str:
    """Return the JSON object of a comparison."""
    return json_object([(part.key, _part(writer, part, wanted)) for part in item.items])


def _part(writer: Writer, part: Item, wanted: Comparison) -> str:
    if isinstance(part.fetch, Connection):
        return writer.connection(part, part.fetch, None, None)
    n, c = writer.binds.alias("n"), writer.binds.alias("c")
    body = writer.node(n, (Kind.METHOD,), part.items)
    listed = f"FROM ({_methods(writer, wanted.methods)}) {c} CROSS JOIN node {n} ON {n}.node = {c}.node"
    return f"json((SELECT json_group_array({body} ORDER BY {c}.place) {listed}))"


def _methods(writer: Writer, ids: tuple[str, ...]) -> str:
    """Select the methods that ids name, each once, with the place of its first id."""
    found = f"m.node = {writer.by_id('wanted.value')} AND m.kind = {KIND_NUMBER[Kind.METHOD]}"
    return f"SELECT m.node, min(wanted.key) AS place FROM json_each({writer.binds.many(ids)}) wanted JOIN node m ON {found} GROUP BY m.node"


def datasets(writer: Writer, source: ComparedDatasets) -> Rows:
    """Datasets on which at least two of some methods were tested."""
    binds, choice, n = writer.binds, source.choice, writer.binds.alias("n")
    kin, tests = binds.alias("kin"), binds.alias("tests")
    counts = f"count(DISTINCT t.paper) AS papers, sum({reported('t', choice)}) AS results, {vias(choice)} AS vias"
    with_ = [
        f"{kin}(method, place, node) AS (SELECT node, place, node FROM ({_methods(writer, source.methods)}) UNION SELECT k.method, k.place, v.source"
        f" FROM {kin} k CROSS JOIN edge v ON v.target = k.node AND v.relation = {_VARIANT_OF})",
        f"{tests} AS MATERIALIZED (SELECT k.method, k.place, t.dataset_root AS d, {counts} FROM {kin} k CROSS JOIN tested t ON t.method = k.node"
        f" WHERE {chosen(writer, 't', choice)} GROUP BY 1, 3)",
    ]
    return Rows(
        body=f"FROM (SELECT d, count(*) AS methods FROM {tests} GROUP BY d HAVING count(*) > 1) g CROSS JOIN node {n} ON {n}.node = g.d",
        columns=[f"{n}.node AS node", "g.methods"],
        keys=[Key("g.methods", descending=True), *last_keys(n)],
        kinds=(Kind.DATASET,),
        with_=with_,
        edge_item=lambda item, r: _edge_item(writer, item, r, source, kin, tests),
    )


def _edge_item(writer: Writer, item: Item, r: str, source: ComparedDatasets, kin: str, tests: str) -> str:
    match item.name:
        case "methodCount":
            return f"{r}.methods"
        case "tests":
            x = writer.binds.alias("x")
            body = json_object([(part.key, _test_item(writer, part, source, kin, x)) for part in item.items])
            return f"json((SELECT json_group_array({body} ORDER BY {x}.place) FROM {tests} {x} WHERE {x}.d = {r}.node))"
        case "results":
            return _results(writer, item, r, source, kin)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _test_item(writer: Writer, item: Item, source: ComparedDatasets, kin: str, x: str) -> str:
    match item.name:
        case "method":
            return writer.one(item.items, f"{x}.method", (Kind.METHOD,))
        case "via":
            return via_names(f"{x}.vias")
        case "paperCount":
            return f"{x}.papers"
        case "resultCount":
            return f"{x}.results"
        case "evidence":
            own = f"t.method IN (SELECT k.node FROM {kin} k WHERE k.method = {x}.method)"
            return causes(writer, item, f"{own} AND t.dataset_root = {x}.d AND {chosen(writer, 't', source.choice)}", source.choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _results(writer: Writer, item: Item, r: str, source: ComparedDatasets, kin: str) -> str:
    """The results of the methods on a dataset and its parts, those that can be compared ranked."""
    if not source.choice.via & Via.REPORTED:
        return "json('[]')"
    b, n = writer.binds.alias("b"), writer.binds.alias("n")
    of_group = f"PARTITION BY {', '.join(LEADING)}"
    whole = f"SELECT {r}.node UNION ALL SELECT part.node FROM node part WHERE part.root = {r}.node AND part.root <> part.node"
    found = (
        f"SELECT DISTINCT k.method, k.place, result.node, {GROUPED}, {BADNESS} AS badness FROM edge x CROSS JOIN node result ON result.node = x.source"
        f" CROSS JOIN edge o ON o.source = result.node AND o.relation = {_OF} CROSS JOIN {kin} k ON k.node = o.target"
        f" WHERE x.relation = {_ON} AND x.target IN ({whole})"
    )
    several = f"min(method) OVER ({of_group}) <> max(method) OVER ({of_group})"
    ranked = f"SELECT *, {several} AS several, rank() OVER ({of_group}, badness IS NULL ORDER BY badness) AS rank FROM ({found})"
    order = ", ".join(f"{b}.{name} NULLS LAST" for name in (*LEADING, "badness"))
    body = json_object([(part.key, _result_item(writer, part, b)) for part in item.items])
    return (
        f"json((SELECT json_group_array({body} ORDER BY {order}, {n}.sort_name, {n}.id, {b}.place) FROM ({ranked}) {b}"
        f" CROSS JOIN node {n} ON {n}.node = {b}.node))"
    )


def _result_item(writer: Writer, item: Item, b: str) -> str:
    match item.name:
        case "method":
            return writer.one(item.items, f"{b}.method", (Kind.METHOD,))
        case "result":
            return writer.one(item.items, f"{b}.node", (Kind.RESULT,))
        case "paper":
            return writer.one(item.items, reporter(f"{b}.node"), (Kind.PAPER,))
        case "isComparable":
            return boolean(f"{b}.several")
        case "rank":
            return f"CASE WHEN {b}.several AND {b}.badness IS NOT NULL THEN {b}.rank END"
        case _:
            raise ValueError(f"no {item.name!r} here")
