"""Lines of the table of commands: what changed since a run, and the loads of a pipeline file."""

from __future__ import annotations

from tests.cli.command import Command

CHANGES = [
    Command("changes --since 1", "nothing changed since run:1\n"),
    Command(
        "changes --since 1", "own: 1 added\n  added      a  (own.jsonl:1, run:2)\n", first=("load own.jsonl",),
        files={"own.jsonl": '{"type": "dataset", "name": "New", "key": "a"}\n'},
    ),
    Command(
        "changes --since run:1 --json", first=("undo 1",),
        values={"0.source": "graph", "0.change": "retracted", "0.run": None, "33.change": "retracted"},
    ),
    Command("changes --since 9", "", "citegraph: run 9 does not exist; `citegraph runs` lists them\n", 1),
    Command(
        "load --pipeline loads.yaml", first=(), lines=("own:", "run:2: 1 read, 0 unchanged, 1 written, 0 merged, 0 rejected, 0 flagged, 0 pending, <seconds> seconds"),
        exit=1, err="citegraph: gone.bib: no such file; check the path\n",
        files={
            "own.jsonl": '{"type": "dataset", "name": "New", "key": "a"}\n', "loads.yaml": "loads:\n  - {path: own.jsonl, name: own}\n  - path: gone.bib\n",
        },
    ),
    Command(
        "load --pipeline loads.yaml --source x", "",
        "Usage: citegraph load [OPTIONS] [paths]...\nTry 'citegraph load --help' for help.\n\n"
        "Error: Invalid value for --pipeline: format, source, snapshot and mappings stand in the pipeline file\n", 2, files={"loads.yaml": "loads: []\n"},
    ),
]  # fmt: skip
