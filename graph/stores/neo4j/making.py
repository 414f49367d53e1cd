"""Statements that make nodes and relationships, each with the shape of what it makes.

So what is sent to a server and what is written into import files (`graph/interchange/neo4j_import.py`) is told by the same word.
"""

from __future__ import annotations

from typing import NamedTuple

from graph.property_graph import Nodes, Relationships, Shape


class Making(NamedTuple):
    """A statement that makes something of each row, and what."""

    text: str
    shape: Shape


def created(*labels: str, key: str | None = None) -> Making:
    """Make a node with labels of each row."""
    return Making(f"CREATE (n:{':'.join(labels)}) SET n = row", Nodes(labels, key))


def merged(label: str, name: str, *, kept: bool = False) -> Making:
    """Make a node of each row, or write it again where one has its `name`; with `kept`, that one stays as it is."""
    return Making(f"MERGE (n:{label} {{{name}: row.{name}}}) {'ON CREATE ' if kept else ''}SET n = row", Nodes((label,)))


def joined(type_: str, label: str, key: str, ends: tuple[str, str] = ("a", "b")) -> Making:
    """Make a relationship of each row, between nodes that are there."""
    start, end = (f"MATCH ({name}:{label} {{{key}: row.{end}}})" for name, end in zip("ab", ends, strict=True))
    return Making(f"{start} {end} CREATE (a)-[r:{type_}]->(b) SET r = row.told", Relationships(type_, label, key, ends))
