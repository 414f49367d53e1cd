"""The program on the seeds it is shown with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import citegraph
from tests.realdata import ROOT


@pytest.mark.parametrize("name", ["AugLocal", "FCN"])
def test_the_seeds_answer_what_the_demo_asks(name: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'seeds.db'}"
    assert CliRunner().invoke(citegraph.app, ["--store", url, "load", str(ROOT / "seeds")]).exit_code == 0
    found = json.loads(CliRunner().invoke(citegraph.app, ["--store", url, "shared-datasets", name, "--json"]).stdout)
    expected = {"AugLocal": {"MAN"}, "FCN": {"PSPNet", "DeepLabV3+", "HRNet"}}[name]
    assert expected <= {e["node"]["name"] for e in found["sharesDatasetsWith"]["edges"]}
