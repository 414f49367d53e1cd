"""Titles cut short: which suggest a paper, on the fewest references that show it, resolved by hand."""

from __future__ import annotations

import pytest

from graph.identity import RefView, resolve_papers
from graph.joins import Decided
from graph.short_titles import LONGEST, short_titles, short_value
from tests.unit.views import acl, doi, text

CUT = "semanticnetsasetofmethods"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("BERT: Pre-training of Deep Bidirectional Transformers", ["bert", "pretrainingofdeepbidirectionaltransformers"]),
        ("Foo at SemEval-2018 Task 9: A Hybrid Approach to Discovery", ["fooatsemeval2018task9", "ahybridapproachtodiscovery"]),
        ("Transformers: A Survey", ["transformers"]),
        ("Does it Work? A Study of Four Methods", ["doesitwork", "astudyoffourmethods"]),
        ("Parsing – Methods and their Many Problems", ["parsing", "methodsandtheirmanyproblems"]),
        ("A: B: C and D and E", ["a", "bcanddande"]),
        (
            "Foo 2013 – Track 1: Summaries in Many Languages",
            ["foo2013track1", "summariesinmanylanguages", "foo2013", "track1summariesinmanylanguages"],
        ),
        ("Part-of-Speech Tagging", []),
        ("Mask R-CNN", []),
        ("42: An Answer", []),
        (": Nothing Before", []),
        ("Nothing after:", []),
        ("Ratio 1:2 in Trees", []),
        (f"Long: {'x' * LONGEST}", []),
    ],
)
def test_a_title_is_cut_at_its_first_colon_or_dash_between_words(title: str, short: list[str]) -> None:
    assert short_titles(title) == short


def short(of: str, title: str = CUT) -> RefView:
    return RefView("short", short_value(title, of), title)


def whole(end: str, author: str = "smith|2019", title: str = CUT) -> tuple[RefView, RefView]:
    """A paper's title, and its short form."""
    found = text(f"{title}{end}|{author}")
    return found, short(found.value, title)


def resolved(*views: RefView, links: tuple[tuple[int, int], ...] = (), decided: Decided | None = None) -> tuple[tuple[int, ...], ...]:
    """Resolve references numbered from 1; short titles are in no group."""
    numbered = dict(enumerate(views, start=1))
    return resolve_papers(numbered, links, ("acl",), decided or Decided()).groups


A, A_SHORT = whole("partone")
B, B_SHORT = whole("parttwo")


@pytest.mark.parametrize(
    ("cut", "groups"),
    [
        ("smith|2019", ((1, 3),)),
        ("smith|2020", ((1, 3),)),
        ("smith|2021", ((1,), (3,))),
        ("jones|2019", ((1,), (3,))),
        ("smith|", ((1, 3),)),
        ("|2019", ((1, 3),)),
        ("|2021", ((1,), (3,))),
        ("|", ((1, 3),)),
    ],
)
def test_a_cut_title_joins_the_one_paper_that_it_fits(cut: str, groups: object) -> None:
    assert resolved(A, A_SHORT, text(f"{CUT}|{cut}")) == groups


def test_without_author_and_year_a_cut_title_must_be_long() -> None:
    found, its_short = whole("pretraining", title="bert")
    assert resolved(found, its_short, text("bert||")) == ((1,), (3,))
    assert resolved(found, its_short, text("bert|smith|2019")) == ((1, 3),)


def test_a_cut_title_that_fits_two_papers_joins_neither() -> None:
    assert resolved(A, A_SHORT, B, B_SHORT, text(f"{CUT}|smith|2019")) == ((1,), (3,), (5,))


def test_two_papers_with_one_short_title_are_two() -> None:
    assert resolved(A, A_SHORT, B, B_SHORT) == ((1,), (3,))


def test_the_years_tell_two_papers_of_one_short_title_apart() -> None:
    old, old_short = whole("parttwo", "smith|2010")
    assert resolved(A, A_SHORT, old, old_short, text(f"{CUT}|smith|2011")) == ((1,), (3, 5))
    assert resolved(A, A_SHORT, old, old_short, text(f"{CUT}||")) == ((1,), (3,), (5,))


def test_cut_titles_of_one_paper_that_fit_two_join_neither() -> None:
    later, later_short = whole("parttwo", "smith|2022")
    found = resolved(A, A_SHORT, later, later_short, text(f"{CUT}|smith|2020"), text(f"{CUT}|smith|2021"))
    assert found == ((1,), (3,), (5, 6))


def test_a_paper_of_that_title_is_meant_before_one_that_is_called_so_for_short() -> None:
    assert resolved(A, A_SHORT, text(f"{CUT}|jones|2001"), text(f"{CUT}||")) == ((1,), (3, 4))


def test_a_cut_title_of_a_paper_that_is_known_whole_means_no_other() -> None:
    """One source cut the title of A and gives its identifier; B has the same short title."""
    cut = text(f"{CUT}|smith|2019")
    views = (acl("1"), A, A_SHORT, cut, B, B_SHORT)
    assert resolved(*views, links=((1, 2), (1, 4))) == ((1, 2, 4), (5,))


def test_identifiers_of_one_scheme_keep_a_cut_title_apart() -> None:
    cut = text(f"{CUT}|smith|2019")
    assert resolved(acl("1"), A, A_SHORT, acl("2"), cut, links=((1, 2), (4, 5))) == ((1, 2), (4, 5))
    assert resolved(doi("1"), A, A_SHORT, doi("2"), cut, links=((1, 2), (4, 5))) == ((1, 2), (4, 5))
    assert resolved(acl("1"), A, A_SHORT, doi("2"), cut, links=((1, 2), (4, 5))) == ((1, 2, 4, 5),)
    web = RefView("url", "https://a.example/"), RefView("url", "https://b.example/")
    assert resolved(web[0], A, A_SHORT, web[1], cut, links=((1, 2), (4, 5))) == ((1, 2, 4, 5),), "a paper has many addresses"


def test_what_was_told_apart_stays_apart() -> None:
    cut = text(f"{CUT}|smith|2019")
    views = (acl("1"), A, A_SHORT, doi("2"), cut)
    assert resolved(*views, links=((1, 2), (4, 5)), decided=Decided(different=((1, 4),))) == ((1, 2), (4, 5))


def test_of_many_papers_with_one_short_title_the_author_tells_which_is_meant() -> None:
    wholes = [view for n, family in enumerate(("smith", "jones", "brown", "white")) for view in whole(f"part{n}", f"{family}|2019")]
    assert resolved(*wholes, text(f"{CUT}|jones|2019")) == ((1,), (3, 9), (5,), (7,))
    assert resolved(*wholes, text(f"{CUT}||")) == ((1,), (3,), (5,), (7,), (9,))


def test_without_an_author_a_short_title_of_many_families_joins_nothing() -> None:
    """One paper whose records spell its author in more ways than may publish under one title."""
    wholes = [view for n, family in enumerate(("smith", "smyth", "smithe", "schmidt")) for view in whole("part", f"{family}|2019")]
    links = ((1, 2), (1, 4), (1, 6), (1, 8))
    assert resolved(acl("1"), *wholes[:6], text(f"{CUT}||"), links=links[:3]) == ((1, 2, 4, 6, 8),)
    assert resolved(acl("1"), *wholes, text(f"{CUT}||"), links=links) == ((1, 2, 4, 6, 8), (10,))


def test_cut_titles_chain_from_shorter_to_longer() -> None:
    middle = text(f"{CUT}|smith|2019")
    its_short = short(middle.value, "semanticnetsasetof")
    assert resolved(A, A_SHORT, middle, its_short, text("semanticnetsasetof|smith|2019")) == ((1, 3, 5),)


def test_a_short_title_without_its_paper_says_nothing() -> None:
    assert resolved(A_SHORT, text(f"{CUT}|smith|2019")) == ((2,),)
