"""Why references are one or two: each reason on the fewest references that show it."""

from __future__ import annotations

from graph.identity import RefView, resolve_methods, resolve_names, resolve_papers
from graph.joins import Decided
from graph.kinds import Kind
from graph.reasons import Bond, Gap, Seen, chain, gap, parts
from graph.store import Apart, Rule
from tests.unit.views import doi, name, text


def seen(kind: Kind, views: dict[int, RefView], links: list[tuple[int, int]], decided: Decided | None = None) -> Seen:
    known = decided or Decided()
    known = known._replace(stated=known.stated or tuple(frozenset(link) for link in links))
    if kind is Kind.PAPER:
        return Seen(kind, views, links, known, resolve_papers(views, links, ["acl", "dblp"], known))
    rule = resolve_methods if kind is Kind.METHOD else resolve_names
    return Seen(kind, views, links, known, rule(views, links, known))


# --- parts ----------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_paper_are_what_identifiers_join() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c"), 4: text("t|smith|2019"), 5: text("t||")}
    assert parts(Kind.PAPER, views, [(1, 2), (1, 4), (3, 4)]) == [{1, 2}, {3}]


def test_the_parts_of_a_paper_of_one_are_also_the_titles_that_it_does_not_state() -> None:
    views = {1: doi("a"), 4: text("t|smith|2019"), 5: text("t||"), 6: text("t||2019")}
    assert parts(Kind.PAPER, views, [(1, 4), (5, 4)]) == [{1}, {5}, {6}]
    assert parts(Kind.PAPER, {4: views[4], 5: views[5]}, [(4, 5)]) == [{4}, {5}]


def test_the_parts_of_other_kinds_are_names_and_identifiers() -> None:
    views = {1: name("a"), 2: name("a", 100), 3: name("b"), 4: RefView("orcid", "a", "a")}
    assert parts(Kind.AUTHOR, views, [(1, 3), (1, 4)]) == [{1, 2}, {3}, {4}]


# --- one ------------------------------------------------------------------------------------------------------------


def test_a_chain_is_the_shortest_and_of_two_the_firmer() -> None:
    views = {1: name("a"), 2: name("a"), 3: name("b"), 4: name("b")}
    found = seen(Kind.DATASET, views, [(2, 3)])
    assert chain(found, 1, 4) == [Bond(1, 2, Rule.NAME), Bond(2, 3, Rule.STATED), Bond(3, 4, Rule.NAME)]
    assert chain(found, 4, 1) == [Bond(4, 3, Rule.NAME), Bond(3, 2, Rule.STATED), Bond(2, 1, Rule.NAME)]
    assert chain(seen(Kind.DATASET, views, [(1, 2), (2, 3)]), 1, 2) == [Bond(1, 2, Rule.STATED)]
    assert chain(seen(Kind.DATASET, views, [(1, 2)], Decided(((1, 2),))), 1, 2) == [Bond(1, 2, Rule.DECIDED)]
    assert chain(found, 1, 1) == []


def test_a_reference_alone_is_a_chain_of_nothing() -> None:
    assert chain(seen(Kind.DATASET, {1: name("a")}, []), 1, 1) == []


def test_titles_do_not_join_within_a_paper_where_they_contradict_something() -> None:
    views = {1: RefView("acl", "A"), 2: text("t|smith|2019"), 3: text("t|smith|2020"), 4: RefView("acl", "B"), 5: text("t|smith|2021")}
    found = seen(Kind.PAPER, views, [(1, 2), (1, 3), (4, 5)])
    assert found.group(2) == {1, 2, 3}
    assert chain(found, 2, 3) == [Bond(2, 1, Rule.STATED), Bond(1, 3, Rule.STATED)]


def test_a_name_of_one_introducer_joins_across_papers() -> None:
    assert chain(seen(Kind.METHOD, {1: name("a", 100, True), 2: name("a", 300)}, []), 1, 2) == [Bond(1, 2, Rule.NAME)]


def test_a_broken_decision_joins_nothing() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c")}
    found = seen(Kind.PAPER, views, [(1, 2)], Decided(((1, 2), (2, 3)), ((1, 3),)))
    assert chain(found, 1, 2) == [Bond(1, 2, Rule.DECIDED)]
    assert gap(found, 1, 3) == Gap(Apart.DECIDED, (1, 3))


def test_titles_join_where_they_contradict_nothing() -> None:
    views = {1: doi("a"), 2: text("t|smith|2019"), 3: text("t|smith|2020"), 4: RefView("acl", "A"), 5: RefView("acl", "B")}
    assert chain(seen(Kind.PAPER, views, [(1, 2), (4, 3)]), 1, 4) == [
        Bond(1, 2, Rule.STATED), Bond(2, 3, Rule.TITLE), Bond(3, 4, Rule.STATED),
    ]  # fmt: skip
    both = seen(Kind.PAPER, views, [(1, 2), (1, 3), (4, 3), (5, 3)])
    assert gap(both, 4, 5) == Gap(Apart.IDENTIFIERS, refs=(4, 5))
    doubted = seen(Kind.PAPER, views, [(1, 2), (1, 3), (4, 2), (5, 2)])
    assert doubted.group(1) == {1, 3}
    assert gap(doubted, 1, 2) == Gap(Apart.AMBIGUOUS)


def test_names_of_several_introducers_join_within_a_paper_only() -> None:
    views = {1: name("a", 100, True), 2: name("a", 100), 3: name("a", 200, True), 4: name("a")}
    found = seen(Kind.METHOD, views, [])
    assert chain(found, 1, 2) == [Bond(1, 2, Rule.NAME)]
    assert gap(found, 2, 3) == Gap(Apart.INTRODUCED, scopes=(100, 200))
    assert gap(found, 4, 1) == Gap(Apart.AMBIGUOUS)
    settled = seen(Kind.METHOD, views | {5: name("a")}, [(4, 5)], Decided(((1, 4), (1, 5))))
    assert chain(settled, 4, 5) == [Bond(4, 5, Rule.STATED)]


# --- apart ----------------------------------------------------------------------------------------------------------


def test_what_was_told_apart_is_told_whichever_way_it_is_asked() -> None:
    views = {1: name("a"), 2: name("a"), 3: name("a")}
    found = seen(Kind.DATASET, views, [], Decided((), ((1, 2),)))
    assert gap(found, 3, 2) == gap(found, 2, 3) == Gap(Apart.DECIDED, (1, 2))


def test_titles_of_nothing_in_common_keep_apart() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text("learningtosee||"), 4: text("grammarofwelsh||")}
    assert gap(seen(Kind.PAPER, views, [(1, 3), (1, 4), (2, 3)]), 1, 2) == Gap(Apart.TITLES, refs=(3, 4))


def test_two_that_were_dropped_from_a_third_are_apart_by_decision() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c"), 4: text("t|smith|2019")}
    told = Decided((), ((1, 2), (1, 3)))
    assert gap(seen(Kind.PAPER, views, [(1, 4), (2, 4), (3, 4)], told), 2, 3) == Gap(Apart.DECIDED)
    names = {1: name("a"), 2: name("a"), 3: name("a")}
    assert gap(seen(Kind.DATASET, names, [], told), 2, 3) == Gap(Apart.DECIDED)


def test_two_mentions_that_were_dropped_are_apart_by_decision_and_not_by_their_papers() -> None:
    views = {1: name("a", 100, True), 2: name("a", 300), 3: name("a", 400)}
    assert gap(seen(Kind.METHOD, views, [], Decided((), ((1, 2), (1, 3)))), 2, 3) == Gap(Apart.DECIDED)


def test_what_only_a_dropped_reference_would_join_is_apart_by_decision() -> None:
    views = {1: name("a"), 2: name("b"), 3: name("c")}
    assert gap(seen(Kind.DATASET, views, [(1, 2), (2, 3)], Decided((), ((1, 2), (3, 2)))), 1, 3) == Gap(Apart.DECIDED)


def test_nothing_joins_what_shares_nothing() -> None:
    assert gap(seen(Kind.DATASET, {1: name("a"), 2: name("b")}, []), 1, 2) == Gap(Apart.NOTHING)
    assert gap(seen(Kind.PAPER, {1: doi("a"), 2: doi("b")}, []), 1, 2) == Gap(Apart.NOTHING)
