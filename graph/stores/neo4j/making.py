"""Statements that make nodes and relationships, each with the shape of what it makes.

So what is sent to a server and what is written into import files (`graph/interchange/neo4j_import.py`) is told by the same word.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.property_graph import Nodes, Properties, Relationships, Shape


class Making(NamedTuple):
    """Making something of each row, and what. With `by`, what has this property in common with the row is written again, or `kept`."""

    shape: Shape
    by: str | None = None
    kept: bool = False

    def statement(self, found: list[Properties]) -> tuple[str, list[Any]]:
        """Return the text that makes what is `found`, and the rows it reads."""
        if isinstance(self.shape, Nodes):
            return _merging(self.shape, self.by, self.kept, found) if self.by else _creating(self.shape, found)
        return _joining(self.shape, found)


def created(*labels: str, key: str | None = None) -> Making:
    """Make a node with labels of each row."""
    return Making(Nodes(labels, key))


def merged(label: str, name: str, *, kept: bool = False) -> Making:
    """Make a node of each row, or write it again where one has its `name`; with `kept`, that one stays as it is."""
    return Making(Nodes((label,)), name, kept)


def joined(type_: str, label: str, key: str, ends: tuple[str, str] = ("a", "b")) -> Making:
    """Make a relationship of each row, between nodes that are there."""
    return Making(Relationships(type_, label, key, ends))


# Rows are lists, and properties are named in the text: a server makes `n = row` of a map in a fifth more time.


def _creating(shape: Nodes, found: list[Properties]) -> tuple[str, list[Any]]:
    names = _names(found)
    return f"CREATE (n:{':'.join(shape.labels)} {_map(names)})", [[row.get(name) for name in names] for row in found]


def _joining(shape: Relationships, found: list[Properties]) -> tuple[str, list[Any]]:
    start, end = shape.ends
    names = _names([row["told"] for row in found])
    ends = " ".join(f"MATCH ({name}:{shape.label} {{{shape.key}: row[{place}]}})" for place, name in enumerate("ab"))
    values = [[row[start], row[end], *map(row["told"].get, names)] for row in found]
    return f"{ends} CREATE (a)-[:{shape.type} {_map(names, 2)}]->(b)", values


def _merging(shape: Nodes, by: str, kept: bool, found: list[Properties]) -> tuple[str, list[Any]]:
    return f"MERGE (n:{shape.labels[0]} {{{by}: row.{by}}}) {'ON CREATE ' if kept else ''}SET n = row", list(found)


def _names(found: list[Properties]) -> list[str]:
    return sorted({name for row in found for name in row})


def _map(names: list[str], start: int = 0) -> str:
    return f"{{{', '.join(f'{name}: row[{place}]' for place, name in enumerate(names, start))}}}"
