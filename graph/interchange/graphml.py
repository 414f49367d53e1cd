"""GraphML (http://graphml.graphdrawing.org), which most programs for networks read: a directed graph of typed attributes.

networkx's writer would break a name in two at characters such as U+2028, and leave control characters in, which no reader takes.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from graph.interchange.subgraph import Subgraph
from graph.interchange.xml_text import document, legal

_KEYS = {
    "node": {"name": "string", "kind": "string", "year": "int", "degree": "int"},
    "edge": {"relation": "string", "support": "int"},
}


def write(subgraph: Subgraph) -> str:
    """Return the document. What is unknown is left out."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for owner, types in _KEYS.items():
        for name, type_ in types.items():
            SubElement(root, "key", {"id": name, "for": owner, "attr.name": name, "attr.type": type_})
    graph = SubElement(root, "graph", {"edgedefault": "directed"})
    for node in subgraph.nodes:
        made = SubElement(graph, "node", {"id": legal(node.id)})
        _values(made, {"name": node.name, "kind": node.kind.name, "year": node.year, "degree": node.degree})
    for place, edge in enumerate(subgraph.edges):
        made = SubElement(graph, "edge", {"id": str(place), "source": legal(edge.source), "target": legal(edge.target)})
        _values(made, {"relation": edge.relation, "support": edge.support})
    return document(root)


def _values(owner: Element, values: dict[str, str | int | None]) -> None:
    for name, value in values.items():
        if value is not None:
            SubElement(owner, "data", {"key": name}).text = legal(str(value))
