"""The table that a run of the bench prints and writes: what was measured, what came out, what is to be reached."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

Row = tuple[str, str, str]
"""What, measured, to reach."""


def machine() -> dict[str, object]:
    """Return what figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return {"cores": os.cpu_count(), "memory": f"{memory} GiB", "python": platform.python_version(), "system": platform.system()}


def show(rows: Sequence[Row]) -> None:
    """Print rows in columns."""
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    for what, measured, reach in rows:
        print(f"{what:{widths[0]}}  {measured:{widths[1]}}  {reach}".rstrip())


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write rows and the machine as JSON."""
    found = [dict(zip(("what", "measured", "reach"), row, strict=True)) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine(), "rows": found}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
