"""Search, suggestions and runs."""

from __future__ import annotations

from typing import Any

from tests.api.cases.case import Case

_FOUND = "__typename id"


def _hit(match: str, type_: str, id_: str) -> dict[str, Any]:
    return {"match": match, "node": {"__typename": type_, "id": id_}}


def _none(**counts: int) -> dict[str, int]:
    """Counts of a run, zero but for those given."""
    names = ("read", "written", "unchanged", "merged", "rejected", "retracted", "flagged", "pending")
    return {name: counts.get(name, 0) for name in names}


def _run(number: int, command: str, path: str, state: str = "FINISHED", undone_by: str | None = None, **counts: int) -> dict[str, Any]:
    return {
        "id": f"run:{number}", "command": command, "paths": [path], "version": "<version>", "state": state, "startedAt": "<time>",
        "finishedAt": None if state == "RUNNING" else "<time>", "undoneBy": undone_by, "counts": _none(**counts),
    }  # fmt: skip


# 35 lines of facts, of which one has no name; 12 of the mirror, of which one repeats another; 8 rows made here, one statement flagged.
_RUNS = [
    _run(9, "load", "later.jsonl", "RUNNING"),
    _run(8, "load", "gone.jsonl", "INTERRUPTED", retracted=1),
    _run(7, "load", "gone.jsonl", read=1, written=1),
    _run(6, "load", "mirror.jsonl", read=12, unchanged=11, merged=1),
    _run(5, "undo", "run:4"),
    _run(4, "load", "old.jsonl", "UNDONE", "run:5", read=1, written=1),
    _run(3, "load", "extra.jsonl", read=8, written=8, flagged=1),
    _run(2, "load", "mirror.jsonl", read=12, written=11, merged=1),
    _run(1, "load", "graph.jsonl", read=35, written=34, rejected=1, pending=1),
]

CASES = [
    Case(
        "search: exact names, then prefixes by degree",
        f"""query ($after: String) {{
          search(text: "FOONET") {{ totalCount nodes {{ {_FOUND} }} edges {{ cursor match node {{ {_FOUND} }} }} pageInfo {{ endCursor }} }}
          first: search(text: "FOONET", first: 1) {{ nodes {{ {_FOUND} }} pageInfo {{ hasNextPage }} }}
          rest: search(text: "FOONET", after: $after) {{ edges {{ match node {{ {_FOUND} }} }} pageInfo {{ hasPreviousPage }} }}
        }}""",
        {
            "search": {
                "totalCount": 4,
                "nodes": [
                    {"__typename": "Method", "id": id_}
                    for id_ in ("method:foonet", "method:foonet-plus-aug", "method:foonet-large", "method:foonet-small")
                ],
                "edges": [  # degrees: FooNet + Aug 3, FooNet-large 2, FooNet-small 1
                    _hit("EXACT", "Method", "method:foonet") | {"cursor": "<1>"},
                    _hit("PREFIX", "Method", "method:foonet-plus-aug") | {"cursor": "<2>"},
                    _hit("PREFIX", "Method", "method:foonet-large") | {"cursor": "<3>"},
                    _hit("PREFIX", "Method", "method:foonet-small") | {"cursor": "<4>"},
                ],
                "pageInfo": {"endCursor": "<4>"},
            },
            "first": {"nodes": [{"__typename": "Method", "id": "method:foonet"}], "pageInfo": {"hasNextPage": True}},
            "rest": {
                "edges": [
                    _hit("PREFIX", "Method", "method:foonet-plus-aug"), _hit("PREFIX", "Method", "method:foonet-large"),
                    _hit("PREFIX", "Method", "method:foonet-small"),
                ],
                "pageInfo": {"hasPreviousPage": True},
            },
        },
        {},
        {"after": ("search", "edges", 0, "cursor")},
    ),
    Case(
        "search: prefixes before words, aliases are exact, all words must occur, accents do not count",
        f"""{{
          alpha: search(text: "alpha") {{ edges {{ match node {{ {_FOUND} }} }} }}
          alias: search(text: "simple-set") {{ edges {{ match node {{ {_FOUND} }} }} }}
          words: search(text: "nets uber") {{ edges {{ match node {{ {_FOUND} }} }} }}
          none: search(text: "alpha beta") {{ totalCount edges {{ match }} }}
          blank: search(text: " ") {{ totalCount }}
        }}""",
        {
            "alpha": {"edges": [
                _hit("PREFIX", "Paper", "paper:doi:10.5555/alpha"), _hit("TERMS", "Repository", "repository:github.com/example/alpha"),
            ]},
            "alias": {"edges": [_hit("EXACT", "Dataset", "dataset:plain")]},
            "words": {"edges": [_hit("TERMS", "Paper", "paper:doi:10.5555/gamma")]},
            "none": {"totalCount": 0, "edges": []},
            "blank": {"totalCount": 0},
        },
    ),
    Case(
        "search: only some kinds",
        f"""{{
          paper: search(text: "nets", kinds: [PAPER], first: 1) {{ totalCount nodes {{ {_FOUND} }} }}
          repository: search(text: "example", kinds: [REPOSITORY]) {{ nodes {{ {_FOUND} }} }}
          author: search(text: "example", kinds: [AUTHOR]) {{ nodes {{ {_FOUND} }} }}
          dataset: search(text: "faint", kinds: [DATASET]) {{ nodes {{ {_FOUND} }} }}
          task: search(text: "seeing", kinds: [TASK, METHOD]) {{ nodes {{ {_FOUND} }} }}
          result: search(text: "foonet", kinds: [RESULT]) {{ nodes {{ {_FOUND} }} }}
          nothing: search(text: "foonet", kinds: []) {{ totalCount }}
        }}""",
        {
            "paper": {"totalCount": 6, "nodes": [{"__typename": "Paper", "id": "paper:doi:10.5555/alpha"}]},
            "repository": {"nodes": [{"__typename": "Repository", "id": "repository:github.com/example/alpha"}]},
            "author": {"nodes": [{"__typename": "Author", "id": "author:ada-example"}]},
            "dataset": {"nodes": [{"__typename": "Dataset", "id": "dataset:faint-set"}]},
            "task": {"nodes": [{"__typename": "Task", "id": "task:seeing"}]},
            "result": {"nodes": []},
            "nothing": {"totalCount": 0},
        },
    ),
    Case(
        "suggestions",
        """{
          suggest(prefix: "fai") { id name kind year }
          two: suggest(prefix: "fai", first: 2) { name }
          method: suggest(prefix: "foonet-l") { id name kind }
          task: suggest(prefix: "fain", kinds: [TASK, AUTHOR]) { name kind }
          repository: suggest(prefix: "exam", kinds: [REPOSITORY]) { name kind }
          words: suggest(prefix: "alph") { name }
          alias: suggest(prefix: "foo net") { name }
        }""",
        {
            "suggest": [  # by degree: 6, 2, and twice 1: the repository's one edge, the task's, and the author's, by name
                {"id": "paper:doi:10.5555/faint", "name": "Faint nets", "kind": "PAPER", "year": 2017},
                {"id": "dataset:faint-set", "name": "Faint-Set", "kind": "DATASET", "year": None},
                {"id": "repository:github.com/faint/code", "name": "faint/code", "kind": "REPOSITORY", "year": None},
                {"id": "task:fainting", "name": "Fainting", "kind": "TASK", "year": None},
                {"id": "method:faintnet", "name": "FaintNet", "kind": "METHOD", "year": None},
                {"id": "author:fay-faint", "name": "Fay Faint", "kind": "AUTHOR", "year": None},
            ],
            "two": [{"name": "Faint nets"}, {"name": "Faint-Set"}],
            "method": [{"id": "method:foonet-large", "name": "FooNet-large", "kind": "METHOD"}],
            "task": [{"name": "Fainting", "kind": "TASK"}, {"name": "Fay Faint", "kind": "AUTHOR"}],
            "repository": [{"name": "example/alpha", "kind": "REPOSITORY"}],
            "words": [{"name": "Alpha nets"}, {"name": "example/alpha"}],
            "alias": [{"name": "FooNet"}],
        },
    ),
    Case(
        "runs, newest first",
        """query ($after: String) {
          runs { totalCount
            nodes { id command paths version state startedAt finishedAt undoneBy
              counts { read written unchanged merged rejected retracted flagged pending } }
            edges { cursor node { id } } pageInfo { hasNextPage startCursor }
          }
          first: runs(first: 2) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } }
          rest: runs(first: 2, after: $after) { nodes { id } pageInfo { hasPreviousPage } }
        }""",
        {
            "runs": {
                "totalCount": 9, "nodes": _RUNS, "edges": [{"cursor": f"<{9 - n}>", "node": {"id": f"run:{9 - n}"}} for n in range(9)],
                "pageInfo": {"hasNextPage": False, "startCursor": "<9>"},
            },
            "first": {
                "nodes": [{"id": "run:9"}, {"id": "run:8"}],
                "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "endCursor": "<8>"},
            },
            "rest": {"nodes": [{"id": "run:8"}, {"id": "run:7"}], "pageInfo": {"hasPreviousPage": True}},
        },
        {},
        {"after": ("runs", "edges", 0, "cursor")},
    ),
]  # fmt: skip
