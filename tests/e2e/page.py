"""Words for tests of pages."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.realdata import ROOT

ARTIFACTS = ROOT / "tests" / "e2e" / "artifacts"
"""Where pictures of pages go; git does not see it."""
_AXE = ROOT / "api" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
_SERIOUS = ("serious", "critical")


async def ready(page: Page) -> None:
    """Wait until the explorer has nothing more to load, lay out or draw; it says so on the document's root."""
    await page.wait_for_selector('html[data-state="ready"]', state="attached")


async def picture(page: Page, name: str) -> Path:
    """Keep what the page shows as `artifacts/NAME.png`, and return the file."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}.png"
    await page.screenshot(path=path)
    return path


@functools.cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


async def assert_accessible(page: Page, *, but: Mapping[str, str] | None = None) -> None:
    """Fail on every serious or critical violation that axe finds on the page.

    `but` names rules, and for each how the selector ends of the elements that may break it, for what is not ours to repair; they must
    break it still.
    """
    await page.evaluate(_axe())  # no policy of the page keeps it out, since it does not come from the page
    rules: list[dict[str, Any]] = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })"))["violations"]
    serious = [
        (rule["id"], node["target"][-1], node["failureSummary"]) for rule in rules if rule["impact"] in _SERIOUS for node in rule["nodes"]
    ]
    but = but or {}
    told = [f"{rule}: {target}: {why}" for rule, target, why in serious if not (rule in but and target.endswith(but[rule]))]
    assert not told, "\n".join(told)
    assert set(but) == {rule for rule, *_ in serious}, "what is forgiven no longer happens"
