"""Answers that engines give differently when they are asked carelessly: the same from every store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.evidence import Place
from graph.kinds import Relation
from graph.store import GraphStore
from tests.build import acl, edge, introduces, method, record, result, titled, write
from tests.contract.ask import ask

BY_VALUE = """query ($after: String) { results(orderBy: [{by: VALUE}], first: 1, after: $after) {
  nodes { value } pageInfo { hasNextPage endCursor }
} }"""
FIGURES = (-1.5, 0.0, 5e-324, 1e-7, 1 / 3, 200 / 3, 1e7, 1e16, 1e22, 1e300)


async def walked(store: GraphStore, text: str, variables: dict[str, Any], *path: str) -> tuple[list[Any], list[str]]:
    """All pages of the connection at a path: their nodes and their cursors."""
    nodes: list[Any] = []
    cursors: list[str] = []
    while True:
        found: Any = await ask(store, text, variables | {"after": cursors[-1] if cursors else None})
        for step in path:
            found = found[step][0] if isinstance(found[step], list) else found[step]
        nodes += found["nodes"]
        cursors.append(found["pageInfo"]["endCursor"])
        if not found["pageInfo"]["hasNextPage"]:
            return nodes, cursors


async def test_cursors_hold_floats_by_their_shortest_digits(store: GraphStore) -> None:
    await write(store, [record(f"r{n}", *result(f"r{n}", method("Foo"), "SVHN", value, metric=f"M{n}")) for n, value in enumerate(FIGURES)])
    nodes, cursors = await walked(store, BY_VALUE, {}, "results")
    assert [node["value"] for node in nodes] == list(FIGURES)
    shown = ["-1.5", "0.0", "5e-324", "1e-07", "0.3333333333333333", "66.66666666666667", "10000000.0", "1e+16", "1e+22", "1e+300"]
    assert [cursor.split(",")[2] for cursor in cursors] == shown


async def test_zero_has_one_sign_on_leaderboards(store: GraphStore) -> None:
    await write(store, [record("r", *result("r", method("Foo"), "SVHN", 0.0))])
    found = await ask(store, '{ dataset(by: {name: "SVHN"}) { leaderboard { edges { cursor rank } } } }')
    (one,) = found["dataset"]["leaderboard"]["edges"]
    assert one["rank"] == 1
    assert json.loads(one["cursor"])[2:8] == ["Accuracy", None, None, "percent", None, 0.0]
    assert ",0.0," in one["cursor"]


KEYS = ("a", "\ue000", "\ufffd", "\U0001f9e0", "\U00020000")
"""Keys of records in the order of their code points, which is not that of their units of UTF-16."""
ROWS = """query ($after: String) { method(by: {name: "Foo"}) { usedBy { edges { evidence(first: 1, after: $after) {
  nodes { recordKey } pageInfo { hasNextPage endCursor }
} } } } }"""


async def test_source_rows_are_paged_by_the_code_points_of_their_keys(store: GraphStore) -> None:
    paper = acl("P19-1001")
    said = (titled(paper, "A paper", None, 2019), *introduces(paper, "Foo"), edge(Relation.USES, paper, method("Foo", paper)))
    for source in ("\ue000", "\U0001f9e0"):
        await write(store, [record(key, *said, source=source) for key in KEYS])
    nodes, cursors = await walked(store, ROWS, {}, "method", "usedBy", "edges", "evidence")
    assert [node["recordKey"] for node in nodes] == [*KEYS, *KEYS]
    assert len(set(cursors)) == len(cursors)


ALWAYS = "{or: [{year: {eq: 2019}}, {year: null}], minConfidence: 0}"
FILTERS = {
    f'{{or: [{ALWAYS}, {{or: [{{title: {{ne: "A"}}, year: {{ne: 1}}}}]}}, {{venue: {{eq: "B"}}, url: {{ne: "C"}}}}]}}': 1,
    f"{{and: [{ALWAYS}, {{or: []}}]}}": 0,
    f"{{not: {{or: [{{}}, {ALWAYS}]}}}}": 0,
    '{not: {and: [{or: []}, {sources: ["test"]}]}}': 1,
    '{or: [{or: []}, {sources: ["test"]}]}': 1,
    '{or: [{or: []}, {sources: ["other"]}]}': 0,
}


@pytest.mark.parametrize("where", FILTERS)
async def test_filters_may_hold_what_is_always_true_or_false(store: GraphStore, where: str) -> None:
    await write(store, [record("a", titled(acl("P19-1001"), "A paper", None, 2019))])
    assert (await ask(store, f"{{ papers(where: {where}) {{ totalCount }} }}"))["papers"]["totalCount"] == FILTERS[where]


async def test_words_of_any_length_are_found(store: GraphStore) -> None:
    long, unlike = "w" * 300, "w" * 119 + "x" * 181
    await write(store, [record("a", *introduces(acl("P19-1001"), f"{long} Net", f"{unlike} Net"), titled(acl("P19-1001"), "A paper"))])
    for text, found in ((long, long), (long[:260], long), (unlike, unlike)):
        asked = await ask(store, f'{{ search(text: "{text}") {{ nodes {{ id }} }} suggest(prefix: "{text}") {{ name }} }}')
        assert [one["name"] for one in asked["suggest"]] == [f"{found} Net"]
        assert len(asked["search"]["nodes"]) == 1


async def test_the_first_and_last_character_of_a_quote_are_kept(store: GraphStore) -> None:
    place = Place("\U0001f9e0 field", "test/1", 1 / 3, 0, 9, '\U0001f9e0 "quoted" \\ {}')
    paper = acl("P19-1001")
    said = edge(Relation.USES, paper, method("Foo", paper))._replace(place=place)
    await write(store, [record("\U0001f9e0", titled(paper, "A paper"), *introduces(paper, "Foo"), said)])
    found = await ask(
        store, '{ method(by: {name: "Foo"}) { usedBy { edges { evidence { nodes { locator quote confidence recordKey } } } } } }'
    )
    (shown,) = found["method"]["usedBy"]["edges"][0]["evidence"]["nodes"]
    assert shown == {
        "locator": "test.jsonl:\U0001f9e0 \U0001f9e0 field", "quote": '\U0001f9e0 "quoted" \\ {}', "confidence": 1 / 3, "recordKey": "\U0001f9e0",
    }  # fmt: skip
