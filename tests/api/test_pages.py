"""What is sent for the pages, by every header; how answers are packed; who is shown GraphiQL."""

from __future__ import annotations

import gzip
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from api.app import MIN_BYTES, Settings, create_app
from api.pages import NOT_BUILT
from api.schema import sdl
from graph.store import GraphStore
from graph.stores import open_store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

EXPLORER, GRAPHIQL, SCRIPT = b"<!doctype html><title>explorer</title>", b"<!doctype html><title>editor</title>", b"let x = 1;\n" * 200
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'"
)
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
COUNT = {"query": "{ papers { totalCount } }"}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder as the build makes it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(EXPLORER)
    (folder / "graphiql.html").write_bytes(GRAPHIQL)
    (folder / "assets" / "explorer-AbC1.js").write_bytes(SCRIPT)
    (folder / "assets" / "icon-dEf2.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.js").write_bytes(b"secret")
    (folder / "assets" / "linked.js").symlink_to(tmp_path / "secret.js")
    return folder


@pytest_asyncio.fixture
async def client(static: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the pages, over an empty store."""
    opened: GraphStore = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    app = create_app(opened, Settings(static=static))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test", headers={"accept-encoding": ""}) as found:
        yield found
    await opened.close()


async def test_the_explorer_is_asked_for_anew_and_sent_when_it_changed(client: httpx.AsyncClient, static: Path) -> None:
    first = await client.get("/")
    assert (first.content, first.headers["content-type"], first.headers["cache-control"]) == (
        EXPLORER,
        "text/html; charset=utf-8",
        "no-cache",
    )
    again = await client.get("/", headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    (static / "index.html").write_bytes(EXPLORER + b"!")
    changed = await client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.content) == (200, EXPLORER + b"!")


async def test_assets_are_kept_for_a_year(client: httpx.AsyncClient) -> None:
    script = await client.get("/assets/explorer-AbC1.js")
    assert script.content == SCRIPT
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await client.get("/assets/icon-dEf2.svg")).headers["content-type"] == "image/svg+xml"
    head = await client.head("/assets/explorer-AbC1.js")
    assert (head.status_code, head.headers["content-length"]) == (200, "2200")


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/assets/", "/assets/%2e%2e", "/assets/%2e%2e%2findex.html", "/assets/..%5cindex.html", "/assets/linked.js", "/assets/a%00b"]
)  # fmt: skip
async def test_nothing_but_assets_is_sent_from_there(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/", "/assets/explorer-AbC1.js", "/schema.graphql", "/healthz", "/nowhere", "/?embed=0", "/?embed=11"])
async def test_every_answer_has_strict_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers.get_list("content-security-policy") == [STRICT]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


async def test_only_the_embedded_explorer_may_be_framed_by_others(client: httpx.AsyncClient) -> None:
    embedded = await client.get("/?embed=1")
    assert embedded.headers["content-security-policy"] == STRICT.replace("frame-ancestors 'self'", "frame-ancestors *")
    assert embedded.headers["etag"] != (await client.get("/")).headers["etag"]
    assert (await client.post("/graphql?embed=1", json=COUNT)).headers["content-security-policy"] == STRICT


async def test_browsers_are_shown_graphiql_and_programs_are_answered(client: httpx.AsyncClient) -> None:
    for params in ({}, COUNT):
        shown = await client.get("/graphql", params=params, headers=BROWSER)
        assert (shown.content, shown.headers["vary"]) == (GRAPHIQL, "Accept")
        loosened = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
            "font-src 'self'", "font-src 'self' data:"
        )
        assert shown.headers["content-security-policy"] == loosened
    expected = {"data": {"papers": {"totalCount": 0}}, "extensions": {"cost": 21}}
    for accept in ("*/*", "application/json", "application/graphql-response+json"):
        assert (await client.get("/graphql", params=COUNT, headers={"accept": accept})).json() == expected
        assert (await client.post("/graphql", json=COUNT, headers={"accept": accept})).json() == expected
    assert (await client.post("/graphql", json=COUNT, headers=BROWSER)).json() == expected


@pytest.mark.parametrize("path", ["/", "/graphql"])
async def test_without_a_build_the_page_tells_how_to_make_one(client: httpx.AsyncClient, static: Path, path: str) -> None:
    for page in static.glob("*.html"):
        page.unlink()
    told = await client.get(path, headers=BROWSER)
    assert (told.status_code, told.content, told.headers["content-security-policy"]) == (200, NOT_BUILT, STRICT)


async def test_texts_are_packed_as_the_client_takes_them(client: httpx.AsyncClient) -> None:
    for accepted, unpack in (("gzip, deflate, br, zstd", zstd.decompress), ("gzip, deflate, br", gzip.decompress)):
        request = client.build_request("GET", "/schema.graphql", headers={"accept-encoding": accepted})
        answer = await client.send(request, stream=True)
        raw = b"".join([piece async for piece in answer.aiter_raw()])
        assert unpack(raw).decode() == sdl()
        assert (answer.headers["content-length"], answer.headers["vary"]) == (str(len(raw)), "Accept-Encoding")
    plain = await client.get("/schema.graphql")
    assert (plain.text, plain.headers["vary"], "content-encoding" in plain.headers) == (sdl(), "Accept-Encoding", False)
    short = await client.post("/graphql", json=COUNT, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in short.headers
    assert len(short.content) < MIN_BYTES
