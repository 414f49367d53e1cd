"""A browser, and the real server that its pages come from."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from api.built import STATIC
from tests.api.conftest import world_file as world_file
from tests.e2e.chromium import SETTING, SIZE, program, started
from tests.e2e.graph import build_file
from tests.e2e.page import picture
from tests.e2e.serving import Serve, serving
from tests.e2e.watch import Watch
from tests.neo4j.held import hold
from tests.neo4j.server import Server
from tests.stores import BOTH

_HERE = Path(__file__).parent
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; they share one event loop, since a browser belongs to the loop that started it."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed, for the picture of its page."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


def lacking(reason: str) -> None:
    """Skip a test for want of something; in continuous integration it fails."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A running browser, one for each worker."""
    path = program()
    if path is None:
        lacking(f"no Chromium on the path, and {SETTING} names none")
    async with started(str(path)) as running:
        yield running


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built pages."""
    if not (STATIC / "index.html").exists() or not (STATIC / "graphiql.html").exists():
        lacking("the pages are not built: make explorer")
    return STATIC


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers; they stop after the pages of the test are closed, however long those go on loading."""
    with ExitStack() as servers:
        yield lambda store, settings=None: servers.enter_context(serving(store, settings))


@pytest_asyncio.fixture(loop_scope="session", params=BOTH)
async def site(request: pytest.FixtureRequest, built: Path, world_file: Path, serve: Serve) -> str:
    """The address of a server over the graph of the API's cases, in a store of each kind."""
    url = f"sqlite:///{world_file}"
    if request.param == "neo4j":
        server: Server = request.getfixturevalue("neo4j_server")
        await hold(server, world_file)
        url = server.uri
    return serve(url)


@pytest.fixture(scope="session")
def world_site(built: Path, world_file: Path) -> Iterator[str]:
    """The address of a server over the graph of the API's cases in SQLite, for tests that one store is enough for; none may change it."""
    with serving(f"sqlite:///{world_file}") as address:
        yield address


@pytest.fixture(scope="session")
def pages_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that holds the graph made for pages."""
    path = tmp_path_factory.mktemp("pages") / "graph.db"
    asyncio.run(build_file(path))
    return path


@pytest.fixture(scope="session")
def pages_site(built: Path, pages_file: Path) -> Iterator[str]:
    """The address of a server over the graph made for pages, likewise."""
    with serving(f"sqlite:///{pages_file}") as address:
        yield address


@pytest.fixture
def empty_site(built: Path, tmp_path: Path, serve: Serve) -> str:
    """The address of a server over an empty graph."""
    return serve(f"sqlite:///{tmp_path / 'empty.db'}")


@pytest_asyncio.fixture(loop_scope="session")
async def watch(browser: Browser, serve: Serve) -> AsyncIterator[Watch]:
    """What the pages of a test do wrong; whatever stands in it at the end fails the test."""
    width, height = SIZE
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(20_000)
    watch = Watch(context)
    yield watch
    await context.close()
    assert watch.verdict() == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(request: pytest.FixtureRequest, watch: Watch) -> AsyncIterator[Page]:
    """An empty page; what it shows when its test fails is kept in `artifacts/`."""
    opened = await watch.context.new_page()
    yield opened
    if request.node.stash.get(_FAILED, False):
        await picture(opened, f"failed-{request.node.name}")
