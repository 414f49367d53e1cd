"""What the import tool makes of the files of an export is a graph as `copy` makes one, and goes on as one."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import citegraph
from graph.evidence import Record
from graph.kinds import Relation
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import PASSWORD, parse_address, password
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.fill import fill
from graph.stores.neo4j.schema import finishing
from graph.stores.sqlite.connection import connect
from tests.api.cases.case import Case
from tests.api.cases.table import CASES
from tests.api.cases.world import build
from tests.build import acl, dataset, dump, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.ask import respond
from tests.contract.test_dump import everything
from tests.neo4j.artifacts import RELEASES
from tests.neo4j.server import LINE, OwnServer
from tests.neo4j.server import own_server as start_own
from tests.neo4j.test_parity import lasting
from tests.neo4j.wipe import wipe

pytestmark = pytest.mark.neo4j

TEXTS = (
    'say "so", \\"or\\" \'not\';',
    " before and after ",
    "a\nb\r\nc\rd\n",
    "𝒢raph 🧠 e\u0301 \u2028 \u0085 \ufeff \uffff \x01\x1f\x7f",
    "null",
    ",",
    '"',
    "\\",
    "😀" * 1000,
)
LONG = 'ab"\n' * 1_250_000
"""More than the tool's buffer holds unless it is told."""


def tricky() -> list[Record]:
    """Texts that a reader of comma-separated values could spoil, in names, lists, quotations and long texts."""
    paper = acl("P19-1001")
    said: list[Record] = []
    for number, text in enumerate(TEXTS):
        where = titled(paper, "A title", "A. Lee", 2019).place._replace(locator=text, quote=text, span_start=0, span_end=len(text))
        said.append(
            record(
                f"tricky {number} {text}",
                titled(acl(f"P19-2{number:03}"), text, text, 2019)._replace(place=where),
                *introduces(acl(f"P19-2{number:03}"), text),
                edge(Relation.CITES, acl(f"P19-2{number:03}"), paper, {"contexts": sorted({text, "x"}), "intents": [text]}),
                *result(f"r{number}", method(text), text, 0.1 + number / 3, paper, text, protocol=text),
                source="tricky",
            )
        )
    long = titled(paper, "A title", "A. Lee", 2019)
    said.append(record("long", long._replace(values={**long.values, "abstract": LONG}), source="tricky"))
    said.append(record("bare", edge(Relation.USES, acl("P19-9999"), dataset("Waits")), source="tricky"))
    return said


async def build_rich(store: GraphStore) -> None:
    """Fill an empty store with runs that were undone and interrupted, decisions, rejections, former ids, and tricky texts."""
    await build(store)
    await write(store, tricky(), "tricky.jsonl")
    await store.merge("method:foonet", "method:barnet")
    await store.merge("dataset:plain", "dataset:suite")
    await store.split("method:foonet")
    await store.merge("method:baznet", "method:quuxnet")
    undone, _ = await write(store, [record("u", *introduces(acl("P19-3001"), "Undone"), *evaluates(acl("P19-3001"), "SVHN"))], "undone")
    await store.undo(undone.number)
    await store.split("paper:doi:10.5555/alpha", ["acl:P99-9001"])


def export(url: str, to: Path) -> list[str]:
    """Export by the command; returns the arguments of the line that it prints, which is typed in the folder."""
    done = CliRunner().invoke(citegraph.app, ["--store", url, "export", "neo4j-import", str(to)])
    assert done.exit_code == 0, done.output
    line = done.stdout.splitlines()[-1]
    before = f"cd {shlex.quote(str(to))} && neo4j-admin "
    assert line.startswith(before)
    return shlex.split(line.removeprefix(before))


def files(folder: Path) -> dict[str, bytes]:
    """What an export wrote, but not what the import tool adds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "import.report"}


def what_stands(server: OwnServer) -> tuple[list[str], list[str]]:
    """Every node and relationship of a server with all of its properties."""
    nodes = server.ask("MATCH (n) RETURN labels(n) AS labels, n {.*} AS told")
    between = server.ask(
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, r {.*} AS told, coalesce(a.node, a.ref) AS a, coalesce(b.node, b.ref) AS b"
    )
    told = [{**row, "labels": sorted(row["labels"])} for row in nodes]
    return sorted(map(_told, told)), sorted(map(_told, between))


def _told(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def constraints_and_indexes(server: OwnServer) -> list[dict[str, Any]]:
    """All of them; each must be ready."""
    found = server.ask("SHOW INDEXES YIELD name, state, type, entityType, labelsOrTypes, properties, owningConstraint")
    assert {row.pop("state") for row in found} == {"ONLINE"}
    return sorted(found, key=lambda row: str(row["name"]))


async def fill_from(url: str, path: Path) -> None:
    """Fill the graph of a server as `copy` does, with the numbers that nodes and relationships have in a file."""
    await wipe(url)
    await (await open_store(url)).close()
    connection = Connection(parse_address(url), password())

    async def send(text: str, parameters: Mapping[str, Any]) -> None:
        await connection.run(text, parameters)

    db = connect(path, read_only=True)
    try:
        await fill(send, db)
    finally:
        db.close()
        await connection.close()


async def same_answers(cases: Sequence[Case], one: GraphStore, other: GraphStore) -> None:
    """Ask the operations of cases."""
    for case in cases:
        given = await case.given(one)
        answers = [await respond(store, case.text, given) for store in (one, other)]
        told = [(answer.data, [error.message for error in answer.errors or []]) for answer in answers]
        assert told[1] == told[0], case.name


async def goes_on(store: GraphStore) -> list[bytes]:
    """Load further and undo the first load; returns everything that the graph holds then."""
    await write(store, [record("new", *introduces(acl("P19-4001"), "Newer"), *evaluates(acl("P19-4001"), "SVHN", "Plain"))], "new")
    await store.undo(1)
    return lasting(await everything(store))


async def test_what_is_imported_is_what_was_exported(own_server: OwnServer, tmp_path: Path) -> None:
    path, exported, again = tmp_path / "graph.db", tmp_path / "graph files", tmp_path / "again"
    source = await open_store(f"sqlite:///{path}")
    await build_rich(source)
    arguments = await asyncio.to_thread(export, f"sqlite:///{path}", exported)
    await asyncio.to_thread(own_server.refill, exported, arguments)
    own_server.ask(finishing()[0])  # the first opening is cut off
    imported = await open_store(own_server.uri)
    assert await imported.verify() == []
    assert await everything(imported) == await everything(source)
    assert await dump(imported) == await dump(source)
    assert await imported.stats() == await source.stats()
    await same_answers(CASES[::40], source, imported)
    await asyncio.to_thread(export, own_server.uri, again)
    before, after = files(exported), files(again)
    assert [name for name in before | after if after.get(name) != before.get(name)] == []
    stands = what_stands(own_server), constraints_and_indexes(own_server)
    went_on = await goes_on(imported)
    assert await imported.verify() == []
    await imported.close()
    await fill_from(own_server.uri, path)
    assert (what_stands(own_server), constraints_and_indexes(own_server)) == stands
    assert await goes_on(source) == went_on
    await source.close()


@pytest.mark.long
@pytest.mark.parametrize("line", RELEASES)
async def test_every_line_of_servers_reads_the_files_and_answers_from_them(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, exported = tmp_path / "graph.db", tmp_path / "files"
    source = await open_store(f"sqlite:///{path}")
    await build_rich(source)
    arguments = await asyncio.to_thread(export, f"sqlite:///{path}", exported)
    monkeypatch.setenv(LINE, line)
    with start_own(tmp_path / "home") as server:
        monkeypatch.setenv(PASSWORD, server.password)
        await asyncio.to_thread(server.refill, exported, arguments)
        imported = await open_store(server.uri)
        assert await everything(imported) == await everything(source)
        assert await imported.verify() == []
        await same_answers(CASES, source, imported)
        await imported.close()
    await source.close()
