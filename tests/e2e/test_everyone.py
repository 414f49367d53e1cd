"""Every view can be used by everyone: by axe in light and dark, on a phone, and with names that would be markup."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.e2e.explorer import around, click, find, options, press, show
from tests.e2e.graph import MARKUP
from tests.e2e.page import assert_accessible, picture, ready
from tests.e2e.watch import Watch

SLUG = "img-src-x-onerror-alert-1"
VIEWS = {
    "start": "home",
    "prompt": "graph",
    "picture": around("method:foonet"),
    "table": around("method:foonet", limit=5) + "&hide=dataset:plain&edge=method:foonet&edge=task:seeing&as=table",
    "two": around("method:foonet") + "&sel=dataset:plain",
    "shared": "shared&of=method:foonet&cell=method:barnet&cell=dataset:plain",
    "pairs": "shared&of=task:seeing",
    "dataset": "dataset&of=dataset:suite-one&open=method:baznet",
    "compare": "compare&of=method:foonet&of=method:barnet&of=method:baznet",
    "leaderboard": "leaderboard&of=dataset:plain&sort=-value",
    "loads": "loads",
}
ON_PAGES = {
    "board": "leaderboard&of=dataset:board",
    "usual": "dataset&of=dataset:set-01&usual=true",
    "compare": "compare&of=method:onenet&of=method:fournet",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_views_are_accessible(page: Page, world_site: str, pages_site: str, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
    for site, places in ((world_site, VIEWS), (pages_site, ON_PAGES)):
        for name, place in places.items():
            await show(page, site, place)
            await picture(page, f"{scheme}-{name}")
            await assert_accessible(page)


async def test_what_opens_is_accessible(page: Page, world_site: str) -> None:
    await show(page, world_site, VIEWS["picture"])
    await find(page).press_sequentially("foo")
    await expect(options(page)).to_have_count(5)
    await assert_accessible(page)
    for name in ("Download", "GraphQL"):
        await page.get_by_role("button", name=name, exact=True).click()
        await assert_accessible(page)


async def test_a_phone_shows_every_view_without_scrolling_sideways(page: Page, world_site: str, pages_site: str) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    wide: dict[str, int] = {}
    for site, places in ((world_site, VIEWS), (pages_site, ON_PAGES)):
        for name, place in places.items():
            await show(page, site, place)
            await picture(page, f"phone-{name}")
            wide[name] = await page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert {name: width for name, width in wide.items() if width > 0} == {}


@pytest.mark.parametrize(
    "place",
    [
        "home",
        around("paper:doi:10.5555/markup"),
        around("paper:doi:10.5555/markup") + f"&as=table&edge=paper:doi:10.5555/markup&edge=method:{SLUG}-net",
        around(f"task:{SLUG}-task", f"author:{SLUG}-eve", f"dataset:{SLUG}-set") + "&sel=method:onenet",
        f"shared&of=method:{SLUG}-net&cell=method:onenet&cell=dataset:{SLUG}-set",
        f"shared&of=task:{SLUG}-task",
        f"dataset&of=dataset:{SLUG}-set",
        f"compare&of=method:{SLUG}-net&of=method:onenet",
        f"leaderboard&of=dataset:{SLUG}-set",
    ],
)
async def test_names_are_text_whatever_they_hold(page: Page, watch: Watch, pages_site: str, place: str) -> None:
    told: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    await show(page, pages_site, place)
    await expect(page.get_by_text(MARKUP).first).to_be_attached()
    await expect(page.locator("main img")).to_have_count(0)
    assert told == []
    assert not any(url.endswith("/x") for url in asked)


async def test_a_name_that_would_be_markup_is_found_and_said_as_text(page: Page, pages_site: str) -> None:
    await show(page, pages_site)
    await find(page).press_sequentially("img src")
    await expect(options(page).filter(has_text=f"{MARKUP} net")).to_have_count(1)
    await options(page).filter(has_text=f"{MARKUP} net").click()
    await ready(page)
    await page.get_by_role("application").focus()
    await press(page, "ArrowRight")
    await click(page, "Hide")
    await expect(page.locator("#app img:not([src*=svg])")).to_have_count(0)
