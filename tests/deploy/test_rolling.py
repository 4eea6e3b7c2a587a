"""A city's way to run it: two workers on PostgreSQL behind Caddy, with the very Caddyfile that is shipped."""

import asyncio
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.inspections.tables import Inspection
from tests.audit import sound
from tests.forms import failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED, Phone
from tests.photos import noise
from tests.postgres import free_port
from tests.process import ROOT, Server, connected
from tests.world import School

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("database", ["postgres"], indirect=True, scope="session")]
START_S = 30
SOON_S = 10
SEEN_S = 2.5  # until Caddy has noticed that a worker is back
SOCKETS = 4


@dataclass
class Counting(httpx.AsyncHTTPTransport):
    """The network of a phone; remembers what went wrong on it."""

    verify: ssl.SSLContext
    asked: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(verify=self.verify)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        try:
            reply = await super().handle_async_request(request)
        except httpx.TransportError as error:
            self.failed.append(f"{request.method} {request.url.path}: {error!r}")
            raise
        if reply.status_code >= 400:
            self.failed.append(f"{request.method} {request.url.path}: {reply.status_code}")
        return reply


@dataclass
class City:
    """What a phone needs to know of it, and the two workers."""

    url: str
    trust: ssl.SSLContext
    workers: list[Server]
    settings: Settings
    networks: list[Counting] = field(default_factory=list)

    def school(self, world: School) -> School:
        """The cast, speaking through Caddy and trusting only its authority."""
        people = connected(world, self.url)
        for phone in people.phones().values():
            self.networks.append(Counting(self.trust))
            phone.client = httpx.AsyncClient(base_url=self.url, transport=self.networks[-1], timeout=30)
        return people

    @asynccontextmanager
    async def line(self, phone: Phone) -> AsyncIterator[asyncio.Queue[int]]:
        """The live line as the app keeps it: comes back by itself; gives the numbers it heard."""
        heard: asyncio.Queue[int] = asyncio.Queue()
        listening = asyncio.create_task(self._listen(phone, heard))
        try:
            yield heard
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _listen(self, phone: Phone, heard: asyncio.Queue[int]) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())
        url = f"wss{self.url[5:]}/api/live"
        while True:
            async with connect(url, additional_headers={"cookie": cookie}, ssl=self.trust, proxy=None) as socket:
                with suppress(ConnectionClosed):
                    async for message in socket:
                        told = json.loads(message)
                        if "seq" in told:
                            heard.put_nowait(int(told["seq"]))


@contextmanager
def caddy(folder: Path, port: int, workers: list[Server]) -> Iterator[ssl.SSLContext]:
    """Caddy on the shipped file; gives what trusts only its own authority."""
    assert shutil.which("caddy"), "Caddy is missing: tools/machine test, or apt-get install caddy"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PUBLIC_URL": f"https://localhost:{port}",
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(port),
        "TLS": "tls internal",
        "WORKERS": " ".join(f"127.0.0.1:{worker.port}" for worker in workers),
    }
    command = ["caddy", "run", "--config", str(ROOT / "docker/Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        try:
            yield _trusting(folder / "caddy/pki/authorities/local/root.crt", port)
        finally:
            process.terminate()


def _trusting(root: Path, port: int) -> ssl.SSLContext:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        with suppress(OSError, httpx.TransportError):
            context = ssl.create_default_context(cafile=str(root))
            if httpx.get(f"https://localhost:{port}/api/health", verify=context).status_code == 200:
                return context
        time.sleep(0.1)
    raise TimeoutError("Caddy does not answer")


@pytest.fixture
async def city(settings: Settings, tmp_path: Path) -> AsyncIterator[City]:
    port = free_port()
    url = f"https://localhost:{port}"
    workers = [Server(settings, public_url=url) for _ in range(2)]
    try:
        for worker in workers:
            await asyncio.to_thread(worker.start)
        with caddy(tmp_path, port, workers) as trust:
            yield City(url, trust, workers, settings)
    finally:
        for worker in workers:
            worker.kill()


async def work(school: School, outbox: Outbox, number: int, stopping: asyncio.Event) -> None:
    """Inspections with a photo each, until told to stop."""
    made = 0
    while not stopping.is_set():
        photo = noise(1_000_000 * (number + 1) + made, 64, 48)
        form = patrol_form(school, {"exits-clear": failing(photo)})
        outbox.add(outbox.phone.make("inspection.submit", form, SIGNED), photo)
        made += 1
        await outbox.step()
        await asyncio.sleep(0.05)


async def test_a_rolling_restart_under_load_fails_no_request_and_loses_nothing(city: City, world: School) -> None:
    people = city.school(world)
    assert (await people.office.sign_in()).status_code == 200
    phones = [people.patrol, people.kitchen, people.staff]
    outboxes = [Outbox(phone, random.Random(n)) for n, phone in enumerate(phones)]
    stopping = asyncio.Event()
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(city.line(people.office)) for _ in range(SOCKETS)]
        await _each_has_lines(city)
        working = [asyncio.create_task(work(people, outbox, n, stopping)) for n, outbox in enumerate(outboxes)]
        for worker in city.workers:
            await asyncio.sleep(1)
            await asyncio.to_thread(worker.stop)
            await asyncio.to_thread(worker.start)
            await asyncio.sleep(SEEN_S)
        stopping.set()
        await asyncio.gather(*working)
        await asyncio.gather(*(outbox.drain(START_S) for outbox in outboxes))
        head = (await people.office.get("/api/sync/pull"))["next"]
        await asyncio.gather(*(_until(line, head) for line in lines))

    assert [failure for network in city.networks for failure in network.failed] == []
    receipts = [receipt for outbox in outboxes for receipt in outbox.receipts.values()]
    print(f"{len(receipts)} operations, {sum(network.asked for network in city.networks)} requests")
    assert Counter(receipt["verdict"] for receipt in receipts) == {"applied": len(receipts)}
    async with opened(engine_for(city.settings.database_url, city.settings.data)):
        assert await Inspection.count() == len(receipts) > 20
        await sound(city.settings.data)
    for phone in people.phones().values():
        await phone.client.aclose()


async def _each_has_lines(city: City) -> None:
    """So that a hint has to go from one worker to the other."""
    async with asyncio.timeout(SOON_S), httpx.AsyncClient() as watcher:
        for worker in city.workers:
            while "anxun_sockets 0" in (await watcher.get(f"{worker.url}/metrics")).text:
                pass


async def _until(line: asyncio.Queue[int], head: int) -> None:
    async with asyncio.timeout(SOON_S):
        while await line.get() < head:
            pass


async def test_a_worker_that_leaves_says_so_first_and_still_answers(city: City) -> None:
    worker = city.workers[0]
    assert worker.process is not None
    worker.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.5)

    async with httpx.AsyncClient(base_url=worker.url) as client:
        assert (await client.get("/api/health")).status_code == 503
        assert (await client.get("/api/checklists")).status_code == 200
    async with httpx.AsyncClient(base_url=city.url, verify=city.trust) as client:
        await asyncio.sleep(1.5)
        assert {(await client.get("/api/health")).status_code for _ in range(10)} == {200}
    assert await asyncio.to_thread(worker.process.wait, START_S) in (0, -signal.SIGTERM)


async def test_figures_are_not_for_the_internet(city: City) -> None:
    async with httpx.AsyncClient(base_url=city.url, verify=city.trust) as client:
        assert (await client.get("/metrics")).status_code == 404
