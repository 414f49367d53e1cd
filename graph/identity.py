"""Which references are the same thing: pure rules over references, the same whatever was loaded first.

A node is a connected component of references. The functions here take every reference, link and block that could matter to a
decision (the closure, gathered by a store) and return the components, with the references that stay in doubt.

Rules (docs/semantics.md, "Identity"):

- Papers: references stated together by a record are one paper when both are identifiers (strong). Text (folded title, first
  author's family name, year within 1) suggests; a weak component that would join two values of a single-valued scheme, or the
  papers of one that is stated with titles that contradict each other, is not applied at all; titles under which more than `COMMON_TITLE` families publish never join; an unknown author or year fits any,
  but only when all that is known of the title is one paper.
- Methods: a name is one method unless two papers introduce it; then each introduced one stands alone, and a mention that does
  not stand in the context of an introducing paper is in doubt.
- Datasets, tasks, authors: one node a folded name; identifiers decide for authors.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from networkx.utils import UnionFind

from graph.evidence import NAME, TEXT, Ref
from graph.text import fold, hash64

COMMON_TITLE = 3


class RefView(NamedTuple):
    """What the rules see of a reference."""

    scheme: str
    value: str
    block: Hashable = None  # `block_of` it; None when it has none
    scope: int | None = None  # what the scope's reference resolves to (any stable number), None when unscoped
    introduced: bool = False


def block_of(ref: Ref) -> int | None:
    """Return the block of a reference, what a weak rule compares it by: a hash of the folded title or name."""
    if ref.scheme == TEXT:
        return hash64(ref.value.rsplit("|", 2)[0])
    return hash64(fold(ref.value)) if ref.scheme == NAME else None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Components of references (each sorted, in order of their smallest), and the references in doubt (in no component)."""

    groups: tuple[tuple[int, ...], ...]
    doubtful: frozenset[int] = frozenset()


def components(refs: Iterable[int], joins: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Return the connected components of `refs` under `joins`."""
    sets: UnionFind[int] = UnionFind()
    for a, b in joins:
        sets.union(a, b)
    joined = [set(part) for part in sets.to_sets()]
    placed = set().union(*joined)
    return [*joined, *({ref} for ref in refs if ref not in placed)]


def _resolution(groups: Iterable[Iterable[int]], doubtful: Iterable[int] = ()) -> Resolution:
    ordered = sorted(tuple(sorted(group)) for group in groups)
    return Resolution(tuple(ordered), frozenset(doubtful))


# --- papers ---------------------------------------------------------------------------------------------------------


class _Text(NamedTuple):
    title: str
    family: str
    year: int | None


def text_value(title: str, family: str = "", year: int | None = None) -> str:
    """Return the value of a text reference from folded title, folded family name ("" unknown) and year."""
    return f"{title}|{family}|{'' if year is None else year}"


def _text(view: RefView) -> _Text:
    title, family, year = view.value.rsplit("|", 2)
    return _Text(title, family, int(year) if year else None)


def _compatible(a: _Text, b: _Text) -> bool:
    families = not a.family or not b.family or a.family == b.family
    years = a.year is None or b.year is None or abs(a.year - b.year) <= 1
    return families and years


def _is_known(text: _Text) -> bool:
    return bool(text.family) and text.year is not None


def _text_joins(texts: Mapping[int, _Text]) -> list[tuple[int, int]]:
    """Joins between the text references of one title."""
    if len(texts) < 2:
        return []
    if len({text.family for text in texts.values() if text.family}) > COMMON_TITLE:
        return []
    known = {ref: text for ref, text in texts.items() if _is_known(text)}
    vague = {ref: text for ref, text in texts.items() if not _is_known(text)}
    by_family: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for ref, text in known.items():
        assert text.year is not None
        by_family[text.family].append((text.year, ref))
    joins = []
    for dated in by_family.values():
        dated.sort()
        joins += [(a[1], b[1]) for a, b in itertools.pairwise(dated) if b[0] - a[0] <= 1]
    clusters = len(components(known, joins))
    if clusters <= 1 and all(_compatible(a, b) for a in vague.values() for b in texts.values()):
        anchor = min(texts)
        joins += [(anchor, ref) for ref in texts if ref != anchor]
    return joins


def resolve_papers(views: Mapping[int, RefView], links: Iterable[tuple[int, int]], single_valued: Iterable[str] = ()) -> Resolution:
    """Resolve paper references; `views` is closed under links and title blocks."""
    texts = {ref: _text(view) for ref, view in views.items() if view.scheme == TEXT}
    strong_links: list[tuple[int, int]] = []
    weak_links: list[tuple[int, int]] = []
    for a, b in links:
        (weak_links if a in texts or b in texts else strong_links).append((a, b))
    strong = components((ref for ref in views if ref not in texts), strong_links)
    blocks: dict[str, dict[int, _Text]] = defaultdict(dict)
    for ref, text in texts.items():
        blocks[text.title][ref] = text
    weak_links += [join for block in blocks.values() for join in _text_joins(block)]
    anchors = [(min(part), ref) for part in strong for ref in part]
    groups: list[set[int]] = []
    contradictory: list[set[int]] = []
    owner = {ref: number for number, group in enumerate(strong) for ref in group}
    stated = _stated(texts, owner, weak_links)
    mistitled = _mistitled(texts, stated)
    for part in components(views, [*anchors, *weak_links]):
        is_doubted = _is_contradictory(part, views, single_valued) or _joins_mistitled(part, owner, mistitled)
        (contradictory if is_doubted else groups).append(part)
    doubtful: set[int] = set()
    if contradictory:
        for part in contradictory:
            apart, doubt = _without_weak(part, texts, owner, stated)
            groups += apart
            doubtful |= doubt
    return _resolution(groups, doubtful)


def _is_contradictory(part: set[int], views: Mapping[int, RefView], single_valued: Iterable[str]) -> bool:
    return len(part) > 1 and any(len({views[ref].value for ref in part if views[ref].scheme == scheme}) > 1 for scheme in single_valued)


def _stated(texts: Mapping[int, _Text], owner: Mapping[int, int], weak_links: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Return the strong components (numbered by `owner`) that state each text reference."""
    stated: dict[int, set[int]] = defaultdict(set)
    for a, b in weak_links:
        for text, other in ((a, b), (b, a)):
            if text in texts and other in owner:
                stated[text].add(owner[other])
    return stated


SAME_TITLE = 0.25
"""Least share of common letter groups (of the shorter title) at which two titles may be of one paper."""


def _mistitled(texts: Mapping[int, _Text], stated: Mapping[int, set[int]]) -> set[int]:
    """Return the strong components that are stated with titles that contradict each other."""
    titles: dict[int, set[str]] = defaultdict(set)
    for text, owners in stated.items():
        for number in owners:
            titles[number].add(texts[text].title)
    return {number for number, found in titles.items() if any(contradict(a, b) for a, b in itertools.combinations(found, 2))}


def contradict(title: str, other: str) -> bool:
    """Whether two folded titles have next to nothing in common; one that holds the other is a longer form of it."""
    if title in other or other in title:
        return False
    groups, others = ({text[i : i + 4] for i in range(len(text) - 3)} for text in (title, other))
    least = min(len(groups), len(others))
    return least > 0 and len(groups & others) < SAME_TITLE * least


def _joins_mistitled(part: set[int], owner: Mapping[int, int], mistitled: set[int]) -> bool:
    """Whether text would join a strong component that bears contradictory titles with another one."""
    if not mistitled:
        return False
    owners = {owner[ref] for ref in part if ref in owner}
    return len(owners) > 1 and bool(owners & mistitled)


def _without_weak(
    part: set[int], texts: Mapping[int, _Text], owner: Mapping[int, int], stated: Mapping[int, set[int]]
) -> tuple[list[set[int]], set[int]]:
    """Take a contradictory component apart: strong components, each with the text references that only it states."""
    groups: dict[int, set[int]] = defaultdict(set)
    for ref in part - texts.keys():
        groups[owner[ref]].add(ref)
    alone, doubt = [], set()
    for ref in part & texts.keys():
        owners = stated.get(ref, set())
        if len(owners) == 1:
            groups[min(owners)].add(ref)
        elif owners:
            doubt.add(ref)
        else:
            alone.append({ref})
    return [*groups.values(), *alone], doubt


# --- names ----------------------------------------------------------------------------------------------------------


def resolve_names(views: Mapping[int, RefView], links: Iterable[tuple[int, int]]) -> Resolution:
    """Resolve references of kinds where a folded name is one thing: datasets, tasks, authors, repositories."""
    joins = [*links, *_chained((view.block, ref) for ref, view in views.items() if view.scheme == NAME)]
    return _resolution(components(views, joins))


def _chained(keyed: Iterable[tuple[Hashable, int]]) -> list[tuple[int, int]]:
    """Joins that make one component of the references under each key."""
    first: dict[Hashable, int] = {}
    return [(first[key], ref) for key, ref in keyed if first.setdefault(key, ref) != ref]


def resolve_methods(views: Mapping[int, RefView], links: Iterable[tuple[int, int]]) -> Resolution:
    """Resolve method references; `views` is closed under links and name blocks."""
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for ref, view in views.items():
        if view.scheme == NAME and view.block is not None:
            blocks[view.block].append(ref)
    introducers = {block: _introducers(refs, views) for block, refs in blocks.items()}
    scoped = _chained(((v.block, v.scope), ref) for ref, v in views.items() if v.scheme == NAME and v.scope is not None)
    bare = {ref for ref, view in views.items() if view.scheme == NAME and view.scope is None}
    firm = [link for link in links if not (link[0] in bare and link[1] in bare)]
    loose = [link for link in links if link[0] in bare and link[1] in bare]
    by_name = [join for block, refs in blocks.items() if len(introducers[block]) <= 1 for join in _chained(("", r) for r in refs)]
    doubtful = {
        ref for block, refs in blocks.items() if len(introducers[block]) > 1 for ref in refs if views[ref].scope not in introducers[block]
    }
    base = [*scoped, *firm, *by_name]
    groups = [part for part in components(views, [*base, *loose]) if _one_idea(part, views)]
    settled = set().union(*groups) if groups else set()
    rest = [ref for ref in views if ref not in settled]
    kept = [join for join in base if join[0] not in settled and join[1] not in settled]
    for part in components(rest, kept):
        groups += [part] if _one_idea(part, views) else _by_introducer(part, views)
    firmly = [group for group in groups if not group <= doubtful]
    placed = set().union(*firmly) if firmly else set()
    return _resolution(firmly, doubtful - placed)


def _introducers(refs: Iterable[int], views: Mapping[int, RefView]) -> set[int]:
    return {scope for ref in refs if views[ref].introduced and (scope := views[ref].scope) is not None}


def _one_idea(part: Iterable[int], views: Mapping[int, RefView]) -> bool:
    return len(_introducers(part, views)) <= 1


def _by_introducer(part: set[int], views: Mapping[int, RefView]) -> list[set[int]]:
    """Take a component apart that chains several introduced methods: by scope where one is known, else alone."""
    by_scope: dict[Hashable, set[int]] = defaultdict(set)
    for ref in part:
        view = views[ref]
        by_scope[view.scope if view.scope is not None else ("", ref)].add(ref)
    return list(by_scope.values())


# --- families -------------------------------------------------------------------------------------------------------


class Parent(NamedTuple):
    """A candidate parent; the smallest is chosen: most support first, then sort name, then key."""

    less_support: int
    sort_name: str
    key: str
    node: int


def roots(parents: Mapping[int, Iterable[Parent]]) -> dict[int, int]:
    """Return the root of every node: the top of the chain of chosen parents; a cycle's root is its smallest by (name, key)."""
    chosen = {node: min(found) for node, found in ((n, list(f)) for n, f in parents.items()) if found}
    return {node: _top(node, chosen) for node in parents}


def _top(node: int, chosen: Mapping[int, Parent]) -> int:
    path: list[Parent] = []
    seen = {node: 0}
    while (parent := chosen.get(node)) is not None:
        path.append(parent)
        node = parent.node
        if node in seen:
            return min(path[seen[node] :], key=lambda p: (p.sort_name, p.key)).node
        seen[node] = len(path)
    return node
