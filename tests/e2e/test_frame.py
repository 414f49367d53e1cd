"""What surrounds every view: permalinks, links that are copied, the embedded page, the operation behind a view, undo, and what goes wrong."""

from __future__ import annotations

import orjson
import pytest
from playwright.async_api import Dialog, Page, Route, expect

from tests.e2e.explorer import around, click, names, panel, place_of, press, show
from tests.e2e.page import picture, ready
from tests.e2e.watch import Watch

FOONET = around("method:foonet")
PLACES = [
    FOONET,
    around("method:foonet", limit=9) + "&step=around%201%2040%20method:barnet&step=paths%204%20method:foonet%20dataset:lonely"
    "&hide=task:seeing&pin=10,-20.5,method:foonet&sel=dataset:plain&no=author&until=2020&cam=0.4,0.6,0.8",
    around("method:foonet") + "&edge=method:foonet&edge=dataset:plain&as=table",
    "shared&of=method:foonet&weight=count&via=reported,introduced&task=false&cell=method:barnet&cell=dataset:plain",
    "dataset&of=dataset:plain&via=reported&open=method:foonet",
    "compare&of=method:foonet&of=method:barnet&of=method:baznet&via=reported",
    "leaderboard&of=dataset:plain&group=Accuracy%20/%20validation%20/%20%20/%20percent%20/%20&sort=-value",
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.split("&")[0])
async def test_an_address_restores_exactly_its_view(page: Page, watch: Watch, world_site: str, place: str) -> None:
    await show(page, world_site, place)
    seen = await page.screenshot()
    await picture(page, f"view-{PLACES.index(place)}-{place.split('&')[0]}")
    assert await page.evaluate("location.hash") == f"#{place}"
    other = await watch.context.new_page()
    await show(other, world_site, place)
    assert await other.evaluate("location.hash") == f"#{place}"
    assert await other.get_by_role("main").inner_text() == await page.get_by_role("main").inner_text()
    assert await other.screenshot() == seen


async def test_a_permalink_asks_for_its_picture_once_and_before_the_code_that_draws_it(page: Page, world_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or request.url.rsplit("/", 1)[-1]))
    await show(page, world_site, FOONET)
    pictures = [place for place, what in enumerate(asked) if "query Neighbourhood" in what]
    drawing = [place for place, what in enumerate(asked) if what.startswith("layout.worker")]
    assert len(pictures) == len(drawing) == 1
    assert pictures < drawing


async def test_what_was_done_is_in_the_address_that_is_copied(page: Page, watch: Watch, world_site: str) -> None:
    await watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await show(page, world_site, FOONET + "&as=table")
    await panel(page).get_by_role("button", name="Beta nets", exact=True).click()
    await ready(page)
    for name in ("Expand", "Pin"):
        await click(page, name)
    await page.locator(".as-table").get_by_role("button", name="BarNet", exact=True).click()
    await ready(page)
    await click(page, "Hide")
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.locator("#app > [role=status]")).to_have_text("Link copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    other = await watch.context.new_page()
    await other.goto(copied)
    await ready(other)
    assert await other.evaluate("location.hash") == await page.evaluate("location.hash")
    assert await names(other) == await names(page)


async def test_the_buttons_of_the_browser_go_back_and_forth(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await page.get_by_role("navigation").get_by_role("link", name="Loads").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loads")
    await expect(page).to_have_title("Loads · citegraph")
    await expect(page.get_by_role("link", name="Loads")).to_have_attribute("aria-current", "page")
    await page.go_back()
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("FooNet")
    await page.go_forward()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loads")


async def test_an_embedded_page_has_a_link_in_place_of_the_header(page: Page, world_site: str) -> None:
    await page.goto(f"{world_site}/?embed=1#{FOONET}")
    await ready(page)
    await expect(page.get_by_role("banner")).to_have_count(0)
    await expect(page.get_by_role("link", name="Open in citegraph")).to_have_attribute("href", f"{world_site}/#{FOONET}")
    await page.get_by_role("application").focus()
    await press(page, "h")
    assert "&hide=method:foonet" in (await page.get_by_role("link", name="Open in citegraph").get_attribute("href") or "")
    await press(page, "Control+z")
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"
    await picture(page, "embedded")


async def test_the_operation_is_copied_and_opened(page: Page, watch: Watch, world_site: str) -> None:
    await watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await show(page, world_site, "dataset&of=dataset:plain")
    menu = page.get_by_role("button", name="GraphQL")
    await menu.click()
    await page.get_by_role("menuitem", name="Copy the operation").click()
    await expect(page.locator("#app > [role=status]")).to_have_text("Operation copied")
    copied: str = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("query Tried($id: ID!, $via: [Via!], $first: Int!)")
    await menu.click()
    await page.get_by_role("menuitem", name="Copy its variables").click()
    variables = {"id": "dataset:plain", "via": ["REPORTED", "INTRODUCED", "COMPARED"], "first": 100}
    await expect(page.locator("#app > [role=status]")).to_have_text("Variables copied")
    assert orjson.loads(await page.evaluate("navigator.clipboard.readText()")) == variables
    answer = await page.request.post(f"{world_site}/graphql", data={"query": copied, "variables": variables})
    assert (await answer.json())["data"]["dataset"]["testedMethods"]["totalCount"] == 4

    await menu.click()
    async with watch.context.expect_page() as opened:
        await page.get_by_role("menuitem", name="Open in GraphiQL").click()
    graphiql = await opened.value
    await graphiql.wait_for_load_state("networkidle")
    for name, text in (("Operation", copied), ("Variables", '"dataset:plain"')):
        field = graphiql.get_by_role("textbox", name=name, exact=True)
        await field.wait_for(state="attached")
        assert text in await field.evaluate("field => field.closest('.CodeMirror').CodeMirror.getValue()")
    await graphiql.get_by_label("Execute query").click()
    await expect(graphiql.locator(".result-window")).to_contain_text('"testedMethods"')


@pytest.mark.parametrize(
    ("place", "operation"),
    [
        (FOONET, "Neighbourhood"),  # not what the panel asks of the node that is selected
        ("shared&of=method:foonet&cell=method:barnet&cell=dataset:plain", "Shared"),
        ("dataset&of=dataset:suite-one&open=method:baznet", "Tried"),
        ("leaderboard&of=dataset:plain", "Leaderboard"),
        ("loads", "Loads"),
    ],
)
async def test_the_operation_is_that_of_the_view_itself(page: Page, watch: Watch, world_site: str, place: str, operation: str) -> None:
    await watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await show(page, world_site, place)
    await expect(page.get_by_role("navigation").locator("[aria-current=page]")).to_have_count(1)
    if operation == "Leaderboard":
        await click(page, "date")  # sorting asks nothing anew
    if operation == "Neighbourhood":
        await click(page, "Pin")  # nor does what is known already
    await page.get_by_role("button", name="GraphQL").click()
    await page.get_by_role("menuitem", name="Copy the operation").click()
    await expect(page.locator("#app > [role=status]")).to_have_text("Operation copied")
    assert (await page.evaluate("navigator.clipboard.readText()")).startswith(f"query {operation}(")


async def test_menus_are_used_by_keyboard(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    menu = page.get_by_role("button", name="GraphQL")
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Copy the operation")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("menuitem", name="Schema")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Copy its variables")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await expect(menu).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (around("method:nothing"), "No record in this graph of method:nothing."),
        ("shared&of=method:nothing", "No method in this graph is called method:nothing."),
        ("shared&of=task:nothing", "No task in this graph is called task:nothing."),
        ("dataset&of=dataset:nothing", "No dataset in this graph is called dataset:nothing."),
        ("leaderboard&of=dataset:nothing", "No dataset in this graph is called dataset:nothing."),
        ("compare&of=method:nothing&of=method:foonet", "No method in this graph is called method:nothing."),
    ],
)
async def test_what_is_unknown_is_told(page: Page, world_site: str, place: str, words: str) -> None:
    await show(page, world_site, place)
    await expect(page.get_by_text(words, exact=True)).to_be_visible()


async def test_an_address_that_makes_no_sense_shows_the_start(page: Page, world_site: str) -> None:
    await show(page, world_site, "nonsense&step=%E0%A4%A&of")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Which methods share datasets?")


@pytest.mark.parametrize("place", ["home", FOONET, "dataset&of=dataset:plain", "loads"], ids=["home", "graph", "dataset", "loads"])
async def test_a_server_that_is_away_is_told_and_tried_again(page: Page, watch: Watch, world_site: str, place: str) -> None:
    await page.route("**/graphql", lambda route: route.abort())
    await page.goto(f"{world_site}/#{place}")
    await expect(page.get_by_role("alert").locator("p")).to_have_text("The server does not answer. Is `citegraph serve` running?")
    watch.expect("ERR_FAILED")
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="Try again").click()
    await ready(page)
    await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.get_by_role("heading").first).to_be_visible()


async def test_an_answer_that_is_none_is_told(page: Page, watch: Watch, world_site: str) -> None:
    async def broken(route: Route) -> None:
        await route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")

    await page.route("**/graphql", broken)
    await page.goto(f"{world_site}/#loads")
    await expect(page.get_by_role("alert").locator("p")).to_have_text(
        "The server answered 502 Bad Gateway, which is no answer to a question."
    )
    watch.expect("502")


async def test_a_name_of_several_things_is_told_with_what_it_may_mean(page: Page, watch: Watch, world_site: str) -> None:
    meant = {"id": "method:foonet", "name": "FooNet", "year": 2020, "paper": "A paper"}
    error = {"message": "'Foo' is several methods", "extensions": {"code": "AMBIGUOUS", "candidates": [meant]}}

    async def ambiguous(route: Route) -> None:
        await route.fulfill(json={"data": None, "errors": [error]})

    await page.route("**/graphql", ambiguous)
    await page.goto(f"{world_site}/#loads")
    await expect(page.get_by_role("alert").locator("p")).to_have_text("'Foo' is several methods")
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="FooNet, 2020, A paper").click()
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("FooNet")
    await expect(page.get_by_role("alert")).to_be_hidden()


async def test_where_the_clipboard_is_closed_the_link_is_shown(page: Page, world_site: str) -> None:
    """As on an address without TLS that is not this machine's."""
    await page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    shown: list[tuple[str, str]] = []

    async def answer(dialog: Dialog) -> None:
        shown.append((dialog.message, dialog.default_value))
        await dialog.dismiss()

    page.on("dialog", answer)
    await show(page, world_site, FOONET)
    await page.get_by_role("button", name="Copy link").click()
    assert shown == [("Copy this:", page.url)]
