"""Short words for fetching in tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.fetch.client import Settings
from loaders.fetch.fetch import SOURCES, Fetched, fetch
from loaders.fetch.pages import Asked
from loaders.files import lines
from tests.loaders.fetch.service import Services


@dataclass
class Heard:
    """What a listener is told."""

    counts: list[tuple[int, int | None]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def progress(self, records: int, total: int | None) -> None:
        self.counts.append((records, total))

    def notice(self, text: str) -> None:
        self.notices.append(text)


def fetched(
    services: Services, source: str, query: str, to: Path, heard: Heard | None = None, environment: Mapping[str, str] | None = None, *,
    limit: int | None = None, resume: bool = False, since: str | None = None, until: str | None = None,
) -> Fetched:  # fmt: skip
    """Fetch without waits."""
    settings = Settings(services.environment() | dict(environment or {}), backoff=0)
    asked = Asked(query, since, until)
    return asyncio.run(fetch(SOURCES[source], asked, to, settings, heard or Heard(), limit=limit, resume=resume))


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line.data) for line in lines(path)]
