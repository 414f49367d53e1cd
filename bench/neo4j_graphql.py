"""GraphQL over Neo4j: the API against @neo4j/graphql and against a bare route, on one server and one graph, interleaved.

What all of them answer is compared before anything is timed. `autocannon` asks, by one and by eight clients.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.neo4j_load import cut, heap_server
from bench.table import Row
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD, parse_address
from loaders.pipeline import Options, load
from tests.neo4j.server import free_port
from tests.realdata import ROOT

PEERS = ROOT / "bench" / "peers"
HOME = ROOT / "build" / "bench" / "peers"
ROUNDS = 3
CLIENTS = (1, 8)
SHOWN = 20

_PAPERS = """query ($first: Int!) { papers(first: $first) { nodes { id title year authors(first: 50) { nodes { id name } }
evaluatesOn(first: 20) { nodes { id name } } implementedBy(first: 20) { nodes { id name } } } } }"""
_PEER_PAPERS = """query ($first: Int!) { papers(limit: $first, sort: [{sortName: ASC}, {id: ASC}]) { id title year
authors(limit: 50) { id name } evaluatesOn(limit: 20) { id name } implementedBy(limit: 20) { id name } } }"""
_ONE = "query ($id: ID!) { node(id: $id) { ... on Paper { id title year } } }"
_PEER_ONE = "query ($id: ID!) { papers(where: {id: {eq: $id}}) { id title year } }"
_SHARED = """query ($id: ID!, $first: Int!, $shown: Int!) { node(id: $id) { ... on Method { sharesDatasetsWith(first: $first, weight: COUNT,
via: [REPORTED, INTRODUCED, COMPARED, USED, COMPONENT], sameTask: false, variants: EXACT, datasets: EXACT) {
edges { score node { id name } sharedDatasets(first: $shown) { nodes { id name } } } } } } }"""
_PEER_SHARED = """query ($id: ID!, $first: Int!, $shown: Int!) { sharesDatasetsWith(id: $id, first: $first, shown: $shown) {
score node { id name } sharedDatasets { id name } } }"""


@dataclass(frozen=True)
class Case:
    """An operation as each side says it, what is to be reached against the peer and the bare route, and how long it is asked in a round."""

    name: str
    ours: str
    peer: str
    variables: dict[str, object]
    times: float
    over: float
    seconds: int = 4


@dataclass(frozen=True)
class Measured:
    """Requests a second and the milliseconds of the median and the 97.5th percentile."""

    rate: float
    median: float
    high: float


def _cases(paper: str, method: str) -> list[Case]:
    return [
        Case("one paper", _ONE, _PEER_ONE, {"id": paper}, 1.8, 1.6),
        Case("100 papers × 3 connections", _PAPERS, _PEER_PAPERS, {"first": 100}, 3, 1.15),
        Case("1,000 papers × 3 connections", _PAPERS, _PEER_PAPERS, {"first": 1000}, 3, 1.15, seconds=15),
        Case("methods sharing datasets", _SHARED, _PEER_SHARED, {"id": method, "first": 20, "shown": SHOWN}, 3, 1.15),
    ]


@contextmanager
def _served(command: list[str], url: str, environment: dict[str, str]) -> Iterator[str]:
    """Start a server, wait until it answers, and stop it."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                httpx.post(url, json={"query": "{ __typename }"}, timeout=30)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(20)


_UNORDERED = {"authors", "evaluatesOn", "implementedBy", "sharedDatasets"}


def _plain(found: Any) -> Any:
    """Bring an answer into one shape: lists for connections, nested lists sorted, as the peer orders them otherwise, no names of types."""
    if isinstance(found, dict):
        if set(found) <= {"nodes", "edges"}:
            return _plain(next(iter(found.values())))
        shown = {key: _plain(value) for key, value in found.items() if key != "__typename"}
        return {key: sorted(value, key=lambda one: str(one["id"])) if key in _UNORDERED else value for key, value in shown.items()}
    return [_plain(one) for one in found] if isinstance(found, list) else found


def _content(answer: dict[str, Any]) -> Any:
    """Return what an operation found, without what each side calls it."""
    assert not answer.get("errors"), answer["errors"]
    (found,) = _plain(answer["data"]).values()
    if isinstance(found, dict) and set(found) == {"sharesDatasetsWith"}:
        found = found["sharesDatasetsWith"]
    listed: list[Any] = found if isinstance(found, list) else [found]
    if "score" not in listed[0]:
        return listed
    # Each side has its own order among equal scores, so that the last of them may be cut elsewhere.
    lowest = min(one["score"] for one in listed)
    return sorted((one for one in listed if one["score"] > lowest), key=lambda one: str(one["node"]["id"]))


def _ask(url: str, text: str, case: Case) -> httpx.Response:
    return httpx.post(url, json={"query": text, "variables": case.variables}, timeout=120)


def _cannon(url: str, text: str, case: Case, clients: int, scratch: Path) -> Measured:
    body = scratch / "body.json"
    body.write_text(json.dumps({"query": text, "variables": case.variables}), encoding="utf-8")
    command = ["node", str(HOME / "node_modules" / "autocannon" / "autocannon.js"), "--json", "--no-progress", "-m", "POST"]
    command += ["-c", str(clients), "-d", str(case.seconds), "-t", "60", "-H", "content-type=application/json", "-i", str(body), url]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert found["non2xx"] == 0, found
    return Measured(found["requests"]["average"], found["latency"]["p50"], found["latency"]["p97_5"])


def _install() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "server.mjs"):
        shutil.copy(PEERS / name, HOME)
    if not (HOME / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HOME, check=True, capture_output=True)


async def measure(shared: Path, scratch: Path, papers: int) -> list[Row]:
    """Measure on the first `papers` rows of the ACL collection (0: all) and the leaderboards."""
    try:
        _install()
    except (OSError, subprocess.CalledProcessError) as error:
        return [("GraphQL over Neo4j", f"not measured: npm could not install the peers ({error})"[:110], "")]
    acl, sota = cut(shared / "data" / "acl.jsonl.zst", scratch / "acl.jsonl", papers), shared / "data" / "pwc_sota.jsonl"
    with heap_server(scratch / "neo4j") as server:
        os.environ[PASSWORD] = server.password
        store = await open_store(server.uri)
        await load(store, [acl, sota], Options())
        await store.close()
        (paper,) = server.ask("MATCH (p:Paper) WHERE p.year IS NOT NULL RETURN p.id AS id ORDER BY p.sortName SKIP 500 LIMIT 1")
        (method,) = server.ask(
            "MATCH (m:Method)-[t:TESTED_ON]->() WITH m.id AS id, count(t) AS many RETURN id ORDER BY many DESC, id SKIP 20 LIMIT 1"
        )
        return _compare(_cases(paper["id"], method["id"]), server.uri, scratch)


def _compare(cases: list[Case], uri: str, scratch: Path) -> list[Row]:
    bolt = parse_address(uri).uri
    node = ["node", str(HOME / "server.mjs")]
    served = [sys.executable, "-m", "bench.served"]
    with ExitStack() as stack:
        urls = {
            name: stack.enter_context(_served([*command, str(port), *more], f"http://127.0.0.1:{port}{path}", {"CITEGRAPH_STORE": uri}))
            for port, name, command, more, path in (
                (free_port(), "citegraph", [*served, "text"], [], "/graphql"),
                (free_port(), "citegraph without APOC", [*served, "record"], [], "/graphql"),
                (free_port(), "bare route", [*served, "bare"], [], "/graphql"),
                (free_port(), "Apollo Server", [*node, "apollo"], [bolt], "/"),
                (free_port(), "Yoga", [*node, "yoga"], [bolt], "/"),
            )
        }
        rows: list[Row] = []
        for case in cases:
            rows += _case(case, urls, scratch)
        return rows


def _text(name: str, case: Case) -> str:
    return case.peer if name in ("Apollo Server", "Yoga") else case.ours


def _case(case: Case, urls: dict[str, str], scratch: Path) -> list[Row]:
    answers = {name: _ask(url, _text(name, case), case) for name, url in urls.items()}
    contents = {name: _content(answer.json()) for name, answer in answers.items()}
    different = [name for name, content in contents.items() if content != contents["citegraph"]]
    if different:
        return [(case.name, f"not measured: {', '.join(different)} answered something else", "")]
    rows: list[Row] = [(f"{case.name}: bytes", f"{len(answers['citegraph'].content):,}; peer {len(answers['Yoga'].content):,}", "")]
    for clients in CLIENTS:
        found: dict[str, list[Measured]] = {name: [] for name in urls}
        for _ in range(ROUNDS):
            for name, url in urls.items():
                found[name].append(_cannon(url, _text(name, case), case, clients, scratch))
        rows += _rates(case, clients, {name: _median(every) for name, every in found.items()})
    return rows


def _median(every: list[Measured]) -> Measured:
    """Return the median of rounds, figure by figure; the first round has warmed up."""
    return Measured(*(statistics.median(getattr(one, name) for one in every[1:]) for name in ("rate", "median", "high")))


def _rates(case: Case, clients: int, found: dict[str, Measured]) -> list[Row]:
    head = f"{case.name}, {clients} client{'s' if clients > 1 else ''}"
    rows = [
        (f"{head}: {name}", f"{one.rate:,.1f}/s, p50 {one.median:,.1f} ms, p97.5 {one.high:,.1f} ms", "") for name, one in found.items()
    ]
    peer = max(found["Apollo Server"].rate, found["Yoga"].rate)
    ours = found["citegraph"].rate
    reach = (f"≥ {case.times} ×", f"≤ {case.over} ×", "≥ 1.5 ×") if clients > 1 else ("", "", "")
    return [
        *rows,
        (f"{head}: against the quicker peer", f"{ours / peer:.2f} ×", reach[0]),
        (f"{head}: time of the bare route", f"{found['bare route'].rate / ours:.2f} ×", reach[1]),
        (f"{head}: without APOC, against the peer", f"{found['citegraph without APOC'].rate / peer:.2f} ×", reach[2]),
    ]
