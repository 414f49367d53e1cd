"""What the graph lacks is asked for, and what comes fills it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.store import GraphStore
from loaders.errors import SourceError
from loaders.fetch.client import Settings
from loaders.fetch.enrich import Collected, collect, enriching, lacked
from loaders.fetch.fetch import SOURCES
from loaders.fetch.gaps import FILLINGS, Gap, lacking
from loaders.pipeline import Options, load
from tests.contract.ask import ask
from tests.loaders.fetch.asking import Heard
from tests.loaders.fetch.service import Services, World, openalex_work, refusal


def paper(title: str, references: list[str] | None = None, **ids: str) -> dict[str, Any]:
    """A fact about a paper without an abstract."""
    return {"type": "paper", "title": title, "ids": ids, "cites": [{"doi": doi} for doi in references or []]}


async def loaded(store: GraphStore, folder: Path, *rows: object) -> None:
    path = folder / "own.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = await load(store, [path], Options())
    assert (report.totals.rejected, report.failed) == (0, False)


async def enriched(store: GraphStore, services: Services, source: str, folder: Path, limit: int = 1000) -> Collected:
    """Collect, and load what came."""
    to = folder / f"{source}.jsonl"
    to.unlink(missing_ok=True)
    told = await collect(store, SOURCES[source], to, Settings(services.environment(), backoff=0), Heard(), limit=limit)
    if told.new:
        report = await load(store, [to], Options())
        assert (report.totals.rejected, report.paths[0].error) == (0, None)
    return told


async def wanting(store: GraphStore, source: str) -> list[tuple[str, str]]:
    return [(str(item.identifier), item.gap.name) async for item in lacking(store, FILLINGS[source])]


async def test_papers_known_only_by_identifier_come_and_want_others_in_turn(
    store: GraphStore, services: Services, world: World, tmp_path: Path
) -> None:
    await loaded(store, tmp_path, openalex_work(1))
    assert await wanting(store, "openalex") == [("openalex:W2", "IDENTIFIER")]
    assert await enriched(store, services, "openalex", tmp_path) == Collected(Counter({Gap.IDENTIFIER: 1}), 1, 1)
    assert await wanting(store, "openalex") == [("openalex:W3", "IDENTIFIER")]
    found = await ask(store, "{ papers { nodes { title abstract cites { nodes { title } } } } }")
    assert found["papers"]["nodes"] == [
        {"title": "Work number 1", "abstract": "Nothing", "cites": {"nodes": [{"title": "Work number 2"}]}},
        {"title": "Work number 2", "abstract": "Nothing", "cites": {"nodes": []}},
    ]


async def test_papers_that_lack_something_are_asked_for_by_the_identifier_that_a_source_knows(
    store: GraphStore, services: Services, world: World, tmp_path: Path
) -> None:
    await loaded(
        store, tmp_path, paper("Work number 4", doi="10.5555/w4"), paper("Other", ["10.5555/w4", "10.5555/w5"], arxiv="2001.00001", acl="P99-9001"),
        paper("No ids", url="https://example.org/none"),
    )  # fmt: skip
    assert await wanting(store, "openalex") == [
        ("arxiv:2001.00001", "ABSTRACT"),
        ("doi:10.5555/w4", "ABSTRACT"),
        ("doi:10.5555/w5", "IDENTIFIER"),
    ]
    assert await wanting(store, "s2") == [
        ("arxiv:2001.00001", "ABSTRACT"),
        ("doi:10.5555/w4", "ABSTRACT"),
        ("doi:10.5555/w5", "IDENTIFIER"),
    ]
    assert await wanting(store, "arxiv") == [("arxiv:2001.00001", "ABSTRACT")]
    assert await wanting(store, "github") == []
    assert await enriched(store, services, "openalex", tmp_path) == Collected(Counter({Gap.ABSTRACT: 2, Gap.IDENTIFIER: 1}), 2, 2)
    found = await ask(store, '{ paper(by: {doi: "10.5555/w4"}) { id title abstract } }')
    assert found["paper"] == {"id": "paper:doi:10.5555/w4", "title": "Work number 4", "abstract": "Nothing"}
    assert await wanting(store, "openalex") == [("arxiv:2001.00001", "ABSTRACT"), ("openalex:W6", "IDENTIFIER")]


async def test_arxiv_gives_abstracts(store: GraphStore, services: Services, world: World, tmp_path: Path) -> None:
    await loaded(store, tmp_path, paper("A title", arxiv="2001.00002"), paper("Gone", arxiv="2001.00003"))
    assert await enriched(store, services, "arxiv", tmp_path) == Collected(Counter({Gap.ABSTRACT: 2}), 1, 1)
    found = await ask(store, '{ paper(by: {arxiv: "2001.00002"}) { abstract authors { nodes { name } } } }')
    assert found["paper"] == {"abstract": "We do nothing.", "authors": {"nodes": [{"name": "Ann B. Núñez"}, {"name": "Bo Day Jr"}]}}


async def test_github_gives_stars(store: GraphStore, services: Services, world: World, tmp_path: Path) -> None:
    addresses = ("https://github.com/own/repo3", "https://github.com/own/gone", "https://gitlab.com/own/repo1")
    await loaded(store, tmp_path, *({"type": "repository", "url": address} for address in addresses))
    assert await wanting(store, "github") == [("repo:https://github.com/own/gone", "STARS"), ("repo:https://github.com/own/repo3", "STARS")]
    assert await enriched(store, services, "github", tmp_path) == Collected(Counter({Gap.STARS: 2}), 1, 1)
    assert (await ask(store, "{ repositories { nodes { stars } } }"))["repositories"]["nodes"] == [
        {"stars": None},
        {"stars": None},
        {"stars": 3},
    ]


async def test_what_a_source_gave_before_is_not_new(store: GraphStore, services: Services, world: World, tmp_path: Path) -> None:
    world.papers[1]["abstract"] = "We do something."
    await loaded(store, tmp_path, paper("Paper 1", arxiv="2001.00001"), paper("Paper 2", arxiv="2001.00002"))
    assert await enriched(store, services, "s2", tmp_path) == Collected(Counter({Gap.ABSTRACT: 2}), 2, 2)
    assert await wanting(store, "s2") == [("s2:1", "ABSTRACT"), ("s2:2", "REFERENCES")]
    assert await enriched(store, services, "s2", tmp_path) == Collected(Counter({Gap.ABSTRACT: 1, Gap.REFERENCES: 1}), 2, 0)
    assert not (tmp_path / "s2.jsonl").read_bytes()


async def test_a_limit_is_one_of_new_records(store: GraphStore, services: Services, world: World, tmp_path: Path) -> None:
    rows = [paper("Nowhere", doi="10.5555/none"), *(paper(f"Work number {n}", doi=f"10.5555/w{n}") for n in (1, 2, 4, 5, 7))]
    await loaded(store, tmp_path, *rows)
    told = await enriched(store, services, "openalex", tmp_path, limit=2)
    assert (told.new, len((tmp_path / "openalex.jsonl").read_bytes().splitlines())) == (2, 2)
    assert (await lacked(store, SOURCES["openalex"], 3)).asked == Counter({Gap.ABSTRACT: 3})


async def test_the_most_connected_and_the_most_wanted_come_first(store: GraphStore, tmp_path: Path) -> None:
    await loaded(
        store, tmp_path, paper("A", ["10.5555/x"], doi="10.5555/a"), paper("B", ["10.5555/a", "10.5555/y"], doi="10.5555/b"),
        paper("C", ["10.5555/a", "10.5555/y"], doi="10.5555/c"),
    )  # fmt: skip
    assert [identifier for identifier, _ in await wanting(store, "openalex")] == [
        "doi:10.5555/a", "doi:10.5555/b", "doi:10.5555/c", "doi:10.5555/y", "doi:10.5555/x",
    ]  # fmt: skip


async def test_more_papers_than_a_page(store: GraphStore, tmp_path: Path) -> None:
    await loaded(store, tmp_path, *(paper(f"Title {n}", doi=f"10.5555/n{n}") for n in range(1203)))
    found = await wanting(store, "openalex")
    assert (len(found), len(set(found))) == (1203, 1203)


async def test_what_came_before_a_service_fails_is_kept(store: GraphStore, services: Services, world: World, tmp_path: Path) -> None:
    await loaded(store, tmp_path, *(paper(f"A title {n}", arxiv=f"2001.0000{n}") for n in (1, 2, 4)))

    def fail(_: object) -> None:
        if len(world.asked) == 3:
            world.faults.append(refusal(401))

    world.before = fail
    told = await enriched(store, services, "arxiv", tmp_path)
    assert (told.found, told.new, told.asked) == (2, 2, Counter({Gap.ABSTRACT: 2}))
    assert (told.error or "").endswith("answers 401 Unauthorized (no); it is closed to you")


def test_only_some_sources_look_up_what_a_graph_lacks() -> None:
    assert [source.name for source in enriching("s2, arxiv")] == ["s2", "arxiv"]
    with pytest.raises(SourceError) as failure:
        enriching("openalex,crossref")
    assert str(failure.value) == "'crossref' is no source to enrich from; known are openalex, s2, arxiv, github"
