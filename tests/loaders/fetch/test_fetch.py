"""A fetch that is interrupted, however it is, goes on to the same file as one that is not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from loaders.errors import SourceError
from loaders.fetch.fetch import Fetched
from tests.loaders.fetch.asking import Heard, fetched, rows
from tests.loaders.fetch.service import Services, World, crossref_work, refusal
from tests.realdata import ROOT

CASES = [
    ("openalex", "nets", None, "w.jsonl"), ("openalex", "W1 W2 W5", None, "w.jsonl.gz"), ("crossref", "nets", None, "c.jsonl.zst"),
    ("arxiv", "cs", "2020-01-01", "a.jsonl.zst"), ("arxiv", "2001.00001 2001.00002 2001.00009 2001.00004", None, "a.jsonl"),
    ("s2", "1 2 3", None, "s.jsonl"), ("github", "topic:nlp", None, "g.jsonl.gz"), ("huggingface", "daily", "2024-05-01", "h.jsonl"),
]  # fmt: skip
IDS = [f"{source} {query}" for source, query, _, _ in CASES]


def day_after(source: str) -> str | None:
    return "2024-05-03" if source == "huggingface" else None


@pytest.mark.parametrize(("source", "query", "since", "name"), CASES, ids=IDS)
@pytest.mark.parametrize("answers", [1, 2])
def test_one_that_failed_goes_on_where_it_stood(
    services: Services, world: World, tmp_path: Path, source: str, query: str, since: str | None, name: str, answers: int
) -> None:
    whole, to = tmp_path / f"whole-{name}", tmp_path / name
    told = fetched(services, source, query, whole, since=since, until=day_after(source))
    world.asked.clear()
    count = 0

    def fail(_: object) -> None:
        nonlocal count
        count += 1
        if count == answers + 1:
            world.faults.append(refusal(401))

    world.before = fail
    try:
        fetched(services, source, query, to, since=since, until=day_after(source))
    except SourceError:
        assert not to.exists()
    world.before = lambda request: None
    assert fetched(services, source, query, to, since=since, until=day_after(source), resume=True).records == told.records
    assert to.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([to.name, whole.name])


def _stopped(services: Services, tmp_path: Path, *arguments: str, sign: signal.Signals) -> subprocess.CompletedProcess[str]:
    """A fetch that gets a signal while its third answer is awaited."""
    waited, released = threading.Event(), threading.Event()

    def third_waits(_: object) -> None:
        if len(services.world.asked) == 3:
            waited.set()
            released.wait(30)

    services.world.before = third_waits
    command = [sys.executable, "-m", "citegraph", "fetch", *arguments]
    environment = {**os.environ, **services.environment(), "PYTHONPATH": str(ROOT)}
    # What runs in a shell's background inherits that the interrupt is ignored.
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as program:  # fmt: skip
        assert waited.wait(30)
        program.send_signal(sign)
        out, err = program.communicate(timeout=30)
    released.set()
    services.world.before = lambda request: None
    return subprocess.CompletedProcess(command, program.returncode, out, err)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("name", ["w.jsonl", "w.jsonl.zst"])
def test_one_that_was_stopped_goes_on_to_the_same_file(services: Services, tmp_path: Path, sign: signal.Signals, name: str) -> None:
    fetched(services, "openalex", "nets", tmp_path / f"whole-{name}")
    services.world.asked.clear()
    program = _stopped(services, tmp_path, "openalex", "nets", "--out", name, sign=sign)
    assert (program.stdout, program.stderr) == (
        "",
        ""
        if sign is signal.SIGKILL
        else f"citegraph: 6 records are kept beside {name}; the same command with --resume goes on\n"
        "citegraph: stopped; what was committed stays\n",
    )
    assert program.returncode == (130 if sign is signal.SIGINT else -signal.SIGKILL)
    services.world.asked.clear()
    assert fetched(services, "openalex", "nets", tmp_path / name, resume=True) == Fetched(7, 0, 7)
    assert [query["cursor"] for query in services.world.queries()] == ["c6", "c9"]
    assert (tmp_path / name).read_bytes() == (tmp_path / f"whole-{name}").read_bytes()


def _interrupted(services: Services, world: World, to: Path, source: str = "openalex", query: str = "nets", answers: int = 2) -> None:
    def fail(_: object) -> None:
        if len(world.asked) == answers + 1:
            world.faults.append(refusal(401))

    world.asked.clear()
    world.before = fail
    with pytest.raises(SourceError):
        fetched(services, source, query, to)
    world.before = lambda request: None
    world.asked.clear()


def test_half_a_page_that_a_crash_left_is_cut_off(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    _interrupted(services, world, to)
    with (tmp_path / "w.jsonl.part").open("ab") as file:
        file.write(b'{"id": "https://openalex.org/W7", "ti')
    assert fetched(services, "openalex", "nets", to, resume=True).records == 7
    assert [row["publication_date"][-1] for row in rows(to)] == list("1234567")


def test_what_is_there_is_not_lost_by_mistake(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    _interrupted(services, world, to)
    with pytest.raises(SourceError, match=r"w.jsonl.part: this fetch was interrupted after 6 records; go on by --resume, or remove it$"):
        fetched(services, "openalex", "nets", to)
    with pytest.raises(
        SourceError,
        match=r"w.jsonl.part: a fetch of openalex nets was interrupted there; go on with that, write to another file, or remove it$",
    ):
        fetched(services, "openalex", "nets", to, since="2020-01-01", resume=True)
    (tmp_path / "w.jsonl.part").write_bytes(b"{}")
    with pytest.raises(SourceError, match=r"w.jsonl.part: is not what w.jsonl.cursor says of it; remove both, and start anew$"):
        fetched(services, "openalex", "nets", to, resume=True)
    (tmp_path / "w.jsonl.cursor").write_text("{")
    with pytest.raises(SourceError, match=r"w.jsonl.cursor: is damaged; remove it and w.jsonl.part, and start anew$"):
        fetched(services, "openalex", "nets", to, resume=True)
    assert world.asked == []


def test_without_anything_to_go_on_with_it_starts(services: Services, tmp_path: Path) -> None:
    assert fetched(services, "openalex", "nets", tmp_path / "w.jsonl", resume=True).records == 7


def test_a_limit_is_a_limit_of_the_whole(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    assert fetched(services, "openalex", "nets", to, limit=4) == Fetched(4, 0, 7)
    assert len(world.asked) == 2
    _interrupted(services, world, tmp_path / "v.jsonl", answers=1)
    assert fetched(services, "openalex", "nets", tmp_path / "v.jsonl", limit=4, resume=True) == Fetched(4, 0, 7)
    assert (tmp_path / "v.jsonl").read_bytes() == to.read_bytes()
    _interrupted(services, world, tmp_path / "u.jsonl", answers=2)
    assert fetched(services, "openalex", "nets", tmp_path / "u.jsonl", limit=4, resume=True) == Fetched(6, 0, None)


def test_a_fetch_that_was_done_but_not_named(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    fetched(services, "openalex", "W1", to)
    data = to.read_bytes()
    to.rename(tmp_path / "w.jsonl.part")
    state = {"source": "openalex", "query": "W1", "cursor": None, "records": 1, "size": len(data)}
    (tmp_path / "w.jsonl.cursor").write_text(json.dumps(state))
    world.asked.clear()
    assert fetched(services, "openalex", "W1", to, resume=True) == Fetched(1, 0, None)
    assert (to.read_bytes(), world.asked) == (data, [])


def test_a_cursor_that_is_gone_starts_anew_from_the_last_day(services: Services, world: World, tmp_path: Path) -> None:
    to, heard = tmp_path / "a.jsonl", Heard()
    _interrupted(services, world, to, "arxiv", "cs")
    world.gone.add("/4")
    assert fetched(services, "arxiv", "cs", to, heard, resume=True) == Fetched(5, 2, 3)
    assert heard.notices == [
        "arXiv no longer goes on from where it stopped (The value is expired.); starting anew from 2020-01-03: records of that day come twice,"
        " which loading notices"
    ]
    assert [row["id"] for row in rows(to)] == ["2001.00001", "2001.00002", "cs/0112017", "cs/0112017", "2001.00004"]
    assert world.queries()[1]["from"] == "2020-01-03"


def test_one_that_was_started_anew_can_be_interrupted_too(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "c.jsonl"
    world.articles = [crossref_work(n) for n in range(1000)]
    _interrupted(services, world, to, "crossref", "type:article")
    world.gone.add("400")

    def fail(_: object) -> None:
        if len(world.asked) == 3:
            world.faults.append(refusal(401))

    world.before = fail
    with pytest.raises(SourceError):
        fetched(services, "crossref", "type:article", to, resume=True)
    world.before, world.gone = lambda request: None, set()
    world.asked.clear()
    assert fetched(services, "crossref", "type:article", to, resume=True).records == 400 + 610
    assert world.queries()[-1]["filter"] == "type:article,from-deposit-date:2021-02-09"
    assert {row["DOI"] for row in rows(to)} == {article["DOI"] for article in world.articles}


def test_a_cursor_that_is_gone_starts_anew_from_the_beginning_where_days_are_no_order(
    services: Services, world: World, tmp_path: Path
) -> None:
    to, heard = tmp_path / "w.jsonl", Heard()
    _interrupted(services, world, to)
    world.gone.add("c6")

    def back(_: object) -> None:
        if len(world.asked) > 1:
            world.gone.clear()

    world.before = back
    assert fetched(services, "openalex", "nets", to, heard, resume=True) == Fetched(7, 0, 7)
    assert heard.notices == ["OpenAlex no longer takes the cursor it gave; starting anew from the beginning"]
    assert [row["publication_date"][-1] for row in rows(to)] == list("1234567")


def test_a_cursor_that_is_always_gone_ends_it(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    world.gone.add("c3")
    with pytest.raises(SourceError, match=r"^OpenAlex no longer takes the cursor it gave, not even anew; try again later, by --resume$"):
        fetched(services, "openalex", "nets", to)
    assert [query["cursor"] for query in world.queries()] == ["*", "c3", "*", "c3"]


def test_a_folder_that_is_not_there(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none/w.jsonl.part: cannot be written \(No such file or directory\)$"):
        fetched(services, "openalex", "nets", tmp_path / "none" / "w.jsonl")
