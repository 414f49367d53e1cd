"""The commands that fetch, asked of the services on this machine (`tests/loaders/fetch/service.py`)."""

from __future__ import annotations

import json

from tests.cli.command import Command
from tests.loaders.fetch.service import openalex_work

_STOPPED = {
    "w.jsonl.part": "".join(json.dumps(openalex_work(number)) + "\n" for number in range(1, 7)),
    "w.jsonl.cursor": json.dumps({
        "source": "openalex", "query": "nets", "cursor": "c6", "records": 6,
        "size": sum(len(json.dumps(openalex_work(number))) + 1 for number in range(1, 7)),
    }),
}  # fmt: skip

FETCHES = [
    Command(
        'fetch openalex "Graph  nets"', "7 records written to openalex-graph-nets.jsonl\ncitegraph load openalex-graph-nets.jsonl\n",
    ),
    Command(
        'fetch github "topic:nlp" --out "my repositories.jsonl.zst"',
        "5 records of 5,000 written to my repositories.jsonl.zst\ncitegraph load 'my repositories.jsonl.zst'\n",
    ),
    Command(
        "fetch openalex type:article --since 2020-01-03 --until 2020-01-05",
        "3 records written to openalex-type-article-2020-01-03-2020-01-05.jsonl\n"
        "citegraph load openalex-type-article-2020-01-03-2020-01-05.jsonl\n",
    ),
    Command("fetch openalex nets --limit 2 --out w.jsonl", "2 records written to w.jsonl\ncitegraph load w.jsonl\n"),
    Command(
        'fetch arxiv "2001.00001 2001.99999" --out a.jsonl',
        "1 records written to a.jsonl; 1 are not there, or no longer\ncitegraph load a.jsonl\n",
    ),
    Command("fetch arxiv cs --since 2030-01-01", "nothing found; no file is written\n"),
    Command("load w.jsonl --json", first=("fetch openalex nets --out w.jsonl",), values={"read": 7, "written": 7, "files.0.format": "openalex"}),
    Command("fetch openalex nets --out w.jsonl --resume", "7 records written to w.jsonl\ncitegraph load w.jsonl\n", files=_STOPPED),
    Command(
        "fetch openalex nets --out w.jsonl", "",
        "citegraph: w.jsonl.part: this fetch was interrupted after 6 records; go on by --resume, or remove it\n", 1, files=_STOPPED,
    ),
    Command(
        "fetch scopus nets", "",
        "citegraph: 'scopus' is no source to fetch from; known are arxiv, openalex, crossref, s2, github, huggingface\n", 1,
    ),
    Command(
        "enrich --dry-run",
        "openalex would be asked for 6: 1 known only by an identifier, 5 without an abstract\n"
        "s2 would be asked for 7: 1 known only by an identifier, 6 without an abstract\n"
        "arxiv would be asked for 1: 1 without an abstract\n"
        "github would be asked for 1: 1 without stars\n",
    ),
    Command("enrich --source openalex --dry-run --limit 2", "openalex would be asked for 2: 2 without an abstract\n"),
    Command(
        "enrich --source github", "github: asked for 1 (1 without stars), 0 found, 0 new\n",
    ),
    Command(
        "enrich --source openalex --limit 1", first=("load works.jsonl",), files={"works.jsonl": json.dumps(openalex_work(1)) + "\n"},
        lines=(
            "openalex: asked for 7 (2 known only by an identifier, 5 without an abstract), 1 found, 1 new",
            "run:3: 1 read, 0 unchanged, 1 written, 0 merged, 0 rejected, 0 flagged, 1 pending, <seconds> seconds",
        ),
    ),
    Command(
        "enrich --source openalex,scopus", "",
        "citegraph: 'scopus' is no source to enrich from; known are openalex, s2, arxiv, github\n", 1,
    ),
    Command("fetch arxiv cs --until tomorrow", "", "citegraph: --until 'tomorrow' is no day; use YYYY-MM-DD\n", 1),
]  # fmt: skip
