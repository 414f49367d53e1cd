"""A graph as what stands in Neo4j, in data: nodes with labels and relationships with a type, each with properties.

What a property means is told in `graph/stores/neo4j/schema.py`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Properties = dict[str, Any]
"""Texts, integers, floats, booleans, lists of texts or integers by name; None for what is not there."""


class Nodes(NamedTuple):
    """Nodes with these labels. `key` is the property by which relationships find them, None where none does; each row is a node's properties."""

    labels: tuple[str, ...]
    key: str | None = None


class Relationships(NamedTuple):
    """Relationships of a type between nodes with a label.

    A row has the `key` of the node where one starts and of the node where it ends under the names `ends`, and the properties under `told`.
    """

    type: str
    label: str
    key: str
    ends: tuple[str, str] = ("a", "b")


Shape = Nodes | Relationships
Part = tuple[Shape, list[Properties]]
"""Some nodes or relationships of a shape, as rows that all have the same names."""
