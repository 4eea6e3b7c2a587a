"""The offline way in WebKit, the engine of every iPhone: enrol, fill without a network, sign, hand in, received."""

import time
from pathlib import Path

import pytest
import zxingcpp

from tests.e2e.camera import labels
from tests.e2e.plain import SEEN, enrol, pass_everything, press, type_code
from tests.e2e.stage import Line, demo, free_port
from tests.e2e.webkit import Page, once_more, webkit

DISPLAY = 97
CORRIDOR_LABEL = 1
WORKER = (
    "const done = arguments[arguments.length - 1];"
    "if (!('serviceWorker' in navigator)) done(false);"
    "else navigator.serviceWorker.getRegistration().then((found) => done(Boolean(found && found.active)), () => done(false));"
)
WORKER_WITHIN_TRIES = 40
# A request that hung when the network went is given up after a minute, and tried again.
RECEIVED_WITHIN_S = 150
LEAVINGS = 20


def _keeps_the_app(page: Page) -> bool:
    """Whether this browser has the app's files for when there is no network."""
    for _ in range(WORKER_WITHIN_TRIES):
        if page.command("POST", "/execute/async", {"script": WORKER, "args": []}):
            return True
        page.run("return new Promise((done) => setTimeout(done, 250))")
    return False


@pytest.mark.browser
@once_more
def test_webkit_fills_keeps_and_sends_without_a_network(tmp_path: Path) -> None:
    with demo(tmp_path / "data", "") as school:
        sheet = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))
        code = zxingcpp.read_barcodes(sheet[CORRIDOR_LABEL])[0].text.split("#")[1]
        line = Line(school.port)
        try:
            with webkit(free_port(), DISPLAY) as page:
                enrol(page, line.url, school.code("防火巡查员"))
                assert page.run("return isSecureContext")
                keeps = _keeps_the_app(page)
                assert page.run(f"return {SEEN}.includes('不能离线打开')") is not keeps

                page.run("document.querySelector('a[href=\"/scan\"]').click()")
                page.find("input[inputmode=text]")
                line.cut()
                type_code(page, code)
                pass_everything(page)
                press(page, "提交 · 全部合格")
                page.find("canvas")
                page.draw("canvas")
                press(page, "签好了")
                page.wait(f"{SEEN}.includes('这次检查存好了')")
                if keeps:
                    page.open(line.url)
                    page.wait(f"{SEEN}.includes('1 份只在本机')")

                line.mend()
                page.wait(f"{SEEN}.includes('已全部收到')", within_s=RECEIVED_WITHIN_S)
        finally:
            line.close()


@pytest.mark.browser
@once_more
def test_webkit_opens_the_app_however_quickly_it_was_left(tmp_path: Path) -> None:
    """A left page sleeps with its transactions; the next one waited for them for ever."""
    with demo(tmp_path / "data", "") as school, webkit(free_port(), DISPLAY) as page:
        enrol(page, f"http://127.0.0.1:{school.port}", school.code("防火巡查员"))
        for turn in range(LEAVINGS):
            page.run("document.querySelector('a[href=\"/sync\"]').click()")
            time.sleep(turn % 5 * 0.05)
            page.open(f"http://127.0.0.1:{school.port}")
            page.wait(f"{SEEN}.includes('按路线排好的')")
