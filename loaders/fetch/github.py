"""GitHub by its REST API (https://docs.github.com/rest): repositories found by text, or by owner and name."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import httpx

from graph.ids import Identifier, repository
from loaders.errors import SourceError
from loaders.fetch.client import Client, Service, ServiceError
from loaders.fetch.pages import Asked, Page, Source, lines, rows_at, whole

SERVICE = Service("GitHub", "GITHUB", "https://api.github.com", 1, key="CITEGRAPH_GITHUB_TOKEN", header=("authorization", "Bearer "))
PER_PAGE = 100
_HOST = "https://github.com/"


async def pages(client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
    """Yield repositories, the best first; the days are those of the last push. GitHub gives the first 1,000 of a search."""
    days = f" pushed:{asked.since or '*'}..{asked.until or '*'}" if asked.since or asked.until else ""
    page: str | None = cursor or "1"
    while page:
        answer = await client.json("/search/repositories", {"q": asked.query + days, "per_page": PER_PAGE, "page": page})
        around, found = rows_at(SERVICE, answer, "items")
        # The address is not followed as it stands, lest an answer lead elsewhere.
        page = httpx.URL(answer.links["next"]).params.get("page") if "next" in answer.links else None
        yield Page(lines(found), page, total=whole(around.get("total_count")))


async def lookup(client: Client, wanted: Sequence[Identifier]) -> list[bytes]:
    """Return repositories, one request each; one that was renamed comes with its new name."""
    found: list[object] = []
    for item in wanted:
        try:
            answer = await client.json(f"/repos/{item.value.removeprefix(_HOST)}", {})
        except ServiceError as error:
            if error.status not in (404, 451):
                raise
            continue
        if not isinstance(answer.value, dict):
            raise SourceError(f"{SERVICE.name}: the answer for {item.value} is no repository; its API may have changed")
        found.append(answer.value)
    return lines(found)


def named(word: str) -> Identifier | None:
    """Return the repository that a word names: an address, or owner/name."""
    found = repository(word) or (repository(_HOST + word) if word.count("/") == 1 else None)
    return found if found is not None and found.value.startswith(_HOST) else None


GITHUB = Source("github", SERVICE, "a search such as `topic:nlp stars:>1000`; or repositories as owner/name", pages, lookup, 1, named)
