"""Just enough WebDriver BiDi to drive Firefox over the websocket that it opens itself."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.exceptions import InvalidMessage, InvalidStatus
from websockets.sync.client import ClientConnection, connect

# A first start shows pages of its own, and asks the internet whether there is one.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.provider.google4.updateURL": "",
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "zh-CN, zh",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
OPEN_WITHIN_S = 60


@dataclass
class Page:
    """One tab of Firefox."""

    socket: ClientConnection
    context: str = ""
    sent: int = 0

    def command(self, method: str, **params: Any) -> Any:
        """A BiDi command; its result, or the browser's own message as the failure."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (reply := json.loads(self.socket.recv(60))).get("id") != self.sent:
            pass  # an event of its own
        assert reply["type"] == "success", reply
        return reply["result"]

    def open(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def _called(self, script: str, *arguments: Any) -> Any:
        reply = self.command(
            "script.callFunction",
            functionDeclaration=f"function () {{ {script} }}",
            arguments=[{"type": "string", "value": each} for each in arguments],
            awaitPromise=True,
            target={"context": self.context},
            resultOwnership="none",
        )
        assert reply["type"] == "success", reply
        return reply["result"]

    def run(self, script: str, *arguments: Any) -> Any:
        found = self._called(script, *arguments)
        if found["type"] == "array":
            return [each.get("value") for each in found["value"]]
        return found.get("value")

    def find(self, css: str, within_s: float = 15) -> str:
        """The first element that matches, as soon as there is one."""
        deadline = time.monotonic() + within_s
        while (found := self._called("return document.querySelector(arguments[0])", css))["type"] != "node":
            assert time.monotonic() < deadline, f"nothing matches {css}: {self.run('return document.body.innerText')}"
            time.sleep(0.1)
        return str(found["sharedId"])

    def type(self, css: str, text: str) -> None:
        self.find(css)
        self.run("document.querySelector(arguments[0]).focus()", css)
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def wait(self, script: str, within_s: float = 20) -> Any:
        """The script's value, as soon as it is true."""
        deadline = time.monotonic() + within_s
        while not (value := self.run(f"return {script}")):
            assert time.monotonic() < deadline, f"never true: {script}: {self.run('return document.body.innerText')}"
            time.sleep(0.1)
        return value

    def give(self, css: str, file: Path) -> None:
        """A file for an input, as the system's own dialog would hand it over."""
        element = {"sharedId": self.find(css)}
        self.command("input.setFiles", context=self.context, element=element, files=[str(file)])

    def draw(self, css: str) -> None:
        """A stroke across an element, as a mouse does it."""
        box = self.run(
            "const r = document.querySelector(arguments[0]).getBoundingClientRect(); return [r.x, r.y, r.width, r.height]",
            css,
        )
        x, y = int(box[0]), int(box[1])
        path = [(x + 30, y + 40), (x + 90, y + 90), (x + 150, y + 50), (x + 200, y + 100)]
        moves = [{"type": "pointerMove", "duration": 20, "x": px, "y": py} for px, py in path]
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self.command("input.performActions", context=self.context, actions=[source])


@contextmanager
def firefox(port: int, home: Path) -> Iterator[Page]:
    """A Firefox without a screen on an empty profile, closed at the end whatever happened."""
    profile = home / "profile"
    profile.mkdir(parents=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
    # As root it starts only in a home of its own.
    environment = {**os.environ, "HOME": str(home), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port, process) as socket:
            page = Page(socket)
            page.command("session.new", capabilities={})
            page.context = page.command("browsingContext.getTree")["contexts"][0]["context"]
            yield page
    finally:
        process.terminate()
        process.wait(20)


def _connected(port: int, process: "subprocess.Popen[bytes]") -> ClientConnection:
    deadline = time.monotonic() + OPEN_WITHIN_S
    while True:
        assert process.poll() is None, "Firefox did not start"
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        except (OSError, InvalidMessage, InvalidStatus):
            assert time.monotonic() < deadline, "Firefox opened no door for BiDi"
            time.sleep(0.2)
