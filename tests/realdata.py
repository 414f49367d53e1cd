"""Where the real collections lie, for tests that prove the parsers on them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent


def folder() -> Path | None:
    """The folder with `data/` and `seeds/`: CITEGRAPH_SHARED, else `shared` beside the checkout; None when there is none."""
    found = Path(os.environ.get("CITEGRAPH_SHARED", ROOT.parent / "shared"))
    return found if (found / "data").is_dir() else None


def real(name: str) -> Path:
    """A real file; call it in tests marked `realdata` only."""
    found = folder()
    assert found is not None
    return found / name
