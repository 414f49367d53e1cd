"""Parameters of a statement that is being written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.plan import Scalar
from graph.stores.sqlite.sql import many


@dataclass(slots=True)
class Binds:
    """Collects values and names; every value of a plan enters a statement through here."""

    values: dict[str, Scalar] = field(default_factory=dict)
    aliases: int = 0

    def add(self, value: Scalar) -> str:
        """Bind a value; returns its placeholder."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def many(self, values: Iterable[Scalar]) -> str:
        """Bind a list as one JSON text, to be read with `json_each`."""
        return self.add(many(values))

    def alias(self, prefix: str) -> str:
        """Return a table alias not used before."""
        self.aliases += 1
        return f"{prefix}{self.aliases}"
