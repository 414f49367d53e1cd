"""A line of the table of commands: what is typed, and what must come of it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import citegraph
from tests.realdata import ROOT

STORE = "sqlite:///own.db"
FACTS = ROOT / "tests" / "api" / "cases" / "graph.jsonl"
_PLACEHOLDERS = {
    "<time>": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00",
    "<seconds>": r"\d+\.\d+",
    "<version>": r"\d+\.\d+\.\d+",
    "<day>": r"\d{4}-\d\d-\d\d",
}


@dataclass(frozen=True)
class Command:
    """What is typed after `citegraph --store …`, and the exact standard output and error, or values of the JSON printed.

    `<time>`, `<day>`, `<seconds>` and `<version>` stand for what changes from run to run. `first` are commands before; `values` maps dotted
    paths of the JSON to values; `lines` must stand among the lines printed.
    """

    typed: str
    out: str | None = None
    err: str = ""
    exit: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    stdin: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def argv(self) -> list[str]:
        """What is typed, as arguments."""
        return shlex.split(self.typed)

    def prepare(self, model: Path, here: Path, store: str = STORE) -> None:
        """Copy the graph and the facts, write the files, and run what comes before."""
        for path in model.iterdir():
            shutil.copy(path, here / path.name)
        for name, text in self.files.items():
            (here / name).write_text(text, encoding="utf-8")
        for typed in self.first:
            run(shlex.split(typed), store=store)

    def check(self, found: Result) -> None:
        """Compare what came of it."""
        assert (found.exit_code, bool(fits(self.err, found.stderr))) == (self.exit, True), found.stderr
        if self.out is not None:
            assert fits(self.out, found.stdout), found.stdout
        printed = found.stdout.splitlines()
        assert [line for line in self.lines if not any(fits(line, other) for other in printed)] == [], found.stdout
        answer = json.loads(found.stdout) if self.values else None
        assert {path: _at(answer, path) for path in self.values} == dict(self.values)


def make_model(folder: Path) -> Path:
    """Put the facts and the graph they make into a folder; returns it."""
    (folder / "graph.jsonl").write_bytes(FACTS.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["load", "graph.jsonl"]).exit_code == 0
    return folder


def run(argv: list[str], stdin: str | None = None, store: str = STORE) -> Result:
    """Run a command on a graph, that of the folder unless another is named."""
    return CliRunner().invoke(citegraph.app, ["--store", store, *argv], input=stdin, prog_name="citegraph")


def fits(expected: str, found: str) -> bool:
    """Whether a text is the expected one, placeholders filled."""
    pattern = re.escape(expected)
    for name, form in _PLACEHOLDERS.items():
        pattern = pattern.replace(re.escape(name), form)
    return re.fullmatch(pattern, found) is not None


def steady(text: str) -> str:
    """A text with placeholders for what changes from run to run."""
    text = re.sub(_PLACEHOLDERS["<time>"], "<time>", text)
    return re.sub(r"\d+\.\d+ seconds|\"seconds\": \d+\.\d+", "<seconds>", text)


def _at(answer: Any, path: str) -> Any:
    for step in filter(None, path.split(".")):
        answer = answer[int(step)] if isinstance(answer, list) else answer[step]
    return answer
