"""A bad network of our own between a client and the server: one seed decides every fault, so that a run can be repeated.

It speaks enough HTTP/1.1 to be nasty in the ways that matter: it forwards a request and drops the reply, answers for a
server that is not there, replays, delays, cuts replies short, and plays a captive portal (HTML with status 200).
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

DIRECTIONS = ("out", "in")  # as the client sees it
HEAD_END = b"\r\n\r\n"
PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Please sign in to this network."
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Fault = Callable[["Proxy", bytes], Awaitable[bytes]]


@dataclass
class Request:
    """One request as bytes, with the two things the proxy decides by."""

    raw: bytes
    path: str
    upgrade: bool


def answer(status: str, body: bytes, content_type: str = "text/html") -> bytes:
    """A whole reply of the proxy's own."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


async def forwarded(proxy: "Proxy", raw: bytes) -> bytes:
    """No fault: what the server says."""
    return await proxy.forward(raw)


async def drop_reply(proxy: "Proxy", raw: bytes) -> bytes:
    """The server commits, the client hears nothing."""
    await proxy.forward(raw)
    return b""


async def drop_request(_proxy: "Proxy", _raw: bytes) -> bytes:
    """Nothing reaches the server."""
    return b""


async def bad_gateway_after(proxy: "Proxy", raw: bytes) -> bytes:
    """The server commits, the client is told it failed."""
    await proxy.forward(raw)
    return answer("502 Bad Gateway", b"bad gateway")


async def busy(_proxy: "Proxy", _raw: bytes) -> bytes:
    """A server that is starting."""
    return answer("503 Service Unavailable", b"busy")


async def portal(_proxy: "Proxy", _raw: bytes) -> bytes:
    """A captive portal says 200 to everything."""
    return answer("200 OK", PORTAL)


async def truncated(proxy: "Proxy", raw: bytes) -> bytes:
    """The line goes in the middle of the reply."""
    reply = await proxy.forward(raw)
    return reply[: max(1, int(len(reply) * proxy.dice.random()))]


async def replayed(proxy: "Proxy", raw: bytes) -> bytes:
    """The same request several times at once, as browsers and middle boxes do."""
    replies = await asyncio.gather(*(proxy.forward(raw) for _ in range(proxy.dice.randint(2, 5))))
    return proxy.dice.choice(replies)


async def delayed(proxy: "Proxy", raw: bytes) -> bytes:
    """Later requests overtake this one."""
    await asyncio.sleep(proxy.dice.uniform(0.02, 0.25))
    return await proxy.forward(raw)


FAULTS: tuple[Fault, ...] = (
    drop_reply,
    drop_request,
    bad_gateway_after,
    busy,
    portal,
    truncated,
    replayed,
    delayed,
)


@dataclass
class Proxy:
    """`rate` of the requests under `/api` meet a fault; `cut` = no network at all; parted = silence until it heals."""

    upstream: tuple[str, int]
    dice: random.Random
    rate: float = 0.0
    cut: bool = False
    met: Counter[str] = field(default_factory=Counter)
    port: int = 0
    _passes: dict[str, asyncio.Event] = field(default_factory=lambda: {one: asyncio.Event() for one in DIRECTIONS})
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _forwarding: set[asyncio.StreamWriter] = field(default_factory=set)
    _serving: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.heal()

    def part(self, *directions: str) -> None:
        """Nothing passes in these directions, and nobody is told; what was sent meanwhile arrives late."""
        for direction in directions:
            self._passes[direction].clear()

    def heal(self) -> None:
        """Both directions pass."""
        for passes in self._passes.values():
            passes.set()

    async def forward(self, raw: bytes) -> bytes:
        """To the server and back, on a connection of its own; nothing when the server is down."""
        try:
            reader, writer = await asyncio.open_connection(*self.upstream)
        except OSError:
            return b""
        self._forwarding.add(writer)
        try:
            writer.write(raw)
            await writer.drain()
            return await asyncio.wait_for(reader.read(-1), 60)
        except (OSError, TimeoutError):
            return b""
        finally:
            await _closed(writer)
            self._forwarding.discard(writer)

    def cut_line(self) -> None:
        """The network goes: open sockets die too, which a browser's offline switch does not do."""
        self.cut = True
        for writer in list(self._open):
            writer.transport.abort()

    def mend_line(self) -> None:
        """The network is back."""
        self.cut = False

    async def end(self) -> None:
        """Nothing of it is left on the loop, no socket and no task."""
        self.cut_line()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        # A task that never began has closed nothing, and a full buffer keeps its socket.
        for writer in (*self._open, *self._forwarding):
            writer.transport.abort()
        await asyncio.sleep(0)

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A new connection."""
        self._open.add(writer)
        task = asyncio.get_running_loop().create_task(self._serve_one(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request: replies close it, so that every request is the proxy's to judge."""
        try:
            if self.cut:
                return
            request = await read_request(reader)
            if request is None:
                return
            if request.upgrade:
                await self._tunnel(request.raw, (reader, writer))
                return
            fault = self._fault(request)
            self.met[fault.__name__] += 1
            await self._passes["out"].wait()
            reply = await fault(self, request.raw)
            await self._passes["in"].wait()
            if reply and not self.cut:
                writer.write(reply)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            await _closed(writer)
            self._open.discard(writer)

    def _fault(self, request: Request) -> Fault:
        faulty = request.path.startswith("/api/") and self.dice.random() < self.rate
        return self.dice.choice(FAULTS) if faulty else forwarded

    async def _tunnel(self, raw: bytes, client: Stream) -> None:
        server = await asyncio.open_connection(*self.upstream)
        server[1].write(raw)
        self._open.add(server[1])
        try:
            with suppress(OSError):
                out, back = self._passes["out"], self._passes["in"]
                await asyncio.gather(_pipe(client[0], server[1], out), _pipe(server[0], client[1], back))
        finally:
            await _closed(server[1])
            self._open.discard(server[1])


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passes: asyncio.Event) -> None:
    while chunk := await reader.read(65_536):
        await passes.wait()
        writer.write(chunk)
        await writer.drain()
    writer.close()


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Its socket is really gone, also when the other side went first."""
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Head and body; the connection header becomes `close` unless it is an upgrade."""
    try:
        head = await reader.readuntil(HEAD_END)
    except asyncio.IncompleteReadError:
        return None
    lines = head.decode("latin-1").split("\r\n")
    names = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    body = await reader.readexactly(int(names.get("content-length", "0")))
    upgrade = names.get("upgrade", "").lower() == "websocket"
    if not upgrade:
        kept = [line for line in lines[1:] if line and not line.lower().startswith("connection:")]
        head = "\r\n".join([lines[0], *kept, "Connection: close"]).encode("latin-1") + HEAD_END
    return Request(raw=head + body, path=lines[0].split(" ")[1], upgrade=upgrade)


@asynccontextmanager
async def bad_network(upstream: tuple[str, int], seed: int, rate: float) -> AsyncIterator[Proxy]:
    """A proxy on a free port; the seed is printed so that a failure can be run again."""
    print(f"fault seed {seed}")
    proxy = Proxy(upstream=upstream, dice=random.Random(seed), rate=rate)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=4_000_000)
    proxy.port = server.sockets[0].getsockname()[1]
    async with server:
        yield proxy
        server.close()
        await proxy.end()
