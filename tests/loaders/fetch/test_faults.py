"""Services that fail: what passes is waited for, what does not is told in one line."""

from __future__ import annotations

import asyncio
import math
import socket
import time
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from loaders.errors import SourceError
from loaders.fetch.client import Client, Service, Settings
from tests.loaders.fetch.asking import Heard, fetched, rows
from tests.loaders.fetch.service import Cut, Services, World, openalex_work, refusal

WORKS = [openalex_work(n) for n in range(1, 8)]
QUERY = "per_page=100&search=nets&cursor=%2A"


def told(services: Services, to: Path, source: str = "openalex", query: str = "nets", **environment: str) -> str:
    """The one line in which a fetch fails."""
    with pytest.raises(SourceError) as failure:
        fetched(services, source, query, to, Heard(), environment)
    return str(failure.value).replace(services.url, "http://here")


@pytest.mark.parametrize(
    "fault",
    [
        refusal(500), refusal(502), refusal(503), refusal(504), refusal(408), refusal(429), Cut(), HTMLResponse("<html>busy</html>"),
        Response(b""), Response(b'{"meta": {"cou'),
    ],
    ids=["500", "502", "503", "504", "408", "429", "cut off", "a page", "nothing", "a part of JSON"],
)  # fmt: skip
def test_what_passes_is_asked_for_again(services: Services, world: World, tmp_path: Path, fault: Response) -> None:
    world.faults.extend([fault, fault])
    fetched(services, "openalex", "nets", tmp_path / "w.jsonl")
    assert rows(tmp_path / "w.jsonl") == WORKS
    assert [query["cursor"] for query in world.queries()] == ["*", "*", "*", "c3", "c6", "c9"]


def test_what_is_posted_is_asked_for_again(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(refusal(500))
    assert fetched(services, "s2", "CorpusID:1", tmp_path / "s.jsonl").records == 1


def test_a_cut_document_of_arxiv_is_asked_for_again(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.extend([Response("<OAI-PMH><ListRec"), Response("<html/>")])
    assert fetched(services, "arxiv", "cs", tmp_path / "a.jsonl").records == 4


def test_a_service_is_given_the_time_it_asks_for(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(refusal(429, retry_after="1"))
    began = time.monotonic()
    fetched(services, "openalex", "nets", tmp_path / "w.jsonl")
    assert 1 <= time.monotonic() - began < 5


def test_a_limit_of_github_is_waited_for_until_it_is_lifted(services: Services, world: World, tmp_path: Path) -> None:
    reset = math.ceil(time.time()) + 1
    world.faults.append(refusal(403, "API rate limit exceeded", x_ratelimit_remaining="0", x_ratelimit_reset=str(reset)))
    assert fetched(services, "github", "topic:nlp", tmp_path / "g.jsonl").records == 5
    assert time.time() >= reset


def test_a_limit_that_is_lifted_too_late_ends_it(services: Services, world: World, tmp_path: Path) -> None:
    reset = str(math.ceil(time.time()) + 2000)
    world.faults.append(refusal(403, "API rate limit exceeded", x_ratelimit_remaining="0", x_ratelimit_reset=reset))
    assert told(services, tmp_path / "g.jsonl", "github", "topic:nlp") == (
        "GitHub: http://here/github/search/repositories?q=topic%3Anlp&per_page=100&page=1 answers 403 Forbidden (API rate limit exceeded);"
        " come again in 34 minutes, or set CITEGRAPH_GITHUB_TOKEN"
    )
    assert len(world.asked) == 1


def test_a_day_is_too_long_to_wait(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(refusal(429, "Daily limit", retry_after="86400"))
    assert told(services, tmp_path / "w.jsonl", CITEGRAPH_OPENALEX_KEY="k") == (
        f"OpenAlex: http://here/openalex/works?{QUERY} answers 429 Too Many Requests (Daily limit); come again in 24 hours"
    )


@pytest.mark.parametrize(
    ("source", "query", "fault", "environment", "line"),
    [
        ("openalex", "nets", refusal(400, "Unknown filter"), {"CITEGRAPH_CONTACT": "a@b.example", "CITEGRAPH_OPENALEX_KEY": "secret"},
         f"OpenAlex: http://here/openalex/works?{QUERY} answers 400 Bad Request (Unknown filter); check what is asked for"),
        ("openalex", "nets", refusal(401), {}, f"OpenAlex: http://here/openalex/works?{QUERY} answers 401 Unauthorized (no);"
         " set CITEGRAPH_OPENALEX_KEY"),
        ("s2", "1", refusal(403), {"CITEGRAPH_S2_KEY": "k"}, " answers 403 Forbidden (no); check CITEGRAPH_S2_KEY"),
        ("crossref", "nets", refusal(403), {}, " answers 403 Forbidden (no); it is closed to you"),
        ("crossref", "nets", refusal(400, [{"message": "Filter x is unknown"}]), {}, " answers 400 Bad Request (Filter x is unknown);"),
        ("huggingface", "2024-05-01", Response("gone", 410), {}, " answers 410 Gone; check what is asked for"),
    ],
)  # fmt: skip
def test_a_refusal_names_service_address_reason_and_remedy(
    services: Services, world: World, tmp_path: Path, source: str, query: str, fault: Response, environment: dict[str, str], line: str
) -> None:
    world.faults.append(fault)
    assert line in told(services, tmp_path / "x.jsonl", source, query, **environment)
    assert len(world.asked) == 1


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (refusal(500, "Oops"), "answers 500 Internal Server Error (Oops); try again later (CITEGRAPH_OPENALEX_URL is set)"),
        (refusal(429), "answers 429 Too Many Requests (no); wait a while, or set CITEGRAPH_OPENALEX_KEY"),
        (
            HTMLResponse("<html>busy</html>"),
            "gives no JSON, or a part of it: '<html>busy</html>'…; try again later (CITEGRAPH_OPENALEX_URL is set)",
        ),
        (Response(b""), "gives nothing; try again later (CITEGRAPH_OPENALEX_URL is set)"),
    ],
)
def test_patience_ends(services: Services, world: World, tmp_path: Path, fault: Response, line: str) -> None:
    world.faults.extend([fault] * 6)
    assert told(services, tmp_path / "w.jsonl") == f"OpenAlex: http://here/openalex/works?{QUERY} {line}"
    assert len(world.asked) == 6


def test_answers_that_are_cut_off_again_and_again(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.extend([Cut()] * 6)
    line = told(services, tmp_path / "w.jsonl")
    assert line.startswith(f"OpenAlex: http://here/openalex/works?{QUERY} breaks off (peer closed connection")
    assert line.endswith("; try again later (CITEGRAPH_OPENALEX_URL is set)")


def test_nobody_is_there(services: Services, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        line = told(services, tmp_path / "w.jsonl", CITEGRAPH_OPENALEX_URL=url)
    assert line == (
        f"OpenAlex: {url}/works?{QUERY} cannot be reached (All connection attempts failed); check the network, or try again later"
        " (CITEGRAPH_OPENALEX_URL is set)"
    )


def test_an_address_that_is_none(services: Services, tmp_path: Path) -> None:
    assert told(services, tmp_path / "w.jsonl", CITEGRAPH_OPENALEX_URL="nowhere") == (
        "'nowhere' is no address (Request URL is missing an 'http://' or 'https://' protocol.); correct CITEGRAPH_OPENALEX_URL"
    )


def test_an_answer_of_another_shape(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(JSONResponse({"works": []}))
    assert told(services, tmp_path / "w.jsonl") == "OpenAlex: the answer has no list of records (results); its API may have changed"


def test_a_key_in_a_header_follows_no_redirection(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(RedirectResponse("https://elsewhere.example/"))
    assert "answers 307 Temporary Redirect" in told(services, tmp_path / "s.jsonl", "s2", "1", CITEGRAPH_S2_KEY="k")


def test_a_renamed_repository_is_followed(services: Services, world: World, tmp_path: Path) -> None:
    world.faults.append(RedirectResponse("/github/repos/own/repo1", 301))
    assert fetched(services, "github", "own/old", tmp_path / "g.jsonl").records == 1


async def test_requests_keep_their_distance(services: Services, world: World) -> None:
    times: list[float] = []
    world.before = lambda request: times.append(time.monotonic())
    service = Service("OpenAlex", "NONE", f"{services.url}/openalex", 0.2)
    async with Client(service, Settings()) as client:
        await asyncio.gather(*(client.json("/works", {"cursor": "*"}) for _ in range(3)))
    assert [later - sooner >= 0.15 for sooner, later in pairwise(times)] == [True, True]
