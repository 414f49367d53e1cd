"""The JSON of VOSviewer (https://app.vosviewer.com/docs/file-types/json-file-type/): items in clusters, joined by links without direction.

A kind is a cluster, numbered in the order of declaration; a node's degree is its weight, its year a score. Two items have one link at most:
its strength is the support of all the edges between them, summed.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from graph.interchange.subgraph import Node, Subgraph
from graph.kinds import KINDS, Kind

_CLUSTERS = {kind: number for number, kind in enumerate(Kind, start=1)}


def write(subgraph: Subgraph) -> str:
    """Return the JSON text. Links stand in the order of the first edge of each, with its ends."""
    strengths: Counter[frozenset[str]] = Counter()
    first: dict[frozenset[str], tuple[str, str]] = {}
    for edge in subgraph.edges:
        pair = frozenset((edge.source, edge.target))
        strengths[pair] += edge.support
        first.setdefault(pair, (edge.source, edge.target))
    links = [{"source_id": a, "target_id": b, "strength": strengths[pair]} for pair, (a, b) in first.items()]
    shown = {node.kind for node in subgraph.nodes}
    clusters = [{"cluster": number, "label": KINDS[kind].plural.capitalize()} for kind, number in _CLUSTERS.items() if kind in shown]
    network = {"items": [_item(node) for node in subgraph.nodes], "links": links, "clusters": clusters}
    return json.dumps({"network": network}, ensure_ascii=False, indent=1) + "\n"


def _item(node: Node) -> dict[str, Any]:
    scores = {} if node.year is None else {"scores": {"Year": node.year}}
    return {"id": node.id, "label": node.name, "cluster": _CLUSTERS[node.kind], "weights": {"Links": node.degree}} | scores
