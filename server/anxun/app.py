"""All doors and all status codes: one app a call, nothing at import.

`python -m anxun.app openapi` prints the description of the wire that the app's types are made from.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import msgspec
from litestar import Litestar, Request, Response, get, route
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from anxun import schema
from anxun.accounts import http as accounts
from anxun.blobs.worker import Thumbnails
from anxun.checklists.queries import library
from anxun.core import settings as environment
from anxun.core.db import engine_for, opened
from anxun.core.errors import NotFound, Unavailable
from anxun.core.http import BODY_BYTES, SafeHeaders, SameOrigin, StrictRequest, answer
from anxun.core.keys import derived_secret, kept_key
from anxun.core.metrics import Tally, may_read, series
from anxun.core.settings import Settings
from anxun.core.static import App
from anxun.hazards import http as hazards
from anxun.inspections import http as inspections
from anxun.organisations import queries as organisations
from anxun.points import http as points
from anxun.sync import http as sync
from anxun.sync import photos, wire_schema
from anxun.sync.gathering import pushes
from anxun.sync.live import HUB, Teller, listen
from anxun.visits import http as visits

BUILT = Path(__file__).parent / "web"
VERSION = "0.1.0"
DOMAINS = (accounts, points, hazards, inspections, visits, sync, photos)
COMPRESSED = CompressionConfig(
    backend="gzip",
    gzip_compress_level=4,
    minimum_size=1_000,
    exclude=["^/api/blobs", "^/api/labels"],
    exclude_opt_key="packed_already",
)


class OldSchema(Exception):
    """The database is older than this code: `anxun migrate` first, then serve."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Up, with which code, on which schema."""

    status: str
    version: str
    schema: str


@get("/api/health", operation_id="health", tags=["installation"])
async def health(state: State) -> Health:
    """For whoever watches the machine; a server with an old schema never comes so far, one that is leaving says so."""
    if state.leaving:
        raise Unavailable("server.unavailable")
    return Health(status="ok", version=VERSION, schema=await schema.current())


@get("/metrics", include_in_schema=False, media_type="text/plain; version=0.0.4; charset=utf-8")
async def metrics(request: Request[object, object, State], state: State) -> str:
    """For Prometheus: this worker's own figures, and what all of them share."""
    if not may_read(request, state.settings.metrics_token, local=state.settings.local):
        raise NotFound("request.not_found")
    free = shutil.disk_usage(state.settings.data).free
    lines = [
        *series("anxun_info", "gauge", [({"version": VERSION, "schema": await schema.current()}, 1)]),
        *series("anxun_leaving", "gauge", [({}, int(state.leaving))]),
        *series("anxun_sockets", "gauge", [({}, len(HUB))]),
        *series("anxun_journal_entries_total", "counter", [({}, await organisations.entries())]),
        *series("anxun_disk_free_bytes", "gauge", [({}, free)]),
        *state.tally.lines(),
    ]
    return "\n".join([*lines, ""])


@get("/api/checklists", operation_id="checklists", tags=["checklists"])
async def checklists() -> Response[bytes]:
    """Every published version: what the phone needs to know before it goes where there is no network."""
    held = library()
    return Response(b'{"hash":"%s",' % held.hash.encode() + held.content[1:], media_type="application/json")


def create_app(settings: Settings) -> Litestar:
    """The whole server for one installation."""
    built, tally = App(BUILT), Tally()

    @route(["/", "/{path:path}"], http_method=["GET", "HEAD"], include_in_schema=False, opt={"packed_already": True})
    async def app_files(request: Request[object, object, State]) -> Response[bytes]:
        return built.reply(request.scope["path"], request.headers)

    return Litestar(
        route_handlers=[
            health,
            metrics,
            checklists,
            *(door for domain in DOMAINS for door in domain.ROUTES),
            app_files,
        ],
        dependencies={"viewer": Provide(accounts.viewer)},
        exception_handlers={Exception: answer},
        middleware=[SameOrigin(settings.public_url)],
        before_request=tally.begin,
        before_send=[SafeHeaders(secure=settings.secure), tally.end],
        request_class=StrictRequest,
        request_max_body_size=BODY_BYTES,
        compression_config=COMPRESSED,
        openapi_config=_openapi(),
        lifespan=[_living(settings)],
        state=_state(settings, tally),
        logging_config=None,
        pdb_on_exception=False,
        debug=False,
    )


def _state(settings: Settings, tally: Tally) -> State:
    """What the doors share for as long as the server lives."""
    return State(
        {
            "settings": settings,
            "doorkeeper": accounts.Doorkeeper(),
            "teller": Teller(),
            "pushes": pushes(),
            "pulls": asyncio.Semaphore(sync.PULLS_AT_ONCE),
            "arrivals": photos.arrivals(),
            "leaving": False,
            "tally": tally,
        }
    )


def _living(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def living(app: Litestar) -> AsyncIterator[None]:
        """Database, thumbnails and the listener for hints, for as long as the server lives."""
        async with opened(engine_for(settings.database_url, settings.data)):
            if await schema.pending():
                raise OldSchema(
                    "数据库结构较旧，请先执行 anxun migrate。 The database is older: run anxun migrate first."
                )
            library()
            app.state.secret = derived_secret(kept_key(settings.server_key), "upload token")
            app.state.thumbnails = Thumbnails(settings.data)
            listening = asyncio.create_task(listen())
            try:
                yield
            finally:
                await app.state.teller.end()
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
                app.state.thumbnails.close()

    return living


def _openapi() -> OpenAPIConfig:
    """No page that draws it: those load their scripts from elsewhere."""
    return OpenAPIConfig(
        title="Anxun 安巡",
        version=VERSION,
        path="/api/openapi.json",
        render_plugins=[JsonRenderPlugin(path="/")],
        use_handler_docstrings=True,
    )


def main(arguments: list[str]) -> int:
    """Print the OpenAPI description; for `make wire`."""
    if arguments != ["openapi"]:
        return 2
    described = create_app(environment.read()).openapi_schema.to_schema()
    described["components"]["schemas"] |= wire_schema.components()
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(described), indent=1).decode() + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
