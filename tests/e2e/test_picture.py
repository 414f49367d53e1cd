"""The picture of a graph: its legend, tables and panel, what can be done with a node, years, and what is not shown."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.explorer import around, as_table, click, links, names, panel, place_of, press, show
from tests.e2e.page import ready

FOONET = around("method:foonet")
ALPHA = "paper:doi:10.5555/alpha"


async def test_the_start_of_a_picture_is_chosen(page: Page, world_site: str) -> None:
    await show(page, world_site, "graph")
    await expect(page.get_by_role("heading", level=1)).to_have_text("What is around it?")
    await page.get_by_role("combobox", name="Choose where to begin").press_sequentially("lon")
    await page.get_by_role("option", name="Lonely").click()
    await ready(page)
    assert await place_of(page) == "graph&step=around 1 100 dataset:lonely&sel=dataset:lonely"


async def test_a_kind_is_left_out_by_the_legend(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await as_table(page)
    papers = page.get_by_role("group", name="Kinds shown").get_by_role("button", name="papers 3")
    await expect(papers).to_have_attribute("aria-pressed", "true")
    await papers.click()
    await ready(page)
    await expect(papers).to_have_attribute("aria-pressed", "false")
    assert (await place_of(page)).endswith("&no=paper&as=table")
    assert len(await names(page)) == 11
    assert {"Alpha nets", "Beta nets", "Epsilon nets"}.isdisjoint(await names(page))
    assert ["FooNet", "tested on", "Plain", "1"] in await links(page)
    assert not any("nets" in link[0] for link in await links(page))
    await papers.click()
    await ready(page)
    assert len(await names(page)) == 14


async def test_a_node_is_selected_in_the_table_and_in_the_panel(page: Page, world_site: str) -> None:
    await show(page, world_site, around("method:foonet", select=False))
    await expect(panel(page).get_by_role("heading")).to_have_text("14 nodes, 23 links")
    await as_table(page)
    await page.locator(".as-table").get_by_role("button", name="Hearing").click()
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("Hearing")
    await expect(panel(page).locator("p").first).to_have_text("task, joined with 6")
    await expect(panel(page).locator(".joined li")).to_have_text(["addressed by Alpha nets 1 proof", "addressed by FooNet 1 proof"])
    await panel(page).get_by_role("button", name="Alpha nets", exact=True).click()
    await expect(panel(page).get_by_role("heading", level=2)).to_have_text("Alpha nets")
    await expect(panel(page).locator("dd").first).to_have_text("Journal of Samples, 2021-03-04")


async def test_evidence_is_opened_and_closed(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await click(page, "2 proofs of its link with Seeing")
    assert (await place_of(page)).endswith("&sel=method:foonet&edge=method:foonet&edge=task:seeing")
    proof = panel(page).get_by_role("region", name="Evidence")
    await expect(proof.locator("p").first).to_have_text("FooNet addresses Seeing")
    await expect(proof.get_by_role("listitem")).to_have_text(
        [
            "graph foonet graph.jsonl:7 addresses read by facts/1, 100 % sure",
            "mirror mfoonet mirror.jsonl:3 addresses read by facts/1, 100 % sure",
        ]
    )
    await click(page, "Close")
    await expect(proof).to_have_count(0)
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"


async def test_a_node_is_expanded_and_collapsed(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await as_table(page)
    await panel(page).get_by_role("button", name="Beta nets", exact=True).click()
    await ready(page)
    await click(page, "Expand")
    assert "step=around 1 40 paper:doi:10.5555/beta" in await place_of(page)
    assert {"BarNet", "Bo Sample", "Çem Muster", "Suite Two", "Déjà-Set", "Über nets"} <= set(await names(page))
    await click(page, "Collapse")
    assert "BarNet" not in await names(page)
    assert len(await names(page)) == 14
    await page.get_by_role("button", name="Undo", exact=True).click()
    await ready(page)
    assert "BarNet" in await names(page)
    await press(page, "Control+z")
    assert "BarNet" not in await names(page)
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


async def test_a_node_is_pinned_and_let_go(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await click(page, "Pin")
    assert "&pin=" in await place_of(page)
    assert ",method:foonet&sel=" in await place_of(page)
    await click(page, "Unpin")
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"


async def test_nodes_are_hidden_and_shown_again(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    await as_table(page)
    await click(page, "Hide")
    assert "FooNet" not in await names(page)
    await expect(panel(page).get_by_role("heading")).to_have_text("14 nodes, 23 links")
    await page.locator(".as-table").get_by_role("button", name="Plain").click()
    await ready(page)
    await click(page, "Hide")
    await expect(page.locator(".notices")).to_have_text("2 hidden Show them")
    await click(page, "Show them")
    assert len(await names(page)) == 14
    await expect(page.locator(".notices")).to_have_text("")


async def test_a_node_is_focused(page: Page, world_site: str) -> None:
    await show(page, world_site, around("method:foonet", "method:quuxnet") + "&as=table")
    await panel(page).get_by_role("button", name="FooNet-small", exact=True).click()
    await ready(page)
    await click(page, "Focus")
    assert await place_of(page) == "graph&step=around 1 100 method:foonet-small&sel=method:foonet-small"
    await expect(page.get_by_role("group", name="Kinds shown").get_by_role("button")).to_have_text(["methods 2"])


async def test_paths_between_two_nodes(page: Page, world_site: str) -> None:
    await show(
        page, world_site, around("method:foonet", "method:baznet", depth=0, select=False) + "&sel=method:baznet&sel=method:foonet&as=table"
    )
    assert await names(page) == ["FooNet", "BazNet"]
    await expect(panel(page).locator(".two h2")).to_have_text("BazNet and FooNet")
    await click(page, "Find the paths between them")
    assert "step=paths 4 method:baznet method:foonet" in await place_of(page)
    assert set(await names(page)) >= {"FooNet", "BazNet", "Plain"}
    await press(page, "Control+z")
    await click(page, "Compare")
    assert await place_of(page) == "compare&of=method:baznet&of=method:foonet"
    await expect(page.get_by_text("They meet on 2 datasets.")).to_be_visible()


async def test_that_there_is_no_path_is_told(page: Page, pages_site: str) -> None:
    place = around("paper:doi:10.5555/alone", "method:usualnet", depth=0)
    await show(page, pages_site, f"{place}&sel=method:usualnet")
    await click(page, "Find the paths between them")
    await expect(page.locator(".notices p")).to_have_text("No path of at most 4 steps joins them.")


async def test_the_years_are_walked_by_keys_and_played(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET + "&as=table")
    slider = page.get_by_role("slider", name="Published until")
    said = page.locator(".years output")
    await expect(said).to_have_text("all years, 2019–2021")
    await slider.focus()
    await press(page, "ArrowLeft")
    await expect(said).to_have_text("until 2020")
    assert "&until=2020" in await place_of(page)
    assert {"Alpha nets", "FooNet"}.isdisjoint(await names(page))
    assert {"Beta nets", "Epsilon nets", "Foo-Bench", "Seeing"} <= set(await names(page))
    await press(page, "Home")
    await expect(said).to_have_text("until 2019")
    assert "Beta nets" not in await names(page)
    await press(page, "End")
    await expect(said).to_have_text("all years, 2019–2021")

    await page.get_by_role("button", name="Play").click()
    await expect(said).to_have_text("until 2019")
    await expect(said).to_have_text("until 2020")
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Play")).to_be_visible()
    await page.get_by_role("button", name="Play").click()
    await expect(said).to_have_text("all years, 2019–2021")
    await expect(page.get_by_role("button", name="Play")).to_be_visible()


async def test_neighbours_that_are_not_shown_are_told(page: Page, world_site: str) -> None:
    await show(page, world_site, around("method:foonet", limit=5) + "&as=table")
    await expect(page.locator(".notices p")).to_have_text("4 of 13 neighbours of FooNet, the strongest first Show more")
    assert await names(page) == ["FooNet", "Alpha nets", "Seeing", "Epsilon nets", "example/alpha"]
    await click(page, "Show more")
    await expect(page.locator(".notices p")).to_have_text("9 of 13 neighbours of FooNet, the strongest first Show more")
    assert len(await names(page)) == 10
    await click(page, "Show more")
    await expect(page.locator(".notices p")).to_have_count(0)
    assert len(await names(page)) == 14


async def test_the_picture_fills_the_screen_and_leaves_it(page: Page, world_site: str) -> None:
    await show(page, world_site, FOONET)
    for fills in (True, False):
        await page.get_by_role("button", name="Full screen").click()
        await page.wait_for_function(
            "fills => Boolean(document.fullscreenElement?.querySelector('[role=application]')) === fills", arg=fills
        )
    await ready(page)
