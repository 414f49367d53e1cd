from __future__ import annotations

from graph.claims import Claim, best, conflicting, shown
from graph.families import Parent, roots
from graph.identity import RefView, resolve_methods, resolve_names, resolve_papers
from graph.kinds import KINDS, Kind


def acl(value: str) -> RefView:
    return RefView("acl", value)


def text(value: str) -> RefView:
    return RefView("text", value, value.split("|")[0])


def name(block: str, scope: int | None = None, introduced: bool = False) -> RefView:
    return RefView("name", block, block, scope, introduced)


def test_strong_links_join_and_text_of_neighbouring_years_suggests() -> None:
    views = {
        1: acl("A"),
        2: RefView("doi", "d"),
        3: text("t|smith|2019"),
        4: RefView("doi", "e"),
        5: text("t|smith|2020"),
        6: text("t|smith|2023"),
    }
    found = resolve_papers(views, [(1, 2), (1, 3), (4, 5)], ["acl"])
    assert found.groups == ((1, 2, 3, 4, 5), (6,))


def test_a_contradictory_component_falls_apart_and_shared_text_is_in_doubt() -> None:
    views = {1: acl("A"), 2: acl("B"), 3: text("t|smith|2019"), 4: text("t|smith|2020")}
    found = resolve_papers(views, [(1, 3), (2, 3), (2, 4)], ["acl"])
    assert found.groups == ((1,), (2, 4))
    assert found.doubtful == {3}


SWIN, YOLOX = "swintransformerhierarchicalvisiontransformer", "yoloxexceedingyoloseriesin2021"


def test_a_paper_stated_with_contradictory_titles_is_joined_to_no_other_by_them() -> None:
    views = {1: RefView("arxiv", "2107.08430"), 2: RefView("arxiv", "2103.14030"), 3: text(f"{SWIN}||"), 4: text(f"{YOLOX}||")}
    found = resolve_papers(views, [(1, 3), (1, 4), (2, 3)], ["acl"])
    assert found.groups == ((1, 4), (2,))
    assert found.doubtful == {3}
    assert resolve_papers({ref: views[ref] for ref in (1, 2, 3)}, [(1, 3), (2, 3)], ["acl"]).groups == ((1, 2, 3),)


def test_a_longer_form_of_a_title_contradicts_nothing() -> None:
    views = {1: RefView("arxiv", "a"), 2: RefView("doi", "b"), 3: text("bert||"), 4: text("bertpretraining||")}
    assert resolve_papers(views, [(1, 3), (1, 4), (2, 4)], ["acl"]).groups == ((1, 2, 3, 4),)


def test_a_vague_text_joins_only_a_single_known_paper() -> None:
    views = {1: text("t||"), 2: text("t|smith|2019"), 3: text("t|jones|2001")}
    assert resolve_papers({1: views[1], 2: views[2]}, []).groups == ((1, 2),)
    assert resolve_papers(views, []).groups == ((1,), (2,), (3,))


def test_methods_of_two_introducers_stand_apart() -> None:
    views = {1: name("bart", 100, True), 2: name("bart", 200, True), 3: name("bart"), 4: name("bart", 300)}
    found = resolve_methods(views, [])
    assert found.groups == ((1,), (2,))
    assert found.doubtful == {3, 4}
    assert resolve_methods({1: views[1], 3: views[3], 4: views[4]}, []).groups == ((1, 3, 4),)


def test_an_unscoped_alias_never_joins_two_introduced_methods() -> None:
    views = {1: name("a", 100, True), 2: name("a"), 3: name("c", 200, True), 4: name("c")}
    found = resolve_methods(views, [(2, 4)])
    assert found.groups == ((1, 2), (3, 4))


def test_names_join_by_block_and_link() -> None:
    views = {1: name("x"), 2: name("x"), 3: name("y"), 4: RefView("orcid", "o")}
    assert resolve_names(views, [(2, 3)]).groups == ((1, 2, 3), (4,))


def test_roots_prefer_support_then_name_and_end_cycles() -> None:
    parents = {
        1: [Parent(-1, "b", "k2", 2), Parent(-2, "z", "k3", 3)],
        2: [],
        3: [],
        4: [Parent(-1, "five", "k5", 5)],
        5: [Parent(-1, "four", "k4", 4)],
    }
    assert roots(parents) == {1: 3, 2: 2, 3: 3, 4: 5, 5: 5}


def test_claims() -> None:
    properties = KINDS[Kind.PAPER].properties
    claims = [
        Claim(3, {"title": "B", "links": ["y"]}),
        Claim(3, {"title": "A", "links": ["x"]}),
        Claim(4, {"title": "C"}),
        Claim(4, {"title": "C"}),
    ]
    assert shown(properties, claims) == {"title": "A", "links": ["x", "y"]}
    assert best([(3, 1, "B"), (3, 2, "C"), (3, 1, "A")]) == "C"
    assert best([(3, 9, "B"), (2, 1, "Z")]) == "Z"
    assert conflicting(claims) == {"title": {"A", "B", "C"}}
