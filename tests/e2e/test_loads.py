"""Loads: those that were, and one that is watched until it is done."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect

from graph.evidence import Rejection
from graph.packed import pack
from graph.store import Batch
from graph.stores import open_store
from tests.build import doi, introduces, record, titled
from tests.e2e.explorer import rows, show
from tests.e2e.page import picture
from tests.e2e.serving import Serve


async def test_loads_are_listed_newest_first(page: Page, world_site: str) -> None:
    await show(page, world_site, "loads")
    found = await rows(page.get_by_role("table", name="Loads, newest first"))
    assert [row[:3] for row in found] == [
        ["9: load", "later.jsonl", "under way"],
        ["8: load", "gone.jsonl", "stopped before its end"],
        ["7: load", "gone.jsonl", "done"],
        ["6: load", "mirror.jsonl", "done"],
        ["5: undo", "run:4", "done"],
        ["4: load", "old.jsonl", "taken back, by load 5"],
        ["3: load", "extra.jsonl", "done"],
        ["2: load", "mirror.jsonl", "done"],
        ["1: load", "graph.jsonl", "done"],
    ]
    read, written, unchanged, merged, rejected, flagged, pending, retracted = range(5, 13)
    assert (found[0][read], found[0][written]) == ("0", "0")
    assert found[1][retracted] == "1"
    assert (found[3][read], found[3][unchanged], found[3][merged]) == ("12", "11", "1")
    assert (found[6][written], found[6][flagged]) == ("8", "1")
    assert (found[8][read], found[8][written], found[8][rejected], found[8][pending]) == ("35", "34", "1", "1")


async def test_a_load_is_watched_until_it_is_done(page: Page, built: Path, tmp_path: Path, serve: Serve) -> None:
    url = f"sqlite:///{tmp_path / 'graph.db'}"
    store = await open_store(url)
    run = await store.start_run("load", ["papers.jsonl"])
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    await show(page, serve(url), "loads")
    under_way = page.get_by_role("region", name="A load that is under way")
    await expect(under_way.get_by_role("heading")).to_have_text("Load 1 is under way")
    await expect(under_way).to_contain_text("under way: 0 source rows read, 0 written, 0 rejected")

    alpha, beta = doi("10.5555/alpha"), doi("10.5555/beta")
    papers = [record("a", titled(alpha, "Alpha nets"), *introduces(alpha, "FooNet")), record("b", titled(beta, "Beta nets"))]
    await store.write(run, Batch(pack(papers), [Rejection("test", "c", "papers.jsonl:3", "no title")]))
    await expect(under_way).to_contain_text("under way: 3 source rows read, 2 written, 1 rejected")
    await picture(page, "load-under-way")

    await store.finish_run(run)
    await expect(page.locator("#app > [role=status]")).to_have_text("Load 1 is done")
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    await expect(page.locator(".counts")).to_contain_text("2 papers")  # what the view shows is shown anew
    (done,) = await rows(page.get_by_role("table", name="Loads, newest first"))
    assert (done[2], done[5], done[6], done[9]) == ("done", "3", "2", "1")
    assert len(sockets) == 1  # one was enough
    await store.close()
