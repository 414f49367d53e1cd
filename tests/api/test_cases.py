"""Every case is answered as worked out by hand."""

from __future__ import annotations

import pytest

from graph.store import GraphStore
from tests.api.cases.case import Case, Symbols
from tests.api.cases.table import CASES
from tests.contract.ask import ask


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_answer_is_the_one_worked_out(world: GraphStore, case: Case) -> None:
    found = await ask(world, case.text, await case.given(world))
    assert Symbols().named(found, case.answer) == case.answer
