"""An export that does not come to its end leaves nothing; one that does takes the place of what was left of another."""

from __future__ import annotations

import asyncio
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.stores import open_store
from tests.build import acl, evaluates, introduces, record, titled, write

LINES = ["export", "neo4j-import", "out"]


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that takes a while to export."""
    path = tmp_path_factory.mktemp("large") / "own.db"

    async def build() -> None:
        store = await open_store(f"sqlite:///{path}")
        papers = [acl(f"P19-{number:04}") for number in range(6000)]
        said = [
            record(paper.value, titled(paper, f"Title {paper.value}"), *introduces(paper, f"Net {paper.value}"), *evaluates(paper, "SVHN"))
            for paper in papers
        ]
        await write(store, said)
        await store.close()

    asyncio.run(build())
    return path


def started(store: Path, folder: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """The command under way in a folder; no file may become larger than the limit."""
    argv = [sys.executable, "-m", "citegraph", "--store", f"sqlite:///{store}", *LINES]

    def prepare() -> None:
        # A shell starts what runs in its background with the interrupt ignored, and that is inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(argv, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=prepare)


def test_one_that_is_stopped_leaves_nothing(large: Path, tmp_path: Path) -> None:
    with started(large, tmp_path) as program:
        while not (tmp_path / "out.part").exists() and program.poll() is None:
            time.sleep(0.002)
        program.send_signal(signal.SIGINT)
        said = program.communicate()
    assert said == ("", "citegraph: stopped; what was committed stays\n")
    assert program.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_one_that_finds_no_space_says_so_and_leaves_nothing(large: Path, tmp_path: Path) -> None:
    with started(large, tmp_path, limit=100_000) as program:
        assert program.communicate() == ("", "citegraph: out: cannot be written (File too large)\n")
    assert program.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_of_one_that_was_killed_is_replaced(large: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "Old.csv").write_text("old", encoding="utf-8")
    with started(large, tmp_path) as program:
        told, wrong = program.communicate()
    assert (program.returncode, wrong) == (0, "")
    assert told.splitlines()[-1] == "cd out && neo4j-admin database import full neo4j @import.args"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not (tmp_path / "out" / "Old.csv").exists()
    assert len((tmp_path / "out" / "Paper.csv").read_text(encoding="utf-8").splitlines()) == 6000
