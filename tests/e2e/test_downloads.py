"""What is shown, as files of every format."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import orjson
from bibtexparser.entrypoint import parse_file
from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.explorer import around, show

FOONET = around("method:foonet")
SVG = "{http://www.w3.org/2000/svg}"


async def _saved(page: Page, name: str, folder: Path) -> Path:
    """Download what the menu calls by a name; returns the file."""
    await page.get_by_role("button", name="Download", exact=True).click()
    async with page.expect_download() as started:
        await page.get_by_role("menuitem", name=name, exact=True).click()
    download = await started.value
    path = folder / download.suggested_filename
    await download.save_as(path)
    await expect(page.locator("#app > [role=status]")).to_have_text(f"{path.name} saved")
    return path


def _table(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


async def test_a_picture_in_every_format(page: Page, world_site: str, tmp_path: Path) -> None:
    await show(page, world_site, FOONET)
    await page.get_by_role("button", name="Download", exact=True).click()
    await expect(page.get_by_role("menuitem")).to_have_text(
        ["PNG", "SVG", "CSV (table)", "GEXF (Gephi)", "GraphML", "VOSviewer JSON", "CSV (edges)", "BibTeX (papers)"]
    )
    await page.keyboard.press("Escape")

    drawing = await _saved(page, "SVG", tmp_path)
    assert drawing.name == "citegraph.svg"
    root = ET.parse(drawing).getroot()
    assert root.tag == f"{SVG}svg"
    size = int(float(root.attrib["width"])), int(float(root.attrib["height"]))
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {"FooNet", "Alpha nets", "Plain", "example/alpha"} <= texts

    png = await _saved(page, "PNG", tmp_path)
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with Image.open(png) as image:
        assert image.size == (2 * size[0], 2 * size[1])

    rows = _table(await _saved(page, "CSV (table)", tmp_path))
    assert rows[0] == ["from", "relation", "to", "support"]
    assert len(rows) == 1 + 23
    assert ["FooNet", "tested on", "Plain", "1"] in rows


async def test_the_formats_that_the_api_writes(page: Page, world_site: str, tmp_path: Path) -> None:
    await show(page, world_site, FOONET)
    gexf = nx.read_gexf(await _saved(page, "GEXF (Gephi)", tmp_path))
    graphml = nx.read_graphml(await _saved(page, "GraphML", tmp_path))
    assert len(gexf.nodes) == len(graphml.nodes) == 14
    assert set(gexf.nodes) == set(graphml.nodes)
    assert "method:foonet" in gexf
    assert gexf.number_of_edges() == graphml.number_of_edges() == 23

    network = orjson.loads((await _saved(page, "VOSviewer JSON", tmp_path)).read_bytes())["network"]
    assert len(network["items"]) == 14
    assert "FooNet" in {item["label"] for item in network["items"]}

    edges = await _saved(page, "CSV (edges)", tmp_path)
    assert edges.name == "citegraph.edges.csv"
    header, *rows = list(csv.reader(io.StringIO(edges.read_text("utf-8"))))
    assert header == ["source_id", "source_name", "source_kind", "target_id", "target_name", "target_kind", "relation", "support"]
    assert len(rows) == 23

    library = parse_file(str(await _saved(page, "BibTeX (papers)", tmp_path)))
    assert library.failed_blocks == []
    assert {entry["title"] for entry in library.entries} == {"{Alpha nets}", "{Beta nets}", "{Epsilon nets}"}


async def test_what_is_left_out_of_the_picture_is_not_downloaded(page: Page, world_site: str, tmp_path: Path) -> None:
    await show(page, world_site, f"{FOONET}&no=paper&hide=method:foonet-small")
    assert len(nx.read_gexf(await _saved(page, "GEXF (Gephi)", tmp_path)).nodes) == 10
    assert not any("nets" in row[0] for row in _table(await _saved(page, "CSV (table)", tmp_path)))


async def test_a_matrix(page: Page, world_site: str, tmp_path: Path) -> None:
    await show(page, world_site, "shared&of=method:foonet")
    root = ET.parse(await _saved(page, "SVG", tmp_path)).getroot()
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Suite", "Plain", "Foo-Bench", "FooNet", "BarNet", "BazNet"]
    rows = _table(await _saved(page, "CSV (table)", tmp_path))
    assert rows[0] == ["method", "shared", "score", "Suite", "Plain", "Foo-Bench"]
    assert [row[0] for row in rows[1:]] == ["FooNet", "BarNet", "BazNet"]
    assert rows[2][3:] == ["3", "2", "2"]
    assert rows[3][3:] == ["3", "1", ""]
    await _saved(page, "PNG", tmp_path)


async def test_what_was_tried_on_a_dataset(page: Page, world_site: str, tmp_path: Path) -> None:
    await show(page, world_site, "dataset&of=dataset:plain")
    assert _table(await _saved(page, "CSV (table)", tmp_path)) == [
        ["method", "datasets", "papers", "results", "how it is known"],
        ["LSTM", "1", "1", "1", "reported result"],
        ["BazNet", "2", "1", "0", "own paper"],
        ["FooNet", "3", "2", "1", "reported result, own paper"],
        ["BarNet", "4", "1", "1", "reported result, baseline"],
    ]


async def test_a_comparison(page: Page, pages_site: str, tmp_path: Path) -> None:
    await show(page, pages_site, "compare&of=method:onenet&of=method:fournet")
    assert _table(await _saved(page, "CSV (table)", tmp_path)) == [
        ["dataset", "metric", "measured", "comparable", "OneNet", "FourNet"],
        ["Board", "Accuracy", "test, percent", "yes", "70.0", "90.0"],
        ["Board", "Accuracy", "validation, percent", "no", "1.5", ""],
    ]


async def test_a_leaderboard(page: Page, pages_site: str, tmp_path: Path) -> None:
    await show(page, pages_site, "leaderboard&of=dataset:board&sort=-value")
    rows = _table(await _saved(page, "CSV (table)", tmp_path))
    assert rows[:3] == [
        ["entry", "rank", "figure", "date", "reported by"],
        ["FourNet", "1", "90.0", "2021-11-30", "FourNet paper"],
        ["TwoNet", "2", "80.5", "2019-06", "TwoNet paper"],
    ]
    assert [row[4] for row in rows if row[0] == "OldNet"] == ["own/board"]
    root = ET.parse(await _saved(page, "SVG", tmp_path)).getroot()
    assert len(list(root.iter(f"{SVG}circle"))) == 4
    await _saved(page, "PNG", tmp_path)


async def test_where_nothing_is_shown_there_is_nothing_to_download(page: Page, world_site: str) -> None:
    await show(page, world_site)
    await page.get_by_role("button", name="Download", exact=True).click()
    await expect(page.get_by_text("Nothing is shown that could be downloaded.")).to_be_visible()
