"""Which claim is shown: rank, then records, then code points; lists are unions. All by hand."""

from __future__ import annotations

import pytest

from graph.claims import MENTION_RANK, RANKS, Claim, best, conflicting, order_text, shown
from graph.evidence import Value
from graph.kinds import KINDS, Kind

PAPER = KINDS[Kind.PAPER].properties


def test_ranks_are_those_of_the_sources_and_a_mention_is_the_last() -> None:
    assert RANKS == {"curated": 0, "registry": 1, "publisher": 2, "leaderboard": 3, "text": 4}
    assert MENTION_RANK == 5


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ([(1, 1, "B"), (2, 9, "A")], "B"),
        ([(2, 9, "A"), (1, 1, "B")], "B"),
        ([(3, 1, "B"), (3, 2, "C"), (3, 1, "A")], "C"),
        ([(3, 1, "B"), (3, 1, "A")], "A"),
        ([(3, 1, "A"), (3, 1, "B"), (3, 1, "B")], "B"),
        ([(3, 3, "A"), (3, 2, "B"), (3, 2, "B")], "B"),
        ([(3, 1, "B"), (3, 1, "B"), (3, 1, "B"), (2, 1, "B"), (2, 2, "A")], "A"),
        ([(2, 1, "B"), (3, 5, "B"), (2, 2, "A")], "A"),
        ([(3, 7, "A"), (2, 1, "A"), (2, 2, "B")], "B"),
        ([(3, 2, "A"), (2, 2, "A"), (2, 3, "B")], "B"),
        ([(2, 1, "a"), (2, 1, "Z")], "Z"),
        ([(1, 1, 10), (1, 1, 9)], 10),
    ],
)
def test_the_best_claim(found: list[tuple[int, int, Value]], value: Value) -> None:
    assert best(found) == value


def test_values_that_are_no_text_compare_by_their_json() -> None:
    assert order_text("Grün") == "Grün"
    assert order_text(2019) == "2019"
    assert order_text(None) == "null"
    assert order_text(["Grün"]) == '["Grün"]'


def test_a_single_claim_is_shown_without_what_it_leaves_empty() -> None:
    claim = Claim(2, {"title": "T", "year": None, "links": ["b", "a", "b"], "areas": []})
    assert shown(PAPER, [claim]) == {"title": "T", "links": ["a", "b"]}


def test_several_claims_show_the_best_of_each_property_and_leave_empty_ones_out() -> None:
    claims = [
        Claim(3, {"title": "B", "year": None, "links": ["y", "x"]}),
        Claim(3, {"title": "A", "venue": "ACL", "areas": []}),
        Claim(2, {"year": 2019, "links": ["z", "x"]}),
    ]
    assert shown(PAPER, claims) == {"title": "A", "venue": "ACL", "year": 2019, "links": ["x", "y", "z"]}


def test_records_that_state_the_same_weigh_one_each() -> None:
    assert Claim(3, {}).weight == 1
    assert shown(PAPER, [Claim(3, {"title": "A"}), Claim(3, {"title": "B"}, 2)]) == {"title": "B"}
    assert shown(PAPER, [Claim(3, {"title": "A"}), Claim(3, {"title": "B"})]) == {"title": "A"}


def test_properties_that_the_kind_does_not_have_are_not_shown() -> None:
    assert shown(PAPER, [Claim(3, {"title": "A"}), Claim(3, {"nothing": "B"})]) == {"title": "A"}


def test_only_scalars_with_several_values_conflict() -> None:
    claims = [
        Claim(1, {"title": "A", "year": 2019, "links": ["x"], "venue": None}),
        Claim(4, {"title": "B", "year": 2019, "links": ["y"], "venue": "ACL"}),
    ]
    assert conflicting(claims) == {"title": {"A", "B"}}
    assert conflicting([Claim(1, {"year": 2019}), Claim(1, {"year": 2020})]) == {"year": {"2019", "2020"}}
