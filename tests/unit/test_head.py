"""The beginning of a file: which record comes first, whatever the shape."""

from __future__ import annotations

import json

import pytest

from loaders.head import Head

ROW = {"id": "a", "n": [1, {"x": 2}]}
ONE = json.dumps(ROW).encode()

SHAPES = {
    "lines": ONE + b"\n" + ONE,
    "one line": ONE,
    "a line longer than the head": ONE[:-1] + b', "text": "' + b"x" * 50,
    "after junk": b"# made by hand\n" + ONE + b"\n",
    "after a line cut in two": b'{"id": "b", "n\n' + ONE + b"\n",
    "an array": b"[" + ONE + b"," + ONE + b"]",
    "a pretty array": json.dumps([ROW, ROW], indent=1).encode(),
    "an array with objects on lines": b"[\n" + ONE + b",\n" + ONE + b"\n]",
    "a pretty object": json.dumps(ROW, indent=1).encode(),
    "an answer of OpenAlex": json.dumps({"meta": {"count": 1}, "results": [ROW]}).encode(),
    "an answer of Crossref": json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": [ROW]}}, indent=1).encode(),
    "one work of Crossref": json.dumps({"status": "ok", "message": ROW}).encode(),
    "an answer of Semantic Scholar": json.dumps({"total": 1, "data": [ROW]}).encode(),
    "with a byte order mark": b"\xef\xbb\xbf" + ONE,
    "an array cut": b"[" + ONE + b',{"id": "b", "text": "xxx \xe2\x82',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_first_record_is_found_in_every_shape(shape: str) -> None:
    found = Head(SHAPES[shape]).object
    assert found is not None
    assert {name: found[name] for name in ROW} == ROW


@pytest.mark.parametrize("data", [b"words", b"", b"[]", b"{}", b"[1, 2]", b"@article{x}", b"\xff\xfe"])
def test_what_holds_no_record_has_none(data: bytes) -> None:
    assert Head(data).object is None


def test_a_record_whose_own_fields_look_like_an_answer_is_a_record() -> None:
    assert Head(b'{"repo": "a/b", "results": [{"task": "t"}]}').has("repo", "results")


def test_a_head_cut_within_a_character_is_text_and_other_encodings_are_none() -> None:
    assert Head("Füße".encode()[:-2]).text == "Fü"
    assert Head("Füße".encode("latin-1") + b"xxxx").text is None
