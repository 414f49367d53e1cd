"""Methods head to head, leaderboards over time and papers by year, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.evidence import Assertion
from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, dataset, edge, evaluates, introduces, method, record, result, row, titled, write
from tests.contract.ask import ask, respond

OLD, NEW, UNDATED = acl("P18-1001"), acl("P19-1001"), acl("P20-1001")
FOO, LARGE, BAR, BAZ = (method(name) for name in ("FooNet", "FooNet-large", "BarNet", "BazNet"))

HEAD_TO_HEAD = """query ($methods: [ID!]!, $via: [Via!], $first: Int, $after: String) {
  compareMethods(methods: $methods, via: $via) {
    methods { name }
    datasets(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node { name }
        methodCount
        tests { method { name } via paperCount resultCount evidence(first: 9) { nodes { recordKey } } }
        results { method { name } result { valueText } paper { title } isComparable rank }
      }
    }
  }
}"""


def records() -> list[Any]:
    """FooNet (2018) and BarNet (2019) on Alpha; FooNet and BazNet on Part of Whole; BazNet alone on Lonely."""
    old: list[Assertion] = [
        titled(OLD, "Old", "A. Smith", 2018),
        *introduces(OLD, "FooNet"),
        *evaluates(OLD, "Alpha", "Part"),
        *result("r1", FOO, "Alpha", 90.0, OLD),
    ]
    new: list[Assertion] = [
        titled(NEW, "New", "B. Jones", 2019),
        *introduces(NEW, "BarNet"),
        *evaluates(NEW, "Alpha"),
        *result("r2", BAR, "Alpha", 91.0, NEW),
        *result("r3", BAR, "Alpha", 89.0, NEW, split="dev"),
        *result("r4", LARGE, "Alpha", 92.0, NEW),
    ]
    undated: list[Assertion] = [
        titled(UNDATED, "Undated", "C. Brown"),
        *result("r5", BAZ, "Whole", 50.0, UNDATED),
        *result("r6", FOO, "Part", 60.0, OLD),
        *result("r7", BAZ, "Lonely", 10.0, UNDATED, reportedOn="2017-05"),
        *result("r8", BAZ, "Alpha", 95.0, UNDATED),
    ]
    family = [edge(Relation.VARIANT_OF, LARGE, FOO), edge(Relation.PART_OF, dataset("Part"), dataset("Whole"))]
    return [record("old", *old), record("new", *new), record("undated", *undated), record("family", *family)]


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    await write(store, records())
    return store


async def compared(store: GraphStore, *names: str, **variables: Any) -> dict[str, Any]:
    found = await ask(store, HEAD_TO_HEAD, {"methods": [f"method:{name}" for name in names], **variables})
    comparison: dict[str, Any] = found["compareMethods"]
    return comparison


def test_of(name: str, via: list[str], papers: int, results: int, *rows: str) -> dict[str, Any]:
    evidence = {"nodes": [{"recordKey": key} for key in rows]}
    return {"method": {"name": name}, "via": via, "paperCount": papers, "resultCount": results, "evidence": evidence}


test_of.__test__ = False  # type: ignore[attr-defined]


def figure(name: str, value: str, paper: str, rank: int | None) -> dict[str, Any]:
    return {
        "method": {"name": name},
        "result": {"valueText": value},
        "paper": {"title": paper},
        "isComparable": rank is not None,
        "rank": rank,
    }


async def test_methods_meet_on_what_two_of_them_were_tested_on(filled: GraphStore) -> None:
    found = await compared(filled, "foonet", "barnet")
    assert found["methods"] == [{"name": "FooNet"}, {"name": "BarNet"}]
    (alpha,) = found["datasets"]["edges"]
    assert found["datasets"]["totalCount"] == 1
    assert (alpha["node"], alpha["methodCount"]) == ({"name": "Alpha"}, 2)
    assert alpha["tests"] == [  # FooNet-large counts for FooNet; the rows introduce, evaluate, and measure
        test_of("FooNet", ["REPORTED", "INTRODUCED"], 2, 2, "new", "old", "old", "old"),
        test_of("BarNet", ["REPORTED", "INTRODUCED"], 1, 2, "new", "new", "new", "new"),
    ]
    assert alpha["results"] == [  # a split comes before none
        figure("BarNet", "89.0", "New", None),
        figure("FooNet", "92.0", "New", 1),
        figure("BarNet", "91.0", "New", 2),
        figure("FooNet", "90.0", "Old", 3),
    ]


async def test_parts_count_for_their_whole_and_most_methods_come_first(filled: GraphStore) -> None:
    found = await compared(filled, "baznet", "foonet", "barnet")
    alpha, whole = found["datasets"]["edges"]
    assert [(edge["node"]["name"], edge["methodCount"]) for edge in (alpha, whole)] == [("Alpha", 3), ("Whole", 2)]
    assert [test["method"]["name"] for test in alpha["tests"]] == ["BazNet", "FooNet", "BarNet"]
    assert whole["results"] == [figure("FooNet", "60.0", "Old", 1), figure("BazNet", "50.0", "Undated", 2)]


async def test_pages_go_on_where_the_one_before_ended(filled: GraphStore) -> None:
    first = (await compared(filled, "baznet", "foonet", first=1))["datasets"]
    assert [edge["node"]["name"] for edge in first["edges"]] == ["Alpha"]
    assert first["pageInfo"]["hasNextPage"]
    rest = (await compared(filled, "baznet", "foonet", first=9, after=first["pageInfo"]["endCursor"]))["datasets"]
    assert [edge["node"]["name"] for edge in rest["edges"]] == ["Whole"]
    assert not rest["pageInfo"]["hasNextPage"]


async def test_only_what_counts_is_compared(filled: GraphStore) -> None:
    (alpha,) = (await compared(filled, "foonet", "barnet", via=["INTRODUCED"]))["datasets"]["edges"]
    assert [(test["via"], test["paperCount"], test["resultCount"]) for test in alpha["tests"]] == [(["INTRODUCED"], 1, 0)] * 2
    assert alpha["results"] == []
    assert (await compared(filled, "foonet", "barnet", via=[]))["datasets"]["edges"] == []


async def test_without_a_direction_nothing_is_ranked(store: GraphStore) -> None:
    said = [*result("a", FOO, "Alpha", 1.0, NEW), *result("b", BAR, "Alpha", 2.0, NEW)]
    plain = [item._replace(values={k: v for k, v in item.values.items() if k != "higherIsBetter"}) for item in said]
    await write(store, [record("x", titled(NEW, "New", "B. Jones", 2019), *plain)])
    (alpha,) = (await compared(store, "foonet", "barnet"))["datasets"]["edges"]
    assert [(found["isComparable"], found["rank"]) for found in alpha["results"]] == [(True, None), (True, None)]


async def test_what_is_no_method_is_left_out(filled: GraphStore) -> None:
    found = await compared(filled, "foonet", "nothing", "foonet", "barnet")
    assert found["methods"] == [{"name": "FooNet"}, {"name": "BarNet"}]
    text = '{ compareMethods(methods: ["dataset:alpha", "method:foonet"]) { methods { name } datasets { totalCount } } }'
    assert await ask(filled, text) == {"compareMethods": {"methods": [{"name": "FooNet"}], "datasets": {"totalCount": 0}}}


@pytest.mark.parametrize("names", [["foonet"], ["foonet", "foonet"], [f"m{n}" for n in range(6)]])
async def test_one_or_too_many_are_refused(store: GraphStore, names: list[str]) -> None:
    failed = await respond(store, HEAD_TO_HEAD, {"methods": [f"method:{name}" for name in names]})
    assert [error.message for error in failed.errors] == [f"{len(set(names))} different methods; compare 2 to 5"]


# --- over time


async def board(store: GraphStore, name: str) -> list[tuple[str, str | None, bool | None]]:
    text = "query ($id: ID!) { dataset(by: {id: $id}) { leaderboard { edges { node { valueText } date wasBest } } } }"
    found = await ask(store, text, {"id": f"dataset:{name}"})
    return [(edge["node"]["valueText"], edge["date"], edge["wasBest"]) for edge in found["dataset"]["leaderboard"]["edges"]]


async def test_a_result_was_best_when_nothing_comparable_until_then_was_better(filled: GraphStore) -> None:
    assert await board(filled, "alpha") == [
        ("89.0", "2019", True),  # alone in its split
        ("95.0", None, None),  # undated: says nothing of others either
        ("92.0", "2019", True),
        ("91.0", "2019", False),
        ("90.0", "2018", True),
    ]


async def test_the_date_is_the_result_s_own_before_that_of_its_papers(filled: GraphStore) -> None:
    assert await board(filled, "lonely") == [("10.0", "2017-05", True)]
    await write(filled, [record("again", edge(Relation.REPORTS, OLD, row("r2")))])
    assert ("91.0", "2018", True) in await board(filled, "alpha")  # of two papers that report it, the earlier


# --- papers by year


async def test_papers_by_year_say_something_of_it_or_report_a_result(filled: GraphStore) -> None:
    text = """query ($id: ID!) { node(id: $id) {
      ... on Method { papersByYear { year paperCount } } ... on Dataset { papersByYear { year paperCount } } } }"""

    async def years(node: str) -> list[tuple[int, int]]:
        found = await ask(filled, text, {"id": node})
        return [(item["year"], item["paperCount"]) for item in found["node"]["papersByYear"]]

    assert await years("method:foonet") == [(2018, 1)]
    assert await years("method:foonet-large") == [(2019, 1)]
    assert await years("dataset:alpha") == [(2018, 1), (2019, 1)]
    assert await years("dataset:whole") == []  # its paper has no year
    more = [
        record(f"m{n}", titled(paper, f"More {n}", "D. Green", 2019), *evaluates(paper, "Alpha"))
        for n, paper in enumerate((acl("P19-2001"), acl("P19-2002")))
    ]
    await write(filled, more)
    assert await years("dataset:alpha") == [(2018, 1), (2019, 3)]
