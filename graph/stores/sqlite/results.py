"""When two results are one: reporter, method, dataset, task, metric, split, setting and figure are equal (SEMANTICS of results)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson

from graph.kinds import Relation
from graph.stores.sqlite.said import NODE_ROW, Said, read_said
from graph.stores.sqlite.schema import RELATION_NUMBER, numbers_of
from graph.stores.sqlite.sql import many, run_many
from graph.stores.sqlite.tables import By, Tables
from graph.text import fold, hash64

_ENDS = tuple(RELATION_NUMBER[relation] for relation in (Relation.REPORTS, Relation.OF, Relation.ON, Relation.FOR))

_NODES_OF = "SELECT node FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value WHERE node IS NOT NULL"
_SUBJECTS = """json_each(?) j CROSS JOIN ref ON ref.ref = j.value
CROSS JOIN assertion subject ON subject.node = ref.node AND subject.a = ref.ref"""
_VERSIONS_OF = f"SELECT subject.version FROM {_SUBJECTS}"
_SAID_OF = f"""
SELECT said.assertion AS assertion FROM {_SUBJECTS}
CROSS JOIN version ON version.version = subject.version
CROSS JOIN assertion said ON said.assertion BETWEEN {numbers_of("version.version")}
WHERE said.a = ref.ref OR said.b = ref.ref
"""


def said_of(db: Tables, results: Iterable[int]) -> list[Said]:
    """Return the live assertions of result references that have a node already."""
    chosen = many(results)
    db.bring(By.NODE_ASSERTIONS, (row[0] for row in db.execute(_NODES_OF, (chosen,))))
    db.bring(By.VERSION, (row[0] for row in db.execute(_VERSIONS_OF, (chosen,))))
    return read_said(db, _SAID_OF, chosen)


def figure(values: dict[str, Any]) -> str:
    """Return the figure in a form equal figures share: a fraction as its percentage, else the number, else the text."""
    value = values.get("value")
    if value is None:
        return str(values.get("valueText") or "")
    return repr(round(value * 100, 6)) if values.get("unit") == "fraction" else repr(round(float(value), 6))


def store_keys(db: Tables, results: Iterable[int], said: Iterable[Said]) -> None:
    """Compute and store, as their block, what identifies the results; `said` are all live assertions of theirs."""
    wanted = set(results)
    values: dict[int, dict[str, Any]] = {}
    ends: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for item in said:
        if item.flag is not None:
            continue
        if item.relation == NODE_ROW and item.a in wanted:
            values[item.a] = dict(item.values)
        elif item.relation in _ENDS and item.b is not None:
            result, other = (item.b, item.a) if item.relation == _ENDS[0] else (item.a, item.b)
            if result in wanted:
                ends[result][item.relation].append(other)
    nodes = _nodes(db, (ref for by_relation in ends.values() for found in by_relation.values() for ref in found))
    blocks = [(_key(values.get(ref, {}), ends[ref], nodes), ref) for ref in wanted]
    run_many(db, "UPDATE ref SET block = ?1 WHERE ref = ?2 AND block IS NOT ?1", blocks)


def _nodes(db: Tables, refs: Iterable[int]) -> dict[int, tuple[int, int]]:
    chosen = set(refs)
    db.bring(By.REF, chosen)
    found = db.execute(
        "SELECT ref.ref, coalesce(node, -ref.ref), doubt FROM json_each(?) j CROSS JOIN ref ON ref.ref = j.value", (many(chosen),)
    )
    return {ref: (node, doubt) for ref, node, doubt in found}


def _key(values: dict[str, Any], ends: dict[int, list[int]], nodes: dict[int, tuple[int, int]]) -> int:
    named = [sorted(nodes[ref][0] for ref in ends[relation]) for relation in _ENDS]
    method = ends[_ENDS[1]]
    if not method or any(nodes[ref][0] < 0 or nodes[ref][1] for ref in method):  # a handle, or in doubt
        named[1] = [0]
    written = fold(values.get("methodAsWritten") or "") if named[1] == [0] else ""
    described = [values.get(name) for name in ("metric", "split", "setting")]
    return hash64(orjson.dumps([named, written, described, figure(values)]).decode())
