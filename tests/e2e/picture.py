"""Takes the picture of the explorer that the README shows: `make picture`. Usage: python -m tests.e2e.picture [FILE]"""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.e2e.chromium import SETTING, SIZE, program, started
from tests.e2e.page import ready
from tests.e2e.serving import serving
from tests.realdata import ROOT

VIEW = "/#graph&step=around%202%20100%20dataset:ade20k&sel=dataset:ade20k"
"""What of the explorer is shown, over the seeds: what is around a dataset, up to two edges away."""
COLOURS = 128
SETTLED = 1000
"""Milliseconds in which the names are placed."""


def optimised(png: bytes) -> bytes:
    """Return a picture in few colours, which takes a fraction of the room and looks the same."""
    packed = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "png", optimize=True)
    return packed.getvalue()


async def _taken(path: str, address: str) -> bytes:
    width, height = SIZE
    async with started(path) as browser:
        page = await browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light")
        await page.goto(address)
        await ready(page)
        await page.wait_for_timeout(SETTLED)
        return await page.screenshot()


def main() -> None:
    """Load the seeds into a graph of their own, serve it, and take the picture."""
    path = program() or sys.exit(f"there is no Chromium on the path, and {SETTING} names none")
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "explorer.png"
    with TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/seeds.db"
        subprocess.run([sys.executable, "-m", "citegraph", "--store", store, "load", "seeds"], cwd=ROOT, check=True)
        with serving(store) as address:
            out.write_bytes(optimised(asyncio.run(_taken(path, address + VIEW))))
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
