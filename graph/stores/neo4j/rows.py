"""Rows of the tables as what stands in Neo4j, and back (`graph/stores/neo4j/schema.py`). Pure, and without loss.

A function `…_properties` gives the properties of a row, one named `…_row` the row of properties; what is null is left out by the one and
null again by the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from graph.kinds import KINDS, RELATIONS, Kind, Property, Relation, ValueType
from graph.property_graph import Properties
from graph.stores.neo4j.schema import folded
from graph.stores.sqlite.schema import (
    EDGE_PROPERTIES,
    KIND_NUMBER,
    KIND_OF_NUMBER,
    NODE_PROPERTIES,
    RELATION_NUMBER,
    RELATION_OF_NUMBER,
    VERDICT_NUMBER,
    VERDICT_OF_NUMBER,
)
from graph.stores.sqlite.sql import Row
from graph.text import hash64, sort_name, tokens

_NODE_COLUMNS = ("node", "id", "kind", "sortName", "degree", "root", "minted")
_EDGE_COLUMNS = ("edge", "relation", "source", "target", "support")
_NODE_PLACES = {item.name: place for place, item in enumerate(NODE_PROPERTIES, start=len(_NODE_COLUMNS))}
_EDGE_PLACES = {item.name: place for place, item in enumerate(EDGE_PROPERTIES, start=len(_EDGE_COLUMNS))}


def _out(item: Property, value: Any) -> Any:
    if value is None:
        return None
    if item.type is ValueType.TEXT_LIST:
        return orjson.loads(value)
    return bool(value) if item.type is ValueType.BOOLEAN else value


def _in(item: Property, value: Any) -> Any:
    if value is None:
        return None
    if item.type is ValueType.TEXT_LIST:
        return orjson.dumps(value).decode()
    return int(value) if item.type is ValueType.BOOLEAN else value


# --- nodes and edges ------------------------------------------------------------------------------------------------


def node_properties(row: Row, long_texts: Mapping[int, str]) -> tuple[Kind, Properties]:
    """Return a node's kind and all of its properties but `said`, null where it has none.

    `long_texts` are the long texts by the assertion that states them; one that is not among them is left as it stands.
    """
    found = dict(zip(_NODE_COLUMNS, row, strict=False))
    kind = KIND_OF_NUMBER[found.pop("kind")]
    forms = folded(kind)
    for item in KINDS[kind].properties:
        value = row[_NODE_PLACES[item.name]]
        if item.type is ValueType.LONG_TEXT:
            if value is None or value in long_texts:
                found[item.name], found[f"{item.name}Said"] = (None if value is None else long_texts[value]), value
            continue
        found[item.name] = _out(item, value)
        if item.name in forms:
            found[f"{item.name}Form"] = _form(found[item.name])
    found["tokens"] = None if kind is Kind.RESULT else _tokens(found["sortName"], found.get("aliases") or [])
    return kind, found


def _form(value: Any) -> Any:
    return [sort_name(text) for text in value] if isinstance(value, list) else None if value is None else sort_name(value)


def _tokens(sort_name_: str, aliases: list[str]) -> str:
    forms = (sort_name_, *map(sort_name, aliases))
    return " ".join(dict.fromkeys(word for form in forms for word in tokens(form)))


def node_row(kind: Kind, found: Mapping[str, Any]) -> Row:
    """Return the row of a node."""
    row: list[Any] = [KIND_NUMBER[kind] if name == "kind" else found[name] for name in _NODE_COLUMNS]
    row += [None] * len(NODE_PROPERTIES)
    for item in KINDS[kind].properties:
        name = f"{item.name}Said" if item.type is ValueType.LONG_TEXT else item.name
        row[_NODE_PLACES[item.name]] = _in(item, found.get(name))
    return tuple(row)


def edge_properties(row: Row) -> tuple[Relation, int, int, Properties]:
    """Return an edge's relation, source, target and all of its properties but `said` and `support`."""
    relation = RELATION_OF_NUMBER[row[1]]
    found = {item.name: _out(item, row[_EDGE_PLACES[item.name]]) for item in RELATIONS[relation].properties}
    return relation, row[2], row[3], {"edge": row[0]} | found


def edge_row(relation: Relation, source: int, target: int, found: Mapping[str, Any]) -> Row:
    """Return the row of an edge."""
    row: list[Any] = [found["edge"], RELATION_NUMBER[relation], source, target, len(found["support"]), *[None] * len(EDGE_PROPERTIES)]
    for item in RELATIONS[relation].properties:
        row[_EDGE_PLACES[item.name]] = _in(item, found.get(item.name))
    return tuple(row)


_TESTED = ("owner", "method", "dataset", "task", "vias", "results", "paper", "year", "methodRoot", "datasetRoot")


def tested_properties(row: Row) -> Properties:
    """Return the properties of a TESTED_ON, with its ends as `method` and `dataset`."""
    return dict(zip(_TESTED, row, strict=True))


def tested_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a TESTED_ON with its ends."""
    return tuple(found.get(name) for name in _TESTED)


# --- what proves it -------------------------------------------------------------------------------------------------


def said_text(said: list[Row]) -> str:
    """Return the JSON of a version's assertions, given as rows of `assertion` in their order."""
    return orjson.dumps([[row[2] or None, row[3], row[4], orjson.loads(row[14]) if row[14] else {}] for row in said]).decode()


def ends_properties(said: list[Row]) -> Properties:
    """Return the ends of a version's assertions, which its text says too, as lists that a statement can read; 0 where there is none."""
    return {"a": [row[3] for row in said], "b": [row[4] or 0 for row in said]}


def place_properties(row: Row, extractors: Mapping[int, str]) -> Properties:
    """Return the properties of the place of a row of `assertion`."""
    names = ("locator", "extractor", "confidence", "spanStart", "spanEnd", "quote", "flag")
    values = (row[9], extractors[row[7]], row[8], *row[10:14])
    return {"place": hash64(orjson.dumps(values).decode())} | dict(zip(names, values, strict=True))


def assertion_rows(version: int, ordinals: int, said: str, places: list[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of a version's assertions, hanging on nothing, with the names of their extractors."""
    made = []
    for ordinal, ((relation, a, b, values), place) in enumerate(zip(orjson.loads(said), places, strict=True)):
        written = orjson.dumps(values).decode() if values else None
        where = [place.get(name) for name in ("extractor", "confidence", "locator", "spanStart", "spanEnd", "quote", "flag")]
        made.append((version * ordinals + ordinal, version, relation or 0, a, b, None, None, *where, written))
    return made


def version_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a version."""
    return found["version"], found["record"], bytes.fromhex(found["digest"]), found["locator"], found.get("url")


def version_properties(row: Row) -> Properties:
    """Return the properties of a version but `said` and `places`."""
    return {"version": row[0], "record": row[1], "digest": row[2].hex(), "locator": row[3], "url": row[4]}


def record_rows(found: Mapping[str, Any], source: int) -> tuple[Row, list[Row]]:
    """Return the row of a record and its rows of `seen`."""
    number = found["record"]
    seen = [(number, run, version or None) for run, version in zip(found["runs"], found["versions"], strict=True)]
    return (number, source, found["key"], found.get("version"), found.get("run")), seen


# --- what is one thing ----------------------------------------------------------------------------------------------

_REFERENCE = ("ref", "hash", "kind", "scheme", "value", "scope", "block", "node", "support", "introduced", "doubt")
_COUNTED = ("support", "introduced", "doubt")


def reference_properties(row: Row) -> Properties:
    """Return the properties of a reference; what is 0 is null."""
    found = dict(zip(_REFERENCE, row, strict=True))
    return found | {name: found[name] or None for name in _COUNTED} | {"doubt": True if found["doubt"] else None}


def reference_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a reference."""
    return tuple(int(found.get(name) or 0) if name in _COUNTED else found.get(name) for name in _REFERENCE)


def link_properties(row: Row) -> Properties:
    """Return the properties of a link, with its ends."""
    a, b, version, live, verdict = row
    return {"a": a, "b": b, "version": version, "live": bool(live), "verdict": VERDICT_OF_NUMBER[verdict].value if verdict else None}


_VERDICTS = {verdict.value: number for verdict, number in VERDICT_NUMBER.items()}


def link_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a link with its ends."""
    verdict = found.get("verdict")
    return found["a"], found["b"], found["version"], int(found["live"]), _VERDICTS[verdict] if verdict else None


# --- runs -----------------------------------------------------------------------------------------------------------

_RUN = ("run", "command", "paths", "version", "state", "startedAt", "finishedAt", "counts", "checkpoint", "undoes")
COUNTS = ("read", "written", "unchanged", "merged", "rejected", "flagged", "pending", "retracted")


def run_properties(row: Row) -> Properties:
    """Return the properties of a run; each count is one."""
    found: Properties = dict(zip(_RUN, row, strict=True))
    counts: Properties = orjson.loads(found.pop("counts"))
    return found | {"paths": orjson.loads(found["paths"])} | counts


def run_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a run."""
    counts = orjson.dumps({name: found[name] for name in COUNTS}).decode()
    shown = {**found, "counts": counts, "paths": orjson.dumps(found["paths"]).decode()}
    return tuple(shown.get(name) for name in _RUN)


_REJECT = ("run", "ordinal", "source", "key", "locator", "reason")


def reject_properties(row: Row) -> Properties:
    """Return the properties of a rejection."""
    return dict(zip(_REJECT, row, strict=True))


def reject_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a rejection."""
    return tuple(found.get(name) for name in _REJECT)


_PORTION = ("file", "start", "until", "isLast", "versions", "merged", "rejections")


def portion_properties(row: Row) -> Properties:
    """Return the properties of a part of a file."""
    return {"portion": f"{row[0]}:{row[1]}"} | dict(zip(_PORTION, row, strict=True))


def portion_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a part of a file."""
    return tuple(found.get(name) for name in _PORTION)


def former_id_properties(row: Row) -> Properties:
    """Return the properties of a former id."""
    return {"id": row[0], "ref": row[1], "led": bool(row[2])}


def former_id_row(found: Mapping[str, Any]) -> Row:
    """Return the row of a former id."""
    return found["id"], found["ref"], int(found["led"])
