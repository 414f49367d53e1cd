"""Sharing on small graphs: weights, tasks, families and ties with figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.evidence import PLACEHOLDER, Assertion, Record, Ref
from graph.kinds import Kind, Relation
from graph.store import GraphStore
from tests.build import acl, dataset, edge, evaluates, method, record, result, titled, write
from tests.contract.ask import ask


def paper(number: int, year: int, *said: Assertion) -> Record:
    return record(str(number), titled(acl(f"P19-1{number:03}"), f"Paper {number}", "A. Smith", year), *said)


def reports(number: int, year: int, name: str, *rows: tuple[str, str | None]) -> Record:
    """A paper that reports one result of a method on each dataset, for a task."""
    ref = acl(f"P19-1{number:03}")
    said = [item for n, (on, for_) in enumerate(rows) for item in result(f"{number}:{n}", method(name), on, n + 1.0, ref, for_)]
    return paper(number, year, *said)


def compares(number: int, year: int, on: str, *names: str) -> Record:
    ref = acl(f"P19-1{number:03}")
    return paper(number, year, *evaluates(ref, on), *(edge(Relation.COMPARES_WITH, ref, method(name)) for name in names))


def on(*names: str) -> list[tuple[str, str | None]]:
    return [(name, None) for name in names]


# --- weights --------------------------------------------------------------------------------------------------------

# x is tested by a, b, d (n = 3); y by a, b, c, d (n = 4); z by a alone; w by b alone.
FOUR = [reports(1, 2001, "a", *on("x", "y", "z")), reports(2, 2002, "b", *on("x", "y", "w"))]
FOUR += [reports(3, 2003, "c", *on("y")), reports(4, 2004, "d", *on("x", "y"))]
SCORES = {
    "COUNT": {"b": 2.0, "d": 2.0, "c": 1.0},
    "JACCARD": {"b": 0.5, "d": 0.666666667, "c": 0.333333333},  # 2 / 4, 2 / 3, 1 / 3
    "COSINE": {"b": 0.666666667, "d": 0.816496581, "c": 0.577350269},  # 2 / √9, 2 / √6, 1 / √3
    "ADAMIC_ADAR": {"b": 1.342682455, "d": 1.342682455, "c": 0.621334935},  # 1 / ln 4 + 1 / ln 5, 1 / ln 5
}


@pytest.mark.parametrize("weight", SCORES)
async def test_each_weight_of_one_method_and_of_pairs(store: GraphStore, weight: str) -> None:
    await write(store, FOUR)
    text = f"""{{ method(by: {{name: "a"}}) {{ sharesDatasetsWith(weight: {weight}) {{ edges {{ score node {{ name }} }} }} }}
      methodsSharingDatasets(weight: {weight}, minShared: 1, first: 100) {{ nodes {{ score a {{ name }} b {{ name }} }} }} }}"""
    found = await ask(store, text)
    assert {e["node"]["name"]: e["score"] for e in found["method"]["sharesDatasetsWith"]["edges"]} == SCORES[weight]
    pairs = {(p["a"]["name"], p["b"]["name"]): p["score"] for p in found["methodsSharingDatasets"]["nodes"]}
    assert {b: pairs["a", b] for b in "bcd"} == SCORES[weight]


async def test_what_has_no_name_of_its_own_is_in_no_ranking(store: GraphStore) -> None:
    cited = Ref(Kind.METHOD, PLACEHOLDER, "Xu et al.", "paper:acl:P19-1009")
    ref = acl("P19-1009")
    said = [item for n, name in enumerate("xy") for item in result(f"9:{n}", cited, name, n + 1.0, ref)]
    await write(store, [*FOUR, paper(9, 2009, *said)])
    shared = "sharesDatasetsWith { nodes { name unnamed } }"
    text = f"""{{ methods(where: {{unnamed: {{eq: true}}}}) {{ nodes {{ name {shared} }} }} method(by: {{name: "a"}}) {{ {shared} }}
      methodsSharingDatasets(minShared: 1, first: 100) {{ nodes {{ a {{ name }} b {{ name }} }} }} }}"""
    found = await ask(store, text)
    named = [{"name": name, "unnamed": False} for name in "abdc"]
    assert found["methods"]["nodes"] == [{"name": "Xu et al.", "sharesDatasetsWith": {"nodes": named}}]
    assert [node["name"] for node in found["method"]["sharesDatasetsWith"]["nodes"]] == ["d", "b", "c"]  # d is newer
    assert {pair["a"]["name"] + pair["b"]["name"] for pair in found["methodsSharingDatasets"]["nodes"]} == {
        "ab",
        "ac",
        "ad",
        "bc",
        "bd",
        "cd",
    }


async def test_what_is_shared_is_told_with_the_number_of_methods(store: GraphStore) -> None:
    await write(store, FOUR)
    text = '{ method(by: {name: "a"}) { sharesDatasetsWith { edges { sharedDatasets { edges { methodCount node { name } } } } } } }'
    edges = (await ask(store, text))["method"]["sharesDatasetsWith"]["edges"]
    assert [(e["node"]["name"], e["methodCount"]) for e in edges[0]["sharedDatasets"]["edges"]] == [("x", 3), ("y", 4)]


# --- via ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("via", "shared"), [("", ["b"]), ("(via: [REPORTED])", []), ("(via: [COMPARED])", ["b"]), ("(via: [USED])", [])])
async def test_only_support_of_the_chosen_kinds_counts(store: GraphStore, via: str, shared: list[str]) -> None:
    await write(store, [compares(1, 2001, "x", "a"), compares(2, 2002, "x", "b")])
    found = await ask(store, f'{{ method(by: {{name: "a"}}) {{ sharesDatasetsWith{via} {{ nodes {{ name }} }} }} }}')
    assert [n["name"] for n in found["method"]["sharesDatasetsWith"]["nodes"]] == shared


# --- tasks ----------------------------------------------------------------------------------------------------------

TASKS = [
    reports(1, 2001, "a", ("x", "Parsing")),
    reports(2, 2002, "b", ("x", "Tagging")),
    reports(3, 2003, "c", ("x", None)),
    reports(4, 2004, "d", ("x", "Parsing"), ("x", "Tagging")),
    reports(5, 2005, "e", ("x", None)),
]
ALL_PAIRS = ["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"]


@pytest.mark.parametrize(
    ("choice", "pairs"),
    [
        ("sameTask: true", ["ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"]),
        ("sameTask: false", ALL_PAIRS),
        ('task: "task:parsing"', ["ac", "ad", "ae", "cd", "de"]),
        ('task: "task:parsing", sameTask: false', ["ac", "ad", "ae", "cd", "de"]),
        ('task: "task:tagging"', ["bc", "bd", "be", "cd", "de"]),
    ],
)
async def test_two_methods_share_a_dataset_for_a_common_task(store: GraphStore, choice: str, pairs: list[str]) -> None:
    await write(store, TASKS)
    text = f"{{ methodsSharingDatasets(minShared: 1, {choice}) {{ nodes {{ a {{ name }} b {{ name }} }} }}"
    text += f" methods {{ nodes {{ name sharesDatasetsWith({choice}) {{ nodes {{ name }} }} }} }} }}"
    found = await ask(store, text)
    assert sorted(p["a"]["name"] + p["b"]["name"] for p in found["methodsSharingDatasets"]["nodes"]) == pairs
    both = {(m["name"] + n["name"]) for m in found["methods"]["nodes"] for n in m["sharesDatasetsWith"]["nodes"]}
    assert both == {*pairs, *(pair[::-1] for pair in pairs)}


# --- families -------------------------------------------------------------------------------------------------------

FAMILY = [
    record(
        "m", *(edge(Relation.VARIANT_OF, method(a), method(b)) for a, b in (("a large", "a"), ("a xlarge", "a large"), ("a base", "a")))
    ),
    record("d", *(edge(Relation.PART_OF, dataset(a), dataset(b)) for a, b in (("part", "suite"), ("piece", "part"), ("other", "suite")))),
    reports(1, 2001, "a", *on("x")),
    reports(2, 2002, "a large", *on("part")),
    reports(3, 2003, "a xlarge", *on("piece")),
    reports(4, 2004, "a base", *on("y")),
    reports(5, 2005, "b", *on("other", "suite")),
]


async def names(store: GraphStore, text: str) -> list[str]:
    found: Any = await ask(store, text)
    while isinstance(found, dict) and "nodes" not in found:
        found = next(iter(found.values()))
    return [node["name"] for node in found["nodes"]]


@pytest.mark.parametrize(
    ("name", "choice", "expected"),
    [
        ("a", "", ["part", "piece", "x", "y"]),
        ("a large", "", ["part", "piece"]),
        ("a xlarge", "", ["piece"]),
        ("a", "(variants: EXACT)", ["x"]),
        ("a large", "(variants: EXACT)", ["part"]),
    ],
)
async def test_a_method_is_tested_where_its_variants_are(store: GraphStore, name: str, choice: str, expected: list[str]) -> None:
    await write(store, FAMILY)
    assert await names(store, f'{{ method(by: {{name: "{name}"}}) {{ testedOn{choice} {{ nodes {{ name }} }} }} }}') == expected


@pytest.mark.parametrize(
    ("name", "choice", "expected"),
    [
        ("suite", "", ["a", "b"]),
        ("part", "", ["a"]),
        ("other", "", ["b"]),
        ("part", "(variants: EXACT)", ["a large", "a xlarge"]),
        ("piece", "", ["a"]),
    ],
)
async def test_a_dataset_has_the_methods_tested_on_its_parts(store: GraphStore, name: str, choice: str, expected: list[str]) -> None:
    await write(store, FAMILY)
    text = f'{{ dataset(by: {{name: "{name}"}}) {{ testedMethods{choice} {{ nodes {{ name }} }} }} }}'
    assert sorted(await names(store, text)) == expected


@pytest.mark.parametrize(
    ("choice", "pairs"), [("", {"ab"}), (", datasets: EXACT", set()), (", variants: EXACT", {"a largeb", "a xlargeb"})]
)
async def test_pairs_are_of_roots_unless_variants_stand_alone(store: GraphStore, choice: str, pairs: set[str]) -> None:
    await write(store, FAMILY)
    found = await ask(store, f"{{ methodsSharingDatasets(minShared: 1{choice}) {{ nodes {{ a {{ name }} b {{ name }} }} }} }}")
    assert {p["a"]["name"] + p["b"]["name"] for p in found["methodsSharingDatasets"]["nodes"]} == pairs


# --- one paper, and ties --------------------------------------------------------------------------------------------


async def test_pairs_that_one_paper_alone_supports_are_left_out(store: GraphStore) -> None:
    await write(store, [compares(1, 2001, "x", "a", "b")])
    shared = '{ method(by: {name: "a"}) { sharesDatasetsWith { nodes { name } } } }'
    assert await names(store, shared) == []
    await write(store, [compares(2, 2002, "x", "a", "b")])
    assert await names(store, shared) == ["b"]
    found = await ask(store, "{ methodsSharingDatasets(minShared: 1) { totalCount } }")
    assert found["methodsSharingDatasets"]["totalCount"] == 1


TIES = [
    reports(1, 2001, "a", *on("x")),
    reports(2, 2002, "one result", *on("x")),  # support 1 + 1
    reports(3, 2010, "two results", ("x", None), ("x", None)),  # 1 + 2
    reports(4, 2011, "two tasks", ("x", "Parsing"), ("x", "Tagging")),  # 1 + 2, newer
    reports(5, 2001, "two papers", *on("x")),
    reports(6, 2020, "two papers", *on("x")),  # 2 + 2
    reports(7, 2015, "two old papers", *on("x")),
    reports(8, 2016, "two old papers", *on("x")),  # 2 + 2, older
    compares(9, 2003, "x", "older"),  # 1 + 0
    compares(10, 2004, "x", "newer"),  # 1 + 0, newer
    compares(11, 2004, "x", "newer by name"),  # the same
]


async def test_ties_go_to_more_support_then_to_the_newer_then_by_name(store: GraphStore) -> None:
    await write(store, TIES)
    expected = ["two papers", "two old papers", "two tasks", "two results", "one result", "newer", "newer by name", "older"]
    assert await names(store, '{ method(by: {name: "a"}) { sharesDatasetsWith { nodes { name } } } }') == expected
