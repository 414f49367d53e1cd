"""What decisions do to the rules of identity: each on the fewest references that show it, resolved by hand."""

from __future__ import annotations

import pytest

from graph.identity import RefView, Resolution, resolve_methods, resolve_names, resolve_papers
from graph.joins import NOTHING, Decided, chained, consistent, grouped, holds, told_apart
from tests.unit.views import acl, doi, name, text

SWIN, YOLOX = "swintransformerhierarchicalvisiontransformer", "yoloxexceedingyoloseriesin2021"


def same(*pairs: tuple[int, int]) -> Decided:
    return Decided(same=pairs)


def different(*pairs: tuple[int, int], stated: tuple[set[int], ...] = ()) -> Decided:
    return Decided(different=pairs, stated=tuple(map(frozenset, stated)))


# --- partitions -----------------------------------------------------------------------------------------------------


def test_nothing_is_decided_unless_it_is_said() -> None:
    assert Decided() == NOTHING == ((), (), ())


def test_references_under_one_key_are_chained_and_grouped() -> None:
    assert chained([("a", 1), ("b", 2), ("a", 3), ("a", 4)]) == [(1, 3), (1, 4)]
    assert grouped([("a", 1), ("b", 2), ("a", 3)]) == [{1, 3}, {2}]


def test_a_part_holds_what_was_told_apart_when_it_has_both() -> None:
    assert holds({1, 2, 3}, [(4, 1), (3, 1)])
    assert not holds({1, 2, 3}, [(4, 1), (3, 5)])
    assert not holds({1, 2}, [])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Decided(((1, 2), (2, 3)), ((1, 3),)), ((1, 2),)),
        (Decided(((1, 2), (2, 3)), ((3, 1),)), ((2, 3),)),
        (Decided(((1, 2), (3, 4)), ((1, 2), (1, 3), (1, 9), (9, 4))), ((3, 4),)),
        (Decided(((1, 2),)), ((1, 2),)),
        (Decided((), ((1, 2),)), ()),
    ],
)
def test_who_is_told_apart_gives_up_what_was_decided_to_be_the_same(given: Decided, kept: tuple[tuple[int, int], ...]) -> None:
    assert consistent(given) == given._replace(same=kept)


@pytest.mark.parametrize(
    ("layers", "pairs", "parts"),
    [
        ([[{1, 2, 3}]], [], [{1, 2, 3}]),
        ([[{1, 2, 3}]], [(1, 2)], [{1, 3}, {2}]),
        ([[{1, 2, 3}]], [(2, 1)], [{1}, {2, 3}]),
        ([[{1, 2}], [{2, 3}]], [(1, 3)], [{1, 2}, {3}]),
        ([[{1, 2}], [{2, 3}]], [(3, 1)], [{1, 2}, {3}]),
        ([[{1, 2}], [{2, 3}, {3, 4}]], [(4, 1)], [{1, 2}, {3, 4}]),
        ([[{1, 2, 3}], [{2, 4}]], [(1, 2)], [{1, 3}, {2, 4}]),
        ([[{1, 2}], [{1, 2, 3}]], [(1, 2)], [{1, 3}, {2}]),
        ([[{1, 2, 3, 9}]], [(1, 9)], [{1, 2, 3}]),
        ([[{1, 2, 3}]], [(1, 2), (1, 3)], [{1}, {2}, {3}]),
        ([], [(1, 2)], [{1}, {2}, {3}]),
    ],
)
def test_the_dropped_gives_up_what_would_unite_it_with_the_kept(
    layers: list[list[set[int]]], pairs: list[tuple[int, int]], parts: list[set[int]]
) -> None:
    refs = set().union(*parts)
    assert sorted(told_apart(refs, layers, pairs), key=min) == parts


# 1 and 2 are the bare name and the introduced one of a method; 3, another name, was merged with 2; 4 was told apart from 3.
MERGED, NAMES = [{2, 3}], [{1, 2}, {3, 4}]


def test_what_the_dropped_was_merged_with_keeps_its_own_name() -> None:
    found = told_apart({1, 2, 3, 4}, [MERGED, NAMES], [(4, 3)])
    assert sorted(found, key=min) == [{1, 2, 3}, {4}]


def test_the_dropped_joins_nothing_that_leads_to_the_kept_by_way_of_others() -> None:
    found = told_apart({1, 2, 3, 4, 5}, [MERGED, [{1, 2}, {1, 5}, {5, 4}]], [(4, 3)])
    assert sorted(found, key=min) == [{1, 4, 5}, {2, 3}]


def test_two_dropped_that_would_meet_by_what_each_may_join_give_it_all_up() -> None:
    found = told_apart({1, 2, 3, 4, 5}, [[], [{1, 2}, {1, 3}, {2, 4}, {3, 5}]], [(3, 2), (5, 3), (4, 2)])
    assert sorted(found, key=min) == [{1}, {2}, {3}, {4}, {5}]  # else 2 and 3 would both be one with 1


# --- papers ---------------------------------------------------------------------------------------------------------

TWINS = {1: acl("A"), 2: acl("B"), 3: text("t|smith|2019"), 4: doi("d"), 5: text("t|smith|2020")}
TWIN_LINKS = [(1, 3), (2, 3), (4, 5)]


def test_two_papers_decided_to_be_one_are_no_contradiction_and_a_third_still_joins_them() -> None:
    assert resolve_papers(TWINS, TWIN_LINKS, ["acl"]) == Resolution(((1,), (2,), (4, 5)), frozenset({3}))
    assert resolve_papers(TWINS, TWIN_LINKS, ["acl"], same((1, 2))) == Resolution(((1, 2, 3, 4, 5),))


def test_a_third_value_still_contradicts_two_that_were_decided_to_be_one() -> None:
    views = TWINS | {6: acl("C")}
    found = resolve_papers(views, [*TWIN_LINKS, (6, 3)], ["acl"], same((2, 1)))
    assert found == Resolution(((1, 2), (4, 5), (6,)), frozenset({3}))


def test_two_values_that_one_record_states_together_contradict_no_third_paper() -> None:
    views = {1: acl("A"), 2: acl("B"), 3: text("t|smith|2019"), 4: doi("d"), 5: text("t|smith|2020")}
    assert resolve_papers(views, [(1, 2), (1, 3), (4, 5)], ["acl"]).groups == ((1, 2, 3, 4, 5),)


def test_titles_that_a_decision_brought_together_contradict_nothing() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text(f"{SWIN}||"), 4: text(f"{YOLOX}||"), 5: doi("c")}
    assert resolve_papers(views, [(1, 3), (2, 4), (5, 4)], (), same((1, 2))).groups == ((1, 2, 3, 4, 5),)


def test_titles_that_records_bring_together_contradict_each_other_whatever_was_decided() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text(f"{SWIN}||"), 4: text(f"{YOLOX}||"), 5: doi("c")}
    found = resolve_papers(views, [(1, 3), (1, 4), (5, 4)], (), same((1, 2)))
    assert found == Resolution(((1, 2, 3), (5,)), frozenset({4}))


def test_a_title_decided_to_be_of_a_paper_stays_with_it() -> None:
    views = {1: acl("A"), 2: acl("B"), 3: text("t|smith|2019")}
    assert resolve_papers(views, [(1, 3), (2, 3)], ["acl"], same((2, 3))) == Resolution(((1,), (2, 3)))


def test_a_paper_known_by_its_title_alone_can_be_decided_to_be_another() -> None:
    views = {1: doi("a"), 2: text("t|smith|2019"), 3: text("u|smith|2001")}
    assert resolve_papers(views, [(1, 2)], (), same((1, 3))).groups == ((1, 2, 3),)


def test_two_papers_told_apart_share_their_title_in_doubt() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text("t|smith|2019"), 4: text("t|smith|2020")}
    found = resolve_papers(views, [(1, 3), (2, 3), (2, 4)], (), different((1, 2)))
    assert found == Resolution(((1,), (2, 4)), frozenset({3}))


def test_the_rest_stays_joined_by_the_title_when_one_is_told_apart() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c"), 4: text("t|smith|2019"), 5: text("t||"), 6: text("t|smith|2020")}
    links = [(1, 4), (2, 4), (3, 4), (2, 6)]
    assert resolve_papers(views, links, (), different((1, 3))) == Resolution(((1, 2, 6), (3,)), frozenset({4, 5}))
    assert resolve_papers(views, links, (), different((3, 1))) == Resolution(((1,), (2, 3, 6)), frozenset({4, 5}))


def test_a_title_that_only_the_rest_states_stays_with_it() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text("t|smith|2019"), 4: text("t|smith|2020"), 5: text("u||"), 6: text("u|smith|2019")}
    found = resolve_papers(views, [(1, 3), (2, 4), (1, 6)], (), different((1, 2)))
    assert found == Resolution(((1, 3, 5, 6), (2, 4)))


def test_an_identifier_told_apart_leaves_what_records_state_and_the_others_stay_together() -> None:
    views = {1: doi("a"), 2: RefView("arxiv", "x"), 3: acl("A"), 4: text("t|smith|2019")}
    links = [(1, 2), (2, 3), (2, 4)]
    told = different((1, 2), (3, 2), stated=({1, 2, 3, 4},))
    assert resolve_papers(views, links, ["acl"], told).groups == ((1, 3), (2, 4))
    assert resolve_papers(views, links, ["acl"], different((1, 2), (3, 2), stated=({1, 2}, {2, 3}))).groups == ((1,), (2, 4), (3,))


def test_what_is_told_apart_changes_nothing_of_others() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c"), 4: doi("d"), 5: doi("e")}
    told = different((2, 3), stated=({2, 3}, {4, 5}))
    assert resolve_papers(views, [(2, 3), (4, 5)], (), told).groups == ((1,), (2,), (3,), (4, 5))
    assert resolve_names({ref: name(str(ref)) for ref in views}, [(2, 3), (4, 5)], told).groups == ((1,), (2,), (3,), (4, 5))


def test_a_title_told_apart_from_its_paper_stands_alone() -> None:
    views = {1: doi("a"), 2: text("t|smith|2019"), 3: text("u|smith|2019")}
    links = [(1, 2), (1, 3)]
    assert resolve_papers(views, links, (), different((1, 2))).groups == ((1, 3), (2,))
    assert resolve_papers(views, links, (), different((2, 1))).groups == ((1, 3), (2,))
    assert resolve_papers(views, links, (), different((2, 3))).groups == ((1, 2), (3,))


def test_papers_told_apart_that_nothing_joins_are_as_they_are() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: text("t|smith|2019"), 4: text("t|smith|2020")}
    assert resolve_papers(views, [(1, 3), (1, 4)], (), different((1, 2))).groups == ((1, 3, 4), (2,))


def test_a_different_decision_breaks_a_same_one_of_the_reference_that_it_drops() -> None:
    views = {1: doi("a"), 2: doi("b"), 3: doi("c")}
    assert resolve_papers(views, [], (), Decided(((1, 2), (2, 3)), ((1, 3),))).groups == ((1, 2), (3,))


# --- names ----------------------------------------------------------------------------------------------------------


def test_names_decided_to_be_one_join_with_all_that_is_called_so() -> None:
    views = {1: name("a"), 2: name("a"), 3: name("b"), 4: name("b")}
    assert resolve_names(views, [], same((2, 3))).groups == ((1, 2, 3, 4),)


def test_a_spelling_told_apart_leaves_the_others_of_its_name() -> None:
    views = {1: name("a"), 2: name("a"), 3: name("a")}
    assert resolve_names(views, [], different((1, 2))).groups == ((1, 3), (2,))


def test_an_alias_told_apart_leaves_with_all_that_is_called_so() -> None:
    views = {1: name("a"), 2: name("b"), 3: name("b"), 4: RefView("url", "u")}
    told = different((1, 3), stated=({1, 2, 4},))
    assert resolve_names(views, [(1, 2), (1, 4)], told).groups == ((1, 4), (2, 3))


# --- methods --------------------------------------------------------------------------------------------------------

STARS = {1: name("star", 100, True), 2: name("star", 200, True), 3: name("star"), 4: name("star", 300)}


def test_methods_of_two_papers_decided_to_be_one_take_all_mentions() -> None:
    assert resolve_methods(STARS, []) == Resolution(((1,), (2,)), frozenset({3, 4}))
    assert resolve_methods(STARS, [], same((1, 2))) == Resolution(((1, 2, 3, 4),))


def test_a_third_introducing_paper_leaves_mentions_in_doubt_again() -> None:
    views = STARS | {5: name("star", 500, True)}
    assert resolve_methods(views, [], same((2, 1))) == Resolution(((1, 2), (5,)), frozenset({3, 4}))


def test_what_is_decided_of_one_name_makes_nothing_of_another_name_of_the_same_papers() -> None:
    views = STARS | {5: name("bar", 100, True), 6: name("bar", 200, True), 7: name("bar")}
    found = resolve_methods(views, [], same((1, 2)))
    assert found == Resolution(((1, 2, 3, 4), (5,), (6,)), frozenset({7}))


def test_a_mention_in_doubt_is_settled_by_a_decision_and_the_others_wait() -> None:
    assert resolve_methods(STARS, [], same((2, 3))) == Resolution(((1,), (2, 3)), frozenset({4}))


def test_two_mentions_in_doubt_that_are_one_stay_in_doubt() -> None:
    assert resolve_methods(STARS, [], same((3, 4))) == Resolution(((1,), (2,)), frozenset({3, 4}))


def test_decisions_are_followed_through_a_mention_that_becomes_certain() -> None:
    views = STARS | {5: name("starnet", 500, True)}
    assert resolve_methods(views, [], same((1, 2), (3, 5))) == Resolution(((1, 2, 3, 4, 5),))


def test_an_alias_between_two_ideas_joins_them_once_they_are_decided_to_be_one() -> None:
    views = {1: name("a", 100, True), 2: name("a"), 3: name("c", 200, True), 4: name("c")}
    assert resolve_methods(views, [(2, 4)]).groups == ((1, 2), (3, 4))
    assert resolve_methods(views, [(2, 4)], same((1, 3))).groups == ((1, 2, 3, 4),)


def test_a_mention_told_apart_stands_alone_and_the_name_stays_with_the_rest() -> None:
    views = {1: name("a", 100, True), 2: name("a"), 3: name("a", 300), 4: name("a", 400)}
    assert resolve_methods(views, [], different((1, 3))).groups == ((1, 2, 4), (3,))


def test_spellings_of_one_name_in_one_paper_leave_together() -> None:
    views = {1: name("a", 100, True), 2: name("a", 300), 3: name("a", 300), 4: RefView("placeholder", "x", None, 300)}
    assert resolve_methods(views, [(3, 4)], different((1, 2), stated=({3, 4},))).groups == ((1,), (2, 3, 4))
    assert resolve_methods(views, [], different((1, 2), (3, 2))).groups == ((1, 3), (2,), (4,))


def test_methods_told_apart_that_nothing_joins_are_as_they_are() -> None:
    assert resolve_methods(STARS, [], different((1, 2), (1, 3))) == resolve_methods(STARS, [])
