"""Files that hold no record are refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders.errors import SourceError
from loaders.formats import detect
from tests.realdata import real

VENUES = {"foo": {"acronym": "Foo", "name": "Workshop on Foo"}, "bar": {"acronym": "BAR", "name": "Bar"}}
REASON = "holds no record, but names of venues; a venue is a text of its papers, so load the papers"


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_venues_are_refused_with_the_reason(indent: int | None, tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_text(json.dumps(VENUES, indent=indent), "utf-8")
    with pytest.raises(SourceError) as told:
        detect(path)
    assert str(told.value) == f"{path}: {REASON}"


@pytest.mark.parametrize("text", ['{"a": {"name": "x"}}', '{"a": 1}', "{}", "words"])
def test_other_files_are_refused_as_unknown(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match="format not recognised"):
        detect(path)


@pytest.mark.realdata
def test_the_real_venues_are_refused() -> None:
    path = real("data/acl_venues.json")
    with pytest.raises(SourceError, match=REASON):
        detect(path)
