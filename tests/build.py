"""Short words for building records in tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson

from graph.evidence import HANDLE, NAME, ROW, Assertion, Decision, EdgeAssertion, NodeAssertion, Place, Record, Ref, Values, Verdict
from graph.kinds import Kind, Relation
from graph.packed import pack
from graph.store import Batch, Counts, GraphStore, RunInfo
from loaders.records import name_ref, title_refs

PLACE = Place("field", "test/1", 1.0)


def acl(value: str) -> Ref:
    return Ref(Kind.PAPER, "acl", value)


def doi(value: str) -> Ref:
    return Ref(Kind.PAPER, "doi", value)


def method(name: str, paper: Ref | None = None) -> Ref:
    return name_ref(Kind.METHOD, name, paper.key if paper else "")


def handle(name: str, on: str) -> Ref:
    return Ref(Kind.METHOD, HANDLE, name, dataset(on).key)


def dataset(name: str) -> Ref:
    return name_ref(Kind.DATASET, name)


def task(name: str) -> Ref:
    return name_ref(Kind.TASK, name)


def author(name: str) -> Ref:
    return name_ref(Kind.AUTHOR, name)


def known(scheme: str, value: str) -> Ref:
    """An author by a source's identifier."""
    return Ref(Kind.AUTHOR, scheme, value)


def wrote(paper: Ref, who: Ref, name: str | None = None, position: int = 1) -> list[Assertion]:
    """An author of a paper as records say it: an identifier comes with the name."""
    called = name or who.value
    said: list[Assertion] = [] if who.scheme == NAME else [NodeAssertion(who, {"name": called}, (), PLACE)]
    return [*said, edge(Relation.WROTE, who, paper, {"position": position, "nameAsWritten": called})]


def row(value: str) -> Ref:
    return Ref(Kind.RESULT, ROW, value)


def titled(paper: Ref, title: str, first_author: str | None = None, year: int | None = None, *same: Ref) -> NodeAssertion:
    values: dict[str, str | int] = {"title": title}
    if year is not None:
        values["year"] = year
    return NodeAssertion(paper, values, (*title_refs(title, first_author, year), *same), PLACE)


def edge(relation: Relation, source: Ref, target: Ref, values: Values | None = None, flag: str | None = None) -> EdgeAssertion:
    return EdgeAssertion(relation, source, target, values or {}, PLACE._replace(flag=flag))


def evaluates(paper: Ref, *names: str) -> list[Assertion]:
    return [edge(Relation.EVALUATES_ON, paper, dataset(name), {"roles": ["evaluates"]}) for name in names]


def introduces(paper: Ref, *names: str) -> list[Assertion]:
    return [edge(Relation.INTRODUCES, paper, method(name, paper)) for name in names]


def result(
    key: str,
    of: Ref | None,
    on: str,
    value: float,
    reporter: Ref | None = None,
    for_: str | None = None,
    metric: str = "Accuracy",
    **more: str,
) -> list[Assertion]:
    ref = row(key)
    written = of.value if of else "anonymous entry"
    values: dict[str, str | float | bool] = {
        "methodAsWritten": written,
        "metric": metric,
        "value": value,
        "valueText": str(value),
        "unit": "percent",
        "higherIsBetter": True,
        **more,
    }
    said: list[Assertion] = [NodeAssertion(ref, values, (), PLACE), edge(Relation.ON, ref, dataset(on))]
    if of is not None:
        said.append(edge(Relation.OF, ref, of))
    if reporter is not None:
        said.append(edge(Relation.REPORTS, reporter, ref))
    if for_ is not None:
        said.append(edge(Relation.FOR, ref, task(for_)))
    return said


def record(key: str, *assertions: Assertion, source: str = "test", rank: int = 2) -> Record:
    digest = hashlib.blake2b(repr(assertions).encode(), digest_size=16).digest()
    return Record(source, key, digest, assertions, f"{source}.jsonl:{key}", None, rank)


def decided(verdict: Verdict, keep: Ref, drop: Ref) -> Record:
    """A decision of a person, as merge and split write it."""
    pair = sorted((keep.key, drop.key))
    digest = hashlib.blake2b("\n".join([verdict, keep.key, drop.key]).encode(), digest_size=16).digest()
    return Record("decisions", orjson.dumps(pair).decode(), digest, (), "", None, 0, (Decision(verdict, keep, drop),))


async def write(store: GraphStore, records: Sequence[Record], name: str = "test") -> tuple[RunInfo, Counts]:
    run = await store.start_run("load", [name])
    counts = await store.write(run, Batch(pack(records)))
    return await store.finish_run(run), counts


async def dump(store: GraphStore) -> bytes:
    return b"".join([line async for line in store.canonical_dump()])
