"""Writing back what changed in a working set, in statements of many rows each, bucketed by label and relationship type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from graph.kinds import KINDS, Kind, ValueType
from graph.property_graph import Properties
from graph.stores.neo4j.making import Making, created, joined, merged
from graph.stores.neo4j.rows import (
    edge_properties,
    ends_properties,
    former_id_properties,
    link_properties,
    node_properties,
    place_properties,
    portion_properties,
    reference_properties,
    reject_properties,
    run_properties,
    said_text,
    tested_properties,
    version_properties,
)
from graph.stores.neo4j.schema import LABELS, TYPES
from graph.stores.sqlite.schema import NODE_PROPERTIES, RELATION_OF_NUMBER, RELATIONS_AT_MOST, numbers_of
from graph.stores.sqlite.sql import Row, many, rows
from graph.stores.sqlite.tables import Tables
from graph.stores.sqlite.working import Changes

BATCH = 10_000
Statement = tuple[str | Making, list[Properties]]
"""What is done for each row. All that comes of complete tables is a `Making`."""
Send = Callable[[str, Mapping[str, Any]], Awaitable[object]]

_EACH = "UNWIND $rows AS row "
_KNOWN_TESTED = "MATCH (m:Node)-[t:TESTED_ON]->(d:Node) WHERE t.owner = row.owner AND t.task = row.task AND m.node = row.method AND d.node = row.dataset "


class Known(Protocol):
    """Numbers of places that are there already."""

    def __contains__(self, place: object, /) -> bool:
        """Whether a place is there."""

    def update(self, places: Iterable[int], /) -> None:
        """Note places that are there from now on."""


async def push(send: Send, statements: Iterable[Statement]) -> None:
    """Run statements in their order, each for its rows."""
    for what, found in statements:
        if found:
            text, values = what.statement(found) if isinstance(what, Making) else (what, found)
            for start in range(0, len(values), BATCH):
                await send(_EACH + text, {"rows": values[start : start + BATCH]})


def statements(working: Tables, changes: Changes, known_places: Known) -> Iterator[Statement]:
    """Yield the statements that write back what changed. Those that take away come first, then what others point at."""
    yield from _taken_away(changes)
    yield from _proof(working, changes, known_places)
    yield from _references(working, changes)
    yield from _nodes(working, changes)
    yield from _edges(working, changes)
    yield from _tested(changes)


def _taken_away(changes: Changes) -> Iterator[Statement]:
    gone = {table: change.deleted for table, change in changes.tables.items()}
    waits = [{"ref": ref, "said": said} for ref, said in gone["pending"]]
    yield "MATCH ()-[w:WAITS]->() WHERE w.said = row.said AND w.missing = row.ref DELETE w", waits
    names = ("owner", "method", "dataset", "task")
    yield f"{_KNOWN_TESTED}DELETE t", [dict(zip(names, key, strict=True)) for key in gone["tested"]]
    edges: dict[int, list[Properties]] = defaultdict(list)
    for (edge,) in gone["edge"]:
        edges[edge % RELATIONS_AT_MOST].append({"edge": edge})
    for number, found in edges.items():
        yield f"MATCH ()-[e:{TYPES[RELATION_OF_NUMBER[number]]}]->() WHERE e.edge = row.edge DELETE e", found
    yield "MATCH (n:Node {node: row.node}) DETACH DELETE n", [{"node": key[0]} for key in gone["node"]]
    yield "MATCH (f:FormerId {id: row.id}) DELETE f", [{"id": key[0]} for key in gone["retired"]]


# --- what proves it -------------------------------------------------------------------------------------------------


def _proof(working: Tables, changes: Changes, known_places: Known) -> Iterator[Statement]:
    tables = changes.tables
    runs = [run_properties(row) for row in (*tables["run"].made, *tables["run"].updated)]
    yield merged("Run", "run"), runs
    yield (
        merged("Source", "source"),
        [dict(zip(("source", "name", "rank"), row, strict=True)) for row in tables["source"].made],
    )
    yield created("Reject"), [reject_properties(row) for row in tables["reject"].made]
    yield merged("Portion", "portion"), [portion_properties(row) for row in (*tables["portion"].made, *tables["portion"].updated)]
    places, versions = _versions(working, tables["version"].made)
    new = {place: found for place, found in places.items() if place not in known_places}
    known_places.update(new)
    yield merged("Place", "place", kept=True), list(new.values())
    yield created("Version"), versions
    yield from _records(working, changes)


def _versions(working: Tables, made: list[Row]) -> tuple[dict[int, Properties], list[Properties]]:
    extractors: dict[int, str] = dict(rows(working, "SELECT extractor, name FROM extractor"))
    said: dict[int, list[Row]] = {row[0]: [] for row in made}
    sql = f"SELECT assertion.* FROM json_each(?) j CROSS JOIN assertion ON assertion.assertion BETWEEN {numbers_of('j.value')} ORDER BY assertion"
    for row in rows(working, sql, many(said)):
        said[row[1]].append(row)
    places: dict[int, Properties] = {}
    found = []
    for row in made:
        where = [place_properties(item, extractors) for item in said[row[0]]]
        places.update((place["place"], place) for place in where)
        told = {"said": said_text(said[row[0]]), "places": [place["place"] for place in where]}
        found.append(version_properties(row) | told | ends_properties(said[row[0]]))
    return places, found


def _records(working: Tables, changes: Changes) -> Iterator[Statement]:
    tables = changes.tables
    sources: dict[int, str] = dict(rows(working, "SELECT source, name FROM source"))
    touched = {row[0] for table in ("record", "seen") for row in (*tables[table].made, *tables[table].updated)}
    made = {row[0] for row in tables["record"].made}
    seen: dict[int, list[Row]] = {record: [] for record in touched}
    for row in rows(working, "SELECT seen.* FROM json_each(?) j CROSS JOIN seen ON seen.record = j.value ORDER BY run", many(touched)):
        seen[row[0]].append(row)
    found: dict[bool, list[Properties]] = {True: [], False: []}
    sql = "SELECT record.* FROM json_each(?) j CROSS JOIN record ON record.record = j.value"
    for number, source, key, version, run in rows(working, sql, many(touched)):
        saw = {"runs": [row[1] for row in seen[number]], "versions": [row[2] or 0 for row in seen[number]]}
        named = {"record": number, "source": sources[source], "key": key, "version": version, "run": run}
        found[number in made].append(named | saw)
    yield created("Record"), found[True]
    yield "MATCH (r:Record {record: row.record}) SET r += row", found[False]


# --- what is one thing ----------------------------------------------------------------------------------------------


def _references(working: Tables, changes: Changes) -> Iterator[Statement]:
    tables = changes.tables
    yield created("Reference", key="ref"), list(map(reference_properties, tables["ref"].made))
    yield "MATCH (r:Reference {ref: row.ref}) SET r += row", list(map(reference_properties, tables["ref"].updated))
    new, changed = ([_split(link_properties(row)) for row in found] for found in (tables["link"].made, tables["link"].updated))
    yield joined("LINK", "Reference", "ref"), new
    yield (
        "MATCH (a:Reference)-[l:LINK]->(b:Reference) WHERE l.version = row.version AND a.ref = row.a AND b.ref = row.b SET l += row.told",
        changed,
    )
    sql = "SELECT assertion, iif(edge IS NULL, relation, 0), a, coalesce(b, a) FROM json_each(?) j CROSS JOIN assertion ON assertion = j.value"
    waiting = tables["pending"].made
    said = {row[0]: row for row in rows(working, sql, many({row[1] for row in waiting}))}
    waits = [
        {"a": said[number][2], "b": said[number][3], "told": {"said": number, "relation": said[number][1] or None, "missing": ref}}
        for ref, number in waiting
    ]
    for wait in waits:
        relation = wait["told"]["relation"]
        wait["told"]["relation"] = TYPES[RELATION_OF_NUMBER[relation]] if relation else None
    yield joined("WAITS", "Reference", "ref"), waits
    former = [former_id_properties(row) for row in (*tables["retired"].made, *tables["retired"].updated)]
    yield merged("FormerId", "id"), former


def _split(found: Properties) -> Properties:
    return {"a": found.pop("a"), "b": found.pop("b"), "version": found["version"], "told": found}


# --- the graph ------------------------------------------------------------------------------------------------------

_LONG = [place for place, item in enumerate(NODE_PROPERTIES, start=7) if item.type is ValueType.LONG_TEXT]


def _long_texts(working: Tables, found: Iterable[Row]) -> dict[int, str]:
    """Return the long texts of nodes by the assertion that states each, as far as these are here."""
    names = {item.name for kind in Kind for item in KINDS[kind].properties if item.type is ValueType.LONG_TEXT}
    stated = many({row[place] for row in found for place in _LONG if row[place] is not None})
    texts: dict[int, str] = {}
    for name in names:
        sql = f"""SELECT assertion, "values" ->> '$.{name}' FROM json_each(?) j CROSS JOIN assertion ON assertion = j.value"""
        texts.update((number, text) for number, text in rows(working, sql, stated) if text is not None)
    return texts


def _nodes(working: Tables, changes: Changes) -> Iterator[Statement]:
    made, updated = changes.tables["node"].made, changes.tables["node"].updated
    texts = _long_texts(working, (*made, *updated))
    said: dict[int, list[int]] = {node: [] for node in changes.nodes}
    sql = "SELECT node, assertion FROM json_each(?) j CROSS JOIN assertion ON node = j.value ORDER BY assertion"
    for node, number in rows(working, sql, many(said)):
        said[node].append(number)
    new: dict[Kind, list[Properties]] = defaultdict(list)
    for row in made:
        kind, found = node_properties(row, texts)
        new[kind].append(found | {"said": said.pop(row[0], [])})
    for kind, every in new.items():
        yield created("Node", LABELS[kind], key="node"), every
    changed = [node_properties(row, texts)[1] for row in updated]
    yield "MATCH (n:Node {node: row.node}) SET n += row", changed
    yield "MATCH (n:Node {node: row.node}) SET n.said = row.said", [{"node": node, "said": found} for node, found in said.items()]


_BEHIND = """
SELECT edge, assertion, source.name || ' ' || record.key FROM json_each(?) j CROSS JOIN assertion ON assertion.edge = j.value
CROSS JOIN version ON version.version = assertion.version CROSS JOIN record ON record.record = version.record
CROSS JOIN source ON source.source = record.source ORDER BY assertion
"""


def _edges(working: Tables, changes: Changes) -> Iterator[Statement]:
    made, updated = changes.tables["edge"].made, changes.tables["edge"].updated
    touched = changes.edges | {row[0] for row in (*made, *updated)}
    said: dict[int, list[int]] = {edge: [] for edge in touched}
    support: dict[int, set[str]] = {edge: set() for edge in touched}
    for edge, number, record in rows(working, _BEHIND, many(touched)):
        said[edge].append(number)
        support[edge].add(record)
    proof = {edge: {"said": said[edge], "support": sorted(support[edge])} for edge in touched if said[edge]}
    new: dict[str, list[Properties]] = defaultdict(list)
    for row in made:
        relation, source, target, found = edge_properties(row)
        new[TYPES[relation]].append({"source": source, "target": target, "told": found | proof.pop(row[0])})
    for name, every in new.items():
        yield joined(name, "Node", "node", ("source", "target")), every
    values = {row[0]: edge_properties(row)[3] for row in updated}
    changed: dict[int, list[Properties]] = defaultdict(list)
    for edge, told in proof.items():
        changed[edge % RELATIONS_AT_MOST].append({"edge": edge, "told": values.get(edge, {}) | told})
    for number, every in changed.items():
        yield f"MATCH ()-[e:{TYPES[RELATION_OF_NUMBER[number]]}]->() WHERE e.edge = row.edge SET e += row.told", every


def _tested(changes: Changes) -> Iterator[Statement]:
    made, updated = (
        [_with_told(tested_properties(row)) for row in found] for found in (changes.tables["tested"].made, changes.tables["tested"].updated)
    )
    yield joined("TESTED_ON", "Node", "node", ("method", "dataset")), made
    yield f"{_KNOWN_TESTED}SET t += row.told", updated


def _with_told(found: Properties) -> Properties:
    names = ("method", "dataset")
    return found | {"told": {name: value for name, value in found.items() if name not in names}}
