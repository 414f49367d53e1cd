"""The commands that serve, as programs of their own, stopped as a person would."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.cli.table import DEMONSTRATED, SERVED

FACTS = [
    {"type": "paper", "title": "FCN: a paper", "authors": ["Ada Example"], "year": 2015, "introduces": ["FCN"], "datasets": ["SVHN", "Plain"]},
    {"type": "paper", "title": "BarNet: a paper", "authors": ["Bo Sample"], "year": 2016, "introduces": ["BarNet"], "datasets": ["SVHN"]},
]  # fmt: skip
SHARED = """\
Methods that share datasets with FCN: 1
  1. BarNet                   1 shared (0.91): SVHN
       SVHN: facts.jsonl:1 introduces | facts.jsonl:2 introduces
  from facts, newest 2016; 0 entries on these datasets name no known method
"""


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


@contextmanager
def _served(line: str, port: int, host: str, folder: Path) -> Iterator[tuple[httpx.Client, Path]]:
    """The program under way in a folder; a client of it, and what it has printed."""
    argv = [sys.executable, "-m", "citegraph", "--store", "sqlite:///own.db", *line.format(port=port).split()]
    printed = folder / "printed"
    with printed.open("w") as out, subprocess.Popen(argv, cwd=folder, stdout=out, stderr=subprocess.STDOUT) as program:
        try:
            with httpx.Client(base_url=f"http://{host}:{port}") as client:
                _wait(client, program)
                yield client, printed
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(timeout=30)


def _wait(client: httpx.Client, program: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert program.poll() is None
        try:
            assert client.get("/readyz").status_code == 200
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("it does not serve within half a minute")


def _allowed(client: httpx.Client, origin: str) -> str | None:
    answer = client.options("/graphql", headers={"origin": origin, "access-control-request-method": "POST"})
    found: str | None = answer.headers.get("access-control-allow-origin")
    return found


def test_serve_listens_where_it_is_told(tmp_path: Path) -> None:
    port = _free_port()
    with _served(SERVED, port, "127.0.0.2", tmp_path) as (client, printed):
        answer = client.post("/graphql", json={"query": "{ papers { totalCount } }"})
        assert answer.json() == {"data": {"papers": {"totalCount": 0}}, "extensions": {"cost": 21}}
        origins = ("https://one.example", "https://two.example", "https://three.example")
        assert [_allowed(client, origin) for origin in origins] == ["https://one.example", "https://two.example", None]
        assert client.get("/graph/healthz").json() == {"status": "ok"}, "a proxy shows it under /graph"
        assert client.get("/other/healthz").status_code == 404
    told = f"serving sqlite:///own.db at http://127.0.0.2:{port}/ (GraphiQL at /graphql); Ctrl-C stops\n"
    assert printed.read_text(encoding="utf-8").startswith(told)


def test_demo_loads_answers_and_serves(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "facts.jsonl").write_text("\n".join(map(json.dumps, FACTS)) + "\n", encoding="utf-8")
    port = _free_port()
    with _served(DEMONSTRATED, port, "127.0.0.1", tmp_path) as (client, printed):
        text = '{ method(by: {name: "FCN"}) { sharesDatasetsWith { nodes { name } } } }'
        found = client.post("/graphql", json={"query": text}).json()["data"]
        assert found == {"method": {"sharesDatasetsWith": {"nodes": [{"name": "BarNet"}]}}}
    told = printed.read_text(encoding="utf-8")
    assert "run:1: 2 read, 0 unchanged, 2 written, 0 merged, 0 rejected, 0 flagged, 0 pending" in told
    assert SHARED in told
    assert f"serving sqlite:///own.db at http://127.0.0.1:{port}/" in told
