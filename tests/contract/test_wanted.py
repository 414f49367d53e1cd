"""Papers that are known only by an identifier, and how much waits for them."""

from __future__ import annotations

from graph.evidence import Assertion, NodeAssertion, Ref
from graph.ids import IdScheme
from graph.kinds import Kind, Relation
from graph.store import GraphStore
from loaders.fetch.gaps import FILLINGS, lacking
from tests.build import PLACE, acl, doi, edge, introduces, record, titled, write

ALL = tuple(IdScheme)


def cites(key: str, *cited: Ref) -> list[Assertion]:
    return [titled(acl(key), f"Title {key}"), *(edge(Relation.CITES, acl(key), other) for other in cited)]


async def told(store: GraphStore, schemes: tuple[IdScheme, ...] = ALL, limit: int = 100) -> list[tuple[str, int]]:
    return [(str(item.identifier), item.waiting) for item in await store.wanted(schemes, limit=limit)]


async def test_those_first_that_most_waits_for(store: GraphStore) -> None:
    a, b, c = doi("10.5555/a"), doi("10.5555/b"), Ref(Kind.PAPER, "arxiv", "2001.00001")
    await write(store, [record("1", *cites("P19-1001", a, b, c)), record("2", *cites("P19-1002", b, acl("P19-1001")))])
    assert await told(store) == [("doi:10.5555/b", 2), ("arxiv:2001.00001", 1), ("doi:10.5555/a", 1)]
    assert await told(store, (IdScheme.DOI, IdScheme.ACL)) == [("doi:10.5555/b", 2), ("doi:10.5555/a", 1)]
    assert await told(store, limit=2) == [("doi:10.5555/b", 2), ("arxiv:2001.00001", 1)]
    assert await told(store, ()) == []


async def test_what_came_is_no_longer_wanted_and_what_was_undone_is_again(store: GraphStore) -> None:
    a = doi("10.5555/a")
    await write(store, [record("1", *cites("P19-1001", a))])
    run, _ = await write(store, [record("2", titled(a, "A title"))])
    assert await told(store) == []
    await store.undo(run.number)
    assert await told(store) == [("doi:10.5555/a", 1)]
    await store.undo(1)
    assert await told(store) == []


async def test_what_is_in_doubt_is_no_identifier_that_waits(store: GraphStore) -> None:
    bart = [record(key, titled(acl(key), f"BART {key}"), *introduces(acl(key), "BART")) for key in ("P19-1001", "P19-1002")]
    await write(
        store, [*bart, record("3", titled(acl("P19-1003"), "Uses"), edge(Relation.USES, acl("P19-1003"), Ref(Kind.METHOD, "name", "BART")))]
    )
    assert (await store.stats()).review == 1
    assert await told(store) == []


async def test_an_identifier_that_is_stated_together_with_a_paper_is_that_paper(store: GraphStore) -> None:
    a = doi("10.5555/a")
    same = NodeAssertion(acl("P19-1002"), {"title": "Other"}, (a,), PLACE)
    await write(store, [record("1", *cites("P19-1001", a)), record("2", same)])
    assert await told(store) == []


async def test_what_a_source_could_fill_is_told_by_plans_alone(store: GraphStore) -> None:
    a, b = doi("10.5555/a"), doi("10.5555/b")
    whole = NodeAssertion(a, {"title": "A", "abstract": "Says it all."}, (), PLACE)
    repositories = [
        NodeAssertion(Ref(Kind.REPOSITORY, "repo", f"https://{name}"), {}, (), PLACE) for name in ("github.com/o/n", "gitlab.com/o/n")
    ]
    await write(
        store,
        [
            record("1", whole, edge(Relation.CITES, a, b), edge(Relation.CITES, a, Ref(Kind.PAPER, "arxiv", "2001.00001"))),
            record("2", titled(b, "B", None, None, Ref(Kind.PAPER, "openalex", "W2"))),
            record("3", NodeAssertion(doi("10.5555/c"), {"title": "C", "abstract": "Cites nothing."}, (), PLACE)),
            record("4", titled(doi("10.5555/d"), "D"), source="openalex"),
            record("5", *repositories),
        ],
    )

    async def told(source: str) -> list[tuple[str, str]]:
        return [(str(item.identifier), item.gap.name) async for item in lacking(store, FILLINGS[source])]

    assert await told("openalex") == [("openalex:W2", "ABSTRACT"), ("doi:10.5555/c", "REFERENCES"), ("arxiv:2001.00001", "IDENTIFIER")]
    assert await told("s2") == [
        ("doi:10.5555/b", "ABSTRACT"), ("doi:10.5555/c", "REFERENCES"), ("doi:10.5555/d", "ABSTRACT"), ("arxiv:2001.00001", "IDENTIFIER"),
    ]  # fmt: skip
    assert await told("github") == [("repo:https://github.com/o/n", "STARS")]
