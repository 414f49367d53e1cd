"""What each source is asked for, and what is written of its answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence import Rejection
from loaders.errors import SourceError
from loaders.fetch.fetch import Fetched
from loaders.formats import detect
from tests.loaders.fetch.asking import Heard, fetched, rows
from tests.loaders.fetch.service import Services, World, crossref_work, daily_paper, github_repository, openalex_work, s2_paper


def test_openalex_pages_by_cursor(services: Services, world: World, tmp_path: Path) -> None:
    to, heard = tmp_path / "w.jsonl", Heard()
    environment = {"CITEGRAPH_OPENALEX_KEY": "k1", "CITEGRAPH_CONTACT": "a@b.example"}
    assert fetched(services, "openalex", "graph networks", to, heard, environment) == Fetched(7, 0, 7)
    assert rows(to) == [openalex_work(n) for n in range(1, 8)]
    common = {"search": "graph networks", "per_page": "100", "api_key": "k1", "mailto": "a@b.example"}
    assert world.queries() == [{**common, "cursor": cursor} for cursor in ("*", "c3", "c6", "c9")]
    assert {request.headers["user-agent"].partition(" ")[2] for request in world.asked} == {"(mailto:a@b.example)"}
    assert heard.counts == [(3, 7), (6, 7), (7, 7), (7, 7)]
    assert detect(to).name == "openalex"


def test_openalex_takes_filters_and_days(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "w.jsonl"
    fetched(services, "openalex", "type:article,title.search:two words", to, since="2020-01-06", until="2020-02-01")
    assert [row["id"] for row in rows(to)] == ["https://openalex.org/W6", "https://openalex.org/W7"]
    days = "from_publication_date:2020-01-06,to_publication_date:2020-02-01"
    assert world.queries()[0] == {
        "filter": f"type:article,title.search:two words,{days}", "sort": "publication_date", "per_page": "100", "cursor": "*",
    }  # fmt: skip


def test_openalex_looks_up_ids_dois_and_arxiv_ids(services: Services, world: World, tmp_path: Path) -> None:
    world.works[1]["doi"] = "https://doi.org/10.48550/arxiv.2001.00009"
    to = tmp_path / "w.jsonl"
    assert fetched(services, "openalex", "W7, https://openalex.org/W6 10.5555/W1 arXiv:2001.00009v2 10.5555/no,ne", to) == Fetched(4, 1, 5)
    assert [row["id"].rsplit("/")[-1] for row in rows(to)] == ["W6", "W7", "W1", "W2"]
    assert [query["filter"] for query in world.queries()] == ["openalex:W7|W6", "doi:10.5555/w1|10.48550/arxiv.2001.00009"]


def test_openalex_authors_are_words_to_search_for(services: Services, world: World, tmp_path: Path) -> None:
    fetched(services, "openalex", "A123", tmp_path / "w.jsonl")
    assert world.queries()[0]["search"] == "A123"


def test_crossref_pages_to_the_last_page_that_is_not_full(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "c.jsonl.gz"
    assert fetched(services, "crossref", "deep nets", to, environment={"CITEGRAPH_CONTACT": "a@b.example"}) == Fetched(450, 0, 450)
    assert rows(to) == [crossref_work(n) for n in range(450)]
    assert world.queries() == [
        {"query": "deep nets", "rows": "200", "cursor": cursor, "mailto": "a@b.example"} for cursor in ("*", "200", "400")
    ]


def test_crossref_takes_filters_and_days(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "c.jsonl"
    assert fetched(services, "crossref", "issn:1234-5678", to, since="2021-02-14", until="2021-12-31").records == 10
    assert world.queries() == [{
        "filter": "issn:1234-5678,from-deposit-date:2021-02-14,until-deposit-date:2021-12-31", "rows": "200", "sort": "deposited",
        "order": "asc", "cursor": "*",
    }]  # fmt: skip


def test_crossref_looks_up_dois(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "c.jsonl"
    assert fetched(services, "crossref", "10.5555/c3 https://doi.org/10.5555/C5 10.5555/none", to) == Fetched(2, 1, 3)
    assert rows(to) == [crossref_work(3), crossref_work(5)]


def test_s2_asks_for_what_is_too_much_in_halves(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "s.jsonl"
    found = fetched(services, "s2", "CorpusID:1 arxiv:2001.00002 3 10.5555/none CorpusID:5", to, environment={"CITEGRAPH_S2_KEY": "k2"})
    assert (found, rows(to)) == (Fetched(4, 1, 5), [s2_paper(n) for n in (1, 2, 3, 5)])
    assert [request.method for request in world.asked] == ["POST"] * 3  # 5, 2, 3
    assert {request.headers["x-api-key"] for request in world.asked} == {"k2"}
    assert "references.externalIds" in world.queries()[0]["fields"]


def test_s2_knows_none_of_them(services: Services, tmp_path: Path) -> None:
    to = tmp_path / "s.jsonl"
    assert fetched(services, "s2", "CorpusID:99", to) == Fetched(0, 1, 1)
    assert list(tmp_path.iterdir()) == []


def test_s2_cannot_be_searched(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as failure:
        fetched(services, "s2", "graph networks", tmp_path / "s.jsonl")
    assert str(failure.value) == (
        "'graph networks' cannot be asked of Semantic Scholar; it takes DOIs, arXiv ids, ACL Anthology ids and corpus ids"
    )


def test_github_searches_page_by_page_on_its_own_host(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "g.jsonl"
    assert fetched(
        services, "github", "topic:nlp stars:>9", to, since="2024-01-01", environment={"CITEGRAPH_GITHUB_TOKEN": "t1"}
    ) == Fetched(5, 0, 5000)
    assert rows(to) == [github_repository(n) for n in range(1, 6)]
    common = {"q": "topic:nlp stars:>9 pushed:2024-01-01..*", "per_page": "100"}
    assert world.queries() == [{**common, "page": page} for page in ("1", "2", "3")]
    assert {request.headers["authorization"] for request in world.asked} == {"Bearer t1"}


def test_github_looks_up_repositories_of_a_file(services: Services, world: World, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("own/repo2\n\nhttps://github.com/Own/Repo4/tree/main\nown/none\nown/repo2\n", encoding="utf-8")
    to = tmp_path / "g.jsonl"
    assert fetched(services, "github", f"@{names}", to) == Fetched(2, 1, 3)
    assert rows(to) == [github_repository(2), github_repository(4)]
    assert [request.url.path for request in world.asked] == [f"/github/repos/own/{name}" for name in ("repo2", "repo4", "none")]


def test_a_file_of_identifiers_is_right_in_every_line(services: Services, world: World, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("own/repo2\nsome words\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"names.txt:2: 'some words' is no identifier that this source looks up; correct or remove it$"):
        fetched(services, "github", f"@{names}", tmp_path / "g.jsonl")
    names.write_text("\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"names.txt: names nothing; give one identifier a line$"):
        fetched(services, "github", f"@{names}", tmp_path / "g.jsonl")
    assert world.asked == []


def test_huggingface_goes_day_by_day(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "h.jsonl"
    assert fetched(services, "huggingface", "daily", to, since="2024-05-01", until="2024-05-04") == Fetched(103, 0, None)
    assert rows(to) == [daily_paper("2024-05-01", n) for n in range(2)] + [daily_paper("2024-05-03", n) for n in range(101)]
    assert [(query["date"][-1], query["p"]) for query in world.queries()] == [("1", "0"), ("2", "0"), ("3", "0"), ("3", "1"), ("4", "0")]


def test_huggingface_takes_one_day(services: Services, world: World, tmp_path: Path) -> None:
    assert fetched(services, "huggingface", "2024-05-01", tmp_path / "h.jsonl").records == 2
    assert world.queries() == [{"date": "2024-05-01", "limit": "100", "p": "0"}]


@pytest.mark.parametrize(
    ("query", "since", "told"),
    [
        ("yesterday", None, "'yesterday' is no day; use YYYY-MM-DD, or 'daily' with --since"),
        ("daily", None, "'daily' needs the first day; give it by --since"),
        ("2024-05-01", "2024-05-01", "one day is asked for; leave --since and --until away, or ask for 'daily'"),
    ],
)
def test_huggingface_needs_days(services: Services, tmp_path: Path, query: str, since: str | None, told: str) -> None:
    with pytest.raises(SourceError) as failure:
        fetched(services, "huggingface", query, tmp_path / "h.jsonl", since=since)
    assert str(failure.value) == told


def test_a_page_of_daily_papers_that_comes_twice_ends_the_day(services: Services, world: World, tmp_path: Path) -> None:
    same = [daily_paper("2024-05-01", n) for n in range(100)]
    world.daily = {"2024-05-01": same * 9}
    assert fetched(services, "huggingface", "2024-05-01", tmp_path / "h.jsonl").records == 100


def test_arxiv_writes_the_shape_of_the_snapshot(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "a.jsonl"
    assert fetched(services, "arxiv", "cs.CL", to, since="2020-01-02", until="2020-01-31") == Fetched(4, 1, 5)
    found = rows(to)
    assert found[0] == {
        "id": "2001.00001", "submitter": None, "authors": "Ann B. Núñez, Bo Day Jr", "title": "Nets & <graphs>", "comments": "3 pages",
        "journal-ref": None, "doi": None, "report-no": None, "categories": "cs.CL cs.LG", "license": "http://example.org/licence",
        "abstract": "  We do\n  nothing.\n", "versions": [{"version": "v1", "created": "Wed, 01 Jan 2020 00:00:00 GMT"}],
        "update_date": "2020-01-02", "authors_parsed": [["Núñez", "Ann B.", ""], ["Day", "Bo", "Jr"]],
    }  # fmt: skip
    assert [row["id"] for row in found] == ["2001.00001", "2001.00002", "cs/0112017", "2001.00004"]
    first = {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": "cs:cs:CL", "from": "2020-01-02", "until": "2020-01-31"}
    assert world.queries() == [first] + [{"verb": "ListRecords", "resumptionToken": token} for token in ("2020-01-02/2", "2020-01-02/4")]


@pytest.mark.parametrize(("query", "name"), [("cs", "cs"), ("physics:hep-th", "physics:hep-th"), ("stat.ML", "stat:stat:ML")])
def test_arxiv_takes_sets_and_categories(services: Services, world: World, tmp_path: Path, query: str, name: str) -> None:
    fetched(services, "arxiv", query, tmp_path / "a.jsonl")
    assert world.queries()[0]["set"] == name


def test_arxiv_has_nothing_of_these_days(services: Services, tmp_path: Path) -> None:
    assert fetched(services, "arxiv", "cs", tmp_path / "a.jsonl", since="2030-01-01") == Fetched(0, 0, None)


def test_arxiv_refuses_what_is_no_set(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as failure:
        fetched(services, "arxiv", "nonsense", tmp_path / "a.jsonl")
    assert str(failure.value) == ("arXiv refuses 'nonsense' (Set does not exist); use a set such as cs or cs:cs:CL, and days as YYYY-MM-DD")


def test_arxiv_looks_up_ids(services: Services, world: World, tmp_path: Path) -> None:
    to = tmp_path / "a.jsonl"
    assert fetched(services, "arxiv", "https://arxiv.org/abs/2001.00001v3 cs/0112017 2001.99999 2001.00003", to) == Fetched(2, 2, 4)
    assert [row["id"] for row in rows(to)] == ["2001.00001", "cs/0112017"]


@pytest.mark.parametrize(
    ("source", "query", "since", "name"),
    [
        ("openalex", "nets", None, "openalex"), ("crossref", "nets", None, "crossref"), ("s2", "1 2 3", None, "s2-api"),
        ("github", "topic:nlp", None, "github"), ("huggingface", "2024-05-01", None, "huggingface"), ("arxiv", "cs", "2020-01-01", "arxiv"),
        ("openalex", "W1", None, "openalex"), ("s2", "1", None, "s2-api"), ("github", "own/repo1", None, "github"),
    ],
)  # fmt: skip
def test_what_is_fetched_is_read(services: Services, tmp_path: Path, source: str, query: str, since: str | None, name: str) -> None:
    to = tmp_path / "fetched.jsonl.zst"
    count = fetched(services, source, query, to, since=since).records
    format_ = detect(to)
    found = list(format_.read(to, format_.name))
    assert (format_.name, [item for item in found if isinstance(item, Rejection)], len(found)) == (name, [], count)


def test_identifiers_have_no_days(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="identifiers are looked up whatever their days; leave --since and --until away"):
        fetched(services, "arxiv", "2001.00001", tmp_path / "a.jsonl", since="2020-01-01")
