"""CITATION.cff files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from graph.evidence import EdgeAssertion, Record
from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.formats import detect
from tests.loaders.sources.read import edges, nodes, read, records, rejections
from tests.realdata import real

FILE = """\
# This is how to cite us.
cff-version: 1.2.0
message: "Please cite it."
title: Foo, the tool
version: 1.10
doi: 10.5281/zenodo.1
date-released: 2020-02-30
authors:
  - family-names: No
    given-names: Ann
url: https://foo.org/
repository-code: git+https://github.com/Foo/Foo.git
preferred-citation:
  type: conference-paper
  title: "Foo & bar: a study"
  authors:
    - {family-names: No, given-names: Ann, orcid: "https://orcid.org/0000-0002-1825-0097"}
    - {family-names: Day, given-names: Bo, name-particle: van, name-suffix: Jr.}
    - name: The Foo Team
  doi: 10.18653/v1/P19-1001
  url: https://aclanthology.org/P19-1001
  identifiers:
    - {type: other, value: "arXiv:1907.00001"}
    - {type: doi, value: 10.1000/x}
    - {type: swh, value: "swh:1:rel:00"}
  year: 2019
  month: 7
  conference: {name: Foo Conference}
  collection-title: Proceedings of Foo
  abstract: We do.
references:
  - {type: article, title: What it builds on, doi: 10.1000/other}
"""


def cff(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def one(tmp_path: Path, body: str) -> Record:
    (record,) = records(cff(tmp_path / "CITATION.cff", f"cff-version: 1.2.0\n{body}"), "cff")
    return record


def test_a_file(tmp_path: Path) -> None:
    (record,) = records(cff(tmp_path / "CITATION.cff", FILE), "cff")
    code = "https://github.com/foo/foo"
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("cff", code, "CITATION.cff:2", code, 2)
    paper = "paper:doi:10.18653/v1/p19-1001"
    assert nodes(record) == {
        paper: {
            "title": "Foo & bar: a study", "year": 2019, "publishedOn": "2019-07", "venue": "Foo Conference", "abstract": "We do.",
            "url": "https://aclanthology.org/P19-1001",
            "same_as": ["paper:acl:P19-1001", "paper:arxiv:1907.00001", "paper:doi:10.1000/x", "paper:text:foobarastudy|no|2019", "paper:short:foobar|foobarastudy|no|2019"],
        },
        "author:orcid:0000-0002-1825-0097": {"name": "Ann No"},
        "repository:repo:https://github.com/foo/foo": {"url": code},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:orcid:0000-0002-1825-0097", paper),
        ("WROTE", "author:name:Bo van Day Jr.", paper),
        ("WROTE", "author:name:The Foo Team", paper),
        ("IMPLEMENTS", f"repository:repo:{code}", paper),
    ]
    (said,) = (item for item in record.assertions if isinstance(item, EdgeAssertion) and item.relation is Relation.IMPLEMENTS)
    assert (said.values, said.place.locator, said.place.confidence) == ({"official": True}, "preferred-citation", 1.0)


def test_without_a_paper_there_is_the_repository(tmp_path: Path) -> None:
    """The software's own title and DOI name no paper; nor does a citation of software, or one of several references."""
    code = "repository:repo:https://github.com/foo/foo"
    for body in (
        "url: https://github.com/foo/foo\ntitle: Foo\ndoi: 10.5281/zenodo.1",
        "url: https://github.com/foo/foo\npreferred-citation: {type: software, title: Foo, doi: 10.5281/zenodo.1}",
        "url: https://github.com/foo/foo\npreferred-citation: {type: article}",
        "url: https://github.com/foo/foo\nauthors:\nreferences:\n- {type: article, title: A}\n- {type: article, title: B}",
        "url: https://foo.org\nrepository-code: https://github.com/foo/foo\npreferred-citation: {type: software}\nreferences: [{type: article, title: A}]",
    ):
        record = one(tmp_path, body)
        assert (nodes(record), edges(record)) == ({code: {"url": "https://github.com/foo/foo"}}, [])


def test_the_only_paper_among_the_references(tmp_path: Path) -> None:
    body = "repository-code: https://github.com/foo/foo\nreferences:\n- {type: software, title: Bar}\n- {type: article, title: A, journal: 'arXiv preprint arXiv:1907.00001'}"
    record = one(tmp_path, body)
    assert next(iter(nodes(record).items())) == ("paper:arxiv:1907.00001", {"title": "A", "same_as": ["paper:text:a||"]})
    (said,) = (item for item in record.assertions if isinstance(item, EdgeAssertion))
    assert (said.values, said.place.locator, said.place.confidence) == ({}, "references", 0.9)


def test_a_paper_without_a_repository(tmp_path: Path) -> None:
    record = one(tmp_path, "url: https://foo.org/\npreferred-citation: {type: article, title: A, date-published: 2019-07-04, journal: Foo}")
    assert nodes(record) == {"paper:text:a||2019": {"title": "A", "year": 2019, "publishedOn": "2019-07-04", "venue": "Foo"}}
    assert (len(record.key), record.url) == (20, "https://foo.org/")


def test_what_is_rejected(tmp_path: Path) -> None:
    path = cff(tmp_path / "a.cff", "cff-version: 1.2.0\ntitle: Foo\ndoi: 10.5281/zenodo.1\n")
    assert rejections(path, "cff") == ["a.cff:1: names neither a repository nor a paper; its own title and DOI are those of the software"]
    path = cff(tmp_path / "b.cff", "cff-version: 1.2.0\nurl: {a: 1}\n")
    assert rejections(path, "cff") == ["b.cff:1: url is {'a': '1'}; input should be a valid string"]
    path = cff(tmp_path / "c.cff", "cff-version: 1.2.0\n[a]: 1\n")
    assert rejections(path, "cff") == ["c.cff:1: line 2: found unhashable key"]
    with pytest.raises(SourceError, match=r"d\.cff: is no YAML \(line 3: "):
        read(cff(tmp_path / "d.cff", "cff-version: 1.2.0\ntitle: 'Foo\n"), "cff")


def test_what_is_not_taken_for_it(tmp_path: Path) -> None:
    for text in ("# Foo\n\n```\ncff-version: 1.2.0\n```\n", "a:\n  cff-version: 1.2.0\n", "Foo\ncff-version: 1.2.0\n"):
        with pytest.raises(SourceError, match="format not recognised"):
            detect(cff(tmp_path / "x.txt", text))
    assert detect(cff(tmp_path / "y.txt", "---\n# a\n\nmessage: a\ncff-version: 1.2.0\n")).name == "cff"


@pytest.mark.realdata
def test_the_real_files() -> None:
    """One names a paper, three a repository; one has a DOI of its own and one a paper's where the software's should be."""
    said, reasons = {}, {}
    for path in sorted(real("data/original/cff").glob("*.cff")):
        (found,) = read(path, "cff")
        if isinstance(found, Record):
            said[path.stem] = (list(nodes(found)), [edge for edge in edges(found) if edge[0] != "WROTE"], len(edges(found, Relation.WROTE)))
        else:
            reasons[path.stem] = found.reason
    written = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in real("data/original/cff").glob("*.cff")}
    own = {name: file.get("repository-code", file.get("url", "")).lower() for name, file in written.items()}
    code = {name: f"repository:repo:{address}" for name, address in own.items() if address.startswith("https://github.com/")}
    paper = "paper:acl:2020.emnlp-demos.6"
    assert said == {
        "pyalex": ([code["pyalex"]], [], 0),
        "synergy-dataset": ([code["synergy-dataset"]], [], 0),
        "transformers": (
            [paper, code["transformers"]],
            [("IMPLEMENTS", code["transformers"], paper)],
            len(written["transformers"]["preferred-citation"]["authors"]),
        ),
    }
    assert set(reasons) == set(written) - set(said) == {"NLP-progress", "unarXive"}
