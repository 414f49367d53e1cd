"""Everything that the schema declares stands in a case, and nothing that may be asked goes without effect."""

from __future__ import annotations

from collections import defaultdict

from graphql import DocumentNode, build_schema, parse, print_ast

from graph.store import GraphStore
from tests.api.cases.edits import Edit, edits
from tests.api.cases.literal import inlined
from tests.api.cases.table import CASES
from tests.api.cases.walk import declared, touched
from tests.contract.ask import respond
from tests.realdata import ROOT

SCHEMA = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))

NEVER_ANSWERED = {
    "value answered Kind.RESULT": "suggestions complete names, and results have none of their own",
    "member Node: Result": "",
}


def test_every_part_of_the_schema_stands_in_a_case() -> None:
    missing = declared(SCHEMA).everything() - touched(SCHEMA, CASES).everything()
    assert sorted(missing - set(NEVER_ANSWERED)) == []


async def test_everything_that_may_be_asked_matters(world: GraphStore) -> None:
    changes: dict[str, list[tuple[DocumentNode, Edit]]] = defaultdict(list)
    for case in sorted(CASES, key=lambda case: len(case.text)):  # the short ones are quickly tried
        document = inlined(SCHEMA, parse(case.text), await case.given(world))
        for edit in edits(SCHEMA, document):
            changes[edit.coordinate].append((document, edit))
    idle = [name for name, found in changes.items() if not await _any_matters(world, found)]
    assert sorted(idle) == []


async def _any_matters(world: GraphStore, changes: list[tuple[DocumentNode, Edit]]) -> bool:
    for document, edit in changes:
        asked = edit.focused(document)
        before = await respond(world, print_ast(asked))
        assert before.errors is None
        after = await respond(world, print_ast(edit.applied(asked)))
        if after.errors or after.data != before.data:
            return True
    return False
