"""Which references are one thing: each rule on the fewest references that show it, resolved by hand."""

from __future__ import annotations

import pytest

from graph.evidence import Ref
from graph.families import Parent, roots
from graph.identity import RefView, Resolution, block_of, resolve_methods, resolve_names, resolve_papers, without_handles
from graph.joins import NOTHING, Decided
from graph.kinds import Kind
from graph.short_titles import text_value


def texts(*values: str) -> dict[int, RefView]:
    """Text references numbered from 1."""
    return {number: RefView("text", value, value.split("|")[0]) for number, value in enumerate(values, start=1)}


def acl(value: str) -> RefView:
    return RefView("acl", value)


def name(block: str | None, scope: int | None = None, introduced: bool = False) -> RefView:
    return RefView("name", block or "", block, scope, introduced)


def test_what_is_not_said_of_a_reference_is_unknown() -> None:
    assert RefView("acl", "P19-1001") == ("acl", "P19-1001", None, None, False)
    assert Resolution(((1,),)) == Resolution(((1,),), frozenset())


def test_a_text_reference_is_title_family_and_year() -> None:
    assert text_value("a title", "smith", 2019) == "a title|smith|2019"
    assert text_value("a title") == "a title||"


# --- papers ---------------------------------------------------------------------------------------------------------


def test_a_title_may_hold_the_sign_that_parts_it_from_the_author() -> None:
    assert resolve_papers(texts("p(a|b)|smith|2019", "p(a|b)|smith|2020"), []).groups == ((1, 2),)


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        (("t|smith|2019", "t|smith|2019"), ((1, 2),)),
        (("t|smith|2019", "t|smith|2020"), ((1, 2),)),
        (("t|smith|2019", "t|smith|2021"), ((1,), (2,))),
        (("t|smith|2021", "t|smith|2019"), ((1,), (2,))),
        (("t|smith|2021", "t|smith|2019", "t|smith|2020"), ((1, 2, 3),)),
        (("t|smith|2019", "t|jones|2019"), ((1,), (2,))),
        (("t|smith|2019", "u|smith|2019"), ((1,), (2,))),
        (("t|smith|2019", "t|jones|2001", "t|smith|2020", "t|jones|2002"), ((1, 3), (2, 4))),
    ],
)
def test_known_texts_of_one_title_join_by_family_and_neighbouring_years(values: tuple[str, ...], groups: object) -> None:
    assert resolve_papers(texts(*values), []).groups == groups


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        (("t||", "t||"), ((1, 2),)),
        (("t|smith|", "t|smith|2019"), ((1, 2),)),
        (("t|jones|", "t|smith|2019"), ((1,), (2,))),
        (("t||2018", "t|smith|2019"), ((1, 2),)),
        (("t||2020", "t|smith|2019"), ((1, 2),)),
        (("t||2021", "t|smith|2019"), ((1,), (2,))),
        (("t||2017", "t|smith|2019"), ((1,), (2,))),
        (("t|jones|", "t||2019"), ((1, 2),)),
        (("t||2019", "t|jones|"), ((1, 2),)),
        (("t||", "t|smith|2019", "t|smith|2020"), ((1, 2, 3),)),
        (("t||", "t|smith|2019", "t|smith|2020", "t|smith|2021"), ((1, 2, 3, 4),)),
        (("t||", "t|smith|2019", "t|smith|2023"), ((1,), (2,), (3,))),
        (("t||", "t|jones|", "t|smith|2019"), ((1,), (2,), (3,))),
    ],
)
def test_an_unknown_author_or_year_fits_any_when_all_that_is_known_is_one_paper(values: tuple[str, ...], groups: object) -> None:
    assert resolve_papers(texts(*values), []).groups == groups


def test_a_title_of_three_families_still_joins_and_of_four_no_longer() -> None:
    three = ("t|smith|2019", "t|smith|2020", "t|jones|2019", "t|brown|2019", "t||")
    assert resolve_papers(texts(*three), []).groups == ((1, 2), (3,), (4,), (5,))
    assert resolve_papers(texts(*three, "t|white|2019"), []).groups == ((1,), (2,), (3,), (4,), (5,), (6,))


def test_a_text_that_no_record_states_stands_alone_beside_a_contradiction() -> None:
    views = texts("t|smith|2019", "t|smith|2020", "t|smith|2021") | {4: acl("A"), 5: acl("B")}
    found = resolve_papers(views, [(1, 4), (2, 5)], ["acl"])
    assert found == Resolution(((1, 4), (2, 5), (3,)), frozenset())


def test_a_contradiction_leaves_other_papers_and_other_doubts_as_they_are() -> None:
    views = texts("t|smith|2019", "u|jones|2001") | {
        3: RefView("doi", "d"),
        4: acl("C"),
        5: acl("A"),
        6: acl("B"),
        7: acl("D"),
        8: acl("E"),
    }
    found = resolve_papers(views, [(3, 4), (1, 5), (1, 6), (2, 7), (2, 8)], ["acl"])
    assert found == Resolution(((3, 4), (5,), (6,), (7,), (8,)), frozenset({1, 2}))


def test_strong_references_of_a_contradictory_component_stay_together() -> None:
    views = texts("t|smith|2019") | {2: acl("A"), 3: RefView("doi", "d"), 4: acl("B")}
    assert resolve_papers(views, [(2, 3), (1, 2), (1, 4)], ["acl"]) == Resolution(((2, 3), (4,)), frozenset({1}))


def test_two_values_of_a_scheme_that_may_have_several_are_no_contradiction() -> None:
    views = texts("t|smith|2019") | {2: acl("A"), 3: acl("B")}
    assert resolve_papers(views, [(1, 2), (1, 3)], ["dblp"]).groups == ((1, 2, 3),)


# --- names and methods ----------------------------------------------------------------------------------------------


def test_only_names_join_by_name() -> None:
    views = {1: name("x"), 2: RefView("orcid", "x", "x"), 3: name("x")}
    assert resolve_names(views, []).groups == ((1, 3), (2,))


def test_no_methods_are_no_groups() -> None:
    assert resolve_methods({}, []) == Resolution((), frozenset())


def test_placeholders_never_join_by_string_not_even_within_their_paper() -> None:
    views = {1: RefView("placeholder", "x", "x", 100), 2: RefView("placeholder", "x", "x", 100), 3: name("x", 100)}
    assert resolve_methods(views, []).groups == ((1,), (2,), (3,))


def test_names_without_a_folded_form_stand_alone() -> None:
    assert resolve_methods({1: name(None), 2: name(None)}, []).groups == ((1,), (2,))


def test_a_mention_in_an_introducing_papers_context_is_its_method() -> None:
    views = {1: name("bart", 100, True), 2: name("bart", 200, True), 3: name("bart", 100), 4: name("bart")}
    assert resolve_methods(views, []) == Resolution(((1, 3), (2,)), frozenset({4}))


def test_an_introduction_outside_any_paper_makes_no_second_method() -> None:
    assert resolve_methods({1: name("a", None, True), 2: name("a", 100, True)}, []).groups == ((1, 2),)


def test_an_alias_joins_bare_names_of_one_idea() -> None:
    assert resolve_methods({1: name("a", 100, True), 2: name("a"), 3: name("d")}, [(2, 3)]).groups == ((1, 2, 3),)


def test_a_link_of_one_ambiguous_mention_does_not_settle_the_other() -> None:
    views = {1: name("bart", 100, True), 2: name("bart", 200, True), 3: name("bart"), 4: name("bart"), 5: name("other", 300)}
    assert resolve_methods(views, [(3, 5)]) == Resolution(((1,), (2,), (3, 5)), frozenset({4}))


@pytest.mark.parametrize("link", [(2, 3), (3, 2)])
def test_a_link_into_a_papers_context_that_chains_two_introduced_methods_leaves_the_bare_name_alone(link: tuple[int, int]) -> None:
    views = {1: name("a", 100, True), 2: name("a"), 3: name("c", 200, True)}
    assert resolve_methods(views, [link]) == Resolution(((1,), (2,), (3,)), frozenset())


def test_an_identifier_that_chains_two_introduced_methods_takes_them_apart_by_paper() -> None:
    views = {
        1: name("a", 100, True),
        2: name("a"),
        3: RefView("url", "u"),
        4: name("c", 200, True),
        5: name("c"),
        6: RefView("placeholder", "p", None, 100),
    }
    found = resolve_methods(views, [(2, 3), (3, 5), (1, 6)])
    assert found == Resolution(((1, 6), (2,), (3,), (4,), (5,)), frozenset())


# --- families -------------------------------------------------------------------------------------------------------


# --- handles ---------------------------------------------------------------------------------------------------------


def on(name: str, dataset: int | None) -> RefView:
    return RefView("handle", name, name.lower(), dataset)


BARE = RefView("name", "hyc", "hyc")


def test_a_handle_on_one_dataset_is_left_out() -> None:
    assert without_handles({1: on("hyc", 10), 2: on("HYC", 10), 3: on("yw", 11)}, NOTHING) == {}


def test_handles_on_two_datasets_are_bare_names() -> None:
    views = {1: on("hyc", 10), 2: on("HYC", 11), 3: on("yw", 11)}
    assert without_handles(views, NOTHING) == {1: BARE, 2: RefView("name", "HYC", "hyc")}


def test_a_handle_is_a_bare_name_where_its_name_stands_elsewhere() -> None:
    scoped = RefView("name", "hyc", "hyc", 20, True)
    assert without_handles({1: on("hyc", 10), 2: scoped, 3: on("yw", 10)}, NOTHING) == {1: BARE, 2: scoped}


def test_a_placeholder_makes_no_name_known() -> None:
    placeholder = RefView("placeholder", "hyc", "hyc", 20)
    assert without_handles({1: on("hyc", 10), 2: placeholder}, NOTHING) == {2: placeholder}


@pytest.mark.parametrize("decided", [Decided(same=((1, 5),)), Decided(different=((5, 1),))])
def test_a_handle_of_which_something_is_decided_is_a_bare_name(decided: Decided) -> None:
    assert without_handles({1: on("hyc", 10), 2: on("yw", 10)}, decided) == {1: BARE}


def test_views_without_handles_stay() -> None:
    views = {1: BARE}
    assert without_handles(views, NOTHING) is views


def test_handles_stand_in_the_block_of_their_name() -> None:
    handle, name = (Ref(Kind.METHOD, scheme, text) for scheme, text in (("handle", "Bi-DAF"), ("name", "BiDAF")))
    assert block_of(handle) == block_of(name) is not None
    assert block_of(handle._replace(scheme="placeholder")) is None


def test_the_chosen_parent_has_most_support_then_the_smaller_name_then_the_smaller_key() -> None:
    assert roots({1: [Parent(-1, "a", "k", 2), Parent(-2, "b", "k", 3)]}) == {1: 3}
    assert roots({1: [Parent(-1, "b", "k", 2), Parent(-1, "a", "k", 3)]}) == {1: 3}
    assert roots({1: [Parent(-1, "a", "k2", 2), Parent(-1, "a", "k1", 3)]}) == {1: 3}


def test_the_root_is_the_top_of_the_chain() -> None:
    assert roots({1: [Parent(-1, "b", "b", 2)], 2: [Parent(-1, "c", "c", 3)], 3: []}) == {1: 3, 2: 3, 3: 3}


def test_the_root_of_a_cycle_is_its_smallest_name_also_from_outside_it() -> None:
    parents = {
        0: [Parent(-1, "a", "a", 1)],
        1: [Parent(-1, "m", "m", 2)],
        2: [Parent(-1, "n", "n", 3)],
        3: [Parent(-1, "m", "m", 2)],
    }
    assert roots(parents) == {0: 2, 1: 2, 2: 2, 3: 2}


def test_a_cycle_of_one_name_has_the_smaller_key_as_its_root() -> None:
    assert roots({1: [Parent(-1, "a", "k2", 2)], 2: [Parent(-9, "a", "k1", 1)]}) == {1: 1, 2: 1}
