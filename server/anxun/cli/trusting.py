"""`--tls`: the server's own certificate, kept fresh while it serves, and the page where phones learn to trust it."""

import asyncio
import fcntl
import html
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import structlog
from cryptography.hazmat.primitives.serialization import Encoding

from anxun.core.certificates import (
    SERVER,
    certificate_file,
    fingerprint,
    kept_authority,
    kept_certificate,
    key_file,
)
from anxun.core.settings import Settings

HTTP, HTTPS = 80, 443
LOOK_AGAIN_S = 3600
LOOPBACK = "127.0.0.1"
PAGE = Path(__file__).with_name("trust.html")
CERTIFICATE = "/anxun-ca.crt"
_SIOCGIFADDR = 0x8915
Send = Callable[[dict[str, Any]], Awaitable[None]]

log = structlog.get_logger()


class NoName(Exception):
    """What PUBLIC_URL calls this machine is no name that a network knows."""


def addresses() -> list[str]:
    """This machine's IPv4 addresses, one for each of its networks; loopback last."""
    found: dict[str, None] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue  # a network card without an address
            found[socket.inet_ntoa(answer[20:24])] = None
    return [*(one for one in found if not one.startswith("127.")), LOOPBACK]


def names(settings: Settings) -> list[str]:
    """Whatever a browser in the network may call this machine; first what labels and invitations say."""
    host = socket.gethostname().lower()
    given = urlsplit(settings.public_url).hostname or LOOPBACK
    called = [given, host, f"{host.partition('.')[0]}.local", "localhost", *addresses()]
    written = [_in_letters(name) for name in called]
    if written[0] is None:
        raise NoName(given)
    return list(dict.fromkeys(name for name in written if name is not None))


def _in_letters(name: str) -> str | None:
    """As certificates write it, 学校.cn as xn--…; None for what no network would find."""
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return None


def plain_port(settings: Settings) -> int:
    """Where the page without https is: 80 beside 443, else the next one."""
    return HTTP if settings.port == HTTPS else settings.port + 1


@dataclass(frozen=True)
class Trust:
    """The installation's certificates, in DATA beside its key."""

    settings: Settings

    @property
    def folder(self) -> Path:
        return self.settings.tls

    @property
    def address(self) -> str:
        """Of the plain page, as somebody in the network opens it."""
        return f"http://{urlsplit(self.settings.public_url).hostname}:{plain_port(self.settings)}"

    @property
    def fingerprint(self) -> str:
        return fingerprint(kept_authority(self.folder, names(self.settings), datetime.now(UTC)))

    def files(self) -> tuple[Path, Path]:
        """Certificate and key, fresh enough to serve with."""
        kept_certificate(self.folder, names(self.settings), datetime.now(UTC))
        return certificate_file(self.folder, SERVER), key_file(self.folder, SERVER)

    async def keep_fresh(self, context: ssl.SSLContext, every_s: float = LOOK_AGAIN_S) -> None:
        """While the server serves: whoever connects next gets the newest, also for an address the machine got since."""
        while True:
            await asyncio.sleep(every_s)
            try:
                context.load_cert_chain(*self.files())
            except Exception:
                log.exception("certificate not renewed")

    async def page(self, scope: dict[str, Any], _receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        """An ASGI app of two answers: the authority's certificate, and what to do with it."""
        if scope["type"] != "http":
            return
        authority = kept_authority(self.folder, names(self.settings), datetime.now(UTC))
        if scope["path"] == CERTIFICATE:
            media, body = "application/x-x509-ca-cert", authority.public_bytes(Encoding.DER)
        else:
            shown = {"fingerprint": fingerprint(authority), "address": html.escape(self.settings.public_url)}
            media, body = "text/html; charset=utf-8", Template(PAGE.read_text("utf-8")).substitute(shown).encode()
        headers = [(b"content-type", media.encode()), (b"content-length", b"%d" % len(body))]
        headers += [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
