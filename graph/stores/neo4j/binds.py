"""Parameters of a statement that is being written, and what it looks up once, before all else."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.plan import Scalar

Value = Scalar | list[Scalar]


@dataclass(slots=True)
class Binds:
    """Collects values and names; every value of a plan enters a statement through here.

    A statement has one parameter, the map of all values: the server plans a statement anew for parameters of other types or lengths (of
    texts and lists, by powers of ten), and does not look into maps.
    """

    values: dict[str, Value] = field(default_factory=dict)
    aliases: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)

    def add(self, value: Value) -> str:
        """Bind a value; returns its placeholder."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"$p.{name}"

    @property
    def parameters(self) -> dict[str, dict[str, Value]]:
        """The parameters of the statement."""
        return {"p": self.values}

    def alias(self, prefix: str) -> str:
        """Return a variable not used before: what an inner scope sees of an outer one cannot be named anew."""
        self.aliases += 1
        return f"{prefix}{self.aliases}"

    def once(self, expression: str) -> str:
        """Have an expression without variables evaluated once, at the start; returns the variable, which every scope sees."""
        name = self.alias("h")
        self.first.append((name, expression))
        return name
