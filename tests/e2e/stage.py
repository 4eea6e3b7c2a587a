"""The stage of the browser tests: the product started as a newcomer starts it, and people who each hold a phone of their own.

Nothing here reaches behind the screens: people know what `anxun demo` printed and what they see.
"""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.camera import FLAGS, show
from tests.faults.proxy import Proxy, bad_network

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
QUIET = (
    "--no-sandbox",
    "--lang=zh-CN",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
DEMO_WITHIN_S = 90
NOTICED_S = 0.5  # until Chromium knows that also the process it held ready for the next page is gone
PIN = "246810"
CODE = re.compile(r"/e#([0-9A-Z]{12})")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Demo:
    """A running `anxun demo`: what it printed is all that people know."""

    port: int
    data: Path
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def code(self, who: str) -> str:
        """The enrolment code on the line that names this part in the play."""
        line = next(line for line in self.said if who in line and CODE.search(line))
        found = CODE.search(line)
        assert found is not None
        return found[1]

    def sheet(self) -> Path:
        """The printed label sheet."""
        line = next(line for line in self.said if ".pdf" in line)
        found = re.search(r"\S+\.pdf", line)
        assert found is not None
        return Path(found[0])


@contextmanager
def demo(data: Path, database_url: str) -> Iterator[Demo]:
    """`anxun demo` in a process of its own, until the test is over."""
    port = free_port()
    environment = {**os.environ, "DATA": str(data), "DATABASE_URL": database_url, "PORT": str(port)}
    environment |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "anxun.cli", "demo"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    running = Demo(port, data, process)
    lines: Queue[str] = Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        _until_open(running, lines)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def _read(process: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
    for line in process.stdout or []:
        lines.put(line.rstrip())


def _until_open(running: Demo, lines: "Queue[str]") -> None:
    """Until the port answers and the demo has said what it has to say."""
    deadline = time.monotonic() + DEMO_WITHIN_S
    while time.monotonic() < deadline:
        try:
            running.said.append(lines.get(timeout=0.2))
            continue
        except Empty:
            pass
        assert running.process.poll() is None, "\n".join(running.said)
        with socket.socket() as probe:
            if any(".pdf" in line for line in running.said) and probe.connect_ex(("127.0.0.1", running.port)) == 0:
                return
    raise AssertionError("the demo did not open:\n" + "\n".join(running.said))


class Line:
    """One person's own network: a proxy with a loop of its own, to cut and mend while the browser runs."""

    def __init__(self, upstream: int, seed: int = 0, rate: float = 0.0) -> None:
        self._ready = threading.Event()
        self._proxy: Proxy | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(upstream, seed, rate), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def _run(self, upstream: int, seed: int, rate: float) -> None:
        async def serve() -> None:
            async with bad_network(("127.0.0.1", upstream), seed, rate) as proxy:
                self._proxy = proxy
                self._ready.set()
                await self._stop.wait()

        self._loop.run_until_complete(serve())
        self._loop.run_until_complete(_let_go())
        self._loop.close()

    @property
    def proxy(self) -> Proxy:
        """The proxy itself, to look at."""
        assert self._proxy is not None
        return self._proxy

    @property
    def url(self) -> str:
        """What this person's browser takes for the server."""
        return f"http://127.0.0.1:{self.proxy.port}"

    def cut(self) -> None:
        """No network: requests fail and open sockets die."""
        self._loop.call_soon_threadsafe(self.proxy.cut_line)

    def mend(self) -> None:
        """Network again."""
        self._loop.call_soon_threadsafe(self.proxy.mend_line)

    def part(self, *directions: str) -> None:
        """Silence in these directions: nothing arrives, and nobody is told."""
        self._loop.call_soon_threadsafe(self.proxy.part, *directions)

    def heal(self) -> None:
        """Both directions pass."""
        self._loop.call_soon_threadsafe(self.proxy.heal)

    def close(self) -> None:
        """The person goes home."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)


async def _let_go() -> None:
    """End what still runs on this loop, and give aborted transports one more turn to close their sockets."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.sleep(0.05)


@dataclass
class Person:
    """Somebody with a browser profile, a camera and a network of their own."""

    name: str
    line: Line
    film: Path
    profile: Path
    playwright: Playwright
    size: dict[str, int]
    context: BrowserContext | None = None
    tab: int = 0
    # What this browser calls itself, where that is not Chromium.
    agent: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def page(self) -> Page:
        """The one window they look at."""
        assert self.context is not None
        return self.context.pages[self.tab]

    def sees(self, picture: Image.Image) -> None:
        """What the camera is held at next."""
        show(self.film, picture)

    def open_browser(self) -> Page:
        """Start the browser on the same profile as before."""
        phone = self.size["width"] < 1024
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=[*QUIET, *FLAGS, *self.flags, f"--use-file-for-fake-video-capture={self.film}"],
            viewport={"width": self.size["width"], "height": self.size["height"]},
            has_touch=phone,
            is_mobile=phone,
            device_scale_factor=2 if phone else 1,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=["camera"],
            user_agent=self.agent,
        )
        self.context.set_default_timeout(20_000)
        return self.page

    def close_browser(self) -> None:
        """Close it as people do; what was on the screen last is kept for whoever wonders why a test failed."""
        if self.context is not None:
            with suppress(PlaywrightError):
                self.page.screenshot(path=self.profile.with_suffix(".png"))
            self.context.close()
            self.context = None

    def kill_browser(self) -> None:
        """SIGKILL to the browser of this profile, and its children go with it: a battery that dies."""
        self._kill(lambda command: b"--type=" not in command)
        for left in self.profile.glob("Singleton*"):
            left.unlink(missing_ok=True)
        self.context = None

    def crash_page(self) -> None:
        """The page's own process dies, as when the phone needs its memory; the browser opens another one."""
        assert self.context is not None
        page = self.page
        with page.expect_event("crash"):
            self._kill(lambda command: b"--type=renderer" in command)
        time.sleep(NOTICED_S)
        self.context.new_page()
        page.close()

    def _kill(self, which: Callable[[bytes], bool]) -> None:
        mine = f"--user-data-dir={self.profile} ".encode()
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ") + b" "
                if mine in command and which(command):
                    os.kill(int(entry.name), signal.SIGKILL)


@contextmanager
def cast(playwright: Playwright, port: int, folder: Path) -> Iterator["Cast"]:
    """People come on stage when they are called and all go home at the end."""
    with ExitStack() as leaving:
        yield Cast(playwright, port, folder, leaving)


@dataclass
class Cast:
    """Makes the persons of one test."""

    playwright: Playwright
    port: int
    folder: Path
    leaving: ExitStack

    def person(
        self,
        name: str,
        size: dict[str, int] = PHONE,
        *,
        rate: float = 0.0,
        seed: int = 0,
        agent: str | None = None,
        flags: tuple[str, ...] = (),
    ) -> Person:
        """Somebody new, with an empty profile and a camera that sees a grey wall."""
        line = Line(self.port, seed, rate)
        film, profile = self.folder / f"{name}.y4m", self.folder / name
        show(film, Image.new("RGB", (8, 8), "#8a9099"))
        person = Person(name, line, film, profile, self.playwright, size, agent=agent, flags=flags)
        self.leaving.callback(line.close)
        self.leaving.callback(person.close_browser)
        person.open_browser()
        return person
