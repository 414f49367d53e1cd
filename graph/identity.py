"""Which references are the same thing: pure rules over references, the same whatever was loaded first.

A node is a connected component of references. The functions here take every reference, link and block that could matter to a
decision (the closure, gathered by a store) and return the components, with the references that stay in doubt.

Rules (docs/semantics.md, "Identity"):

- Papers: references stated together by a record are one paper when both are identifiers (strong). Text (folded title, first
  author's family name, year within 1; `graph/short_titles.py` of titles cut short) suggests; a weak component that would join two values of a single-valued scheme, or the
  papers of one that is stated with titles that contradict each other, is not applied at all; titles under which more than `COMMON_TITLE` families publish never join; an unknown author or year fits any,
  but only when all that is known of the title is one paper.
- Methods: a name is one method unless two papers introduce it; then each introduced one stands alone, and a mention that does
  not stand in the context of an introducing paper is in doubt. A handle is a mention of its name when that stands elsewhere, or on
  another dataset too; until then it is nobody's.
- Datasets, tasks, authors: one node a folded name; identifiers decide for authors. Identifiers that stand under one name on one paper
  (`graph/bylines.py`) are one author, unless that joins two of one source or what was decided to differ: then none of these joins hold.
- Decisions of people outrank all of it. "Same" joins what the rules make, and the rules are applied knowing it: what is decided to be
  one is no contradiction, no second introducing paper. "Different" takes apart (`graph/joins.py`), and of papers it is a
  contradiction as any. A decision joins nothing that no record states.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graph.evidence import HANDLE, NAME, SHORT, TEXT, Ref
from graph.joins import NOTHING, Decided, Pair, chained, components, consistent, grouped, holds, told_apart
from graph.short_titles import COMMON_TITLE, Text, extended, read_text, short_joins
from graph.text import fold, hash64


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
    if ref.scheme == SHORT:
        return hash64(ref.value.partition("|")[0])
    return hash64(fold(ref.value)) if ref.scheme in (NAME, HANDLE) else None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Components of references (each sorted, in order of their smallest), and the references in doubt (in no component)."""

    groups: tuple[tuple[int, ...], ...]
    doubtful: frozenset[int] = frozenset()


def _resolution(groups: Iterable[Iterable[int]], doubtful: Iterable[int] = ()) -> Resolution:
    ordered = sorted(tuple(sorted(group)) for group in groups)
    return Resolution(tuple(ordered), frozenset(doubtful))


# --- papers ---------------------------------------------------------------------------------------------------------


def _text_joins(texts: Mapping[int, Text]) -> list[Pair]:
    """Joins between the text references of one title."""
    if len(texts) < 2:
        return []
    if len({text.family for text in texts.values() if text.family}) > COMMON_TITLE:
        return []
    known = {ref: text for ref, text in texts.items() if text.is_known}
    vague = {ref: text for ref, text in texts.items() if not text.is_known}
    by_family: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for ref, text in known.items():
        assert text.year is not None
        by_family[text.family].append((text.year, ref))
    joins = []
    for dated in by_family.values():
        dated.sort()
        joins += [(a[1], b[1]) for a, b in itertools.pairwise(dated) if b[0] - a[0] <= 1]
    clusters = len(components(known, joins))
    if clusters <= 1 and all(a.fits(b) for a in vague.values() for b in texts.values()):
        anchor = min(texts)
        joins += [(anchor, ref) for ref in texts if ref != anchor]
    return joins


class Papers(NamedTuple):
    """How papers are joined: firm components by identifiers and decisions, then parts by text.

    `titles` are those of text references, `owner` numbers the firm component of each reference in one, `stated` are those that state
    each text reference, `titled` the joins of titles, `weak` all joins by text. Parts where text contradicts something are in
    `doubted`, those that only a decision takes apart in `broken`.
    """

    titles: dict[int, str]
    owner: dict[int, int]
    stated: dict[int, set[int]]
    titled: list[Pair]
    weak: list[Pair]
    parts: list[set[int]]
    doubted: list[set[int]]
    broken: list[set[int]]


def resolve_papers(
    views: Mapping[int, RefView], links: Iterable[Pair], single_valued: Iterable[str] = (), decided: Decided = NOTHING
) -> Resolution:
    """Resolve paper references; `views` is closed under links, decisions and title blocks."""
    decided = consistent(decided)
    found = join_papers(views, links, single_valued, decided)
    groups = [*found.parts]
    doubtful: set[int] = set()
    apart = [_without_weak(part, found) for part in found.doubted]
    apart += [_without_dropped(part, found, decided.different) for part in found.broken]
    for pieces, doubt in apart:
        groups += [piece for group in pieces for piece in _untitled(group, found.owner, decided.different)]
        doubtful |= doubt
    return _resolution(groups, doubtful)


def join_papers(views: Mapping[int, RefView], links: Iterable[Pair], single_valued: Iterable[str], decided: Decided) -> Papers:
    """Join paper references by identifiers and decisions, then by text; tells the parts where text contradicts something."""
    shorts = [view.value for view in views.values() if view.scheme == SHORT]
    views = {ref: view for ref, view in views.items() if view.scheme != SHORT} if shorts else views
    texts = {ref: read_text(view.value) for ref, view in views.items() if view.scheme == TEXT}
    strong_links: list[Pair] = []
    weak_links: list[Pair] = []
    for a, b in links:
        (weak_links if a in texts or b in texts else strong_links).append((a, b))
    firm, owner = _firm(views, texts, strong_links, decided)
    blocks: dict[str, dict[int, Text]] = defaultdict(dict)
    for ref, text in texts.items():
        blocks[text.title][ref] = text
    anchors = [(min(part), ref) for part in firm for ref in part]
    stated = _stated(texts, owner, weak_links)
    mistitled = _mistitled(texts, stated)
    if decided.same:  # titles that only a decision brought together contradict nothing: who decided knew them
        strong, number = _firm(views, texts, strong_links, decided._replace(same=()))
        mistitled = {owner[ref] for place in _mistitled(texts, _stated(texts, number, weak_links)) for ref in strong[place]}
    titled = [join for block in blocks.values() for join in _text_joins(block)]
    weak = [*anchors, *weak_links, *titled]
    found = Papers({ref: text.title for ref, text in texts.items()}, owner, stated, titled, weak, [], [], [])
    for part in _with_short_titles(shorts, texts, views, found, mistitled, decided):
        if contradictory(part, views, owner, single_valued) or _joins_mistitled(part, owner, mistitled):
            found.doubted.append(part)
        else:
            (found.broken if holds(part, decided.different) else found.parts).append(part)
    return found


def _with_short_titles(
    shorts: list[str], texts: Mapping[int, Text], views: Mapping[int, RefView], found: Papers, mistitled: set[int], decided: Decided
) -> list[set[int]]:
    """Return what is joined weakly; short titles join what nothing keeps apart. Adds their joins to those of titles."""
    clusters = components(views, found.weak)

    def may_join(parts: list[set[int]]) -> bool:
        whole = set().union(*parts)
        schemes = [{views[ref].scheme for ref in part} - {TEXT, "url"} for part in parts]
        is_apart = sum(map(len, schemes)) > len(set().union(*schemes))
        return not is_apart and not _joins_mistitled(whole, found.owner, mistitled) and not holds(whole, decided.different)

    joins = short_joins(shorts, texts, clusters)
    parts = extended(clusters, joins, may_join)
    if len(parts) < len(clusters):
        place = {ref: number for number, part in enumerate(parts) for ref in part}
        applied = [(a, b) for a, b in joins if place[a] == place[b]]
        found.titled.extend(applied)
        found.weak.extend(applied)
    return parts


def _firm(
    views: Mapping[int, RefView], texts: Mapping[int, Text], strong_links: Iterable[Pair], decided: Decided
) -> tuple[list[set[int]], dict[int, int]]:
    """Return what identifiers and decisions join, without what was told apart; a text is in it only when a decision names it."""
    named = {ref for pair in decided.same for ref in pair}
    refs = [ref for ref in views if ref not in texts or ref in named]
    firm: list[set[int]] = []
    for part in components(refs, [*strong_links, *decided.same]):
        if holds(part, decided.different):
            firm += told_apart(part, [decided.same, [found - texts.keys() for found in decided.stated]], decided.different)
        else:
            firm.append(part)
    return firm, {ref: number for number, part in enumerate(firm) for ref in part}


def contradictory(part: Iterable[int], views: Mapping[int, RefView], owner: Mapping[int, int], single_valued: Iterable[str]) -> str | None:
    """Return the single-valued scheme of which two firm components hold values; None when there is none."""
    held: dict[str, set[int]] = defaultdict(set)
    for ref in part:
        if ref in owner:
            held[views[ref].scheme].add(owner[ref])
    return next((scheme for scheme in single_valued if len(held[scheme]) > 1), None)


def _stated(texts: Mapping[int, Text], owner: Mapping[int, int], weak_links: Iterable[Pair]) -> dict[int, set[int]]:
    """Return the firm components (numbered by `owner`) that state each text reference."""
    stated: dict[int, set[int]] = defaultdict(set)
    for a, b in weak_links:
        for text, other in ((a, b), (b, a)):
            if text in texts and other in owner:
                stated[text].add(owner[other])
    return stated


SAME_TITLE = 0.25
"""Least share of common letter groups (of the shorter title) at which two titles may be of one paper."""


def _mistitled(texts: Mapping[int, Text], stated: Mapping[int, set[int]]) -> set[int]:
    """Return the firm components that are stated with titles that contradict each other."""
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


def _without_weak(part: set[int], found: Papers) -> tuple[list[set[int]], set[int]]:
    """Take a contradictory component apart: firm components, each with the text references that only it states."""
    groups: dict[int, set[int]] = defaultdict(set)
    for ref in part & found.owner.keys():
        groups[found.owner[ref]].add(ref)
    alone, doubt = [], set()
    for ref in part - found.owner.keys():
        owners = found.stated.get(ref, set())
        if len(owners) == 1:
            groups[min(owners)].add(ref)
        elif owners:
            doubt.add(ref)
        else:
            alone.append({ref})
    return [*groups.values(), *alone], doubt


def _without_dropped(part: set[int], found: Papers, different: Iterable[Pair]) -> tuple[list[set[int]], set[int]]:
    """Take the firm components that decisions drop out of a part, each with the text references that only it states.

    The rest stays joined, also by text that they share; but which of them a mention of such a title means is in doubt.
    """
    gone = {found.owner[drop] for keep, drop in different if keep in part and drop in part and drop in found.owner}
    pieces, _ = _without_weak(part, found)
    leaving = [piece for piece in pieces if any(found.owner.get(ref) in gone for ref in piece)]
    rest = part.difference(*leaving)
    unclear = {found.titles[ref] for ref, owners in found.stated.items() if ref in part and owners & gone}
    shared = {
        ref for ref in rest - found.owner.keys() if found.titles[ref] in unclear and (not found.stated.get(ref) or found.stated[ref] & gone)
    }
    groups = components(rest, (join for join in found.weak if rest.issuperset(join)))
    return [*leaving, *(left for group in groups if (left := group - shared))], shared


def _untitled(group: set[int], owner: Mapping[int, int], different: Iterable[Pair]) -> list[set[int]]:
    """Take out the text references that were told apart from their paper: each stands alone."""
    broken = [pair for pair in different if group.issuperset(pair)]
    leaving = {keep if drop in owner else drop for keep, drop in broken}
    return [group - leaving, *({ref} for ref in leaving)]


# --- names ----------------------------------------------------------------------------------------------------------


def resolve_names(views: Mapping[int, RefView], links: Iterable[Pair], decided: Decided = NOTHING) -> Resolution:
    """Resolve references of kinds where a folded name is one thing: datasets, tasks, authors, repositories."""
    decided = consistent(decided)
    joins = [*links, *chained((view.block, ref) for ref, view in views.items() if view.scheme == NAME), *decided.same]
    return _resolution(_apart(components(views, joins), views, decided))


def resolve_authors(
    views: Mapping[int, RefView], links: Iterable[Pair], meetings: Iterable[frozenset[int]], decided: Decided = NOTHING
) -> Resolution:
    """Resolve author references; `meetings` are the identifiers under one name on one paper, and `views` is closed under them as well."""
    firm = resolve_names(views, links, decided).groups
    owner = {ref: number for number, group in enumerate(firm) for ref in group}
    schemes = [{views[ref].scheme for ref in group} - {NAME} for group in firm]
    joins: list[Pair] = []
    for refs in meetings:
        met = {owner[ref] for ref in refs if ref in owner}
        if not _shared(schemes[number] for number in met):
            joins += chained(("", number) for number in met)
    groups: list[Iterable[int]] = []
    for part in components(range(len(firm)), joins):
        whole = {ref for number in part for ref in firm[number]}
        is_apart = len(part) > 1 and (_shared(schemes[number] for number in part) or holds(whole, decided.different))
        groups += [firm[number] for number in part] if is_apart else [whole]
    return _resolution(groups)


def _shared(schemes: Iterable[set[str]]) -> set[str]:
    """Return the schemes that more than one has."""
    counted = Counter(scheme for found in schemes for scheme in found)
    return {scheme for scheme, count in counted.items() if count > 1}


def rivals(part: Iterable[int], views: Mapping[int, RefView]) -> list[int]:
    """Return the references of a part that stand beside another of their source, sorted."""
    counted = Counter(views[ref].scheme for ref in part)
    return sorted(ref for ref in part if counted[views[ref].scheme] > 1 and views[ref].scheme != NAME)


def _apart(groups: Iterable[set[int]], views: Mapping[int, RefView], decided: Decided) -> list[set[int]]:
    """Take apart the groups that hold references told apart. What a folded name joins stays longest: it is what things are called."""
    found: list[set[int]] = []
    for group in groups:
        if not holds(group, decided.different):
            found.append(group)
            continue
        named = [(ref, views[ref]) for ref in group if views[ref].scheme == NAME]
        in_scope = grouped(((view.block, view.scope), ref) for ref, view in named if view.scope is not None)
        found += told_apart(
            group, [decided.same, in_scope, grouped((view.block, ref) for ref, view in named), decided.stated], decided.different
        )
    return found


def resolve_methods(views: Mapping[int, RefView], links: Iterable[Pair], decided: Decided = NOTHING) -> Resolution:
    """Resolve method references; `views` is closed under links, decisions and name blocks, and `without_handles`.

    The rules are applied again as long as decisions make one of what two papers introduce.
    """
    decided = consistent(decided)
    stated = list(links)
    one: dict[int, int] = {}
    while True:
        found = _methods_by_rules(views, stated, one)
        grown = _made_one(found, one, decided)
        if grown == one:
            break
        one = grown
    return _decided(found, views, decided)


def without_handles(views: Mapping[int, RefView], decided: Decided) -> Mapping[int, RefView]:
    """Return the views with handles as bare names, or left out while their name stands on one dataset only and nowhere else."""
    handles = {ref: view for ref, view in views.items() if view.scheme == HANDLE}
    if not handles:
        return views
    known = {view.block for view in views.values() if view.scheme == NAME}
    datasets: dict[Hashable, set[int | None]] = defaultdict(set)
    for view in handles.values():
        datasets[view.block].add(view.scope)
    known |= {block for block, found in datasets.items() if len(found) > 1}
    chosen = {ref for pair in (*decided.same, *decided.different) for ref in pair}
    named = {ref: view._replace(scheme=NAME, scope=None) for ref, view in handles.items() if view.block in known or ref in chosen}
    return {ref: view for ref, view in views.items() if ref not in handles} | named


def _made_one(found: Resolution, one: Mapping[int, int], decided: Decided) -> dict[int, int]:
    """Return the smallest reference of the idea that each reference belongs to, of ideas that decisions speak of."""
    named = {ref for pair in decided.same for ref in pair}
    if not named:
        return {}
    groups = chained((number, ref) for number, group in enumerate(found.groups) for ref in group)
    before = chained((number, ref) for ref, number in one.items())
    parts = components(named, [*groups, *before, *decided.same])
    return {ref: min(part) for part in parts if not named.isdisjoint(part) for ref in part}


def _decided(found: Resolution, views: Mapping[int, RefView], decided: Decided) -> Resolution:
    """Join by decisions what the rules made, references in doubt included, and take apart what was told apart."""
    if not decided.same and not decided.different:
        return found
    placed = {ref for group in found.groups for ref in group}
    groups = chained((number, ref) for number, group in enumerate(found.groups) for ref in group)
    parts = components(placed, [*groups, *decided.same])
    firm = _apart((part for part in parts if not placed.isdisjoint(part)), views, decided)
    return _resolution(firm, found.doubtful.difference(*firm))


def _methods_by_rules(views: Mapping[int, RefView], links: Iterable[Pair], one: Mapping[int, int]) -> Resolution:
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for ref, view in views.items():
        if view.scheme == NAME and view.block is not None:
            blocks[view.block].append(ref)
    introducers = {block: _introducers(refs, views) for block, refs in blocks.items()}
    shared = {block for block, refs in blocks.items() if not _one_idea(refs, views, one)}
    scoped = chained(((v.block, v.scope), ref) for ref, v in views.items() if v.scheme == NAME and v.scope is not None)
    bare = {ref for ref, view in views.items() if view.scheme == NAME and view.scope is None}
    firm = [link for link in links if not (link[0] in bare and link[1] in bare)]
    loose = [link for link in links if link[0] in bare and link[1] in bare]
    by_name = [join for block, refs in blocks.items() if block not in shared for join in chained(("", r) for r in refs)]
    doubtful = {ref for block in shared for ref in blocks[block] if views[ref].scope not in introducers[block]}
    base = [*scoped, *firm, *by_name]
    groups = [part for part in components(views, [*base, *loose]) if _one_idea(part, views, one)]
    settled = set().union(*groups) if groups else set()
    rest = [ref for ref in views if ref not in settled]
    kept = [join for join in base if join[0] not in settled and join[1] not in settled]
    for part in components(rest, kept):
        groups += [part] if _one_idea(part, views, one) else _by_introducer(part, views)
    firmly = [group for group in groups if not group <= doubtful]
    placed = set().union(*firmly) if firmly else set()
    return _resolution(firmly, doubtful - placed)


def _introducers(refs: Iterable[int], views: Mapping[int, RefView]) -> set[int]:
    return {scope for ref in refs if views[ref].introduced and (scope := views[ref].scope) is not None}


def _one_idea(part: Iterable[int], views: Mapping[int, RefView], one: Mapping[int, int]) -> bool:
    """Whether one paper introduces all of it, or what several introduce was decided to be one (`one`: idea of each reference)."""
    introduced = [ref for ref in part if views[ref].introduced and views[ref].scope is not None]
    if len({views[ref].scope for ref in introduced}) <= 1:
        return True
    joins = [*chained((views[ref].scope, ref) for ref in introduced), *chained((one[ref], ref) for ref in introduced if ref in one)]
    return len(components(introduced, joins)) <= 1


def _by_introducer(part: set[int], views: Mapping[int, RefView]) -> list[set[int]]:
    """Take a component apart that chains several introduced methods: by scope where one is known, else alone."""
    by_scope: dict[Hashable, set[int]] = defaultdict(set)
    for ref in part:
        view = views[ref]
        by_scope[view.scope if view.scope is not None else ("", ref)].add(ref)
    return list(by_scope.values())
