"""Lines that read tables of one's own."""

from __future__ import annotations

from tests.cli.command import Command

_RESULTS = "Model,Acc.,Ours\nFooNet,91.5,yes\nBarNet,-,no\n"
_PROPOSED = "columns: {Model: method, Acc.: {field: value, metric: Error rate}}\n"
_MAPPED = {"results.csv": _RESULTS, "results.map.yaml": _PROPOSED}
_KEPT = "results.map.yaml is kept; --force writes a new proposal\n"
_WRITTEN = "results.map.yaml is written; correct it where it is wrong\n"

MAPPINGS = [
    Command(
        "load results.csv --mapping own.yaml --json", files={"results.csv": _RESULTS, "own.yaml": _PROPOSED},
        values={"read": 2, "written": 1, "rejected": 1, "files.0.format": "table", "files.0.source": "results"},
    ),
    Command("load results.csv --json", files={"results.csv": _RESULTS}, exit=1, values={"read": 0}),
    Command("load results.csv --json", first=("map results.csv",), files={"results.csv": _RESULTS}, values={"read": 2, "written": 1}),
    Command(
        "map results.csv",
        "row  Model → method  Acc. → value  says                                \n"
        "2    FooNet          91.5          result: Acc. 91.5 percent; OF FooNet\n"
        "3    BarNet          -             rejected: has no figure             \n",
        _WRITTEN, files={"results.csv": _RESULTS},
    ),
    Command("map results.csv --json", err=_KEPT, files=_MAPPED, values={"0.says": "result: Error rate 91.5 percent; OF FooNet", "1.row": "results.csv:3"}),
    Command("map results.csv --force --json", err=_WRITTEN, files=_MAPPED, values={"0.says": "result: Acc. 91.5 percent; OF FooNet"}),
    Command(
        "map odd.csv", "",
        "odd.map.yaml is written; correct it where it is wrong\n"
        "citegraph: odd.map.yaml: has no columns\n", 1, files={"odd.csv": "a,b\nx,y\n"},
    ),
    Command("map graph.jsonl", "", "citegraph: graph.jsonl: is facts, which needs no mapping; load it\n", 1),
    Command("map none.csv", "", "citegraph: none.csv: no such file; check the path\n", 1),
]  # fmt: skip
