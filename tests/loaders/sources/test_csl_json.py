"""CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion
from graph.kinds import Relation
from loaders.formats import detect
from loaders.head import Head
from loaders.sources import csl_json
from tests.loaders.sources.read import edges, nodes, records, rejections

ITEM = {
    "id": "http://zotero.org/users/1/items/ABC", "type": "paper-conference", "title": "Foo &amp; <i>bar</i>: a <span class=\"nocase\">study</span>",
    "author": [
        {"family": "Lee", "given": "Ann", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
        {"family": "Beek", "given": "Bo", "dropping-particle": "de", "non-dropping-particle": "van", "suffix": "Jr."},
        {"literal": "The Foo Team"}, {"name": "Bar Team"}, {},
    ],
    "issued": {"date-parts": [["2019", "7", 4], [2019, 7, 6]]}, "container-title": "Proceedings of Foo", "publisher": "ACL",
    "DOI": "10.18653/v1/P19-1001", "URL": "https://aclanthology.org/P19-1001", "abstract": "<jats:p>We do 5%.</jats:p>",
    "note": "Citation Key: lee\narXiv:1907.00001 [cs]\ntldr: ours", "page": "1-2",
}  # fmt: skip


def items(path: Path, *found: object) -> Path:
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return path


def test_an_item(tmp_path: Path) -> None:
    (record,) = records(items(tmp_path / "z.json", ITEM), "csl-json")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "csl-json",
        "http://zotero.org/users/1/items/ABC",
        "z.json#/0",
        "https://aclanthology.org/P19-1001",
        2,
    )
    paper = "paper:doi:10.18653/v1/p19-1001"
    assert nodes(record) == {
        paper: {
            "title": "Foo & bar: a study", "year": 2019, "publishedOn": "2019-07-04", "venue": "Proceedings of Foo",
            "url": "https://aclanthology.org/P19-1001", "abstract": "We do 5%.",
            "same_as": ["paper:acl:P19-1001", "paper:arxiv:1907.00001", "paper:text:foobarastudy|lee|2019", "paper:short:foobar|foobarastudy|lee|2019"],
        },
        "author:orcid:0000-0002-1825-0097": {"name": "Ann Lee"},
    }  # fmt: skip
    names = ["Ann Lee", "Bo de van Beek Jr.", "The Foo Team", "Bar Team"]
    refs = ["author:orcid:0000-0002-1825-0097", *(f"author:name:{name}" for name in names[1:])]
    assert edges(record) == [("WROTE", ref, paper) for ref in refs]
    wrote = [item.values for item in record.assertions if isinstance(item, EdgeAssertion) and item.relation is Relation.WROTE]
    assert wrote == [{"position": place, "nameAsWritten": name} for place, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("issued", "year", "published"),
    [
        ({"date-parts": [[2019]]}, 2019, None),
        ({"date-parts": [["2019", "11"]]}, 2019, "2019-11"),
        ({"date-parts": [["2019-11-02"]]}, 2019, "2019-11-02"),
        ({"date-parts": [[None]]}, None, None),
        ({"date-parts": []}, None, None),
        ({"raw": "2019-11"}, 2019, "2019-11"),
        ({"literal": "in press"}, None, None),
        ({"date-parts": [[2019, 3]], "season": "2"}, 2019, "2019-03"),
        (None, None, None),
    ],
)
def test_when(tmp_path: Path, issued: object, year: int | None, published: str | None) -> None:
    (record,) = records(items(tmp_path / "z.json", {"id": 7, "type": "article", "title": "T", "issued": issued}), "csl-json")
    assert record.key == "7"
    (values,) = nodes(record).values()
    assert (values.get("year"), values.get("publishedOn")) == (year, published)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"number": "arXiv:1907.00001", "publisher": "arXiv", "DOI": "10.48550/arXiv.1907.00001"}, ["paper:arxiv:1907.00001"]),
        ({"archive": "arXiv", "archive_location": "1907.00001v2", "publisher": "x"}, ["paper:arxiv:1907.00001"]),
        ({"archive": "Foo", "archive_location": "1907.00001", "publisher": "x"}, []),
        ({"note": "see arXiv:1907.00001", "publisher": "x"}, []),
        ({"DOI": "https://doi.org/10.1000/ABC", "URL": "foo"}, ["paper:doi:10.1000/abc"]),
        ({"DOI": "none", "URL": "https://arxiv.org/abs/1907.00001"}, ["paper:arxiv:1907.00001"]),
    ],
)
def test_what_names_a_paper(tmp_path: Path, fields: dict[str, str], found: list[str]) -> None:
    (record,) = records(items(tmp_path / "z.json", {"id": "a", "type": "article", "title": "T", **fields}), "csl-json")
    assert list(nodes(record)) == (found or ["paper:text:t||"])


def test_where(tmp_path: Path) -> None:
    """A publisher is where theses and reports came out, not where papers did."""
    rows = [
        {"id": "a", "type": "thesis", "title": "T", "publisher": "Foo University"},
        {"id": "b", "type": "book", "title": "T", "publisher": "Foo Press"},
        {"id": "c", "type": "article-journal", "title": "T", "container-title": "arXiv:1907.00001 [cs]"},
    ]
    found = [next(iter(nodes(record).values())).get("venue") for record in records(items(tmp_path / "z.json", *rows), "csl-json")]
    assert found == ["Foo University", None, None]


def test_what_is_rejected(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "type": "software", "title": "T", "issued": {}},
        {"id": "b", "type": "article-journal", "issued": {"date-parts": [[2019]]}},
        {"id": "c", "title": "T"},
        {"id": "d", "type": "book", "title": ["T"]},
        {"id": "e", "type": "article", "DOI": "10.1000/e", "URL": "https://foo.org/e"},
        {"id": "e", "type": "article", "title": "Other"},
    ]
    path = items(tmp_path / "z.json", *rows)
    assert rejections(path, "csl-json") == [
        "z.json#/0: is of type software, no paper",
        "z.json#/1: has neither identifier nor title",
        "z.json#/2: has no type",
        "z.json#/3: title is ['T']; input should be a valid string",
        "z.json#/5: repeats the key 'e' of another record of the file; give it one of its own",
    ]


def test_what_is_not_taken_for_it(tmp_path: Path) -> None:
    """A fact about a dataset is told from an item of that type by its name; one of Crossref's works by what Crossref adds."""
    item = {"id": "a", "type": "dataset", "title": "T", "URL": "https://foo.org"}
    assert detect(items(tmp_path / "a.json", item)).name == "csl-json"
    assert detect(items(tmp_path / "b.json", {"type": "dataset", "name": "T", "url": "https://foo.org"})).name == "facts"
    work = {"indexed": {}, "DOI": "10.1000/x", "type": "book", "title": ["T"], "author": [], "container-title": ["J"], "id": 1}
    assert not csl_json.detect(Head(json.dumps([work]).encode()))
    del work["indexed"]
    assert csl_json.detect(Head(json.dumps([work]).encode()))
