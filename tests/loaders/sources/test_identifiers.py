"""Lists of identifiers."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence import Record
from graph.store import GraphStore
from loaders.fetch.gaps import FILLINGS, lacking
from loaders.files import HEAD
from loaders.formats import FORMATS
from loaders.head import Head
from loaders.pipeline import Options, load
from loaders.sources import identifiers
from tests.loaders.sources.read import nodes, read, records, rejections


def listing(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


WRITTEN = [
    ("1706.03762v5", "paper:arxiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
    ("arXiv:cs/0112017", "paper:arxiv:cs/0112017", "https://arxiv.org/abs/cs/0112017"),
    ("https://arxiv.org/pdf/1706.03762.pdf", "paper:arxiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
    ("10.48550/arXiv.1706.03762", "paper:arxiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
    ("doi:10.1000/A#b", "paper:doi:10.1000/a#b", "https://doi.org/10.1000/a#b"),
    ("https://doi.org/10.1000/a", "paper:doi:10.1000/a", "https://doi.org/10.1000/a"),
    ("p19-1001", "paper:acl:P19-1001", "https://aclanthology.org/P19-1001"),
    ("2020.acl-main.1", "paper:acl:2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1"),
    ("conf/nips/VaswaniSPUJGKP17", "paper:dblp:conf/nips/VaswaniSPUJGKP17", "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17"),
    ("W2741809807", "paper:openalex:W2741809807", "https://openalex.org/W2741809807"),
    ("CorpusID:13756489", "paper:s2:13756489", "https://api.semanticscholar.org/CorpusID:13756489"),
    ("github.com/Foo/Bar", "repository:repo:https://github.com/foo/bar", "https://github.com/foo/bar"),
    ("https://gitlab.com/foo/bar/-/tree/main", "repository:repo:https://gitlab.com/foo/bar", "https://gitlab.com/foo/bar"),
]


@pytest.mark.parametrize(("text", "key", "url"), WRITTEN)
def test_a_line(tmp_path: Path, text: str, key: str, url: str) -> None:
    (record,) = records(listing(tmp_path / "a.txt", "\ufeff# to read", "", f"  {text}\t# why\r"), "identifiers")
    assert (record.source, record.locator, record.url, record.rank) == ("identifiers", "a.txt:3", url, 4)
    assert record.key == key.split(":", 1)[1]
    assert nodes(record) == {key: {"url": url}}
    assert identifiers.line_of(identifiers.listed(identifiers.line_of(identifiers.listed(text)))) in (record.key, url)


def test_one_that_is_written_differently_is_the_same_record(tmp_path: Path) -> None:
    found = records(listing(tmp_path / "a.txt", "1706.03762", "arxiv:1706.03762v2", "https://arxiv.org/abs/1706.03762"), "identifiers")
    assert len({(record.key, record.digest) for record in found}) == 1


def test_what_is_rejected(tmp_path: Path) -> None:
    """Behind the beginning of a long file; in it such a line makes it another file."""
    path = listing(
        tmp_path / "a.txt", *["1706.03762"] * 7000, "attention", "13756489", "0000-0002-1825-0097", "A5023888391", "https://foo.org/a"
    )
    expected = "is no identifier; expected an arXiv id, a DOI, an ACL Anthology id, or the address of a repository"
    assert path.stat().st_size > HEAD
    assert rejections(path, "identifiers") == [
        f"a.txt:7001: 'attention' {expected}",
        f"a.txt:7002: '13756489' {expected}",
        f"a.txt:7003: '0000-0002-1825-0097' {expected}",
        f"a.txt:7004: 'A5023888391' {expected}",
        f"a.txt:7005: 'https://foo.org/a' {expected}",
    ]
    assert sum(isinstance(item, Record) for item in read(path, "identifiers")) == 7000


@pytest.mark.parametrize(
    "lines",
    [
        ["1706.03762", "attention"],
        ["1706.03762 P19-1001"],
        ["# a", ""],
        ["13756489"],
        ["paper", "1706.03762"],
        ["https://foo.org/a"],
        ["1706.03762,BERT"],
    ],
)
def test_what_is_not_taken_for_it(lines: list[str]) -> None:
    assert not identifiers.detect(Head("\n".join(lines).encode()))


def test_no_other_format_takes_it(tmp_path: Path) -> None:
    path = listing(tmp_path / "a.txt", *(text for text, _, _ in WRITTEN))
    assert [name for name, item in FORMATS.items() if item.detect(Head(path.read_bytes()))] == ["identifiers"]


async def test_what_is_listed_is_there_and_lacks_the_rest(tmp_path: Path, store: GraphStore) -> None:
    """Its address is known, so that it is a node, of which `enrich` asks for what it lacks."""
    await load(store, [listing(tmp_path / "a.txt", "1706.03762", "https://github.com/foo/bar")], Options())
    assert {kind: count for kind, count in (await store.stats()).nodes.items() if count} == {"PAPER": 1, "REPOSITORY": 1}
    assert [str(item.identifier) async for item in lacking(store, FILLINGS["arxiv"])] == ["arxiv:1706.03762"]
    assert [str(item.identifier) async for item in lacking(store, FILLINGS["github"])] == ["repo:https://github.com/foo/bar"]
