"""The doors of the sync: push (no session, each operation proves itself), pull and the live hint (session)."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Annotated

import structlog
from litestar import WebSocket, get, post, websocket
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from anxun.accounts import queries as accounts
from anxun.accounts.http import socket_viewer
from anxun.accounts.model import Viewer
from anxun.accounts.rules import SERVER, may
from anxun.blobs.rules import make_token
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.errors import NotFound, Unavailable
from anxun.core.http import RETRY_AFTER_S
from anxun.core.paging import cursor, place_of
from anxun.sync import live, queries
from anxun.sync.gathering import line_of
from anxun.sync.held import HeldContent, content
from anxun.sync.pull import Cursor, Pulled, page
from anxun.sync.wire import Push, Pushed

PUSH_BYTES = 1_000_000
INFLATED_BYTES = 4_000_000
PING_S = 20.0
PULLS_AT_ONCE = 8  # of two thousand phones that come back; read for all together they would fill the memory
SESSION_S = 3.0  # so long a line may outlive its session while hints flow

log = structlog.get_logger()


@post(
    "/api/sync/push",
    status_code=200,
    operation_id="push",
    request_max_body_size=PUSH_BYTES,
    tags=["sync"],
    inflated_bytes=INFLATED_BYTES,
    too_large="sync.too_large",
)
async def push(data: JSONBody[Push], state: State) -> Pushed:
    """Take a batch of signed operations. Its reply is the acknowledgement: everything applied is on disk by then."""
    at = now_ms()
    try:
        receipts = await state.pushes.take(line_of(data.operations), (data.operations, at))
    except Exception as error:
        log.exception("push failed")
        raise Unavailable("server.unavailable", retry_after_s=RETRY_AFTER_S) from error
    for organisation in {one.organisation for one in receipts if one.journal_no is not None}:
        state.teller.tell(organisation)
    lacking = {op.device for op, receipt in zip(data.operations, receipts, strict=True) if receipt.missing}
    token = make_token(state.secret, min(lacking), at + DAY_MS) if lacking else None
    return Pushed(receipts=receipts, upload_token=token, server_ms=at)


@get("/api/sync/pull", operation_id="pull", tags=["sync"])
async def pull(
    viewer: NamedDependency[Viewer],
    state: State,
    organisation: FromQuery[str | None] = None,
    epoch: FromQuery[str | None] = None,
    held_scope: Annotated[str | None, QueryParameter(name="scope")] = None,
    after: Annotated[int | None, QueryParameter(name="after", ge=0, le=2**53)] = None,
) -> Pulled:
    """The next page of changes for this person; 409 `sync.resync` means: forget the mirror and start again."""
    wanted = organisation or viewer.organisation
    relation = await accounts.relation(viewer.organisation, wanted)
    if relation is None or not may("read.hazards", viewer.roles, relation):
        raise NotFound("organisation.unknown")
    async with state.pulls:
        return await page(viewer, wanted, relation, Cursor(epoch=epoch, scope=held_scope, after=after), now_ms())


class HeldOperations(Struct, frozen=True, kw_only=True):
    """One page; `next` given back as `after` brings the following one."""

    rows: list[queries.HeldOperation]
    next: str | None


# A page of held work may be fifty of the largest forms.
HELD_ROWS = 50
HeldLimit = Annotated[int, QueryParameter(name="limit", ge=1, le=HELD_ROWS)]


@get("/api/operations/held", operation_id="held", tags=["sync"])
async def held(
    viewer: NamedDependency[Viewer],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: HeldLimit = HELD_ROWS,
) -> HeldOperations:
    """What waits for a decision, oldest first."""
    wanted = await _of(viewer, organisation)
    (number,) = place_of(after, tuple[int]) or (0,)
    rows = await queries.waiting(viewer, wanted, number, limit, now_ms())
    return HeldOperations(rows=rows, next=cursor(rows[-1].journal_no) if len(rows) == limit else None)


@get("/api/operations/held/{operation:str}", operation_id="held_content", tags=["sync"])
async def held_content(viewer: NamedDependency[Viewer], operation: FromPath[str]) -> HeldContent:
    """What one of them says, so that nobody decides blind."""
    return await content(viewer, operation)


@get("/api/operations/decided", operation_id="decided", tags=["sync"])
async def decided(
    viewer: NamedDependency[Viewer],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: HeldLimit = HELD_ROWS,
) -> HeldOperations:
    """What was decided and what became of it, newest first."""
    wanted = await _of(viewer, organisation)
    (number,) = place_of(after, tuple[int]) or (2**53,)
    rows = await queries.decided(viewer, wanted, number, limit, now_ms())
    last = rows[-1].decision if len(rows) == limit else None
    return HeldOperations(rows=rows, next=cursor(last.journal_no) if last else None)


@get("/api/operations/declined", operation_id="declined", tags=["sync"])
async def declined(viewer: NamedDependency[Viewer]) -> list[queries.HeldOperation]:
    """What the office declined of one's own: by whom, when and why."""
    return await queries.declined(viewer, HELD_ROWS, now_ms())


@get("/api/people/{person:str}/gaps", operation_id="gaps", tags=["people"])
async def gaps(person: FromPath[str], viewer: NamedDependency[Viewer]) -> list[queries.Gaps]:
    """Which operations somebody's devices have signed and the server does not have."""
    home = await accounts.home_of(person)
    if home is None or not may("read.held", viewer.roles, await accounts.relation(viewer.organisation, home)):
        raise NotFound("person.unknown")
    return await queries.gaps(person)


async def _of(viewer: Viewer, organisation: str | None) -> str:
    wanted = organisation or viewer.organisation
    if not may("read.held", viewer.roles, await accounts.relation(viewer.organisation, wanted)):
        raise NotFound("organisation.unknown")
    return wanted


@websocket("/api/live")
async def hints(socket: WebSocket[object, object, State]) -> None:
    """Numbers to pull up to, and a ping so that a dead line is noticed; ends when the session does."""
    viewer = await socket_viewer(socket)
    if viewer is None:
        await socket.close(code=4401)
        return
    await socket.accept()
    scope = live.EVERYBODY if SERVER in viewer.roles else viewer.organisation  # `anxun watch` holds the server's key
    queue = live.HUB.join(scope)
    gone = asyncio.create_task(_until_closed(socket))
    try:
        with suppress(WebSocketDisconnect):
            await _send_hints(socket, queue, gone)
    finally:
        live.HUB.leave(scope, queue)
        gone.cancel()


async def _send_hints(
    socket: WebSocket[object, object, State], queue: asyncio.Queue[tuple[str, int]], gone: "asyncio.Task[None]"
) -> None:
    pings, asked_s = 0, monotonic()
    while True:
        hint = asyncio.ensure_future(queue.get())
        await asyncio.wait({hint, gone}, timeout=PING_S, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            hint.cancel()
            return
        if not hint.done() or monotonic() - asked_s >= SESSION_S:
            asked_s = monotonic()
            if await socket_viewer(socket) is None:
                hint.cancel()
                await socket.close(code=4401)
                return
        if hint.done():
            organisation, seq = hint.result()
            await socket.send_json({"organisation": organisation, "seq": seq})
        else:
            hint.cancel()
            pings += 1
            await socket.send_json({"ping": pings})


async def _until_closed(socket: WebSocket[object, object, State]) -> None:
    """The phone says nothing on this line; reading is how its end is noticed."""
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_data(mode="text")


ROUTES = [push, pull, held, held_content, decided, declined, gaps, hints]
