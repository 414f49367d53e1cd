"""The other views: shared datasets, a dataset, methods head to head, a leaderboard, and the start."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.explorer import click, place_of, rows, show
from tests.e2e.page import ready

RANKED = ".ranked li"
NAMES = ".ranked li > a:first-of-type"


async def test_the_start_leads_into_the_graph(page: Page, world_site: str) -> None:
    await show(page, world_site)
    await expect(page.locator(".counts li")).to_have_text(
        ["6 papers", "13 methods", "8 datasets", "3 repositories", "4 tasks", "5 authors", "12 results"]
    )
    await expect(page.locator("ol.links li")).to_have_text(
        [
            "BarNet and FooNet share 3 datasets: Foo-Bench, Suite, Plain",
            "BarNet and BazNet share 2 datasets: Suite, Plain",
            "BazNet and FooNet share 2 datasets: Suite, Plain",
        ]
    )
    await page.get_by_role("link", name="BarNet and BazNet").click()
    await expect(page.get_by_text("They meet on 2 datasets.")).to_be_visible()


async def test_an_empty_graph_tells_how_to_load(page: Page, empty_site: str) -> None:
    await show(page, empty_site)
    await expect(page.get_by_role("heading", level=2)).to_have_text("This graph is empty")
    await expect(page.locator("pre")).to_contain_text("citegraph load papers.jsonl leaderboards.jsonl")
    await page.get_by_role("link", name="watch it").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loads")
    await expect(page.get_by_role("heading", level=2)).to_have_text("This graph is empty")


async def test_shared_datasets_are_of_what_is_chosen(page: Page, world_site: str) -> None:
    await show(page, world_site, "shared")
    await page.get_by_role("combobox", name="Choose a method or a task").press_sequentially("hea")
    await page.get_by_role("option", name="Hearing").click()
    await ready(page)
    assert await place_of(page) == "shared&of=task:hearing"
    await expect(page.get_by_role("heading", level=1)).to_have_text("Methods that share datasets for Hearing")
    await show(page, world_site, "shared&of=task:seeing")
    await expect(page.locator(RANKED)).to_have_text(["BazNet and FooNet 2 shared (1.34): Suite, Plain compare"])


async def test_weights_change_the_scores_and_the_address(page: Page, world_site: str) -> None:
    await show(page, world_site, "shared&of=method:foonet")
    ranked_by = page.get_by_role("combobox", name="Ranked by")
    for weight, first, second in (
        ("count", "3 shared (3.00)", "2 shared (2.00)"),
        ("jaccard", "3 shared (0.75)", "2 shared (0.67)"),
        ("cosine", "3 shared (0.87)", "2 shared (0.82)"),
    ):
        await ranked_by.select_option(weight.upper())
        await ready(page)
        assert await place_of(page) == f"shared&of=method:foonet&weight={weight}"
        await expect(page.locator(RANKED)).to_contain_text([first, second])
    bars = page.locator(".ranked .bar span")
    assert [await bars.nth(n).evaluate("bar => bar.style.width") for n in (0, 1)] == ["100%", "94%"]


async def test_support_that_is_left_out_changes_the_list_and_the_address(page: Page, world_site: str) -> None:
    await show(page, world_site, "shared&of=method:foonet")
    for name in ("own paper", "baseline"):
        await page.get_by_label(name, exact=True).click()
        await ready(page)
    assert await place_of(page) == "shared&of=method:foonet&via=reported"
    await expect(page.get_by_text("No record in this graph of a method that shares a dataset with it under these choices.")).to_be_visible()
    await page.get_by_label("only for a common task").click()
    await ready(page)
    assert await place_of(page) == "shared&of=method:foonet&via=reported&task=false"
    await expect(page.locator(NAMES)).to_have_text(["BarNet"])  # LSTM is a word for a class of methods


async def test_a_cell_of_the_matrix_is_one_of_a_suite(page: Page, world_site: str) -> None:
    await show(page, world_site, "shared&of=method:foonet")
    await page.locator("table.heat button").first.click()
    await ready(page)
    assert (await place_of(page)).endswith("&cell=method:foonet&cell=dataset:suite")
    await expect(page.get_by_text("It counts through parts of this suite; open the suite for each of them.")).to_be_visible()
    await expect(page.locator("table.heat [aria-pressed=true]")).to_have_count(1)
    await page.locator(NAMES).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Methods that share datasets with BarNet")


async def test_everything_that_was_tried_on_a_dataset(page: Page, world_site: str) -> None:
    await show(page, world_site, "dataset")
    await page.get_by_role("combobox", name="Choose a dataset").press_sequentially("pla")
    await page.get_by_role("option", name="Plain").click()
    await ready(page)
    assert await place_of(page) == "dataset&of=dataset:plain"
    await expect(page.locator("main p").first).to_have_text(
        "4 methods, 4 results, from 3 sources (extra, graph, mirror), newest 2021; 1 entry on these datasets names no known method"
    )
    table = page.get_by_role("table", name="Methods, the rarest first")
    assert await rows(table) == [
        ["LSTM", "1", "1", "1", "Seeing", "reported result"],
        ["BazNet", "2", "1", "0", "", "own paper"],
        ["FooNet", "3", "2", "1", "Seeing", "reported result, own paper"],
        ["BarNet", "4", "1", "1", "Hearing", "reported result, baseline"],
    ]
    await expect(page.get_by_role("img", name="Papers by year. 2020: 1, 2021: 1")).to_be_visible()
    await page.get_by_label("built on", exact=True).click()
    await ready(page)
    assert (await place_of(page)).endswith("&via=reported,introduced,compared,used")


async def test_configurations_are_unfolded_and_folded(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "dataset&of=dataset:set-01")
    await click(page, "show 12 configurations")
    assert await place_of(page) == "dataset&of=dataset:set-01&open=method:basenet"
    below = page.get_by_role("region", name="Configurations of BaseNet")
    await expect(below.get_by_role("heading")).to_have_text("BaseNet: 12 results of 12 variants")
    found = await rows(below.get_by_role("table"))
    assert found[0] == ["BaseNet-01", "BaseNet-01 size: 1", "steps: 1", "Accuracy, test", "51"]
    assert [row[0] for row in found] == [f"BaseNet-{n:02}" for n in range(1, 13)]
    await click(page, "hide its configurations")
    await expect(below).to_have_count(0)


async def test_results_under_one_name_are_configurations(page: Page, world_site: str) -> None:
    await show(page, world_site, "dataset&of=dataset:suite-one")
    await click(page, "show 2 configurations")
    below = page.get_by_role("region", name="Configurations of BazNet")
    await expect(below.get_by_role("heading")).to_have_text("BazNet: 2 results")
    assert await rows(below.get_by_role("table")) == [["BazNet", "", "", "Error", "4.5"], ["BazNet (rerun)", "", "", "Error", "5.5"]]


async def test_usual_methods_are_folded(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "dataset&of=dataset:set-01")
    await expect(page.get_by_text("1 usual one, tested on many datasets; show")).to_be_visible()
    await click(page, "show")
    assert await place_of(page) == "dataset&of=dataset:set-01&usual=true"
    assert await rows(page.get_by_role("table", name="Usual methods")) == [["UsualNet", "21", "0", "1", "", "reported result"]]


async def test_papers_without_a_result_are_listed(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "dataset&of=dataset:silent")
    await expect(page.get_by_text("1 of the 2 newest report no result:")).to_be_visible()
    await expect(page.locator("main section li")).to_have_text(["Quiet paper (2019) evaluates"])


async def test_methods_are_compared(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "compare")
    await expect(page.get_by_text("Choose two to five methods.")).to_be_visible()
    add = page.get_by_role("combobox", name="Add a method")
    for name in ("OneNet", "FourNet", "TwoNet"):
        await add.press_sequentially(name)
        await page.get_by_role("option", name=name).click()
        await ready(page)
    assert await place_of(page) == "compare&of=method:onenet&of=method:fournet&of=method:twonet"
    await expect(page.get_by_text("They meet on 1 dataset.")).to_be_visible()
    board = page.get_by_role("table", name="Board")
    assert await rows(board) == [
        ["tested", "reported result", "reported result", "reported result"],
        ["Accuracy test, percent", "70.0", "★ 90.0", "80.5"],
        ["Accuracy validation, percent; cannot be compared", "1.5", "", ""],
    ]
    await click(page, "Leave FourNet out")
    assert await place_of(page) == "compare&of=method:onenet&of=method:twonet"
    assert (await rows(board))[1] == ["Accuracy test, percent", "70.0", "★ 80.5"]


async def test_a_leaderboard_is_drawn_and_sorted_both_ways(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "leaderboard&of=dataset:board")
    await expect(page.get_by_role("img", name="Accuracy over time, 4 results; the table below has them all")).to_be_visible()
    await expect(page.locator("svg.board circle")).to_have_count(4)
    await expect(page.locator("svg.board circle.best")).to_have_count(3)
    await expect(page.locator("svg.board text.name")).to_have_text(["OneNet", "TwoNet", "FourNet"])
    await expect(page.locator("figcaption")).to_have_text("1 undated result stands in the table only.")
    table = page.get_by_role("table", name="Accuracy, test, percent")
    assert await rows(table) == [
        ["FourNet", "1", "90.0", "2021-11-30", "★", "FourNet paper", "FourNet"],
        ["TwoNet", "2", "80.5", "2019-06", "★", "TwoNet paper", "TwoNet"],
        ["ThreeNet", "3", "75.0", "2020", "", "ThreeNet paper", "ThreeNet"],
        ["OneNet", "4", "70.0", "2018-01", "★", "OneNet paper", "OneNet"],
        ["OldNet", "5", "60.0", "", "", "own/board", "OldNet"],
    ]
    figure = page.get_by_role("columnheader", name=re.compile("^figure"))
    await expect(figure).to_have_attribute("aria-sort", "none")
    for sort, word, first in (("value", "ascending", "OldNet"), ("-value", "descending", "FourNet")):
        await figure.get_by_role("button").click()
        await ready(page)
        await expect(figure).to_have_attribute("aria-sort", word)
        assert await place_of(page) == f"leaderboard&of=dataset:board&sort={sort}"
        assert (await rows(table))[0][0] == first
    for first, last in (("OneNet", "OldNet"), ("FourNet", "OldNet")):
        await page.get_by_role("columnheader", name=re.compile("^date")).get_by_role("button").click()
        await ready(page)
        found = await rows(table)
        assert (found[0][0], found[-1][0]) == (first, last)


async def test_what_cannot_be_compared_is_another_group(page: Page, pages_site: str) -> None:
    await show(page, pages_site, "leaderboard&of=dataset:board")
    group = page.get_by_role("combobox", name="Measured by")
    await expect(group.locator("option")).to_have_text(["Accuracy, test, percent (5)", "Accuracy, validation, percent (1)"])
    await group.select_option(label="Accuracy, validation, percent (1)")
    await ready(page)
    assert await place_of(page) == "leaderboard&of=dataset:board&group=Accuracy / validation /  / percent / "
    assert [row[0] for row in await rows(page.get_by_role("table"))] == ["OneNet"]


async def test_a_leaderboard_is_of_what_is_chosen(page: Page, world_site: str) -> None:
    await show(page, world_site, "leaderboard")
    await page.get_by_role("combobox", name="Choose a dataset").press_sequentially("pla")
    await page.get_by_role("option", name="Plain").click()
    await ready(page)
    assert await place_of(page) == "leaderboard&of=dataset:plain"
    await expect(page.get_by_text("None of these results is dated: there is no picture over time.")).to_be_visible()


@pytest.mark.parametrize(
    ("place", "told", "shown"),
    [
        ("shared&of=method:foonet", "1 of 2, the best first", RANKED),
        ("dataset&of=dataset:plain", "1 of 4 methods, the rarest first", "table:has(caption:text('Methods, the rarest first')) tbody tr"),
    ],
)
async def test_more_is_shown_when_asked_for(page: Page, world_site: str, place: str, told: str, shown: str) -> None:
    await show(page, world_site, f"{place}&first=1")
    await expect(page.get_by_text(told)).to_be_visible()
    await expect(page.locator(shown)).to_have_count(1)
    await click(page, "Show more")
    assert await place_of(page) == f"{place}&first=2"
    await expect(page.locator(shown)).to_have_count(2)
