"""Measure, print a table, and write it to bench/results: `python -m bench [embedded] [corpus] [identity] [explorer] [neo4j-load] [neo4j-graphql] [--papers N]`.

Needs the real collections beside the checkout (see tests/realdata.py); without them it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bench import corpus, embedded, explorer, identity, neo4j_graphql, neo4j_load, table
from tests.realdata import ROOT, folder

RESULTS = ROOT / "bench" / "results"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description="Measure citegraph beside what it is compared with, in one run.")
    parser.add_argument("group", nargs="*", help=f"what to measure: {', '.join(GROUPS)} (all when none is named)")
    parser.add_argument("--papers", type=int, default=16_000, help="how many ACL papers to load into Neo4j, 0 for all (default 16000)")
    given = parser.parse_args()
    if wrong := set(given.group) - set(GROUPS):
        parser.error(f"{', '.join(sorted(wrong))}: there is no such group; name {' or '.join(GROUPS)}")
    return given


async def _embedded(shared: Path, scratch: Path, _: int) -> list[table.Row]:
    return await embedded.measure(shared, scratch)


GROUPS = {
    "embedded": _embedded,
    "corpus": corpus.measure,
    "identity": identity.measure,
    "explorer": explorer.measure,
    "neo4j-load": neo4j_load.measure,
    "neo4j-graphql": neo4j_graphql.measure,
}


def main() -> None:
    """Measure what was asked for."""
    given = _arguments()
    shared = folder()
    if shared is None:
        sys.exit("the real collections are not beside the checkout (CITEGRAPH_SHARED names their folder); nothing was measured")
    for group in given.group or GROUPS:
        with tempfile.TemporaryDirectory(prefix="citegraph-bench-") as scratch:
            rows = asyncio.run(GROUPS[group](shared, Path(scratch), given.papers))
        table.show(rows)
        table.write(RESULTS / f"{group}.json", rows)


if __name__ == "__main__":
    main()
