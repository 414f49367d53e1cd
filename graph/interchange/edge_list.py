"""CSV (RFC 4180): a list of edges, each with both of its ends. A node without edges has a row of its own, of which the rest is empty."""

from __future__ import annotations

import csv
import io

from graph.interchange.subgraph import Node, Subgraph

HEADER = ("source_id", "source_name", "source_kind", "target_id", "target_name", "target_kind", "relation", "support")


def write(subgraph: Subgraph) -> str:
    """Return the table: edges in their order, then nodes without edges in theirs. Values are as they are, also such as a sheet would compute."""
    named = {node.id: node for node in subgraph.nodes}
    joined = {end for edge in subgraph.edges for end in (edge.source, edge.target)}
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow(HEADER)
    for edge in subgraph.edges:
        rows.writerow([*_end(named[edge.source]), *_end(named[edge.target]), edge.relation, edge.support])
    for node in subgraph.nodes:
        if node.id not in joined:
            rows.writerow([*_end(node), "", "", "", "", ""])
    return buffer.getvalue()


def _end(node: Node) -> tuple[str, str, str]:
    return node.id, node.name, node.kind.name
