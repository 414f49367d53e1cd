"""Crossref by its REST API (https://api.crossref.org): works found by text, by filter, or by DOI."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from urllib.parse import quote

from graph.ids import Identifier, IdScheme, first_of
from loaders.errors import SourceError
from loaders.fetch.client import Client, Service, ServiceError
from loaders.fetch.pages import FIRST, Asked, Page, Source, filters, is_filter, lines, listed, rows_at, text, whole
from loaders.head import Row

SERVICE = Service("Crossref", "CROSSREF", "https://api.crossref.org", 1, takes_contact=True)
ROWS = 200


async def pages(client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
    """Yield works. Those of a filter come by the day of their last deposit; those that a text is found in, the best first."""
    days = filters(asked.since and f"from-deposit-date:{asked.since}", asked.until and f"until-deposit-date:{asked.until}")
    by_day = is_filter(asked.query)
    params: dict[str, str | int] = {"rows": ROWS}
    if by_day:
        params |= {"filter": filters(asked.query, days), "sort": "deposited", "order": "asc"}
    else:
        params |= {"query": asked.query} | ({"filter": days} if days else {})
    following: str | None = cursor or FIRST
    while following:
        around, works = rows_at(SERVICE, await listed(client, "/works", params, following), "message", "items")
        # It gives a cursor after the last page too.
        following = text(around.get("next-cursor")) if len(works) == ROWS else None
        yield Page(lines(works), following, _deposited(works[-1]) if by_day and works else None, total=whole(around.get("total-results")))


def _deposited(work: Row) -> str | None:
    found = work.get("deposited")
    return (text(found.get("date-time")) or "")[:10] or None if isinstance(found, dict) else None


async def lookup(client: Client, wanted: Sequence[Identifier]) -> list[bytes]:
    """Return the works of DOIs, one request each."""
    found: list[object] = []
    for item in wanted:
        try:
            answer = await client.json(f"/works/{quote(item.value, safe='')}", {})
        except ServiceError as error:
            if error.status != 404:
                raise
            continue
        work = answer.value.get("message") if isinstance(answer.value, dict) else None
        if not isinstance(work, dict):
            raise SourceError(f"{SERVICE.name}: the answer for {item.value} has no work (message); its API may have changed")
        found.append(work)
    return lines(found)


def named(word: str) -> Identifier | None:
    """Return the DOI that a word is."""
    return first_of(word, IdScheme.DOI)


CROSSREF = Source(
    "crossref", SERVICE, "words to search for; a filter such as `type:journal-article,issn:0028-0836`; or DOIs", pages, lookup, 1, named
)
