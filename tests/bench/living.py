"""Figure 9: five hundred open screens hear of a change, beside PocketBase's live records to as many listeners."""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from websockets.asyncio.client import connect

from anxun.core.settings import Settings
from tests.bench.figures import Figure, interleaved
from tests.bench.load import Crowd, Line, crowd, push, request
from tests.bench.machine import cpu_s
from tests.bench.peer import Peer, pocketbase
from tests.bench.taking import THEIRS
from tests.phone import Phone

SCREENS = 500
CHANGES = 20
PAUSE_S = 0.2
MOST_S = 30
TOPIC = "submissions/*"


class Ears:
    """When each of many listeners heard something, since somebody began to tell."""

    def __init__(self) -> None:
        self.began = 0.0
        self.heard: list[float] = []

    def hear(self) -> None:
        self.heard.append((time.perf_counter() - self.began) * 1_000)


async def living(settings: Settings, folder: Path, where: str) -> list[Figure]:
    costs: dict[str, list[float]] = {"ours": [], "theirs": []}
    async with (
        crowd(settings, SCREENS) as ours,
        pocketbase(folder / "pocketbase") as peer,
        _our_screens(ours) as here,
        _their_screens(peer) as there,
    ):
        phones = iter(ours.phones * CHANGES)
        pair = await interleaved(
            lambda: _told(here, ours.address, lambda: _change(ours, next(phones)), ours.pid(), costs["ours"]),
            lambda: _told(there, peer.address, _their_change, peer.pid, costs["theirs"]),
        )
    each = statistics.median(costs["ours"]), statistics.median(costs["theirs"])
    return [
        Figure("9", f"a change to 500 live screens, p95 ({where})", "ms", *pair, "PocketBase", 0.8),
        Figure("9", f"CPU of a delivery, the change itself with it ({where})", "µs", *each, "PocketBase", 1),
    ]


def _change(ours: Crowd, phone: Phone) -> bytes:
    return push(ours.submission(phone))


def _their_change() -> bytes:
    body = json.dumps({"answers": {"item": "exits-clear"}, "school": "s"}).encode()
    return request("POST", THEIRS, body, {"Content-Type": "application/json"})


async def _told(
    ears: Ears, address: tuple[str, int], change: Callable[[], bytes], pid: int, costs: list[float]
) -> float:
    """Of every hundred deliveries the 95th, in milliseconds from the asking on."""
    late: list[float] = []
    began, line = cpu_s(pid), await Line.open(address)
    for _ in range(CHANGES):
        asked = change()
        ears.heard, ears.began = [], time.perf_counter()
        status, body = await line.ask(asked)
        assert status == 200, body[:300]
        while len(ears.heard) < SCREENS:
            assert time.perf_counter() - ears.began < MOST_S, len(ears.heard)
            await asyncio.sleep(0.002)
        late += ears.heard
        await asyncio.sleep(PAUSE_S)
    line.close()
    costs.append((cpu_s(pid) - began) * 1_000_000 / len(late))
    return statistics.quantiles(late, n=20)[-1]


@asynccontextmanager
async def _our_screens(ours: Crowd) -> AsyncIterator[Ears]:
    ears = Ears()

    async def screen(cookie: str) -> None:
        async with connect(
            f"{ours.server.url.replace('http', 'ws')}/api/live", additional_headers={"Cookie": cookie}
        ) as line:
            open_now.release()
            async for said in line:
                if "seq" in str(said):
                    ears.hear()

    open_now = asyncio.Semaphore(0)
    cookies = ["; ".join(f"{name}={value}" for name, value in one.client.cookies.items()) for one in ours.phones]
    async with _all(open_now, [screen(cookie) for cookie in cookies]):
        yield ears


@asynccontextmanager
async def _their_screens(peer: Peer) -> AsyncIterator[Ears]:
    ears = Ears()

    async def screen() -> None:
        reader, writer = await asyncio.open_connection(*peer.address)
        writer.write(b"GET /api/realtime HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n")
        client = ""
        while not client:
            said = await reader.readline()
            if said.startswith(b"data:") and b"clientId" in said:
                client = json.loads(said[5:])["clientId"]
        line = await Line.open(peer.address)
        wanted = json.dumps({"clientId": client, "subscriptions": [TOPIC]}).encode()
        status, _ = await line.ask(request("POST", "/api/realtime", wanted, {"Content-Type": "application/json"}))
        assert status == 204
        line.close()
        open_now.release()
        while said := await reader.readline():
            if said.startswith(b"data:"):
                ears.hear()

    open_now = asyncio.Semaphore(0)
    async with _all(open_now, [screen() for _ in range(SCREENS)]):
        yield ears


@asynccontextmanager
async def _all(open_now: asyncio.Semaphore, screens: list[Awaitable[None]]) -> AsyncIterator[None]:
    """While all of them are open."""
    running = [asyncio.ensure_future(screen) for screen in screens]
    try:
        for _ in running:
            await asyncio.wait_for(open_now.acquire(), 60)
        yield
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)
