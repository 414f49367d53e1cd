"""TESTED_ON: which statements support that a method was tested on a dataset, row by row, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import apsw
import pytest

from graph.evidence import NAME, Assertion, Ref
from graph.kinds import Kind, Relation
from graph.store import GraphStore
from graph.stores import open_store
from tests.build import acl, dataset, dump, edge, evaluates, introduces, method, record, result, row, task, titled, write
from tests.contract.ask import ask

REPORTED, INTRODUCED, COMPARED, USED, COMPONENT = 1, 2, 4, 8, 16
ONE, TWO = acl("P19-1001"), acl("P19-1002")
P1, P2 = "P19-1001", "P19-1002"

Row = tuple[str, str, str, str | None, int, int]


async def support(store: GraphStore) -> list[Row]:
    """Rows of (owner, method, dataset, task, vias, results), without the kinds and schemes of their keys."""
    found = [json.loads(line) for line in (await dump(store)).splitlines()]
    return [(*(_short(key) for key in item[1:5]), *item[5:]) for item in found if item[0] == "tested"]


def _short(key: Any) -> str | None:
    return None if key is None else key.split("@")[0].split(":", 2)[2]


async def loaded(store: GraphStore, *said: Assertion) -> list[Row]:
    """Load one record for paper ONE and return the support."""
    await write(store, [record("one", titled(ONE, "One", "A. Smith", 2019), *said)])
    return await support(store)


def evaluates_as(paper: Ref, name: str, *roles: str) -> Assertion:
    return edge(Relation.EVALUATES_ON, paper, dataset(name), {"roles": list(roles)})


def compares(paper: Ref, name: str) -> Assertion:
    return edge(Relation.COMPARES_WITH, paper, method(name))


def uses(paper: Ref, name: str) -> Assertion:
    return edge(Relation.USES, paper, method(name))


# --- results --------------------------------------------------------------------------------------------------------


async def test_a_reported_result_supports_its_method_dataset_and_task(store: GraphStore) -> None:
    assert await loaded(store, *result("r", method("foo"), "svhn", 1.0, ONE, "digits")) == [(P1, "foo", "svhn", "digits", REPORTED, 1)]


async def test_a_result_of_no_task_supports_the_unknown_task(store: GraphStore) -> None:
    assert await loaded(store, *result("r", method("foo"), "svhn", 1.0, ONE)) == [(P1, "foo", "svhn", None, REPORTED, 1)]


async def test_a_result_that_no_paper_reports_is_its_own_owner(store: GraphStore) -> None:
    assert await loaded(store, *result("r", method("foo"), "svhn", 1.0)) == [("r", "foo", "svhn", None, REPORTED, 1)]


async def test_a_repository_that_reports_does_not_own_the_support(store: GraphStore) -> None:
    repository = Ref(Kind.REPOSITORY, "repo", "https://github.com/o/n")
    assert await loaded(store, *result("r", method("foo"), "svhn", 1.0, repository)) == [("r", "foo", "svhn", None, REPORTED, 1)]


async def test_of_a_paper_and_a_repository_that_report_one_result_the_paper_owns_it(store: GraphStore) -> None:
    repository = Ref(Kind.REPOSITORY, "repo", "https://github.com/o/n")
    said = [*result("r", method("foo"), "svhn", 1.0, ONE), edge(Relation.REPORTS, repository, row("r"))]
    assert await loaded(store, *said) == [(P1, "foo", "svhn", None, REPORTED, 1)]


async def test_results_of_one_method_dataset_and_task_are_counted_together(store: GraphStore) -> None:
    said = [
        *result("r1", method("foo"), "svhn", 1.0, ONE, "digits"),
        *result("r2", method("foo"), "svhn", 2.0, ONE, "digits"),
        *result("r3", method("foo"), "svhn", 3.0, ONE, "faces"),
        *result("r4", method("bar"), "svhn", 4.0, ONE, "digits"),
        *result("r5", method("foo"), "mnist", 5.0, ONE, "digits"),
    ]
    assert await loaded(store, *said) == [
        (P1, "bar", "svhn", "digits", REPORTED, 1),
        (P1, "foo", "mnist", "digits", REPORTED, 1),
        (P1, "foo", "svhn", "digits", REPORTED, 2),
        (P1, "foo", "svhn", "faces", REPORTED, 1),
    ]


async def test_a_result_without_a_method_supports_nothing(store: GraphStore) -> None:
    assert await loaded(store, *result("r", None, "svhn", 1.0, ONE)) == []


# --- papers ---------------------------------------------------------------------------------------------------------


async def test_a_paper_supports_what_it_introduces_compares_with_and_uses_where_it_evaluates(store: GraphStore) -> None:
    said = [*introduces(ONE, "new"), compares(ONE, "old"), uses(ONE, "adam"), *evaluates(ONE, "svhn")]
    assert await loaded(store, *said) == [
        (P1, "adam", "svhn", None, USED, 0),
        (P1, "new", "svhn", None, INTRODUCED, 0),
        (P1, "old", "svhn", None, COMPARED, 0),
    ]


async def test_the_ways_in_which_one_paper_supports_a_pair_are_united(store: GraphStore) -> None:
    said = [
        *introduces(ONE, "new"),
        edge(Relation.COMPARES_WITH, ONE, method("new", ONE)),
        edge(Relation.USES, ONE, method("new", ONE)),
        *evaluates(ONE, "svhn"),
        *result("r", method("new", ONE), "svhn", 1.0, ONE),
    ]
    assert await loaded(store, *said) == [(P1, "new", "svhn", None, REPORTED + INTRODUCED + COMPARED + USED, 1)]


async def test_a_paper_that_only_evaluates_or_only_compares_supports_nothing(store: GraphStore) -> None:
    assert await loaded(store, *evaluates(ONE, "svhn")) == []
    await write(store, [record("two", titled(TWO, "Two"), compares(TWO, "foo"))])
    assert await support(store) == []


async def test_each_of_several_methods_is_tested_on_each_of_several_datasets_of_its_own_paper(store: GraphStore) -> None:
    await write(store, [record("two", titled(TWO, "Two"), compares(TWO, "b"), *evaluates(TWO, "y"))])
    assert await loaded(store, compares(ONE, "a"), compares(ONE, "b"), *evaluates(ONE, "x", "z")) == [
        (P1, "a", "x", None, COMPARED, 0),
        (P1, "a", "z", None, COMPARED, 0),
        (P1, "b", "x", None, COMPARED, 0),
        (P1, "b", "z", None, COMPARED, 0),
        (P2, "b", "y", None, COMPARED, 0),
    ]


@pytest.mark.parametrize(
    ("roles", "counts"),
    [
        (("evaluates",), True),
        (("tagged",), True),
        (("trains",), False),
        (("processes",), False),
        (("trains", "processes"), False),
        (("trains", "tagged"), True),
        (("evaluates", "tagged"), True),
    ],
)
async def test_a_dataset_counts_that_a_paper_evaluates_on_or_is_tagged_with(
    store: GraphStore, roles: tuple[str, ...], counts: bool
) -> None:
    expected = [(P1, "foo", "svhn", None, COMPARED, 0)] if counts else []
    assert await loaded(store, compares(ONE, "foo"), evaluates_as(ONE, "svhn", *roles)) == expected


async def test_a_dataset_that_the_paper_introduces_counts_and_is_no_method(store: GraphStore) -> None:
    said = [compares(ONE, "foo"), edge(Relation.INTRODUCES, ONE, Ref(Kind.DATASET, NAME, "owndata", ONE.key))]
    assert await loaded(store, *said) == [(P1, "foo", "owndata", None, COMPARED, 0)]


async def test_a_dataset_both_introduced_and_evaluated_on_counts_once(store: GraphStore) -> None:
    said = [compares(ONE, "foo"), edge(Relation.INTRODUCES, ONE, dataset("svhn")), *evaluates(ONE, "svhn")]
    assert await loaded(store, *said) == [(P1, "foo", "svhn", None, COMPARED, 0)]


async def test_other_relations_of_a_paper_support_nothing(store: GraphStore) -> None:
    said = [titled(TWO, "Two"), edge(Relation.CITES, ONE, TWO), edge(Relation.ADDRESSES, ONE, task("digits")), *evaluates(ONE, "svhn")]
    assert await loaded(store, *said) == []


# --- parts ----------------------------------------------------------------------------------------------------------


async def test_parts_of_a_tested_combination_are_supported_as_components(store: GraphStore) -> None:
    said = [
        edge(Relation.COMBINES, method("foo+bar"), method("bar"), {"position": 2}),
        edge(Relation.VARIANT_OF, method("foo+bar"), method("baz")),
        *result("r", method("foo+bar"), "svhn", 1.0, ONE, "digits"),
        compares(ONE, "foo+bar"),
        *evaluates(ONE, "mnist"),
    ]
    assert await loaded(store, *said) == [
        (P1, "bar", "mnist", None, COMPONENT, 0),
        (P1, "bar", "svhn", "digits", COMPONENT, 0),
        (P1, "foo+bar", "mnist", None, COMPARED, 0),
        (P1, "foo+bar", "svhn", "digits", REPORTED, 1),
    ]


async def test_a_part_tested_by_itself_too_has_both_ways_in_one_row(store: GraphStore) -> None:
    said = [
        edge(Relation.COMBINES, method("foo+bar"), method("bar"), {"position": 2}),
        *result("r1", method("foo+bar"), "svhn", 1.0, ONE),
        *result("r2", method("bar"), "svhn", 2.0, ONE),
    ]
    assert await loaded(store, *said) == [
        (P1, "bar", "svhn", None, REPORTED + COMPONENT, 1),
        (P1, "foo+bar", "svhn", None, REPORTED, 1),
    ]


# --- changes --------------------------------------------------------------------------------------------------------


LATER = {
    "OF": edge(Relation.OF, row("r"), method("foo")),
    "ON": edge(Relation.ON, row("r"), dataset("svhn")),
    "FOR": edge(Relation.FOR, row("r"), task("digits")),
    "REPORTS": edge(Relation.REPORTS, ONE, row("r")),
    "COMPARES_WITH": compares(ONE, "bar"),
    "EVALUATES_ON": evaluates_as(ONE, "mnist", "evaluates"),
    "COMBINES": edge(Relation.COMBINES, method("foo"), method("part"), {"position": 1}),
}
WHOLE: list[Row] = [
    (P1, "bar", "mnist", None, COMPARED, 0),
    (P1, "foo", "svhn", "digits", REPORTED, 1),
    (P1, "part", "svhn", "digits", COMPONENT, 1 - 1),
]
WITHOUT: dict[str, list[Row]] = {
    "OF": WHOLE[:1],
    "ON": WHOLE[:1],
    "FOR": [WHOLE[0], (P1, "foo", "svhn", None, REPORTED, 1), (P1, "part", "svhn", None, COMPONENT, 0)],
    "REPORTS": [WHOLE[0], ("r", "foo", "svhn", "digits", REPORTED, 1), ("r", "part", "svhn", "digits", COMPONENT, 0)],
    "COMPARES_WITH": WHOLE[1:],
    "EVALUATES_ON": WHOLE[1:],
    "COMBINES": WHOLE[:2],
}


@pytest.mark.parametrize("relation", LATER)
async def test_an_edge_that_comes_later_or_goes_changes_the_support_it_bears_on(store: GraphStore, relation: str) -> None:
    stated = result("r", None, "svhn", 1.0)[:1]
    first = [titled(ONE, "One", "A. Smith", 2019), *stated, *(item for name, item in LATER.items() if name != relation)]
    await write(store, [record("first", *first)])
    assert await support(store) == WITHOUT[relation]
    await write(store, [record("later", LATER[relation])])
    assert await support(store) == WHOLE
    await store.undo(2)
    assert await support(store) == WITHOUT[relation]


@pytest.mark.parametrize(("relation", "via"), [(Relation.INTRODUCES, INTRODUCED), (Relation.USES, USED)])
async def test_a_method_that_a_paper_comes_to_introduce_or_use_is_supported_then(store: GraphStore, relation: Relation, via: int) -> None:
    assert await loaded(store, *evaluates(ONE, "svhn")) == []
    await write(store, [record("later", edge(relation, ONE, method("foo", ONE)))])
    assert await support(store) == [(P1, "foo", "svhn", None, via, 0)]


async def test_a_change_of_one_paper_leaves_the_support_by_others(store: GraphStore) -> None:
    await write(store, [record("two", titled(TWO, "Two"), compares(TWO, "foo"), *evaluates(TWO, "svhn"))])
    await loaded(store, compares(ONE, "foo"), *evaluates(ONE, "svhn"))
    assert await loaded(store, compares(ONE, "bar"), *evaluates(ONE, "svhn")) == [
        (P1, "bar", "svhn", None, COMPARED, 0),
        (P2, "foo", "svhn", None, COMPARED, 0),
    ]


async def test_a_part_that_is_learnt_of_later_is_supported_where_its_combination_is(store: GraphStore) -> None:
    assert await loaded(store, *result("r", method("foo"), "svhn", 1.0, ONE)) == [(P1, "foo", "svhn", None, REPORTED, 1)]
    await write(store, [record("later", LATER["COMBINES"])])
    assert await support(store) == [(P1, "foo", "svhn", None, REPORTED, 1), (P1, "part", "svhn", None, COMPONENT, 0)]


NEWEST = '{ method(by: {name: "foo"}) { testedOn { coverage { newestYear } } } }'


async def newest(store: GraphStore) -> int | None:
    year: int | None = (await ask(store, NEWEST))["method"]["testedOn"]["coverage"]["newestYear"]
    return year


async def test_support_has_the_year_of_its_paper_also_when_that_changes(store: GraphStore) -> None:
    await write(store, [record("one", titled(ONE, "One", "A. Smith", 2019)), record("two", titled(TWO, "Two", "B. Jones", 2015))])
    await write(store, [record("r", *result("r", method("foo"), "svhn", 1.0, ONE), *result("q", method("foo"), "mnist", 1.0, TWO))])
    assert await newest(store) == 2019
    await write(store, [record("one", titled(ONE, "One", "A. Smith", 2021))])
    assert await newest(store) == 2021
    await write(store, [record("two", titled(TWO, "Two", "B. Jones", 2022))])
    assert await newest(store) == 2022


async def test_support_by_a_result_of_no_paper_has_no_year(store: GraphStore) -> None:
    await loaded(store, *result("r", method("foo"), "svhn", 1.0))
    assert await newest(store) is None


# --- verify ---------------------------------------------------------------------------------------------------------

BOTH = [*result("r", method("foo"), "svhn", 1.0), compares(ONE, "bar"), *evaluates(ONE, "svhn")]


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        ("UPDATE tested SET year = year", 0),
        ("DELETE FROM tested WHERE vias = 1", 1),
        ("DELETE FROM tested WHERE vias = 4", 1),
        ("UPDATE tested SET vias = 2 WHERE vias = 4", 2),
        ("UPDATE tested SET results = 7", 4),
    ],
)
async def test_verify_tells_what_is_missing_and_what_is_too_much(tmp_path: Path, damage: str, broken: int) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    await loaded(store, *BOTH)
    db = apsw.Connection(str(tmp_path / "graph.db"))
    db.execute(damage)
    db.close()
    found = [finding.count for finding in await store.verify() if "TESTED_ON" in finding.invariant]
    assert found == ([broken] if broken else [])
    await store.close()
