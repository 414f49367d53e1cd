"""Subgraphs around nodes, worked out by hand: rings, their order and cut, the edges among what is shown, and what proves them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.evidence import Assertion, Ref, Verdict
from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, author, decided, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import ask, respond

ONE, TWO, THREE, FOUR = (acl(f"P19-100{n}") for n in range(1, 5))
FOO, BAR = method("Foo", ONE), method("Bar", TWO)


def cites(source: Ref, target: Ref) -> Assertion:
    return edge(Relation.CITES, source, target)


@pytest.fixture
async def graph(store: GraphStore) -> GraphStore:
    """Four papers, of which one and two introduce methods; two records cite four from one."""
    await write(store, [
        record("one", titled(ONE, "One <&> \U0001f9e0", "A. Smith", 2019), *introduces(ONE, "Foo"), *evaluates(ONE, "SVHN"), cites(ONE, TWO),
               cites(ONE, FOUR), edge(Relation.WROTE, author("Ada Smith"), ONE, {"position": 1})),
        record("two", titled(TWO, "Two", "B. Jones", 2018), *introduces(TWO, "Bar"), *evaluates(TWO, "SVHN", "MNIST"), cites(TWO, THREE)),
        record("three", titled(THREE, "Three"), edge(Relation.COMPARES_WITH, THREE, FOO), *evaluates(THREE, "SVHN")),
        record("four", titled(FOUR, "Four", None, 2001), cites(ONE, FOUR)),
        record("r1", *result("r1", FOO, "SVHN", 91.0, THREE, "Digits")),
        record("r2", *result("r2", FOO, "SVHN", 92.0)),
    ])  # fmt: skip
    return store


def short(ids: list[str]) -> list[str]:
    return [one.split(":")[-1] for one in ids]


async def around(store: GraphStore, *ids: str, **args: Any) -> dict[str, Any]:
    """The subgraph, its nodes as (id, distance) and its edges as (source, relation, target, support)."""
    given = "".join(f", {name}: {value}" for name, value in args.items())
    text = f"""query ($ids: [ID!]!) {{ neighbourhood(ids: $ids{given}) {{
      nodeCount unknown nodes {{ id distance }} edges {{ source relation target support }}
    }} }}"""
    found: dict[str, Any] = (await ask(store, text, {"ids": list(ids)}))["neighbourhood"]
    found["nodes"] = [(one["id"].split(":")[-1], one["distance"]) for one in found["nodes"]]
    found["edges"] = [(*short([one["source"]]), one["relation"], *short([one["target"]]), one["support"]) for one in found["edges"]]
    return found


async def test_a_ring_is_ordered_by_support_then_degree_then_name(graph: GraphStore) -> None:
    found = await around(graph, "paper:acl:P19-1001")
    # four by two rows; of those by one row: SVHN has 5 edges (three papers, two results), two 5 (introduces, evaluates 2, cites, cited), Foo 4, the author 1
    assert found["nodes"] == [("P19-1001", 0), ("P19-1004", 1), ("svhn", 1), ("P19-1002", 1), ("foo", 1), ("ada-smith", 1)]
    assert found["nodeCount"] == 6


async def test_every_edge_between_two_of_the_nodes_is_shown(graph: GraphStore) -> None:
    assert (await around(graph, "paper:acl:P19-1001"))["edges"] == [
        ("P19-1001", "CITES", "P19-1004", 2), ("P19-1001", "CITES", "P19-1002", 1), ("P19-1001", "INTRODUCES", "foo", 1),
        ("P19-1001", "EVALUATES_ON", "svhn", 1), ("P19-1002", "EVALUATES_ON", "svhn", 1), ("ada-smith", "WROTE", "P19-1001", 1),
        ("foo", "TESTED_ON", "svhn", 4),  # papers one and three, results r1 and r2
    ]  # fmt: skip


async def test_that_a_method_was_tested_joins_it_to_the_dataset(graph: GraphStore) -> None:
    found = await around(graph, "method:foo", kinds="[DATASET]")
    assert found == {"nodeCount": 2, "unknown": [], "nodes": [("foo", 0), ("svhn", 1)], "edges": [("foo", "TESTED_ON", "svhn", 4)]}
    found = await around(graph, "dataset:svhn", kinds="[METHOD]")
    assert (found["nodes"], found["edges"]) == (
        [("svhn", 0), ("foo", 1), ("bar", 1)], [("bar", "TESTED_ON", "svhn", 1), ("foo", "TESTED_ON", "svhn", 4)],
    )  # fmt: skip


async def test_its_support_is_what_tested_on_counts(graph: GraphStore) -> None:
    text = '{ method(by: {name: "Foo"}) { testedOn(variants: EXACT) { edges { paperCount resultCount } } } }'
    (one,) = (await ask(graph, text))["method"]["testedOn"]["edges"]
    assert (one["paperCount"], one["resultCount"]) == (2, 2)


async def test_centres_are_shown_whatever_their_kind_once_and_in_request_order(graph: GraphStore) -> None:
    (figure,) = (await ask(graph, "{ results(where: {value: {eq: 91.0}}) { nodes { id } } }"))["results"]["nodes"]
    asked = ("task:digits", figure["id"], "method:nothing", "paper:acl:P19-1004", "task:digits", "method:nothing", "task:none")
    found = await around(graph, *asked, depth=0, kinds="[METHOD]")
    assert found == {
        "nodeCount": 3, "unknown": ["method:nothing", "task:none"],
        "nodes": [("digits", 0), (figure["id"].split(":")[-1], 0), ("P19-1004", 0)],
        "edges": [(figure["id"].split(":")[-1], "FOR", "digits", 1)],
    }  # fmt: skip


async def test_results_are_neighbours_only_when_asked_for(graph: GraphStore) -> None:
    assert (await around(graph, "task:digits"))["nodeCount"] == 1
    assert (await around(graph, "task:digits", kinds="[RESULT]"))["nodeCount"] == 2
    assert (await around(graph, "task:digits", kinds="[]"))["nodeCount"] == 1


async def test_former_ids_and_addresses_name_centres(store: GraphStore) -> None:
    await write(store, [record("a", titled(ONE, "One")), record("b", titled(TWO, "Two")), decided(Verdict.SAME, ONE, TWO)])
    found = await around(store, "paper:acl:P19-1002", "paper:acl:P19-1001")
    assert found == {"nodeCount": 1, "unknown": [], "nodes": [("P19-1001", 0)], "edges": []}


async def test_rings_are_made_of_what_is_joined_to_the_ring_before(graph: GraphStore) -> None:
    found = await around(graph, "paper:acl:P19-1004", depth=2, kinds="[PAPER, METHOD]")
    assert found["nodes"] == [("P19-1004", 0), ("P19-1001", 1), ("P19-1002", 2), ("foo", 2)]
    found = await around(graph, "paper:acl:P19-1004", depth=3, kinds="[PAPER, METHOD]")
    assert found["nodes"][4:] == [("P19-1003", 3), ("bar", 3)]  # three by two edges, from paper two and of Foo
    assert found["nodeCount"] == 6


async def test_the_limit_cuts_off_the_last_of_a_ring_and_what_follows(graph: GraphStore) -> None:
    found = await around(graph, "paper:acl:P19-1001", limit=3, depth=2)
    assert found["nodes"] == [("P19-1001", 0), ("P19-1004", 1), ("svhn", 1)]
    assert found["edges"] == [("P19-1001", "CITES", "P19-1004", 2), ("P19-1001", "EVALUATES_ON", "svhn", 1)]
    # ring 1 has 5 candidates; paper three and Bar are joined to SVHN, of which no candidate of ring 1 is counted again
    assert found["nodeCount"] == 8


async def test_no_centre_is_no_graph(graph: GraphStore) -> None:
    assert await around(graph) == {"nodeCount": 0, "unknown": [], "nodes": [], "edges": []}
    assert await around(graph, "x", depth=3) == {"nodeCount": 0, "unknown": ["x"], "nodes": [], "edges": []}


async def test_a_node_tells_what_is_drawn_of_it_and_leads_to_itself(graph: GraphStore) -> None:
    text = """{ neighbourhood(ids: ["method:foo", "paper:acl:P19-1001", "dataset:svhn"], depth: 0) { nodes {
      name kind year degree node { __typename id ... on Method { introducedBy { nodes { title } } } ... on Paper { title } }
    } } }"""
    title = "One <&> \U0001f9e0"
    assert (await ask(graph, text))["neighbourhood"]["nodes"] == [
        {"name": "Foo", "kind": "METHOD", "year": 2019, "degree": 4,
         "node": {"__typename": "Method", "id": "method:foo", "introducedBy": {"nodes": [{"title": title}]}}},
        {"name": title, "kind": "PAPER", "year": 2019, "degree": 5, "node": {"__typename": "Paper", "id": "paper:acl:P19-1001", "title": title}},
        {"name": "SVHN", "kind": "DATASET", "year": None, "degree": 5, "node": {"__typename": "Dataset", "id": "dataset:svhn"}},
    ]  # fmt: skip


async def test_the_year_of_a_method_is_that_of_the_earliest_paper_that_introduces_it(store: GraphStore) -> None:
    old, new = acl("P19-1005"), acl("P19-1006")
    known = method("Foo", old)
    await write(store, [record("a", titled(old, "Old", None, 2001), *introduces(old, "Foo")),
                        record("b", titled(new, "New", None, 1999), edge(Relation.INTRODUCES, new, known))])  # fmt: skip
    found = await ask(store, '{ neighbourhood(ids: ["method:foo"]) { nodes { id year } } }')
    assert found["neighbourhood"]["nodes"][0] == {"id": "method:foo", "year": 1999}


ROWS = """query ($after: String) { neighbourhood(ids: ["method:foo", "dataset:svhn", "paper:acl:P19-1001"], depth: 0) { edges {
  relation evidence(first: 2, after: $after) { totalCount nodes { recordKey } pageInfo { hasNextPage endCursor } }
} } }"""


async def test_edges_are_proved_by_their_rows_and_tested_on_by_those_of_its_causes(graph: GraphStore) -> None:
    found = (await ask(graph, ROWS))["neighbourhood"]["edges"]
    shown = [(one["relation"], one["evidence"]["totalCount"], [row["recordKey"] for row in one["evidence"]["nodes"]]) for one in found]
    # introduces and evaluates of paper one, compares and evaluates of paper three, ON of both results
    assert shown == [("INTRODUCES", 1, ["one"]), ("EVALUATES_ON", 1, ["one"]), ("TESTED_ON", 6, ["one", "one"])]
    keys: list[str] = []
    cursor = None
    while True:
        page = (await ask(graph, ROWS, {"after": cursor}))["neighbourhood"]["edges"][2]["evidence"]
        keys += [row["recordKey"] for row in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = page["pageInfo"]["endCursor"]
    assert keys == ["one", "one", "r1", "r2", "three", "three"]


WRONG = {
    "depth: -1": "depth is -1; use 0 to 3",
    "depth: 4": "depth is 4; use 0 to 3",
    "limit: 0": "limit is 0; use 1 to 2000",
    "limit: 2001": "limit is 2001; use 1 to 2000",
    "limit: 1": "2 ids are more than limit, which is 1; raise it, or name fewer",
}


@pytest.mark.parametrize("args", WRONG)
async def test_what_makes_no_sense_is_told(graph: GraphStore, args: str) -> None:
    found = await respond(graph, f'{{ neighbourhood(ids: ["a", "b", "a"], {args}) {{ nodeCount }} }}')
    assert [error.message for error in found.errors] == [WRONG[args]]


async def test_more_ids_than_may_be_asked_at_once_are_refused(graph: GraphStore) -> None:
    found = await respond(graph, "query ($ids: [ID!]!) { neighbourhood(ids: $ids) { nodeCount } }", {"ids": ["a"] * 1001})
    assert [error.message for error in found.errors] == ["1001 ids; ask for at most 1000 at once"]


async def test_nodes_and_edges_are_counted_in_the_cost(graph: GraphStore) -> None:
    text = "{ neighbourhood(ids: [], limit: 10) { nodes { node { ... on Paper { authors(first: 4) { nodes { id } } } } } edges { evidence { nodes { url } } } } }"
    found = await respond(graph, text)
    assert found.extensions == {"cost": 1 + 10 * (1 + 5) + 4 * 10 * (1 + 4)}
