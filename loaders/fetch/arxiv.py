"""arXiv by OAI-PMH (https://info.arxiv.org/help/oa): metadata of a set by the day of its last change, or by id.

Records are written in the shape of the metadata snapshot, so that one format reads both.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import httpx

from graph.ids import Identifier, IdScheme, first_of
from loaders.fetch.client import Client, Params, Service, ServiceError, StaleCursorError, WrongContent
from loaders.fetch.pages import Asked, Page, Source, lines

SERVICE = Service("arXiv", "ARXIV", "https://oaipmh.arxiv.org/oai", 3)
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV = "{http://arxiv.org/OAI/arXiv/}"
_FORMAT = {"metadataPrefix": "arXiv"}
_GROUPS = ("cs", "econ", "eess", "math", "q-bio", "q-fin", "stat")
"""Groups of one archive, whose name is theirs."""


async def pages(client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
    """Yield the records of a set by the day of their last change; withdrawn ones have none."""
    first: dict[str, str | int] = {"verb": "ListRecords", **_FORMAT, "set": _set(asked.query)}
    first |= {name: day for name, day in (("from", asked.since), ("until", asked.until)) if day}
    token = cursor
    while True:
        params: Params = {"verb": "ListRecords", "resumptionToken": token} if token else first
        root = await client.ask("", params, _document)
        code, said = _error(root)
        if code == "noRecordsMatch":
            yield Page([], None)
            return
        if code == "badResumptionToken":
            raise StaleCursorError(f"{SERVICE.name} no longer goes on from where it stopped ({said or code})", 400, said)
        if code:
            raise ServiceError(
                f"{SERVICE.name} refuses {asked.query!r} ({said or code}); use a set such as cs or cs:cs:CL, and days as YYYY-MM-DD",
                400,
                said,
            )
        found = list(root.iterfind(f"{_OAI}ListRecords/{_OAI}record"))
        rows = [row for record in found for row in _rows(record)]
        after = root.find(f"{_OAI}ListRecords/{_OAI}resumptionToken")
        token = (after.text or "").strip() or None if after is not None else None
        days = [day for record in found if (day := record.findtext(f"{_OAI}header/{_OAI}datestamp"))]
        size = after.get("completeListSize", "") if after is not None else ""
        yield Page(lines(rows), token, days[-1][:10] if days else None, len(found) - len(rows), int(size) if size.isdecimal() else None)
        if token is None:
            return


def _set(query: str) -> str:
    """The name of a set: as it is written, or that of a category such as cs.CL."""
    group, dot, category = query.partition(".")
    return f"{group}:{group}:{category}" if dot and group in _GROUPS else query


async def lookup(client: Client, wanted: Sequence[Identifier]) -> list[bytes]:
    """Return the records of ids, one request each."""
    rows: list[object] = []
    for item in wanted:
        params = {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{item.value}", **_FORMAT}
        root = await client.ask("", params, _document)
        code, said = _error(root)
        if code and code != "idDoesNotExist":
            raise ServiceError(f"{SERVICE.name} refuses {item.value} ({said or code}); correct or remove it", 400, said)
        rows += [row for record in root.iterfind(f"{_OAI}GetRecord/{_OAI}record") for row in _rows(record)]
    return lines(rows)


def _document(response: httpx.Response) -> Element:
    try:
        root = ElementTree.fromstring(response.content)
    except ElementTree.ParseError as error:
        raise WrongContent(f"no XML, or a part of it ({error})") from None
    if root.tag != f"{_OAI}OAI-PMH":
        raise WrongContent("something else than records (a page for people?)")
    return root


def _error(root: Element) -> tuple[str, str]:
    """The code and the words of an error; both empty when there is none."""
    found = root.find(f"{_OAI}error")
    return ("", "") if found is None else (found.get("code") or "error", " ".join((found.text or "").split()))


def _rows(record: Element) -> Iterator[dict[str, object]]:
    """One row, as the metadata snapshot would have it; none for a record that is withdrawn."""
    found = record.find(f"{_OAI}metadata/{_ARXIV}arXiv")
    if found is None:
        return

    def say(name: str) -> str | None:
        return found.findtext(_ARXIV + name) or None

    people = [
        [author.findtext(_ARXIV + name) or "" for name in ("keyname", "forenames", "suffix")] for author in found.iter(f"{_ARXIV}author")
    ]
    yield {
        "id": say("id"),
        "submitter": None,
        "authors": ", ".join(" ".join(filter(None, (first, family, suffix))) for family, first, suffix in people),
        "title": say("title"),
        "comments": say("comments"),
        "journal-ref": say("journal-ref"),
        "doi": say("doi"),
        "report-no": say("report-no"),
        "categories": say("categories"),
        "license": say("license"),
        "abstract": say("abstract"),
        "versions": [{"version": "v1", "created": _moment(created)}] if (created := say("created")) else [],
        "update_date": record.findtext(f"{_OAI}header/{_OAI}datestamp"),
        "authors_parsed": people,
    }


def _moment(day: str) -> str:
    """A day as the snapshot writes moments; OAI-PMH does not tell the hour."""
    try:
        return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)
    except ValueError:
        return day


def named(word: str) -> Identifier | None:
    """Return the paper that a word names."""
    return first_of(word, IdScheme.ARXIV)


ARXIV = Source("arxiv", SERVICE, "a set (`cs`, `cs:cs:CL`) or category (`cs.CL`); or arXiv ids", pages, lookup, 1, named)
