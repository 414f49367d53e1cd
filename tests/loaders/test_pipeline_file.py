"""The file of a team's loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import SourceError
from loaders.pipeline import Options
from loaders.pipeline_file import Step, read_pipeline


def file(folder: Path, text: str) -> Path:
    path = folder / "citegraph.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_loads_in_their_order_from_the_folder_of_the_file(tmp_path: Path) -> None:
    for name in ("b.bib", "a.bib", "own.jsonl"):
        (tmp_path / name).write_text("x")
    found = read_pipeline(
        file(
            tmp_path,
            """
loads:
  - path: own.jsonl
    format: facts
    source: ours
    snapshot: true
  - path: ["*.bib", not there.json]
    name: reading lists
""",
        )
    )
    assert found == [
        Step("own.jsonl", (tmp_path / "own.jsonl",), Options(format="facts", source="ours", snapshot=True)),
        Step("reading lists", (tmp_path / "a.bib", tmp_path / "b.bib", tmp_path / "not there.json"), Options()),
    ]


WRONG = {
    "no YAML": ("loads: [", "is no YAML"),
    "nothing": ("", "the whole: input should be"),
    "no loads": ("loads: []", "names no loads"),
    "no path": ("loads:\n  - name: x", "loads.0.path: field required"),
    "an unknown key": ("loads:\n  - path: a\n    pth: b", "loads.0.pth: extra inputs are not permitted"),
    "no truth": ("loads:\n  - path: a\n    snapshot: maybe", "loads.0.snapshot: input should be a valid boolean"),
    "an unknown format": ("loads:\n  - path: a\n    format: docx", "'docx' is no format; known are facts"),
    "a pattern without files": ("loads:\n  - path: '*.bib'", "nothing matches '*.bib'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_it_is_one_line(case: str, tmp_path: Path) -> None:
    text, reason = WRONG[case]
    with pytest.raises(SourceError) as caught:
        read_pipeline(file(tmp_path, text))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
