"""The files for the import tool, to the byte; what no file can say is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import RefusedError
from graph.identity import block_of
from graph.interchange.neo4j_import import ImportFiles
from graph.kinds import Relation
from graph.property_graph import Nodes, Part, Relationships
from graph.store import GraphStore
from graph.text import hash64
from loaders.records import text_ref
from tests.build import acl, edge, method, record, titled, write

PAPER = acl("P19-1001")
PLACE = hash64('["field","test/1",1.0,null,null,null,null]')
BLOCK = block_of(text_ref('A "new" title', "A. Smith", 2019))
FIRST = 1 << 20  # the number of the first assertion of version 1
ARGUMENTS = """\
--id-type=integer
--array-delimiter=U+0000
--multiline-fields=true
--ignore-empty-strings=false
--trim-strings=false
--bad-tolerance=0
--read-buffer-size=4194304
--nodes=Source=./Source-header.csv,./Source.csv
--nodes=Run=./Run-header.csv,./Run.csv
--nodes=Place=./Place-header.csv,./Place.csv
--nodes=Version=./Version-header.csv,./Version.csv
--nodes=Record=./Record-header.csv,./Record.csv
--nodes=Reference=./Reference-header.csv,./Reference.csv
--relationships=LINK=./LINK-header.csv,./LINK.csv
--nodes=Node:Paper=./Paper-header.csv,./Paper.csv
--nodes=Node:Method=./Method-header.csv,./Method.csv
--relationships=INTRODUCES=./INTRODUCES-header.csv,./INTRODUCES.csv
--nodes=Store=./Store-header.csv,./Store.csv
"""
PAPER_COLUMNS = (
    "node:ID(Node),id:string,sortName:string,degree:long,root:long,minted:long,title:string,publishedOn:IGNORE,year:long,venue:IGNORE,"
    "venueForm:IGNORE,url:IGNORE,urlForm:IGNORE,links:IGNORE,linksForm:IGNORE,abstract:IGNORE,abstractSaid:IGNORE,tokens:string,said:long[]"
)
METHOD_COLUMNS = (
    "node:ID(Node),id:string,sortName:string,degree:long,root:long,minted:long,name:string,aliases:IGNORE,aliasesForm:IGNORE,"
    "generic:boolean,unnamed:boolean,tokens:string,said:IGNORE"
)
SAID = '[[null,1,null,{""title"":""A \\""new\\"" title"",""year"":2019}],[2,1,3,{}]]'


def written(folder: Path, *parts: Part) -> dict[str, str]:
    """The files that come of parts."""
    folder.mkdir()
    with ImportFiles(folder) as files:
        for part in parts:
            files.write(part)
        files.finish()
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


async def test_a_small_graph_gives_these_files(store: GraphStore, tmp_path: Path) -> None:
    said = record("k", titled(PAPER, 'A "new" title', "A. Smith", 2019), edge(Relation.INTRODUCES, PAPER, method("Foo", PAPER)))
    await write(store, [said])
    found = written(tmp_path / "files", *[part async for part in store.property_graph()])
    assert found["import.args"] == ARGUMENTS
    run = found.pop("Run.csv").split(",")
    assert [run[place] for place in (0, 1, 2, 4, 7, 9, 10)] == ["1", '"load"', '"test"', '"finished"', '"[]"', "1", "1"]
    assert {name: text for name, text in found.items() if name not in ("import.args", "Run-header.csv")} == {
        "Source-header.csv": "source:long,name:string,rank:long\n",
        "Source.csv": '1,"test",2\n',
        "Place-header.csv": "place:long,locator:string,extractor:string,confidence:double,spanStart:IGNORE,spanEnd:IGNORE,quote:IGNORE,flag:IGNORE\n",
        "Place.csv": f'{PLACE},"field","test/1",1.0,,,,\n',
        "Version-header.csv": "version:long,record:long,digest:string,locator:string,url:IGNORE,said:string,places:long[],a:long[],b:long[]\n",
        "Version.csv": f'1,1,"{said.digest.hex()}","test.jsonl:k",,"{SAID}","{PLACE}\0{PLACE}","1\x001","0\x003"\n',
        "Record-header.csv": "record:long,source:string,key:string,version:long,run:long,runs:long[],versions:long[]\n",
        "Record.csv": '1,"test","k",1,1,"1","1"\n',
        "Reference-header.csv": "ref:ID(Reference),hash:long,kind:long,scheme:string,value:string,scope:long,block:long,node:long,support:long,"
        "introduced:long,doubt:IGNORE\n",
        "Reference.csv": f'1,{hash64("paper:acl:P19-1001")},1,"acl","P19-1001",,,9,1,,\n'
        f'2,{hash64("paper:text:anewtitle|smith|2019")},1,"text","anewtitle|smith|2019",,{BLOCK},9,,,\n'
        f'3,{hash64("method:name:Foo@paper:acl:P19-1001")},2,"name","Foo",1,{block_of(method("Foo", PAPER))},18,1,1,\n',
        "LINK-header.csv": ":START_ID(Reference),:END_ID(Reference),version:long,live:boolean,verdict:IGNORE\n",
        "LINK.csv": "1,2,1,true,\n",
        "Paper-header.csv": f"{PAPER_COLUMNS}\n",
        "Paper.csv": f'9,"paper:acl:P19-1001","a ""new"" title",1,9,1,"A ""new"" title",,2019,,,,,,,,,"a new title","{FIRST}"\n',
        "Method-header.csv": f"{METHOD_COLUMNS}\n",
        "Method.csv": '18,"method:foo","foo",1,18,3,"Foo",,,false,false,"foo",\n',
        "INTRODUCES-header.csv": ":START_ID(Node),:END_ID(Node),edge:long,said:long[],support:string[]\n",
        "INTRODUCES.csv": f'9,18,34,"{FIRST + 1}","test k"\n',
        "Store-header.csv": "name:string,layout:long,imported:boolean,edges:long,records:long,refs:long,serial:long,version:long,versions:long\n",
        "Store.csv": '"citegraph",2,true,34,1,3,2,3,1\n',
    }  # fmt: skip


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
