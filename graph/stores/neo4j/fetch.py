"""Fetching the rows that a writer asks for: for each way to ask (`By`) one statement, or a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.kinds import Relation
from graph.stores.neo4j.rows import (
    assertion_rows,
    edge_row,
    former_id_row,
    link_row,
    node_row,
    record_rows,
    reference_row,
    reject_row,
    run_row,
    tested_row,
    version_row,
)
from graph.stores.neo4j.schema import TYPES
from graph.stores.sqlite.bylines import WROTE
from graph.stores.sqlite.said import NODE_ROW
from graph.stores.sqlite.schema import KIND_OF_NUMBER, ORDINALS, RELATION_OF_NUMBER, RELATIONS_AT_MOST
from graph.stores.sqlite.sql import Row
from graph.stores.sqlite.tables import By

Ask = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""Runs a statement in the transaction; returns its records."""
Rows = dict[str, list[Row]]

_WRITTEN = f"""
UNWIND $keys AS k MATCH (:Node {{node: k[0]}})<-[e:{TYPES[Relation.WROTE]}]-() WHERE k[1] IN e.said RETURN k[1] AS said, e.edge AS edge
"""

VERSION = "v {.version, .record, .digest, .locator, .url}"
_RECORDS = {
    By.RECORD: "UNWIND $keys AS k MATCH (r:Record {record: k})",
    By.RECORD_KEY: "UNWIND $keys AS k MATCH (r:Record {source: k[0], key: k[1]})",
    By.RECORD_SOURCE: "UNWIND $keys AS k MATCH (r:Record) WHERE r.source = k AND r.key IS NOT NULL",
    By.SEEN_RUN: "UNWIND $keys AS k MATCH (r:Record) WHERE k IN r.runs",
}
_REFS = {By.REF: "ref", By.REF_HASH: "hash", By.REF_BLOCK: "block", By.REF_NODE: "node", By.REF_SCOPE: "scope"}
_NODES = {By.NODE: "node", By.NODE_ID: "id", By.NODE_NAME: "sortName"}
_FORMER = {By.RETIRED: "id", By.RETIRED_REF: "ref"}
_TESTED = {
    By.TESTED_OWNER: "MATCH (m:Node)-[t:TESTED_ON]->(d:Node) WHERE t.owner = k",
    By.TESTED_METHOD: "MATCH (m:Node {node: k})-[t:TESTED_ON]->(d:Node)",
    By.TESTED_DATASET: "MATCH (m:Node)-[t:TESTED_ON]->(d:Node {node: k})",
}
_EDGES = {
    By.EDGE: "MATCH (a:Node)-[e:{type}]->(b:Node) WHERE e.edge = k",
    By.EDGE_KEY: "MATCH (a:Node {{node: k[0]}})-[e:{type}]->(b:Node {{node: k[1]}})",
    By.EDGES_FROM: "MATCH (a:Node {{node: k}})-[e:{type}]->(b:Node)",
    By.EDGES_TO: "MATCH (a:Node)-[e:{type}]->(b:Node {{node: k}})",
}


_WAITING = """
MATCH (a:Reference)-[w:WAITS]->(b:Reference) WHERE w.relation IS NOT NULL AND (
    w.missing = a.ref AND a.node IS NULL OR w.missing = b.ref AND b.node IS NULL)
MATCH (v:Version {version: w.said / $ordinals}) MATCH (r:Record {record: v.record}) WHERE r.run = $run
RETURN count(DISTINCT w.said) AS found
"""


class Fetcher:
    """Fetches rows in one transaction. Places that were read are remembered in `places`; `sources` names sources by number."""

    def __init__(self, ask: Ask, places: dict[int, Mapping[str, Any]]) -> None:
        self._ask = ask
        self._places = places
        self.sources: Callable[[], Mapping[int, str]] = dict

    def __call__(self, by: By, keys: list[Any]) -> Rows:
        """Return every row with one of the keys, and the rows that come with it, by table."""
        if by in _RECORDS:
            return self._records(by, keys)
        if by in _REFS:
            return {"ref": self._references(_REFS[by], keys)}
        if by in _EDGES:
            return {"edge": self._edges(by, keys)}
        if by in _NODES:
            found = self._ask(f"UNWIND $keys AS k MATCH (n:Node {{{_NODES[by]}: k}}) RETURN n {_NODE} AS found", {"keys": keys})
            return {"node": [node_row(KIND_OF_NUMBER[row["found"]["node"] & 7], row["found"]) for row in found]}
        if by in _TESTED:
            found = self._ask(f"UNWIND $keys AS k {_TESTED[by]} RETURN t {{.*, method: m.node, dataset: d.node}} AS found", {"keys": keys})
            return {"tested": [tested_row(row["found"]) for row in found]}
        if by in _FORMER:
            found = self._ask(f"UNWIND $keys AS k MATCH (f:FormerId {{{_FORMER[by]}: k}}) RETURN f {{.*}} AS found", {"keys": keys})
            return {"retired": [former_id_row(row["found"]) for row in found]}
        if by is By.REJECT_RUN:
            found = self._ask("UNWIND $keys AS k MATCH (j:Reject) WHERE j.run = k AND j.ordinal > 0 RETURN j {.*} AS found", {"keys": keys})
            return {"reject": [reject_row(row["found"]) for row in found]}
        return _ASSERTED[by](self, keys)

    def start(self) -> tuple[Rows, bool]:
        """Return the rows that need not be asked for: runs, sources, numbers; and whether there are no others, as everything is of a run."""
        runs = self._ask("MATCH (r:Run) RETURN r {.*} AS found", {})
        sources = self._ask("MATCH (s:Source) RETURN s.source AS source, s.name AS name, s.rank AS rank", {})
        store = self._ask("MATCH (s:Store {name: 'citegraph'}) RETURN s {.*} AS found", {})[0]["found"]
        always = {
            "run": [run_row(row["found"]) for row in runs],
            "source": [(row["source"], row["name"], row["rank"]) for row in sources],
            "meta": [(name, value) for name, value in store.items() if name != "name"],
        }
        return always, not runs

    def waiting_of(self, run: int) -> int:
        """Count what waits, of the records that a run saw last (`Tables.waiting`)."""
        found = self._ask(_WAITING, {"run": run, "ordinals": ORDINALS})
        return int(found[0]["found"])

    def _records(self, by: By, keys: list[Any]) -> Rows:
        names = self.sources()
        numbers = {name: number for number, name in names.items()}
        if by is By.RECORD_KEY:
            keys = [[names[source], key] for source, key in keys]
        elif by is By.RECORD_SOURCE:
            keys = [names[source] for source in keys]
        text = f"{_RECORDS[by]} OPTIONAL MATCH (v:Version {{record: r.record}}) RETURN r {{.*}} AS record, collect({VERSION}) AS versions"
        found = self._ask(text, {"keys": keys})
        rows: Rows = {"record": [], "seen": [], "version": []}
        for row in found:
            record, seen = record_rows(row["record"], numbers[row["record"]["source"]])
            rows["record"].append(record)
            rows["seen"] += seen
            rows["version"] += map(version_row, row["versions"])
        return rows

    def _references(self, name: str, keys: Iterable[Any]) -> list[Row]:
        text = f"UNWIND $keys AS k MATCH (r:Reference {{{name}: k}}) OPTIONAL MATCH (s:Reference {{ref: r.scope}}) RETURN r {{.*}} AS ref, s {{.*}} AS scope"
        found = self._ask(text, {"keys": list(keys)})
        return [reference_row(ref) for row in found for ref in (row["ref"], row["scope"]) if ref is not None]

    def _edges(self, by: By, keys: list[Any]) -> list[Row]:
        chosen: dict[int, list[Any]] = defaultdict(list)
        for key in keys:
            if by is By.EDGE:
                chosen[key % RELATIONS_AT_MOST].append(key)
            elif by is By.EDGE_KEY:
                chosen[key[1]].append([key[0], key[2]])
            else:
                chosen[key[1]].append(key[0])
        made = []
        for number, some in chosen.items():
            relation = RELATION_OF_NUMBER[number]
            text = (
                f"UNWIND $keys AS k {_EDGES[by].format(type=TYPES[relation])} RETURN a.node AS source, b.node AS target, e {{.*}} AS found"
            )
            made += [edge_row(relation, row["source"], row["target"], row["found"]) for row in self._ask(text, {"keys": some})]
        return made

    # --- assertions

    def _versions(self, versions: Iterable[int]) -> tuple[Rows, dict[int, list[Row]]]:
        """Return the rows of versions and their records, and the assertions of each, hanging on nothing."""
        text = f"UNWIND $keys AS k MATCH (v:Version {{version: k}}) MATCH (r:Record {{record: v.record}}) RETURN {VERSION} AS version, r {{.*}} AS record, v.said AS said, v.places AS places"
        found = self._ask(text, {"keys": sorted(set(versions))})
        numbers = {name: number for number, name in self.sources().items()}
        self._read_places(place for row in found for place in row["places"])
        rows: Rows = {"version": [], "record": []}
        said: dict[int, list[Row]] = {}
        for row in found:
            rows["version"].append(version_row(row["version"]))
            rows["record"].append(record_rows(row["record"], numbers[row["record"]["source"]])[0])
            version = row["version"]["version"]
            said[version] = assertion_rows(version, ORDINALS, row["said"], [self._places[place] for place in row["places"]])
        return rows, said

    def _read_places(self, places: Iterable[int]) -> None:
        unknown = sorted({place for place in places if place not in self._places})
        if unknown:
            found = self._ask("UNWIND $keys AS k MATCH (p:Place {place: k}) RETURN p {.*} AS found", {"keys": unknown})
            self._places.update((row["found"]["place"], row["found"]) for row in found)

    def hanging(self, on: Mapping[int, tuple[int | None, int | None]]) -> Rows:
        """Return the rows of assertions by number, hanging on the given node and edge."""
        rows, said = self._versions(number // ORDINALS for number in on)
        by_number = {row[0]: row for some in said.values() for row in some}
        rows["assertion"] = [(*by_number[number][:5], *on[number], *by_number[number][7:]) for number in on]
        return rows

    def of_nodes(self, keys: list[Any]) -> Rows:
        """Assertions by node."""
        found = self._ask("UNWIND $keys AS k MATCH (n:Node {node: k}) WHERE n.said IS NOT NULL RETURN k, n.said AS said", {"keys": keys})
        return self.hanging({number: (row["k"], None) for row in found for number in row["said"]})

    def of_edges(self, keys: list[Any]) -> Rows:
        """Assertions by edge."""
        chosen: dict[int, list[int]] = defaultdict(list)
        for key in keys:
            chosen[key % RELATIONS_AT_MOST].append(key)
        on: dict[int, tuple[int | None, int | None]] = {}
        for number, some in chosen.items():
            text = f"UNWIND $keys AS k MATCH ()-[e:{TYPES[RELATION_OF_NUMBER[number]]}]->() WHERE e.edge = k RETURN k, e.said AS said"
            on |= {said: (None, row["k"]) for row in self._ask(text, {"keys": some}) for said in row["said"]}
        return self.hanging(on)

    def waiting(self, keys: list[Any]) -> Rows:
        """What waits by the reference that is missing."""
        text = (
            "UNWIND $keys AS k MATCH (:Reference {ref: k})-[w:WAITS]-() WHERE w.missing = k WITH DISTINCT w"
            " RETURN w.said AS said, CASE WHEN w.relation IS NULL AND startNode(w) <> endNode(w) THEN endNode(w).node END AS paper"
        )
        found = self._ask(text, {"keys": keys})
        on: dict[int, tuple[int | None, int | None]] = dict.fromkeys((row["said"] for row in found), (None, None))
        on |= self._written([row["paper"], row["said"]] for row in found if row["paper"] is not None)
        return self.hanging(on) | {"pending": self._pending(on)}

    def _written(self, said: Iterable[list[int]]) -> dict[int, tuple[int | None, int | None]]:
        """Return the edges that assertions about authors hang on; given are each paper and assertion."""
        keys = list(said)
        found = self._ask(_WRITTEN, {"keys": keys}) if keys else []
        return {row["said"]: (None, row["edge"]) for row in found}

    def _pending(self, said: Iterable[int]) -> list[Row]:
        text = "UNWIND $keys AS k MATCH ()-[w:WAITS]->() WHERE w.said = k RETURN w.missing AS ref, k"
        return [(row["ref"], row["k"]) for row in self._ask(text, {"keys": list(said)})]

    def of_versions(self, keys: list[Any]) -> Rows:
        """Versions with their assertions, what these hang on, and what they wait for."""
        rows, said = self._versions(keys)
        current = {row[3] for row in rows["record"]}
        live = [row for version, some in said.items() if version in current for row in some if row[13] is None]
        on = self._hang(live)
        rows["assertion"] = [(*row[:5], *on.get(row[0], (None, None)), *row[7:]) for some in said.values() for row in some]
        rows["pending"] = self._pending(row[0] for row in live if row[0] not in on or row[2] == WROTE)
        text = (
            "UNWIND $keys AS k MATCH (a:Reference)-[l:LINK]->(b:Reference) WHERE l.version = k RETURN l {.*, a: a.ref, b: b.ref} AS found"
        )
        rows["link"] = [link_row(row["found"]) for row in self._ask(text, {"keys": keys})]
        return rows

    def _hang(self, live: list[Row]) -> dict[int, tuple[int | None, int | None]]:
        """Return what accepted assertions of current versions hang on.

        It follows from what their references resolve to, but for authors (`graph/stores/sqlite/bylines.py`), of whom the edges tell.
        """
        refs = {ref for row in live for ref in row[3:5] if ref is not None}
        found = self._ask("UNWIND $keys AS k MATCH (r:Reference {ref: k}) RETURN k, r.node AS node", {"keys": sorted(refs)})
        nodes = {row["k"]: row["node"] for row in found}
        on: dict[int, tuple[int | None, int | None]] = {}
        keys: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        written: list[list[int]] = []
        for number, _, relation, a, b, *_ in live:
            source, target = nodes[a], nodes.get(b)
            if relation == NODE_ROW and source is not None:
                on[number] = (source, None)
            elif relation == WROTE and target is not None:
                written.append([target, number])
            elif relation != NODE_ROW and source is not None and target is not None and source != target:
                keys[source, relation, target].append(number)
        for row in self._edges(By.EDGE_KEY, list(keys)):
            on |= dict.fromkeys(keys[row[2], row[1], row[3]], (None, row[0]))
        return on | self._written(written)

    def links(self, keys: list[Any]) -> Rows:
        """Links by either end."""
        text = "UNWIND $keys AS k MATCH (:Reference {ref: k})-[l:LINK]-() RETURN DISTINCT l {.*, a: startNode(l).ref, b: endNode(l).ref} AS found"
        found = [row["found"] for row in self._ask(text, {"keys": keys})]
        rows, _ = self._versions({row["version"] for row in found})
        return rows | {"link": list(map(link_row, found))}


_NODE = "{.*, said: NULL, tokens: NULL, abstract: NULL}"
_ASSERTED: dict[By, Callable[[Fetcher, list[Any]], Rows]] = {
    By.VERSION: Fetcher.of_versions,
    By.NODE_ASSERTIONS: Fetcher.of_nodes,
    By.EDGE_ASSERTIONS: Fetcher.of_edges,
    By.PENDING: Fetcher.waiting,
    By.LINK: Fetcher.links,
}
