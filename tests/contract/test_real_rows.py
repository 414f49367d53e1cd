"""The laws on real rows, shuffled; and what must hold of the loaded leaderboards."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graph.evidence import Record
from graph.packed import pack
from graph.store import Batch, GraphStore
from graph.stores import open_store
from loaders.formats import FORMATS
from tests.build import dump
from tests.contract.ask import ask
from tests.realdata import real

pytestmark = pytest.mark.realdata


def records(name: str, format_: str) -> list[Record]:
    return [item for item in FORMATS[format_].read(real(name), format_) if isinstance(item, Record)]


async def load_in_pieces(store: GraphStore, rows: list[Record], size: int) -> None:
    for start in range(0, len(rows), size):
        run = await store.start_run("load", [str(start)])
        await store.write(run, Batch(pack(rows[start : start + size])))
        await store.finish_run(run)


async def test_shuffled_pieces_of_leaderboards_give_the_same_graph_and_undo_replays() -> None:
    rows = [*records("data/pwc_sota.jsonl", "leaderboard"), *records("data/model_index_openmmlab.jsonl", "model-index")]
    distinct = list({(row.source, row.key): row for row in rows}.values())
    chosen = random.Random(7).sample(distinct, 2500)
    shuffled = random.Random(11).sample(chosen, len(chosen))
    whole, pieces = await open_store("sqlite:///:memory:"), await open_store("sqlite:///:memory:")
    await load_in_pieces(whole, chosen, len(chosen))
    await load_in_pieces(pieces, shuffled, 500)
    assert await dump(whole) == await dump(pieces)
    await pieces.undo(3)
    again = await open_store("sqlite:///:memory:")
    await load_in_pieces(again, shuffled[:1000] + shuffled[1500:], 2000)
    assert await dump(pieces) == await dump(again)
    for store in (whole, pieces, again):
        assert await store.verify() == []
        await store.close()


async def test_no_answer_on_the_leaderboards_holds_ones_own_family() -> None:
    store = await open_store("sqlite:///:memory:")
    rows = [*records("data/pwc_sota.jsonl", "leaderboard"), *records("data/model_index_openmmlab.jsonl", "model-index")]
    await load_in_pieces(store, rows, 4000)
    text = """query ($a: String) { methods(first: 60, after: $a, where: {generic: {eq: false}}) { pageInfo { hasNextPage endCursor }
      nodes { id name variantOf { nodes { id } } variants { nodes { id } } sharesDatasetsWith(first: 50) { nodes { id generic variantOf { nodes { id } } } } } } }"""
    after: Any = None
    checked = 0
    while True:
        page = (await ask(store, text, {"a": after}))["methods"]
        for node in page["nodes"]:
            family = {node["id"], *(n["id"] for n in node["variantOf"]["nodes"]), *(n["id"] for n in node["variants"]["nodes"])}
            for other in node["sharesDatasetsWith"]["nodes"]:
                checked += 1
                assert other["id"] not in family
                assert not other["generic"]
                assert not {n["id"] for n in other["variantOf"]["nodes"]} & family
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert checked > 5000
    found = await ask(store, '{ methods(where: {name: {startsWith: "transformer-xl"}}) { nodes { name variantOf { nodes { name } } } } }')
    assert "Transformer" not in [p["name"] for n in found["methods"]["nodes"] for p in n["variantOf"]["nodes"]]
    await store.close()
