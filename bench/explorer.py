"""The explorer: how soon a picture stands and names are suggested on the whole ACL collection, how much script that takes, and how its
picture moves beside sigma.js alone on the same graph.

Chromium draws WebGL by the processor on a machine without a graphics card: slowly, and where a call waits for the drawing it waits in the
script. So the time of a frame is compared with that of sigma alone in the same run, and script time is the time in the page's own functions,
by the profiler, without the calls that wait.
"""

from __future__ import annotations

import asyncio
import gzip
import statistics
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from playwright.async_api import Browser, CDPSession, Page, Response

from bench.program import ran
from bench.table import Row
from graph.stores import open_store
from tests.contract.ask import ask
from tests.e2e.chromium import SETTING, program, started
from tests.e2e.serving import serving
from tests.realdata import ROOT

EXPLORER = ROOT / "api" / "explorer"
FRAMES = ROOT / "build" / "explorer-bench"
ROUNDS = 5
SECONDS = 6.0
TYPED = (
    "neu",
    "att",
    "par",
    "sem",
    "tra",
    "dia",
    "sum",
    "que",
    "lan",
    "wor",
    "mor",
    "spe",
    "ent",
    "rel",
    "sen",
    "cor",
    "dee",
    "gra",
    "mul",
    "evl",
)


async def measure(shared: Path, scratch: Path, _: int) -> list[Row]:
    """Load the collection, serve it, and look at it."""
    path = program()
    if path is None:
        raise SystemExit(f"there is no Chromium on the path, and {SETTING} names none")
    subprocess.run(["make", "explorer"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["npx", "vite", "build", "--config", "bench/vite.config.ts"], cwd=EXPLORER, check=True, stdout=subprocess.DEVNULL)
    url = f"sqlite:///{scratch / 'graph.db'}"
    places = await _loaded(url, shared)
    async with started(path) as browser:
        rows = []
        with serving(url) as address:
            rows += await _pictures(browser, address, places)
            rows += await _suggestions(browser, address)
        rows += await _frames(browser)
    return rows


async def _loaded(url: str, shared: Path) -> list[str]:
    """Load the whole collection; returns the ids of what is joined with most, and of something usual."""
    ran(url, "load", *(str(shared / "data" / name) for name in ("acl.jsonl.zst", "pwc_sota.jsonl", "model_index_openmmlab.jsonl")))
    store = await open_store(url)
    kinds = ("authors", "datasets", "methods", "tasks", "papers")
    asked = "\n".join(f"{kind}(first: 1, orderBy: [{{by: DEGREE, direction: DESC}}]) {{ nodes {{ id }} }}" for kind in kinds)
    found = await ask(store, f"{{ {asked} }}")
    await store.close()
    return [found[kind]["nodes"][0]["id"] for kind in kinds]


# --- a permalink, and suggestions


async def _pictures(browser: Browser, address: str, places: list[str]) -> list[Row]:
    """Open the pictures of what is joined with most, each in a browser that knows nothing yet."""
    found, sizes = [], []
    await _begun(browser)
    for place in places:
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        answers = _answers(page)
        await page.goto(f"{address}/#graph&step={quote(f'around 1 100 {place}')}&sel={quote(place)}", wait_until="commit")
        await page.wait_for_selector("html[data-state=ready]", state="attached", timeout=60_000)
        found.append(await page.evaluate("performance.measure('ready', { start: 0, end: performance.mark('now').startTime }).duration"))
        sizes.append(
            sum(
                [
                    len(gzip.compress(await answer.body(), 6))
                    for answer in answers
                    if answer.url.endswith(".js") and "worker" not in answer.url
                ]
            )
        )
        await context.close()
    told = ", ".join(f"{milliseconds / 1000:.2f}" for milliseconds in found)
    return [
        ("first picture of a permalink, of what is joined with most", f"{max(found) / 1000:.2f} s ({told})", "≤ 1.5 s"),
        ("script of a picture, packed", f"{max(sizes) / 1000:.0f} kB", "≤ 250 kB"),
    ]


async def _begun(browser: Browser) -> None:
    """Have the browser begin what it begins once: the process that draws, above all. Nothing of ours is fetched."""
    page = await browser.new_page()
    await page.evaluate("document.createElement('canvas').getContext('webgl2')")
    await page.close()


def _answers(page: Page) -> list[Response]:
    """What the page is answered from now on."""
    found: list[Response] = []
    page.on("response", lambda answer: found.append(answer))
    return found


async def _suggestions(browser: Browser, address: str) -> list[Row]:
    """Type three letters, and wait for what they could mean."""
    page = await browser.new_page()
    await page.goto(f"{address}/#home")
    await page.wait_for_selector("html[data-state=ready]", state="attached")
    found = []
    for typed in TYPED:
        await page.fill("input[role=combobox]", "")
        await page.wait_for_selector("ul[role=listbox]", state="hidden")
        await page.fill("input[role=combobox]", typed[:2])
        await page.wait_for_timeout(300)
        found.append(await page.evaluate(_TYPE, typed))
    await page.close()
    usual, worst = statistics.median(found), sorted(found)[int(len(found) * 0.95) - 1]
    return [("suggestions for three letters, from the key to the list", f"{usual:.0f} ms, p95 {worst:.0f} ms", "≤ 150 ms")]


_TYPE = """typed => new Promise(done => {
  const input = document.querySelector('input[role=combobox]'), list = document.querySelector('ul[role=listbox]');
  const begun = performance.now();
  new MutationObserver((_, observer) => { observer.disconnect(); requestAnimationFrame(() => done(performance.now() - begun)); })
    .observe(list, { childList: true });
  input.value = typed;
  input.dispatchEvent(new Event('input', { bubbles: true }));
})"""


# --- frames


async def _frames(browser: Browser) -> list[Row]:
    """Drag the picture of a graph, and sigma's own, several times: each round begins and ends with sigma's, as a machine's pace drifts."""
    async with _served(FRAMES) as address:
        rows = []
        for nodes, rounds in ((2_000, ROUNDS), (20_000, 1)):
            ratios, bare, script = [], [], []
            for _ in range(rounds):
                took: dict[str, list[float]] = {"bare": [], "scene": []}
                for draw in ("bare", "scene", "scene", "bare"):
                    frame, own = await _dragged(browser, f"{address}?draw={draw}&nodes={nodes}")
                    took[draw].append(frame)
                    if draw == "scene":
                        script.append(own)
                ratios.append(sum(took["scene"]) / sum(took["bare"]))
                bare += took["bare"]
            told = f"{statistics.median(ratios):.2f} × {statistics.median(bare):.0f} ms ({', '.join(f'{ratio:.2f}' for ratio in ratios)})"
            rows.append((f"frame while dragging, {nodes:,} nodes, beside sigma alone", told, "≤ 1.2 ×" if nodes == 2_000 else ""))
            rows.append((f"script in a frame, {nodes:,} nodes", f"{statistics.median(script):.1f} ms", "≤ 8 ms" if nodes == 2_000 else ""))
        return rows


async def _dragged(browser: Browser, url: str) -> tuple[float, float]:
    """Drag for some seconds; returns the milliseconds of a frame, and those in the page's own functions."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(url)
    await page.wait_for_selector("html[data-state=ready]", state="attached", timeout=120_000)
    await page.wait_for_timeout(1500)
    tools = await page.context.new_cdp_session(page)
    await page.mouse.move(640, 400)
    await page.mouse.down()
    frame = await _moved(page)
    await tools.send("Profiler.enable")
    await tools.send("Profiler.start")
    before = await page.evaluate("window.drawn")
    await _moved(page)
    own = await _own_milliseconds(tools) / max(1, await page.evaluate("window.drawn") - before)
    await page.mouse.up()
    await page.close()
    return frame, own


async def _moved(page: Page) -> float:
    """Move the mouse about; returns the milliseconds of a frame."""
    before, begun, n = await page.evaluate("window.drawn"), time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        n += 1
        await page.mouse.move(640 + n % 100, 400 + n * 7 % 60)
        await asyncio.sleep(0.015)
    drawn: int = await page.evaluate("window.drawn") - before
    return (time.perf_counter() - begun) * 1000 / max(1, drawn)


async def _own_milliseconds(tools: CDPSession) -> float:
    """The time in functions of the page's scripts; the browser's own calls have no address."""
    profile = (await tools.send("Profiler.stop"))["profile"]
    is_own = {node["id"]: bool(node["callFrame"]["url"]) for node in profile["nodes"]}
    spent = zip(profile["samples"], profile["timeDeltas"], strict=True)
    own: int = sum(delta for sample, delta in spent if is_own[sample])
    return own / 1000


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@asynccontextmanager
async def _served(folder: Path) -> AsyncIterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
