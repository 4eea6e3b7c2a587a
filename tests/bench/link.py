"""A slow mobile network between a phone and the server: 3G by its two speeds and its round trip, shared by all connections."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Literal

PIECE = 4 * 1_460
AHEAD_S = 0.05
Way = Literal["up", "down"]


@dataclass
class Link:
    """`up`, `down` in kbit/s; `rtt_s` of one round trip; `sent` counts the bytes of each way."""

    upstream: tuple[str, int]
    up: float = 750
    down: float = 1_600
    rtt_s: float = 0.15
    port: int = 0
    sent: dict[Way, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    _free: dict[Way, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def limit_s(self, round_trips: int = 2) -> float:
        """What its own bytes need at least."""
        return max(self.sent["up"] * 8 / self.up, self.sent["down"] * 8 / self.down) / 1_000 + round_trips * self.rtt_s

    def cut(self) -> None:
        """The signal is gone: every connection ends at once."""
        for writer in list(self.open):
            writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a phone."""
        await asyncio.sleep(self.rtt_s)
        there, back = await asyncio.open_connection(*self.upstream)
        self.open |= {writer, back}
        await asyncio.gather(self._pump(reader, back, "up"), self._pump(there, writer, "down"))
        for one in (writer, back):
            one.close()
            with contextlib.suppress(OSError):
                await one.wait_closed()
        self.open -= {writer, back}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        loop = asyncio.get_running_loop()
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        speed = (self.up if way == "up" else self.down) * 1_000 / 8
        delivering = asyncio.create_task(_deliver(under_way, writer))
        try:
            while piece := await reader.read(PIECE):
                self.sent[way] += len(piece)
                self._free[way] = max(self._free[way], loop.time()) + len(piece) / speed
                if (ahead := self._free[way] - loop.time()) > AHEAD_S:
                    await asyncio.sleep(ahead - AHEAD_S)
                await under_way.put((self._free[way] + self.rtt_s / 2, piece))
        except OSError:
            pass  # it was cut
        await under_way.put((loop.time() + self.rtt_s / 2, b""))
        await delivering


async def _deliver(under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        at, piece = await under_way.get()
        if at > loop.time():
            await asyncio.sleep(at - loop.time())
        try:
            if writer.is_closing():
                pass  # whoever listened has gone: what still comes is swallowed
            elif piece:
                writer.write(piece)
                await writer.drain()
            elif writer.can_write_eof():
                writer.write_eof()
        except (OSError, RuntimeError):
            pass  # gone just now
        if not piece:
            return


@asynccontextmanager
async def slow_link(upstream: tuple[str, int]) -> AsyncIterator[Link]:
    link = Link(upstream)
    server = await asyncio.start_server(link.carry, "127.0.0.1", 0)
    link.port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        server.close()
        link.cut()
        while link.open:  # noqa: ASYNC110 - until every connection has heard of it
            await asyncio.sleep(0.05)


@contextmanager
def threaded(upstream: tuple[str, int]) -> Iterator[Link]:
    """For whoever drives a browser and cannot wait for anything else meanwhile."""
    loop, ready, done = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    links: list[Link] = []

    async def run() -> None:
        async with slow_link(upstream) as link:
            links.append(link)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield links[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()
