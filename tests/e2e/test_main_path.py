"""From three letters to the source rows that prove an edge, and the same for shared datasets: on both stores."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.explorer import around, as_table, click, find, links, names, options, pairs, panel, place_of, rows, show
from tests.e2e.page import picture, ready
from tests.e2e.watch import Watch

FOONET = [
    "FooNet",
    "Alpha nets",
    "Seeing",
    "Epsilon nets",
    "example/alpha",
    "FooNet + Aug",
    "FooNet-large",
    "Beta nets",
    "Hearing",
    "Plain",
    "Suite One",
    "again and again",
    "Foo-Bench",
    "FooNet-small",
]


async def test_from_three_letters_to_the_proof_and_its_permalink(page: Page, watch: Watch, site: str) -> None:
    await show(page, site)
    await find(page).press_sequentially("foo")
    await expect(options(page)).to_have_text(
        ["FooNetmethod", "FooNet + Augmethod", "Foo-Benchdataset", "FooNet-largemethod", "FooNet-smallmethod"]
    )
    await options(page).first.click()
    await ready(page)
    assert await place_of(page) == "graph&step=around 1 100 method:foonet&sel=method:foonet"

    await expect(page.get_by_role("group", name="Kinds shown").get_by_role("button")).to_have_text(
        ["papers 3", "methods 4", "datasets 3", "repositories 2", "tasks 2"]
    )
    assert await pairs(panel(page).locator("dl")) == {
        "Also written": "Foo Network",
        "Introduced by": "Alpha nets (2021)",
        "Variants": "FooNet-large, FooNet-small",
        "Tested on": "Plain, Foo-Bench, Suite One",
        "Code": "again and again, example/alpha",
    }
    await picture(page, f"picture-{site.rsplit(':')[-1]}")

    await page.get_by_label("2 proofs of its link with Alpha nets").click()
    await ready(page)
    proof = panel(page).get_by_role("region", name="Evidence")
    await expect(proof.locator("p").first).to_have_text("Alpha nets introduces FooNet")
    await expect(proof.get_by_role("listitem")).to_have_text(
        ["graph A graph.jsonl:1 introduces read by facts/1, 100 % sure", "mirror mA mirror.jsonl:1 introduces read by facts/1, 100 % sure"]
    )
    await as_table(page)
    assert await names(page) == FOONET
    assert len(await links(page)) == 23
    shown = await place_of(page)

    other = await watch.context.new_page()
    await other.goto(page.url)
    await ready(other)
    assert await place_of(other) == shown
    assert await names(other) == FOONET
    assert await links(other) == await links(page)
    assert await panel(other).inner_text() == await panel(page).inner_text()


async def test_methods_that_share_datasets_with_their_matrix(page: Page, site: str) -> None:
    await show(page, site, around("method:foonet"))
    await click(page, "Shared datasets", within="aside")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Methods that share datasets with FooNet")
    await expect(page.locator(".ranked li")).to_have_text(
        ["BarNet 3 shared (2.25): Foo-Bench, Suite, Plain compare", "BazNet 2 shared (1.34): Suite, Plain compare"]
    )
    assert await rows(page.locator("table.heat")) == [
        ["FooNet", "1", "2+1", "1"],
        ["BarNet", "2+1", "1+1", "2"],
        ["BazNet", "1+2", "1", ""],
    ]
    await page.locator("table.heat tr").filter(has_text="BarNet").get_by_label("1 paper, 1 result").click()
    await ready(page)
    await expect(page.get_by_role("heading", level=2)).to_have_text("BarNet on Plain: reported result, baseline")
    await expect(page.locator(".evidence li")).to_have_count(6)
    await expect(page.locator(".evidence li").last).to_have_text(
        "extra quote extra.jsonl:quote abstractbetter than BarNet read by reader/1, 75 % sure"
    )
    await expect(page.get_by_role("link", name="quote")).to_have_attribute("href", "https://texts.example.org/alpha")
