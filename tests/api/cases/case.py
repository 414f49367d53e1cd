"""A case: an operation, and the complete answer worked out by hand from the facts and the definitions.

What no hand can work out stands in an answer as a symbol: `<time>` is a UTC time, `<version>` the program's version, and any other
`<name>` a text (a cursor, a result's id) that is the same wherever the symbol stands in the answer, and different from every other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from graph.store import GraphStore
from tests.contract.ask import ask

Path = tuple[str | int, ...]
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


@dataclass(frozen=True)
class Case:
    """An operation and its answer. `cursors` names variables that take a value of the answer that comes without them."""

    name: str
    text: str
    answer: dict[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)
    cursors: Mapping[str, Path] = field(default_factory=dict)

    async def given(self, store: GraphStore) -> dict[str, Any]:
        """The variables, with the values that come from a first answer."""
        if not self.cursors:
            return dict(self.variables)
        first = await ask(store, self.text, dict(self.variables))
        return {**self.variables, **{name: at(first, path) for name, path in self.cursors.items()}}


def at(answer: Any, path: Path) -> Any:
    """The value at a path of an answer."""
    for step in path:
        answer = answer[step]
    return answer


def is_symbol(value: object) -> bool:
    """Whether an expected value is a symbol."""
    return isinstance(value, str) and value.startswith("<") and value.endswith(">")


class Symbols:
    """What the symbols of one answer stand for."""

    def __init__(self) -> None:
        self._meaning: dict[str, str] = {}

    def named(self, found: Any, expected: Any) -> Any:
        """The answer as found, with the symbols of the expected one wherever they hold."""
        if isinstance(found, dict) and isinstance(expected, dict):
            return {key: self.named(value, expected.get(key)) for key, value in found.items()}
        if isinstance(found, list) and isinstance(expected, list):
            return [self.named(a, b) for a, b in zip(found, expected, strict=False)] + found[len(expected) :]
        if is_symbol(expected) and isinstance(found, str) and self._holds(expected, found):
            return expected
        return found

    def _holds(self, symbol: str, found: str) -> bool:
        if symbol == "<time>":
            return _TIME.fullmatch(found) is not None
        if symbol == "<version>":
            return found == version("citegraph")
        if symbol not in self._meaning and found and found not in self._meaning.values():
            self._meaning[symbol] = found
        return self._meaning.get(symbol) == found
