"""The explorer by keyboard alone."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.explorer import around, find, options, panel, place_of, press, show
from tests.e2e.page import ready

FOONET = around("method:foonet")
CANVAS = "[role=application]"


async def test_tab_reaches_everything_in_order(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    reached: list[str] = []
    for _ in range(24):
        await page.keyboard.press("Tab")
        reached.append(
            await page.evaluate("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()")
        )
    assert reached == [
        "Skip to the view",
        "citegraph",
        "Find a method, dataset, paper, task, repository or author",
        *["Start", "Graph", "Shared datasets", "Dataset", "Compare", "Leaderboard", "Loads"],
        *["Copy link", "Download", "GraphQL"],
        "Graph: arrows walk from node to node",
        *["papers 3", "methods 4", "datasets 3", "repositories 2", "tasks 2"],
        *["Play", "Published until", "Zoom in", "Zoom out", "Fit"],
    ]


async def test_the_view_is_skipped_to(page: Page, world_site: str) -> None:
    await show(page, world_site)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    assert await place_of(page) == ""


async def test_a_name_is_found_by_keyboard(page: Page, world_site: str) -> None:
    await show(page, world_site)
    field, active = find(page), page.locator("header .options [aria-selected=true] .name")
    await field.press_sequentially("foo")
    await expect(page.locator("header [role=status]")).to_have_text("5 suggestions")
    await expect(field).to_have_attribute("aria-expanded", "true")
    await field.press("ArrowDown")
    await expect(active).to_have_text("FooNet")
    await field.press("ArrowUp")
    await expect(active).to_have_text("FooNet-small")
    await field.press("ArrowDown")
    await field.press("ArrowDown")
    await expect(active).to_have_text("FooNet + Aug")
    assert await field.get_attribute("aria-activedescendant") == await page.locator("header [aria-selected=true]").get_attribute("id")
    await field.press("Escape")
    await expect(options(page).first).to_be_hidden()
    await expect(field).to_have_attribute("aria-expanded", "false")
    await field.press("ArrowDown")
    await field.press("Enter")
    await ready(page)
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"
    await expect(field).to_have_value("")


async def test_a_name_that_nothing_has_is_told(page: Page, world_site: str) -> None:
    await show(page, world_site)
    await find(page).press_sequentially("xyz")
    await expect(options(page)).to_have_text(["Nothing in this graph begins with “xyz”."])
    await find(page).press("Enter")
    assert await place_of(page) == ""


async def test_the_picture_is_walked_by_keys(page: Page, world_site: str) -> None:
    await show(page, world_site, around("method:foonet", select=False))
    await page.locator(CANVAS).focus()
    heading = panel(page).get_by_role("heading", level=2)
    await press(page, "ArrowRight")
    await expect(heading).to_have_text("FooNet")
    await expect(page.locator("#app > [role=status]")).to_have_text("FooNet")
    reached = set()
    for key in ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"]:
        await press(page, key)
        reached.add(await heading.inner_text())
    assert len(reached) > 3


async def test_keys_do_what_buttons_do(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await page.locator(CANVAS).focus()
    await press(page, "Enter")
    assert "step=around 1 200 method:foonet" in await place_of(page)
    await press(page, "p")
    assert "&pin=" in await place_of(page)
    await press(page, "h")
    await expect(page.locator(".notices")).to_have_text("1 hidden Show them")
    await press(page, "ArrowRight")
    await press(page, "f")
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"


async def test_keys_zoom_and_fit(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    whole = page.url
    await page.locator(CANVAS).focus()
    await page.keyboard.press("+")
    await expect(page).to_have_url(f"{whole}&cam=0.5,0.5,0.7")
    await page.keyboard.press("0")
    await expect(page).to_have_url(whole)
    await page.keyboard.press("-")
    await expect(page).to_have_url(f"{whole}&cam=0.5,0.5,1.575")
    await page.keyboard.press("+")
    await expect(page).to_have_url(whole)
