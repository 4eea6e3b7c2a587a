"""A real server process, to be talked to over the network and killed; and the cast's phones pointed at it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from anxun.app import create_app
from anxun.core.settings import Settings
from tests.phone import Phone
from tests.postgres import free_port
from tests.world import URL, School

ROOT = Path(__file__).parents[1]
START_S = 30


@dataclass
class Server:
    """`anxun serve` on an installation of the test's own."""

    settings: Settings
    port: int = field(default_factory=free_port)
    public_url: str = URL
    inside: tuple[str, ...] = ()  # a command that runs the rest of its line
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Gives back once it answers."""
        environment = os.environ | {
            "DATA": str(self.settings.data),
            "DATABASE_URL": self.settings.database_url,
            "PORT": str(self.port),
            "PUBLIC_URL": self.public_url,
            "PYTHONPATH": str(ROOT / "server"),
        }
        with (self.settings.data / "server.log").open("ab") as log:
            command = [*self.inside, sys.executable, "-m", "anxun.cli", "serve"]
            self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        until = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None, (self.settings.data / "server.log").read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """As a power cut to the process: no chance to say goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """As systemd does it; gives how many seconds it took."""
        began = time.monotonic()
        self._end(signal.SIGTERM)
        return time.monotonic() - began

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_S)
            self.process = None


@contextmanager
def serving(settings: Settings, inside: tuple[str, ...] = ()) -> Iterator[Server]:
    server = Server(settings, inside=inside)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[str]:
    """A real server on the test's own loop, quick to start; gives its address."""
    config = uvicorn.Config(
        create_app(settings),
        port=free_port(),
        ws="websockets-sansio",
        log_level="critical",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        assert not running.done(), running
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{config.port}"
    finally:
        server.should_exit = True
        await running


def connected(world: School, url: str) -> School:
    """The cast with the same keys, on the network; nobody has a session yet."""
    phones: dict[str, Any] = {name: away(phone, url) for name, phone in world.phones().items()}
    return replace(world, client=_client(url), **phones)


def away(phone: Phone, url: str) -> Phone:
    copy = Phone(_client(url), phone.person, phone.organisation, phone.key, phone.device)
    copy.signer = replace(phone.signer)
    return copy


def _client(url: str) -> httpx.AsyncClient:
    """Closes each connection after its reply: nobody closes the client, and an open one would fail a later test."""
    return httpx.AsyncClient(base_url=url, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))
