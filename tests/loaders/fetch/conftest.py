"""Services on this machine for every test of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loaders.fetch.service import Services, World, serving


@pytest.fixture(scope="session")
def _server() -> Iterator[Services]:
    with serving() as services:
        yield services


@pytest.fixture
def services(_server: Services) -> Services:
    """The services, holding what they hold at first."""
    _server.world = World()
    return _server


@pytest.fixture
def world(services: Services) -> World:
    """What the services hold and were asked."""
    return services.world
