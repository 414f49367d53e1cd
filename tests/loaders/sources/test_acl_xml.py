"""ACL Anthology papers in the Anthology's XML."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from backports import zstd

from graph.evidence import EdgeAssertion, NodeAssertion, Record
from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.formats import detect
from tests.loaders.sources.read import counted, edges, nodes, records, rejections
from tests.realdata import real

PAPER = """
    <paper id="7">
      <title><fixed-case>F</fixed-case>oo<fixed-case>N</fixed-case>et:
         <b>An <i><tex-math>\\alpha</tex-math>-entmax</i></b> network &amp; more</title>
      <author><first>Ann</first><last>Lee</last><affiliation>A University</affiliation></author>
      <author id="bo-day-north"><first>Bo</first><last>Day</last><variant script="hani"><first>x</first><last>y</last></variant></author>
      <author id="yang-liu" orcid="0000-0002-1825-0097"><first>Yang</first><last>Liu</last></author>
      <author id="cy-roe-west" orcid="0000-0001-5109-3700"><first/><last>Roe</last></author>
      <author orcid="0000-0002-1825-0098"><first>Di</first><last>Poe</last></author>
      <pages>1–11</pages>
      <abstract>All is at <url>https://github.com/ann/more</url>, from Ro<tex-math>\\rightarrow</tex-math>En.</abstract>
      <url hash="0a1b2c3d">P99-1007</url>
      <doi>10.5555/ABC</doi>
      <bibkey>lee-etal-1999-foonet</bibkey>
      <pwccode url="https://github.com/Ann/FooNet/tree/main" additional="true">Ann/FooNet</pwccode>
      <pwcdataset url="https://paperswithcode.com/dataset/squad">SQuAD</pwcdataset>
      <pwcdataset url="https://paperswithcode.com/dataset/x">How to fix QuickBooks Error 1</pwcdataset>
    </paper>"""


def volume(
    number: str, inside: str, meta: str = "<booktitle>Proceedings of <i>Foo</i></booktitle><month>July</month><year>1999</year>"
) -> str:
    return f'<volume id="{number}" type="proceedings"><meta>{meta}<editor><first>E</first><last>F</last></editor></meta>{inside}</volume>'


def collection(path: Path, *volumes: str, name: str = "P99") -> Path:
    path.write_text(f"<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"{name}\">{''.join(volumes)}</collection>\n", "utf-8")
    return path


def test_a_paper(tmp_path: Path) -> None:
    (record,) = records(collection(tmp_path / "a.xml", volume("1", PAPER)), "acl-xml")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "acl-xml",
        "P99-1007",
        'a.xml#/collection/volume[@id="1"]/paper[@id="7"]',
        "https://aclanthology.org/P99-1007",
        2,
    )
    assert nodes(record) == {
        "paper:acl:P99-1007": {
            "title": "FooNet: An α-entmax network & more", "year": 1999, "publishedOn": "1999-07", "venue": "Proceedings of Foo",
            "url": "https://aclanthology.org/P99-1007.pdf", "abstract": "All is at https://github.com/ann/more, from Ro→En.",
            "same_as": ["paper:doi:10.5555/abc", "paper:text:foonetanαentmaxnetworkmore|lee|1999", "paper:short:foonet|foonetanαentmaxnetworkmore|lee|1999", "paper:short:anαentmaxnetworkmore|foonetanαentmaxnetworkmore|lee|1999"],
        },
        "author:aclauthor:bo-day-north": {"name": "Bo Day"},
        "author:orcid:0000-0002-1825-0097": {"name": "Yang Liu"},
        "author:orcid:0000-0001-5109-3700": {"name": "Roe", "same_as": ["author:aclauthor:cy-roe-west"]},
    }  # fmt: skip
    assert edges(record) == [
        ("WROTE", "author:name:Ann Lee", "paper:acl:P99-1007"),
        ("WROTE", "author:aclauthor:bo-day-north", "paper:acl:P99-1007"),
        ("WROTE", "author:orcid:0000-0002-1825-0097", "paper:acl:P99-1007"),
        ("WROTE", "author:orcid:0000-0001-5109-3700", "paper:acl:P99-1007"),
        ("WROTE", "author:name:Di Poe", "paper:acl:P99-1007"),
        ("INTRODUCES", "paper:acl:P99-1007", "method:name:FooNet@paper:acl:P99-1007"),
        ("IMPLEMENTS", "repository:repo:https://github.com/ann/more", "paper:acl:P99-1007"),
        ("IMPLEMENTS", "repository:repo:https://github.com/ann/foonet", "paper:acl:P99-1007"),
        ("EVALUATES_ON", "paper:acl:P99-1007", "dataset:name:SQuAD"),
        ("EVALUATES_ON", "paper:acl:P99-1007", "dataset:name:How to fix QuickBooks Error 1"),
    ]
    wrote = [a.values for a in record.assertions if isinstance(a, EdgeAssertion) and a.relation is Relation.WROTE]
    assert wrote[1] == {"position": 2, "nameAsWritten": "Bo Day"}
    code = [a.values for a in record.assertions if isinstance(a, EdgeAssertion) and a.place.locator == "pwccode"]
    assert code == [{"official": True}]
    flagged = [a.target.value for a in record.assertions if isinstance(a, EdgeAssertion) and a.place.flag]
    assert flagged == ["How to fix QuickBooks Error 1"]


def test_the_same_paper_as_a_flat_line_has_the_same_references(tmp_path: Path) -> None:
    flat = {
        "id": "P99-1007", "title": "FooNet: An α-entmax network & more", "authors": ["Ann Lee"], "year": 1999, "bibkey": "x",
        "doi": "10.5555/ABC", "code_url": "https://github.com/ann/foonet", "datasets": [{"name": "SQuAD"}],
    }  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(flat), "utf-8")
    (of_lines,), (of_xml,) = records(path, "acl"), records(collection(tmp_path / "a.xml", volume("1", PAPER)), "acl-xml")
    stated, said = of_lines.assertions[0], of_xml.assertions[0]
    assert isinstance(stated, NodeAssertion)
    assert isinstance(said, NodeAssertion)
    assert (of_lines.key, stated.subject, {*stated.same_as}) == (of_xml.key, said.subject, {*said.same_as})
    assert set(edges(of_lines)) < set(edges(of_xml))


def test_what_is_no_paper_of_its_own_is_not_read_and_each_paper_has_its_own_volume(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "a.xml",
        volume("1", '<frontmatter><url>P99-1000</url></frontmatter><paper id="1"><title>One of two</title><url>P99-1001</url></paper>'),
        volume("2", '<paper id="1"><title>Two of two</title></paper>', "<booktitle>Proceedings of Bar</booktitle><year>2000</year>"),
        '<event id="foo-1999"><meta><title>Foo 1999</title></meta><colocated><volume-id>P99-2</volume-id></colocated></event>',
    )
    found = {record.key: next(iter(nodes(record).values())) for record in records(path, "acl-xml")}
    assert {key: (values["venue"], values["year"], values.get("publishedOn")) for key, values in found.items()} == {
        "P99-1001": ("Proceedings of Foo", 1999, "1999-07"),
        "P99-2001": ("Proceedings of Bar", 2000, None),
    }


@pytest.mark.parametrize(
    ("name", "number", "paper", "expected"),
    [
        ("P99", "1", '<paper id="7">', "P99-1007"),
        ("W99", "7", '<paper id="12">', "W99-0712"),
        ("C69", "1", '<paper id="3">', "C69-0103"),
        ("D19", "4", '<paper id="12">', "D19-4012"),
        ("D19", "50", '<paper id="12">', "D19-5012"),
        ("2020.acl", "main", '<paper id="12">', "2020.acl-main.12"),
        ("P99", "1", '<paper id="7"><url>P99-1008</url>', "P99-1008"),
        ("L99", "1", '<paper id="7"><url>http://www.lrec.example/pdf/7.pdf</url>', "L99-1007"),
    ],
)
def test_the_id_is_the_files_name_or_built_as_the_anthology_builds_it(
    tmp_path: Path, name: str, number: str, paper: str, expected: str
) -> None:
    path = collection(tmp_path / "a.xml", volume(number, f"{paper}<title>A title of it</title></paper>"), name=name)
    assert [record.key for record in records(path, "acl-xml")] == [expected]


def test_addresses_of_papers_elsewhere_and_of_those_without_a_file(tmp_path: Path) -> None:
    inside = '<paper id="1"><url>http://x.example/7.pdf</url></paper><paper id="2"><title>A title of it</title></paper>'
    found = [next(iter(nodes(record).values())) for record in records(collection(tmp_path / "a.xml", volume("1", inside)), "acl-xml")]
    assert [values["url"] for values in found] == ["http://x.example/7.pdf", "https://aclanthology.org/P99-1002"]


def test_code_that_only_others_wrote_is_not_official_and_not_stated(tmp_path: Path) -> None:
    inside = '<paper id="1"><title>A title of it</title><pwccode url="" additional="true"/></paper>'
    (record,) = records(collection(tmp_path / "a.xml", volume("1", inside)), "acl-xml")
    assert edges(record) == []


def test_an_identifier_that_two_authors_of_a_paper_bear_is_nobodys(tmp_path: Path) -> None:
    twice = "".join(f'<author id="{name}" orcid="0000-0002-1825-0097"><last>{name}</last></author>' for name in ("Roe-x", "Day-x"))
    inside = f'<paper id="1"><title>A title of it</title>{twice}</paper>'
    (record,) = records(collection(tmp_path / "a.xml", volume("1", inside)), "acl-xml")
    assert [source for _, source, _ in edges(record)] == ["author:aclauthor:Roe-x", "author:aclauthor:Day-x"]


def test_retracted_removed_and_revised_papers_are_kept(tmp_path: Path) -> None:
    marks = (
        '<retracted date="2020-01-01">Wrong.</retracted>',
        '<removed date="2020-01-01">Doubled.</removed>',
        '<revision id="1" href="P99-1003v1"/>',
    )
    inside = "".join(f'<paper id="{n}"><title>A title of it</title>{mark}</paper>' for n, mark in enumerate(marks, 1))
    found = records(collection(tmp_path / "a.xml", volume("1", inside)), "acl-xml")
    assert [(record.key, next(iter(nodes(record).values())).get("retracted")) for record in found] == [
        ("P99-1001", True),
        ("P99-1002", True),
        ("P99-1003", None),
    ]


def test_a_paper_without_an_id_is_rejected_by_name_and_a_wrong_doi_is_left_out(tmp_path: Path) -> None:
    inside = '<paper><title>A title of it</title></paper><paper id="2"><title>Another title</title><doi>none yet</doi></paper>'
    path = collection(tmp_path / "a.xml", volume("1", inside))
    assert rejections(path, "acl-xml") == [
        'a.xml#/collection/volume[@id="1"]/paper[@id=""]: '
        "'P99-1.' is no acl identifier; expected an ACL Anthology id such as P19-1001 or 2020.acl-main.1"
    ]
    (_, kept) = detect(path).read(path, "acl-xml")
    assert isinstance(kept, Record)
    assert next(iter(nodes(kept).values()))["same_as"] == ["paper:text:anothertitle||1999"]


BROKEN = {
    "cut": ("<paper id", "a.xml:2: is no XML from character "),
    "tags crossed": ("<paper id='2'><title>x</paper>", "a.xml:2: is no XML from character "),
    "an unknown entity": ("<paper id='2'><title>&nbsp;</title></paper>", "undefined entity"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_gives_what_stands_before_and_tells_the_place(case: str, tmp_path: Path) -> None:
    inside, reason = BROKEN[case]
    path = collection(tmp_path / "a.xml", volume("1", f"{PAPER.replace(chr(10), ' ')}{inside}"))
    chosen = detect(path)
    reading = chosen.read(path, chosen.name)
    assert isinstance(next(reading), Record)
    with pytest.raises(SourceError) as told:
        next(reading)
    assert reason in str(told.value)
    assert "\n" not in str(told.value)


def test_entities_that_grow_without_measure_and_unknown_encodings_are_refused(tmp_path: Path) -> None:
    grown = "".join(f'<!ENTITY {name} "{f"&{of};" * 20}">' for of, name in zip("abcdefg", "bcdefgh", strict=True))
    bomb, strange = tmp_path / "bomb.xml", tmp_path / "strange.xml"
    bomb.write_text(f'<!DOCTYPE c [<!ENTITY a "{"x" * 50}">{grown}]><collection id="P99"><volume id="1">&h;</volume></collection>')
    strange.write_text('<?xml version="1.0" encoding="klingon"?><collection id="P99"><volume id="1"/></collection>')
    reader = detect(collection(tmp_path / "a.xml", volume("1", PAPER))).reader
    with pytest.raises(SourceError, match="amplification"):
        list(reader.units(bomb, "x"))
    with pytest.raises(SourceError, match=r"in an encoding that is not read .*klingon.*; convert it to UTF-8"):
        list(reader.units(strange, "x"))


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "papers"), [("P19", 763), ("2023.tacl", 98)])
def test_the_real_collections(name: str, papers: int) -> None:
    """The same papers stand flattened in another file: equal references, except that here ids tell some authors apart."""
    path = real(f"data/original/acl/{name}.xml")
    text = path.read_text("utf-8")
    found = records(path, "acl-xml")
    assert len(found) == len(re.findall("<paper ", text)) == papers
    assert counted(found)["WROTE"] == len(re.findall("<author>|<author ", text))
    told = Counter(key.split(":")[1] for record in found for key in nodes(record) if key.startswith("author:"))
    assert told == Counter({"aclauthor": len(re.findall("<author id=", text))})
    official = [a for record in found for a in record.assertions if isinstance(a, EdgeAssertion) and a.place.locator == "pwccode"]
    assert len(official) == len(re.findall(r'<pwccode url="\w', text))
    lines = zstd.decompress(real("data/acl.jsonl.zst").read_bytes()).split(b"\n")
    rows = [json.loads(line) for line in lines if line.startswith(f'{{"id":"{name}-'.encode())]
    flat = {row["id"]: row for row in rows}
    assert flat.keys() == {record.key for record in found}
    for record in found:
        stated = next(iter(nodes(record).values()))
        row = flat[record.key]
        assert (stated["title"], stated["year"], stated["url"]) == (row["title"], row["year"], row["pdf_url"])
        assert f"paper:doi:{row['doi'].lower()}" in str(stated["same_as"])
