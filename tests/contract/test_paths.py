"""Paths between two nodes, worked out by hand and against networkx."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinds import Relation
from graph.paths import of_length
from graph.store import GraphStore
from tests.build import acl, dataset, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask, respond

ONE, TWO, THREE = (acl(f"P19-100{n}") for n in (1, 2, 3))
FOO, BAR = method("FooNet"), method("BarNet")

WAYS = """query ($from: ID!, $to: ID!, $maxLength: Int! = 4, $most: Int, $first: Int! = 9) {
  paths(from: $from, to: $to, maxLength: $maxLength, avoidDegreeAbove: $most, first: $first) {
    isComplete
    paths { length nodes { id distance } edges { source target relation support } }
  }
}"""


async def ways(store: GraphStore, start: str, end: str, **variables: Any) -> list[list[str]]:
    found = (await ask(store, WAYS, {"from": start, "to": end, **variables}))["paths"]
    assert found["isComplete"]
    for path in found["paths"]:
        assert path["length"] == len(path["edges"]) == len(path["nodes"]) - 1
        assert [node["distance"] for node in path["nodes"]] == list(range(path["length"] + 1))
        for (a, b), joined in zip(zip(path["nodes"], path["nodes"][1:], strict=False), path["edges"], strict=True):
            assert {joined["source"], joined["target"]} == {a["id"], b["id"]}
    return [[node["id"].split(":")[-1] for node in path["nodes"]] for path in found["paths"]]


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    """Papers One and Two meet in FooNet, in Alpha and, by way of Three, in BarNet; a result joins FooNet with Beta."""
    await write(
        store,
        [
            record("one", titled(ONE, "One", "A. Smith", 2018), *introduces(ONE, "FooNet"), *evaluates(ONE, "Alpha")),
            record(
                "two",
                titled(TWO, "Two", "B. Jones", 2019),
                edge(Relation.USES, TWO, FOO),
                *evaluates(TWO, "Alpha"),
                edge(Relation.USES, TWO, BAR),
            ),
            record("three", titled(THREE, "Three", "C. Brown", 2020), edge(Relation.USES, THREE, BAR), edge(Relation.CITES, THREE, ONE)),
            record("beta", *result("r", FOO, "Beta", 1.0, ONE)),
            record("more", *(edge(Relation.PART_OF, dataset(f"Part {n}"), dataset("Alpha")) for n in range(3))),
        ],
    )
    return store


async def test_the_shortest_come_first_then_those_over_what_is_less_connected(filled: GraphStore) -> None:
    assert await ways(filled, "paper:acl:P19-1001", "paper:acl:P19-1002", maxLength=3) == [
        ["P19-1001", "foonet", "P19-1002"],  # FooNet has 3 edges: introduced, used, and its result
        ["P19-1001", "alpha", "P19-1002"],  # Alpha has 5
        ["P19-1001", "P19-1003", "barnet", "P19-1002"],
        ["P19-1001", "alpha", "foonet", "P19-1002"],  # FooNet was tested on Alpha
        ["P19-1001", "foonet", "alpha", "P19-1002"],
    ]


async def test_few_are_the_first_of_many(filled: GraphStore) -> None:
    every = await ways(filled, "paper:acl:P19-1001", "paper:acl:P19-1002")
    assert len(every) == 5  # there are none of four edges
    for first in range(1, 6):
        assert await ways(filled, "paper:acl:P19-1001", "paper:acl:P19-1002", first=first) == every[:first]


async def test_what_is_too_connected_is_gone_around(filled: GraphStore) -> None:
    assert await ways(filled, "paper:acl:P19-1001", "paper:acl:P19-1002", most=4, maxLength=2) == [["P19-1001", "foonet", "P19-1002"]]
    assert await ways(filled, "dataset:alpha", "method:foonet", most=1, maxLength=1) == [["alpha", "foonet"]]  # the ends may be anything


async def test_results_are_not_walked_through_but_tested_on_is(filled: GraphStore) -> None:
    assert await ways(filled, "method:foonet", "dataset:beta", maxLength=2) == [["foonet", "beta"]]
    found = (await ask(filled, WAYS, {"from": "dataset:beta", "to": "method:foonet", "maxLength": 1}))["paths"]["paths"]
    assert found[0]["edges"] == [{"source": "method:foonet", "target": "dataset:beta", "relation": "TESTED_ON", "support": 2}]


async def test_of_several_edges_the_best_supported_is_shown(store: GraphStore) -> None:
    said = [edge(Relation.USES, ONE, FOO), edge(Relation.COMPARES_WITH, ONE, FOO)]
    await write(store, [record("a", titled(ONE, "One", "A. Smith", 2018), *said), record("b", said[1])])
    found = (await ask(store, WAYS, {"from": "method:foonet", "to": "paper:acl:P19-1001"}))["paths"]["paths"]
    assert [path["edges"] for path in found] == [
        [{"source": "paper:acl:P19-1001", "target": "method:foonet", "relation": "COMPARES_WITH", "support": 2}]
    ]


async def test_edges_and_nodes_tell_all_that_those_of_a_subgraph_do(filled: GraphStore) -> None:
    text = """{ paths(from: "method:foonet", to: "dataset:alpha", maxLength: 1) { paths {
      nodes { name kind year degree node { ... on Dataset { name url } } }
      edges { relation evidence(first: 9) { nodes { recordKey } } } } } }"""
    (path,) = (await ask(filled, text))["paths"]["paths"]
    assert path["nodes"] == [
        {"name": "FooNet", "kind": "METHOD", "year": 2018, "degree": 3, "node": {}},
        {"name": "Alpha", "kind": "DATASET", "year": None, "degree": 5, "node": {"name": "Alpha", "url": None}},
    ]
    assert path["edges"] == [{"relation": "TESTED_ON", "evidence": {"nodes": [{"recordKey": "one"}, {"recordKey": "one"}]}}]


async def test_nothing_joins_what_lies_apart(filled: GraphStore) -> None:
    await write(filled, [record("far", titled(acl("P20-1001"), "Far", "D. Green", 2020))])
    assert await ways(filled, "paper:acl:P19-1001", "paper:acl:P20-1001", maxLength=6) == []


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ({"from": "a", "to": "a"}, "BAD_USER_INPUT", "from and to are both 'a'; name two nodes"),
        ({"from": "method:foonet", "to": "nowhere"}, "NOT_FOUND", "'nowhere' names nothing in this graph"),
        ({"from": "a", "to": "b", "maxLength": 7}, "BAD_USER_INPUT", "maxLength is 7; use 1 to 6"),
        ({"from": "a", "to": "b", "first": 0}, "BAD_USER_INPUT", "first is 0; use 1 to 50"),
        ({"from": "a", "to": "b", "most": -1}, "BAD_USER_INPUT", "avoidDegreeAbove is -1; use a number that is not negative"),
    ],
)
async def test_what_makes_no_sense_is_said(filled: GraphStore, given: dict[str, Any], code: str, message: str) -> None:
    failed = await respond(filled, WAYS, given)
    assert [(error.message, error.extensions["code"]) for error in failed.errors] == [(message, code)]


# --- the search


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 8), st.data())
def test_every_simple_path_is_found_once(size: int, data: st.DataObject) -> None:
    pairs = [(a, b) for a in range(size) for b in range(a)]
    graph: nx.Graph[int] = nx.Graph(data.draw(st.lists(st.sampled_from(pairs), unique=True)))
    graph.add_nodes_from(range(size))
    joined = {str(node): {str(other) for other in graph[node]} for node in graph}
    every = [tuple(map(str, path)) for path in nx.all_simple_paths(graph, 0, 1)]
    for length in range(1, size):
        assert sorted(of_length(joined, "0", "1", length)) == sorted(path for path in every if len(path) == length + 1)
