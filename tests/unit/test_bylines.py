"""Who wrote a paper by identifier and by name: each rule on the fewest bylines that show it."""

from __future__ import annotations

import pytest

from graph.bylines import Byline, Namesakes, attributed, meetings, namesakes
from graph.identity import RefView, resolve_authors, rivals
from graph.joins import Decided
from graph.kinds import Kind
from graph.reasons import Bond, Gap, Seen, chain, gap
from graph.store import Apart, Rule
from tests.unit.views import name


def by(version: int, ref: int, written: str | None, *, paper: int = 1, is_known: bool = True) -> Byline:
    return Byline(version * 10 + ref, version, ref, paper, written, is_known)


def alone(version: int, ref: int, written: str | None, *, paper: int = 1) -> Byline:
    return by(version, ref, written, paper=paper, is_known=False)


@pytest.mark.parametrize(
    ("bylines", "expected"),
    [
        ([by(1, 1, "Ann Lee")], [Namesakes(frozenset({1}), (), True)]),
        ([by(1, 1, "Ann Lee"), alone(2, 2, "ANN  LÉE")], [Namesakes(frozenset({1}), (22,), True)]),
        ([by(1, 1, "Ann Lee"), alone(2, 2, "Bo Kim")], [Namesakes(frozenset({1}), (), True), Namesakes(frozenset(), (22,), True)]),
        ([by(1, 1, "Ann Lee"), alone(2, 2, "Ann Lee", paper=2)], [Namesakes(frozenset({1}), (), True)]),
        ([alone(1, 1, "Ann Lee"), alone(2, 1, "Ann Lee")], []),
        ([by(1, 1, "Ann Lee"), alone(1, 2, "Ann Lee")], [Namesakes(frozenset({1}), (12,), False)]),
        ([by(1, 1, None), alone(2, 2, None), by(3, 3, "?!")], [Namesakes(frozenset({3}), (), True)]),
        ([by(1, 1, None), alone(2, 2, "")], []),
    ],
    ids=["one", "folded", "another name", "another paper", "nobody known", "twice in a record", "no name", "an empty name"],
)
def test_namesakes_stand_under_one_name_on_one_paper(bylines: list[Byline], expected: list[Namesakes]) -> None:
    assert namesakes(bylines) == expected


def test_identifiers_meet_under_the_name_of_one_person() -> None:
    one, two = frozenset({1, 2}), frozenset({3, 4})
    found = [Namesakes(one, (), True), Namesakes(one, (9,), True), Namesakes(two, (), False), Namesakes(frozenset({5}), (), True)]
    assert meetings(found) == [one]


def test_a_name_is_the_one_person_of_it_that_identifiers_tell() -> None:
    person = {1: "Ann", 2: "Ann", 3: "another"}
    found = [
        Namesakes(frozenset({1, 2}), (10, 11), True),
        Namesakes(frozenset({1, 3}), (12,), True),
        Namesakes(frozenset({1}), (13,), False),
        Namesakes(frozenset({4}), (14,), True),
        Namesakes(frozenset({1, 4}), (15,), True),
    ]
    assert attributed(found, person) == {10: frozenset({1, 2}), 11: frozenset({1, 2}), 15: frozenset({1})}


def view(scheme: str, value: str = "x") -> RefView:
    return RefView(scheme, value)


VIEWS = {1: view("openalex"), 2: view("s2author", "a"), 3: view("s2author", "b"), 4: view("orcid"), 5: name("annlee")}


@pytest.mark.parametrize(
    ("links", "met", "decided", "expected"),
    [
        ([], [{1, 2}], Decided(), ((1, 2), (3,), (4,), (5,))),
        ([], [{1, 2}, {2, 4}], Decided(), ((1, 2, 4), (3,), (5,))),
        ([], [{1, 2}, {1, 3}], Decided(), ((1,), (2,), (3,), (4,), (5,))),
        ([], [{1, 2}, {1, 3}, {3, 4}], Decided(), ((1,), (2,), (3,), (4,), (5,))),
        ([], [{1, 2, 3}], Decided(), ((1,), (2,), (3,), (4,), (5,))),
        ([], [{1, 2, 3}, {1, 2}], Decided(), ((1, 2), (3,), (4,), (5,))),
        ([(2, 3)], [{1, 2}, {1, 3}], Decided(), ((1, 2, 3), (4,), (5,))),
        ([(1, 2)], [{3, 4}, {1, 4}], Decided(), ((1, 2), (3,), (4,), (5,))),
        ([], [{1, 2}, {1, 3}], Decided(((2, 3),)), ((1, 2, 3), (4,), (5,))),
        ([], [{1, 2}, {2, 4}], Decided((), ((1, 4),)), ((1,), (2,), (3,), (4,), (5,))),
        ([], [{1, 2}, {2, 4}], Decided((), ((1, 3),)), ((1, 2, 4), (3,), (5,))),
        ([], [{1, 2}], Decided(((1, 5),)), ((1, 2, 5), (3,), (4,))),
        ([], [{1, 7}], Decided(), ((1,), (2,), (3,), (4,), (5,))),
    ],
    ids=[
        "two", "a chain", "rivals", "rivals far off", "rivals on a paper", "rivals on one paper only", "stated as one", "rivals by records",
        "decided to be one", "told apart", "told apart from another", "a name by decision", "one that nobody states",
    ],
)  # fmt: skip
def test_who_meets_is_one_unless_that_joins_two_of_one_source(
    links: list[tuple[int, int]], met: list[set[int]], decided: Decided, expected: tuple[tuple[int, ...], ...]
) -> None:
    assert resolve_authors(VIEWS, links, map(frozenset, met), decided).groups == expected


def test_rivals_are_of_one_source() -> None:
    assert rivals({1, 2, 3, 5}, VIEWS | {6: name("other")}) == [2, 3]
    assert rivals({5, 6, 1}, VIEWS | {6: name("other")}) == []


def seen(met: list[set[int]], decided: Decided | None = None) -> Seen:
    found = list(map(frozenset, met))
    known = decided or Decided()
    return Seen(Kind.AUTHOR, VIEWS, [], known, resolve_authors(VIEWS, [], found, known), found)


def test_a_meeting_is_why_two_identifiers_are_one() -> None:
    assert chain(seen([{1, 2}, {2, 4}]), 1, 4) == [Bond(1, 2, Rule.BYLINE), Bond(2, 4, Rule.BYLINE)]
    assert chain(seen([{1, 2, 3}, {1, 2}]), 1, 2) == [Bond(1, 2, Rule.BYLINE)]


def test_rivals_are_why_those_who_meet_are_two() -> None:
    assert gap(seen([{1, 2}, {1, 3}]), 1, 2) == Gap(Apart.IDENTIFIERS, refs=(2, 3))
    assert gap(seen([{1, 2}, {1, 3}]), 1, 4) == Gap(Apart.NOTHING)
    assert gap(seen([{1, 2}, {2, 4}], Decided((), ((1, 4),))), 1, 4) == Gap(Apart.DECIDED, (1, 4))
    assert gap(seen([{1, 2}, {2, 4}], Decided((), ((1, 4),))), 1, 2) == Gap(Apart.DECIDED)
