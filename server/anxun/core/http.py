"""What every door shares: strict JSON in, problem+json out, and nobody else's page may knock."""

import asyncio
import zlib
from collections.abc import AsyncGenerator
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, InternalServerException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.params import QueryParameter
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from anxun.core.db import is_away
from anxun.core.errors import Forbidden, Malformed, Problem, TooLarge
from anxun.core.wire import has_nul

BODY_BYTES = 64 * 1024
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    # No text becomes a page or a script but by Vue's own templates and the service worker's one address.
    "require-trusted-types-for 'script'; trusted-types vue worker"
)
_HEADERS = (
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self)"),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
# Details that a client looks for in a header.
_TOLD = {"retry_after_s": "Retry-After", "offset": "Upload-Offset"}
_CODES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "request.not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "request.method",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "request.content_type",
}

MAX_ROWS = 200
SILENCE_S = 30
RETRY_AFTER_S = 5
WHOLE_BODY_S = 300  # a megabyte at 30 kbit/s
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=MAX_ROWS)]
Words = Annotated[str | None, QueryParameter(name="q", max_length=60)]

log = structlog.get_logger()


class UnsupportedType(Problem):
    """A content type that a foreign page's form could send, too."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


@lru_cache(maxsize=512)  # by the shape: a handler would keep its whole application alive
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape, strict=True)


def _decoded(raw: bytes, decoder: msgspec.json.Decoder[Any]) -> Any:
    try:
        if has_nul(raw):
            raise Malformed("request.malformed")
        return decoder.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Malformed("request.malformed", detail=str(error)[:200]) from None


class StrictRequest(Request[Any, Any, Any]):
    """Litestar's own decoding takes "5" for 5 and answers 500 to deep nesting; this one decodes by the annotation.

    A handler that takes gzip says in its `opt` how large a body may grow: `inflated_bytes`.
    """

    async def json(self) -> Any:
        if self.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise UnsupportedType("request.content_type")
        data = self.route_handler.parsed_fn_signature.parameters.get("data")
        return _decoded(await self._inflated(), _decoder(data.annotation if data else Any))

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """A body that stops half-way would be held in memory for ever: who is silent too long is taken for gone."""
        parts, ends_s = super().stream(), monotonic() + WHOLE_BODY_S
        while True:
            try:
                async with asyncio.timeout(min(SILENCE_S, ends_s - monotonic())):
                    part = await anext(parts)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise InternalServerException("as good as a disconnect") from None
            yield part

    async def _inflated(self) -> bytes:
        encoding, max_bytes = self.headers.get("content-encoding", ""), self.route_handler.opt.get("inflated_bytes")
        if not encoding:
            return await self.body()
        if encoding.strip().lower() != "gzip" or max_bytes is None:
            raise UnsupportedType("request.content_encoding")
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            raw = stream.decompress(await self.body(), max_bytes + 1)
        except zlib.error:
            raise Malformed("request.malformed") from None
        if len(raw) > max_bytes:
            raise TooLarge(too_large(self))
        if not stream.eof:
            raise Malformed("request.malformed")
        return raw


def too_large(request: Request[Any, Any, Any]) -> str:
    """The code of a 413; a handler names its own in `opt`, when its caller can do something about it."""
    handler: BaseRouteHandler | None = request.scope.get("route_handler")
    return "request.too_large" if handler is None else str(handler.opt.get("too_large", "request.too_large"))


def problem_reply(status: int, code: str, details: dict[str, Any]) -> Response[dict[str, Any]]:
    """RFC 9457 with our stable code; the reader's language is found by the code, on the phone."""
    title = HTTPStatus(status).phrase
    headers = {header: str(details[name]) for name, header in _TOLD.items() if name in details}
    return Response(
        {"type": "about:blank", "status": status, "code": code, "title": title, **details},
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Every way a request can fail, as problem+json; what nobody foresaw is logged once."""
    if isinstance(error, Problem):
        return problem_reply(error.status, error.code, error.details)
    if isinstance(error, InternalServerException) and "disconnect" in error.detail:
        return problem_reply(HTTPStatus.BAD_REQUEST, "request.cut", {})
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return problem_reply(error.status_code, too_large(request), {})
    if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem_reply(error.status_code, _CODES.get(error.status_code, "request.malformed"), {})
    log.error("request failed", method=request.method, path=request.url.path, exc_info=error)
    if is_away(error):
        return problem_reply(HTTPStatus.SERVICE_UNAVAILABLE, "server.unavailable", {"retry_after_s": RETRY_AFTER_S})
    return problem_reply(HTTPStatus.INTERNAL_SERVER_ERROR, "server.error", {})


class SafeHeaders:
    """Headers for every reply, also for those that never reached a handler: a `before_send` hook."""

    def __init__(self, *, secure: bool) -> None:
        self._headers = (*_HEADERS, _HSTS) if secure else _HEADERS

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        sent = list(message.get("headers", []))
        names = {name.lower() for name, _ in sent}
        sent += [(name, value) for name, value in self._headers if name not in names]
        if scope["path"].startswith("/api/") and b"cache-control" not in names:
            sent.append((b"cache-control", b"no-store"))
        message["headers"] = sent


class SameOrigin(ASGIMiddleware):
    """A browser names the page that asks. Unsafe methods and sockets are for our own pages only; tools name none."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, public_url: str) -> None:
        self._ours = origin_of(public_url)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        safe = scope["type"] == ScopeType.HTTP and scope["method"] in SAFE_METHODS
        if not safe and not self._is_ours(Headers.from_scope(scope)):
            if scope["type"] == ScopeType.WEBSOCKET:
                await send({"type": "websocket.close", "code": 4403, "reason": "request.origin"})
                return
            raise Forbidden("request.origin")
        # No address of ours holds a NUL, and PostgreSQL breaks on one.
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            raise Malformed("request.malformed")
        await next_app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        return origin is None or origin == self._ours or origin.partition("://")[2] == headers.get("host")


def origin_of(url: str) -> str:
    """Scheme, host and port, as a browser writes an Origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
