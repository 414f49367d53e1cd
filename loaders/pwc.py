"""What the sources of Papers with Code share: how they name papers, methods, datasets and tasks, and what becomes of that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.evidence import Assertion, EdgeAssertion, NodeAssertion, Place, Ref
from graph.ids import Identifier, InvalidIdentifier, parse_url, recognise
from graph.kinds import Kind, Relation
from graph.names import dataset_alias, dataset_whole, is_generic
from graph.names.datasets import parse_dataset_name
from graph.text import fold
from loaders.errors import RecordError
from loaders.records import identifier_ref, known, name_ref, text_ref
from loaders.shapes.pieces import Name, Some, SourceRecord, Text
from loaders.sources.leaderboard import Link
from loaders.spam import judged
from loaders.text.markup import from_latex
from loaders.works import identifiers, located, web

# --- papers ---------------------------------------------------------------------------------------------------------


class PaperLink(SourceRecord):
    """A paper as other entries name it."""

    title: Text = None
    url: Text = None


def paper_ids(page: str | None, arxiv: str | None, *addresses: str | None) -> list[Identifier]:
    """Return what identifies a paper: its page on Papers with Code, its arXiv id, and what its addresses name.

    RecordError when the page, by which its record is known, is no address.
    """
    try:
        own = [parse_url(page)] if page else []
    except InvalidIdentifier as error:
        raise RecordError(f"paper_url {error}") from None
    return list(dict.fromkeys([*own, *identifiers({"arxiv": arxiv}), *located(*addresses)]))


def linked_paper(link: PaperLink | str | None, place: Place, *addresses: str | None) -> NodeAssertion | None:
    """Return what an entry says of the paper that it names, by title or address; None when it names none."""
    if isinstance(link, str):
        link = PaperLink(url=link) if "://" in link else PaperLink(title=link)
    if link is None:
        return None
    title = from_latex(link.title) if link.title else None
    refs = [identifier_ref(found) for found in located(link.url, *addresses)]
    refs += [text_ref(title)] if title else []
    return NodeAssertion(refs[0], known({"title": title}), tuple(refs[1:]), place) if refs else None


def introduction(paper: NodeAssertion, thing: Ref, place: Place) -> list[Assertion]:
    """Return that a paper introduces a thing, and what is said of the paper."""
    return [paper, EdgeAssertion(Relation.INTRODUCES, paper.subject, thing, {}, place)]


# --- methods, datasets ----------------------------------------------------------------------------------------------


def method(name: str, full_name: str | None, scope: str, place: Place) -> NodeAssertion:
    """Return a method that an entry names: `scope` is the key of the paper that it comes from, when that is known."""
    ref = name_ref(Kind.METHOD, name, scope)
    values = known({"name": ref.value, "generic": True if is_generic(name) else None})
    return NodeAssertion(ref, values, _others(ref, [full_name]), judged(place, name))


def dataset_ref(name: str) -> Ref:
    """Return the reference to a dataset by its usual name."""
    return name_ref(Kind.DATASET, dataset_alias(name))


def dataset(name: str, aliases: Iterable[str | None], url: str | None, place: Place) -> list[Assertion]:
    """Return a dataset that an entry names, a part of its suite when it is a listed one; spam is flagged."""
    ref, where = dataset_ref(name), judged(place, name)
    said: list[Assertion] = [NodeAssertion(ref, known({"name": ref.value, "url": web(url)}), _others(ref, aliases), where)]
    return said + part_of(ref, Kind.DATASET, dataset_whole(name), where)


def board_dataset(written: str, url: str | None, place: Place) -> list[Assertion]:
    """Return the dataset that the heading of a leaderboard names, without its split; nothing for a heading that names none."""
    name = parse_dataset_name(written).name
    return dataset(name, [], url, judged(place, written)) if name else []


def _others(ref: Ref, names: Iterable[str | None]) -> tuple[Ref, ...]:
    refs = (name_ref(ref.kind, name, ref.scope) for name in names if name and fold(name) != fold(ref.value))
    return tuple(dict.fromkeys(refs))


def part_of(part: Ref, kind: Kind, whole: str | None, place: Place) -> list[Assertion]:
    """Return that a task or dataset is a part of another; nothing is a part of itself, however it is written."""
    if whole is None or fold(whole) == fold(part.value):
        return []
    return [EdgeAssertion(Relation.PART_OF, part, name_ref(kind, whole), {}, judged(place, whole))]


# --- the tree of tasks ----------------------------------------------------------------------------------------------


class TaskDataset(SourceRecord):
    """A dataset that a task is measured on, as its heading writes it; links are those of its description."""

    name: Name
    links: Some[Link] = ()


class TaskNode(SourceRecord):
    """A task in the tree: what it is a part of, and the datasets that it is measured on."""

    task: Name
    parent: Text = None
    synonyms: Some[Name] = ()
    datasets: Some[TaskDataset] = ()


def tree(node: TaskNode, place: Place) -> Iterator[Assertion]:
    """Yield a task, its other names, what it is a part of, and its datasets."""
    yield from task(node.task, node.synonyms, place._replace(locator="task"))
    yield from subtask(node.task, node.parent, place._replace(locator="parent"))
    for item in node.datasets:
        yield from board_dataset(item.name, home(item), place._replace(locator="datasets"))


def task(name: str, synonyms: Iterable[str], place: Place) -> Iterator[Assertion]:
    """Yield a task and its other names. Headings of a page that stand among the tasks are flagged, as spam is."""
    ref = name_ref(Kind.TASK, name)
    yield NodeAssertion(ref, {"name": ref.value}, _others(ref, synonyms), _task_place(place, name))


def subtask(name: str, whole: str | None, place: Place) -> list[Assertion]:
    """Return that a task is a part of another."""
    return part_of(name_ref(Kind.TASK, name), Kind.TASK, whole, _task_place(place, name))


_HEADINGS = frozenset(map(fold, ["Task", "Evaluation", "References", "Resources", "Current SOTA"]))


def _task_place(place: Place, name: str) -> Place:
    if fold(name) in _HEADINGS:
        return place._replace(flag="a heading of a page, not the name of a task")
    return judged(place, name)


_ABOUT = re.compile(r"\s+(?:data\s?set|corpus|benchmark|website|homepage|home page)$", re.IGNORECASE)


_NO_HOME = re.compile(r"\]\(|\bpdf$", re.IGNORECASE)  # broken markdown, a paper


def home(item: TaskDataset) -> str | None:
    """Return where a dataset is found: the first link that bears its name and is no paper's. A description's other links lead elsewhere."""
    own = fold(_ABOUT.sub("", item.name))
    bearing = (link.url for link in item.links if link.title and link.url and fold(_ABOUT.sub("", link.title)) == own)
    return next((url for url in bearing if web(url) and not _NO_HOME.search(url) and recognise(url) is None), None)
