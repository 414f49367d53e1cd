"""What commands ask of services, they ask of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loaders.fetch.service import serving


@pytest.fixture(scope="session", autouse=True)
def services() -> Iterator[None]:
    """Nothing here asks anyone but this machine."""
    with serving() as found, pytest.MonkeyPatch.context() as patch:
        for name, value in found.environment().items():
            patch.setenv(name, value)
        yield
