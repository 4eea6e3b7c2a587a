"""Just enough WebDriver to drive WebKitGTK, the nearest thing to an iPhone's engine that a Linux machine has."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import httpx

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ENVIRONMENT = {
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
MINI_BROWSER_ARGUMENTS = ["--automation", "--enable-mock-capture-devices=TRUE", "--enable-media-stream=TRUE"]


class BrowserGoneError(Exception):
    """The browser itself died or hung; the driver says no more than that."""


def once_more(test: Callable[[Path], None]) -> Callable[[Path], None]:
    """Debian's small WebKit window dies by itself about once in twenty starts; twice in a row is ours to explain."""

    @wraps(test)
    def run(tmp_path: Path) -> None:
        try:
            test(tmp_path / "first")
        except BrowserGoneError as gone:
            print(f"WebKit died, once more: {gone}")
            test(tmp_path / "second")

    return run


@dataclass
class Page:
    """One browser window."""

    client: httpx.Client
    session: str

    def command(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """A WebDriver command; its value, or the driver's own message as the failure."""
        reply = self.client.request(method, f"/session/{self.session}{path}", json=body if method == "POST" else None)
        value = reply.json()["value"]
        if reply.status_code != httpx.codes.OK and value["error"] == "invalid session id":
            raise BrowserGoneError(value["message"])
        assert reply.status_code == httpx.codes.OK, value
        return value

    def open(self, url: str) -> None:
        self.command("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, css: str, within_s: float = 15) -> str:
        """The first element that matches, as soon as there is one."""
        deadline = time.monotonic() + within_s
        while True:
            found = self.command("POST", "/elements", {"using": "css selector", "value": css})
            if found:
                return str(found[0][ELEMENT])
            assert time.monotonic() < deadline, f"nothing matches {css}: {self.run('return document.body.innerText')}"
            time.sleep(0.1)

    def click(self, css: str) -> None:
        self.command("POST", f"/element/{self.find(css)}/click", {})

    def type(self, css: str, text: str) -> None:
        self.command("POST", f"/element/{self.find(css)}/value", {"text": text})

    def wait(self, script: str, within_s: float = 20) -> Any:
        """The script's value, as soon as it is true."""
        deadline = time.monotonic() + within_s
        while not (value := self.run(f"return {script}")):
            assert time.monotonic() < deadline, f"never true: {script}: {self.run('return document.body.innerText')}"
            time.sleep(0.1)
        return value

    def draw(self, css: str) -> None:
        """A stroke across an element, as a finger does it."""
        box = self.run(
            "const r = document.querySelector(arguments[0]).getBoundingClientRect(); return [r.x, r.y, r.width, r.height]",
            css,
        )
        x, y = int(box[0]), int(box[1])
        path = [(x + 30, y + 40), (x + 90, y + 90), (x + 150, y + 50), (x + 200, y + 100)]
        moves = [{"type": "pointerMove", "duration": 20, "x": px, "y": py} for px, py in path]
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        pointer = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": actions}
        self.command("POST", "/actions", {"actions": [pointer]})


@contextmanager
def webkit(port: int, display: int) -> Iterator[Page]:
    """A WebKit window on a virtual screen, closed at the end whatever happened."""
    environment = {**os.environ, **ENVIRONMENT, "DISPLAY": f":{display}"}
    screen = subprocess.Popen(
        ["Xvfb", f":{display}", "-screen", "0", "800x900x24", "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield Page(client, _session(client))
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait(10)


def _session(client: httpx.Client) -> str:
    browser = next(
        path
        for path in (
            "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
            "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
        )
        if Path(path).exists()
    )
    wanted = {"alwaysMatch": {"webkitgtk:browserOptions": {"binary": browser, "args": MINI_BROWSER_ARGUMENTS}}}
    for _ in range(100):
        try:
            reply = client.post("/session", json={"capabilities": wanted})
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        return str(reply.json()["value"]["sessionId"])
    raise AssertionError("the WebKit driver did not start")
