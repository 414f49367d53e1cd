"""Laws of who wrote what, over records that say little else: names, identifiers, papers that join, decisions."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Assertion, Record, Verdict
from graph.store import RunState
from tests.build import acl, author, decided, doi, record, titled, write, wrote
from tests.contract.test_laws import LAWFUL, loaded, people, run, same_in_any_order

PAPERS = (acl("P19-1001"), acl("P19-1002"), doi("10.1/a"))
NAMES = ("Ann Lee", "ann lee", "B. Kim")
KEYS = st.sampled_from("abcdef")

names = st.sampled_from(NAMES).map(author)
writing = st.builds(wrote, st.sampled_from(PAPERS), people, st.sampled_from(NAMES)) | st.builds(wrote, st.sampled_from(PAPERS), names)


@st.composite
def bylines(draw: st.DrawFn) -> Record:
    """A record of a few authors, and sometimes of two papers that are one."""
    said: list[Assertion] = [item for some in draw(st.lists(writing, max_size=3)) for item in some]
    if draw(st.booleans()):
        said.append(titled(draw(st.sampled_from(PAPERS)), "A title", "Lee", 2019, *draw(st.lists(st.sampled_from(PAPERS), max_size=1))))
    return record(draw(KEYS), *said)


@st.composite
def decisions(draw: st.DrawFn) -> Record:
    keep, drop = draw(st.lists(people | names, min_size=2, max_size=2, unique=True))
    return decided(draw(st.sampled_from(Verdict)), keep, drop)


titles = st.lists(st.sampled_from(PAPERS), min_size=1, unique=True).map(
    lambda found: [record(f"title {paper.value}", titled(paper, f"Title of {paper.value}")) for paper in found]
)
sources = st.tuples(titles, st.lists(bylines() | decisions(), max_size=8)).flatmap(lambda parts: st.permutations([*parts[0], *parts[1]]))


@LAWFUL
@given(sources, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_authors(records: list[Record], random: Any) -> None:
    run(same_in_any_order(records, random))


@LAWFUL
@given(sources, st.lists(bylines() | decisions(), max_size=4), st.lists(bylines() | decisions(), max_size=4), st.integers(0, 9))
def test_authors_equal_their_replay_whatever_is_undone(first: list[Record], second: list[Record], third: list[Record], choice: int) -> None:
    async def work() -> None:
        store = await loaded(first, second, third)
        assert await store.verify() == []
        for _ in range(2):
            surviving = [found.number for found in await store.runs() if found.state is not RunState.UNDONE]
            await store.undo(surviving[choice % len(surviving)])
            assert await store.verify() == []
        await write(store, third)
        assert await store.verify() == []
        await store.close()

    run(work())
