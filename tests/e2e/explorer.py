"""Words for tests of the explorer: its places, its parts, and what stands in its tables."""

from __future__ import annotations

from urllib.parse import unquote

from playwright.async_api import Locator, Page, expect

from tests.e2e.page import ready


def around(*ids: str, depth: int = 1, limit: int = 100, select: bool = True) -> str:
    """Return the place of what is around nodes, the first of them selected."""
    place = f"graph&step=around%20{depth}%20{limit}%20{'%20'.join(ids)}"
    return f"{place}&sel={ids[0]}" if select else place


async def show(page: Page, site: str, place: str = "") -> None:
    """Open the explorer at a place, or go there in a page that shows another, and wait until it stands."""
    await page.goto(f"{site}/#{place}")
    await ready(page)


async def press(page: Page, key: str) -> None:
    """Press a key and wait until what it did stands."""
    await page.keyboard.press(key)
    await ready(page)


async def click(page: Page, name: str, *, within: str = "main") -> None:
    """Press the button of a name and wait until what it did stands."""
    await page.locator(within).get_by_role("button", name=name, exact=True).first.click()
    await ready(page)


async def place_of(page: Page) -> str:
    """The place in the address, as it is read."""
    found: str = await page.evaluate("location.hash")
    return unquote(found.removeprefix("#"))


async def rows(table: Locator) -> list[list[str]]:
    """The texts of the cells of a table's body."""
    found: list[list[str]] = await table.evaluate(
        "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return found


async def pairs(terms: Locator) -> dict[str, str]:
    """The terms of a list of facts, each with what is said of it."""
    found: dict[str, str] = await terms.evaluate(
        "list => Object.fromEntries([...list.querySelectorAll('dt')].map(term => [term.innerText, term.nextElementSibling.innerText.replace(/\\s+/g, ' ')]))"
    )
    return found


def find(page: Page) -> Locator:
    """The field that finds anything."""
    return page.get_by_role("combobox", name="Find a method, dataset, paper, task, repository or author")


def options(page: Page) -> Locator:
    """What the field suggests."""
    return page.locator("header .options [role=option]")


def panel(page: Page) -> Locator:
    """What is told of what is selected."""
    return page.get_by_role("complementary", name="What is selected")


async def names(page: Page) -> list[str]:
    """The names of the nodes in the picture as tables."""
    return [row[0] for row in await rows(page.locator(".as-table table").first)]


async def links(page: Page) -> list[list[str]]:
    """The links in the picture as tables: from, relation, to, support."""
    return await rows(page.locator(".as-table table").nth(1))


async def as_table(page: Page) -> None:
    """Show the picture as tables."""
    await page.get_by_role("button", name="Table", exact=True).click()
    await expect(page.get_by_role("region", name="The picture as tables")).to_be_visible()
    await ready(page)
