"""Changing people and roles by operations; devices and sessions by the session doors, for secrets never enter one."""

import secrets
from collections.abc import Collection, Sequence

from piccolo.query import Update

from anxun.accounts import queries, rules
from anxun.accounts.model import SERVER_PERSON, Act, Add, Delegate, Enrol, GrantRole, Leave, Rename, UngrantRole
from anxun.accounts.tables import Challenge, Device, Grant, Invitation, Person, Session
from anxun.core.clock import HOUR_MS, MINUTE_MS
from anxun.core.db import raw_many, transaction
from anxun.core.errors import Malformed, Refused, Unauthorised, Waiting
from anxun.core.ids import derived, is_id, new_id
from anxun.core.keys import public_key, verifies
from anxun.core.wire import shown
from anxun.organisations.actions import SERVER_ORGANISATION, found_installation


async def add(act: Act, args: Add) -> str | None:
    """A new person with the first roles."""
    name, phone = _named(act)
    if await Person.exists().where(Person.id == args.person):
        raise Refused("person.exists")
    for role in args.roles:
        _may_give(act, role)
    if not args.roles:
        _answers_for(act, args.roles)
    await Person.insert(
        Person(id=args.person, organisation=act.organisation, name=name, phone=phone, seq=act.turn.next_seq())
    )
    for role in dict.fromkeys(args.roles):
        await _give(act, args.person, role, act.received_ms, None)
    return None


async def rename(act: Act, args: Rename) -> str | None:
    """Another name or phone number for the same person."""
    name, phone = _named(act)
    await _in_reach(act, args.person)
    await _touch(act, args.person, {Person.name: name, Person.phone: phone})
    return None


async def grant(act: Act, args: GrantRole) -> str | None:
    """One more role, from now on."""
    _not_oneself(act, args.person)
    _may_give(act, args.role)
    await _in_reach(act, args.person)
    if not await Grant.exists().where(Grant.person == args.person, Grant.role == args.role, Grant.until_ms.is_null()):
        await _give(act, args.person, args.role, act.received_ms, None)
        await _touch(act, args.person)
    return None


async def ungrant(act: Act, args: UngrantRole) -> str | None:
    """One role less; what was done with it before stays right."""
    _not_oneself(act, args.person)
    _may_give(act, args.role)
    await _in_reach(act, args.person)
    await _ending(act, args.person).where(Grant.role == args.role)
    await _touch(act, args.person)
    return None


async def delegate(act: Act, args: Delegate) -> str | None:
    """A dated stand-in for the principal, or the early end of one; who only stands in cannot pass it on."""
    _not_oneself(act, args.person)
    if args.role != "principal":
        raise Refused("delegation.role")
    is_end = args.from_ms == args.until_ms
    if not is_end:
        lent = await queries.lent_to(args.person, act.received_ms)
        if problem := rules.delegation_problem(act.received_ms, args.from_ms, args.until_ms, lent):
            raise Refused(problem)
    if not await Grant.exists().where(Grant.person == act.person, Grant.role == args.role, Grant.until_ms.is_null()):
        raise Refused("delegation.chain")
    await _of_here(act, args.person)
    if is_end:
        await _ending(act, args.person).where(Grant.lent_by.is_not_null())
    else:
        await _give(act, args.person, args.role, max(args.from_ms, act.received_ms), args.until_ms)
    await _touch(act, args.person)
    return None


async def leave(act: Act, args: Leave) -> str | None:
    """Roles, devices and sessions end; the name stays on what was signed."""
    _not_oneself(act, args.person)
    await _of_here(act, args.person)
    _answers_for(act, await queries.roles_at(args.person, act.received_ms))
    await _ending(act, args.person)
    held = await Device.select(Device.id).where(Device.person == args.person)
    if held:
        await Session.delete().where(Session.device.is_in([row["id"] for row in held]))
    await Device.update(
        {Device.state: "retired", Device.revoked_ms: act.received_ms, Device.revoked_by: act.person}
    ).where(Device.person == args.person, Device.state == "active")
    await _touch(act, args.person, {Person.left_ms: act.received_ms})
    return None


def _named(act: Act) -> tuple[str, str]:
    name = rules.clean_name(act.private.name if act.private else None)
    phone = rules.clean_phone(act.private.phone if act.private else None)
    if name is None:
        raise Refused("person.name")
    if phone is None:
        raise Refused("person.phone")
    return name, phone


def _not_oneself(act: Act, person: str) -> None:
    if person == act.person:
        raise Refused("person.oneself")


def _may_give(act: Act, role: str) -> None:
    if not rules.grantable(role, act.roles) or not rules.fits(role, act.turn.kind):
        raise Refused("person.role")


def _answers_for(act: Act, held: Collection[str]) -> None:
    if not rules.answers_for(act.roles, held):
        raise Refused("person.role")


async def _in_reach(act: Act, person: str) -> None:
    """From above only heads and office: who could make a head of a teacher could invite a phone in their name."""
    await _of_here(act, person)
    if act.relation == "below":
        _answers_for(act, await queries.roles_at(person, act.received_ms))


async def _of_here(act: Act, person: str) -> None:
    here = Person.organisation == act.organisation
    row = await Person.select(Person.left_ms).where(Person.id == person, here).first()
    if row is None:
        raise Waiting("person.unknown")
    if row["left_ms"] is not None:
        raise Refused("person.left")


async def _give(act: Act, person: str, role: str, from_ms: int, until_ms: int | None) -> None:
    grant_id = derived(act.id, person, role)
    lent_by = None if until_ms is None else act.person
    grant = Grant(id=grant_id, person=person, role=role, from_ms=from_ms, until_ms=until_ms, lent_by=lent_by)
    await Grant.insert(grant)


def _ending(act: Act, person: str) -> Update[Grant]:
    return Grant.update({Grant.until_ms: act.received_ms}).where(
        Grant.person == person, (Grant.until_ms.is_null()) | (Grant.until_ms > act.received_ms)
    )


async def _touch(act: Act, person: str, changes: dict[object, object] | None = None) -> None:
    values = {**(changes or {}), Person.seq: act.turn.next_seq()}
    await Person.update(values).where(Person.id == person)  # type: ignore[arg-type]


async def advance_devices(heads: Sequence[tuple[int, str, str, int]], ahead: Sequence[tuple[int, str]]) -> None:
    """Number, hash, device and once more the number of new heads, never back; the number ahead of a device."""
    await raw_many("UPDATE device SET last_seq = {}, last_hash = {} WHERE id = {} AND last_seq < {}", heads)
    await raw_many("UPDATE device SET ahead_seq = {} WHERE id = {}", ahead)


INVITATION_MS = 72 * HOUR_MS
CHALLENGE_MS, AGAIN_MS = 5 * MINUTE_MS, 10 * MINUTE_MS
OPEN_CHALLENGES = 20
SIGN_IN_TEXT = "anxun sign-in "


async def invite(person: str, now_ms: int, by: str | None = None) -> tuple[str, int]:
    """A one-time code for somebody's next device, and the moment it expires; only its hash is kept, and who gave it."""
    code = "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_CHARACTERS))
    async with transaction():
        await _cancel_codes(person, now_ms)
        expires_ms = now_ms + INVITATION_MS
        await Invitation.insert(
            Invitation(code_hash=rules.hash_of(code), person=person, expires_ms=expires_ms, invited_by=by)
        )
    return code, expires_ms


async def _cancel_codes(person: str, now_ms: int) -> None:
    """Nobody knows in whose hands an older code is."""
    await Invitation.update({Invitation.expires_ms: now_ms}).where(
        Invitation.person == person, Invitation.used_ms.is_null(), Invitation.expires_ms > now_ms
    )


async def enrol(new: Enrol, now_ms: int) -> str:
    """Spend the invitation on a device and open its session. Sent again after a lost reply, it opens another one."""
    if not is_id(new.device) or public_key(new.public_key) is None:
        raise Malformed("session.key")
    code_hash = rules.hash_of(rules.invitation_code(new.code))
    async with transaction():
        spent = (
            await Invitation.update({Invitation.used_ms: now_ms})
            .where(Invitation.code_hash == code_hash, Invitation.expires_ms > now_ms, Invitation.used_ms.is_null())
            .returning(Invitation.person)
        )
        known = await queries.device(new.device)
        if known is None and spent and not await queries.has_left(spent[0]["person"]):
            if await Device.exists().where(Device.public_key == new.public_key):
                raise Malformed("session.key")
            await _new_device(new.device, spent[0]["person"], new.public_key, new.device_name, now_ms)
        elif known is None or spent or not await _just_enrolled(known, new.public_key, code_hash, now_ms):
            raise Unauthorised("session.code")
        return await _open_session(new.device, now_ms)


async def _just_enrolled(known: queries.DeviceRow, key: str, code_hash: str, now_ms: int) -> bool:
    return known["public_key"] == key and await Invitation.exists().where(
        Invitation.code_hash == code_hash,
        Invitation.person == known["person"],
        Invitation.used_ms > now_ms - AGAIN_MS,
    )


async def _new_device(device: str, person: str, key: str, name: str, now_ms: int) -> None:
    await Device.insert(
        Device(id=device, person=person, public_key=key, name=shown(name) or "", state="active", enrolled_ms=now_ms)
    )


async def _open_session(device: str, now_ms: int) -> str:
    token = secrets.token_urlsafe(32)
    await Session.delete().where(Session.device == device, Session.seen_ms < now_ms - rules.SESSION_IDLE_MS)
    await Session.insert(Session(token_hash=rules.hash_of(token), device=device, created_ms=now_ms, seen_ms=now_ms))
    return token


async def challenge(device: str, now_ms: int) -> str:
    """Something to sign. A device nobody knows gets one too, so that asking tells nothing."""
    nonce = secrets.token_urlsafe(32)
    if await queries.device(device) is not None:
        async with transaction():
            mine = Challenge.device == device
            newest = Challenge.select(Challenge.nonce).where(mine).order_by(Challenge.expires_ms, ascending=False)
            await Challenge.delete().where(Challenge.expires_ms < now_ms)
            await Challenge.delete().where(mine, Challenge.nonce.not_in(newest.limit(OPEN_CHALLENGES - 1)))
            await Challenge.insert(Challenge(nonce=nonce, device=device, expires_ms=now_ms + CHALLENGE_MS))
    return nonce


async def sign_in(device: str, nonce: str, signature: str, now_ms: int) -> str:
    """A session for who holds the device's key; a nonce is good for one try."""
    async with transaction():
        asked = (
            await Challenge.delete()
            .where(Challenge.nonce == nonce, Challenge.device == device, Challenge.expires_ms > now_ms)
            .returning(Challenge.nonce)
        )
    known = await queries.device(device)
    if not asked or known is None or known["state"] != "active" or await queries.has_left(known["person"]):
        raise Unauthorised("session.denied")
    if not verifies(known["public_key"], (SIGN_IN_TEXT + nonce).encode(), signature):
        raise Unauthorised("session.denied")
    async with transaction():
        return await _open_session(device, now_ms)


async def touch(token: str, now_ms: int) -> None:
    """Remember that a session was used."""
    async with transaction():
        await Session.update({Session.seen_ms: now_ms}).where(Session.token_hash == rules.hash_of(token))


async def sign_out(token: str) -> None:
    """The session of this browser ends."""
    async with transaction():
        await Session.delete().where(Session.token_hash == rules.hash_of(token))


async def revoke(device: str, state: str, now_ms: int, by: str) -> None:
    """No more sessions for a device; once lost it stays lost."""
    async with transaction():
        await Device.update({Device.state: state, Device.revoked_ms: now_ms, Device.revoked_by: by}).where(
            Device.id == device, Device.state != "lost", Device.state != state
        )
        await Session.delete().where(Session.device == device)
        if state == "lost" and (known := await queries.device(device)) is not None:
            await _cancel_codes(known["person"], now_ms)


async def enrol_server(key: str, now_ms: int) -> str:
    """The installation itself as somebody who acts: for what no person did. Safe to call again."""
    async with transaction():
        await found_installation(now_ms)
        known = await Device.select(Device.id).where(Device.person == SERVER_PERSON, Device.public_key == key).first()
        if known is not None:
            return str(known["id"])
        if not await Person.exists().where(Person.id == SERVER_PERSON):
            await Person.insert(Person(id=SERVER_PERSON, organisation=SERVER_ORGANISATION, name="系统", seq=0))
            await Grant.insert(Grant(id=SERVER_PERSON, person=SERVER_PERSON, role=rules.SERVER, from_ms=0))
        device = new_id(now_ms)
        await _new_device(device, SERVER_PERSON, key, "server", now_ms)
        return device
