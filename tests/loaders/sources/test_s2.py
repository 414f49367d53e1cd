"""The Semantic Scholar datasets but full texts, and answers of its API."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion, Record
from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.formats import detect
from tests.loaders.sources.read import counted, edges, nodes, read, records, rejections
from tests.realdata import real

SHA = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
OTHER_SHA = "a" * 40
PAGE = f"https://www.semanticscholar.org/paper/{SHA}"
PAPER = {
    "corpusid": 7, "url": PAGE, "title": "Foo &amp; bar", "venue": "", "journal": {"name": "J. Foo", "pages": None}, "year": 2020,
    "externalids": {
        "ACL": "P19-1001", "DBLP": "conf/foo/Lee20", "ArXiv": "2003.00001", "MAG": "5", "CorpusId": "7", "PubMed": "9", "DOI": "10.1000/ABC",
    },
    "authors": [{"authorId": "11", "name": "Ann  Lee"}, {"authorId": None, "name": "Bo Day"}, {"authorId": "12", "name": None}],
    "publicationdate": "2020-03-01", "publicationtypes": None, "s2fieldsofstudy": [{"category": "Foo"}], "citationcount": 3,
}  # fmt: skip
SAID_OF_PAPER = {
    "paper:s2:7": {
        "title": "Foo & bar", "year": 2020, "publishedOn": "2020-03-01", "venue": "J. Foo", "url": PAGE,
        "same_as": [
            "paper:doi:10.1000/abc", "paper:arxiv:2003.00001", "paper:acl:P19-1001", "paper:dblp:conf/foo/Lee20", f"paper:url:{PAGE}",
            "paper:text:foobar|lee|2020",
        ],
    },
    "author:s2author:11": {"name": "Ann Lee"},
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def only(tmp_path: Path, name: str, row: object) -> Record:
    (record,) = records(lines(tmp_path / "x.jsonl", row), name)
    return record


def camel(row: Mapping[str, object]) -> dict[str, object]:
    """The row as another release writes it."""
    names = {"corpusid": "corpusId", "externalids": "externalIds", "publicationdate": "publicationDate"}
    names |= {
        "citingcorpusid": "citingCorpusId",
        "citedcorpusid": "citedCorpusId",
        "authorid": "authorId",
        "openaccessinfo": "openAccessInfo",
    }
    return {names.get(name, name): camel(value) if isinstance(value, dict) else value for name, value in row.items()}


# --- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [PAPER, camel(PAPER)], ids=["lower case", "camel case"])
def test_a_paper(tmp_path: Path, row: dict[str, object]) -> None:
    record = only(tmp_path, "s2-papers", row)
    assert (record.source, record.key, record.locator, record.url, record.rank) == ("s2-papers", "7", "x.jsonl:1", PAGE, 1)
    assert nodes(record) == SAID_OF_PAPER
    assert edges(record) == [("WROTE", "author:s2author:11", "paper:s2:7"), ("WROTE", "author:name:Bo Day", "paper:s2:7")]


def test_a_paper_of_which_little_is_known(tmp_path: Path) -> None:
    row = {"corpusid": 7, "externalids": None, "title": None, "year": None, "venue": "Foo", "journal": None, "publicationdate": "2020-99"}
    record = only(tmp_path, "s2-papers", row)
    assert nodes(record) == {"paper:s2:7": {"venue": "Foo"}}


def test_papers_without_a_corpus_id_are_rejected(tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", PAPER, {**PAPER, "corpusid": None}, {**PAPER, "corpusid": "W7"}, {**PAPER, "corpusid": 0})
    wrong = "is no s2 identifier; expected a Semantic Scholar corpus id such as CorpusID:13756489"
    assert rejections(path, "s2-papers") == ["x.jsonl:2: has no corpusid", f"x.jsonl:3: 'W7' {wrong}", f"x.jsonl:4: '0' {wrong}"]


# --- answers of the API -----------------------------------------------------------------------------------------------

ANSWER = {
    "paperId": SHA, "corpusId": 7, "title": "Foo", "abstract": "We do.", "year": 2020, "authors": [{"authorId": "11", "name": "Ann Lee"}],
    "references": [
        {"paperId": OTHER_SHA, "title": "Known"},
        {"paperId": None, "externalIds": {"CorpusId": 8, "DOI": "10.1000/X"}, "title": None, "year": 2001},
        {"paperId": None, "title": "Told by all three", "year": 1999, "authors": [{"authorId": None, "name": "Bo Day"}]},
        {"paperId": None, "title": "Told by its title only"},
        {"paperId": SHA, "corpusId": 7, "title": "Foo"},
        None,
    ],
    "citations": [{"paperId": None, "corpusId": 9, "title": "Citing", "year": 2021}],
}  # fmt: skip


def test_an_answer(tmp_path: Path) -> None:
    record = only(tmp_path, "s2-api", ANSWER)
    page = "paper:url:https://www.semanticscholar.org/paper/"
    assert (record.key, record.rank) == ("7", 1)
    assert nodes(record) == {
        "paper:s2:7": {"title": "Foo", "year": 2020, "abstract": "We do.", "same_as": [page + SHA, "paper:text:foo||"]},
        "author:s2author:11": {"name": "Ann Lee"},
        page + OTHER_SHA: {"title": "Known", "same_as": ["paper:text:known||"]},
        "paper:s2:8": {"same_as": ["paper:doi:10.1000/x"]},
        "paper:text:toldbyallthree|day|1999": {"title": "Told by all three", "year": 1999},
        "paper:s2:9": {"title": "Citing", "year": 2021, "same_as": ["paper:text:citing||2021"]},
    }
    assert edges(record, Relation.CITES) == [
        ("CITES", "paper:s2:7", page + OTHER_SHA),
        ("CITES", "paper:s2:7", "paper:s2:8"),
        ("CITES", "paper:s2:7", "paper:text:toldbyallthree|day|1999"),
        ("CITES", "paper:s2:9", "paper:s2:7"),
    ]


def test_a_batch_and_a_page_of_a_search(tmp_path: Path) -> None:
    """What a batch asked for in vain is null in its answer."""
    batch, search = tmp_path / "batch.json", tmp_path / "search.json"
    batch.write_text(json.dumps([ANSWER, None]))
    search.write_text(json.dumps({"total": 1, "offset": 0, "data": [ANSWER]}))
    first, second = read(batch, "s2-api")
    assert isinstance(first, Record)
    assert (
        rejections(batch, "s2-api")
        == [f"batch.json#/1: {getattr(second, 'reason', '')}"]
        == ["batch.json#/1: is a JSON NoneType; expected an object"]
    )
    (found,) = records(search, "s2-api")
    assert found.assertions == first.assertions
    assert found.locator == "search.json#/data/0"


def test_an_answer_with_nothing_but_the_older_id(tmp_path: Path) -> None:
    record = only(tmp_path, "s2-api", {"paperId": SHA, "title": "Foo"})
    assert record.key == SHA
    assert nodes(record) == {f"paper:url:{PAGE}": {"title": "Foo", "same_as": ["paper:text:foo||"]}}


# --- abstracts --------------------------------------------------------------------------------------------------------

ABSTRACT = {
    "corpusid": 7,
    "openaccessinfo": {"externalids": {"MAG": "5", "ACL": None, "DOI": "10.1000/ABC", "ArXiv": None}, "url": None},
    "abstract": "We propose FooNet, a net.\nResults on CIFAR-10.",
}


@pytest.mark.parametrize("row", [ABSTRACT, camel(ABSTRACT)], ids=["lower case", "camel case"])
def test_an_abstract(tmp_path: Path, row: dict[str, object]) -> None:
    """It has no title, so that nothing of it makes a paper."""
    record = only(tmp_path, "s2-abstracts", row)
    assert (record.key, record.url) == ("7", "https://api.semanticscholar.org/CorpusID:7")
    assert nodes(record) == {
        "paper:s2:7": {"abstract": "We propose FooNet, a net. Results on CIFAR-10.", "same_as": ["paper:doi:10.1000/abc"]}
    }
    assert edges(record) == [
        ("INTRODUCES", "paper:s2:7", "method:name:FooNet@paper:s2:7"),
        ("EVALUATES_ON", "paper:s2:7", "dataset:name:CIFAR-10"),
    ]


def test_an_abstract_that_is_none_is_rejected(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "x.jsonl", ABSTRACT, {**ABSTRACT, "abstract": " "}, {**ABSTRACT, "abstract": "<p> </p>"}, {**ABSTRACT, "corpusid": "x"}
    )
    assert rejections(path, "s2-abstracts") == [
        "x.jsonl:2: has no abstract",
        "x.jsonl:3: has no abstract",
        "x.jsonl:4: 'x' is no s2 identifier; expected a Semantic Scholar corpus id such as CorpusID:13756489",
    ]


# --- citations --------------------------------------------------------------------------------------------------------

CITATION = {
    "citingcorpusid": "7",
    "citedcorpusid": "8",
    "isinfluential": True,
    "contexts": ["As  in [1].", None],
    "intents": ["method", "background"],
}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (CITATION, "7 8"),
        (camel(CITATION), "7 8"),
        ({**CITATION, "citationid": 3, "intents": [["method"], None, ["background", "method"]]}, "3"),
    ],
    ids=["lower case", "camel case", "intents by context"],
)
def test_a_citation(tmp_path: Path, row: dict[str, object], key: str) -> None:
    record = only(tmp_path, "s2-citations", row)
    (said,) = record.assertions
    assert isinstance(said, EdgeAssertion)
    assert edges(record) == [("CITES", "paper:s2:7", "paper:s2:8")]
    assert (record.key, said.values) == (key, {"contexts": ["As in [1]."], "intents": ["background", "method"]})


def test_a_citation_of_what_was_not_identified_is_rejected(tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", CITATION, {**CITATION, "citedcorpusid": None}, {**CITATION, "citedcorpusid": "7"})
    assert rejections(path, "s2-citations") == [
        "x.jsonl:2: has no citedcorpusid: what is cited was not identified",
        "x.jsonl:3: CITES from paper:s2:7 to itself",
    ]


# --- authors, ids -----------------------------------------------------------------------------------------------------

AUTHOR = {
    "authorid": "11", "name": "A. Lee", "aliases": ["Ann Lee", "A. Lee"], "url": "https://www.semanticscholar.org/author/11",
    "externalids": {"DBLP": ["Ann Lee"], "ORCID": "0000-0002-1825-0097"}, "affiliations": None, "papercount": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    "row", [AUTHOR, camel(AUTHOR), {**AUTHOR, "externalids": {"ORCID": ["0000-0002-1825-0097", "0000-0002-1825-0098"]}}]
)
def test_an_author(tmp_path: Path, row: dict[str, object]) -> None:
    """The check digit of the second ORCID is wrong."""
    record = only(tmp_path, "s2-authors", row)
    assert (record.key, record.url) == ("11", "https://www.semanticscholar.org/author/11")
    assert nodes(record) == {
        "author:s2author:11": {"name": "A. Lee", "aliases": ["Ann Lee"], "same_as": ["author:orcid:0000-0002-1825-0097"]}
    }


def test_an_author_without_an_id_is_rejected(tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", AUTHOR, {**AUTHOR, "authorid": "x"}, {**AUTHOR, "name": None})
    assert rejections(path, "s2-authors") == [
        "x.jsonl:2: 'x' is no s2author identifier; expected a Semantic Scholar author id such as 1741101",
        "x.jsonl:3: has no name",
    ]


def test_ids_of_a_paper(tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", {"sha": SHA, "corpusid": 7, "primary": True}, {"sha": "abc", "corpusid": 7, "primary": False})
    found = read(path, "s2-paper-ids")
    assert isinstance(found[0], Record)
    assert (found[0].key, nodes(found[0]), edges(found[0])) == (SHA, {"paper:s2:7": {"same_as": [f"paper:url:{PAGE}"]}}, [])
    assert rejections(path, "s2-paper-ids") == ["x.jsonl:2: sha is 'abc'; expected 40 hexadecimal digits"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"corpusid": 7, "model": "tldr@v2.0.0", "text": "Foo is bar."}, "TLDRs, which a model wrote"),
        ({"corpusid": 7, "model": "specter@v0.1.1", "vector": "[0.1]"}, "embeddings: numbers"),
        (
            {"id": "x", "alternate_issns": [], "alternate_names": [], "issn": None, "name": "J. Foo", "type": "journal"},
            "venues, of which nothing is made",
        ),
    ],
)
def test_datasets_that_say_nothing_are_refused(tmp_path: Path, row: dict[str, object], reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        detect(lines(tmp_path / "x.jsonl", row))


# --- real files -------------------------------------------------------------------------------------------------------


def sample(name: str) -> tuple[list[dict[str, object]], Path]:
    path = real(f"data/original/s2ag/{name}-sample.jsonl.gz")
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).split(b"\n") if line], path


@pytest.mark.realdata
def test_the_real_papers_authors_and_ids() -> None:
    rows, path = sample("papers")
    made = records(path, "s2-papers")
    assert (len(rows), len(made)) == (100, 100)
    assert counted(made)["WROTE"] == sum(len(row["authors"]) for row in rows)  # type: ignore[arg-type, misc]
    stated = [nodes(record)[f"paper:s2:{row['corpusid']}"] for record, row in zip(made, rows, strict=True)]
    assert [item.get("year") for item in stated] == [row["year"] for row in rows]
    assert sum(any(ref.startswith("paper:doi:") for ref in item["same_as"]) for item in stated) == 20  # type: ignore[attr-defined]
    rows, path = sample("authors")
    found = [next(iter(nodes(record).items())) for record in records(path, "s2-authors")]
    assert [(ref, said["name"]) for ref, said in found] == [(f"author:s2author:{row['authorid']}", row["name"]) for row in rows]
    rows, path = sample("paper-ids")
    assert [record.key for record in records(path, "s2-paper-ids")] == [row["sha"] for row in rows]


@pytest.mark.realdata
def test_the_real_abstracts_and_citations() -> None:
    rows, path = sample("abstracts")
    stated = [nodes(record)[f"paper:s2:{record.key}"] for record in records(path, "s2-abstracts")]
    assert ["".join(str(item["abstract"]).split()) for item in stated] == ["".join(str(row["abstract"]).split()) for row in rows]
    rows, path = sample("citations")
    known = [row for row in rows if row["citedcorpusid"]]
    found = read(path, "s2-citations")
    made = [item for item in found if isinstance(item, Record)]
    assert (len(made), len(found) - len(made)) == (len(known), len(rows) - len(known)) == (77, 23)
    assert [edges(record)[0][1:] for record in made] == [
        (f"paper:s2:{row['citingcorpusid']}", f"paper:s2:{row['citedcorpusid']}") for row in known
    ]
    path = real("data/original/s2ag/crawl-citations.jsonl")
    assert counted(records(path, "s2-citations")) == {"CITES": len(path.read_bytes().splitlines())} == {"CITES": 12_111}


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["tldrs", "publication-venues"])
def test_the_real_datasets_that_say_nothing(name: str) -> None:
    _, path = sample(name)
    with pytest.raises(SourceError, match=r"holds Semantic Scholar's (TLDRs|venues)"):
        detect(path)
