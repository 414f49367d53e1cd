"""BibTeX and biblatex entries."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from backports import zstd

from graph.evidence import EdgeAssertion, Record
from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.files import MAX_LINE
from loaders.formats import FORMATS, detect
from tests.loaders.sources.read import counted, edges, names_of, nodes, read, records, rejections
from tests.realdata import real

ACL = r"""% Encoding: UTF-8

@string{acl = "Society for {F}oo"}
@preamble{"\newcommand{\foo}{bar}"}
@comment{jabref-meta: databaseType:bibtex;}

@InProceedings{lee-etal-2019-foo,
    Title = "A {FOO} study: caf{\'e} \& more",
    author = "Lee, Ann  and
      de la Cruz, Jr., Bo and {Big Team and Sons} and Carl~Day and others",
    booktitle = "Proceedings of the " # acl # ", Day 1",
    month = aug # " 23{--}" # aug # " 27",
    year = {{2019}},
    doi = "10.1007/978-3-642{\_}1",
    url = "https://aclanthology.org/P19-1001",
    note = {arXiv:1901.00001v2 [cs]
    Comment: 5 pages},
    abstract = {We do 5\% {\"u}ber.},
    keywords = {foo, bar},
    title = {Said again},
}
"""


def bib(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def only(tmp_path: Path, fields: str, kind: str = "article", key: str = "k") -> Record:
    """The record of one entry."""
    (record,) = records(bib(tmp_path / "one.bib", f"@{kind}{{{key}, title={{T}}, {fields}}}"), "bibtex")
    return record


def values(tmp_path: Path, fields: str, kind: str = "article", key: str = "k") -> dict[str, object]:
    """What one entry with the title T says of its paper."""
    return next(iter(nodes(only(tmp_path, fields, kind, key)).values()))


def test_an_entry(tmp_path: Path) -> None:
    (record,) = records(bib(tmp_path / "a.bib", ACL), "bibtex")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "bibtex",
        "lee-etal-2019-foo",
        "a.bib:7",
        "https://aclanthology.org/P19-1001",
        2,
    )
    paper = "paper:doi:10.1007/978-3-642_1"
    assert nodes(record) == {
        paper: {
            "title": "A FOO study: café & more", "year": 2019, "publishedOn": "2019-08", "venue": "Proceedings of the Society for Foo, Day 1",
            "url": "https://aclanthology.org/P19-1001", "abstract": "We do 5% über.",
            "same_as": ["paper:acl:P19-1001", "paper:arxiv:1901.00001", "paper:text:afoostudycafemore|lee|2019", "paper:short:afoostudy|afoostudycafemore|lee|2019"],
        }
    }  # fmt: skip
    names = ["Ann Lee", "Bo de la Cruz Jr.", "Big Team and Sons", "Carl Day"]
    assert edges(record) == [("WROTE", f"author:name:{name}", paper) for name in names]
    wrote = [item.values for item in record.assertions if isinstance(item, EdgeAssertion)]
    assert wrote == [{"position": place, "nameAsWritten": name} for place, name in enumerate(names, start=1)]


def test_an_entry_of_dblp(tmp_path: Path) -> None:
    r"""DBLP's key and homonyms are identities; of the same fields elsewhere nothing of the kind is said."""
    entry = r"""@inproceedings{%s,
  author    = {Wei Day 0001 and
               Ann Lee},
  title     = {{GTPA:} {A} Model},
  booktitle = {{FOO} 2010},
  year      = {2010},
  url       = {http://foo.org/Paper\_1.pdf},
  doi       = {10.1000/FOO\_1},
  %s
}"""
    (ours,) = records(bib(tmp_path / "d.bib", entry % ("DBLP:conf/foo/DayL10", "volume = {3}")), "bibtex")
    (renamed,) = records(bib(tmp_path / "r.bib", entry % ("day2010", "biburl = {https://dblp.org/rec/conf/foo/DayL10.bib}")), "bibtex")
    (other,) = records(bib(tmp_path / "o.bib", entry % ("conf/foo/DayL10", "volume = {3}")), "bibtex")
    paper = "paper:dblp:conf/foo/DayL10"
    assert nodes(ours) == nodes(renamed) == {
        paper: {
            "title": "GTPA: A Model", "year": 2010, "venue": "FOO 2010", "url": "http://foo.org/Paper_1.pdf",
            "same_as": ["paper:doi:10.1000/foo_1", "paper:text:gtpaamodel|day|2010", "paper:short:gtpa|gtpaamodel|day|2010"],
        },
        "author:dblpauthor:Wei_Day_0001": {"name": "Wei Day"},
    }  # fmt: skip
    assert edges(ours, Relation.WROTE) == [("WROTE", "author:dblpauthor:Wei_Day_0001", paper), ("WROTE", "author:name:Ann Lee", paper)]
    assert (ours.key, ours.url, renamed.key) == ("DBLP:conf/foo/DayL10", "https://dblp.org/rec/conf/foo/DayL10", "day2010")
    assert edges(other)[0] == ("WROTE", "author:name:Wei Day 0001", "paper:doi:10.1000/foo_1")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("eprint = {1706.00001v3}, archivePrefix = {arXiv}, primaryClass = {cs.CL}", "arxiv:1706.00001"),
        ("eprint = {1706.00001}, eprinttype = {arxiv}", "arxiv:1706.00001"),
        ("eprint = {hep-th/9901001}, primaryClass = {hep-th}", "arxiv:hep-th/9901001"),
        ("eprint = {arXiv:1706.00001}", "arxiv:1706.00001"),
        ("eprint = {1706.00001}", None),
        ("eprint = {1706.00001}, eprinttype = {jstor}", None),
        ("doi = {10.48550/arXiv.1706.00001}", "arxiv:1706.00001"),
        ("doi = {https://doi.org/10.1000/A{\\_}b}", "doi:10.1000/a_b"),
        ("doi = {10.1000/a\\%b}", "doi:10.1000/a%b"),
        ("doi = {see the page}", None),
        ("journal = {arXiv preprint arXiv:1706.00001}", "arxiv:1706.00001"),
        ("journal = {CoRR}, volume = {abs/1706.00001}", "arxiv:1706.00001"),
        ("journal = {Foo}, volume = {abs/1706.00001}", None),
        ("note = {Extends arXiv:1706.00001}", None),
        ("url = {https://arxiv.org/abs/1706.00001}", "arxiv:1706.00001"),
        ("howpublished = {\\url{https://arxiv.org/abs/1706.00001}}", "arxiv:1706.00001"),
        ("url = {https://www.aclweb.org/anthology/P19-1001/}", "acl:P19-1001"),
        ("url = {https://api.semanticscholar.org/CorpusID:7}", "s2:7"),
    ],
)
def test_what_names_a_paper(tmp_path: Path, fields: str, found: str | None) -> None:
    assert list(nodes(only(tmp_path, fields))) == [f"paper:{found}" if found else "paper:text:t||"]


@pytest.mark.parametrize(
    ("fields", "year", "published"),
    [
        ("year = 2019, month = jan", 2019, "2019-01"),
        ("year = 2019, month = {September}", 2019, "2019-09"),
        ('year = 2019, month = aug # " 28th"', 2019, "2019-08"),
        ("year = 2019, month = 7", 2019, "2019-07"),
        ("year = 2019, month = {13}", 2019, None),
        ('year = 2019, month = oct # "-" # nov', 2019, None),
        ("year = 2019, month = {Summer}", 2019, None),
        ("year = {in press}, month = jan", None, None),
        ("year = {2019a}", None, None),
        ("date = {2019-03-07}", 2019, "2019-03-07"),
        ("date = {2019-03/2019-05}, year = 2018", 2019, "2019-03"),
        ("date = {2019}", 2019, None),
        ("date = {2019-21}", 2019, None),
    ],
)
def test_when(tmp_path: Path, fields: str, year: int | None, published: str | None) -> None:
    found = values(tmp_path, fields)
    assert (found.get("year"), found.get("publishedOn")) == (year, published)


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("journal = {J. {Foo}}", "J. Foo"),
        ("journaltitle = {Foo}, booktitle = {Bar}", "Foo"),
        ("booktitle = {Proc. {\\'E}t{\\'e}}", "Proc. Été"),
        ("school = {Foo}", "Foo"),
        ("institution = {Foo}", "Foo"),
        ("journal = tacl", None),
        ("journal = {arXiv preprint arXiv:1706.00001}", None),
    ],
)
def test_where(tmp_path: Path, fields: str, venue: str | None) -> None:
    assert values(tmp_path, fields).get("venue") == venue


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("url = {http://foo.org/a\\_b\\%20c}", "http://foo.org/a_b%20c"),
        ("url = {\\url{http://foo.org/{\\textasciitilde}ann}}", "http://foo.org/~ann"),
        ("url = {http://foo.org/$\\sim$ann}", "http://foo.org/~ann"),
        ("url = {foo.org}, howpublished = {Read at \\url{http://foo.org/a}}", "http://foo.org/a"),
        ("url = {foo.org}", None),
    ],
)
def test_addresses(tmp_path: Path, fields: str, url: str | None) -> None:
    assert values(tmp_path, fields).get("url") == url


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("{OpenAI}", ["OpenAI"]),
        ("Ann Lee AND Bo Day", ["Ann Lee", "Bo Day"]),
        ("Lee, Ann\n and Bo van Day", ["Ann Lee", "Bo van Day"]),
        ("{Foo, Inc.} and Lee, A.", ["Foo, Inc.", "A. Lee"]),
        ("family=Day, given=Bo, prefix=van, useprefix=true", ["Bo van Day"]),
        ("Lee, and {}", ["Lee"]),
        ("others", []),
    ],
)
def test_authors(tmp_path: Path, author: str, names: list[str]) -> None:
    assert [one for _, one, _ in edges(only(tmp_path, f"author = {{{author}}}"))] == [f"author:name:{name}" for name in names]


def test_what_an_entry_takes_from_its_crossref(tmp_path: Path) -> None:
    """What it does not say itself, wherever the other stands."""
    text = """
@string{foo = {Foo}}
@inproceedings{a, title = {A}, crossref = {vol}}
@inproceedings{b, title = {B}, crossref = {vol}, booktitle = {Bar}, year = 2001}
@inproceedings{c, title = {C}, crossref = {gone}}
@proceedings{vol, title = foo # { 2003}, year = 2003, month = jan, doi = {10.1000/vol}, author = {Ann Lee}}
"""
    found = [nodes(item) for item in read(bib(tmp_path / "c.bib", text), "bibtex") if isinstance(item, Record)]
    assert found == [
        {"paper:text:a||2003": {"title": "A", "year": 2003, "publishedOn": "2003-01", "venue": "Foo 2003"}},
        {"paper:text:b||2001": {"title": "B", "year": 2001, "venue": "Bar"}},
        {"paper:text:c||": {"title": "C"}},
    ]


def test_what_is_rejected_and_that_the_rest_goes_on(tmp_path: Path) -> None:
    text = """Words of whoever wrote the file.
@article{open, title = {Never closed,
  year = 2019,

@article{early, title={Too}}, author={Ann Lee}}
@misc(paren, title={In (parentheses)}, year=2001)  @misc{inline, title={On the same line}}
@misc{paren, title={Other}}
@misc{paren, title={In (parentheses)}, year = {2001}}
@software{tool, title={Tool}}
@proceedings{vol, title={Proc.}}
@misc{nothing, year = 2001}
@misc{bare, doi = {10.1000/x}, year = 2001},
@article{last, title = {End"""
    path = bib(tmp_path / "r.bib", text)
    assert rejections(path, "bibtex") == [
        "r.bib:2: is no BibTeX entry: it is open until the next one or the end of the file",
        "r.bib:5: is no BibTeX entry: it is closed before 'author'; its braces do not match",
        "r.bib:7: repeats the key 'paren' of another record of the file; give it one of its own",
        "r.bib:9: is @software, no paper",
        "r.bib:10: is @proceedings, no paper",
        "r.bib:11: has neither identifier nor title",
        "r.bib:13: is no BibTeX entry: it is open until the next one or the end of the file",
    ]
    made = [item for item in read(path, "bibtex") if isinstance(item, Record)]
    assert [(item.key, item.locator) for item in made] == [
        ("paren", "r.bib:6"),
        ("inline", "r.bib:6"),
        ("paren", "r.bib:8"),
        ("bare", "r.bib:12"),
    ]
    assert nodes(made[3]) == {"paper:doi:10.1000/x": {"year": 2001}}


def test_an_entry_that_is_not_utf8_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "l.bib"
    path.write_bytes(b"\xef\xbb\xbf@misc{a, title={A}}\n" + b" " * 70_000 + b"\n@misc{b, title={caf\xe9}}\r\n@misc{c, title={C}}\r\n")
    assert rejections(path, "bibtex") == ["l.bib:3: is not UTF-8 (byte 19); convert the file, for example with iconv"]
    assert [item.key for item in read(path, "bibtex") if isinstance(item, Record)] == ["a", "c"]


def test_a_file_without_end_of_entry_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "e.bib"
    with path.open("wb") as stream:
        stream.write(b"@misc{a, title={A}}\n@misc{b, title={\n")
        for _ in range(MAX_LINE // (1 << 20) + 1):
            stream.write((b"x" * 1023 + b"\n") * 1024)
    found: list[object] = []
    with pytest.raises(SourceError, match=r"e\.bib:2: more than 64 MiB without an entry; this is no BibTeX"):
        found.extend(FORMATS["bibtex"].reader.units(path, "bibtex"))


def test_what_holds_an_entry_and_is_of_another_format(tmp_path: Path) -> None:
    for text in (
        "# Foo\n\n```\n@misc{a, title={A}}\n```\n",
        '{"a": "\\n@misc{a,}"}',
        "<p>\n@misc{a, title={A}}\n",
        "ann@foo.org writes\n@ home\n",
    ):
        with pytest.raises(SourceError, match="format not recognised"):
            detect(bib(tmp_path / "x.bib", text))
    assert detect(bib(tmp_path / "j.bib", "This file was written by Foo.\nEncoding: UTF8\n\n% { }\n@misc{a, title={A}}")).name == "bibtex"
    assert detect(bib(tmp_path / "y.txt", "\n\n@Article {a1 ,\n title={A}}")).name == "bibtex"


@pytest.mark.realdata
def test_the_real_entries_of_dblp() -> None:
    """74 titles are those of several papers, which their keys tell apart."""
    path = real("data/dblp_ml.bib.zst")
    entries = re.split(r"\n(?=@)", zstd.decompress(path.read_bytes()).decode())
    papers = [entry for entry in entries if entry.startswith("@inproceedings{")]
    found = read(path, "bibtex")
    made = [item for item in found if isinstance(item, Record)]
    assert (len(made), len(found)) == (len(papers), len(entries)) == (92_147, 92_471)
    assert [item.key for item in made] == [re.findall(r"\{(.*),", entry)[0] for entry in papers]
    assert [names_of(item)[0].removeprefix("paper:dblp:") for item in made] == [
        entry[len("@inproceedings{DBLP:") :].split(",", 1)[0] for entry in papers
    ]
    names = [re.search(r"^  author +=\s+\{(.*?)\},\n  \w+ +=", entry, re.DOTALL | re.MULTILINE) for entry in papers]
    assert counted(made)["WROTE"] == sum(len(re.split(r"\s+and\s+", name[1])) for name in names if name) == 338_075
    stated = [key.split(":", 2) for item in made for key in names_of(item)]
    dois = re.findall(r"^  doi +=\s+\{(.*)\},$", "\n".join(papers), re.MULTILINE)
    assert sorted(value for _, scheme, value in stated if scheme == "doi") == sorted(doi.replace("\\", "").lower() for doi in dois)
    titles = Counter(value.split("|")[0] for _, scheme, value in stated if scheme == "text")
    assert sum(count > 1 for count in titles.values()) == 74


@pytest.mark.realdata
def test_the_real_entries_of_the_anthology() -> None:
    path = real("data/original/bibtex/acl_anthology.bib")
    text = path.read_text(encoding="utf-8")
    made = [item for item in read(path, "bibtex") if isinstance(item, Record)]
    kinds = re.findall(r"^@(\w+)\{", text, re.MULTILINE)
    assert (len(made), kinds.count("proceedings"), len(kinds)) == (1955, 45, 2000)
    papers = [entry for entry in re.split(r"\n(?=@)", text) if not entry.startswith("@proceedings")]
    written = [re.search(r'^    author = ["{](.*?)["}],\n    \w+ = ', entry, re.DOTALL | re.MULTILINE) for entry in papers]
    names = [name for found in written if found for name in re.split(r"\s+and\s+", found[1])]
    assert counted(made)["WROTE"] == len(names)
    plain = [" ".join(reversed(name.split(", "))) for name in names if not re.search(r"[{~\\]|,.*,", name)]
    printed = Counter(
        str(item.values["nameAsWritten"])
        for one in made
        for item in one.assertions
        if isinstance(item, EdgeAssertion) and "nameAsWritten" in item.values
    )
    assert not Counter(plain) - printed
    assert len(plain) > len(names) * 0.9
    ids = [key for item in made for key in names_of(item) if key.startswith("paper:acl:")]
    assert len(ids) == len(re.findall(r'url = "https://aclanthology.org/', "\n".join(papers)))
    months = [
        {word[:3] for word in re.findall("[a-z]{3,}", found)} or found
        for found in re.findall("    month = (.*),", "\n".join(papers).lower())
    ]
    assert sum("publishedOn" in values for item in made for values in nodes(item).values()) == sum(
        len(found) == 1 or '"' in found for found in months
    )
