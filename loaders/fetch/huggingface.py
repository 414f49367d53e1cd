"""Hugging Face daily papers (https://huggingface.co/docs/hub/api): those listed on a day, or day by day."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta

from loaders.errors import SourceError
from loaders.fetch.client import Client, Service
from loaders.fetch.pages import Asked, Page, Source, lines, rows_at

SERVICE = Service("Hugging Face", "HUGGINGFACE", "https://huggingface.co", 1)
PER_PAGE = 100
EVERY_DAY = "daily"


async def pages(client: Client, asked: Asked, cursor: str | None) -> AsyncGenerator[Page]:
    """Yield what was listed, a day after the other; the cursor is a day and a page of it."""
    day, last = _days(asked)
    number = 0
    if cursor:
        stood, _, page = cursor.partition("/")
        day, number = date.fromisoformat(stood), int(page)
    before: list[object] = []
    while day <= last:
        answer = await client.json("/api/daily_papers", {"date": day.isoformat(), "limit": PER_PAGE, "p": number})
        _, found = rows_at(SERVICE, answer)
        listed = day
        if len(found) < PER_PAGE or found == before:  # a page that comes twice has none behind it
            day, number = day + timedelta(days=1), 0
        else:
            number += 1
        following = f"{day}/{number}" if day <= last else None
        yield Page([] if found == before else lines(found), following, listed.isoformat())
        before = list(found)


def _days(asked: Asked) -> tuple[date, date]:
    if asked.query == EVERY_DAY:
        if asked.since is None:
            raise SourceError(f"{EVERY_DAY!r} needs the first day; give it by --since")
        return date.fromisoformat(asked.since), date.fromisoformat(asked.until or datetime.now(UTC).date().isoformat())
    try:
        only = date.fromisoformat(asked.query)
    except ValueError:
        raise SourceError(f"{asked.query!r} is no day; use YYYY-MM-DD, or {EVERY_DAY!r} with --since") from None
    if asked.since or asked.until:
        raise SourceError(f"one day is asked for; leave --since and --until away, or ask for {EVERY_DAY!r}")
    return only, only


HUGGINGFACE = Source("huggingface", SERVICE, f"a day (YYYY-MM-DD), or `{EVERY_DAY}` with --since", pages)
