"""Every line of the table gives what was worked out; every command and option stands in it and has an effect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.command import Command, fits, make_model, run, steady
from tests.cli.table import COMMANDS, DEMONSTRATED, SERVED
from tests.cli.tree import commands, given, parameters


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the facts and the graph they make."""
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{'; '.join((*command.first, command.typed))}")
def test_a_command_gives_what_was_worked_out(command: Command, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command.prepare(model, tmp_path)
    command.check(run(command.argv, command.stdin))


def test_every_command_and_parameter_stands_in_the_table() -> None:
    typed = [command.argv for command in COMMANDS] + [line.split() for line in (SERVED, DEMONSTRATED)]
    assert parameters() - {name for argv in typed for name, _ in given(argv)} == set()


def test_every_option_has_an_effect(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    effective: dict[str, bool] = {}
    for number, command in enumerate(COMMANDS):
        for name, rest in given(command.argv):
            if rest != command.argv and not effective.get(name):
                told = [
                    _told(command, argv, model, tmp_path / f"{number} {name} {len(argv)}", monkeypatch) for argv in (command.argv, rest)
                ]
                effective[name] = told[0] != told[1]
    assert {name for name, has_effect in effective.items() if not has_effect} == set()


def _told(command: Command, argv: list[str], model: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    folder.mkdir()
    monkeypatch.chdir(folder)
    command.prepare(model, folder)
    found: Result = run(argv, command.stdin)
    return found.exit_code, steady(found.stdout), steady(found.stderr)


def test_every_help_says_what_the_command_does_and_every_parameter() -> None:
    for path, command in commands():
        arguments = [item for item in command.params if item.param_type_name == "argument"]
        assert command.help, path
        assert not arguments or f"\n\nExample: {'echo' if path == ('query',) else 'citegraph'} " in command.help, path
        assert [item.name for item in command.params if not item.help and item.name != "help"] == [], path


def test_a_line_is_taken_apart() -> None:
    line = ["shared-datasets", "Foo", "--via", "USED", "--json"]
    assert list(given(line)) == [
        ("shared-datasets", line), ("shared-datasets method", line),
        ("shared-datasets --via", ["shared-datasets", "Foo", "--json"]), ("shared-datasets --json", ["shared-datasets", "Foo", "--via", "USED"]),
    ]  # fmt: skip


def test_placeholders_stand_for_nothing_else() -> None:
    assert fits("run:1 <time>", "run:1 2026-01-02T03:04:05+00:00")
    assert not fits("run:1 <time>", "run:1 yesterday")
    assert not fits("a.b", "a-b")


def test_a_canonical_dump_holds_nodes_edges_and_what_was_tested(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Command("dump").prepare(model, tmp_path)
    run(["dump", "out.jsonl", "--canonical"])
    kinds = [json.loads(line)[0] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"edge": 90, "node": 46, "tested": 25, "waiting": 1}


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_a_restored_and_a_copied_graph_dump_the_same_bytes(
    suffix: str, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Command("dump").prepare(model, tmp_path)
    run(["dump", f"out{suffix}"])
    run(["--store", "sqlite:///new.db", "restore", f"out{suffix}"])
    run(["copy", "sqlite:///new.db", "sqlite:///copy.db"])
    run(["--store", "sqlite:///copy.db", "dump", f"again{suffix}"])
    assert (tmp_path / f"again{suffix}").read_bytes() == (tmp_path / f"out{suffix}").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []
