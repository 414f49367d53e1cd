"""Bad input: one clear error or a kept reject; the rest loads; nothing stored is lost; never a traceback."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from backports import zstd

from graph.evidence import MAX_ASSERTIONS
from graph.store import GraphStore
from graph.stores import open_store
from loaders.errors import RecordError, SourceError
from loaders.pipeline import Options, load
from loaders.records import checked
from tests.build import acl, dump, evaluates
from tests.realdata import ROOT

GOOD = b'{"type": "dataset", "name": "SVHN"}'

LINES = {
    "no JSON": (b'{"type": ', "is no JSON"),
    "an array": (b"[1, 2]", "expected an object"),
    "nested too deeply": (b'{"type": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is no JSON"),
    "not a number": (b'{"type": "result", "metric": "F1", "value": NaN}', "is no JSON"),
    "beyond floats": (b'{"type": "result", "metric": "F1", "value": 1e999}', ""),
    "a lone surrogate": (b'{"type": "dataset", "name": "x\\ud800y"}', "is no JSON"),
    "U+0000": (b'{"type": "dataset", "name": "x\\u0000y"}', "contains U+0000"),
    "U+0000 in a key": (b'{"type": "dataset", "name": "x", "key": "a\\u0000b"}', "key contains U+0000"),
    "a long key": (b'{"type": "dataset", "name": "x", "key": "' + b"k" * 1001 + b'"}', "key has 1,001 characters"),
    "U+0000 in an address": (b'{"type": "dataset", "name": "x", "source_url": "https://x.example/\\u0000"}', "url contains U+0000"),
    "few characters that stand for many": (
        f'{{"type": "dataset", "name": "{chr(0xFDFA) * 67}"}}'.encode(),
        "name has 1,005 characters in its folded form",
    ),
    "no name": (b'{"type": "dataset"}', "has no name"),
    "ten megabytes": (b'{"type": "dataset", "name": "' + b"x" * 10_000_000 + b'"}', "at most 1,000"),
    "a wrong identifier": (b'{"type": "paper", "ids": {"acl": "nonsense"}}', "'nonsense' is no acl identifier"),
    "no title and no ids": (b'{"type": "paper"}', "has neither ids nor a title"),
    "a wrong type": (b'{"type": "paper", "title": 7}', "title is int; expected text"),
    "a huge integer": (b'{"type": "repository", "url": "https://github.com/a/b", "stars": 9007199254740993}', "within"),
    "no UTF-8": (b'{"type": "dataset", "name": "\xff"}', "is no JSON"),
}


@pytest.mark.parametrize("case", sorted(LINES))
async def test_a_bad_line_is_a_reject_with_its_locator_and_the_rest_loads(case: str, store: GraphStore, tmp_path: Path) -> None:
    line, reason = LINES[case]
    path = tmp_path / "own.jsonl"
    path.write_bytes(GOOD + b"\n" + line + b"\n" + GOOD.replace(b"SVHN", b"C4") + b"\n")
    report = await load(store, [path], Options())
    (rejected,) = await store.rejects(1)
    assert rejected.locator == "own.jsonl:2"
    assert reason in rejected.reason
    assert len(rejected.reason) < 400
    assert (report.totals.read, report.totals.written, report.totals.rejected) == (3, 2, 1)
    assert (await store.stats()).nodes["DATASET"] == 2
    assert not report.failed


FILES = {
    "missing": (None, "no such file"),
    "empty": (b"", "is empty"),
    "binary": (b"\x00\x01\x02" * 100, "is binary"),
    "wrongly encoded": ("Ein Titel über Füße\n".encode("latin-1") * 20, "is not UTF-8"),
    "of no format": (b"just a few words\n", "format not recognised"),
}


@pytest.mark.parametrize("case", sorted(FILES))
async def test_an_unreadable_file_is_one_line_and_the_others_load(case: str, store: GraphStore, tmp_path: Path) -> None:
    content, reason = FILES[case]
    bad, good = tmp_path / "bad.txt", tmp_path / "good.jsonl"
    good.write_bytes(GOOD)
    if content is not None:
        bad.write_bytes(content)
    report = await load(store, [bad, good], Options())
    assert report.paths[0].error is not None
    assert reason in report.paths[0].error
    assert "\n" not in report.paths[0].error
    assert report.failed
    assert (await store.stats()).nodes["DATASET"] == 1


async def test_a_file_whose_name_is_no_utf8_is_one_line_and_the_others_load(store: GraphStore, tmp_path: Path) -> None:
    bad, good = tmp_path / "f\udcfc.jsonl", tmp_path / "good.jsonl"
    for path in (bad, good):
        path.write_bytes(GOOD)
    report = await load(store, [bad, good], Options())
    assert (report.paths[0].path, report.paths[0].error) == (
        f"{tmp_path}/f\\xfc.jsonl",
        f"{tmp_path}/f\\xfc.jsonl: the file's name is not UTF-8; rename it",
    )
    assert (await store.stats()).nodes["DATASET"] == 1


@pytest.mark.parametrize("cut", [0.5, 0.99])
async def test_a_truncated_archive_keeps_what_was_read(cut: float, store: GraphStore, tmp_path: Path) -> None:
    rows = [json.dumps({"type": "dataset", "name": f"Set {n * 7919}"}).encode() for n in range(60_000)]
    packed = zstd.compress(b"\n".join(rows))
    path = tmp_path / "own.jsonl.zst"
    path.write_bytes(packed[: int(len(packed) * cut)])
    report = await load(store, [path], Options())
    assert report.paths[0].error is not None
    assert "damaged .zst data" in report.paths[0].error
    assert (await store.stats()).nodes["DATASET"] == report.totals.written > 0


async def test_a_corrupt_archive_is_one_line(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl.zst"
    path.write_bytes(b"(\xb5/\xfd" + b"garbage" * 100)
    report = await load(store, [path], Options())
    assert "damaged .zst data" in str(report.paths[0].error)


async def test_a_snapshot_is_refused_after_a_read_error(store: GraphStore, tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_bytes(GOOD)
    await load(store, [good], Options(source="own"))
    with pytest.raises(Exception, match="nothing is retracted"):
        await load(store, [tmp_path / "missing.jsonl"], Options(source="own", snapshot=True))
    assert (await store.stats()).nodes["DATASET"] == 1


async def test_a_folder_without_files_is_an_error(store: GraphStore, tmp_path: Path) -> None:
    (folder := tmp_path / "folder").mkdir()
    with pytest.raises(SourceError, match="holds no file"):
        await load(store, [folder], Options())


async def test_a_folder_stands_for_all_that_can_be_read_in_it_and_below(store: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / "own.jsonl").write_bytes(GOOD)
    (folder / "below" / "more.jsonl").write_bytes(GOOD.replace(b"SVHN", b"C4"))
    (folder / ".hidden.jsonl").write_bytes(GOOD.replace(b"SVHN", b"Hidden"))
    (folder / "logo.png").write_bytes(b"\x89PNG\x00")
    (folder / "words.txt").write_text("just a few words\n")
    title, abstract = "A title of some length", "One sentence after another is what makes an abstract one. " * 4
    (folder / "README.txt").write_text(f"{title}\n\n{abstract}\n")
    report = await load(store, [folder], Options(snapshot=True))
    assert [Path(path.path).name for path in report.paths if not path.is_passed_over] == ["more.jsonl", "own.jsonl"]
    assert [Path(path.path).name for path in report.paths if path.is_passed_over] == ["README.txt", "logo.png", "words.txt"]
    assert report.as_dict()["passedOver"] == [str(folder / name) for name in ("README.txt", "logo.png", "words.txt")]
    assert ((await store.stats()).nodes["DATASET"], report.totals.read, report.failed) == (2, 2, False)
    assert [item.locator for item in await store.changes(0)] == ["below/more.jsonl:1", "own.jsonl:1"]
    named = await load(store, [folder / "README.txt"], Options())
    assert (named.paths[0].format, named.totals.written) == ("collection", 1)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
async def test_a_load_killed_again_and_again_leaves_a_valid_store_and_resumes_to_the_same_graph(tmp_path: Path, seed: int) -> None:
    """At random points: before, within and after the transaction of a batch, and while the load begins and ends."""
    paths = _own_facts(tmp_path)
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    command = [sys.executable, "-m", "citegraph", "--store", url, "load", "--resume", *map(str, paths)]
    chance, kills, progress = random.Random(seed), 0, 0
    while kills < KILLS and progress < FACTS - 8000:  # so that one more leaves something to do
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        aim = progress + chance.choice((0, 1, 2000))  # one to be killed at once, or when it has written more
        while process.poll() is None and await _records(url) < aim:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        progress = await _records(url)
    killed, whole = await open_store(url), await open_store("sqlite:///:memory:")
    assert kills >= 3
    assert 0 < (await killed.stats()).records < FACTS, "the load was to be killed in its middle"
    assert await killed.verify() == []
    report = await load(killed, paths, Options(resume=True))
    assert report.totals.read == FACTS
    await load(whole, paths, Options())
    assert await dump(killed) == await dump(whole)
    await killed.close()
    await whole.close()


KILLS = 8
FACTS = 30_000


def _own_facts(folder: Path) -> list[Path]:
    """Papers in three files; some authors and datasets stand in all of them."""
    paths = []
    for part in range(3):
        rows = [
            {
                "type": "paper",
                "title": f"Paper number {n}",
                "authors": [f"Author {n % 97}"],
                "year": 2000 + n % 20,
                "datasets": [f"Set {n % 13}"],
            }
            for n in range(part * FACTS // 3, (part + 1) * FACTS // 3)
        ]
        path = folder / f"own{part}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


async def _records(url: str) -> int:
    try:
        store = await open_store(url)
    except Exception:  # the file is being made
        return 0
    try:
        return (await store.stats()).records
    finally:
        await store.close()


async def test_an_identifier_on_two_papers_is_told_with_its_rows_and_nothing_is_lost(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    rows = [("10.5555/x", "Learning to see"), ("10.5555/x", "A grammar of Welsh verbs"), ("10.5555/y", "Another paper")]
    path.write_text("".join(f'{{"type": "paper", "ids": {{"doi": "{doi}"}}, "title": "{title}"}}\n' for doi, title in rows), "utf-8")
    report = await load(store, [path], Options())
    assert (report.totals.written, report.totals.rejected) == (3, 0)
    (doubt,) = report.contradictions
    assert doubt.id == "paper:doi:10.5555/x"
    assert doubt.titles == (("A grammar of Welsh verbs", "own.jsonl:2"), ("Learning to see", "own.jsonl:1"))
    assert report.as_dict()["contradictions"] == [
        {"id": doubt.id, "titles": [{"title": title, "locator": where} for title, where in doubt.titles]}
    ]
    path.write_text('{"type": "paper", "title": "A paper of its own"}\n', "utf-8")
    assert (await load(store, [path], Options())).contradictions == [], "the rows of another load are not told again"


def test_a_record_of_too_many_statements_is_refused() -> None:
    said = evaluates(acl("P19-1001"), "D")
    with pytest.raises(RecordError, match="makes 1,048,577 statements; at most 1,048,576 are read, so split it"):
        checked(said * (MAX_ASSERTIONS + 1))
