"""The picture by mouse: two nodes are pinned beside each other, so that the camera tells where they stand on the screen."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.explorer import around, panel, place_of, show
from tests.e2e.page import ready

PAIR = around("method:foonet", "dataset:plain", depth=0, select=False)
PINS = "&pin=-50,0,method:foonet&pin=50,0,dataset:plain"
FOONET, MIDDLE, PLAIN, NOWHERE = (-50, 0), (0, 0), (50, 0), (0, 40)
PADDING, RATIO = 40, 1.05
DOUBLE = 400
"""After so many milliseconds another click is not the second of a double click, wherever it is."""


async def _at(page: Page, point: tuple[int, int]) -> tuple[float, float]:
    """Where a point of the layout, which is a hundred wide, stands in the window when everything is shown."""
    box = await page.get_by_role("application").bounding_box()
    assert box is not None
    scale = (min(box["width"], box["height"]) - 2 * PADDING) / RATIO / 100
    return box["x"] + box["width"] / 2 + scale * point[0], box["y"] + box["height"] / 2 - scale * point[1]


async def _click(page: Page, point: tuple[int, int]) -> None:
    await page.mouse.click(*await _at(page, point))


HAND = (0.01, 0.25, 0.5, 0.75, 1.0)


async def _drag(page: Page, start: tuple[int, int], end: tuple[int, int], parts: tuple[float, ...] = HAND) -> None:
    """Drag as a hand does: it sets out slowly, since what is dragged follows from where the first movement ended."""
    await page.mouse.move(*await _at(page, start))
    await page.mouse.down()
    for part in parts:
        point = [round(a + part * (b - a)) for a, b in zip(start, end, strict=True)]
        await page.mouse.move(*await _at(page, (point[0], point[1])))
        await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await page.mouse.up()


async def test_clicks_select_one_node_and_a_second(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await _click(page, FOONET)
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("FooNet")
    assert (await place_of(page)).endswith("&sel=method:foonet")
    await page.wait_for_timeout(DOUBLE)
    await page.keyboard.down("Shift")
    await _click(page, PLAIN)
    await page.keyboard.up("Shift")
    await expect(panel(page).locator(".two h2")).to_have_text("FooNet and Plain")
    assert (await place_of(page)).endswith("&sel=method:foonet&sel=dataset:plain")
    await page.wait_for_timeout(DOUBLE)
    await _click(page, NOWHERE)
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("2 nodes, 1 link")


async def test_a_click_on_a_line_opens_its_evidence(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await _click(page, MIDDLE)
    await expect(panel(page).get_by_role("region", name="Evidence").locator("p").first).to_have_text("FooNet tested on Plain")
    assert (await place_of(page)).endswith("&edge=method:foonet&edge=dataset:plain")


async def test_a_double_click_brings_more_neighbours(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await page.mouse.dblclick(*await _at(page, PLAIN))
    await expect(page.get_by_role("group", name="Kinds shown").get_by_role("button", name="methods 5")).to_be_visible()
    assert "&step=around 1 40 dataset:plain&" in await place_of(page)


async def test_a_drag_pins_a_node(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await _drag(page, PLAIN, (20, 30))
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    await ready(page)
    pins = [part.removeprefix("pin=").split(",") for part in (await place_of(page)).split("&") if part.startswith("pin=")]
    assert pins[0] == ["-50", "0", "method:foonet"]
    x, y, pinned = pins[1]
    assert pinned == "dataset:plain"
    assert abs(float(x) - 20) < 1
    assert abs(float(y) - 30) < 1


async def test_a_drag_of_few_movements_is_kept_though_a_click_ends_it(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await _drag(page, PLAIN, (20, 30), (0.01, 1.0))
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    await page.wait_for_timeout(DOUBLE)
    await ready(page)
    assert "pin=50,0,dataset:plain" not in await place_of(page)
    assert ",dataset:plain" in await place_of(page)


async def test_a_drag_of_the_ground_moves_the_camera_and_fit_brings_it_back(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    whole = page.url
    await _drag(page, NOWHERE, (-30, 20))
    await page.wait_for_url("**&cam=*")
    await page.get_by_role("button", name="Fit").click()
    await expect(page).to_have_url(whole)


async def test_the_wheel_zooms(page: Page, world_site: str) -> None:
    await show(page, world_site, PAIR + PINS)
    await page.mouse.move(*await _at(page, MIDDLE))
    await page.mouse.wheel(0, -100)
    await page.wait_for_url("**&cam=*")
