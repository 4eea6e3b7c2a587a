"""What the server counts about itself, in the text that Prometheus reads; numbers only, never who or what."""

import hmac
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from litestar import Request
from litestar.types import Message, Scope

METHODS = {"GET", "HEAD", "POST", "PATCH", "OPTIONS"}  # a stranger may make up others, a new one each time
LOOPBACK = ("127.0.0.1", "::1")
_BEGAN = "began"


class Tally:
    """Requests of this process by door and answer, and how long they took: one hook before, one at the answer."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, str]] = Counter()
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.began_s = time.time()

    async def begin(self, request: Request[Any, Any, Any]) -> None:
        """A `before_request` hook."""
        request.scope["state"][_BEGAN] = time.perf_counter()

    async def end(self, message: Message, scope: Scope) -> None:
        """A `before_send` hook. Doors are named by their template, so that nobody can make up new ones."""
        if message["type"] != "http.response.start":
            return
        method = str(scope.get("method", ""))
        door, method = scope.get("path_template") or "none", method if method in METHODS else "other"
        self.answers[door, method, str(message["status"])] += 1
        if _BEGAN in scope["state"]:
            self.seconds[door, method] += time.perf_counter() - scope["state"][_BEGAN]

    def lines(self) -> Iterable[str]:
        """Everything counted here."""
        yield from series(
            "anxun_requests_total",
            "counter",
            [
                ({"door": door, "method": method, "status": status}, n)
                for (door, method, status), n in self.answers.items()
            ],
        )
        yield from series(
            "anxun_request_seconds_total",
            "counter",
            [({"door": door, "method": method}, round(seconds, 4)) for (door, method), seconds in self.seconds.items()],
        )
        yield from series("process_start_time_seconds", "gauge", [({}, round(self.began_s))])
        yield from series("process_resident_memory_bytes", "gauge", [({}, _resident())])


def series(name: str, kind: str, values: Iterable[tuple[Mapping[str, str], float]]) -> Iterable[str]:
    """One figure with its labels."""
    yield f"# TYPE {name} {kind}"
    for labels, value in values:
        said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{said}}} {value}" if said else f"{name} {value}"


def may_read(request: Request[Any, Any, Any], token: str, *, local: bool) -> bool:
    """Who knows the token; else only who asks on this machine itself, and not for somebody by way of a proxy.

    A proxy need not say that it is one: where people come from elsewhere (not `local`), there is no way without token.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token and scheme == "Bearer":
        return hmac.compare_digest(given.encode(), token.encode())
    passed_on = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via"))
    return local and request.client is not None and request.client.host in LOOPBACK and not passed_on


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _resident() -> int:
    """Of this process, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
