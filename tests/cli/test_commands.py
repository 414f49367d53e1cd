"""Every command, on a small graph; answers worked out by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import citegraph
from tests.realdata import ROOT

FACTS = [
    {"type": "paper", "ids": {"arxiv": "1901.00001"}, "title": "FooNet: one", "year": 2019, "introduces": ["FooNet"], "datasets": ["SVHN", "CIFAR-10"]},
    {"type": "paper", "ids": {"arxiv": "1902.00002"}, "title": "BarNet: two", "year": 2020, "introduces": ["BarNet"], "datasets": ["SVHN", "CIFAR10"]},
    {"type": "paper", "ids": {"arxiv": "1903.00003"}, "title": "BazNet: three", "year": 2021, "introduces": ["BazNet"], "datasets": ["SVHN"]},
    {"type": "dataset"},
]  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a graph of its own, with the facts loaded from `facts.jsonl`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.jsonl").write_text("\n".join(map(json.dumps, FACTS)) + "\n", encoding="utf-8")

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(citegraph.app, ["--store", "sqlite:///own.db", *arguments], input=stdin)

    assert invoke("load", "facts.jsonl").exit_code == 0
    return invoke


def test_load_prints_a_report_that_adds_up(run: Run) -> None:
    again = run("load", "facts.jsonl")
    assert again.exit_code == 0
    assert "run:2: 4 read, 3 unchanged, 0 written, 0 merged, 1 rejected, 0 flagged, 0 pending" in again.stdout
    report = json.loads(run("load", "facts.jsonl", "--json").stdout)
    assert report["run"] == "run:3"
    assert [report[name] for name in ("read", "unchanged", "written", "merged", "rejected", "flagged", "pending")] == [4, 3, 0, 0, 1, 0, 0]
    assert report["files"][0]["source"] == "facts"
    assert run("load", "facts.jsonl", "--strict").exit_code == 1
    assert json.loads(run("load", "facts.jsonl", "--source", "mine", "--format", "facts", "--json").stdout)["files"][0]["source"] == "mine"


def test_load_of_a_missing_file_is_one_line(run: Run) -> None:
    found = run("load", "nothing.jsonl")
    assert (found.exit_code, found.stderr) == (1, "citegraph: nothing.jsonl: no such file; check the path\n")


def test_snapshot_resume_and_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(json.dumps(FACTS[0]) + "\n", encoding="utf-8")
    refused = run("load", "facts.jsonl", "--snapshot")
    assert refused.exit_code == 1
    assert "would retract 2 of 3" in refused.stderr
    forced = json.loads(run("load", "facts.jsonl", "--snapshot", "--force", "--json").stdout)
    assert forced["retracted"] == 2
    assert json.loads(run("stats", "--json").stdout)["nodes"]["PAPER"] == 1
    assert json.loads(run("load", "facts.jsonl", "--resume", "--json").stdout)["run"] == "run:2", "the refused run was interrupted"


def test_formats(run: Run) -> None:
    assert [item["name"] for item in json.loads(run("formats", "--json").stdout)] == [
        "facts", "acl", "citations", "leaderboard", "model-index", "collection",
    ]  # fmt: skip
    assert "acl: ACL Anthology papers" in run("formats").stdout


def test_rejects(run: Run) -> None:
    assert run("rejects", "1").stdout == "facts.jsonl:4: has no name\n"
    assert json.loads(run("rejects", "run:1", "--json").stdout)[0]["locator"] == "facts.jsonl:4"
    assert run("rejects", "9").exit_code == 1
    assert "'x' is no run" in run("rejects", "x").stderr


def test_runs_and_undo(run: Run) -> None:
    assert "run:1 is undone by run:2; `citegraph undo 2` brings it back" in run("undo", "1").stdout
    states = {item["id"]: item["state"] for item in json.loads(run("runs", "--json").stdout)}
    assert states == {"run:2": "finished", "run:1": "undone"}
    assert "undone" in run("runs").stdout
    assert json.loads(run("stats", "--json").stdout)["nodes"]["PAPER"] == 0
    assert run("undo", "2").exit_code == 0
    assert json.loads(run("stats", "--json").stdout)["nodes"]["PAPER"] == 3


def test_shared_datasets(run: Run) -> None:
    found = json.loads(run("shared-datasets", "foonet", "--json").stdout)
    edges = found["sharesDatasetsWith"]["edges"]
    assert [(e["node"]["name"], e["sharedCount"]) for e in edges] == [("BarNet", 2), ("BazNet", 1)]
    assert edges[0]["score"] == round(1e9 / math.log(3)) / 1e9 + round(1e9 / math.log(4)) / 1e9  # two and three methods tested
    text = run("shared-datasets", "FooNet").stdout
    assert "Methods that share datasets with FooNet: 2" in text
    assert "1. BarNet                   2 shared" in text
    assert "from facts, newest 2021; 0 entries on these datasets name no known method" in text
    lines = run("shared-datasets", "FooNet", "--csv", "--weight", "COUNT", "--first", "1").stdout.splitlines()
    assert lines == ["method,id,shared,score,datasets", "BarNet,method:barnet,2,2.0,CIFAR-10; SVHN"]
    assert json.loads(run("shared-datasets", "FooNet", "--via", "REPORTED", "--json").stdout)["sharesDatasetsWith"]["edges"] == []
    assert run("shared-datasets", "FooNet", "--task", "task:none").exit_code == 0
    assert "no method 'Nothing' in this graph" in run("shared-datasets", "Nothing").stderr
    assert run("shared-datasets", "FooNet", "--weight", "HEAVY").exit_code == 1


def test_tried_on_prints_the_rarest_first(run: Run) -> None:
    found = json.loads(run("tried-on", "svhn", "--json").stdout)
    assert [e["node"]["name"] for e in found["testedMethods"]["edges"]] == ["BazNet", "BarNet", "FooNet"]
    assert "Methods tested on SVHN: 3" in run("tried-on", "SVHN").stdout
    assert run("tried-on", "SVHN", "--first", "1").stdout.count("datasets in all") == 1


def test_names_explain(run: Run) -> None:
    steps = json.loads(run("names", "explain", "BERT Large (Devlin et al., 2018)", "--json").stdout)
    assert [(s["rule"], s["before"], s["after"]) for s in steps] == [
        (3, "BERT Large (Devlin et al., 2018)", "BERT Large"), (8, "BERT Large", "BERT Large"),
    ]  # fmt: skip
    assert "source hint Devlin 2018" in run("names", "explain", "BERT Large (Devlin et al., 2018)").stdout
    assert "no rule applies" in run("names", "explain", "FooNet").stdout


def test_query(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("query", stdin="{ papers { totalCount } }").stdout)["data"] == {"papers": {"totalCount": 3}}
    (tmp_path / "q.graphql").write_text("query ($n: Int) { papers(first: $n) { nodes { year } } }", encoding="utf-8")
    found = json.loads(run("query", "q.graphql", "--variables", '{"n": 1}').stdout)
    assert found["data"] == {"papers": {"nodes": [{"year": 2020}]}}
    failed = run("query", stdin="{ papers(first: -1) { totalCount } }")
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert "is no JSON object" in run("query", "--variables", "[]", stdin="{ x }").stderr
    assert "cannot be read" in run("query", "missing.graphql").stderr


def test_stats_verify_and_dump(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("stats", "--json").stdout)["edges"]["EVALUATES_ON"] == 5
    assert "PAPER" in run("stats").stdout
    assert run("verify").stdout == "every invariant holds\n"
    assert "lines written to out.jsonl" in run("dump", "out.jsonl").stdout
    kinds = {json.loads(line)[0] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()}
    assert kinds == {"node", "edge", "tested"}


def test_extract(run: Run, tmp_path: Path) -> None:
    abstract = "We present BooNet. " + "It is evaluated in experiments on SVHN, with good results. " * 5
    (tmp_path / "c.txt").write_text(f"A title of a paper\n\n{abstract}\n", encoding="utf-8")
    (seen,) = [json.loads(line) for line in run("extract", "c.txt", "--jsonl").stdout.splitlines()]
    assert (seen["title"], seen["introduces"], seen["datasets"]) == (
        "A title of a paper",
        [{"name": "BooNet", "kind": "method", "aliases": []}],
        [{"name": "SVHN", "aliases": []}],
    )
    assert "BooNet" in run("extract", "c.txt").stdout
    assert run("extract", "facts.jsonl").exit_code == 1


def test_an_unknown_store_is_one_line(run: Run) -> None:
    found = CliRunner().invoke(citegraph.app, ["--store", "mysql://x", "stats"])
    assert (found.exit_code, found.stderr) == (1, "citegraph: 'mysql://x' is no store address; use sqlite:///file.db\n")


def test_a_file_that_is_no_graph_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.db").write_bytes(b"this is no database at all, but long enough to be read as one" * 50)
    for name in ("own.db-wal", "own.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    found = run("stats")
    assert found.exit_code == 1
    assert "is no citegraph database or is damaged" in found.stderr
    assert found.stderr.count("\n") == 1


def test_version_and_usage() -> None:
    assert CliRunner().invoke(citegraph.app, ["--version"]).stdout.startswith("citegraph 0.")
    assert CliRunner().invoke(citegraph.app, ["load"]).exit_code == 2


def test_every_command_has_help_with_an_example_or_no_arguments() -> None:
    command = typer.main.get_command(citegraph.app)
    for name, sub in command.commands.items():  # type: ignore[attr-defined]
        arguments = [p for p in sub.params if p.param_type_name == "argument"]
        assert sub.help, name
        assert not arguments or "Example:" in sub.help or name == "names", name


@pytest.mark.parametrize("name", ["AugLocal", "FCN"])
def test_the_seeds_answer_what_the_demo_asks(name: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'seeds.db'}"
    assert CliRunner().invoke(citegraph.app, ["--store", url, "load", str(ROOT / "seeds")]).exit_code == 0
    found = json.loads(CliRunner().invoke(citegraph.app, ["--store", url, "shared-datasets", name, "--json"]).stdout)
    expected = {"AugLocal": {"MAN"}, "FCN": {"PSPNet", "DeepLabV3+", "HRNet"}}[name]
    assert expected <= {e["node"]["name"] for e in found["sharesDatasetsWith"]["edges"]}
