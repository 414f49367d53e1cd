"""OpenAlex by its API (https://developers.openalex.org): works found by text, by filter, or by identifier."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from graph.ids import Identifier, IdScheme, first_of
from loaders.fetch.client import Client, Params, Service
from loaders.fetch.pages import FIRST, Asked, Page, Source, filters, is_filter, lines, listed, rows_at, text, whole

SERVICE = Service(
    "OpenAlex", "OPENALEX", "https://api.openalex.org", 0.1, key="CITEGRAPH_OPENALEX_KEY", parameter="api_key", takes_contact=True
)
PER_PAGE = 100
"""As many as a page holds at most; 200 are no longer given."""
TOGETHER = 50
"""Identifiers asked for at once: several works may bear one DOI, and all are to stand on one page."""


async def pages(client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
    """Yield works. Those of a filter come by the day of their publication; those that a text is found in, the best first."""
    days = filters(asked.since and f"from_publication_date:{asked.since}", asked.until and f"to_publication_date:{asked.until}")
    by_day = is_filter(asked.query)
    params: dict[str, str | int] = {"per_page": PER_PAGE}
    if by_day:
        params |= {"filter": filters(asked.query, days), "sort": "publication_date"}
    else:
        params |= {"search": asked.query} | ({"filter": days} if days else {})
    following: str | None = cursor or FIRST
    while following:
        answer = await listed(client, "/works", params, following)
        around, works = rows_at(SERVICE, answer, "results")
        meta = around.get("meta")
        meta = meta if isinstance(meta, dict) else {}
        following = text(meta.get("next_cursor")) if works else None
        reached = text(works[-1].get("publication_date")) if by_day and works else None
        yield Page(lines(works), following, reached, total=whole(meta.get("count")))


async def lookup(client: Client, wanted: Sequence[Identifier]) -> list[bytes]:
    """Return the works of OpenAlex ids, DOIs and arXiv ids (which are DOIs there), one request for each of the first two kinds."""
    found: list[bytes] = []
    for name, values in (("openalex", _values(wanted, IdScheme.OPENALEX)), ("doi", _dois(wanted))):
        if values:
            params: Params = {"filter": f"{name}:{'|'.join(values)}", "per_page": PER_PAGE}
            found += lines(rows_at(SERVICE, await client.json("/works", params), "results")[1])
    return found


def _values(wanted: Sequence[Identifier], scheme: IdScheme) -> list[str]:
    return [item.value for item in wanted if item.scheme is scheme]


def _dois(wanted: Sequence[Identifier]) -> list[str]:
    """DOIs that a filter can hold: commas and bars part its values, and there is no way to write them otherwise."""
    found = _values(wanted, IdScheme.DOI) + [f"10.48550/arxiv.{value}" for value in _values(wanted, IdScheme.ARXIV)]
    return [doi for doi in found if "," not in doi and "|" not in doi]


def named(word: str) -> Identifier | None:
    """Return the work that a word names; authors are none."""
    found = first_of(word, IdScheme.OPENALEX, IdScheme.DOI, IdScheme.ARXIV)
    return None if found and found.scheme is IdScheme.OPENALEX and found.value.startswith("A") else found


OPENALEX = Source(
    "openalex", SERVICE, "words to search for; a filter such as `type:article,cites:W2741809807`; or OpenAlex ids, DOIs and arXiv ids",
    pages, lookup, TOGETHER, named,
)  # fmt: skip
