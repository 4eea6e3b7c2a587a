"""The way through one inspection where no test library reaches: the same steps for WebKit and for Firefox."""

from typing import Any, Protocol

from tests.e2e.stage import PIN

SEEN = "document.body.innerText"
ITEMS = "document.querySelector('[id^=item-]') !== null"
BUTTON = "[...document.querySelectorAll('button')].find((one) => one.innerText.trim().startsWith('{}'))"
CORRIDOR = "每日防火巡查（通道与出口）"


class Window(Protocol):
    """What the drivers of both browsers can do."""

    def open(self, url: str) -> None: ...

    def run(self, script: str, *arguments: Any) -> Any: ...

    def find(self, css: str, within_s: float = 15) -> str: ...

    def type(self, css: str, text: str) -> None: ...

    def wait(self, script: str, within_s: float = 20) -> Any: ...


def press(page: Window, words: str) -> None:
    """The button that begins with these words."""
    button = BUTTON.format(words)
    page.wait(f"Boolean({button})")
    page.run(f"{button}.click()")


def enrol(page: Window, url: str, code: str) -> None:
    """Open the invitation's link, choose a PIN, begin; until the round is there."""
    page.open(f"{url}/e#{code}")
    for words in ("以后打开安巡时输入", "再输一遍"):
        page.wait(f"{SEEN}.includes('{words}')")
        for digit in PIN:
            press(page, digit)
    press(page, "开始")
    page.wait(f"{SEEN}.includes('按路线排好的')", within_s=60)


def type_code(page: Window, code: str) -> None:
    """A label's code by hand; opens the corridor's form."""
    page.type("input[inputmode=text]", code)
    page.wait(f"{ITEMS} || {SEEN}.includes('{CORRIDOR}')")
    if not page.run(f"return {ITEMS}"):
        press(page, CORRIDOR)  # somebody was here this morning, so it asks
    page.wait("document.querySelectorAll('[id^=item-]').length === 15")


def pass_everything(page: Window) -> None:
    """Every item of the corridor as it should be."""
    page.run("document.querySelectorAll('[id^=item-] input[value=pass]').forEach((one) => one.click())")
