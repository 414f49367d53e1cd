"""Lines that write subgraphs as files."""

from __future__ import annotations

from tests.cli.command import Command

_ENDS = "source_id,source_name,source_kind,target_id,target_name,target_kind,relation,support\n"
_STAR = """{"type": "method", "key": "star", "name": "STAR"}
{"type": "dataset", "key": "star set", "name": "STAR"}
"""

EXPORTS = [
    *(
        Command(f"export {name} {typed}", None if exact is None else exact)
        for name in ("gexf", "graphml", "vosviewer", "csv", "bibtex")
        for typed, exact in (
            ("- FooNet --depth 0", "" if name == "bibtex" else None),
            ("- FooNet --limit 3", None),
            ("- --query '{ papers { nodes { id } } }'", None),
        )
    ),
    Command("export gexf - paper:doi:10.5555/beta --depth 0", lines=('      <node id="paper:doi:10.5555/beta" label="Beta nets">',)),
    Command("export graphml - 'über NETS' --depth 0", lines=('      <data key="name">Über nets</data>',)),
    Command(
        "export vosviewer - QuuxNet Lonely --depth 0",
        values={"network.items.0.id": "method:quuxnet", "network.links": [
            {"source_id": "method:quuxnet", "target_id": "dataset:lonely", "strength": 2}]},
    ),
    Command("export csv - Lonely Seeing 'Ada Example' --depth 0", f"{_ENDS}dataset:lonely,Lonely,DATASET,,,,,\ntask:seeing,Seeing,TASK,,,,,\n"
            "author:ada-example,Ada Example,AUTHOR,,,,,\n"),
    Command("export csv - --query ask.graphql", f"{_ENDS}method:lstm,LSTM,METHOD,,,,,\n", files={"ask.graphql": "{ method(by: {name: \"LSTM\"}) { id aliases } }"}),
    Command("export bibtex - --query '{ paper(by: {doi: \"10.5555/delta\"}) { id introduces { nodes { ... on Method { id } } } } }'",
            "@misc{identified2018delta,\n  title = {{delta nets}},\n  author = {Dee Identified},\n  year = {2018},\n  doi = {10.5555/delta}\n}\n"),
    Command("export csv out.csv FooNet --limit 5", "5 of 14 nodes written to out.csv\n"),
    Command("export bibtex out.bib.gz FooNet --depth 3", "the papers among 33 of 33 nodes written to out.bib.gz\n"),
    Command("export gexf folder/out.gexf FooNet", "", "citegraph: folder/out.gexf: cannot be written (No such file or directory)\n", 1),
    Command("export gexf - Nothing", "", "citegraph: 'Nothing' names nothing in this graph; use a name as the graph has it, or an id such as method:bert\n", 1),
    Command("export gexf - STAR", "", "citegraph: 'STAR' fits several; use an id:\n  dataset:star  STAR\n  method:star  STAR\n", 2,
            first=("load star.jsonl",), files={"star.jsonl": _STAR}),
    Command("export gexf -", "", "citegraph: name what to export, or give --query; one of the two\n", 1),
    Command("export gexf - FooNet --query '{ a }'", "", "citegraph: name what to export, or give --query; one of the two\n", 1),
    Command("export gexf - --query '{ methods { totalCount } }'", "", "citegraph: the answer of --query has no id; ask for the id of what is to be exported\n", 1),
    Command("export gexf - --query '{ methods { x } }'", "", "citegraph: Cannot query field 'x' on type 'MethodConnection'.\n", 1),
    Command("export gexf - --query '{ runs { nodes { id } } }'", "", "citegraph: 'run:1' names nothing in this graph; `citegraph stats` tells what it holds\n", 1),
    Command("export gexf - --query ask.graphql", "", "citegraph: ask.graphql: cannot be read (No such file or directory)\n", 1),
    Command("export gexf - FooNet BarNet --limit 1", "", "citegraph: 2 ids are more than limit, which is 1; raise it, or name fewer\n", 1),
]  # fmt: skip
