"""Everything that the schema declares stands in a case, and nothing that may be asked goes without effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pytest
from graphql import DocumentNode, build_schema, parse, print_ast

from graph.store import GraphStore
from tests.api.cases.case import Case
from tests.api.cases.edits import Edit, edits
from tests.api.cases.literal import inlined
from tests.api.cases.table import CASES
from tests.api.cases.walk import declared, touched
from tests.contract.ask import respond
from tests.realdata import ROOT

SCHEMA = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))


def _missing(cases: Sequence[Case]) -> list[str]:
    return sorted(declared(SCHEMA).everything() - touched(SCHEMA, cases).everything())


async def _idle(world: GraphStore, cases: Sequence[Case]) -> list[str]:
    """Arguments, input fields and enum values of which no change changes an answer."""
    changes: dict[str, list[tuple[DocumentNode, Edit]]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: len(case.text)):  # the short ones are quickly tried
        document = inlined(SCHEMA, parse(case.text), await case.given(world))
        for edit in edits(SCHEMA, document):
            changes[edit.coordinate].append((document, edit))
    return sorted([name for name, found in changes.items() if not await _any_matters(world, found)])


async def _any_matters(world: GraphStore, changes: Sequence[tuple[DocumentNode, Edit]]) -> bool:
    for document, edit in changes:
        asked = edit.focused(document)
        before = await respond(world, print_ast(asked))
        assert before.errors is None
        after = await respond(world, print_ast(edit.applied(asked)))
        if after.errors or after.data != before.data:
            return True
    return False


def test_every_part_of_the_schema_stands_in_a_case() -> None:
    assert _missing(CASES) == []


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)  # thousands of operations: the stores are compared in tests/parity
async def test_everything_that_may_be_asked_matters(world: GraphStore) -> None:
    assert await _idle(world, CASES) == []


def test_what_no_case_asks_is_noticed() -> None:
    fewer = [case for case in CASES if "suggest(" not in case.text]
    assert set(_missing(fewer)) == {
        *(f"argument Query.suggest({name})" for name in ("first", "kinds", "prefix")),
        *(f"field Suggestion.{name}" for name in ("id", "kind", "name", "year")),
        "field Query.suggest",
    }


def test_a_field_without_a_value_does_not_count() -> None:
    text = "{ papers { totalCount nodes { year venue links authors { nodes { name } } } } }"
    paper: dict[str, object] = {"year": 2020, "venue": None, "links": [], "authors": {"nodes": []}}
    found = touched(SCHEMA, [Case("", text, {"papers": {"totalCount": 0, "nodes": [paper]}})])
    assert found.fields == {"Query.papers", "PaperConnection.totalCount", "PaperConnection.nodes", "Paper.year", "Paper.authors"}


async def test_what_has_no_effect_is_noticed(world: GraphStore) -> None:
    idle = '{ papers(first: 20, where: {year: {gt: 2019, ge: 2020}}) { totalCount } search(text: "x", kinds: [TASK]) { totalCount } }'
    assert await _idle(world, [Case("", idle, {})]) == [
        "argument Query.papers(first)", "argument Query.search(kinds)", "input field IntFilter.ge", "input field IntFilter.gt",
        "value asked Kind.TASK",
    ]  # fmt: skip
    used = "{ papers(first: 1, orderBy: [{by: NAME, direction: DESC}], where: {year: {ge: 2020}}) { totalCount nodes { id } } }"
    assert await _idle(world, [Case("", used, {})]) == []
