"""What the explorer's source never does, whatever a graph holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.realdata import ROOT

SOURCES = sorted((ROOT / "api" / "explorer" / "src").rglob("*.ts"))
READS_HTML = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "srcdoc", "createContextualFragment")
OTHER_WAYS = ("eval(", "new Function", '"style"', "style:", "https://", "http://")
"""Ways around the content security policy, and to other hosts."""
ALLOWED = {
    ("src/ui/dom.ts", "http://"),
    ("src/ui/chart.ts", "http://"),
    ("src/ui/heat-map.ts", "http://"),
    ("src/scene/drawing.ts", "http://"),
}
"""Where SVG's namespace is named."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "api" / "explorer" / "src")))
def test_values_of_the_graph_are_never_read_as_html(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT / "api" / "explorer"))
    found = [word for word in (*READS_HTML, *OTHER_WAYS) if word in text and (name, word) not in ALLOWED]
    assert found == []


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 30
