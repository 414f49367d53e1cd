"""TESTED_ON and "share datasets" as rows (definitions: SEMANTICS of "tested on", `graph/plan.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Kind, Relation, Via
from graph.plan import Choice, Connection, Item, RollUp, Sharing, SharingPairs, TestedMethods, TestedOn, Weight
from graph.stores.sqlite.causes import cause_edges, coverage
from graph.stores.sqlite.evidence import evidence
from graph.stores.sqlite.filters import condition
from graph.stores.sqlite.rows import Key, Rows, json_object, last_keys, order_keys, text
from graph.stores.sqlite.schema import RELATION_NUMBER

if TYPE_CHECKING:
    from graph.stores.sqlite.select import Writer

SCALE = 10**9
"""Scores are integers in billionths: sums of integers are equal on every engine."""

_VARIANT_OF, _PART_OF = RELATION_NUMBER[Relation.VARIANT_OF], RELATION_NUMBER[Relation.PART_OF]


def _subtree(node: str, relation: int) -> str:
    return (
        f"(WITH RECURSIVE below(node) AS (SELECT {node} UNION SELECT edge.source FROM below CROSS JOIN edge"
        f" ON edge.target = below.node AND edge.relation = {relation}) SELECT node FROM below)"
    )


def _of_method(t: str, owner: str, choice: Choice) -> str:
    """Condition: a row of `tested` supports the owner, with ROLL_UP also through its descendants."""
    if choice.variants is RollUp.EXACT:
        return f"{t}.method = {owner}.node"
    return f"{t}.method_root = {owner}.root AND ({owner}.root = {owner}.node OR {t}.method IN {_subtree(f'{owner}.node', _VARIANT_OF)})"


def _of_dataset(t: str, owner: str, choice: Choice) -> str:
    if choice.datasets is RollUp.EXACT:
        return f"{t}.dataset = {owner}.node"
    return f"{t}.dataset_root = {owner}.root AND ({owner}.root = {owner}.node OR {t}.dataset IN {_subtree(f'{owner}.node', _PART_OF)})"


def chosen(writer: Writer, t: str, choice: Choice) -> str:
    """Condition: a row of `tested` counts under the choice of vias and task (an unknown task fits any)."""
    parts = [f"{t}.vias & {writer.binds.add(int(choice.via))}"]
    if choice.task is not None:
        parts.append(f"{t}.task IN (0, {writer.by_id(writer.binds.add(choice.task))})")
    return " AND ".join(parts)


def _method(choice: Choice) -> str:
    return "method" if choice.variants is RollUp.EXACT else "method_root"


def _dataset(choice: Choice) -> str:
    return "dataset" if choice.datasets is RollUp.EXACT else "dataset_root"


# --- tested on, tested methods --------------------------------------------------------------------------------------

_VIA_NAMES = " UNION ALL ".join(f"SELECT {via.value} AS bit, {text(via.name or '')} AS name" for via in Via)


def via_names(bits: str) -> str:
    """The JSON list of the names of vias, of their number."""
    return f"json((SELECT json_group_array(name ORDER BY bit) FROM ({_VIA_NAMES}) WHERE bit & ({bits})))"


def vias(choice: Choice) -> str:
    """The ways in which rows of `tested` (alias t) support something, of those that count, as a number."""
    return " | ".join(f"max(t.vias & {via.value})" for via in Via if via & choice.via) or "0"


def reported(t: str, choice: Choice) -> str:
    """How many reported results a row of `tested` stands for, when they count."""
    return f"CASE WHEN {t}.vias & {int(Via.REPORTED & choice.via)} THEN {t}.results ELSE 0 END"


def tested(writer: Writer, wanted: Connection, source: TestedOn | TestedMethods, owner: str) -> Rows:
    """Datasets a method was tested on, or methods tested on a dataset."""
    n = writer.binds.alias("n")
    choice = source.choice
    by_method = isinstance(source, TestedOn)
    mine = _of_method("t", owner, choice) if by_method else _of_dataset("t", owner, choice)
    far = "dataset" if by_method else _method(choice)
    kind = Kind.DATASET if by_method else Kind.METHOD
    where = f"{mine} AND {chosen(writer, 't', choice)}"
    counts = f"count(DISTINCT t.paper) AS papers, sum({reported('t', choice)}) AS results"
    grouped = f"SELECT t.{far} AS far, {counts}, {vias(choice)} AS vias FROM tested t WHERE {where} GROUP BY 1"
    breadth = (
        f"(SELECT count(DISTINCT u.{_dataset(choice)}) FROM tested u WHERE u.{_method(choice)} = g.far AND {chosen(writer, 'u', choice)})"
    )
    columns = {
        "name": Key(f"{n}.sort_name"),
        "paperCount": Key("g.papers"),
        "resultCount": Key("g.results"),
        "support": Key("(g.papers + g.results)", descending=True),
        "datasetCount": Key(breadth),
    }
    default = columns["support"] if by_method else columns["datasetCount"]
    return Rows(
        body=f"FROM ({grouped}) g CROSS JOIN node {n} ON {n}.node = g.far",
        condition=condition(wanted.where, n, None, writer.binds, (kind,)),
        columns=[f"{n}.node AS node", "g.papers", "g.results", "g.vias", f"{breadth} AS breadth"],
        keys=order_keys(wanted.order, columns, [*([] if wanted.order else [default]), *last_keys(n)]),
        kinds=(kind,),
        edge_item=lambda item, r: _tested_item(writer, item, r, f"t.{far} = {r}.node AND {where}", choice),
        coverage=lambda items: coverage(items, f"SELECT t.owner, t.{far} AS far, t.dataset, t.year FROM tested t WHERE {where}"),
    )


def _tested_item(writer: Writer, item: Item, r: str, rows: str, choice: Choice) -> str:
    """An edge's own items; `rows` chooses the rows of `tested` (alias t) behind the edge."""
    match item.name:
        case "paperCount":
            return f"{r}.papers"
        case "resultCount":
            return f"{r}.results"
        case "datasetCount":
            return f"{r}.breadth"
        case "via":
            return via_names(f"{r}.vias")
        case "tasks":
            return _tasks(writer, item, rows)
        case "evidence":
            assert isinstance(item.fetch, Connection)
            return causes(writer, item, rows, choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _tasks(writer: Writer, item: Item, rows: str) -> str:
    n = writer.binds.alias("n")
    body = writer.node(n, (Kind.TASK,), item.items)
    return (
        f"json((SELECT json_group_array({body} ORDER BY {n}.sort_name, {n}.id) FROM node {n}"
        f" WHERE {n}.node IN (SELECT t.task FROM tested t WHERE {rows})))"
    )


def causes(writer: Writer, item: Item, rows: str, choice: Choice) -> str:
    """The page of evidence of what causes rows of `tested` (alias t), which a condition chooses."""
    assert isinstance(item.fetch, Connection)
    return writer.page_of(item, item.fetch, evidence(f"a.edge IN (SELECT edge FROM ({cause_edges(rows, choice)}))"))


# --- sharing --------------------------------------------------------------------------------------------------------


def _term(weight: Weight, theirs: str, ours: str = "max(s.ours)") -> str:
    """Score of a pair in billionths, over the shared datasets (alias s: n), from the numbers of datasets of both sides."""
    match weight:
        case Weight.COUNT:
            return f"count(*) * {SCALE}"
        case Weight.ADAMIC_ADAR:
            return f"sum(CAST(round({SCALE}.0 / ln(1 + s.n)) AS INTEGER))"
        case Weight.JACCARD:
            return f"CAST(round({SCALE}.0 * count(*) / ({ours} + {theirs} - count(*))) AS INTEGER)"
        case Weight.COSINE:
            return f"CAST(round({SCALE}.0 * count(*) / sqrt(1.0 * {ours} * {theirs})) AS INTEGER)"


def _task_rule(writer: Writer, choice: Choice, a: str, b: str) -> str:
    """Condition: two rows of `tested` agree in task."""
    parts = ["1"]
    if choice.same_task:
        parts.append(f"({a}.task = {b}.task OR {a}.task = 0 OR {b}.task = 0)")
    if choice.task is not None:
        task = writer.by_id(writer.binds.add(choice.task))
        parts.append(f"({a}.task = {task} OR {b}.task = {task})")
    return " AND ".join(parts)


def sharing(writer: Writer, wanted: Connection, source: Sharing | SharingPairs, owner: str | None) -> Rows:
    """Methods that share datasets with the owner, or all pairs that share datasets."""
    if isinstance(source, Sharing):
        assert owner is not None
        return _with_owner(writer, wanted, source, owner)
    return _pairs(writer, wanted, source)


def _support_columns(t: str, choice: Choice) -> str:
    one = f"coalesce({t}.paper, -{t}.owner)"
    support = f"count(DISTINCT {t}.paper) + sum({reported(t, choice)}) AS support"
    return f"min({one}) AS low, max({one}) AS high, {support}, max({t}.year) AS newest"


def _with_owner(writer: Writer, wanted: Connection, source: Sharing, owner: str) -> Rows:
    """One chain of tables, each read once: a table that depends on the owner is built anew wherever it is named."""
    choice, binds, n = source.choice, writer.binds, writer.binds.alias("n")
    method, dataset = _method(choice), _dataset(choice)
    ours, every, scored = (binds.alias(x) for x in ("ours", "every", "scored"))
    theirs = f"(SELECT count(DISTINCT u.{dataset}) FROM tested u WHERE u.{method} = s.b AND {chosen(writer, 'u', choice)})"
    with_ = [
        f"{ours} AS MATERIALIZED (SELECT t.{dataset} AS d, {_support_columns('t', choice)}, max(t.task = 0) AS untold,"
        f" ',' || group_concat(DISTINCT t.task) || ',' AS tasks, count(*) OVER () AS size FROM tested t"
        f" WHERE {_of_method('t', owner, choice)} AND {chosen(writer, 't', choice)} GROUP BY 1)",
        f"{every} AS MATERIALIZED (SELECT o.d, t.{method} AS b, max({_fits(writer, choice)}) AS fits, {_support_columns('t', choice)},"
        f" o.support AS our_support, o.low AS our_low, o.high AS our_high, o.newest AS our_newest, o.size AS ours, count(*) OVER (PARTITION BY o.d) AS n"
        f" FROM {ours} o CROSS JOIN tested t ON t.{dataset} = o.d WHERE {chosen(writer, 't', choice)} GROUP BY 1, 2)",
        f"{scored} AS MATERIALIZED (SELECT s.b, count(*) AS shared_count, {_term(source.weight, theirs)} AS score,"
        f" sum(s.support + s.our_support) AS support, nullif(max(max(coalesce(s.newest, 0), coalesce(s.our_newest, 0))), 0) AS newest,"
        f" json_group_array(json_array(s.d, s.n)) AS shared FROM {every} s WHERE s.fits GROUP BY s.b HAVING count(*) >= {binds.add(source.min_shared)}"
        f" AND NOT (min(min(s.low, s.our_low)) = max(max(s.high, s.our_high)) AND min(min(s.low, s.our_low)) > 0))",
    ]
    return Rows(
        body=f"FROM {scored} p CROSS JOIN node {n} ON {n}.node = p.b",
        condition=f"{n}.root <> {owner}.root AND {_ranked(n)} AND {condition(wanted.where, n, None, binds, (Kind.METHOD,))}",
        columns=[f"{n}.node AS node", "p.shared_count", "p.score", "p.shared"],
        keys=_score_keys("p", n),
        kinds=(Kind.METHOD,),
        with_=with_,
        edge_item=lambda item, r: _sharing_item(writer, item, r, choice, owner),
        coverage=lambda items: coverage(
            items,
            f"SELECT t.owner, t.dataset, t.year FROM {ours} o CROSS JOIN tested t ON t.{dataset} = o.d WHERE {chosen(writer, 't', choice)}",
        ),
    )


def _fits(writer: Writer, choice: Choice) -> str:
    """Whether a row of theirs (t) agrees in task with one of ours on the dataset (o); an unknown task (0) fits any."""
    if choice.task is not None:
        task = writer.by_id(writer.binds.add(choice.task))
        return f"t.task = {task} OR instr(o.tasks, ',' || {task} || ',') > 0"
    return "o.untold OR t.task = 0 OR instr(o.tasks, ',' || t.task || ',') > 0" if choice.same_task else "1"


def _score_keys(p: str, n: str) -> list[Key]:
    return [
        Key(f"{p}.score", descending=True),
        Key(f"{p}.shared_count", descending=True),
        Key(f"{p}.support", descending=True),
        Key(f"{p}.newest", descending=True, nullable=True),
        Key(f"{n}.sort_name"),
        Key(f"{n}.id"),
    ]


_SHARED = "SELECT value ->> 0 AS d, value ->> 1 AS n FROM json_each({r}.shared)"


def _sharing_item(writer: Writer, item: Item, r: str, choice: Choice, owner: str) -> str:
    match item.name:
        case "sharedCount":
            return f"{r}.shared_count"
        case "score":
            return f"({r}.score / {SCALE}.0)"
        case "sharedDatasets":
            ours = _of_method("t", owner, choice)
            theirs = f"t.{_method(choice)} = {r}.node"
            return _shared_datasets(writer, item, _SHARED.format(r=r), choice, ours, theirs)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _shared_datasets(writer: Writer, item: Item, datasets: str, choice: Choice, ours: str, theirs: str) -> str:
    assert isinstance(item.fetch, Connection)
    n = writer.binds.alias("n")
    of_dataset = f"t.{_dataset(choice)} = {{r}}.node AND {chosen(writer, 't', choice)}"
    rows = Rows(
        body=f"FROM ({datasets}) sd CROSS JOIN node {n} ON {n}.node = sd.d",
        columns=[f"{n}.node AS node", "sd.n AS methods"],
        keys=[Key("sd.n"), *last_keys(n)],
        kinds=(Kind.DATASET,),
        edge_item=lambda inner, r: _shared_item(
            writer, inner, r, f"{ours} AND {of_dataset.format(r=r)}", f"{theirs} AND {of_dataset.format(r=r)}", choice
        ),
    )
    return writer.page_of(item, item.fetch, rows)


def _shared_item(writer: Writer, item: Item, r: str, ours: str, theirs: str, choice: Choice) -> str:
    match item.name:
        case "methodCount":
            return f"{r}.methods"
        case "tasks":
            return _tasks(writer, item, f"({ours}) OR ({theirs})")
        case "ours" | "theirs":
            return _proof(writer, item, ours if item.name == "ours" else theirs, choice)
        case _:
            raise ValueError(f"no {item.name!r} here")


def _proof(writer: Writer, item: Item, rows: str, choice: Choice) -> str:
    """One side's proof: papers, results, via and evidence."""
    pairs = []
    for part in item.items:
        if part.name == "via":
            pairs.append((part.key, via_names(f"SELECT {vias(choice)} FROM tested t WHERE {rows}")))
        elif part.name == "evidence":
            pairs.append((part.key, causes(writer, part, rows, choice)))
        elif part.name in ("paperCount", "resultCount"):
            found = "count(DISTINCT t.paper)" if part.name == "paperCount" else f"coalesce(sum({reported('t', choice)}), 0)"
            pairs.append((part.key, f"(SELECT {found} FROM tested t WHERE {rows})"))
        else:
            pairs.append((part.key, _proof_nodes(writer, part, rows, choice)))
    return json_object(pairs)


def _proof_nodes(writer: Writer, part: Item, rows: str, choice: Choice) -> str:
    n = writer.binds.alias("n")
    if part.name == "papers":
        kind, which = Kind.PAPER, f"SELECT t.paper FROM tested t WHERE {rows}"
    else:
        number = RELATION_NUMBER
        kind = Kind.RESULT
        which = f"SELECT x.source FROM edge x WHERE x.relation = {number[Relation.ON]} AND x.edge IN (SELECT edge FROM ({cause_edges(rows, choice)}))"
    body = writer.node(n, (kind,), part.items)
    return f"json((SELECT json_group_array({body} ORDER BY {n}.sort_name, {n}.id) FROM node {n} WHERE {n}.node IN ({which})))"


# --- pairs ----------------------------------------------------------------------------------------------------------


def _ranked(n: str) -> str:
    """Whether a method stands in rankings: neither a class of methods nor without a name of its own."""
    return f"{n}.generic IS NOT 1 AND {n}.unnamed IS NOT 1"


def _pairs(writer: Writer, wanted: Connection, source: SharingPairs) -> Rows:
    choice, binds = source.choice, writer.binds
    a, b = binds.alias("n"), binds.alias("n")
    method, dataset = _method(choice), _dataset(choice)
    whole, side, sizes, both, scored = (binds.alias(x) for x in ("whole", "side", "sizes", "both", "scored"))
    fits = f"EXISTS (SELECT 1 FROM node g WHERE g.node = t.{method} AND {_ranked('g')})"
    if source.method is not None:
        asked = condition(source.method, "g", None, binds, (Kind.METHOD,))
        fits = f"EXISTS (SELECT 1 FROM node g WHERE g.node = t.{method} AND {_ranked('g')} AND {asked})"
    where = chosen(writer, "t", choice)
    task = "t.task" if choice.same_task or choice.task is not None else "0"
    with_ = [
        f"{whole} AS MATERIALIZED (SELECT t.{dataset} AS d, t.{method} AS m, {_support_columns('t', choice)}"
        f" FROM tested t WHERE {where} AND {fits} GROUP BY 1, 2)",
        f"{side} AS MATERIALIZED (SELECT w.*, t.task FROM {whole} w CROSS JOIN (SELECT DISTINCT t.{dataset} AS d, t.{method} AS m,"
        f" {task} AS task FROM tested t WHERE {where}) t ON t.d = w.d AND t.m = w.m)",
        f"{sizes} AS MATERIALIZED (SELECT t.{dataset} AS d, count(DISTINCT t.{method}) AS n FROM tested t WHERE {where} GROUP BY 1)",
        f"{both} AS MATERIALIZED (SELECT m.m AS a, t.m AS b, m.d, z.n, m.support + t.support AS support,"
        f" max(coalesce(m.newest, 0), coalesce(t.newest, 0)) AS newest, min(m.low, t.low) AS low, max(m.high, t.high) AS high"
        f" FROM {side} m JOIN {side} t ON t.d = m.d AND t.m > m.m AND {_task_rule(writer, choice, 'm', 't')}"
        f" JOIN {sizes} z ON z.d = m.d GROUP BY 1, 2, 3)",
        f"{scored} AS MATERIALIZED (SELECT s.a, s.b, count(*) AS shared_count, {_pair_term(writer, source, choice)} AS score,"
        f" sum(s.support) AS support, nullif(max(s.newest), 0) AS newest, json_group_array(json_array(s.d, s.n)) AS shared FROM {both} s GROUP BY 1, 2"
        f" HAVING count(*) >= {binds.add(source.min_shared)} AND NOT (min(s.low) = max(s.high) AND min(s.low) > 0))",
    ]
    first = f"CASE WHEN {a}.id < {b}.id THEN {a}.node ELSE {b}.node END"
    second = f"CASE WHEN {a}.id < {b}.id THEN {b}.node ELSE {a}.node END"
    keys = _score_keys("p", "x")[:4]
    names = [
        Key(f"min({a}.sort_name, {b}.sort_name)"),
        Key(f"max({a}.sort_name, {b}.sort_name)"),
        Key(f"min({a}.id, {b}.id)"),
        Key(f"max({a}.id, {b}.id)"),
    ]
    return Rows(
        body=f"FROM {scored} p CROSS JOIN node {a} ON {a}.node = p.a CROSS JOIN node {b} ON {b}.node = p.b",
        condition=f"{a}.root <> {b}.root",
        columns=[f"{first} AS first_node", f"{second} AS second_node", "p.shared_count", "p.score", "p.shared"],
        keys=[*keys, *names],
        has_node=False,
        with_=with_,
        edge_item=lambda item, r: _pair_item(writer, item, r, choice),
        coverage=lambda items: coverage(items, f"SELECT t.owner, t.dataset, t.year FROM tested t WHERE {where}"),
    )


def _pair_term(writer: Writer, source: SharingPairs, choice: Choice) -> str:
    size = "(SELECT count(DISTINCT u.{d}) FROM tested u WHERE u.{m} = s.{x} AND {c})"
    if source.weight in (Weight.COUNT, Weight.ADAMIC_ADAR):
        return _term(source.weight, "0")
    ours, theirs = (size.format(d=_dataset(choice), m=_method(choice), x=x, c=chosen(writer, "u", choice)) for x in ("a", "b"))
    return _term(source.weight, theirs, ours)


def _pair_item(writer: Writer, item: Item, r: str, choice: Choice) -> str:
    match item.name:
        case "a" | "b":
            return writer.one(item.items, f"{r}.{'first_node' if item.name == 'a' else 'second_node'}", (Kind.METHOD,))
        case "sharedCount":
            return f"{r}.shared_count"
        case "score":
            return f"({r}.score / {SCALE}.0)"
        case "sharedDatasets":
            ours, theirs = (f"t.{_method(choice)} = {r}.{side}" for side in ("first_node", "second_node"))
            return _shared_datasets(writer, item, _SHARED.format(r=r), choice, ours, theirs)
        case _:
            raise ValueError(f"no {item.name!r} here")
