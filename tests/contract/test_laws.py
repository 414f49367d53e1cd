"""Laws that hold for any records: properties over small random sources."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.evidence import NAME, Assertion, Record, Ref, Verdict
from graph.kinds import Kind, Relation
from graph.store import GraphStore
from graph.stores import open_store
from loaders.records import text_ref
from tests.build import (
    acl,
    author,
    dataset,
    decided,
    dump,
    edge,
    evaluates,
    handle,
    introduces,
    known,
    method,
    record,
    result,
    titled,
    write,
    wrote,
)

PAPERS = ("P19-1001", "P19-1002", "P19-1003")
NAMES = ("Foo", "foo", "Bar-Net", "BarNet", "STAR")
DATASETS = ("CIFAR-10", "CIFAR10", "SVHN")
TITLES = ("Same title of papers", "Same title of papers: a study", "Another title", "STAR: a method")

papers = st.sampled_from(PAPERS).map(acl) | st.sampled_from(("10.1/a", "10.1/b")).map(lambda value: Ref(acl("").kind, "doi", value))


people = st.sampled_from(
    (("s2author", "1"), ("s2author", "2"), ("openalex", "A1"), ("openalex", "A2"), ("orcid", "0000-0001-5109-3700"))
).map(lambda found: known(*found))
names = st.sampled_from(("Ann Lee", "ann lee", "B. Kim")).map(author)
writers = st.tuples(people | names, st.sampled_from(("Ann Lee", "Ann  Lee", "B. Kim"))).map(
    lambda found: (found[0], found[0].value if found[0].scheme == NAME else found[1])
)


@st.composite
def statements(draw: st.DrawFn) -> list[Assertion]:
    """What one record may say about one paper."""
    paper = draw(papers)
    title = draw(st.sampled_from(TITLES))
    name, other = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
    scope = draw(st.sampled_from((None, paper)))
    place = draw(st.integers(0, 10_000))
    choices: dict[str, list[Assertion]] = {
        "title": [
            titled(paper, title, draw(st.sampled_from((None, "A. Smith", "B. Jones"))), draw(st.sampled_from((None, 2018, 2019, 2021))))
        ],
        "joined": [titled(paper, title, "A. Smith", 2019, draw(papers))],
        "introduces": introduces(paper, name),
        "evaluates": evaluates(paper, draw(st.sampled_from(DATASETS))),
        "compares": [edge(Relation.COMPARES_WITH, paper, method(name, scope))],
        "cites": [edge(Relation.CITES, paper, draw(papers.filter(lambda p: p != paper)))],
        "cites by title": [edge(Relation.CITES, paper, text_ref(f"{title} cited", None, draw(st.sampled_from((None, 2018, 2019)))))],
        "wrote": [item for who in draw(st.lists(writers, min_size=1, max_size=2)) for item in wrote(paper, *who, draw(st.integers(1, 2)))],
        "code": [
            edge(Relation.IMPLEMENTS, Ref(Kind.REPOSITORY, "repo", "https://github.com/a/b"), paper, {"official": draw(st.booleans())})
        ],
        "result": result(
            f"r{place}", method(name, scope), draw(st.sampled_from(DATASETS)), draw(st.sampled_from((1.0, 2.0))), paper, "Vision"
        ),
        "handle": result(f"h{place}", handle(name, on := draw(st.sampled_from(DATASETS))), on, draw(st.sampled_from((1.0, 2.0)))),
        "variant": [edge(Relation.VARIANT_OF, method(name, scope), method(other, scope))] if name != other else [],
        "part": [edge(Relation.COMBINES, method(name), method(other), {"position": 1})] if name != other else [],
        "spam": [edge(Relation.EVALUATES_ON, paper, method("x")._replace(kind=evaluates(paper, "x")[0].target.kind), {}, flag="spam")],  # type: ignore[union-attr]
    }
    picked = draw(st.lists(st.sampled_from(sorted(choices)), min_size=1, max_size=3, unique=True))
    return [item for part in picked for item in choices[part]]


methods = st.builds(method, st.sampled_from(NAMES), st.none() | papers) | st.builds(
    handle, st.sampled_from(NAMES), st.sampled_from(DATASETS)
)
texts = st.builds(text_ref, st.sampled_from(TITLES), st.sampled_from((None, "A. Smith", "B. Jones")), st.sampled_from((None, 2018, 2019)))
datasets = st.sampled_from(DATASETS).map(dataset)


@st.composite
def decisions(draw: st.DrawFn) -> Record:
    """What a person may decide about two references of one kind, stated or not."""
    refs = draw(st.sampled_from((papers, papers | texts, methods, datasets, people | names)))
    keep, drop = draw(st.lists(refs, min_size=2, max_size=2, unique=True))
    return decided(draw(st.sampled_from(Verdict)), keep, drop)


@st.composite
def sources(draw: st.DrawFn, size: int = 7) -> list[Record]:
    """Records with few keys, so that they replace and contradict each other, and decisions among them."""
    made = draw(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from(("s1", "s2")), statements()), max_size=size))
    said = [record(key, *said, source=source, rank=2 if source == "s1" else 3) for key, source, said in made]
    return draw(st.permutations([*said, *draw(st.lists(decisions(), max_size=3))]))


def distinct(records: list[Record]) -> list[Record]:
    return list({(item.source, item.key): item for item in records}.values())


async def fresh() -> GraphStore:
    return await open_store("sqlite:///:memory:")


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


LAWFUL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


async def loaded(*loads: list[Record]) -> GraphStore:
    store = await fresh()
    for records in loads:
        await write(store, records)
    return store


async def same(first: GraphStore, second: GraphStore) -> None:
    try:
        assert (await dump(first)).splitlines() == (await dump(second)).splitlines()
    finally:
        await first.close()
        await second.close()


async def same_in_any_order(records: list[Record], random: Any) -> None:
    """Load records at once, and one by one in another order."""
    chosen = distinct(records)
    shuffled = list(chosen)
    random.shuffle(shuffled)
    await same(await loaded(chosen), await loaded(*[[item] for item in shuffled]))


@LAWFUL
@given(sources())
def test_loading_twice_equals_loading_once(records: list[Record]) -> None:
    async def work() -> None:
        await same(await loaded(records), await loaded(records, records))

    run(work())


@LAWFUL
@given(sources(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_graph(records: list[Record], random: Any) -> None:
    run(same_in_any_order(records, random))


@LAWFUL
@given(sources(), sources(), sources())
def test_undoing_a_load_equals_never_having_made_it(first: list[Record], second: list[Record], third: list[Record]) -> None:
    async def work() -> None:
        store = await loaded(first, second, third)
        await store.undo(2)
        await same(store, await loaded(first, third))

    run(work())


@LAWFUL
@given(sources(), sources())
def test_undoing_an_undo_brings_the_load_back(first: list[Record], second: list[Record]) -> None:
    async def work() -> None:
        store = await loaded(first, second)
        await store.undo(1)
        await store.undo(3)
        await same(store, await loaded(first, second))

    run(work())


@LAWFUL
@given(sources(), sources())
def test_a_changed_graph_equals_its_replay(first: list[Record], second: list[Record]) -> None:
    async def work() -> None:
        store = await loaded(first, second)
        assert await store.verify() == []
        await store.close()

    run(work())
