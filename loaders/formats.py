"""The formats that are read: one entry each, and how a file's format is told from its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.evidence import Record, Rejection
from loaders.errors import SourceError, UnknownFormatError
from loaders.files import head
from loaders.head import Head
from loaders.mapping import beside
from loaders.sources import (
    acl,
    acl_author_ids,
    acl_people,
    acl_xml,
    arxiv,
    bibtex,
    cff,
    citations,
    crossref,
    csl_json,
    facts,
    github,
    huggingface,
    identifiers,
    leaderboard,
    model_index,
    model_index_yaml,
    nlp_progress,
    no_records,
    openalex,
    paper_code_list,
    pwc_datasets,
    pwc_links,
    pwc_methods,
    pwc_papers,
    pwc_tables,
    pwc_task_catalog,
    pwc_tasks,
    ris,
    s2,
    s2_abstracts,
    s2_api,
    s2_authors,
    s2_citations,
    s2_paper_ids,
    s2_papers,
    s2orc,
    table,
    text_collection,
    unarxive,
)
from loaders.units import Reader

Read = Record | Rejection


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `detect` says whether a file's first 64 KiB look like it; `reader` reads it.

    What `is_vague` may be anything written by people, so that in a folder it is passed over: it is read when its file is named.
    """

    name: str
    description: str
    example: str
    detect: Callable[[Head], bool]
    reader: Reader
    is_vague: bool = False

    def read(self, path: Path, source: str) -> Iterator[Read]:
        """Yield a record or rejection for each unit of a file, here and now."""
        for unit in self.reader.units(path, source):
            yield unit if isinstance(unit, Rejection) else self.reader.record(unit)


class Source(Protocol):
    """What a module of `loaders/sources` says of its format."""

    @property
    def EXAMPLE(self) -> str:  # noqa: N802 - a module's constant
        """What it looks like, in a line."""
        ...

    @property
    def READER(self) -> Reader:  # noqa: N802 - a module's constant
        """What reads it."""
        ...

    def detect(self, head: Head) -> bool:
        """Whether a file's beginning looks like it."""
        ...


def _format(name: str, description: str, source: Source, is_vague: bool = False) -> Format:
    return Format(name, description, source.EXAMPLE, source.detect, source.READER, is_vague)


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        _format("facts", "your own facts, one JSON object a line (docs/facts.md)", facts),
        _format("acl", "ACL Anthology papers, flat JSONL", acl),
        _format("acl-xml", "ACL Anthology papers, the Anthology's XML", acl_xml),
        _format("acl-people", "people of the ACL Anthology, name_variants.yaml", acl_people),
        _format("acl-author-ids", "ids of ACL papers' authors, JSONL", acl_author_ids),
        _format("arxiv", "arXiv's metadata snapshot, JSONL", arxiv),
        _format("unarxive", "arXiv papers with their bibliographies, JSONL", unarxive),
        _format("huggingface", "daily papers of Hugging Face, an answer of its API", huggingface),
        _format("citations", "pairs of citing and cited ACL ids with contexts, JSONL", citations),
        _format("leaderboard", "leaderboard rows, JSONL", leaderboard),
        _format("model-index", "model-index rows, JSONL", model_index),
        _format("openalex", "OpenAlex works, JSONL or an answer of its API", openalex),
        _format("model-index-yaml", "model indexes of OpenMMLab, YAML", model_index_yaml),
        _format("github", "GitHub repositories, JSON of its API", github),
        _format("nlp-progress", "leaderboards as Markdown tables", nlp_progress),
        _format("pwc-papers", "Papers with Code: papers-with-abstracts", pwc_papers),
        _format("pwc-links", "Papers with Code: links-between-papers-and-code", pwc_links),
        _format("pwc-tables", "Papers with Code: evaluation-tables, nested", pwc_tables),
        _format("pwc-datasets", "Papers with Code: datasets", pwc_datasets),
        _format("pwc-methods", "Papers with Code: methods", pwc_methods),
        _format("pwc-tasks", "tasks with their parents and datasets, JSONL", pwc_tasks),
        _format("pwc-task-catalog", "Papers with Code: the catalogue of tasks, JSONL", pwc_task_catalog),
        _format("paper-code-list", "papers with their code and its stars, JSONL", paper_code_list),
        _format("crossref", "Crossref works, JSONL, its public data file or an answer of its API", crossref),
        _format("s2-papers", "Semantic Scholar papers, JSONL of its datasets", s2_papers),
        _format("s2-abstracts", "Semantic Scholar abstracts, JSONL of its datasets", s2_abstracts),
        _format("s2-citations", "Semantic Scholar citations, JSONL of its datasets", s2_citations),
        _format("s2-authors", "Semantic Scholar authors, JSONL of its datasets", s2_authors),
        _format("s2-paper-ids", "Semantic Scholar ids of papers, JSONL of its datasets", s2_paper_ids),
        _format("s2orc", "Semantic Scholar full texts, JSONL of its datasets", s2orc),
        _format("s2-api", "Semantic Scholar papers, answers of its API", s2_api),
        _format("bibtex", "BibTeX and biblatex entries", bibtex),
        _format("csl-json", "CSL-JSON items of reference managers", csl_json),
        _format("ris", "RIS records", ris),
        _format("cff", "CITATION.cff of repositories, YAML", cff),
        _format("identifiers", "identifiers of papers and repositories, one a line", identifiers),
        _format("table", "tables of your own, CSV, TSV or JSONL (docs/tables.md)", table),
        _format("collection", "a text of titles and abstracts", text_collection, is_vague=True),
    )
}  # fmt: skip


def detect(path: Path) -> Format:
    """Return the format of a file; one with a mapping beside it is a table.

    SourceError when it is unreadable or empty, UnknownFormatError when it is of no known format.
    """
    start = Head(head(path))
    if b"\x00" in start.data:
        raise UnknownFormatError(f"{path}: is binary; `citegraph formats` lists what is read")
    if beside(path).is_file():
        return FORMATS["table"]
    if found := recognised(start):
        return found
    if reason := s2.unread(start):
        raise UnknownFormatError(f"{path}: {reason}")
    if start.text is None:
        raise UnknownFormatError(f"{path}: is not UTF-8; convert it, for example with iconv")
    if reason := no_records.why(start):
        raise UnknownFormatError(f"{path}: {reason}")
    raise UnknownFormatError(
        f"{path}: format not recognised; name it with --format ({', '.join(FORMATS)}), or map a table with `citegraph map`"
    )


def detect_within(path: Path) -> Format:
    """Return the format of a file of a folder; errors as `detect`. A vague format is none here."""
    found = detect(path)
    if found.is_vague:
        raise UnknownFormatError(f"{path}: may be {found.description}; name the file to have it read")
    return found


def recognised(start: Head) -> Format | None:
    """Return the format that the beginning of a file is of; None when it is of none."""
    return next((item for item in FORMATS.values() if item.detect(start)), None)


def named(name: str) -> Format:
    """Return the format called `name`. SourceError for an unknown one."""
    if name not in FORMATS:
        raise SourceError(f"{name!r} is no format; known are {', '.join(FORMATS)}")
    return FORMATS[name]
