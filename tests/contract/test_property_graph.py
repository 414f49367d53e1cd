"""The graph as nodes and relationships with properties, and the files for the import tool that come of it, to the byte."""

from __future__ import annotations

from pathlib import Path

from graph.identity import block_of
from graph.kinds import Relation
from graph.property_graph import Nodes, Part, Shape
from graph.store import GraphStore
from graph.stores import open_store
from graph.text import hash64
from loaders.records import text_ref
from tests.build import acl, dataset, edge, introduces, method, record, titled, write
from tests.contract.test_laws import fresh
from tests.unit.test_neo4j_import import written

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
    "venueForm:IGNORE,url:IGNORE,urlForm:IGNORE,links:IGNORE,linksForm:IGNORE,retracted:boolean,"
    "abstract:IGNORE,abstractSaid:IGNORE,tokens:string,said:long[]"
)
METHOD_COLUMNS = (
    "node:ID(Node),id:string,sortName:string,degree:long,root:long,minted:long,name:string,aliases:IGNORE,aliasesForm:IGNORE,"
    "generic:boolean,unnamed:boolean,tokens:string,said:IGNORE"
)
SAID = '[[null,1,null,{""title"":""A \\""new\\"" title"",""year"":2019}],[2,1,3,{}]]'


async def everything(store: GraphStore) -> list[Part]:
    return [part async for part in store.property_graph()]


async def test_a_small_graph_gives_these_files(store: GraphStore, tmp_path: Path) -> None:
    said = record("k", titled(PAPER, 'A "new" title', "A. Smith", 2019), edge(Relation.INTRODUCES, PAPER, method("Foo", PAPER)))
    await write(store, [said])
    found = written(tmp_path / "files", *await everything(store))
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
        "Paper.csv": f'9,"paper:acl:P19-1001","a ""new"" title",1,9,1,"A ""new"" title",,2019,,,,,,,false,,,"a new title","{FIRST}"\n',
        "Method-header.csv": f"{METHOD_COLUMNS}\n",
        "Method.csv": '18,"method:foo","foo",1,18,3,"Foo",,,false,false,"foo",\n',
        "INTRODUCES-header.csv": ":START_ID(Node),:END_ID(Node),edge:long,said:long[],support:string[]\n",
        "INTRODUCES.csv": f'9,18,34,"{FIRST + 1}","test k"\n',
        "Store-header.csv": "name:string,layout:long,imported:boolean,edges:long,records:long,refs:long,serial:long,version:long,versions:long\n",
        "Store.csv": '"citegraph",4,true,34,1,3,2,3,1\n',
    }  # fmt: skip


async def test_it_is_of_one_moment_though_a_loader_writes(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    await write(store, [record(f"k{n}", edge(Relation.USES, acl(f"P19-{n}"), dataset("D"))) for n in range(3000)])
    before = await everything(store)
    found: list[Part] = []
    async for part in store.property_graph():
        if not found:
            await write(store, [record("new", *introduces(PAPER, "Foo"))])
        found.append(part)
    assert found == before
    assert len(await everything(store)) > len(before)
    await store.close()


async def test_a_graph_in_memory_is_the_same(tmp_path: Path) -> None:
    memory, file = await fresh(), await open_store(f"sqlite:///{tmp_path / 'graph.db'}")
    for store in (memory, file):
        await write(store, [record("k", titled(PAPER, "A title", "A. Smith", 2019), *introduces(PAPER, "Foo"))])
    found = [part for part in await everything(memory) if part[0] != Nodes(("Run",))]
    assert found == [part for part in await everything(file) if part[0] != Nodes(("Run",))]
    assert [(_name(shape), len(rows)) for shape, rows in found] == [
        ("Source", 1), ("Place", 1), ("Version", 1), ("Record", 1), ("Reference", 3), ("LINK", 1), ("Paper", 1), ("Method", 1),
        ("INTRODUCES", 1), ("Store", 1),
    ]  # fmt: skip
    await memory.close()
    await file.close()


def _name(shape: Shape) -> str:
    return shape.labels[-1] if isinstance(shape, Nodes) else shape.type
