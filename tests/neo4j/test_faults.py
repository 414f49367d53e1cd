"""What happens to a load when the server or the line to it fails, or when another load writes at the same time."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from graph.errors import StoreUnavailableError
from graph.evidence import Record
from graph.kinds import Relation
from graph.packed import pack
from graph.store import Batch, Checkpoint, GraphStore
from graph.stores import open_store
from graph.stores.neo4j.address import parse_address
from loaders.pipeline import Options, load
from tests.build import acl, author, dump, edge, evaluates, introduces, method, record, result, titled, write
from tests.contract.test_dump import everything
from tests.contract.test_laws import fresh
from tests.neo4j.server import OwnServer, Server
from tests.neo4j.wipe import wipe
from tests.realdata import ROOT

pytestmark = pytest.mark.neo4j


def facts(many: int) -> str:
    """A file of papers that share authors and datasets."""
    rows = (
        {
            "type": "paper",
            "title": f"Paper number {n}",
            "authors": [f"Author {n % 97}"],
            "year": 2000 + n % 20,
            "datasets": [f"Set {n % 13}"],
        }
        for n in range(many)
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


async def test_a_load_goes_on_after_the_server_was_killed_in_its_middle(own_server: OwnServer, tmp_path: Path) -> None:
    await wipe(own_server.uri)
    served = await open_store(own_server.uri)
    path = tmp_path / "own.jsonl"
    path.write_text(facts(11_000), encoding="utf-8")
    command = [sys.executable, "-m", "citegraph", "--store", own_server.uri, "load", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        await asyncio.sleep(0.1)
        if own_server.ask("MATCH (r:Record) RETURN count(r) AS found")[0]["found"]:
            own_server.kill()
            break
    _, err = await asyncio.to_thread(process.communicate)
    own_server.start()
    assert process.returncode == 1
    (line,) = err.splitlines()
    assert line.startswith("citegraph: neo4j://127.0.0.1"), line
    assert 0 < (await served.stats()).records < 11_000, "the load was to be killed in its middle"
    report = await load(served, [path], Options(resume=True))
    assert report.run == "run:1"
    whole = await fresh()
    await load(whole, [path], Options())
    assert (await dump(served)).splitlines() == (await dump(whole)).splitlines()
    await whole.close()
    await served.close()


def overlapping(first: int) -> list[Record]:
    """Records of which every other one is in the other half too, with methods, results and authors in common."""
    made = []
    for n in range(first, first + 40):
        paper = acl(f"P19-{1000 + n}")
        said = [titled(paper, f"Paper {n}", "A. Smith", 2019), *introduces(paper, f"Net {n % 7}"), *evaluates(paper, "SVHN")]
        said += [edge(Relation.WROTE, author("Ann Lee"), paper, {"position": 1, "nameAsWritten": "Ann Lee"})]
        said += result(f"r{n}", method(f"Net {n % 7}", paper), "SVHN", 0.5 + n / 100, paper, "Vision")
        made.append(record(f"k{n}", *said))
    return made


async def test_two_loads_at_once_give_what_one_after_the_other_gives(neo4j_server: Server, neo4j_store: GraphStore) -> None:
    other = await open_store(neo4j_server.uri)

    async def loaded(store: GraphStore, name: str, records: list[Record]) -> None:
        async def batches() -> AsyncIterator[Batch]:
            for start in range(0, len(records), 8):
                yield Batch(pack(records[start : start + 8]))

        run = await store.start_run("load", [name])
        written = [counts.written + counts.unchanged async for _, counts in store.write_each(run, batches())]
        assert written == [8] * (len(records) // 8)
        await store.finish_run(run)

    await asyncio.gather(loaded(neo4j_store, "a", overlapping(0)), loaded(other, "b", overlapping(20)))
    whole = await fresh()
    await write(whole, overlapping(0))
    await write(whole, overlapping(20))
    assert (await dump(neo4j_store)).splitlines() == (await dump(whole)).splitlines()
    assert await neo4j_store.verify() == []
    await other.close()
    await whole.close()


_COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""A chunk that holds the message COMMIT of the Bolt protocol, and the end of the message."""


@asynccontextmanager
async def line_to(server: Server) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """A line to a server that, once told to, lets the next commit through and breaks before its answer."""
    address = parse_address(server.uri)
    host, port = address.uri.split("://")[1].rsplit(":", 1)
    is_cutting = False

    async def forth(reader: asyncio.StreamReader, server: asyncio.StreamWriter, committed: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if is_cutting and _COMMIT in data:
                committed.set()
            server.write(data)
        server.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal is_cutting
        answers, server = await asyncio.open_connection(host, int(port))
        committed = asyncio.Event()
        sending = asyncio.create_task(forth(reader, server, committed))
        while data := await answers.read(65536):
            if committed.is_set():
                is_cutting = False
                break
            writer.write(data)
        sending.cancel()
        for end in (writer, server):
            end.close()

    def cut() -> None:
        nonlocal is_cutting
        is_cutting = True

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"bolt://neo4j@127.0.0.1:{listening.sockets[0].getsockname()[1]}", cut
    listening.close()


async def test_a_batch_that_was_committed_without_an_answer_may_be_repeated(neo4j_server: Server, neo4j_store: GraphStore) -> None:
    batch = Batch(pack(overlapping(0)), checkpoint=Checkpoint((("a", 40),)))
    async with line_to(neo4j_server) as (url, cut):
        broken = await open_store(url)
        run = await broken.start_run("load", ["a"])
        cut()
        with pytest.raises(StoreUnavailableError):
            await broken.write(run, batch)
        before = await everything(neo4j_store)
        assert sum(line.startswith(b'["record"') for line in before) == 40, "the batch was to be committed"
        counts = await broken.write(run, batch)
        assert (counts.written, counts.unchanged) == (0, 0)
        assert [line for line in await everything(neo4j_store) if b'["run"' not in line] == [
            line for line in before if b'["run"' not in line
        ]
        await broken.close()
    assert await neo4j_store.verify() == []


VALUES = ("𝒢raph 𝔑et 🧠", "a" * 1000, "“quoted” \\ back\\slash 'n' \"so\"", "e\u0301", "\u2028line", "+#~ OR AND NOT *?:")


async def test_any_text_and_large_numbers_are_kept(neo4j_store: GraphStore) -> None:
    paper = acl("P19-1001")
    said = [titled(paper, name, "Ädä 𝔏ee", 2019) for name in VALUES]
    said[0] = said[0]._replace(values={"title": VALUES[0], "abstract": "𝒳" * 200_000, "year": 2**53})
    records = [record(f"k{n}", item, *introduces(paper, VALUES[n])) for n, item in enumerate(said)]
    whole = await fresh()
    for store in (neo4j_store, whole):
        await write(store, records)
    assert (await dump(neo4j_store)).splitlines() == (await dump(whole)).splitlines()
    assert await neo4j_store.verify() == []
    await whole.close()


WRONG = {
    "a wrong password": ("{uri}", "wrong", "does not accept the user or the password"),
    "no such database": ("{uri}/nowhere", None, "nowhere"),
    "no server": ("bolt://neo4j@127.0.0.1:1", None, "nothing listens there"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_command_that_cannot_reach_its_graph_says_so_in_one_line(neo4j_server: Server, wrong: str) -> None:
    url, password, told = WRONG[wrong]
    environment = {"CITEGRAPH_NEO4J_PASSWORD": password or neo4j_server.password, "PATH": ""}
    command = [sys.executable, "-m", "citegraph", "--store", url.format(uri=neo4j_server.uri), "stats"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("citegraph: "), line
    assert told in line, line
