"""Methods head to head: the datasets on which several of them were tested, with their results side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind, Via
from graph.plan import ComparedDatasets, Comparison, Connection, Item
from graph.stores.neo4j.leaderboard import LEADING, badness, reporter
from graph.stores.neo4j.page import Key, Rows, last_keys, object_of
from graph.stores.neo4j.shared import causes
from graph.stores.neo4j.support import End, Reach, counted, counted_dataset, results, support, via_names

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


def comparison(writer: Writer, item: Item, wanted: Comparison) -> str:
    """Return the object of a comparison."""
    return object_of([(part.key, _part(writer, part, wanted)) for part in item.items])


def _part(writer: Writer, part: Item, wanted: Comparison) -> str:
    if isinstance(part.fetch, Connection):
        return writer.connection(part, part.fetch, None)
    c = writer.binds.alias("c")

    def write() -> str:
        body = writer.node(c, (Kind.METHOD,), part.items)
        return f"{_methods(writer, wanted.methods, c)} WITH {c}, place ORDER BY place {writer.take()}RETURN collect({body})"

    return writer.called(write)


def _methods(writer: Writer, ids: tuple[str, ...], c: str) -> str:
    """Clauses that give the methods that ids name, each once, with the place of its first id."""
    found = ", ".join(writer.by_id(wanted) for wanted in ids)
    listed = f"[{found}]"
    return f"UNWIND range(0, {len(ids) - 1}) AS i WITH {listed}[i] AS {c}, i WHERE {c}:Method WITH {c}, min(i) AS place"


def datasets(writer: Writer, source: ComparedDatasets) -> Rows:
    """Datasets on which at least two of some methods were tested."""
    choice, n = source.choice, writer.binds.alias("n")
    c, m, t, far, tests = (writer.binds.alias(name) for name in ("c", "m", "t", "far", "tests"))
    body = (
        f"{_methods(writer, source.methods, c)} MATCH ({m}:Method)-[:VARIANT_OF*0..]->({c}) MATCH ({m})-[{t}:TESTED_ON]->()"
        f" WHERE {counted(writer, t, choice)} WITH {t}.datasetRoot AS {far}, {c}, place, count(DISTINCT {t}.paper) AS papers,"
        f" sum({results(t, choice)}) AS results, collect(DISTINCT {t}.vias) AS vias"
        f" WITH {far}, collect({{method: {c}, place: place, papers: papers, results: results, vias: vias}}) AS {tests} WHERE size({tests}) > 1"
        f" MATCH ({n}:Node {{node: {far}}})"
    )
    return Rows(
        body=body,
        columns={"node": n, "tests": tests},
        keys=[Key(f"size({tests})", descending=True), *last_keys(n)],
        kinds=(Kind.DATASET,),
        edge_item=lambda item, r: _edge_item(writer, item, r, source),
        costly=True,
    )


def _edge_item(writer: Writer, item: Item, r: str, source: ComparedDatasets) -> str:
    match item.name:
        case "methodCount":
            return f"size({r}tests)"
        case "tests":
            return _tests(writer, item, r, source)
        case "results":
            return _results(writer, item, r) if Via.REPORTED in source.choice.via else "[]"
        case _:
            raise ValueError(f"no {item.name!r} here")


def _tests(writer: Writer, item: Item, r: str, source: ComparedDatasets) -> str:
    x, c = writer.binds.alias("x"), writer.binds.alias("c")

    def write() -> str:
        body = object_of([(part.key, _test_item(writer, part, r, x, c, source)) for part in item.items])
        return f"UNWIND {r}tests AS {x} WITH {x}, {x}.method AS {c} ORDER BY {x}.place {writer.take()}RETURN collect({body})"

    return writer.called(write)


def _test_item(writer: Writer, item: Item, r: str, x: str, c: str, source: ComparedDatasets) -> str:
    match item.name:
        case "method":
            return writer.node(c, (Kind.METHOD,), item.items)
        case "via":
            return via_names(f"{x}.vias", source.choice)
        case "paperCount":
            return f"{x}.papers"
        case "resultCount":
            return f"{x}.results"
        case "evidence":
            dataset = counted_dataset(f"{r}node", source.choice)
            return causes(writer, item, lambda: support(writer, source.choice, End(c, Reach.BELOW), dataset), source.choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _results(writer: Writer, item: Item, r: str) -> str:
    """The results of the methods on a dataset and its parts, those that can be compared ranked."""
    x, c, n, bad, one, group = (writer.binds.alias(name) for name in ("x", "c", "n", "badness", "one", "group"))
    grouped = ", ".join(f"{n}.{name} AS {name}" for name in LEADING)
    order = ", ".join(f"{n}.{name}" for name in LEADING)

    def write() -> str:
        body = object_of([(part.key, _result_item(writer, part, c, n, bad, group)) for part in item.items])
        return (
            f"UNWIND {r}tests AS {x} WITH {x}.method AS {c}, {x}.place AS place"
            f" MATCH (m:Method)-[:VARIANT_OF*0..]->({c}) MATCH (m)<-[:OF]-({n}:Result)-[:ON]->(d) WHERE d.root = {r}node.node"
            f" WITH DISTINCT {c}, place, {n}, {badness(n)} AS {bad}"
            f" WITH {grouped}, collect({{method: {c}, place: place, node: {n}, badness: {bad}}}) AS {group} UNWIND {group} AS {one}"
            f" WITH {one}.method AS {c}, {one}.place AS place, {one}.node AS {n}, {one}.badness AS {bad}, {group}"
            f" ORDER BY {order}, {bad}, {n}.sortName, {n}.id, place {writer.take()}RETURN collect({body})"
        )

    return writer.called(write)


def _result_item(writer: Writer, item: Item, c: str, n: str, bad: str, group: str) -> str:
    several = f"any(y IN {group} WHERE y.method <> {c})"
    match item.name:
        case "method":
            return writer.node(c, (Kind.METHOD,), item.items)
        case "result":
            return writer.node(n, (Kind.RESULT,), item.items)
        case "paper":
            return writer.one(item.items, reporter(n), (Kind.PAPER,))
        case "isComparable":
            return several
        case "rank":
            return f"CASE WHEN {several} AND {bad} IS NOT NULL THEN 1 + size([y IN {group} WHERE y.badness < {bad}]) END"
        case _:
            raise ValueError(f"no {item.name!r} here")
