"""Which file is of which format, told by its content alone; every format is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.files import head
from loaders.formats import FORMATS
from loaders.head import Head
from tests.realdata import ROOT, real

DATA = {
    "acl.jsonl.zst": "acl", "acl_author_ids.jsonl": "acl-author-ids", "acl_citations.jsonl": "citations", "acl_venues.json": None,
    "dblp_ml.bib.zst": "bibtex", "model_index_openmmlab.jsonl": "model-index", "openalex_works.jsonl.zst": "openalex",
    "paper_code_list.jsonl": "paper-code-list", "pwc_sota.jsonl": "leaderboard", "pwc_task_catalog.jsonl": "pwc-task-catalog",
    "pwc_tasks.jsonl": "pwc-tasks", "unarxive_compact.jsonl": "unarxive", "README.md": None,
    "labelled/*": None,
    "original/acl/*.xml": "acl-xml", "original/acl/name_variants.yaml": "acl-people", "original/arxiv/*": "arxiv",
    "original/bibtex/*": "bibtex", "original/cff/*": "cff", "original/crossref/*": "crossref", "original/github/*": "github",
    "original/huggingface/*": "huggingface", "original/openmmlab_metafiles/**/metafile.yml": "model-index-yaml",
    "original/openmmlab_metafiles/**/model-index.yml": "model-index-yaml", "original/openmmlab_metafiles/**/dataset-index.yml": None,
    "original/pwc/datasets.*": "pwc-datasets", "original/pwc/evaluation-tables.*": "pwc-tables", "original/pwc/links-*": "pwc-links",
    "original/pwc/papers-*": "pwc-papers", "original/pwc/*.csv": "table",
    "original/s2ag/abstracts-*": "s2-abstracts", "original/s2ag/authors-*": "s2-authors", "original/s2ag/*citations*.jsonl*": "s2-citations",
    "original/s2ag/paper-ids-*": "s2-paper-ids", "original/s2ag/papers-*": "s2-papers", "original/s2ag/s2orc-*": "s2orc",
    "original/s2ag/publication-venues-*": None, "original/s2ag/tldrs-*": None,
}  # fmt: skip
"""The format of the real files; None: they hold no record that is read."""

NO_LEADERBOARD = {
    "README.md", "bengali/question_answering.md", "english/automatic_speech_recognition.md", "english/multi-task_learning.md",
    "german/question_answering.md", "jekyll_instructions.md", "korean/question_answering.md", "russian/sentiment-analysis.md",
    "structured/README.md",
}  # fmt: skip


def formats_of(path: Path) -> list[str]:
    start = Head(head(path))
    return [item.name for item in FORMATS.values() if not item.is_vague and item.detect(start)]


@pytest.mark.realdata
@pytest.mark.parametrize("pattern", DATA)
def test_a_real_file_is_of_one_format_by_its_content(pattern: str) -> None:
    paths = sorted(real("data").glob(pattern))
    assert paths
    expected = [DATA[pattern]] if DATA[pattern] else []
    assert {str(path): formats_of(path) for path in paths} == {str(path): expected for path in paths}


@pytest.mark.realdata
def test_pages_of_nlp_progress_are_leaderboards_but_those_without_one() -> None:
    folder = real("data/original/nlp_progress_md")
    found = {str(path.relative_to(folder)): formats_of(path) for path in folder.rglob("*.md")}
    assert {name for name, formats in found.items() if not formats} == NO_LEADERBOARD
    assert [name for name, formats in found.items() if formats not in ([], ["nlp-progress"])] == []


@pytest.mark.realdata
def test_no_real_file_is_left_out_here() -> None:
    folder = real("data")
    listed = {path for pattern in DATA for path in folder.glob(pattern)}
    every = {path for path in folder.rglob("*") if path.is_file() and "nlp_progress_md" not in path.parts}
    assert {path.name for path in every - listed} == {path.name for path in (folder / "original" / "s2ag").glob("*.README.txt")}
    assert [path.name for path in every - listed if formats_of(path)] == []


def test_every_format_has_a_page() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "sources").glob("*.md")}
    elsewhere = {"facts": "facts.md", "table": "tables.md"}
    index = pages["README"]
    for name in FORMATS:
        page = elsewhere.get(name) or f"{_page(name)}.md"
        assert (ROOT / "docs" / ("" if name in elsewhere else "sources") / page).is_file(), name
        assert f"| `{name}` |" in index, name


def _page(name: str) -> str:
    """Formats of one source share a page."""
    if name.startswith(("s2-", "s2orc")):
        return "s2"
    return "model-index" if name == "model-index-yaml" else name
