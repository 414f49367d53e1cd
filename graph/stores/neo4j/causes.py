"""What stands behind TESTED_ON: the relationships that cause it, and what an answer over it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinds import Relation, Via
from graph.plan import Choice, Item
from graph.stores.neo4j.page import object_of
from graph.stores.neo4j.support import Support, has_via
from graph.stores.sqlite.schema import ORDINALS

if TYPE_CHECKING:
    from graph.stores.neo4j.select import Writer

_CAUSE_VIAS = ((Via.INTRODUCED, Relation.INTRODUCES), (Via.COMPARED, Relation.COMPARES_WITH), (Via.USED, Relation.USES))
_TOLD = (Via.INTRODUCED, Via.COMPARED, Via.USED)


def cause_edges(writer: Writer, found: Support, choice: Choice) -> tuple[str, str]:
    """Relationships that cause those that were found: clauses, and the variable that they bind to each of them once.

    They are those of the owner paper with method and dataset, ON of its results, COMBINES of a whole.
    """
    o, m, d, task, vias, e = (writer.binds.alias(name) for name in ("o", "m", "d", "task", "vias", "e"))
    told = f"{found.t}.task" if choice.task is not None or Via.COMPONENT in choice.via else "0"  # else one for each task says the same
    counted = " + ".join(f"{found.t}.vias / {via.value} % 2 * {via.value}" for via in Via if via in choice.via) or "0"
    chosen = (
        f"{found.text} WITH DISTINCT {found.t}.owner AS {o}number, {found.m} AS {m}, {found.d} AS {d}, {told} AS {task}, {counted} AS {vias}"
        f" MATCH ({o}:Node {{node: {o}number}})"
    )
    combined = ""
    if Via.COMPONENT in choice.via:
        part = writer.binds.alias("e")
        chosen, m, vias = _with_wholes(writer, chosen, (o, m, d, task, vias), part)
        combined = f" UNION UNWIND [{part}] AS {e} WITH {e} WHERE {e} IS NOT NULL RETURN {e}"
        scope = f"{o}, {m}, {d}, {task}, {vias}, {part}"
    else:
        scope = f"{o}, {m}, {d}, {task}, {vias}"
    direct = " OR ".join(f"type({e}) = '{relation.value}' AND {has_via(vias, via)}" for via, relation in _CAUSE_VIAS)
    others = " OR ".join(has_via(vias, via) for via in _TOLD)
    res = writer.binds.alias("n")

    def reported(node: str) -> str:
        told = f"{has_via(vias, Via.REPORTED)} AND EXISTS {{ MATCH ({node})-[:OF]->({m}) }}"
        if choice.task is None:
            return told
        return f"{told} AND coalesce(COLLECT {{ MATCH ({node})-[:FOR]->(x) RETURN x.node ORDER BY x.node LIMIT 1 }}[0], 0) = {task}"

    branches = (
        f"MATCH ({o})-[{e}:INTRODUCES|COMPARES_WITH|USES]->({m}) WHERE {direct} RETURN {e}"
        f" UNION MATCH ({o})-[{e}:EVALUATES_ON|INTRODUCES]->({d}) WHERE {others} RETURN {e}"
        f" UNION MATCH ({o})-[:REPORTS]->({res})-[{e}:ON]->({d}) WHERE {reported(res)} RETURN {e}"
        f" UNION MATCH ({o})-[{e}:ON]->({d}) WHERE {reported(o)} RETURN {e}{combined}"
    )
    return f"{chosen} CALL ({scope}) {{ {branches} }} WITH DISTINCT {e}", e


def _with_wholes(writer: Writer, chosen: str, names: tuple[str, str, str, str, str], part: str) -> tuple[str, str, str]:
    """Add methods of which a chosen one is a part, as the same owner tested them, with the relationships that say so."""
    o, m, d, task, vias = names
    method, ways, t, w = (writer.binds.alias(name) for name in ("m", "vias", "t", "n"))
    other = f"{t}.vias % {Via.COMPONENT.value}"
    wholes = (
        f"MATCH ({w}:Method)-[{part}:COMBINES]->({m}) MATCH ({w})-[{t}:TESTED_ON]->({d}) WHERE {has_via(vias, Via.COMPONENT)}"
        f" AND {t}.owner = {o}.node AND {t}.task = {task} AND {other} > 0 RETURN {w} AS {method}, {other} AS {ways}, {part}"
    )
    added = f"CALL ({o}, {m}, {d}, {task}, {vias}) {{ RETURN {m} AS {method}, {vias} AS {ways}, null AS {part} UNION {wholes} }}"
    return f"{chosen} {added}", method, ways


# --- coverage -------------------------------------------------------------------------------------------------------

_SAYING = "|".join(
    (
        *(Relation.INTRODUCES, Relation.COMPARES_WITH, Relation.USES, Relation.EVALUATES_ON),
        *(Relation.REPORTS, Relation.OF, Relation.ON, Relation.FOR),
    )
)
"""Relations of a paper or result that say what was tested; who cites or wrote a paper is no source of that."""


def coverage(writer: Writer, items: tuple[Item, ...], found: Support) -> str:
    """What an answer covers that is made of the relationships that were found."""
    owners, datasets, newest = (writer.binds.alias(name) for name in ("owners", "datasets", "newest"))
    parts = {
        "sources": f"COLLECT {{ UNWIND {owners} AS o MATCH (:Node {{node: o}})-[e:{_SAYING}]->() UNWIND e.said AS s WITH DISTINCT s / {ORDINALS} AS number"
        " MATCH (v:Version {version: number}) MATCH (w:Record {record: v.record}) WITH DISTINCT w.source AS name ORDER BY name RETURN name }",
        "newestYear": newest,
        "unresolvedEntries": f"COUNT {{ UNWIND {datasets} AS d MATCH (d)<-[:ON]-(n) WHERE NOT EXISTS {{ MATCH (n)-[:OF]->() }} RETURN n }}",
    }
    body = object_of([(item.key, parts[item.name]) for item in items])
    t = found.t
    gathered = f"collect(DISTINCT {t}.owner) AS {owners}, collect(DISTINCT {found.d}) AS {datasets}, max({t}.year) AS {newest}"
    return writer.called(lambda: f"{found.text} WITH {gathered} RETURN {body}")
