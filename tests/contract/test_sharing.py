"""TESTED_ON and sharing against their definitions, recomputed in plain Python from the canonical dump."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.evidence import Assertion, Record
from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, dataset, dump, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask
from tests.contract.test_laws import fresh, run

METHODS = ("A", "B", "C", "A large", "Generic LSTM word")
DATASETS = ("D1", "D2", "D3", "Suite 1", "Suite 2")
TASKS = (None, "T1", "T2")
VIAS = {"REPORTED": 1, "INTRODUCED": 2, "COMPARED": 4, "USED": 8, "COMPONENT": 16}

QUERY = """
query ($weight: SharedWeight!, $via: [Via!], $same: Boolean!, $roll: RollUp!, $min: Int!) {
  methods(first: 25) { nodes { name
    sharesDatasetsWith(weight: $weight, via: $via, sameTask: $same, variants: $roll, datasets: $roll, minShared: $min, first: 25) {
      totalCount
      edges { node { name } score sharedCount sharedDatasets(first: 25) { nodes { name } edges { methodCount node { name } } } }
    }
  } }
  methodsSharingDatasets(weight: $weight, via: $via, sameTask: $same, variants: $roll, datasets: $roll, minShared: $min, first: 300) {
    nodes { a { name } b { name } score sharedCount sharedDatasets(first: 25) { nodes { name } } }
  }
}
"""


class Oracle:
    """The graph of a canonical dump, and the definitions over it."""

    def __init__(self, text: bytes) -> None:
        self.names: dict[str, str] = {}
        self.unranked: set[str] = set()
        self.parent: dict[str, str] = {}
        self.tested: list[tuple[str, str, str, str | None, int]] = []
        for kind, *rest in map(json.loads, text.splitlines()):
            if kind == "node":
                self.names[rest[0]] = rest[2].get("name", "")
                if rest[2].get("generic") or rest[2].get("unnamed"):
                    self.unranked.add(rest[0])
            elif kind == "edge" and rest[0] in ("VARIANT_OF", "PART_OF"):
                self.parent[rest[1]] = rest[2]
            elif kind == "tested":
                self.tested.append((rest[0], rest[1], rest[2], rest[3], rest[4]))

    def root(self, key: str) -> str:
        while key in self.parent:
            key = self.parent[key]
        return key

    def below(self, key: str) -> set[str]:
        return {k for k in self.names if key in self.chain(k)}

    def chain(self, key: str) -> list[str]:
        found = [key]
        while found[-1] in self.parent:
            found.append(self.parent[found[-1]])
        return found

    def sharing(self, owner: str, via: int, same: bool, roll: bool) -> dict[str, dict[str, Any]]:
        """For each other method: shared datasets, n of each, sizes."""
        own = self.below(owner) if roll else {owner}
        rows = [row for row in self.tested if row[4] & via]

        def of(key: str) -> str:
            return self.root(key) if roll else key

        mine = [r for r in rows if r[1] in own]
        datasets = {of(r[2]) for r in mine}
        found: dict[str, dict[str, Any]] = {}
        theirs: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for r in rows:
            theirs[of(r[1]), of(r[2])].append(r)
        for (other, shared), their_rows in theirs.items():
            if shared not in datasets or self.root(other) == self.root(owner) or other in self.unranked:
                continue
            my_rows = [r for r in mine if of(r[2]) == shared]
            if same and not any(a[3] == b[3] or a[3] is None or b[3] is None for a in my_rows for b in their_rows):
                continue
            entry = found.setdefault(other, {"datasets": set(), "owners": set()})
            entry["datasets"].add(shared)
            entry["owners"] |= {r[0] for r in [*my_rows, *their_rows]}
        kept = {}
        for other, entry in found.items():
            if len(entry["owners"]) == 1 and next(iter(entry["owners"])).startswith("paper:"):
                continue
            entry["n"] = {d: len({m for (m, on) in theirs if on == d}) for d in entry["datasets"]}
            entry["ours"] = len(datasets)
            entry["theirs"] = len({d for (m, d) in theirs if m == other})
            kept[other] = entry
        return kept


def score(weight: str, entry: dict[str, Any]) -> float:
    shared = len(entry["datasets"])
    if weight == "COUNT":
        return float(shared)
    if weight == "JACCARD":
        return float(round(10**9 * shared / (entry["ours"] + entry["theirs"] - shared)) / 10**9)
    if weight == "COSINE":
        return round(10**9 * shared / math.sqrt(entry["ours"] * entry["theirs"])) / 10**9
    return float(sum(round(10**9 / math.log(1 + n)) for n in entry["n"].values()) / 10**9)


@st.composite
def facts(draw: st.DrawFn) -> list[Record]:
    made: list[Record] = [
        record("family", edge(Relation.VARIANT_OF, method("A large"), method("A"))),
        record("suite", *(edge(Relation.PART_OF, dataset(name), dataset("Suite")) for name in DATASETS[3:])),
    ]
    for number in range(draw(st.integers(2, 5))):
        paper = acl(f"P19-100{number}")
        said: list[Assertion] = [titled(paper, f"Paper number {number}", "A. Smith", 2010 + number)]
        for place in range(draw(st.integers(1, 4))):
            name, where = draw(st.sampled_from(METHODS)), draw(st.sampled_from(DATASETS))
            match draw(st.sampled_from(("result", "introduced", "compared", "used", "nobody"))):
                case "result":
                    said += result(f"{number}:{place}", method(name), where, 1.0 + place, paper, draw(st.sampled_from(TASKS)))
                case "introduced":
                    said += [*introduces(paper, f"{name} own {number}"), *evaluates(paper, where)]
                case "compared":
                    said += [edge(Relation.COMPARES_WITH, paper, method(name)), *evaluates(paper, where)]
                case "used":
                    said += [edge(Relation.USES, paper, method(name)), *evaluates(paper, where)]
                case _:
                    said += result(f"{number}:{place}", method(name), where, 1.0 + place, None, draw(st.sampled_from(TASKS)))
        made.append(record(f"p{number}", *said))
    return made


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    facts(),
    st.sampled_from(("COUNT", "JACCARD", "COSINE", "ADAMIC_ADAR")),
    st.none() | st.lists(st.sampled_from(sorted(VIAS)), min_size=1, unique=True),
    st.booleans(),
    st.booleans(),
    st.integers(1, 2),
)
def test_every_weight_equals_its_definition(
    records: list[Record], weight: str, via: list[str] | None, same: bool, roll: bool, least: int
) -> None:
    async def work() -> None:
        store = await fresh()
        await write(store, records)
        given_ = {"weight": weight, "via": via, "same": same, "roll": "ROLL_UP" if roll else "EXACT", "min": least}
        found = await ask(store, QUERY, given_)
        oracle = Oracle(await dump(store))
        mask = 7 if via is None else sum(VIAS[name] for name in via)
        keys = {name: key for key, name in oracle.names.items() if key.startswith("method:")}
        for node in found["methods"]["nodes"]:
            expected = {o: e for o, e in oracle.sharing(keys[node["name"]], mask, same, roll).items() if len(e["datasets"]) >= least}
            edges = node["sharesDatasetsWith"]["edges"]
            assert node["sharesDatasetsWith"]["totalCount"] == len(expected)
            assert {e["node"]["name"] for e in edges} == {oracle.names[o] for o in expected}
            scores = [e["score"] for e in edges]
            assert scores == sorted(scores, reverse=True)
            for e in edges:
                entry = expected[keys[e["node"]["name"]]]
                assert e["sharedCount"] == len(entry["datasets"])
                assert {d["name"] for d in e["sharedDatasets"]["nodes"]} == {oracle.names[d] for d in entry["datasets"]}
                assert {oracle.names[d]: n for d, n in entry["n"].items()} == {
                    d["node"]["name"]: d["methodCount"] for d in e["sharedDatasets"]["edges"]
                }
                assert e["score"] == pytest.approx(score(weight, entry), abs=1e-12)
        check_pairs(oracle, found["methodsSharingDatasets"]["nodes"], keys, weight, mask, same, roll, least)
        await store.close()

    run(work())


def check_pairs(oracle: Oracle, pairs: list[Any], keys: dict[str, str], weight: str, mask: int, same: bool, roll: bool, least: int) -> None:
    """Pairs are what sharing says of root methods (of all, when variants stand alone), once each."""
    roots = {key for key in keys.values() if (not roll or oracle.root(key) == key) and key not in oracle.unranked}
    expected = {}
    for key in roots:
        for other, entry in oracle.sharing(key, mask, same, roll).items():
            if other in roots and len(entry["datasets"]) >= least:
                expected[frozenset((oracle.names[key], oracle.names[other]))] = entry
    assert {frozenset((p["a"]["name"], p["b"]["name"])) for p in pairs} == set(expected)
    for pair in pairs:
        entry = expected[frozenset((pair["a"]["name"], pair["b"]["name"]))]
        assert pair["sharedCount"] == len(entry["datasets"])
        assert pair["score"] == pytest.approx(score(weight, entry), abs=1e-12)


async def test_a_task_narrows_sharing_and_an_unknown_task_fits_any(store: GraphStore) -> None:
    one, two, three = acl("P19-1001"), acl("P19-1002"), acl("P19-1003")
    records = [
        record("1", titled(one, "One"), *result("1", method("A"), "D1", 1.0, one, "Parsing")),
        record("2", titled(two, "Two"), *result("2", method("B"), "D1", 2.0, two, "Tagging")),
        record("3", titled(three, "Three"), *introduces(three, "C"), *evaluates(three, "D1")),
    ]
    await write(store, records)
    text = """{ method(by: {name: "A"}) {
      same: sharesDatasetsWith { nodes { name } }
      any: sharesDatasetsWith(sameTask: false) { nodes { name } }
      tagging: sharesDatasetsWith(task: "task:tagging") { nodes { name } }
      parsing: sharesDatasetsWith(task: "task:parsing") { nodes { name } }
    } }"""
    found = (await ask(store, text))["method"]
    assert {name: [n["name"] for n in part["nodes"]] for name, part in found.items()} == {
        "same": ["C"],
        "any": ["B", "C"],
        "tagging": [],
        "parsing": ["C"],
    }


async def test_proof_names_papers_results_and_source_rows_of_both_sides(store: GraphStore) -> None:
    one, two = acl("P19-1001"), acl("P19-1002")
    await write(store, [
        record("1", titled(one, "One", "A. Smith", 2019), *result("1", method("A"), "D1", 1.0, one, "Parsing")),
        record("2", titled(two, "Two", "B. Jones", 2021), *introduces(two, "B"), *evaluates(two, "D1")),
    ])  # fmt: skip
    text = """{ method(by: {name: "A"}) { sharesDatasetsWith {
      coverage { sources newestYear unresolvedEntries }
      edges { sharedDatasets { edges { tasks { name }
        ours { via paperCount resultCount papers { title } results { value } evidence { nodes { recordKey } } }
        theirs { via paperCount resultCount papers { title } results { value } evidence { nodes { recordKey } } }
      } } }
    } } }"""
    connection = (await ask(store, text))["method"]["sharesDatasetsWith"]
    assert connection["coverage"] == {"sources": ["test"], "newestYear": 2021, "unresolvedEntries": 0}
    shared = connection["edges"][0]["sharedDatasets"]["edges"][0]
    assert shared["tasks"] == [{"name": "Parsing"}]
    assert shared["ours"] == {
        "via": ["REPORTED"], "paperCount": 1, "resultCount": 1, "papers": [{"title": "One"}], "results": [{"value": 1.0}],
        "evidence": {"nodes": [{"recordKey": "1"}]},
    }  # fmt: skip
    assert shared["theirs"] == {
        "via": ["INTRODUCED"], "paperCount": 1, "resultCount": 0, "papers": [{"title": "Two"}], "results": [],
        "evidence": {"nodes": [{"recordKey": "2"}, {"recordKey": "2"}]},
    }  # fmt: skip


async def test_pairs_know_all_support_of_a_shared_dataset_whatever_its_task(store: GraphStore) -> None:
    """One paper has both for parsing; another has one of them for tagging: two papers stand behind the pair."""
    one, two = acl("P19-1001"), acl("P19-1002")
    await write(store, [
        record("1", titled(one, "One"), *result("1", method("A"), "D1", 1.0, one, "Parsing"), *result("2", method("B"), "D1", 2.0, one, "Parsing")),
        record("2", titled(two, "Two"), *result("3", method("A"), "D1", 3.0, two, "Tagging")),
    ])  # fmt: skip
    text = '{ method(by: {name: "A"}) { sharesDatasetsWith { nodes { name } } } methodsSharingDatasets(minShared: 1) { nodes { a { name } b { name } } } }'
    assert await ask(store, text) == {
        "method": {"sharesDatasetsWith": {"nodes": [{"name": "B"}]}},
        "methodsSharingDatasets": {"nodes": [{"a": {"name": "A"}, "b": {"name": "B"}}]},
    }


async def test_proof_of_a_task_names_no_result_of_another(store: GraphStore) -> None:
    one, two = acl("P19-1001"), acl("P19-1002")
    both = [*result("1", method("A"), "D1", 1.0, one, "Parsing"), *result("2", method("A"), "D1", 2.0, one, "Tagging")]
    await write(store, [
        record("1", titled(one, "One"), *both),
        record("2", titled(two, "Two"), *result("3", method("B"), "D1", 3.0, two, "Parsing")),
    ])  # fmt: skip
    text = """{ method(by: {name: "A"}) {
      parsing: sharesDatasetsWith(task: "task:parsing") { edges { sharedDatasets { edges { ours { ...Told } } } } }
      any: sharesDatasetsWith { edges { sharedDatasets { edges { ours { ...Told } } } } }
    } } fragment Told on Proof { results { value } resultCount evidence { totalCount } }"""
    found = (await ask(store, text))["method"]
    told = {name: part["edges"][0]["sharedDatasets"]["edges"][0]["ours"] for name, part in found.items()}
    assert told["parsing"] == {"results": [{"value": 1.0}], "resultCount": 1, "evidence": {"totalCount": 1}}
    assert sorted(node["value"] for node in told["any"]["results"]) == [1.0, 2.0]
    assert told["any"]["resultCount"] == told["any"]["evidence"]["totalCount"] == 2


async def test_ties_go_to_the_pair_with_the_newest_paper_of_either_side(store: GraphStore) -> None:
    tried = [("A", "D1", 2015), ("A", "D2", 2022), ("B", "D1", 2010), ("C", "D2", 2009)]
    records = [
        record(str(number), titled(acl(f"P19-100{number}"), f"Paper {number}", None, year),
               *result(str(number), method(name), where, 1.0, acl(f"P19-100{number}")))
        for number, (name, where, year) in enumerate(tried)
    ]  # fmt: skip
    await write(store, records)
    text = """{ method(by: {name: "A"}) { sharesDatasetsWith { nodes { name } } }
      methodsSharingDatasets(minShared: 1) { nodes { a { name } b { name } } } }"""
    assert await ask(store, text) == {
        "method": {"sharesDatasetsWith": {"nodes": [{"name": "C"}, {"name": "B"}]}},
        "methodsSharingDatasets": {"nodes": [{"a": {"name": "A"}, "b": {"name": "C"}}, {"a": {"name": "A"}, "b": {"name": "B"}}]},
    }
