"""One author across sources: known by identifiers in some, by name alone in others."""

from __future__ import annotations

import itertools

import pytest

from graph.errors import NotFoundError
from graph.evidence import Record, Verdict
from graph.store import Apart, GraphStore, Rule
from graph.stores import open_store
from tests.build import acl, author, decided, doi, dump, known, record, titled, write, wrote
from tests.contract.ask import ask

ONE, TWO = acl("P19-1001"), acl("P19-1002")
TITLED = [record("one", titled(ONE, "One title")), record("two", titled(TWO, "Another title"))]
BY_ID = record("id", *wrote(ONE, known("openalex", "A1"), "Ann Lee"), source="s1")
BY_NAME = record("name", *wrote(ONE, author("Ann Lee")), source="s2")
ELSEWHERE = record("elsewhere", *wrote(TWO, author("Ann Lee")), source="s2")
OTHER_ID = record("other", *wrote(ONE, known("s2author", "7"), "Ann Lee"), source="s3")


async def authors(store: GraphStore) -> list[tuple[str, bool, list[str]]]:
    """Every author: id, whether an identifier tells it, and its papers."""
    found = await ask(store, "{ authors(orderBy: [{by: NAME}]) { nodes { id resolved wrote { nodes { id } } } } }")
    return [(one["id"], one["resolved"], sorted(paper["id"] for paper in one["wrote"]["nodes"])) for one in found["authors"]["nodes"]]


async def sources(store: GraphStore, paper: str) -> list[list[str]]:
    """The sources that say who wrote a paper, by author."""
    query = "query ($id: ID!) { node(id: $id) { ... on Paper { authors { edges { evidence { nodes { source } } } } } } }"
    found = await ask(store, query, {"id": paper})
    return [sorted(item["source"] for item in edge["evidence"]["nodes"]) for edge in found["node"]["authors"]["edges"]]


A1, SEVEN = "author:openalex:A1", "author:s2author:7"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_a_name_is_whom_an_identifier_tells_on_the_paper(store: GraphStore, order: tuple[int, ...]) -> None:
    await write(store, TITLED)
    for place in order:
        await write(store, [(BY_ID, BY_NAME, ELSEWHERE)[place]])
    assert await authors(store) == [("author:ann-lee", False, ["paper:acl:P19-1002"]), (A1, True, ["paper:acl:P19-1001"])]
    assert await sources(store, "paper:acl:P19-1001") == [["s1", "s2"]]
    assert await store.verify() == []


async def test_a_name_that_stands_nowhere_for_itself_is_no_author(store: GraphStore) -> None:
    await write(store, [*TITLED, BY_NAME])
    before = await dump(store)
    assert await authors(store) == [("author:ann-lee", False, ["paper:acl:P19-1001"])]
    await write(store, [BY_ID])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001"])]
    assert await ask(store, '{ author(by: {name: "ann lee"}) { id } }') == {"author": {"id": A1}}
    with pytest.raises(NotFoundError, match=r"^'author:name:Ann Lee' is mentioned, but no node; the name stands for author:openalex:A1$"):
        await store.why(A1, "author:name:Ann Lee")
    await store.undo(2)
    assert await dump(store) == before
    assert await authors(store) == [("author:ann-lee", False, ["paper:acl:P19-1001"])]
    assert await store.verify() == []


async def test_identifiers_of_different_sources_under_one_name_on_a_paper_are_one_author(store: GraphStore) -> None:
    await write(store, [*TITLED, BY_NAME, BY_ID])
    await write(store, [OTHER_ID, record("more", *wrote(TWO, known("s2author", "7"), "A. Lee"), source="s3")])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001", "paper:acl:P19-1002"])]
    assert await sources(store, "paper:acl:P19-1001") == [["s1", "s2", "s3"]]
    found = await store.why(SEVEN, A1)
    assert [(step.a, step.b, step.rule, step.origin) for step in found.steps] == [(SEVEN, A1, Rule.BYLINE, None)]
    assert await store.verify() == []
    await write(store, [record("other", source="s3")])
    assert [one[0] for one in await authors(store)] == [SEVEN, A1]
    assert (await store.why(SEVEN, A1)).apart is Apart.NOTHING


async def test_names_and_identifiers_are_copied_as_they_hang(store: GraphStore) -> None:
    await write(store, [*TITLED, BY_ID, BY_NAME, ELSEWHERE, OTHER_ID])
    other = await open_store("sqlite:///:memory:")
    await other.restore(store.dump())
    assert await dump(other) == await dump(store)
    assert (await other.stats()).pending == (await store.stats()).pending == 0
    assert (await other.review()).total == (await store.review()).total == 0
    await other.close()


def rivals() -> list[Record]:
    """Two sources know one name on two papers: the first as one person, the second as two."""
    return [
        *TITLED,
        record("a", *wrote(ONE, known("openalex", "A1"), "Ann Lee"), *wrote(TWO, known("openalex", "A1"), "Ann Lee"), source="s1"),
        record("b", *wrote(ONE, known("s2author", "7"), "Ann Lee"), source="s3"),
        record("c", *wrote(TWO, known("s2author", "8"), "Ann Lee"), source="s3"),
    ]


async def test_what_would_join_two_people_of_one_source_joins_nobody(store: GraphStore) -> None:
    for item in rivals():
        await write(store, [item])
    assert [one[0] for one in await authors(store)] == [A1, SEVEN, "author:s2author:8"]
    found = await store.why(A1, SEVEN)
    assert (found.apart, found.details) == (Apart.IDENTIFIERS, (SEVEN, "author:s2author:8"))
    await write(store, [BY_NAME])  # of two people that could be meant it is neither
    assert ("author:ann-lee", False, ["paper:acl:P19-1001"]) in await authors(store)
    assert await store.verify() == []
    await write(store, [record("c", source="s3")])
    assert [one[0] for one in await authors(store)] == [A1]
    assert await store.verify() == []


async def test_decisions_outrank_bylines(store: GraphStore) -> None:
    await write(store, [*TITLED, BY_ID, OTHER_ID])
    await store.split(A1, [SEVEN])
    assert [one[0] for one in await authors(store)] == [A1, SEVEN]
    assert (await store.why(A1, SEVEN)).apart is Apart.DECIDED
    assert await store.verify() == []
    await store.merge(A1, SEVEN)
    assert [one[0] for one in await authors(store)] == [A1]
    await write(store, rivals()[2:])
    assert {one[0] for one in await authors(store)} == {A1, "author:s2author:8"}
    assert await store.verify() == []


async def test_two_people_of_one_name_on_a_paper_stay_two(store: GraphStore) -> None:
    both = record("both", *wrote(ONE, known("orcid", "0000-0001-5109-3700"), "Wei Wang"), *wrote(ONE, author("Wei Wang"), None, 2))
    await write(store, [*TITLED, both])
    assert [one[0] for one in await authors(store)] == ["author:orcid:0000-0001-5109-3700", "author:wei-wang"]
    await write(store, [record("a", *wrote(ONE, known("openalex", "A1"), "Wei Wang"), source="s1")])
    assert len(await authors(store)) == 3
    assert await store.verify() == []


async def test_bylines_follow_papers_that_join_and_part(store: GraphStore) -> None:
    other = doi("10.1234/x")
    said = record("c", titled(other, "One title: the preprint"), *wrote(other, author("Ann Lee")), source="s2")
    await write(store, [*TITLED, BY_ID, said])
    before = await dump(store)
    assert [one[0] for one in await authors(store)] == ["author:ann-lee", A1]
    await write(store, [record("d", titled(ONE, "One title", None, None, other))])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001"])]
    assert await store.verify() == []
    await store.undo(2)
    assert await dump(store) == before


async def test_a_byline_that_waited_for_its_paper_tells_too(store: GraphStore) -> None:
    await write(store, [BY_ID])
    await write(store, [*TITLED, BY_NAME])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001"])]
    assert await store.verify() == []


async def test_a_name_that_comes_back_as_its_paper_parts_is_told_by_who_stands_there(store: GraphStore) -> None:
    other = doi("10.1234/x")
    await write(store, [*TITLED, record("x", titled(other, "One title of a preprint")), record("a", *wrote(other, author("Ann Lee")))])
    await write(store, [record("a", titled(other, "One title", "Lee", 2019))])
    await write(
        store, [record("b", titled(ONE, "One title", "Lee", 2019)), record("id", *wrote(other, known("openalex", "A1"), "Ann Lee"))]
    )
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001"])]
    await store.undo(2)
    assert await authors(store) == [(A1, True, ["paper:doi:10.1234/x"])]
    assert await store.verify() == []


async def test_an_author_is_one_claim_however_often_a_record_says_so(store: GraphStore) -> None:
    ann = known("openalex", "A1")
    await write(store, [*TITLED, record("id", *wrote(ONE, ann, "Bo Kim"), *wrote(ONE, ann, "Ann Lee", 2))])
    other = await open_store("sqlite:///:memory:")
    await other.restore(store.dump())
    assert await dump(other) == await dump(store)
    await other.close()


async def test_a_decision_on_a_name_counts_where_nobody_is_known(store: GraphStore) -> None:
    await write(store, [*TITLED, BY_ID, BY_NAME, ELSEWHERE])
    await write(store, [decided(Verdict.SAME, known("openalex", "A1"), author("Ann Lee"))])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001", "paper:acl:P19-1002"])]
    await write(store, [record("elsewhere", source="s2")])
    assert await authors(store) == [(A1, True, ["paper:acl:P19-1001"])]
    assert await store.verify() == []
