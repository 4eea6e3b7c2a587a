"""`anxun serve`: one process that ends politely, by itself on TLS or behind a proxy, alone or beside other workers."""

import asyncio
import ctypes
import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import uvicorn

from anxun.app import create_app
from anxun.cli.trusting import NoName, Trust, plain_port
from anxun.core.certificates import NotOurs
from anxun.core.settings import Settings

SOCKET_MESSAGE_BYTES = 64 * 1024
GRACE_S = 10
NOTICE_S = 3
LOCK = "serving.lock"
# Names and sizes of glibc's switches, from malloc.h.
KEPT = {-3: 1024 * 1024, -1: 16 * 1024 * 1024}  # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD


class Worker(uvicorn.Server):
    """Beside others it first says that it is leaving, so that the proxy sends nobody here any more, and then ends."""

    def __init__(self, config: uvicorn.Config, notice_s: float) -> None:
        super().__init__(config)
        self._notice_s = notice_s
        self._leaves_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGTERM or self._leaves_at is not None or not self._notice_s:
            super().handle_exit(sig, frame)
            return
        self._leaves_at = time.monotonic() + self._notice_s
        self.config.app.state.leaving = True  # type: ignore[union-attr]

    async def on_tick(self, counter: int) -> bool:
        if self._leaves_at is not None and time.monotonic() >= self._leaves_at:
            super().handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)


class _Beside(uvicorn.Server):
    """The plain page; signals are for the server proper."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(settings: Settings, *, tls: bool = False) -> int:
    """One process; SIGTERM lets requests end before it goes."""
    problem = next(filter(None, (_taken(settings.host, port) for port in _ports(settings, tls=tls))), None)
    if problem is None and tls and not settings.secure:
        problem = "--tls: PUBLIC_URL 要以 https:// 开头 / PUBLIC_URL must begin with https://"
    if problem is None and not settings.database_url and not _alone(settings):
        problem = (
            "这个 DATA 已有服务在用，SQLite 只能有一个。 / A server runs on this DATA; with SQLite there is only one."
        )
    if problem:
        print(problem, file=sys.stderr)
        return 1
    try:
        config = _config(settings, tls=tls)
    except NotOurs as refused:
        print(
            f"手机信任的证书不能为 {refused} 作证。换了地址：把 {settings.tls} 移走再启动，每台手机重新信任一次。"
            f" / What phones trust may not vouch for {refused}: move {settings.tls} away, and let phones trust anew.",
            file=sys.stderr,
        )
        return 1
    except NoName as wrong:
        print(f"--tls: PUBLIC_URL: {wrong} 不是能用的主机名 / is no host name", file=sys.stderr)
        return 1
    _keep_buffers()
    worker = Worker(config, NOTICE_S if settings.database_url else 0)
    with suppress(KeyboardInterrupt):
        asyncio.run(_trusted(worker, settings) if tls else worker.serve())
    return 0 if worker.started else 1


def _keep_buffers() -> None:
    """Buffers of photos, which glibc gives back at once: taking them anew, page by page, costs more than all the rest.

    Other C libraries have no such switch, and need none.
    """
    with suppress(OSError, AttributeError):
        for switch, size in KEPT.items():
            ctypes.CDLL(None).mallopt(switch, size)


def _alone(settings: Settings) -> bool:
    """Two servers on one SQLite file would not hear each other. The lock ends with this process, however it ends, and
    is not its children's.
    """
    try:
        fcntl.lockf(
            os.open(settings.data / LOCK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), fcntl.LOCK_EX | fcntl.LOCK_NB
        )
    except BlockingIOError:
        return False
    return True


def _ports(settings: Settings, *, tls: bool) -> list[int]:
    return [settings.port, plain_port(settings)] if tls else [settings.port]


def _config(settings: Settings, *, tls: bool) -> uvicorn.Config:
    certificate, key = Trust(settings).files() if tls else (None, None)
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        # Whoever knocks from elsewhere must not choose the address that wrong invitation codes are counted for.
        proxy_headers=not tls,
        forwarded_allow_ips=settings.proxy,
        ws="websockets-sansio",
        # A hint has seventy bytes; packing them costs a compressor for every open screen.
        ws_per_message_deflate=False,
        ws_max_size=SOCKET_MESSAGE_BYTES,
        timeout_graceful_shutdown=GRACE_S,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


async def _trusted(worker: Worker, settings: Settings) -> None:
    """With the plain page beside it, and with its certificate kept fresh."""
    trust = Trust(settings)
    page = uvicorn.Config(
        trust.page,
        host=settings.host,
        port=plain_port(settings),
        ws="none",
        interface="asgi3",
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
    )
    worker.config.load()
    assert worker.config.ssl is not None
    beside = _Beside(page)
    fresh = asyncio.create_task(trust.keep_fresh(worker.config.ssl))
    showing = asyncio.create_task(beside.serve())
    print(f"{settings.public_url}\n手机先打开 / phones first: {trust.address}\nSHA-256 {trust.fingerprint}", flush=True)
    try:
        await worker.serve()
    finally:
        fresh.cancel()
        beside.should_exit = True
        await showing


def _taken(host: str, port: int) -> str | None:
    """Whether somebody else listens there; uvicorn would only name an error number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return (
                f"端口 {port} 已被占用。先停掉占用它的程序，或用 PORT= 换一个端口。"
                f" / Port {port} is in use: stop what listens there, or set PORT."
            )
        raise
    return None
