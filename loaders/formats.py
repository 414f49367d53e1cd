"""The formats that are read: one entry each, and how a file's format is told from its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("facts", "your own facts, one JSON object a line (docs/facts.md)", facts.EXAMPLE, facts.detect, facts.READER),
        Format("acl", "ACL Anthology papers, flat JSONL", acl.EXAMPLE, acl.detect, acl.READER),
        Format("acl-xml", "ACL Anthology papers, the Anthology's XML", acl_xml.EXAMPLE, acl_xml.detect, acl_xml.READER),
        Format("acl-people", "people of the ACL Anthology, name_variants.yaml", acl_people.EXAMPLE, acl_people.detect, acl_people.READER),
        Format("acl-author-ids", "ids of ACL papers' authors, JSONL", acl_author_ids.EXAMPLE, acl_author_ids.detect, acl_author_ids.READER),
        Format("arxiv", "arXiv's metadata snapshot, JSONL", arxiv.EXAMPLE, arxiv.detect, arxiv.READER),
        Format("unarxive", "arXiv papers with their bibliographies, JSONL", unarxive.EXAMPLE, unarxive.detect, unarxive.READER),
        Format("huggingface", "daily papers of Hugging Face, an answer of its API", huggingface.EXAMPLE, huggingface.detect, huggingface.READER),
        Format("citations", "pairs of citing and cited ACL ids with contexts, JSONL", citations.EXAMPLE, citations.detect, citations.READER),
        Format("leaderboard", "leaderboard rows, JSONL", leaderboard.EXAMPLE, leaderboard.detect, leaderboard.READER),
        Format("model-index", "model-index rows, JSONL", model_index.EXAMPLE, model_index.detect, model_index.READER),
        Format("openalex", "OpenAlex works, JSONL or an answer of its API", openalex.EXAMPLE, openalex.detect, openalex.READER),
        Format("model-index-yaml", "model indexes of OpenMMLab, YAML", model_index_yaml.EXAMPLE, model_index_yaml.detect, model_index_yaml.READER),
        Format("github", "GitHub repositories, JSON of its API", github.EXAMPLE, github.detect, github.READER),
        Format("nlp-progress", "leaderboards as Markdown tables", nlp_progress.EXAMPLE, nlp_progress.detect, nlp_progress.READER),
        Format("pwc-papers", "Papers with Code: papers-with-abstracts", pwc_papers.EXAMPLE, pwc_papers.detect, pwc_papers.READER),
        Format("pwc-links", "Papers with Code: links-between-papers-and-code", pwc_links.EXAMPLE, pwc_links.detect, pwc_links.READER),
        Format("pwc-tables", "Papers with Code: evaluation-tables, nested", pwc_tables.EXAMPLE, pwc_tables.detect, pwc_tables.READER),
        Format("pwc-datasets", "Papers with Code: datasets", pwc_datasets.EXAMPLE, pwc_datasets.detect, pwc_datasets.READER),
        Format("pwc-methods", "Papers with Code: methods", pwc_methods.EXAMPLE, pwc_methods.detect, pwc_methods.READER),
        Format("pwc-tasks", "tasks with their parents and datasets, JSONL", pwc_tasks.EXAMPLE, pwc_tasks.detect, pwc_tasks.READER),
        Format(
            "pwc-task-catalog", "Papers with Code: the catalogue of tasks, JSONL", pwc_task_catalog.EXAMPLE, pwc_task_catalog.detect,
            pwc_task_catalog.READER,
        ),
        Format(
            "paper-code-list", "papers with their code and its stars, JSONL", paper_code_list.EXAMPLE, paper_code_list.detect,
            paper_code_list.READER,
        ),
        Format("crossref", "Crossref works, JSONL, its public data file or an answer of its API", crossref.EXAMPLE, crossref.detect, crossref.READER),
        Format("s2-papers", "Semantic Scholar papers, JSONL of its datasets", s2_papers.EXAMPLE, s2_papers.detect, s2_papers.READER),
        Format("s2-abstracts", "Semantic Scholar abstracts, JSONL of its datasets", s2_abstracts.EXAMPLE, s2_abstracts.detect, s2_abstracts.READER),
        Format("s2-citations", "Semantic Scholar citations, JSONL of its datasets", s2_citations.EXAMPLE, s2_citations.detect, s2_citations.READER),
        Format("s2-authors", "Semantic Scholar authors, JSONL of its datasets", s2_authors.EXAMPLE, s2_authors.detect, s2_authors.READER),
        Format("s2-paper-ids", "Semantic Scholar ids of papers, JSONL of its datasets", s2_paper_ids.EXAMPLE, s2_paper_ids.detect, s2_paper_ids.READER),
        Format("s2orc", "Semantic Scholar full texts, JSONL of its datasets", s2orc.EXAMPLE, s2orc.detect, s2orc.READER),
        Format("s2-api", "Semantic Scholar papers, answers of its API", s2_api.EXAMPLE, s2_api.detect, s2_api.READER),
        Format("bibtex", "BibTeX and biblatex entries", bibtex.EXAMPLE, bibtex.detect, bibtex.READER),
        Format("csl-json", "CSL-JSON items of reference managers", csl_json.EXAMPLE, csl_json.detect, csl_json.READER),
        Format("ris", "RIS records", ris.EXAMPLE, ris.detect, ris.READER),
        Format("cff", "CITATION.cff of repositories, YAML", cff.EXAMPLE, cff.detect, cff.READER),
        Format("identifiers", "identifiers of papers and repositories, one a line", identifiers.EXAMPLE, identifiers.detect, identifiers.READER),
        Format("table", "tables of your own, CSV, TSV or JSONL (docs/tables.md)", table.EXAMPLE, table.detect, table.READER),
        Format("collection", "a text of titles and abstracts", text_collection.EXAMPLE, text_collection.detect, text_collection.READER, True),
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
