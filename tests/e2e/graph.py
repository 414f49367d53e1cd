"""A fabricated graph for pages: a leaderboard of some years, a method of many variants, a usual method, and names that would be markup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from graph.evidence import Record
from graph.stores import open_store
from loaders.formats import FORMATS
from tests.build import write

MARKUP = "<img src=x onerror=alert(1)>"
"""What a page must show as it is."""
NETS = [("OneNet", "70.0", "2018-01"), ("TwoNet", "80.5", "2019-06"), ("ThreeNet", "75.0", "2020"), ("FourNet", "90.0", "2021-11-30")]
DATASETS = [f"Set {n:02}" for n in range(1, 22)]


def _result(key: str, method: str, dataset: str, value: str, **more: object) -> dict[str, Any]:
    return {"type": "result", "key": key, "method": method, "dataset": dataset, "metric": "Accuracy", "value": value, **more}


def facts() -> Iterator[dict[str, Any]]:
    """Yield the facts, in the order of their lines."""
    for n, (name, value, date) in enumerate(NETS):
        paper = {"doi": f"10.5555/{name.lower()}"}
        year = int(date[:4])
        before = [{"doi": f"10.5555/{NETS[n - 1][0].lower()}"}] if n else []
        yield {"type": "paper", "key": name, "ids": paper, "title": f"{name} paper", "year": year, "introduces": [name], "cites": before}
        yield _result(f"r-{name}", name, "Board", value, split="test", task="Sorting", date=date, reported_by=paper)
    yield _result(
        "r-old", "OldNet", "Board", "60.0", split="test", task="Sorting", reported_by={"repository": "https://github.com/own/board"}
    )
    yield _result("r-other", "OneNet", "Board", "1.5", split="validation", task="Sorting", reported_by={"doi": "10.5555/onenet"})
    for n in range(1, 13):
        name = f"BaseNet-{n:02}"
        yield {"type": "method", "key": name, "name": name, "variant_of": "BaseNet", "differs": {"size": str(n)}}
        yield _result(f"r-{name}", name, "Set 01", str(50 + n), split="test", configuration={"steps": str(n)})
    for name in DATASETS:
        yield _result(f"r-usual-{name}", "UsualNet", name, "10", split="test")
    paper = {"doi": "10.5555/markup"}
    yield {
        "type": "paper",
        "key": MARKUP,
        "ids": paper,
        "title": f"{MARKUP} paper",
        "authors": [f"{MARKUP} Eve"],
        "year": 2016,
        "venue": f"{MARKUP} venue",
        "introduces": [f"{MARKUP} net"],
        "datasets": [f"{MARKUP} set", "Silent"],
    }
    yield _result(
        "r-markup", f"{MARKUP} net", f"{MARKUP} set", "1", method_as_written=f"{MARKUP} entry", task=f"{MARKUP} task", date="2016"
    )
    yield _result("r-markup-2", "OneNet", f"{MARKUP} set", "2", task=f"{MARKUP} task", reported_by=paper)
    yield {"type": "paper", "key": "quiet", "ids": {"doi": "10.5555/quiet"}, "title": "Quiet paper", "year": 2019, "datasets": ["Silent"]}
    yield {"type": "paper", "key": "alone", "ids": {"doi": "10.5555/alone"}, "title": "Alone", "year": 2020}


async def build_file(path: Path) -> None:
    """Make the graph in a file."""
    lines = path.with_name("pages.jsonl")
    lines.write_bytes(b"".join(orjson.dumps(fact) + b"\n" for fact in facts()))
    store = await open_store(f"sqlite:///{path}")
    found = list(FORMATS["facts"].read(lines, "pages"))
    await write(store, [item for item in found if isinstance(item, Record)], "pages.jsonl")
    await store.close()
