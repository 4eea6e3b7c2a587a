"""Wake-up hints: "this organisation has come to this number". A hint is never data; who misses one pulls every minute.

In one process a hint goes straight to the open sockets. On PostgreSQL it also travels to the other workers by NOTIFY;
the listener reconnects by itself and then wakes everybody, for nobody knows what it missed.
"""

import asyncio
from contextlib import suppress

import asyncpg
import structlog

from anxun.core.db import bound, raw
from anxun.core.engines import PooledPostgres
from anxun.hazards import queries as hazards
from anxun.organisations import queries as organisations

CHANNEL = "anxun"
RECONNECT_S = 2.0
PAUSE_S = 0.05
EVERYBODY = "*"

log = structlog.get_logger()


class Hub:
    """The open sockets of this process, by organisation. A slow one keeps only the newest number."""

    def __init__(self) -> None:
        self._sockets: dict[str, set[asyncio.Queue[tuple[str, int]]]] = {}

    def join(self, organisation: str) -> asyncio.Queue[tuple[str, int]]:
        """A queue that gets the organisation's hints, or everybody's."""
        queue: asyncio.Queue[tuple[str, int]] = asyncio.Queue(maxsize=1)
        self._sockets.setdefault(organisation, set()).add(queue)
        return queue

    def leave(self, organisation: str, queue: asyncio.Queue[tuple[str, int]]) -> None:
        """The socket closed."""
        self._sockets.get(organisation, set()).discard(queue)

    def __len__(self) -> int:
        return sum(len(queues) for queues in self._sockets.values())

    def wake(self, organisation: str, seq: int) -> None:
        """Newest wins: a hint that was not read yet is replaced."""
        for name, queues in self._sockets.items():
            if EVERYBODY not in (name, organisation) and name != organisation:
                continue
            for queue in queues:
                with suppress(asyncio.QueueEmpty):
                    queue.get_nowait()
                queue.put_nowait((name if organisation == EVERYBODY else organisation, seq))


HUB = Hub()


class Teller:
    """Tells after a commit who has changed: at once, and of what follows soon only the last number."""

    def __init__(self) -> None:
        self._due: set[str] = set()
        self._telling: asyncio.Task[None] | None = None

    def tell(self, organisation: str) -> None:
        """Nobody waits for it: everybody pulls every minute anyway."""
        self._due.add(organisation)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._due:
            due, self._due = self._due, set()
            for organisation in due:
                try:
                    await tell(organisation)
                except Exception:
                    log.exception("hint failed")
            await asyncio.sleep(PAUSE_S)

    async def end(self) -> None:
        """The server goes."""
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.wait([self._telling])


async def tell(organisation: str) -> None:
    """Whoever stands above hears of a school with major hazards, for they follow those."""
    await _tell(organisation)
    if await hazards.schools_with_majors([organisation]):
        for watcher in await organisations.above(organisation):
            await _tell(watcher)


async def _tell(organisation: str) -> None:
    seq = await organisations.head(organisation)
    HUB.wake(organisation, seq)
    if isinstance(bound(), PooledPostgres):
        await raw("SELECT pg_notify({}, {})", [CHANNEL, f"{organisation} {seq}"])


def _heard(_connection: object, _pid: object, _channel: object, payload: object) -> None:
    organisation, _, seq = str(payload).partition(" ")
    if seq.isdigit():
        HUB.wake(organisation, int(seq))


async def listen() -> None:
    """For as long as the server lives; returns at once on SQLite, where there is only this process."""
    engine = bound()
    if not isinstance(engine, PooledPostgres):
        return
    while True:
        try:
            connection = await asyncpg.connect(**engine.config)
            try:
                gone = asyncio.Event()
                connection.add_termination_listener(lambda _: gone.set())  # noqa: B023 - one connection a turn
                await connection.add_listener(CHANNEL, _heard)
                HUB.wake(EVERYBODY, 0)
                await gone.wait()
            finally:
                await connection.close(timeout=1)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            log.warning("live listener lost its connection")
        await asyncio.sleep(RECONNECT_S)
