"""TESTED_ON and "share datasets" as rows (definitions: SEMANTICS of "tested on", `graph/plan.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.kinds import Kind
from graph.plan import Choice, Connection, Item, RollUp, Sharing, TestedMethods, TestedOn, Weight
from graph.stores.neo4j.causes import cause_edges, coverage
from graph.stores.neo4j.evidence import evidence
from graph.stores.neo4j.filters import condition
from graph.stores.neo4j.page import Key, Rows, last_keys, object_of, order_keys
from graph.stores.neo4j.support import (
    End,
    Reach,
    Support,
    counted,
    counted_dataset,
    counted_method,
    dataset_number,
    method_number,
    own_dataset,
    own_method,
    results,
    support,
    via_names,
)

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer

SCALE = 10**9
"""Scores are integers in billionths: sums of integers are equal on every engine."""

Found = Callable[[], Support]
"""Matches the relationships behind something, in variables of their own each time."""


# --- tested on, tested methods --------------------------------------------------------------------------------------


def tested(writer: Writer, wanted: Connection, source: TestedOn | TestedMethods, owner: str) -> Rows:
    """Datasets a method was tested on, or methods tested on a dataset."""
    choice, by_method = source.choice, isinstance(source, TestedOn)
    n, far, papers, reported, vias = (writer.binds.alias(name) for name in ("n", "far", "papers", "results", "vias"))
    mine = (own_method(owner, choice), None) if by_method else (None, own_dataset(owner, choice))

    def all_found() -> Support:
        return support(writer, choice, *mine)

    def behind(r: str) -> Support:
        node = f"{r}node"
        if by_method:
            return support(writer, choice, mine[0], End(node, Reach.ITSELF))
        return support(writer, choice, counted_method(node, choice), mine[1])

    found = all_found()
    number = f"{found.d}.node" if by_method else method_number(found, choice)
    counts = f"count(DISTINCT {found.t}.paper) AS {papers}, sum({results(found.t, choice)}) AS {reported}"
    breadth = _breadth(writer, n, choice)
    columns = {
        "name": last_keys(n)[0],
        "paperCount": Key(papers),
        "resultCount": Key(reported),
        "support": Key(f"{papers} + {reported}", descending=True),
        "datasetCount": Key(breadth),
    }
    default = columns["support"] if by_method else columns["datasetCount"]
    kind = Kind.DATASET if by_method else Kind.METHOD
    brought = {"node": n, "papers": papers, "results": reported, "vias": vias}
    return Rows(
        body=f"{found.text} WITH {number} AS {far}, {counts}, collect(DISTINCT {found.t}.vias) AS {vias} MATCH ({n}:Node {{node: {far}}})",
        condition=condition(wanted.where, n, None, writer.binds, (kind,)),
        columns=brought if by_method else brought | {"breadth": breadth},
        keys=order_keys(wanted.order, columns, [*([] if wanted.order else [default]), *last_keys(n)]),
        kinds=(kind,),
        edge_item=lambda item, r: _tested_item(writer, item, r, lambda: behind(r), choice),
        coverage=lambda items: coverage(writer, items, all_found()),
        costly=True,
    )


def _breadth(writer: Writer, method: str, choice: Choice) -> str:
    """On how many datasets a method was tested that is counted."""
    found = support(writer, choice, counted_method(method, choice), None)
    return f"COUNT {{ {found.text} RETURN DISTINCT {dataset_number(found, choice)} }}"


def _tested_item(writer: Writer, item: Item, r: str, behind: Found, choice: Choice) -> str:
    """An edge's own items; `behind` matches what is behind the edge."""
    match item.name:
        case "paperCount":
            return f"{r}papers"
        case "resultCount":
            return f"{r}results"
        case "datasetCount":
            return f"{r}breadth"
        case "via":
            return via_names(f"{r}vias", choice)
        case "tasks":
            return _tasks(writer, item, behind)
        case "evidence":
            return causes(writer, item, behind, choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _tasks(writer: Writer, item: Item, *sides: Found) -> str:
    n, number = writer.binds.alias("n"), writer.binds.alias("x")
    every = [side() for side in sides]
    told = " + ".join(f"COLLECT {{ {found.text} RETURN DISTINCT {found.t}.task }}" for found in every)
    return writer.listed(f"UNWIND {told} AS {number} MATCH ({n}:Node {{node: {number}}})", n, (Kind.TASK,), item.items)


def causes(writer: Writer, item: Item, behind: Found, choice: Choice) -> str:
    """The page of evidence of what causes the relationships behind something."""
    assert isinstance(item.fetch, Connection)
    causes, e = cause_edges(writer, behind(), choice)
    s = writer.binds.alias("s")
    return writer.page_of(item, item.fetch, evidence(writer.binds, f"{causes} UNWIND {e}.said AS {s}", s))


# --- sharing --------------------------------------------------------------------------------------------------------


def sharing(writer: Writer, item: Item, wanted: Connection, source: Sharing, owner: str) -> Rows:
    """Methods that share datasets with the owner."""
    choice, n = source.choice, writer.binds.alias("n")
    own = own_method(owner, choice)
    return Rows(
        body=f"{_scored(writer, source, own, with_shared=asks(item, 'sharedDatasets'))} MATCH ({n}:Node {{node: b}})",
        condition=f"{n}.root <> {owner}.root AND {ranked(n)} AND {condition(wanted.where, n, None, writer.binds, (Kind.METHOD,))}",
        columns={"node": n, "shares": "shares", "score": "score", "shared": "shared"},
        keys=[*score_keys(), *last_keys(n)],
        kinds=(Kind.METHOD,),
        edge_item=lambda inner, r: _sharing_item(writer, inner, r, choice, own),
        coverage=lambda items: coverage(writer, items, _on_the_same(writer, choice, own)),
        costly=True,
    )


def _scored(writer: Writer, source: Sharing, own: End, *, with_shared: bool) -> str:
    """Clauses that give each method `b` with what it shares; counts first, the shared datasets are looked up for a page only.

    Variables of what is one's own and of what is shared: `o` a shared dataset, `s` a method tested on it, `n` how many were.
    """
    choice = source.choice
    ours = support(writer, choice, own, None)
    t, m = writer.binds.alias("t"), writer.binds.alias("m")
    theirs = Support("", t, m, "")
    term = f"sum(toInteger(round({SCALE}.0 / log(1 + n))))" if source.weight is Weight.ADAMIC_ADAR else "0"
    return (
        f"{ours.text} WITH {dataset_number(ours, choice)} AS d, {sums(ours.t, choice)}, collect(DISTINCT {ours.t}.task) AS tasks"
        f" WITH collect({{d: d, {SUMMED}, tasks: tasks}}) AS ours UNWIND ours AS o"
        f" CALL (*) {{ MATCH (:Node {{{'node' if choice.datasets is RollUp.EXACT else 'root'}: o.d}})<-[{t}:TESTED_ON]-({m}) WHERE {counted(writer, t, choice)}"
        f" WITH {method_number(theirs, choice)} AS b, max(CASE WHEN {_fits(writer, choice, t)} THEN 1 ELSE 0 END) AS fits, {sums(t, choice)}"
        f" RETURN collect({{b: b, fits: fits, {SUMMED}}}) AS them }}"
        f" UNWIND them AS s WITH o, s, size(ours) AS ours, size(them) AS n WHERE s.fits = 1"
        f" WITH s.b AS b, max(ours) AS ours, count(*) AS shares, {term} AS terms, sum(s.support + o.support) AS support,"
        f" max({larger('coalesce(s.newest, 0)', 'coalesce(o.newest, 0)')}) AS newest, min({smaller('s.low', 'o.low')}) AS low,"
        f" max({larger('s.high', 'o.high')}) AS high, {'collect([o.d, n])' if with_shared else 'null'} AS shared"
        f" WHERE shares >= {writer.binds.add(source.min_shared)} AND NOT (low = high AND low > 0)"
        f" WITH b, shares, support, CASE WHEN newest > 0 THEN newest END AS newest, shared, {_score(writer, source.weight, choice)} AS score"
    )


SUMMED = "low: low, high: high, support: support, newest: newest"


def sums(t: str, choice: Choice) -> str:
    """What is known of a group of relationships: from which papers on, how much, how new."""
    one = f"coalesce({t}.paper, -{t}.owner)"
    much = f"count(DISTINCT {t}.paper) + sum({results(t, choice)}) AS support"
    return f"min({one}) AS low, max({one}) AS high, {much}, max({t}.year) AS newest"


def smaller(a: str, b: str) -> str:
    """The smaller of two values."""
    return f"CASE WHEN {a} < {b} THEN {a} ELSE {b} END"


def larger(a: str, b: str) -> str:
    """The larger of two values."""
    return f"CASE WHEN {a} > {b} THEN {a} ELSE {b} END"


def _score(writer: Writer, weight: Weight, choice: Choice) -> str:
    if weight in (Weight.COUNT, Weight.ADAMIC_ADAR):
        return weighed(weight, "", "")
    found = support(writer, choice, None, None)
    fixed = f"MATCH (:Node {{{'node' if choice.variants is RollUp.EXACT else 'root'}: b}})-[{found.t}:TESTED_ON]->({found.d})"
    theirs = f"COUNT {{ {fixed} WHERE {counted(writer, found.t, choice)} RETURN DISTINCT {dataset_number(found, choice)} }}"
    return weighed(weight, "ours", theirs)


def weighed(weight: Weight, ours: str, theirs: str) -> str:
    """Score of a pair in billionths, from `shares` shared datasets, their `terms`, and the numbers of datasets of both sides."""
    match weight:
        case Weight.COUNT:
            return f"shares * {SCALE}"
        case Weight.ADAMIC_ADAR:
            return "terms"
        case Weight.JACCARD:
            return f"toInteger(round({SCALE}.0 * shares / ({ours} + {theirs} - shares)))"
        case Weight.COSINE:
            return f"toInteger(round({SCALE}.0 * shares / sqrt(1.0 * {ours} * {theirs})))"


def _fits(writer: Writer, choice: Choice, t: str) -> str:
    """Whether one of theirs agrees in task with one of ours on the dataset `o`; an unknown task (0) fits any."""
    if choice.task is not None:
        task = writer.number_of(choice.task)
        return f"{t}.task = {task} OR {task} IN o.tasks"
    return f"0 IN o.tasks OR {t}.task = 0 OR {t}.task IN o.tasks" if choice.same_task else "true"


def _on_the_same(writer: Writer, choice: Choice, own: End) -> Support:
    """Everything tested on the datasets of one's own."""
    ours, theirs = support(writer, choice, own, None), support(writer, choice, None, None)
    x = writer.binds.alias("x")
    key = "node" if choice.datasets is RollUp.EXACT else "root"
    text = (
        f"{ours.text} WITH DISTINCT {dataset_number(ours, choice)} AS {x}"
        f" MATCH ({theirs.d}:Node {{{key}: {x}}})<-[{theirs.t}:TESTED_ON]-({theirs.m}) WHERE {counted(writer, theirs.t, choice)}"
    )
    return Support(text, theirs.t, theirs.m, theirs.d)


def ranked(n: str) -> str:
    """Whether a method stands in rankings: neither a class of methods nor without a name of its own."""
    return f"NOT coalesce({n}.generic, false) AND NOT coalesce({n}.unnamed, false)"


def score_keys() -> list[Key]:
    """The keys by which scored methods or pairs are ordered, before their names."""
    return [
        Key("score", descending=True),
        Key("shares", descending=True),
        Key("support", descending=True),
        Key("newest", descending=True, nullable=True),
    ]


def asks(item: Item, name: str) -> bool:
    """Whether an item asks for something of a name, at any depth."""
    return any(part.name == name or asks(part, name) for part in item.items)


def _sharing_item(writer: Writer, item: Item, r: str, choice: Choice, own: End) -> str:
    match item.name:
        case "sharedCount":
            return f"{r}shares"
        case "score":
            return score_of(r)
        case "sharedDatasets":
            return shared_datasets(writer, item, r, choice, own, counted_method(f"{r}node", choice))
        case _:
            raise ValueError(f"no {item.name!r} here")


def score_of(r: str) -> str:
    """The score of a row."""
    return f"{r}score / {SCALE}.0"


def shared_datasets(writer: Writer, item: Item, row: str, choice: Choice, ours: End, theirs: End) -> str:
    """The connection of the shared datasets of a row, which brings them as pairs of number and count of methods."""
    assert isinstance(item.fetch, Connection)
    n, pair = writer.binds.alias("n"), writer.binds.alias("x")
    rows = Rows(
        body=f"UNWIND {row}shared AS {pair} MATCH ({n}:Node {{node: {pair}[0]}})",
        columns={"node": n, "methods": f"{pair}[1]"},
        keys=[Key(f"{pair}[1]"), *last_keys(n)],
        kinds=(Kind.DATASET,),
        edge_item=lambda inner, r: _shared_item(writer, inner, r, choice, ours, theirs),
    )
    return writer.page_of(item, item.fetch, rows)


def _shared_item(writer: Writer, item: Item, r: str, choice: Choice, ours: End, theirs: End) -> str:
    def behind(method: End) -> Found:
        return lambda: support(writer, choice, method, counted_dataset(f"{r}node", choice))

    match item.name:
        case "methodCount":
            return f"{r}methods"
        case "tasks":
            return _tasks(writer, item, behind(ours), behind(theirs))
        case "ours" | "theirs":
            return _proof(writer, item, behind(ours if item.name == "ours" else theirs), choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _proof(writer: Writer, item: Item, behind: Found, choice: Choice) -> str:
    """One side's proof: papers, results, via and evidence."""
    return object_of([(part.key, _proof_part(writer, part, behind, choice)) for part in item.items])


def _proof_part(writer: Writer, part: Item, behind: Found, choice: Choice) -> str:
    if part.name == "evidence":
        return causes(writer, part, behind, choice)
    found, n = behind(), writer.binds.alias("n")
    match part.name:
        case "via":
            return via_names(writer.called(lambda: f"{found.text} RETURN collect(DISTINCT {found.t}.vias)"), choice)
        case "paperCount":
            return writer.called(lambda: f"{found.text} RETURN count(DISTINCT {found.t}.paper)")
        case "resultCount":
            return writer.called(lambda: f"{found.text} RETURN sum({results(found.t, choice)})")
        case "papers":
            x = writer.binds.alias("x")
            papers = f"{found.text} WITH DISTINCT {found.t}.paper AS {x} MATCH ({n}:Node {{node: {x}}})"
            return writer.listed(papers, n, (Kind.PAPER,), part.items)
        case _:
            behind_it, e = cause_edges(writer, found, choice)
            on = f"{behind_it} WHERE type({e}) = 'ON' WITH startNode({e}) AS {n}"
            return writer.listed(on, n, (Kind.RESULT,), part.items)
