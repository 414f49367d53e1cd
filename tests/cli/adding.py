"""Papers and repositories that are added by their identifiers."""

from __future__ import annotations

from tests.cli.command import Command

_NEXT = "; `citegraph enrich` asks for what is to be known of them\n"
_FOUR = "1706.03762 10.5555/new P00-0001 https://github.com/owner/new"

ADDING = [
    Command(f"add {_FOUR}", f"run:2: 4 added{_NEXT}"),
    Command(
        "add arXiv:1706.03762v2 10.5555/other 10.5555/OTHER", f"run:3: 1 added, 2 were there{_NEXT}", first=(f"add {_FOUR}",),
    ),
    Command(
        "add 1706.03762 attention", "",
        "citegraph: 'attention' is no identifier; expected an arXiv id, a DOI, an ACL Anthology id, or the address of a repository\n", 1,
    ),
    Command(
        "add 1706.03762 --json", values={"run": "run:2", "written": 1, "files.0.format": "identifiers", "files.0.source": "added"},
    ),
    Command(
        "load ids.txt --json", files={"ids.txt": "# to read\n1706.03762\nhttps://github.com/owner/new\n"},
        values={"written": 2, "rejected": 0, "files.0.format": "identifiers", "files.0.source": "identifiers"},
    ),
    Command("enrich --source arxiv --dry-run", "arxiv would be asked for 2: 2 without an abstract\n", first=(f"add {_FOUR}",)),
    Command(
        "query", stdin="{ paper(by: {arxiv: \"1706.03762\"}) { id title url year } }", first=(f"add {_FOUR}",),
        values={"data.paper": {
            "id": "paper:arxiv:1706.03762", "title": "1706.03762", "url": "https://arxiv.org/abs/1706.03762", "year": None,
        }},
    ),
]  # fmt: skip
