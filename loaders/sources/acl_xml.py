"""ACL Anthology papers from the Anthology's own XML, a file a collection (docs/sources/acl-xml.md)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.claims import RANKS
from graph.evidence import Assertion, Place
from graph.ids import Identifier, InvalidIdentifier, parse_acl
from loaders.dates import month_of
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.pieces import BadPiece, Name, Piece, Records, Some, SourceRecord, Text, field, packed
from loaders.shapes.xml_elements import elements
from loaders.sources.anthology import author, told_apart
from loaders.spam import judged
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Work, code, identifiers, statements, subject_of, tagged

LOADER = f"acl-xml/2 text/{LEXICON_VERSION}"
EXAMPLE = '<collection id="P19"><volume id="1"><meta><year>2019</year></meta><paper id="1"><title>…</title></paper></volume></collection>'
_PLACE = Place("", "acl-xml/2", 1.0)
_TAG = Place("pwcdataset", "acl-xml/2", 0.9)
_META, _PAPER = "collection/volume/meta", "collection/volume/paper"
_START = re.compile(
    rb'\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<collection\s+id\s*=\s*["\'][^>]*>\s*(?:<!--.*?-->\s*)*<(?:volume|event)\b', re.DOTALL
)


class Author(SourceRecord):
    """An author, as printed on the paper."""

    first: Text = None
    last: Text = None
    id: Text = None
    orcid: Text = None


class AclXmlPaper(SourceRecord):
    """A paper with what its volume says: texts without markup; `code` are the addresses of `pwccode`, `datasets` the names of `pwcdataset`."""

    id: Name
    title: Text = None
    authors: Some[Author] = ()
    year: int | None = None
    month: Text = None
    booktitle: Text = None
    abstract: Text = None
    url: Text = None
    doi: Text = None
    is_retracted: bool = False
    code: Some[str] = ()
    datasets: Some[Name] = ()


def detect(head: Head) -> bool:
    """Whether the file is a collection of volumes."""
    return _START.match(head.data.removeprefix(b"\xef\xbb\xbf")) is not None


# --- from XML to rows ---------------------------------------------------------------------------------------------------


def pieces(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the papers of a collection; front matter is its volume's and no paper. SourceError where the file is no XML."""
    meta: tuple[ET.Element | None, Row] = (None, {})
    for where, element, (collection, volume) in elements(path, _META, _PAPER):
        if where == _META:
            meta = (volume, {name: _plain(element.find(name)) for name in ("year", "month", "booktitle")})
            continue
        said = meta[1] if meta[0] is volume else {}
        place = f'#/collection/volume[@id="{volume.get("id", "")}"]/paper[@id="{element.get("id", "")}"]'
        yield Piece(place, packed({**_row(element, collection, volume), **said}))


def _row(paper: ET.Element, collection: ET.Element, volume: ET.Element) -> Row:
    url = _plain(paper.find("url"))
    return {
        "id": _id(url, collection.get("id", ""), volume.get("id", ""), paper.get("id", "")),
        "title": _plain(paper.find("title")),
        "authors": [_author(found) for found in paper.findall("author")],
        "abstract": _plain(paper.find("abstract")),
        "url": url,
        "doi": _plain(paper.find("doi")),
        "is_retracted": paper.find("retracted") is not None or paper.find("removed") is not None,
        "code": [found.get("url", "") for found in paper.findall("pwccode")],
        "datasets": [_plain(found) for found in paper.findall("pwcdataset")],
    }


def _author(found: ET.Element) -> Row:
    return {"first": _plain(found.find("first")), "last": _plain(found.find("last")), "id": found.get("id"), "orcid": found.get("orcid")}


def _id(url: str | None, collection: str, volume: str, paper: str) -> str:
    """The id that the file's name is, else the one that is built as the Anthology builds it."""
    try:
        return parse_acl(url or "").value
    except InvalidIdentifier:
        pass
    if collection[:1].isdigit() or not paper:
        return f"{collection}-{volume}.{paper}"
    wide = collection.startswith("W") or collection == "C69" or (collection == "D19" and volume.isdigit() and int(volume) >= 5)
    return f"{collection}-{volume.zfill(2)}{paper.zfill(2)}" if wide else f"{collection}-{volume}{paper.zfill(3)}"


def _plain(element: ET.Element | None) -> str | None:
    """The text of an element without its markup, formulas in Unicode; None when there is none."""
    return None if element is None else " ".join("".join(_texts(element)).split()) or None


def _texts(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "tex-math":
            yield from_latex(f"${''.join(child.itertext()).strip().strip('$')}$")
        else:
            yield from _texts(child)
        yield child.tail or ""


# --- from rows to statements --------------------------------------------------------------------------------------------


def assertions(paper: AclXmlPaper, unit: Unit) -> Iterable[Assertion]:
    """Return what a paper's element says."""
    work = described(paper)
    subject, _ = subject_of(work)
    said = statements(work, _PLACE)
    said += code(paper.code, subject, _PLACE._replace(locator="pwccode"), official=True)
    said += [tagged(subject, name, judged(_TAG, name)) for name in paper.datasets]
    return said


def described(paper: AclXmlPaper) -> Work:
    """Return the work in our words."""
    own = _own(paper)
    return Work(
        ids=[own, *identifiers({"doi": paper.doi})],
        title=paper.title,
        authors=told_apart(author(f"{item.first or ''} {item.last or ''}", item.id, item.orcid) for item in paper.authors),
        year=paper.year,
        published=month_of(paper.year, paper.month),
        venue=paper.booktitle,
        url=_address(paper.url, own),
        retracted=paper.is_retracted,
        abstract=paper.abstract,
        where={"authors": "author"},
    )


def _own(paper: AclXmlPaper) -> Identifier:
    try:
        return parse_acl(paper.id)
    except InvalidIdentifier as error:
        raise RecordError(str(error)) from None


def _address(url: str | None, own: Identifier) -> str | None:
    """Where it is read: at the Anthology, under its file's name, or at the address that stands in place of one."""
    if url is None or "://" in url:
        return url or own.url
    return f"https://aclanthology.org/{url}.pdf"


def _key(row: Row) -> str | None:
    return field(row, "id")


READER = Records(LOADER, RANKS["publisher"], AclXmlPaper, assertions, pieces, _key, lambda paper: _own(paper).url)
