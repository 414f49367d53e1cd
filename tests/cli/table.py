r"""Every command on the facts of `tests/api/cases/graph.jsonl`, loaded once; answers worked out by hand.

What supports what is told in `tests/api/cases/tested.py`, the scores in `sharing.py`.
"""

from __future__ import annotations

import json

from tests.cli.adding import ADDING
from tests.cli.changes import CHANGES
from tests.cli.command import Command
from tests.cli.exports import EXPORTS
from tests.cli.fetches import FETCHES
from tests.cli.mappings import MAPPINGS

_FEW = "\n".join(json.dumps({"type": "dataset", "key": key, "name": name}) for key, name in (("plain", "Plain"), ("suite", "Suite"))) + "\n"
_TEXT = (
    "A title of a paper\n\nWe present BooNet. " + "It is evaluated in experiments on SVHN, with good results. " * 5 + "\n"
)  # as long as abstracts are
_SEEN = '{"introduces": [{"name": "BooNet", "kind": "method", "aliases": []}], "datasets": [{"name": "SVHN", "aliases": []}]}'
_TWINS = "".join(
    json.dumps(
        {
            "type": "paper",
            "title": f"BART: {title}",
            "authors": ["Ada Example"],
            "year": year,
            "introduces": ["BART"],
            "datasets": ["Plain"],
        }
    )
    + "\n"
    for title, year in (("the first", 2008), ("the second", 2020))
)
_CLASH = "".join(
    json.dumps({"type": "paper", "ids": {"doi": f"10.5555/clash{number // 2}"}, "title": title}) + "\n"
    for number, title in enumerate(("Learning to see", "A grammar of Welsh verbs") * 6)
)
_BERT = '"BERT Large (Devlin et al., 2018)"'
_NOBODY = "1 entries on these datasets name no known method"
_EDGES = "sharesDatasetsWith.edges"
_COUNTED = """\
nodes
  PAPER                   6
  METHOD                 12
  DATASET                 8
  REPOSITORY              2
  TASK                    3
  AUTHOR                  4
  RESULT                 11
edges
  CITES                   3
  INTRODUCES              6
  USES                    4
  COMPARES_WITH           4
  EVALUATES_ON            7
  ADDRESSES               4
  IMPLEMENTS              4
  WROTE                   7
  REPORTS                11
  OF                     10
  ON                     11
  FOR                     9
  VARIANT_OF              2
  COMBINES                4
  PART_OF                 4
waiting: 1 edges for their other end, 0 in review; 0 flagged
"""

LOADING = [
    Command(
        "load graph.jsonl",
        "file         format  read  unchanged  written  merged  rejected  flagged\n"
        "graph.jsonl  facts     35         34        0       0         1        0\n"
        "run:2: 35 read, 34 unchanged, 0 written, 0 merged, 1 rejected, 0 flagged, 1 pending, <seconds> seconds\n"
        "`citegraph rejects 2` lists what was rejected and why\n"
        "1 edge waits for papers that are not loaded; `citegraph enrich` asks sources for them\n",
    ),
    Command(
        "load graph.jsonl --json",
        values={
            "run": "run:2", "interrupted": False, "read": 35, "unchanged": 34, "written": 0, "merged": 0, "rejected": 1, "flagged": 0,
            "pending": 1, "retracted": 0,
            "files": [{
                "path": "graph.jsonl", "format": "facts", "source": "graph", "error": None, "read": 35, "unchanged": 34, "written": 0,
                "merged": 0, "rejected": 1, "flagged": 0,
            }],
        },
    ),
    Command(
        "load few.jsonl other --source mine --json", files={"few.jsonl": _FEW, "other": _FEW},
        values={"read": 4, "written": 2, "merged": 2, "files.0.source": "mine", "files.1.source": "mine"},
    ),
    Command(
        "load few.jsonl --format acl --json", files={"few.jsonl": _FEW}, exit=1,
        values={"read": 2, "rejected": 2, "files.0.format": "acl", "files.0.source": "acl"},
    ),
    Command("load graph.jsonl --strict --json", exit=1, values={"rejected": 1, "unchanged": 34}),
    Command("load few.jsonl --workers 1 --json", files={"few.jsonl": _FEW}, values={"rejected": 0, "written": 2}),
    Command(
        "load few.jsonl --workers 0", "",
        "Usage: citegraph load [OPTIONS] [paths]...\nTry 'citegraph load --help' for help.\n\n"
        "Error: Invalid value for '--workers': Input should be greater than or equal to 1\n", 2, files={"few.jsonl": _FEW},
    ),
    Command("load few.jsonl --strict --json", files={"few.jsonl": _FEW}, values={"rejected": 0, "written": 2}),
    Command(
        "load few.jsonl --source graph --snapshot", "", "citegraph: the snapshot would retract 32 of 34 records of 'graph'; use --force if that"
        " is meant\n", 1, files={"few.jsonl": _FEW},
    ),
    Command(
        "load few.jsonl --source graph --snapshot --force --json", files={"few.jsonl": _FEW},
        values={"run": "run:2", "read": 2, "retracted": 32},
    ),
    Command("stats --json", first=("load few.jsonl --source graph --snapshot --force",), files={"few.jsonl": _FEW}, values={"nodes.DATASET": 2}),
    Command(
        "load few.jsonl --source graph --resume --json", first=("load few.jsonl --source graph --snapshot",), files={"few.jsonl": _FEW},
        values={"run": "run:2"},
    ),
    Command(
        "load none.jsonl",
        "file        format  read  unchanged  written  merged  rejected  flagged\n"
        "none.jsonl             0          0        0       0         0        0\n"
        "run:2: 0 read, 0 unchanged, 0 written, 0 merged, 0 rejected, 0 flagged, 0 pending, <seconds> seconds\n",
        "citegraph: none.jsonl: no such file; check the path\n", 1,
    ),
    Command(
        "load clash.jsonl", None,
        "".join(
            f"citegraph: paper:doi:10.5555/clash{n} is stated with titles of nothing in common: 'A grammar of Welsh verbs' (clash.jsonl:{2 * n + 2});"
            f" 'Learning to see' (clash.jsonl:{2 * n + 1}); correct the wrong row\n" for n in range(5)
        ) + "citegraph: and 1 more papers; `load --json` lists them all\n", files={"clash.jsonl": _CLASH},
        lines=("run:2: 12 read, 0 unchanged, 12 written, 0 merged, 0 rejected, 0 flagged, 0 pending, <seconds> seconds",),
    ),
    Command(
        "load clash.jsonl --json", files={"clash.jsonl": _CLASH},
        values={"contradictions.5.id": "paper:doi:10.5555/clash5", "contradictions.5.titles.1.locator": "clash.jsonl:11"},
    ),
    Command(
        "load", "",
        "Usage: citegraph load [OPTIONS] [paths]...\nTry 'citegraph load --help' for help.\n\n"
        "Error: Invalid value for PATHS: name files or folders, or a pipeline file by --pipeline\n", 2,
    ),
    Command("formats", lines=("acl: ACL Anthology papers, flat JSONL", "collection: a text of titles and abstracts")),
    Command(
        "formats --json",
        values={"0.name": "facts", "1.name": "acl", "1.description": "ACL Anthology papers, flat JSONL"},
    ),
    Command("rejects 1", "graph.jsonl:35: has no name\n"),
    Command("rejects run:1 --json", values={"": [{"source": "graph", "key": "nameless", "locator": "graph.jsonl:35", "reason": "has no name"}]}),
    Command("rejects 9", "", "citegraph: run 9 does not exist; `citegraph runs` lists them\n", 1),
    Command("rejects x", "", "citegraph: 'x' is no run; `citegraph runs` lists them\n", 1),
    Command("runs", "run:1  <time>  finished     load graph.jsonl  (35 read, 34 written, 1 rejected)\n"),
    Command(
        "runs --json", first=("undo 1",),
        values={
            "0.id": "run:2", "0.command": "undo", "0.state": "finished", "1.id": "run:1", "1.state": "undone", "1.undone_by": 2,
            "1.counts.written": 34,
        },
    ),
    Command("undo 1", "run:1 is undone by run:2; `citegraph undo 2` brings it back\n"),
    Command("stats --json", first=("undo 1",), values={"nodes.PAPER": 0, "edges.CITES": 0, "pending": 0}),
    Command("undo run:2", "run:2 is undone by run:3; `citegraph undo 3` brings it back\n", first=("undo 1",)),
    Command("stats", _COUNTED, first=("undo 1", "undo 2")),
    Command("undo 7", "", "citegraph: run 7 does not exist; `citegraph runs` lists them\n", 1),
    Command(
        "undo 1", "", "citegraph: run 1 is undone already by run 2; undo that run to bring it back\n", 1, first=("undo 1",),
    ),
]  # fmt: skip

ASKING = [
    Command(
        "shared-datasets foonet",
        "Methods that share datasets with FooNet: 2\n"
        "  1. BarNet                   3 shared (2.25): Foo-Bench, Suite, Plain\n"
        "  2. BazNet                   2 shared (1.34): Suite, Plain\n"
        f"  from graph, newest 2021; {_NOBODY}\n",
    ),
    Command(
        "shared-datasets FooNet --csv --weight COUNT",
        "method,id,shared,score,datasets\n"
        "BarNet,method:barnet,3,3.0,Foo-Bench; Suite; Plain\n"
        "BazNet,method:baznet,2,2.0,Suite; Plain\n",
    ),
    Command(
        "shared-datasets FooNet --csv --first 1 --weight JACCARD",
        "method,id,shared,score,datasets\nBarNet,method:barnet,3,0.75,Foo-Bench; Suite; Plain\n",
    ),
    Command(
        "shared-datasets FooNet --csv --via INTRODUCED --via COMPARED",  # Plain: FooNet, BarNet, BazNet; Suite and Foo-Bench: FooNet, BarNet
        "method,id,shared,score,datasets\n"
        "BarNet,method:barnet,3,2.541825974,Foo-Bench; Suite; Plain\n"
        "BazNet,method:baznet,1,0.72134752,Plain\n",
    ),
    Command("shared-datasets FooNet --csv --task task:hearing", "method,id,shared,score,datasets\nBarNet,method:barnet,2,1.631586747,Suite; Plain\n"),
    Command(
        "shared-datasets FooNet --json",
        values={
            "id": "method:foonet", "name": "FooNet", "sharesDatasetsWith.totalCount": 2,
            "sharesDatasetsWith.coverage": {"sources": ["graph"], "newestYear": 2021, "unresolvedEntries": 1},
            f"{_EDGES}.0.node": {"id": "method:barnet", "name": "BarNet"}, f"{_EDGES}.0.sharedCount": 3, f"{_EDGES}.0.score": 2.252921682,
            f"{_EDGES}.1.sharedDatasets": {
                "nodes": [{"name": "Suite"}, {"name": "Plain"}],
                "edges": [
                    {
                        "node": {"name": "Suite"},
                        "ours": {"evidence": {"nodes": [{"source": "graph", "locator": "graph.jsonl:1 introduces"}]}},
                        "theirs": {"evidence": {"nodes": [{"source": "graph", "locator": "graph.jsonl:33 dataset"}]}},  # r10 before r5
                    },
                    {
                        "node": {"name": "Plain"},
                        "ours": {"evidence": {"nodes": [{"source": "graph", "locator": "graph.jsonl:1 introduces"}]}},
                        "theirs": {"evidence": {"nodes": [{"source": "graph", "locator": "graph.jsonl:3 introduces"}]}},
                    },
                ],
            },
        },
    ),
    Command(
        "shared-datasets SoloNet",
        "Methods that share datasets with SoloNet: 0\n  no record in this graph\n"
        "  from graph, newest 2018; 0 entries on these datasets name no known method\n",
    ),
    Command(
        "shared-datasets bart", "",
        "citegraph: 'bart' fits several; use an id:\n"
        "  method:bart  BART (2008, BART: the first)\n  method:bart-2020  BART (2020, BART: the second)\n",
        2, files={"twins.jsonl": _TWINS}, first=("load twins.jsonl",),
    ),
    Command(
        "shared-datasets method:bart-2020 --csv",  # six methods on Plain; more support first, then the newer, then those of no year
        "method,id,shared,score,datasets\nFooNet,method:foonet,1,0.513898342,Plain\nBarNet,method:barnet,1,0.513898342,Plain\n"
        "BART,method:bart,1,0.513898342,Plain\nBazNet,method:baznet,1,0.513898342,Plain\n",
        files={"twins.jsonl": _TWINS}, first=("load twins.jsonl",),
    ),
    Command("tried-on dataset:lonely --json --first 1", values={"name": "Lonely", "testedMethods.edges.0.node.name": "SoloNet"}),
    Command("shared-datasets Nothing", "", "citegraph: no method 'Nothing' in this graph; `citegraph stats` tells what it holds\n", 1),
    Command(
        "shared-datasets FooNet --weight HEAVY", "",
        "citegraph: Variable '$weight' has invalid value: Value 'HEAVY' does not exist in 'SharedWeight' enum.\n", 1,
    ),
    Command(
        "tried-on plain",
        "Methods tested on Plain: 4\n"
        "  LSTM                         reported               1 papers, 1 results, on 1 datasets in all\n"
        "  BazNet                       introduced             1 papers, 0 results, on 2 datasets in all\n"
        "  FooNet                       reported, introduced   2 papers, 1 results, on 3 datasets in all\n"
        "  BarNet                       reported, compared     1 papers, 1 results, on 4 datasets in all\n"
        f"  from graph, newest 2021; {_NOBODY}\n",
    ),
    Command(
        "tried-on Plain --first 1",
        "Methods tested on Plain: 4\n"
        "  LSTM                         reported               1 papers, 1 results, on 1 datasets in all\n"
        f"  from graph, newest 2021; {_NOBODY}\n",
    ),
    Command(
        "tried-on Lonely --json",
        values={"": {"id": "dataset:lonely", "name": "Lonely", "testedMethods": {
            "totalCount": 2, "coverage": {"sources": ["graph"], "newestYear": 2018, "unresolvedEntries": 0},
            "edges": [
                {"node": {"id": "method:solonet", "name": "SoloNet"}, "via": ["COMPARED"], "paperCount": 1, "resultCount": 0, "datasetCount": 1},
                {
                    "node": {"id": "method:quuxnet", "name": "QuuxNet"}, "via": ["REPORTED", "INTRODUCED"], "paperCount": 1, "resultCount": 1,
                    "datasetCount": 2,
                },
            ],
        }}},
    ),
    Command(
        "tried-on Simple-Set",
        "Methods tested on Simple-Set: 0\n  no record in this graph\n"
        "  from no source; 0 entries on these datasets name no known method\n",
    ),
    Command("tried-on Nothing", "", "citegraph: no dataset 'Nothing' in this graph; `citegraph stats` tells what it holds\n", 1),
    Command("query", stdin="{ papers { totalCount } }", values={"": {"data": {"papers": {"totalCount": 6}}, "extensions": {"cost": 21}}}),
    Command("query -", stdin="{ tasks { totalCount } }", values={"data.tasks.totalCount": 3}),
    Command(
        "query q.graphql --variables '{\"n\": 1}'", files={"q.graphql": "query ($n: Int = 2) { papers(first: $n) { nodes { title } } }"},
        values={"data.papers.nodes": [{"title": "Alpha nets"}]},
    ),
    Command(
        "query", stdin="{ papers(first: -1) { totalCount } }", exit=1,
        values={"data": None, "errors.0.message": "first is -1; use 0 to 1000", "errors.0.extensions": {"code": "BAD_USER_INPUT"}},
    ),
    Command("query --variables []", "", "citegraph: --variables '[]' is no JSON object\n", 1, stdin="{ x }"),
    Command("query none.graphql", "", "citegraph: none.graphql: cannot be read ([Errno 2] No such file or directory: 'none.graphql')\n", 1),
]  # fmt: skip

_MERGED = "merge method:foonet BarNet"
_LOADED = ("load twins.jsonl",)
_FILES = {"twins.jsonl": _TWINS + json.dumps({"type": "paper", "title": "Another paper", "uses": ["BART"]}) + "\n", "clash.jsonl": _CLASH}
_DOUBT = """\
method:name:BART: several papers introduce what is called so, statements that wait: 1
    could be method:bart  BART (2008, BART: the first)
    could be method:bart-2020  BART (2020, BART: the second)
    citegraph merge method:bart method:name:BART
"""
_DOI = "stated together by a record: graph, A, graph.jsonl:1"

IDENTITY = [
    Command("merge method:foonet BarNet", "BarNet is one with method:foonet by run:2; `citegraph undo 2` takes it back\n"),
    Command(
        "merge method:barnet method:foonet --json", values={"run": "run:2", "ids": ["method:barnet"]},
    ),
    Command("stats --json", first=(_MERGED,), values={"nodes.METHOD": 11, "pending": 1}),
    Command("verify", "every invariant holds\n", first=(_MERGED,)),
    Command(
        "runs", "run:2  <time>  finished     merge method:foonet BarNet  (1 read, 1 written, 0 rejected)\n"
        "run:1  <time>  finished     load graph.jsonl  (35 read, 34 written, 1 rejected)\n", first=(_MERGED,),
    ),
    Command("merge method:foonet method:barnet", "", "citegraph: 'method:foonet' and 'method:barnet' are one node already; `citegraph why` tells"
            " by what\n", 1, first=(_MERGED,)),
    Command("merge FooNet Plain", "", "citegraph: 'FooNet' is a method and 'Plain' a dataset; only nodes of one kind merge\n", 1),
    Command("merge NoNet FooNet", "", "citegraph: 'NoNet' names nothing in this graph; use an id such as `method:bert` or an address such as"
            " `paper:doi:10.1234/x`\n", 1),
    Command(
        "merge BART FooNet", "", "citegraph: 'BART' fits several; use an id:\n  method:bart  BART (2008, BART: the first)\n"
        "  method:bart-2020  BART (2020, BART: the second)\n", 2, first=_LOADED, files=_FILES,
    ),
    Command(
        "split FooNet", "FooNet is split by run:3; its references now belong to method:foonet, method:barnet; `citegraph undo 3` takes it back\n",
        first=(_MERGED,),
    ),
    Command("stats", _COUNTED, first=(_MERGED, "split FooNet")),
    Command("stats", _COUNTED, first=(_MERGED, "undo 2")),
    Command(
        "split doi:10.5555/alpha --off acl:P99-9001 --json",  # a bare identifier is no paper
        values={"run": "run:2", "ids": ["paper:doi:10.5555/alpha"]},
    ),
    Command(
        "split doi:10.5555/delta", "", "citegraph: paper:doi:10.5555/delta has nothing to take apart: one name, or identifiers that are stated"
        " together; name what to tell apart by --off: paper:doi:10.5555/delta, paper:text:deltanets||2018\n", 1,
    ),
    Command(
        "why paper:doi:10.5555/alpha acl:P99-9001",
        "paper:doi:10.5555/alpha and paper:acl:P99-9001 are one: paper:doi:10.5555/alpha\n"
        f"  paper:doi:10.5555/alpha = paper:acl:P99-9001: {_DOI}\n",
    ),
    Command("why FooNet FooNet", "method:name:FooNet@paper:doi:10.5555/alpha is one reference\n"),
    Command(
        "why method:name:BarNet foonet --json", first=(_MERGED,),
        values={"ids": ["method:foonet", "method:foonet"], "apart": None, "steps.1.rule": "decided", "steps.1.origin.run": 2, "steps.0.rule": "name"},
    ),
    Command(
        "why method:bart method:bart-2020", "method:bart and method:bart-2020 are two\n  introduced by different papers:"
        " paper:bart-the-first, paper:bart-the-second\n", first=_LOADED, files=_FILES,
    ),
    Command(
        "why paper:doi:10.5555/alpha acl:P99-9001",
        "paper:doi:10.5555/alpha and paper:acl:P99-9001 (no node) are two\n  decided to be different by run:2 on <day>\n",
        first=("split doi:10.5555/alpha --off acl:P99-9001",),
    ),
    Command("review", "0 wait, 0 shown; flagged: nothing\n"),
    Command("review", f"{_DOUBT}1 wait, 1 shown; flagged: nothing\n", first=_LOADED, files=_FILES),
    Command("review --first 1", f"{_DOUBT}7 wait, 1 shown; flagged: nothing\n", first=("load twins.jsonl clash.jsonl",), files=_FILES),
    Command(
        "review --json", first=("load twins.jsonl clash.jsonl",), files=_FILES,
        values={
            "total": 7, "flagged": {}, "items.0.subject": "method:name:BART", "items.0.reason": "introduced", "items.0.waiting": 1,
            "items.0.candidates.1.id": "method:bart-2020", "items.0.remedy": ["merge", "method:bart", "method:name:BART"],
            "items.6.subject": "paper:doi:10.5555/clash5", "items.6.reason": "titles", "items.6.remedy": [],
            "items.6.rows": [["A grammar of Welsh verbs", "clash.jsonl:12"], ["Learning to see", "clash.jsonl:11"]],
        },
    ),
    Command("review", "0 wait, 0 shown; flagged: nothing\n", first=("load twins.jsonl", "merge method:bart method:name:BART"), files=_FILES),
    Command(
        "load few.jsonl --source decisions",
        "file       format  read  unchanged  written  merged  rejected  flagged\n"
        "few.jsonl             0          0        0       0         0        0\n"
        "run:2: 0 read, 0 unchanged, 0 written, 0 merged, 0 rejected, 0 flagged, 0 pending, <seconds> seconds\n",
        "citegraph: few.jsonl: the source 'decisions' is that of merge and split; give another by --source\n", 1, files={"few.jsonl": _FEW},
    ),
]  # fmt: skip

REST = [
    Command(
        f"names explain {_BERT}",
        "rule 3: a trailing citation or year is a hint of the source\n"
        "    'BERT Large (Devlin et al., 2018)' → 'BERT Large'\n    source hint Devlin 2018\n"
        "rule 8: size, depth or width: a variant\n    'BERT Large'\n    variant of BERT, size: large\n",
    ),
    Command(
        f"names explain {_BERT} --json",
        values={
            "0.rule": 3, "0.before": "BERT Large (Devlin et al., 2018)", "0.after": "BERT Large", "0.effect": "source hint Devlin 2018",
            "1.rule": 8, "1.after": "BERT Large",
        },
    ),
    Command("names explain FooNet", "no rule applies: 'FooNet' is a method's name\n"),
    Command("extract c.txt", f"A title of a paper\n    {_SEEN}\n", files={"c.txt": _TEXT}),
    Command(
        "extract c.txt --jsonl", files={"c.txt": _TEXT},
        values={
            "title": "A title of a paper", "introduces": [{"name": "BooNet", "kind": "method", "aliases": []}],
            "datasets": [{"name": "SVHN", "aliases": []}],
        },
    ),
    Command("extract graph.jsonl", "", "citegraph: graph.jsonl: is facts; texts of titles and abstracts are extracted from\n", 1),
    Command("stats", _COUNTED),
    Command(
        "stats --json",
        values={"nodes.PAPER": 6, "nodes.RESULT": 11, "edges.CITES": 3, "edges.EVALUATES_ON": 7, "pending": 1, "review": 0, "flagged": 0},
    ),
    Command("verify", "every invariant holds\n"),
    Command("dump out.jsonl", "218 lines written to out.jsonl\n"),
    Command("dump out.jsonl --canonical", "162 lines written to out.jsonl\n"),  # 46 nodes, 90 edges, 25 of what was tested, one citation that waits
    Command("dump folder/out.jsonl", "", "citegraph: folder/out.jsonl: cannot be written (No such file or directory)\n", 1),
    Command("dump out.jsonl --no-canonical", "", "Usage: citegraph dump [OPTIONS] {to}\nTry 'citegraph dump --help' for help.\n\n"
            "Error: No such option: --no-canonical (Possible options: --canonical)\n", 2),
    *(
        Command(f"--store sqlite:///new.db restore out{suffix}", "sqlite:///new.db now holds 34 records, 46 nodes and 90 edges\n", first=(f"dump out{suffix}",))
        for suffix in (".jsonl", ".jsonl.gz", ".jsonl.zst")
    ),
    Command("restore out.jsonl", "", "citegraph: a dump is restored into an empty graph, and this one holds something; name a new one\n", 1, first=("dump out.jsonl",)),
    Command("--store sqlite:///new.db restore graph.jsonl", "", "citegraph: line 1 of the dump cannot be read: '{\"type\": \"paper\", \"key\": \"A\", \"ids\": {\"doi\": \"10.5555/alpha\"';"
            " the file is no dump, or is damaged\n", 1),
    Command("copy sqlite:///own.db sqlite:///copy.db", "sqlite:///copy.db now holds 34 records, 46 nodes and 90 edges\n"),
    Command("copy sqlite:///own.db sqlite:///own.db", "", "citegraph: a dump is restored into an empty graph, and this one holds something; name a new one\n", 1),
    Command(
        "export neo4j-import out",
        "201 nodes and 130 relationships written to out; on the stopped server:\ncd out && neo4j-admin database import full neo4j @import.args\n",
    ),
    Command("export neo4j-import out", "", "citegraph: out: is not empty; name a new folder\n", 1, first=("export neo4j-import out",)),
    Command("export neo4j-import graph.jsonl", "", "citegraph: graph.jsonl: cannot be written (Not a directory)\n", 1),
    Command("export neo4j-import folder/out", "", "citegraph: folder/out: cannot be written (No such file or directory)\n", 1),
    Command("--version", "citegraph <version>\n"),
    Command("--store sqlite:///other.db stats --json", values={"nodes.PAPER": 0}),
    Command("--store mysql://x stats", "", "citegraph: 'mysql://x' is no store address; use sqlite:///file.db or neo4j://user@host:7687\n", 1),
    Command("stats", "", "citegraph: own.db is no citegraph database or is damaged (file is not a database); restore it or use another file\n", 1, files={"own.db": "no database at all, " * 500}),
]  # fmt: skip

COMMANDS = [*LOADING, *ADDING, *FETCHES, *ASKING, *IDENTITY, *REST, *EXPORTS, *CHANGES, *MAPPINGS]

SERVED = "serve --host 127.0.0.2 --port {port} --cors-origin https://one.example --cors-origin https://two.example --root-path /graph"
DEMONSTRATED = "demo --port {port} --seeds seeds"
