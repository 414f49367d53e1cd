"""All pairs of methods that share datasets, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind
from graph.plan import Choice, Item, SharingPairs, Weight
from graph.stores.neo4j.causes import coverage
from graph.stores.neo4j.filters import condition
from graph.stores.neo4j.page import Key, Rows
from graph.stores.neo4j.shared import (
    SCALE,
    SUMMED,
    asks,
    larger,
    ranked,
    score_keys,
    score_of,
    shared_datasets,
    smaller,
    sums,
    weighed,
)
from graph.stores.neo4j.support import counted_method, dataset_number, method_number, support

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer


def pairs(writer: Writer, item: Item, source: SharingPairs) -> Rows:
    """Pairs of root methods, best first."""
    choice = source.choice
    a, b = writer.binds.alias("n"), writer.binds.alias("n")
    names = [
        _of(a, b, "sortName", first=True),
        _of(a, b, "sortName", first=False),
        _of(a, b, "id", first=True),
        _of(a, b, "id", first=False),
    ]
    stored = [("Node", "sortName")] * 2 + [("Node", "id")] * 2
    return Rows(
        body=f"{_scored(writer, source, with_shared=asks(item, 'sharedDatasets'))} MATCH ({a}:Node {{node: a}}) MATCH ({b}:Node {{node: b}})",
        condition=f"{a}.root <> {b}.root",
        columns={
            "first": f"CASE WHEN {a}.id < {b}.id THEN {a} ELSE {b} END",
            "second": f"CASE WHEN {a}.id < {b}.id THEN {b} ELSE {a} END",
            **{name: name for name in ("shares", "score", "shared")},
        },
        keys=[*score_keys(), *(Key(name, stored=where) for name, where in zip(names, stored, strict=True))],
        edge_item=lambda inner, r: _pair_item(writer, inner, r, choice),
        coverage=lambda items: coverage(writer, items, support(writer, choice, None, None)),
        costly=True,
    )


def _of(a: str, b: str, name: str, *, first: bool) -> str:
    return (smaller if first else larger)(f"{a}.{name}", f"{b}.{name}")


def _scored(writer: Writer, source: SharingPairs, *, with_shared: bool) -> str:
    """Clauses that give each pair of numbers `a` and `b` with what it shares.

    Of each method on how many datasets it was tested (`total`), of each dataset how many methods were (`n`), then each two on one dataset.
    """
    choice, n = source.choice, writer.binds.alias("n")
    found = support(writer, choice, None, None)
    fits = f"{ranked(n)} AND coalesce({condition(source.method, n, None, writer.binds, (Kind.METHOD,))}, false)"
    ours, theirs = ("max(x.total)", "max(y.total)") if source.weight in (Weight.JACCARD, Weight.COSINE) else ("0", "0")
    term = f"sum(toInteger(round({SCALE}.0 / log(1 + n))))" if source.weight is Weight.ADAMIC_ADAR else "0"
    return (
        f"{found.text} WITH {dataset_number(found, choice)} AS d, {method_number(found, choice)} AS m, {sums(found.t, choice)},"
        f" collect(DISTINCT {found.t}.task) AS tasks WITH m, collect({{d: d, {SUMMED}, tasks: tasks}}) AS tested MATCH ({n}:Node {{node: m}})"
        f" WITH m, tested, size(tested) AS total, {fits} AS fits UNWIND tested AS x"
        " WITH x.d AS d, collect(CASE WHEN fits THEN x {.*, m: m, total: total} END) AS some, count(*) AS n"
        " UNWIND range(0, size(some) - 2) AS i UNWIND range(i + 1, size(some) - 1) AS j WITH d, n, some[i] AS p, some[j] AS q"
        f" WHERE {_agree(writer, choice)} WITH d, n, {_either('p', 'q')} AS x, {_either('q', 'p')} AS y"
        f" WITH x.m AS a, y.m AS b, count(*) AS shares, {term} AS terms, sum(x.support + y.support) AS support,"
        f" max({larger('coalesce(x.newest, 0)', 'coalesce(y.newest, 0)')}) AS newest, min({smaller('x.low', 'y.low')}) AS low,"
        f" max({larger('x.high', 'y.high')}) AS high, {ours} AS ours, {theirs} AS theirs, {'collect([d, n])' if with_shared else 'null'} AS shared"
        f" WHERE shares >= {writer.binds.add(source.min_shared)} AND NOT (low = high AND low > 0)"
        f" WITH a, b, shares, support, CASE WHEN newest > 0 THEN newest END AS newest, shared, {weighed(source.weight, 'ours', 'theirs')} AS score"
    )


def _either(one: str, other: str) -> str:
    return f"CASE WHEN p.m < q.m THEN {one} ELSE {other} END"


def _agree(writer: Writer, choice: Choice) -> str:
    """Whether two methods were tested on a dataset for tasks that agree; an unknown task (0) fits any."""
    parts = []
    if choice.same_task:
        parts.append("(s = t OR s = 0 OR t = 0)")
    if choice.task is not None:
        task = writer.number_of(choice.task)
        parts.append(f"(s = {task} OR t = {task})")
    return f"any(s IN p.tasks WHERE any(t IN q.tasks WHERE {' AND '.join(parts)}))" if parts else "true"


def _pair_item(writer: Writer, item: Item, r: str, choice: Choice) -> str:
    match item.name:
        case "a" | "b":
            return writer.node(f"{r}{'first' if item.name == 'a' else 'second'}", (Kind.METHOD,), item.items)
        case "sharedCount":
            return f"{r}shares"
        case "score":
            return score_of(r)
        case "sharedDatasets":
            ours, theirs = (counted_method(f"{r}{side}", choice) for side in ("first", "second"))
            return shared_datasets(writer, item, r, choice, ours, theirs)
        case _:
            raise ValueError(f"no {item.name!r} here")
