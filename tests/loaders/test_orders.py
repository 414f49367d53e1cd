"""The order in which sources come makes no difference, and every trap of the real data is read or rejected with a reason."""

from __future__ import annotations

import random

import pytest

from graph.evidence import Record
from graph.packed import pack
from graph.store import Batch, GraphStore
from graph.stores import open_store
from loaders.formats import detect
from tests.build import dump
from tests.realdata import real

pytestmark = pytest.mark.realdata

EACH = 40
FILES = (
    "acl.jsonl.zst", "acl_author_ids.jsonl", "acl_citations.jsonl", "dblp_ml.bib.zst", "openalex_works.jsonl.zst", "paper_code_list.jsonl",
    "pwc_sota.jsonl", "pwc_task_catalog.jsonl", "pwc_tasks.jsonl", "unarxive_compact.jsonl", "original/acl/P19.xml",
    "original/acl/name_variants.yaml", "original/arxiv/arxiv-metadata.jsonl", "original/bibtex/acl_anthology.bib",
    "original/crossref/works.jsonl", "original/nlp_progress_md/english/sentiment_analysis.md", "original/pwc/evaluation-tables.ogb.json",
    "original/s2ag/papers-sample.jsonl.gz", "original/s2ag/abstracts-sample.jsonl.gz", "original/s2ag/citations-sample.jsonl.gz",
    "original/openmmlab_metafiles/mmdet/configs/swin/metafile.yml",
)  # fmt: skip


def some(name: str, number: int, chance: random.Random) -> list[Record]:
    """Records of a real file, chosen from its first hundreds."""
    path = real(f"data/{name}")
    chosen = detect(path)
    found: dict[str, Record] = {}
    for item in chosen.read(path, chosen.name):
        if isinstance(item, Record):
            found.setdefault(item.key, item)
        if len(found) == 500:
            break
    return chance.sample(sorted(found.values(), key=lambda record: record.key), min(number, len(found)))


async def loaded(records: list[Record], size: int) -> GraphStore:
    store = await open_store("sqlite:///:memory:")
    for start in range(0, len(records), size):
        run = await store.start_run("load", [str(start)])
        await store.write(run, Batch(pack(records[start : start + size])))
        await store.finish_run(run)
    return store


@pytest.mark.parametrize("seed", [1, 2])
async def test_shuffled_records_of_every_source_give_the_same_graph(seed: int) -> None:
    chance = random.Random(seed)
    records = [record for name in FILES for record in some(name, EACH, chance)]
    whole = await loaded(records, len(records))
    expected = await dump(whole)
    for size in (len(records), 97):
        shuffled = chance.sample(records, len(records))
        store = await loaded(shuffled, size)
        assert await dump(store) == expected
        assert await store.verify() == []
        await store.close()
    await whole.close()
