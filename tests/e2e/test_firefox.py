"""The way in Firefox, driven over WebDriver BiDi: enrol, type a code, photograph by file, sign without a network, received."""

from pathlib import Path

import pytest
import zxingcpp

from tests.e2e.camera import labels, scene
from tests.e2e.firefox import Page, firefox
from tests.e2e.plain import SEEN, enrol, pass_everything, press, type_code
from tests.e2e.stage import Line, demo, free_port

LAMP_LABEL = 1
NOTE = "应急灯不亮"
CARD = "document.querySelectorAll('[id^=item-]')[3]"
ALBUM = "[role=dialog] input[type=file]:not([capture]), dialog input[type=file]:not([capture])"
WORKER = "return navigator.serviceWorker.ready.then(({ active }) => Boolean(active))"
RECEIVED_WITHIN_S = 90


def _fail(page: Page, photo: Path) -> None:
    """One item that is not as it should be: a word and a picture from the album, as there is no camera here."""
    page.run(f"{CARD}.querySelector('input[value=fail]').click()")
    page.wait(f"{CARD}.querySelector('textarea') !== null")
    page.run(f"{CARD}.querySelector('textarea').id = 'what-is-wrong'")
    page.type("#what-is-wrong", NOTE)
    press(page, "拍照片")
    page.give(ALBUM, photo)
    page.wait(f"{SEEN}.includes('1 张已存本机')")
    press(page, "拍好了")
    page.wait(f"{CARD}.innerText.includes('1 张已存')")


@pytest.mark.browser
def test_firefox_fills_photographs_signs_and_sends(tmp_path: Path) -> None:
    photo = tmp_path / "lamp.jpg"
    scene("dark", "#333333").save(photo)
    with demo(tmp_path / "data", "") as school:
        sheet = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))
        code = zxingcpp.read_barcodes(sheet[LAMP_LABEL])[0].text.split("#")[1]
        line = Line(school.port)
        try:
            with firefox(free_port(), tmp_path / "firefox") as page:
                enrol(page, line.url, school.code("防火巡查员"))
                assert page.run(WORKER)
                assert not page.run(f"return {SEEN}.includes('不能离线打开')")

                page.run("document.querySelector('a[href=\"/scan\"]').click()")
                page.find("input[inputmode=text]")
                line.cut()
                type_code(page, code)
                pass_everything(page)
                _fail(page, photo)
                press(page, "提交 · 1 项不合格")
                page.find("canvas")
                page.draw("canvas")
                press(page, "签好了")
                page.wait(f"{SEEN}.includes('这次检查存好了')")

                page.open(line.url)  # from what this browser keeps of the app
                page.wait(f"{SEEN}.includes('1 份只在本机')")
                line.mend()
                page.wait(f"{SEEN}.includes('已全部收到')", within_s=RECEIVED_WITHIN_S)
                page.open(f"{line.url}/hazards")
                page.wait(f"{SEEN}.includes('{NOTE}')")
        finally:
            line.close()
