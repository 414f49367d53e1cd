"""What the documents show is what the program prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import typer
from typer.testing import CliRunner

import citegraph
from graph.evidence import Rejection
from loaders.formats import FORMATS
from loaders.mapping import Field, read_mapping
from loaders.sources import facts
from tests.realdata import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_answer_on_the_first_screen_is_the_real_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'seeds.db'}"
    assert CliRunner().invoke(citegraph.app, ["--store", url, "load", str(ROOT / "seeds")]).exit_code == 0
    told = CliRunner().invoke(citegraph.app, ["--store", url, "shared-datasets", "FCN", "--first", "4"]).stdout
    assert told in README


def test_every_command_that_readme_names_exists() -> None:
    known = set(typer.main.get_command(citegraph.app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"citegraph ([a-z-]+)", README)) - {"is"} <= known


def test_the_facts_of_the_documents_load(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    rows = [line for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert len(rows) == 2
    assert not [item for item in FORMATS["facts"].read(path, "own") if isinstance(item, Rejection)]
    assert all(f"`{json.loads(row)['type']}`" in text for row in rows)


def test_every_type_of_fact_is_documented() -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    for name in facts._TYPES:
        assert f"| `{name}` |" in text, name


def test_the_tables_of_the_documents_load(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    (rows,), (mapping,) = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("csv", "yaml"))
    path = tmp_path / "own.csv"
    path.write_text(rows, encoding="utf-8")
    assert [type(item).__name__ for item in FORMATS["table"].read(path, "own")] == ["Record"]
    (tmp_path / "results.map.yaml").write_text(mapping, encoding="utf-8")
    assert len(read_mapping(tmp_path / "results.map.yaml").columns) == 6


def test_every_field_of_a_table_is_documented() -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert [field for field in Field if f"`{field}`" not in text] == []
