"""RIS records."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence import EdgeAssertion, Record
from loaders.errors import SourceError
from loaders.files import MAX_LINE
from loaders.formats import FORMATS, detect
from tests.loaders.sources.read import edges, nodes, read, records, rejections

RECORD = """Provider: Foo
Content: text/plain; charset="UTF-8"

TY  - CONF
TI  - Foo &amp; <i>bar</i>:
a study
AU  - Lee, Ann
AU  - de la Cruz, Bo, Jr.
AU  - Foo Team
T2  - Proceedings of Foo
PY  - 2019
DA  - 2019/07/04/
DO  - 10.18653/v1/P19-1001
UR  - https://aclanthology.org/P19-1001;a
UR  - https://foo.org/x
AB  - We do
ours.
M1  - arXiv:1907.00001
KW  - foo
XX  - unheard of
ID  - lee2019
ER  -

"""


def ris(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def values(tmp_path: Path, *lines: str, kind: str = "JOUR") -> dict[str, object]:
    """What a record with the title T says of its paper."""
    (record,) = records(ris(tmp_path / "a.ris", "\r\n".join([f"TY  - {kind}", "T1  - T", *lines, "ER  - ", ""])), "ris")
    return next(iter(nodes(record).values()))


def test_a_record(tmp_path: Path) -> None:
    (record,) = records(ris(tmp_path / "a.ris", RECORD), "ris")
    assert (record.source, record.key, record.locator, record.url, record.rank) == (
        "ris",
        "lee2019",
        "a.ris:4",
        "https://aclanthology.org/P19-1001;a",
        2,
    )
    paper = "paper:doi:10.18653/v1/p19-1001"
    assert nodes(record) == {
        paper: {
            "title": "Foo & bar: a study", "year": 2019, "publishedOn": "2019-07-04", "venue": "Proceedings of Foo",
            "url": "https://aclanthology.org/P19-1001;a", "abstract": "We do ours.",
            "same_as": ["paper:arxiv:1907.00001", "paper:text:foobarastudy|lee|2019", "paper:short:foobar|foobarastudy|lee|2019"],
        }
    }  # fmt: skip
    names = ["Ann Lee", "Bo de la Cruz Jr.", "Foo Team"]
    assert edges(record) == [("WROTE", f"author:name:{name}", paper) for name in names]
    wrote = [item.values for item in record.assertions if isinstance(item, EdgeAssertion)]
    assert wrote == [{"position": place, "nameAsWritten": name} for place, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("lines", "year", "published"),
    [
        (["PY  - 2019", "DA  - 2021/01/05"], 2019, None),
        (["PY  - 2019///", "DA  - 2019/03"], 2019, "2019-03"),
        (["Y1  - 2019/03/07/Spring"], 2019, "2019-03-07"),
        (["DA  - 2019-03-07"], 2019, "2019-03-07"),
        (["PY  - forthcoming"], None, None),
    ],
)
def test_when(tmp_path: Path, lines: list[str], year: int | None, published: str | None) -> None:
    found = values(tmp_path, *lines)
    assert (found.get("year"), found.get("publishedOn")) == (year, published)


@pytest.mark.parametrize(
    ("kind", "lines", "venue"),
    [
        ("JOUR", ["JF  - Journal of Foo", "JO  - J Foo", "JA  - JF"], "Journal of Foo"),
        ("JOUR", ["JO  - J Foo"], "J Foo"),
        ("CPAPER", ["C3  - Proc. of Foo", "PB  - ACM"], "Proc. of Foo"),
        ("THES", ["PB  - Foo University"], "Foo University"),
        ("BOOK", ["PB  - Foo Press"], None),
    ],
)
def test_where(tmp_path: Path, kind: str, lines: list[str], venue: str | None) -> None:
    assert values(tmp_path, *lines, kind=kind).get("venue") == venue


def test_what_is_rejected_and_that_the_rest_goes_on(tmp_path: Path) -> None:
    text = """TY  - JOUR
TI  - Never closed
TY  - COMP
TI  - A tool
ER  -
TY  - JOUR
PY  - 2019
ER  -
TI  - Outside
TY  - JOUR
ID  - 1
TI  - One
ER  -
TY  - JOUR
ID  - 1
TI  - Other
ER  -
TY  - JOUR
A1  - Lee, Ann
T1  - Without id
ER  -
TY  - JOUR
DO  - https://doi.org/10.1000/X
N2  - Only an abstract.
ER  -
TY  - JOUR
TI  - Cut"""
    path = ris(tmp_path / "r.ris", text)
    assert rejections(path, "ris") == [
        "r.ris:1: is open until the next one or the end of the file; a record ends with a line `ER  - `",
        "r.ris:3: is of type COMP, no paper",
        "r.ris:6: has neither identifier nor title",
        "r.ris:14: repeats the key '1' of another record of the file; give it one of its own",
        "r.ris:26: is open until the next one or the end of the file; a record ends with a line `ER  - `",
    ]
    one, without, bare = (item for item in read(path, "ris") if isinstance(item, Record))
    assert (one.key, len(without.key), bare.locator) == ("1", 20, "r.ris:22")
    assert edges(without) == [("WROTE", "author:name:Ann Lee", "paper:text:withoutid|lee|")]
    assert nodes(bare) == {"paper:doi:10.1000/x": {"abstract": "Only an abstract."}}


def test_a_record_that_is_not_utf8_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "l.ris"
    path.write_bytes(b"\xef\xbb\xbfTY  - JOUR\r\nTI  - A\r\nER  - \r\n" + b"\n" * 70_000 + b"TY  - JOUR\nTI  - caf\xe9\nER  - \n")
    assert rejections(path, "ris") == ["l.ris:70004: is not UTF-8 (byte 20); convert the file, for example with iconv"]
    assert [nodes(item) for item in read(path, "ris") if isinstance(item, Record)] == [{"paper:text:a||": {"title": "A"}}]


def test_a_file_without_end_of_record_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "e.ris"
    with path.open("wb") as stream:
        stream.write(b"TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\n")
        for _ in range(MAX_LINE // (1 << 20) + 2):
            stream.write((b"x" * 1023 + b"\n") * 1024)
    found: list[object] = []
    with pytest.raises(SourceError, match=r"e\.ris:4: more than 64 MiB without the end of a record; this is no RIS"):
        found.extend(FORMATS["ris"].reader.units(path, "ris"))


def test_what_holds_a_record_and_is_of_another_format(tmp_path: Path) -> None:
    for text in ("# Foo\n\nTY  - JOUR\nTI  - A\nER  - \n", '{"a": 1}\nTY  - JOUR\n', "A TY  - JOUR\n"):
        with pytest.raises(SourceError, match="format not recognised"):
            detect(ris(tmp_path / "x.txt", text))
    assert detect(ris(tmp_path / "y.txt", "\n\nTY  - JOUR\n")).name == "ris"
