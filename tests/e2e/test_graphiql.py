"""GraphiQL in a real browser: an operation end to end, the schema at hand, and links that open it filled in."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, urlencode

import httpx
import orjson
import pytest
from playwright.async_api import Page, expect

from tests.e2e.page import assert_accessible

# What CodeMirror and GraphiQL are made like: tabs hold the button that closes them; an editor is scrolled by the field beside the scrolled part.
NOT_OURS = {"nested-interactive": "li", "scrollable-region-focusable": ".CodeMirror-scroll"}
OPERATION = "query Named($name: String!) { method(by: {name: $name}) { name } }\nquery Other { papers { totalCount } }"
FILLED = urlencode({"query": OPERATION, "variables": '{"name": "BarNet"}', "operationName": "Named"}, quote_via=quote)


async def _open(page: Page, address: str) -> None:
    """Open GraphiQL and wait until its editors and the schema are there."""
    await page.goto(address, wait_until="networkidle")
    for name in ("Operation", "Variables", "Response"):
        await page.get_by_role("textbox", name=name, exact=True).wait_for(state="attached")


async def _editor(page: Page, name: str) -> str:
    """The text of an editor, by the name that it has for those who listen."""
    text: str = await page.get_by_role("textbox", name=name, exact=True).evaluate(
        "field => field.closest('.CodeMirror').CodeMirror.getValue()"
    )
    return text


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_is_accessible(page: Page, site: str, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
    await _open(page, f"{site}/graphql")
    await assert_accessible(page, but=NOT_OURS)


async def test_what_the_address_says_is_filled_in_and_run(page: Page, site: str) -> None:
    await _open(page, f"{site}/graphql?{FILLED}")
    assert await _editor(page, "Operation") == OPERATION
    assert await _editor(page, "Variables") == '{"name": "BarNet"}'
    await page.get_by_label("Execute query").click()
    await expect(page.locator(".result-window")).to_contain_text('"name": "BarNet"')
    assert orjson.loads(await _editor(page, "Response"))["data"] == {"method": {"name": "BarNet"}}


async def test_what_is_typed_is_run_whatever_the_address_named(page: Page, site: str) -> None:
    await _open(page, f"{site}/graphql?{FILLED}")
    await page.get_by_role("textbox", name="Operation", exact=True).focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text('{ method(by: {name: "FooNet"}) { name } }')
    await page.keyboard.press("Control+Enter")  # before GraphiQL has understood what was typed
    await expect(page.locator(".result-window")).to_contain_text('"name": "FooNet"')


async def test_an_error_is_shown_as_the_server_tells_it(page: Page, site: str) -> None:
    await _open(page, f"{site}/graphql?{urlencode({'query': '{ method(by: {}) { name } }'})}")
    await page.get_by_label("Execute query").click()
    await expect(page.locator(".result-window")).to_contain_text("BAD_USER_INPUT")


async def test_the_schema_is_at_hand(page: Page, site: str) -> None:
    await _open(page, f"{site}/graphql")
    await page.get_by_label("Show Documentation Explorer").click()
    docs = page.locator(".graphiql-doc-explorer")
    await docs.get_by_role("link", name="Query", exact=True).click()
    await docs.get_by_role("link", name="method", exact=True).click()
    await expect(docs).to_contain_text("NameKey")
    await assert_accessible(page, but=NOT_OURS)


async def test_programs_are_answered_at_the_same_address(site: str) -> None:
    async with httpx.AsyncClient(base_url=site) as client:
        asked = {"query": '{ method(by: {name: "BarNet"}) { name } }'}
        for answer in (await client.get("/graphql", params=asked), await client.post("/graphql", json=asked)):
            assert answer.json()["data"] == {"method": {"name": "BarNet"}}
