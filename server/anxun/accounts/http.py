"""The session doors, the list of people, and who a request comes from."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from anxun.accounts import actions, queries
from anxun.accounts.model import Enrol, Role, Viewer
from anxun.accounts.rules import answers_for, hash_of, invitation_code, may, shown_roles
from anxun.core.clock import MINUTE_MS, now_ms
from anxun.core.errors import Forbidden, NotFound, Problem, Unauthorised
from anxun.core.http import MAX_ROWS, Limit
from anxun.core.settings import Settings
from anxun.core.throttle import Throttle
from anxun.organisations import queries as organisations
from anxun.organisations.queries import OrganisationRow

TOUCH_MS = 10 * MINUTE_MS
COOKIE_S = 90 * 24 * 3600
DEVICE_HEADER = "anxun-device"
FAILURES_PER_CODE = 5
FAILURES_PER_ADDRESS = 60  # a whole school may sit behind one address
Tag = Annotated[str, Meta(max_length=36)]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in here."""

    person: str
    name: str
    roles: list[Role]
    organisation: OrganisationRow
    device: str
    server_ms: int


class Challenge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which device wants to sign in."""

    device: Tag


class Nonce(msgspec.Struct, frozen=True, kw_only=True):
    """To be signed as the text `anxun sign-in ` + nonce."""

    nonce: str


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to a challenge."""

    device: Tag
    nonce: Annotated[str, Meta(max_length=43)]
    signature: Annotated[str, Meta(max_length=100)]


class Invite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to invite."""

    person: Tag


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once; nobody can read the code again."""

    code: str
    url: str
    expires_ms: int


class Revoke(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`as`: retired = its operations still apply; lost = what arrives later is held."""

    state: Literal["retired", "lost"] = msgspec.field(name="as")


class Doorkeeper:
    """Counts wrong invitation codes: per code, and far more leniently per address.

    Signing in is not counted: nobody guesses a signature, and counting would only let a stranger lock others out.
    """

    def __init__(self) -> None:
        self._codes, self._addresses = Throttle(FAILURES_PER_CODE), Throttle(FAILURES_PER_ADDRESS)

    def check(self, code: str, address: str, at_ms: int) -> None:
        self._codes.check(code, at_ms)
        self._addresses.check(address, at_ms)

    def fail(self, code: str, address: str, at_ms: int) -> None:
        self._codes.fail(code, at_ms)
        self._addresses.fail(address, at_ms)


def cookie_name(settings: Settings) -> str:
    """The prefix makes browsers refuse the cookie from anywhere but this very host over https."""
    return "__Host-anxun" if settings.secure else "anxun"


async def viewer(request: Request[Any, Any, Any]) -> Viewer:
    """Dependency of every door that reads: who is signed in, or 401. On a shared browser the cookie may be
    somebody else's, so an app says whose it means.
    """
    at, token = now_ms(), token_of(request)
    session = await queries.session_of(token, at)
    if session is None or request.headers.get(DEVICE_HEADER, session["device"]) != session["device"]:
        raise Unauthorised("session.none")
    if at - session["seen_ms"] >= TOUCH_MS:
        await actions.touch(token, at)
    return await queries.viewer_in(session, at)


async def socket_viewer(socket: ASGIConnection[Any, Any, Any, Any]) -> Viewer | None:
    """Who holds a socket open; asked again while it lives, for a session may end before it."""
    return await queries.viewer_of(token_of(socket), now_ms())


def token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The session token this browser brought, or nothing."""
    return connection.cookies.get(cookie_name(connection.app.state.settings), "")


async def _me(device: str, at_ms: int) -> Me:
    row = await queries.device(device)
    organisation = await organisations.get(row["organisation"]) if row else None
    if row is None or organisation is None:
        raise Unauthorised("session.none")
    return Me(
        person=row["person"],
        name=await queries.person_name(row["person"]),
        roles=shown_roles(await queries.roles_at(row["person"], at_ms)),
        organisation=organisation,
        device=device,
        server_ms=at_ms,
    )


async def _signed_in(token: str, device: str, settings: Settings, at_ms: int) -> Response[Me]:
    return Response(await _me(device, at_ms), cookies=[_cookie(settings, token, COOKIE_S)])


def _cookie(settings: Settings, token: str, max_age_s: int) -> Cookie:
    """Taken away with the very same attributes, else browsers keep it."""
    attributes: dict[str, Any] = {"secure": settings.secure, "httponly": True, "samesite": "lax"}
    return Cookie(cookie_name(settings), value=token, max_age=max_age_s, **attributes)


@post("/api/session/enrol", status_code=200, operation_id="enrol", tags=["session"])
async def enrol(request: Request[Any, Any, Any], data: JSONBody[Enrol], state: State) -> Response[Me]:
    """A new device with an invitation code."""
    at, code = now_ms(), hash_of(invitation_code(data.code))
    address = request.client.host if request.client else ""
    doorkeeper: Doorkeeper = state.doorkeeper
    doorkeeper.check(code, address, at)
    try:
        token = await actions.enrol(data, at)
    except Problem:
        doorkeeper.fail(code, address, at)
        raise
    return await _signed_in(token, data.device, state.settings, at)


@post("/api/session/challenge", status_code=200, operation_id="challenge", tags=["session"])
async def challenge(data: JSONBody[Challenge]) -> Nonce:
    """Something for a device to sign."""
    return Nonce(nonce=await actions.challenge(data.device, now_ms()))


@post("/api/session/sign-in", status_code=200, operation_id="signIn", tags=["session"])
async def sign_in(data: JSONBody[SignIn], state: State) -> Response[Me]:
    """A session for the holder of a device's key."""
    at = now_ms()
    token = await actions.sign_in(data.device, data.nonce, data.signature, at)
    return await _signed_in(token, data.device, state.settings, at)


@post("/api/session/sign-out", status_code=204, operation_id="signOut", tags=["session"])
async def sign_out(request: Request[Any, Any, Any], state: State) -> Response[None]:
    """The session of this browser ends; harmless when there is none."""
    await actions.sign_out(token_of(request))
    forget = {"Clear-Site-Data": '"cache"'}  # photos that this browser kept
    return Response(None, status_code=204, cookies=[_cookie(state.settings, "", 0)], headers=forget)


@get("/api/session", operation_id="me", tags=["session"])
async def me(viewer: NamedDependency[Viewer]) -> Me:
    """Who is signed in here."""
    return await _me(viewer.device, now_ms())


@post("/api/session/invitations", status_code=200, operation_id="invite", tags=["session"])
async def invite(data: JSONBody[Invite], viewer: NamedDependency[Viewer], state: State) -> Invited:
    """A one-time code for oneself, or for somebody whom the viewer answers for."""
    at = now_ms()
    if data.person != viewer.person:
        await _may_invite(viewer, data.person, at)
    code, expires_ms = await actions.invite(data.person, at, viewer.person)
    return Invited(code=code, url=enrol_url(state.settings, code), expires_ms=expires_ms)


async def _may_invite(viewer: Viewer, person: str, at_ms: int) -> None:
    """Whoever enrols a device as the principal signs as the principal: inviting is as much as appointing."""
    home = await queries.home_of(person)
    if home is None or not may("invite.person", viewer.roles, await queries.relation(viewer.organisation, home)):
        raise NotFound("person.unknown")
    if not answers_for(viewer.roles, await queries.roles_from(person, at_ms)):
        raise Forbidden("person.role")


def enrol_url(settings: Settings, code: str) -> str:
    """The code sits in the fragment, so that it never reaches a log."""
    return f"{settings.public_url}/e#{code}"


@get("/api/session/devices", operation_id="devices", tags=["session"])
async def devices(viewer: NamedDependency[Viewer]) -> list[queries.ShownDevice]:
    """One's own: everything that signs in one's name."""
    return (await queries.devices_of([viewer.person]))[viewer.person]


@post("/api/session/devices/{device:str}/revoke", status_code=204, operation_id="revoke", tags=["session"])
async def revoke(device: FromPath[str], data: JSONBody[Revoke], viewer: NamedDependency[Viewer]) -> None:
    """One's own device, or one of somebody in the safety office's school."""
    row = await queries.device(device)
    scope = await queries.relation(viewer.organisation, row["organisation"]) if row else None
    if row is None or (row["person"] != viewer.person and not may("revoke.device", viewer.roles, scope)):
        raise NotFound("device.unknown")
    await actions.revoke(device, data.state, now_ms(), viewer.person)


@get("/api/people", operation_id="people", tags=["people"])
async def people(
    viewer: NamedDependency[Viewer],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = MAX_ROWS,
) -> queries.People:
    """The people of an organisation; phone numbers and devices only for those who look after them."""
    wanted = organisation or viewer.organisation
    scope = await queries.relation(viewer.organisation, wanted)
    if scope is None:
        raise NotFound("organisation.unknown")
    if not may("read.people", viewer.roles, scope):
        raise Forbidden("session.forbidden")
    shown = await queries.people(wanted, after or "", limit, now_ms())
    return shown if may("read.phones", viewer.roles, scope) else queries.without_phones(shown)


ROUTES = [enrol, challenge, sign_in, sign_out, me, invite, devices, revoke, people]
