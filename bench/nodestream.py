"""nodestream, an extract-and-load tool for graph databases, in an environment of its own: the peer of a load into Neo4j."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.realdata import ROOT

PINNED = ("nodestream==0.16.2", "nodestream-plugin-neo4j==0.16.0", "neo4j-rust-ext==6.4.1.0")
HOME = ROOT / "build" / "bench" / "nodestream"
Properties = dict[str, Any]
Nodes = dict[str, list[Properties]]
Edges = dict[tuple[str, str, str], list[Properties]]


def seconds(nodes: Nodes, edges: Edges, uri: str, password: str, scratch: Path) -> float | str:
    """Write nodes and edges by a pipeline; returns seconds, or why it could not be run.

    Each row of its input is a node with the edges that leave it, as its interpretations want it: a source node and its relationships.
    """
    scratch.mkdir()
    try:
        _install()
        _write_rows(nodes, edges, scratch)
        _write_project(nodes, edges, uri, password, scratch)
        start = time.perf_counter()
        _run([str(HOME / "bin" / "nodestream"), "run", *sorted(nodes), "--target", "server"], scratch)
        return time.perf_counter() - start
    except (subprocess.CalledProcessError, OSError) as error:
        told = getattr(error, "stdout", None) or str(error)
        return f"not measured: {str(told).strip().splitlines()[-1][:100]}"


def _install() -> None:
    if not (HOME / "bin" / "nodestream").exists():
        _run([sys.executable, "-m", "venv", str(HOME)], ROOT)
        _run([str(HOME / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *PINNED], ROOT)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _write_rows(nodes: Nodes, edges: Edges, scratch: Path) -> None:
    leaving: dict[str, dict[str, list[Properties]]] = defaultdict(lambda: defaultdict(list))
    for (_, name, target), found in edges.items():
        for edge in found:
            leaving[edge["source"]][f"{name}_{target}"].append({"id": edge["target"], **edge["shown"]})
    for label, every in nodes.items():
        with (scratch / f"{label}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({**node["shown"], "id": node["id"], **leaving[node["id"]]}) + "\n" for node in every)


def _write_project(nodes: Nodes, edges: Edges, uri: str, password: str, scratch: Path) -> None:
    scheme, _, rest = uri.partition("://")
    target = {"database": "neo4j", "uri": f"{scheme}://{rest.rpartition('@')[2]}", "username": "neo4j", "password": password}
    pipelines = [{"name": label, "path": f"{label}.yaml"} for label in nodes]
    project = {
        "plugins": [{"name": "neo4j", "config": {}}],
        "scopes": {"all": {"pipelines": pipelines}},
        "targets": {"server": target | {"chunk_size": 5000}},
    }
    (scratch / "nodestream.yaml").write_text(_yaml(project), encoding="utf-8")
    for label, every in nodes.items():
        (scratch / f"{label}.yaml").write_text(_yaml(_pipeline(label, every, edges)), encoding="utf-8")


def _path(text: str) -> str:
    """Mark a text as a JMESPath expression."""
    return f"jmespath:{text}"


def _yaml(found: object) -> str:
    """Return YAML, of which JSON is a part; expressions bear the tag by which nodestream knows them."""
    return re.sub(r'"jmespath:([^"]*)"', r'!jmespath "\1"', json.dumps(found, indent=2))


def _pipeline(label: str, every: list[Properties], edges: Edges) -> list[Properties]:
    plain = {"do_lowercase_strings": False}
    names = sorted({name for node in every for name in node["shown"]})
    interpretations: list[Properties] = [
        {
            "type": "source_node",
            "node_type": label,
            "key": {"id": _path("id")},
            "properties": {name: _path(name) for name in names},
            "key_normalization": plain,
        }
    ]
    for (source, name, target), found in edges.items():
        if source == label:
            shown = sorted({key for edge in found for key in edge["shown"]})
            interpretations.append(
                {
                    "type": "relationship",
                    "node_type": target,
                    "relationship_type": name,
                    "iterate_on": _path(f"{name}_{target}[*]"),
                    "node_key": {"id": _path("id")},
                    "relationship_properties": {key: _path(key) for key in shown},
                    "key_normalization": plain,
                }
            )
    extractor = {
        "implementation": "nodestream.pipeline.extractors:FileExtractor",
        "arguments": {"sources": [{"type": "local", "globs": [f"{label}.jsonl"]}]},
    }
    interpreter = {"implementation": "nodestream.interpreting:Interpreter", "arguments": {"interpretations": interpretations}}
    return [extractor, interpreter]
