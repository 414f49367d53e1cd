"""Crossref works."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion, Record
from graph.kinds import Relation
from loaders.sources.crossref import NO_PAPERS, SAME_WORK
from tests.loaders.sources.read import counted, edges, nodes, read, records, rejections
from tests.realdata import real

WORK = {
    "DOI": "10.1000/ABC.1", "type": "journal-article", "prefix": "10.1000", "member": "1", "title": ["On <i>foo</i> &amp; bar", "Über Foo"],
    "subtitle": ["a study"], "container-title": ["J. Foo &amp; Bar", "Zeitschr. Foo"], "URL": "https://doi.org/10.1000/abc.1",
    "resource": {"primary": {"URL": "https://aclanthology.org/P19-1001/"}},
    "author": [
        {"ORCID": "http://orcid.org/0000-0002-1825-0097", "given": "Ann B.", "family": "Lee", "suffix": "Jr.", "sequence": "first"},
        {"family": "조혜린", "sequence": "additional"},
        {"name": "Foo Consortium", "sequence": "additional"},
        {"ORCID": "https://orcid.org/0000-0002-1825-0098", "given": "Bo", "family": "Day", "sequence": "additional"},
        {"sequence": "additional", "affiliation": []},
    ],
    "issued": {"date-parts": [[2020, 3, 1]]}, "published-online": {"date-parts": [[2021]]},
    "abstract": "<jats:title>Abstract</jats:title>\n  <jats:p>We count H<jats:sub>2</jats:sub>O, n &lt; 4.</jats:p>",
    "reference": [
        {"key": "1", "DOI": "10.1000/X", "article-title": "Known by its DOI alone", "author": "Doe", "year": "1999"},
        {"key": "2", "unstructured": "Doe, J. A thing. 2019. arXiv:1907.00001v2 [cs]."},
        {"key": "3", "DOI": "10.1000/abc.1"},
        {"key": "4", "DOI": "https://example.org/none", "article-title": "Deep foo &amp; bar learning.", "author": "JA Doe", "year": "2018b"},
        {"key": "5", "DOI": "10.48550/arXiv.1907.00001"},
        {"key": "6", "volume-title": "A book on foo", "author": "Doe", "year": "1999"},
    ],
    "relation": {
        "has-preprint": [{"id-type": "doi", "id": "10.1101/2019.1", "asserted-by": "object"}, {"id-type": "arxiv", "id": "arXiv:1901.00001"}],
        "is-preprint-of": [{"id-type": "issn", "id": "1234-5678"}],
        "has-review": [{"id-type": "doi", "id": "10.1000/abc.1/review1"}],
        "is-supplemented-by": [{"id-type": "doi", "id": "10.1000/abc.1/sup1"}],
    },
    "update-to": [{"DOI": "10.1000/old", "type": "retraction"}],
}  # fmt: skip
PAPER = "paper:doi:10.1000/abc.1"


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def only(tmp_path: Path, **changed: object) -> Record:
    (record,) = records(lines(tmp_path / "w.jsonl", WORK | changed), "crossref")
    return record


def test_a_work(tmp_path: Path) -> None:
    record = only(tmp_path)
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "crossref",
        "10.1000/abc.1",
        "w.jsonl:1",
        "https://doi.org/10.1000/abc.1",
        1,
    )
    assert nodes(record) == {
        PAPER: {
            "title": "On foo & bar: a study", "year": 2020, "publishedOn": "2020-03-01", "venue": "J. Foo & Bar", "url": "https://doi.org/10.1000/abc.1",
            "abstract": "We count H2O, n < 4.",
            "same_as": ["paper:acl:P19-1001", "paper:doi:10.1101/2019.1", "paper:arxiv:1901.00001", "paper:text:onfoobarastudy|lee|2020", "paper:short:onfoobar|onfoobarastudy|lee|2020"],
        },
        "author:orcid:0000-0002-1825-0097": {"name": "Ann B. Lee Jr."},
        "paper:text:deepfoobarlearning|doe|2018": {"title": "Deep foo & bar learning", "year": 2018},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:orcid:0000-0002-1825-0097", PAPER),
        ("WROTE", "author:name:조혜린", PAPER),
        ("WROTE", "author:name:Foo Consortium", PAPER),
        ("WROTE", "author:name:Bo Day", PAPER),  # the check digit of the ORCID is wrong
        ("CITES", PAPER, "paper:doi:10.1000/x"),
        ("CITES", PAPER, "paper:arxiv:1907.00001"),
        ("CITES", PAPER, "paper:text:deepfoobarlearning|doe|2018"),
    ]


def test_what_a_citation_says_of_the_cited_paper_ranks_as_text(tmp_path: Path) -> None:
    said = [item for item in only(tmp_path).assertions if isinstance(item, EdgeAssertion) and item.relation is Relation.CITES]
    assert [(item.place.extractor, item.place.confidence, item.place.locator) for item in said] == [
        ("crossref/1", 1.0, "reference"),
        ("crossref/1", 1.0, "reference"),
        ("text/crossref/1", 0.9, "reference"),
    ]


def test_answers_of_the_api_and_the_public_data_file_say_the_same(tmp_path: Path) -> None:
    wrapped = {
        "answer.json": {"status": "ok", "message-type": "work-list", "message": {"facets": {}, "total-results": 1, "items": [WORK]}},
        "work.json": {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": WORK},
        "0.json": {"items": [WORK]},
    }
    found = []
    for name, answer in wrapped.items():
        path = tmp_path / name
        path.write_text(json.dumps(answer))
        found += records(path, "crossref")
    assert [record.locator for record in found] == ["answer.json#/message/items/0", "work.json#/message", "0.json#/items/0"]
    assert all(record.assertions == only(tmp_path).assertions for record in found)


def test_a_work_of_which_only_the_title_was_asked_for(tmp_path: Path) -> None:
    (record,) = records(lines(tmp_path / "w.jsonl", {"DOI": "10.1000/A", "title": ["Foo Ecology"]}), "crossref")
    assert nodes(record) == {"paper:doi:10.1000/a": {"title": "Foo Ecology", "same_as": ["paper:text:fooecology||"]}}


def test_titles_as_one_text(tmp_path: Path) -> None:
    """As doi.org gives the same metadata in another form."""
    assert nodes(only(tmp_path, title="On foo", subtitle=None, **{"container-title": "J. Foo"}))[PAPER]["title"] == "On foo"


@pytest.mark.parametrize(
    ("title", "subtitle", "shown"),
    [
        (["What is foo?"], ["A study"], "What is foo? A study"),
        (["Foo: A Study"], ["a study"], "Foo: A Study"),
        (["Foo"], [""], "Foo"),
        (["Are foo (\n   <i>Foo bar</i>\n   ) distractible?"], [], "Are foo (Foo bar) distractible?"),
        (["On\n   <i>Foo</i>\n   in bars"], None, "On Foo in bars"),
        ([], ["a study"], None),
        (None, None, None),
    ],
)
def test_titles(tmp_path: Path, title: object, subtitle: object, shown: str | None) -> None:
    assert nodes(only(tmp_path, title=title, subtitle=subtitle))[PAPER].get("title") == shown


@pytest.mark.parametrize(
    ("parts", "date", "year"),
    [
        ([[2018, 11]], "2018-11", 2018),
        ([[2018]], "2018", 2018),
        ([[2018, 13, 1]], "2018", 2018),
        ([[2018, None, 5]], "2018", 2018),
        ([[2018, 2, 0]], "2018-02", 2018),
        ([[None]], "2021", 2021),  # that of the publication online
        ([[18]], "2021", 2021),
        ([], "2021", 2021),
    ],
)
def test_dates(tmp_path: Path, parts: object, date: str, year: int) -> None:
    found = nodes(only(tmp_path, issued={"date-parts": parts}))[PAPER]
    assert (found["publishedOn"], found["year"]) == (date, year)


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"type": "book-chapter"}, "Zeitschr. Foo"),
        ({"container-title": [], "event": {"name": "FooConf 2020"}}, "FooConf 2020"),
        ({"container-title": None, "type": "posted-content", "institution": [{"name": "fooRxiv"}]}, "fooRxiv"),
        ({"container-title": None, "type": "report", "institution": [{"name": "Foo Office"}]}, None),
    ],
)
def test_venues(tmp_path: Path, fields: dict[str, object], venue: str | None) -> None:
    assert nodes(only(tmp_path, **fields))[PAPER].get("venue") == venue


def test_mathml_is_not_read_twice(tmp_path: Path) -> None:
    abstract = "<jats:p>Of <jats:alternatives><jats:tex-math>$$x^2$$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives>.</jats:p>"
    assert nodes(only(tmp_path, abstract=abstract))[PAPER]["abstract"] == "Of x."


def test_markup_that_was_deposited_as_text_goes_too(tmp_path: Path) -> None:
    abstract = "<jats:p>&lt;p&gt;On &lt;em&gt;foo&lt;/em&gt; &amp;amp; bar, n &lt; 4.&lt;/p&gt;</jats:p>"
    assert nodes(only(tmp_path, abstract=abstract))[PAPER]["abstract"] == "On foo & bar, n < 4."


@pytest.mark.parametrize(
    ("reference", "cited"),
    [
        ({"article-title": "One two three", "author": "Kirk R.", "year": "2022"}, "paper:text:onetwothree|kirk|2022"),
        ({"article-title": "One two three", "author": "P. de Boer", "year": "2022"}, "paper:text:onetwothree|boer|2022"),
        ({"article-title": "One two three", "author": "graves", "year": "2022"}, "paper:text:onetwothree|graves|2022"),
        ({"article-title": "One two three", "author": "Lillicrap T. P.", "year": "2022"}, "paper:text:onetwothree|lillicrap|2022"),
        ({"article-title": "One two three", "author": "Brockman Greg", "year": "2022"}, None),  # which of the two is the family name?
        ({"article-title": "One two three", "author": "DIN EN ISO 15681-2", "year": "2022"}, None),
        ({"article-title": "One two three", "author": "Doe", "year": "0"}, None),
        ({"article-title": "One two three", "author": "Doe"}, None),
        ({"article-title": "One two three", "year": "2022"}, None),
        ({"article-title": "Preface", "author": "Doe", "year": "2022"}, None),
        ({"article-title": "one " * 100, "author": "Doe", "year": "2022"}, None),
        (
            {"article-title": "One two three", "author": "Doe", "year": "2022", "journal-title": "arXiv:1602.01783 [Cs]"},
            "paper:arxiv:1602.01783",
        ),
        ({"unstructured": "Doe. arXiv:math.AG/0309136"}, "paper:arxiv:math/0309136"),
        ({"unstructured": "Doe. arXiv:1907.00001, see also arXiv:1907.00002"}, None),
        ({"unstructured": "Doe. ArXiv Preprint ArXiv:180807440 2018."}, None),
        ({"unstructured": "Doe. arXiv:1999.00001"}, None),
        ({"DOI": "10.1111/2041\u2010210X.1"}, "paper:doi:10.1111/2041-210x.1"),  # as a typesetter hyphenates
        (None, None),
    ],
)
def test_references(tmp_path: Path, reference: dict[str, str] | None, cited: str | None) -> None:
    found = edges(only(tmp_path, reference=[reference]), Relation.CITES)
    assert found == ([("CITES", PAPER, cited)] if cited else [])


@pytest.mark.parametrize("name", SAME_WORK)
def test_drafts_and_versions_are_the_same_paper(tmp_path: Path, name: str) -> None:
    (own, other) = ("paper:doi:10.1/v2", "paper:text:foo||")
    row = {"DOI": "10.1000/A", "title": ["Foo"], "relation": {name: [{"id-type": "doi", "id": "10.1234/V2"}]}}
    (record,) = records(lines(tmp_path / "w.jsonl", row), "crossref")
    assert nodes(record)["paper:doi:10.1000/a"]["same_as"] == [own.replace("10.1/", "10.1234/"), other]


@pytest.mark.parametrize(("type_", "what"), NO_PAPERS.items())
def test_what_is_no_paper_is_rejected(tmp_path: Path, type_: str, what: str) -> None:
    path = lines(tmp_path / "w.jsonl", WORK, {**WORK, "DOI": "10.1000/other", "type": type_})
    assert rejections(path, "crossref") == [f"w.jsonl:2: type is {type_!r}: {what}, no paper"]


def test_a_work_without_a_valid_doi_is_rejected(tmp_path: Path) -> None:
    path = lines(tmp_path / "w.jsonl", WORK, {**WORK, "DOI": "abc"}, {**WORK, "DOI": None}, {**WORK, "author": "Ann Lee"})
    assert rejections(path, "crossref") == [
        "w.jsonl:2: 'abc' is no doi identifier; expected 10.<registrant>/<suffix>, such as 10.18653/v1/P19-1001",
        "w.jsonl:3: has no DOI",
        "w.jsonl:4: author is 'Ann Lee'; input should be a valid tuple",
    ]


@pytest.mark.realdata
def test_the_real_works() -> None:
    path = real("data/original/crossref/works.jsonl")
    works = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    papers = [work for work in works if work.get("type") not in ("component", "dataset", "journal", "journal-issue")]
    found = read(path, "crossref")
    made = {item.key: item for item in found if isinstance(item, Record)}
    assert (len(works), len(made), len(found) - len(made)) == (300, 284, 16)
    assert made.keys() == {work["DOI"].lower() for work in papers}
    for work in papers:
        shown = nodes(made[work["DOI"].lower()])[f"paper:doi:{work['DOI'].lower()}"]
        stated = [work[name]["date-parts"][0][0] for name in ("issued", "published", "published-print", "published-online") if name in work]
        assert shown.get("year") == next((year for year in stated if year), None)
        assert not re.search(r"</?[A-Za-z]+[ />]|&\w+;", f"{shown.get('title')} {shown.get('abstract')}")
    counts = counted(list(made.values()))
    assert counts["WROTE"] == sum(len(work.get("author", [])) for work in papers)
    cited = [
        {doi.replace("\u2010", "-") for reference in work.get("reference", []) if (doi := reference.get("DOI", "").lower())}
        - {work["DOI"].lower()}
        for work in papers
    ]
    stated = [to for item in made.values() for _, _, to in edges(item, Relation.CITES)]
    by_arxiv_doi = sum(doi.startswith("10.48550/arxiv.") for found in cited for doi in found)
    assert (sum(map(len, cited)), by_arxiv_doi) == (7401, 5)
    assert Counter(to.split(":")[1] for to in stated) == {"doi": 7396, "arxiv": 76, "text": 753}
