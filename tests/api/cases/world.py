"""The graph that the cases ask: facts of `graph.jsonl` and `mirror.jsonl`, and what no fact can say."""

from __future__ import annotations

from pathlib import Path

from graph.evidence import EdgeAssertion, NodeAssertion, Place, Record, Ref, Rejection, Values
from graph.ids import parse_repository
from graph.kinds import Relation
from graph.packed import pack
from graph.store import Batch, GraphStore
from graph.stores import open_store
from loaders.formats import FORMATS
from loaders.records import identifier_ref
from tests.build import acl, author, dataset, doi, edge, introduces, method, record, row, task, titled

HERE = Path(__file__).parent
ALPHA, GAMMA, FAINT = doi("10.5555/alpha"), doi("10.5555/gamma"), doi("10.5555/faint")
SURE = Place("", "hand/1", 1.0)
UNSURE = Place("", "guess/1", 0.5)
QUOTED = Place("abstract", "reader/1", 0.75, 14, 32, "better than BarNet")


def _said(relation: Relation, source: Ref, target: Ref, values: Values | None = None, place: Place = SURE) -> EdgeAssertion:
    return EdgeAssertion(relation, source, target, values or {}, place)


def _faint() -> Record:
    """A node of every kind that only a row of little confidence supports."""
    named, found = method("FaintNet", FAINT), row("faint")
    code = identifier_ref(parse_repository("https://github.com/faint/code"))
    figure: Values = {"methodAsWritten": "FaintNet", "metric": "Loss", "value": 1.0, "valueText": "1.0", "unit": "other"}
    return record(
        "faint",
        NodeAssertion(FAINT, {"title": "Faint nets", "year": 2017}, (), UNSURE),
        _said(Relation.INTRODUCES, FAINT, named, None, UNSURE),
        _said(Relation.EVALUATES_ON, FAINT, dataset("Faint-Set"), {"roles": ["evaluates"]}, UNSURE),
        _said(Relation.ADDRESSES, FAINT, task("Fainting"), None, UNSURE),
        _said(Relation.WROTE, author("Fay Faint"), FAINT, {"position": 1, "nameAsWritten": "F. Faint"}, UNSURE),
        _said(Relation.IMPLEMENTS, code, FAINT, {"official": False}, UNSURE),
        NodeAssertion(found, figure, (), UNSURE),
        _said(Relation.REPORTS, FAINT, found, None, UNSURE),
        source="extra",
    )


def _extra() -> list[Record]:
    """What no fact can say: an abstract, intents, quotations, identity found later, a statement that is flagged."""
    again = identifier_ref(parse_repository("https://github.com/sample/again"))
    return [
        record("abstract", NodeAssertion(ALPHA, {"abstract": "We show it is better than BarNet."}, (), SURE), source="extra"),
        record("quote", _said(Relation.COMPARES_WITH, ALPHA, method("BarNet"), None, QUOTED), source="extra")._replace(
            url="https://texts.example.org/alpha"
        ),
        record(
            "context",
            _said(Relation.CITES, ALPHA, GAMMA, {"contexts": ["as in gamma"], "intents": ["background"]}),
            source="talk",
        ),
        record("epsilon", titled(acl("P99-9005"), "Epsilon nets", None, 2019, doi("10.5555/epsilon")), source="extra"),
        record("plain", NodeAssertion(dataset("Plain"), {"name": "Plain"}, (dataset("Simple-Set"),), SURE), source="extra"),
        record("spam", edge(Relation.EVALUATES_ON, GAMMA, dataset("Spam"), None, flag="spam"), source="extra"),
        record("unofficial", _said(Relation.IMPLEMENTS, again, ALPHA, {"official": False, "framework": "otherlib"}), source="extra"),
        _faint(),
    ]


async def _load(store: GraphStore, name: str, records: list[Record], rejections: list[Rejection] | None = None) -> int:
    run = await store.start_run("load", [name])
    await store.write(run, Batch(pack(records), rejections or []))
    await store.finish_run(run)
    return run.number


def _facts(name: str) -> tuple[list[Record], list[Rejection]]:
    found = list(FORMATS["facts"].read(HERE / f"{name}.jsonl", name))
    return [item for item in found if isinstance(item, Record)], [item for item in found if isinstance(item, Rejection)]


async def build(store: GraphStore) -> None:
    """Fill an empty store: runs 1 to 9, of which 4 is undone by 5, 8 was interrupted, and 9 is under way."""
    facts, rejected = _facts("graph")
    mirror, _ = _facts("mirror")
    withdrawn = doi("10.5555/withdrawn")
    await _load(store, "graph.jsonl", facts, rejected)
    await _load(store, "mirror.jsonl", mirror)
    await _load(store, "extra.jsonl", _extra())
    await _load(store, "old.jsonl", [record("w", titled(withdrawn, "Withdrawn nets"), *introduces(withdrawn, "GoneNet"), source="old")])
    await store.undo(4)
    await _load(store, "mirror.jsonl", mirror)
    await _load(store, "gone.jsonl", [record("g", titled(doi("10.5555/gone"), "Gone nets"), source="gone")])
    run = await store.start_run("load", ["gone.jsonl"])
    await store.retract_unseen(run, "gone", force=True)
    await store.finish_run(run, interrupted=True)
    await store.start_run("load", ["later.jsonl"])


async def build_file(path: Path) -> None:
    """Make the graph in a file."""
    store = await open_store(f"sqlite:///{path}")
    await build(store)
    await store.close()
