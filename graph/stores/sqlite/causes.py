"""What stands behind TESTED_ON: the edges that cause it, and what an answer over it covers."""

from __future__ import annotations

from graph.kinds import Kind, Relation, Via
from graph.plan import Choice, Item
from graph.stores.sqlite.binds import Binds
from graph.stores.sqlite.rows import json_object
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER

_CAUSE_VIAS = ((Via.INTRODUCED, Relation.INTRODUCES), (Via.COMPARED, Relation.COMPARES_WITH), (Via.USED, Relation.USES))


def cause_edges(rows: str, choice: Choice) -> str:
    """Edges that cause rows of `tested`: method and dataset edges of the owner paper, ON edges of its results, COMBINES of a whole."""
    number = RELATION_NUMBER
    told = "t.task" if choice.task is not None or Via.COMPONENT in choice.via else "0"  # else a row for each task says the same
    chosen = f"SELECT DISTINCT t.owner, t.method, t.dataset, {told} AS task, t.vias & {int(choice.via)} AS vias FROM tested t WHERE {rows}"
    wholes, caused, combined = "", "chosen", ""
    if Via.COMPONENT in choice.via:
        wholes = f" whole AS MATERIALIZED ({_wholes()}),"
        caused = "chosen UNION SELECT owner, method, dataset, task, vias FROM whole"
        combined = " UNION SELECT edge FROM whole"
    direct = " OR ".join(f"(c.vias & {via.value} AND e.relation = {number[relation]})" for via, relation in _CAUSE_VIAS)
    others = Via.INTRODUCED | Via.COMPARED | Via.USED
    datasets = f"{number[Relation.EVALUATES_ON]}, {number[Relation.INTRODUCES]}"
    of_, on, for_, reports = (number[relation] for relation in (Relation.OF, Relation.ON, Relation.FOR, Relation.REPORTS))
    task = f"coalesce((SELECT f.target FROM edge f WHERE f.source = res.node AND f.relation = {for_}), 0) = res.task"
    return (
        f"WITH chosen AS MATERIALIZED ({chosen}),{wholes} c AS MATERIALIZED (SELECT * FROM {caused}),"
        f" res(method, dataset, task, node) AS (SELECT c.method, c.dataset, c.task, e.target FROM c CROSS JOIN edge e ON e.source = c.owner"
        f" AND e.relation = {reports} WHERE c.vias & 1 UNION SELECT c.method, c.dataset, c.task, c.owner FROM c"
        f" WHERE c.vias & 1 AND c.owner & 7 = {KIND_NUMBER[Kind.RESULT]})"
        f" SELECT e.edge FROM c CROSS JOIN edge e ON e.source = c.owner AND e.target = c.method WHERE {direct}"
        f" UNION SELECT e.edge FROM c CROSS JOIN edge e ON e.source = c.owner AND e.target = c.dataset"
        f" AND e.relation IN ({datasets}) WHERE c.vias & {others.value}"
        f" UNION SELECT x.edge FROM res CROSS JOIN edge o ON o.source = res.node AND o.relation = {of_} AND o.target = res.method"
        f" CROSS JOIN edge x ON x.source = res.node AND x.relation = {on} AND x.target = res.dataset"
        f"{f' WHERE {task}' if choice.task is not None else ''}{combined}"
    )


def _wholes() -> str:
    """Methods of which a chosen one is a part, as the same owner tested them, with the edges that say so."""
    other = int(~Via.COMPONENT)
    return (
        f"SELECT part.edge, c.owner, part.source AS method, c.dataset, c.task, t.vias & {other} AS vias FROM chosen c"
        f" CROSS JOIN edge part ON part.target = c.method AND part.relation = {RELATION_NUMBER[Relation.COMBINES]}"
        " CROSS JOIN tested t ON t.owner = c.owner AND t.method = part.source AND t.dataset = c.dataset AND t.task = c.task"
        f" WHERE c.vias & {Via.COMPONENT.value} AND t.vias & {other}"
    )


# --- coverage -------------------------------------------------------------------------------------------------------

_SAYING = (
    *(Relation.INTRODUCES, Relation.COMPARES_WITH, Relation.USES, Relation.EVALUATES_ON),
    *(Relation.REPORTS, Relation.OF, Relation.ON, Relation.FOR),
)
"""Relations of a paper or result that say what was tested; who cites or wrote a paper is no source of that."""


def coverage(items: tuple[Item, ...], rows: str) -> str:
    """What an answer covers: `rows` are (owner, far, dataset, year) of `tested`."""
    on, of_ = RELATION_NUMBER[Relation.ON], RELATION_NUMBER[Relation.OF]
    unresolved = (
        f"SELECT count(*) FROM edge x WHERE x.relation = {on} AND x.target IN (SELECT dataset FROM ({rows}))"
        f" AND NOT EXISTS (SELECT 1 FROM edge o WHERE o.source = x.source AND o.relation = {of_})"
    )
    owners, saying = f"SELECT owner FROM ({rows})", ", ".join(str(RELATION_NUMBER[relation]) for relation in _SAYING)
    sources = (
        "SELECT json_group_array(name ORDER BY name) FROM (SELECT DISTINCT source.name FROM edge e JOIN assertion a USING (edge)"
        " JOIN version USING (version) JOIN record ON record.record = version.record JOIN source ON source.source = record.source"
        f" WHERE e.source IN ({owners}) AND e.relation IN ({saying}))"
    )
    parts = {
        "sources": f"json(({sources}))",
        "newestYear": f"(SELECT max(year) FROM ({rows}))",
        "unresolvedEntries": f"({unresolved})",
    }
    return json_object([(item.key, parts[item.name]) for item in items])


def dataset_coverage(items: tuple[Item, ...], datasets: str, binds: Binds) -> str:
    """Coverage of everything tested on datasets."""
    return coverage(items, f"SELECT t.owner, t.method AS far, t.dataset, t.year FROM tested t WHERE t.dataset IN ({datasets})")
