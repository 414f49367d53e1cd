"""How values are written for the import tool; what no file can say is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import RefusedError
from graph.interchange.neo4j_import import ImportFiles
from graph.property_graph import Nodes, Part, Relationships


def written(folder: Path, *parts: Part) -> dict[str, str]:
    """The files that come of parts."""
    folder.mkdir()
    with ImportFiles(folder) as files:
        for part in parts:
            files.write(part)
        files.finish()
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def test_null_and_every_text_are_told_apart(tmp_path: Path) -> None:
    texts = [None, "", " a ", 'say "so"', "a,b;c\t'", "a\nb\r\n", "\\", "𝒢\u2028", "null"]
    rows: list[dict[str, Any]] = [{"n": n, "text": text, "list": None if text is None else [text, ""]} for n, text in enumerate(texts)]
    found = written(tmp_path / "files", (Nodes(("A", "B"), "n"), rows[:4]), (Nodes(("A", "B"), "n"), rows[4:]))
    assert found["B-header.csv"] == "n:ID(A),text:string,list:string[]\n"
    assert found["B.csv"] == (
        '0,,\n1,"","\0"\n2," a "," a \0"\n3,"say ""so""","say ""so""\0"\n4,"a,b;c\t\'","a,b;c\t\'\0"\n5,"a\nb\r\n","a\nb\r\n\0"\n'
        '6,"\\","\\\0"\n7,"𝒢\u2028","𝒢\u2028\0"\n8,"null","null\0"\n'
    )


def test_numbers_are_written_in_full(tmp_path: Path) -> None:
    rows = [
        {"a": 1, "b": 2, "told": {"i": i, "f": f, "b": b}}
        for i, f, b in ((-(2**63), 0.1 + 0.2, True), (2**53, 5e-324, False), (None, 1e22, None))
    ]
    found = written(tmp_path / "files", (Relationships("T", "Node", "node"), rows))
    assert found["T-header.csv"] == ":START_ID(Node),:END_ID(Node),i:long,f:double,b:boolean\n"
    assert found["T.csv"] == ("1,2,-9223372036854775808,0.30000000000000004,true\n1,2,9007199254740992,5e-324,false\n1,2,,1e+22,\n")


def test_the_buffer_holds_the_longest_row_twice(tmp_path: Path) -> None:
    found = written(tmp_path / "files", (Nodes(("A",)), [{"text": "x" * 3_000_000}, {"text": "y"}]))
    assert f"--read-buffer-size={2 * 3_000_003}\n" in found["import.args"]


@pytest.mark.parametrize("value", [[], [""]])
def test_a_list_that_no_file_can_tell_from_none_is_refused(value: list[str], tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="the tool takes the empty contexts for none"):
        written(tmp_path / "files", (Relationships("CITES", "Node", "node"), [{"a": 1, "b": 2, "told": {"contexts": value}}]))


def test_lists_that_every_node_of_a_label_has_may_be_empty(tmp_path: Path) -> None:
    found = written(tmp_path / "files", (Nodes(("Run",)), [{"run": 1, "paths": []}, {"run": 2, "paths": ["a"]}]))
    assert (found["Run-header.csv"], found["Run.csv"]) == ("run:long,paths:string[]\n", '1,\n2,"a"\n')


def test_rows_of_other_names_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="A: \\['x'\\] is not \\['y'\\]"):
        written(tmp_path / "files", (Nodes(("A",)), [{"y": 1}, {"x": 1}]))
