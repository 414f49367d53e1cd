"""The formats in which subgraphs are written, and what each needs of a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graph.interchange import bibtex, edge_list, gexf, graphml, vosviewer
from graph.interchange.subgraph import ExportFormat, Subgraph, subgraph_of
from graph.kinds import Kind, Relation
from graph.plan import Along, Connection, Item, Page

MAX_AUTHORS = 1000
LISTED_AUTHORS = 80_000
"""How many authors a bibliography may list in all, by how many nodes it may have: within the limit of an operation."""


class Format(NamedTuple):
    """A format: how a subgraph is written in it, in which file as a rule, and a line about it."""

    write: Callable[[Subgraph], str]
    ending: str
    about: str


FORMATS: Mapping[ExportFormat, Format] = {
    ExportFormat.GEXF: Format(gexf.write, ".gexf", "GEXF 1.3, which Gephi reads."),
    ExportFormat.GRAPHML: Format(graphml.write, ".graphml", "GraphML, which most programs for networks read."),
    ExportFormat.VOSVIEWER: Format(vosviewer.write, ".json", "JSON of VOSviewer: kinds as clusters, one link between two nodes."),
    ExportFormat.CSV: Format(edge_list.write, ".csv", "CSV: an edge a row, with both of its ends; nodes without edges behind them."),
    ExportFormat.BIBTEX: Format(bibtex.write, ".bib", "BibTeX: the papers among the nodes."),
}


def items_of(format_: ExportFormat, limit: int) -> tuple[Item, ...]:
    """Return what a plan asks of a subgraph of up to `limit` nodes, as its `export`, to be written by `text_of`."""
    nodes = tuple(Item(name, name) for name in ("id", "name", "kind", "year", "degree"))
    if format_ is ExportFormat.BIBTEX:
        return (Item("nodes", "nodes", None, (*nodes, Item("node", "node", None, _work(min(MAX_AUTHORS, LISTED_AUTHORS // limit))))),)
    edges = tuple(Item(name, name) for name in ("source", "target", "relation", "support"))
    return Item("nodes", "nodes", None, nodes), Item("edges", "edges", None, edges)


def _work(authors: int) -> tuple[Item, ...]:
    """What is wanted of papers; a list of authors may end early."""
    on = (Kind.PAPER,)
    written = (Item("nameAsWritten", "nameAsWritten"), Item("node", "node", None, (Item("name", "name"),)))
    page = (Item("edges", "edges", None, written), Item("pageInfo", "pageInfo", None, (Item("hasNextPage", "hasNextPage"),)))
    wrote = Connection(Along(Relation.WROTE, forward=False, kinds=(Kind.AUTHOR,)), Page(authors))
    identifiers = Item("identifiers", "identifiers", None, (Item("scheme", "scheme"), Item("value", "value")), on)
    own = tuple(Item(name, name, on=on) for name in ("year", "venue", "url", "citekey"))
    return *own, identifiers, Item("authors", "authors", wrote, page, on)


def text_of(format_: ExportFormat, found: Mapping[str, Any]) -> str:
    """Return the file's text for what a store answered to `items_of`."""
    return FORMATS[format_].write(subgraph_of(found))
