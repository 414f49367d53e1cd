"""GEXF 1.3 (https://gexf.net), which Gephi reads: a directed graph of typed attributes, several edges between the same two allowed.

An edge has its relation as kind and as label, its support as weight. networkx's writer would put the day of writing into the file, so that
equal graphs gave different bytes.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from graph.interchange.subgraph import Edge, Node, Subgraph
from graph.interchange.xml_text import document, legal

_NODE = {"kind": "string", "year": "integer", "degree": "integer"}
_EDGE = {"relation": "string", "support": "integer"}


def write(subgraph: Subgraph) -> str:
    """Return the document. A node's name is its label; what is unknown is left out."""
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    _declared(graph, "node", _NODE)
    _declared(graph, "edge", _EDGE)
    nodes = SubElement(graph, "nodes")
    for node in subgraph.nodes:
        _node(nodes, node)
    edges = SubElement(graph, "edges")
    for place, edge in enumerate(subgraph.edges):
        _edge(edges, place, edge)
    return document(root)


def _declared(graph: Element, owner: str, types: dict[str, str]) -> None:
    listed = SubElement(graph, "attributes", {"class": owner, "mode": "static"})
    for name, type_ in types.items():
        SubElement(listed, "attribute", {"id": name, "title": name, "type": type_})


def _node(nodes: Element, node: Node) -> None:
    made = SubElement(nodes, "node", {"id": legal(node.id), "label": legal(node.name)})
    _values(made, {"kind": node.kind.name, "year": node.year, "degree": node.degree})


def _edge(edges: Element, place: int, edge: Edge) -> None:
    ends = {"source": legal(edge.source), "target": legal(edge.target)}
    more = {"kind": edge.relation, "label": edge.relation, "weight": str(edge.support)}
    made = SubElement(edges, "edge", {"id": str(place), **ends, **more})
    _values(made, {"relation": edge.relation, "support": edge.support})


def _values(owner: Element, values: dict[str, str | int | None]) -> None:
    listed = SubElement(owner, "attvalues")
    for name, value in values.items():
        if value is not None:
            SubElement(listed, "attvalue", {"for": name, "value": str(value)})
