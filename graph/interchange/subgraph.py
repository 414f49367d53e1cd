"""A subgraph as files hold it, and the formats there are (`FORMATS`): each is a pure function from a subgraph to text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph.kinds import Kind


class ExportFormat(StrEnum):
    """The form of a file. The value is its name on the command line."""

    GEXF = "gexf"
    GRAPHML = "graphml"
    VOSVIEWER = "vosviewer"
    CSV = "csv"
    BIBTEX = "bibtex"


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of a paper as a bibliography shows it. `names` are its authors as written, in order; `is_cut`: there are more.

    `citekey` is what bibliographies cite it by that were loaded.
    """

    names: tuple[str, ...] = ()
    is_cut: bool = False
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    citekey: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `degree` counts its edges in the whole graph. `work` is there when it is a paper and a bibliography is wanted."""

    id: str
    name: str
    kind: Kind
    year: int | None
    degree: int
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two nodes, by their ids; several of different relations may join the same two."""

    source: str
    target: str
    relation: str
    support: int


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the edges among them. Files keep the order of both."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def subgraph_of(found: Mapping[str, Any]) -> Subgraph:
    """Return the subgraph that an answer of a store holds as `export` (`graph.plan`), under the names of its items."""
    nodes = tuple(
        Node(one["id"], one["name"], Kind[one["kind"]], one["year"], one["degree"], _work(one["node"]) if "node" in one else None)
        for one in found["nodes"]
    )
    return Subgraph(nodes, tuple(Edge(**one) for one in found.get("edges", ())))


def _work(paper: Mapping[str, Any]) -> Work | None:
    if "authors" not in paper:
        return None
    names = tuple(edge["nameAsWritten"] or edge["node"]["name"] for edge in paper["authors"]["edges"])
    first = {one["scheme"]: one["value"] for one in reversed(paper["identifiers"])}
    is_cut = paper["authors"]["pageInfo"]["hasNextPage"]
    own = (paper["year"], paper["venue"], paper["url"])
    return Work(names, is_cut, *own, first.get("doi"), first.get("arxiv"), paper["citekey"])
