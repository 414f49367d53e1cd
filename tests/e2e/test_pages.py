"""The pages in a real browser: they load whole from this server, keep their policy, and can be used by everyone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from api.app import Settings
from tests.e2e.page import assert_accessible
from tests.e2e.serving import Serve
from tests.e2e.watch import Watch


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_explorer_loads_and_is_accessible(page: Page, site: str, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
    answer = await page.goto(site, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    await assert_accessible(page)


@pytest.mark.parametrize("path", ["/", "/graphql"])
async def test_a_page_works_under_the_path_of_a_proxy(page: Page, built: Path, world_file: Path, serve: Serve, path: str) -> None:
    address = serve(f"sqlite:///{world_file}", Settings(root_path="/graph"))
    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url.removeprefix(address)))
    await page.goto(f"{address}/graph{path}", wait_until="networkidle")
    assert all(url.startswith("/graph/") for url in loaded)
    assert any(url.startswith("/graph/assets/") for url in loaded)


@pytest.mark.parametrize("path", ["/", "/graphql"])
async def test_pages_that_are_not_built_tell_how_to(page: Page, world_file: Path, tmp_path: Path, serve: Serve, path: str) -> None:
    await page.goto(serve(f"sqlite:///{world_file}", Settings(static=tmp_path)) + path)
    await expect(page.get_by_text("make explorer")).to_be_visible()
    await assert_accessible(page)
    assert await page.get_by_role("link", name="The schema").get_attribute("href") == "schema.graphql"


async def _frame(page: Page, site: str, path: str) -> str:
    """Show a page of the site in a frame of another site; returns the text of the frame's document."""
    other = site.replace("127.0.0.1", "localhost")
    await page.route(f"{other}/other", lambda route: route.fulfill(body=f'<iframe src="{site}{path}"></iframe>', content_type="text/html"))
    await page.goto(f"{other}/other", wait_until="networkidle")
    return await page.frames[1].title()


async def test_other_sites_may_frame_the_embedded_explorer(page: Page, site: str) -> None:
    assert await _frame(page, site, "/?embed=1") == "citegraph"


@pytest.mark.parametrize("path", ["/", "/?embed=0", "/graphql", "/graphql?embed=1"])
async def test_other_sites_may_frame_nothing_else(page: Page, watch: Watch, site: str, path: str) -> None:
    assert "citegraph" not in await _frame(page, site, path)
    watch.expect("frame-ancestors")


async def test_what_breaks_the_policy_is_noticed(page: Page, watch: Watch, site: str) -> None:
    await page.goto(site)
    await page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = 1' }))")
    await page.evaluate("fetch('https://example.org/').catch(() => null)")
    await page.evaluate("setTimeout(() => { throw new Error('on purpose') })")
    await page.wait_for_timeout(50)
    assert not await page.evaluate("'broken' in window")
    for fault in ("inline script", "example.org", "thrown: on purpose"):
        watch.expect(fault)


async def test_a_page_can_draw_by_webgl2(page: Page, site: str) -> None:
    await page.goto(site)
    assert await page.evaluate("document.createElement('canvas').getContext('webgl2') !== null")
