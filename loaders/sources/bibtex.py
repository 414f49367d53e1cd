"""BibTeX and biblatex entries, of whoever wrote them: DBLP, the ACL Anthology, Zotero, Overleaf (docs/sources/bibtex.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from pydantic import Field

from graph.claims import RANKS
from graph.evidence import Assertion, Place, Ref
from graph.ids import Identifier
from graph.kinds import Kind
from loaders.dates import dated, month_of
from loaders.errors import RecordError
from loaders.head import Head, Row
from loaders.shapes.bibtex import begins, bibtex_entries
from loaders.shapes.pieces import Name, Records, SourceRecord, Text, field
from loaders.text import LEXICON_VERSION
from loaders.text.markup import from_latex
from loaders.units import Unit
from loaders.works import Person, Work, addressed, identifiers, noted, people, person, statements, web

LOADER = f"bibtex/1 text/{LEXICON_VERSION}"
EXAMPLE = "@inproceedings{example2019, title = {…}, author = {Example, Ada and others}, year = 2019, doi = {10.18653/v1/P19-1001}}"
_PLACE = Place("", "bibtex/1", 1.0)
_WHERE = {"authors": "author"}
_NO_PAPERS = frozenset(
    [
        "proceedings",
        "mvproceedings",
        "collection",
        "mvcollection",
        "reference",
        "mvreference",
        "periodical",
        "set",
        "xdata",
        "bibnote",
        "software",
        "dataset",
        "artwork",
        "audio",
        "image",
        "movie",
        "music",
        "performance",
        "video",
        "commentary",
        "jurisdiction",
        "legal",
        "legislation",
        "letter",
    ]
)


class BibtexEntry(SourceRecord):
    """An entry: its fields as written, without the delimiters."""

    type: Name = Field(alias="ENTRYTYPE")
    citekey: Text = Field(None, alias="ID")
    title: Text = None
    author: Text = None
    year: Text = None
    month: Text = None
    date: Text = None
    journal: Text = None
    journaltitle: Text = None
    booktitle: Text = None
    school: Text = None
    institution: Text = None
    volume: Text = None
    number: Text = None
    doi: Text = None
    url: Text = None
    eprint: Text = None
    archiveprefix: Text = None
    eprinttype: Text = None
    primaryclass: Text = None
    eprintclass: Text = None
    howpublished: Text = None
    note: str | None = None
    biburl: Text = None
    abstract: Text = None

    @cached_property
    def dblp(self) -> Identifier | None:
        """DBLP's key, of entries that are DBLP's."""
        key = (self.citekey or "").removeprefix("DBLP:")
        found = identifiers({"dblp": key if key != self.citekey else _verbatim(self.biburl)})
        return found[0] if found else None

    @cached_property
    def address(self) -> str | None:
        """Where it can be read."""
        howpublished = _URL.search(self.howpublished or "")
        return web(_verbatim(self.url), _verbatim(howpublished[1]) if howpublished else None)


def detect(head: Head) -> bool:
    """Whether an entry stands at the beginning, before any mark of another syntax."""
    return head.text is not None and begins(head.text)


def assertions(entry: BibtexEntry, unit: Unit) -> Iterable[Assertion]:
    """Return what an entry says. RecordError for types of entries that are no papers."""
    if entry.type in _NO_PAPERS:
        raise RecordError(f"is @{entry.type}, no paper")
    return statements(described(entry), _PLACE)


def described(entry: BibtexEntry) -> Work:
    """Return the work in our words."""
    published = _published(entry)
    return Work(
        ids=list(_ids(entry)),
        title=from_latex(entry.title) if entry.title else None,
        authors=people(_people(entry.author or "", is_dblp=entry.dblp is not None)),
        year=int(published[:4]) if published else None,
        published=published if published and len(published) > 4 else None,
        venue=_venue(entry),
        url=entry.address,
        abstract=from_latex(entry.abstract) if entry.abstract else None,
        where=_WHERE,
    )


# --- identifiers ----------------------------------------------------------------------------------------------------


def _ids(entry: BibtexEntry) -> Iterator[Identifier]:
    if entry.dblp:
        yield entry.dblp
    yield from identifiers({"doi": _verbatim(entry.doi), "arxiv": _eprint(entry)})
    yield from addressed(entry.address)
    yield from noted(entry.journal, entry.number, entry.howpublished, entry.note)


def _eprint(entry: BibtexEntry) -> str | None:
    """What stands for an arXiv id: `eprint` where arXiv is named with it, or the volume of CoRR."""
    archive = (entry.archiveprefix or entry.eprinttype or "").lower()
    eprint = _verbatim(entry.eprint) or ""
    is_arxiv = archive == "arxiv" or (not archive and (entry.primaryclass or entry.eprintclass or eprint.lower().startswith("arxiv:")))
    if eprint and is_arxiv:
        return eprint
    volume = entry.volume or ""
    return volume[4:] if volume.startswith("abs/") and (entry.journal or "").lower() in ("corr", "arxiv") else None


_URL = re.compile(r"\\url\s*\{((?:[^{}]|\{[^{}]*\})*)\}")


def _verbatim(text: str | None) -> str | None:
    """An address or identifier without the escapes that LaTeX needs."""
    if text is None:
        return None
    if "\\" in text or "{" in text or "$" in text:
        text = _URL.sub(r"\1", text)
        text = re.sub(r"\\textasciitilde|\\~|\$\\sim\$", "~", text)
        text = re.sub(r"\{|\}|\\(?=[^\w\s]|_)", "", text)
    return text.strip() or None


# --- when and where -------------------------------------------------------------------------------------------------


def _published(entry: BibtexEntry) -> str | None:
    """The date, else the year with the month when it is one."""
    found = dated(entry.date)
    if found:
        return found
    year = re.sub(r"[{}\s]", "", entry.year or "")
    return month_of(int(year), entry.month) or year if re.fullmatch(r"[12]\d{3}", year) else None


def _venue(entry: BibtexEntry) -> str | None:
    """The journal, the volume of proceedings or the school; a journal that is an arXiv id is none."""
    journal = None if noted(entry.journal) else entry.journal
    found = journal or entry.journaltitle or entry.booktitle or entry.school or entry.institution
    return from_latex(found) if found else None


# --- authors --------------------------------------------------------------------------------------------------------


def _people(written: str, *, is_dblp: bool) -> Iterator[Person | None]:
    for name in split_multiple_persons_names(written) if "{" in written else re.split(r"\s+and\s+", written, flags=re.IGNORECASE):
        if name != "others":
            yield _person(_plain(name), is_dblp=is_dblp)


def _person(name: str, *, is_dblp: bool) -> Person | None:
    """An author; the number that DBLP gives to people of one name tells who it is, and is not printed."""
    homonym = _HOMONYM.fullmatch(name) if is_dblp else None
    if homonym is None:
        return person(name)
    return person(homonym[1], None, Ref(Kind.AUTHOR, "dblpauthor", name.replace(" ", "_")))


_HOMONYM = re.compile(r"(.*\D) \d{4}")


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    """A name in the order in which it is printed. biblatex also has `family=…, given=…`."""
    if "," not in name:
        return from_latex(name)
    if "family=" in name:
        parts = dict(part.strip().split("=", 1) for part in name.split(",") if "=" in part)
        return from_latex(" ".join(parts[part].strip('"') for part in ("given", "prefix", "family", "suffix") if part in parts))
    return from_latex(parse_single_name_into_parts(name, strict=False).merge_first_name_first)


def _key(row: Row) -> str | None:
    return field(row, "ID")


def _look_up(entry: BibtexEntry) -> str | None:
    return entry.dblp.url if entry.dblp else entry.address


READER = Records(LOADER, RANKS["publisher"], BibtexEntry, assertions, bibtex_entries, _key, _look_up, named=True)
