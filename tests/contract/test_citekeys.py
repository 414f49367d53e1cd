"""Papers are exported by the keys that loaded bibliographies cite them by."""

from __future__ import annotations

import re

from graph.evidence import Assertion, NodeAssertion, Place, Ref
from graph.store import GraphStore
from tests.build import acl, doi, record, titled, write
from tests.contract.ask import ask

ONE, TWO, THREE = (acl(f"P19-100{n}") for n in range(1, 4))
_IDS = [f"paper:acl:{ref.value}" for ref in (ONE, TWO, THREE)]


def entry(paper: Ref, title: str, *same: Ref) -> Assertion:
    """What an entry of a bibliography says."""
    return NodeAssertion(paper, {"title": title}, same, Place("", "bibtex/1", 1.0))


async def exported(store: GraphStore) -> list[str]:
    """The keys of all papers in an export."""
    text = await ask(store, "query ($ids: [ID!]!) { neighbourhood(ids: $ids, depth: 0) { export(format: BIBTEX) } }", {"ids": _IDS})
    return re.findall(r"^@misc\{(.*),$", text["neighbourhood"]["export"], re.MULTILINE)


async def test_the_smallest_by_source_and_key(store: GraphStore) -> None:
    """Of entries only, whatever their source is called, and of those only that state the paper now; records of other formats have no citekeys."""
    await write(store, [
        record("z", entry(ONE, "One"), source="ann"), record("b", entry(doi("10.5555/one"), "One", ONE), source="ann"),
        record("a", entry(ONE, "One"), source="bo"), record("P19-1001", titled(ONE, "One"), source="acl"),
        record("P19-1002", titled(TWO, "Two"), source="acl"),
        record("three", entry(THREE, "Three"), source="ann"), record("0", entry(doi("10.5555/other"), "Other"), source="ann"),
    ])  # fmt: skip
    assert await exported(store) == ["b", "anonymoustwo", "three"]
    run, _ = await write(
        store, [record("b", entry(doi("10.5555/one"), "One"), source="ann"), record("two", entry(TWO, "Two"), source="bo")]
    )
    assert await exported(store) == ["z", "two", "three"]
    await store.undo(run.number)
    assert await exported(store) == ["b", "anonymoustwo", "three"]
