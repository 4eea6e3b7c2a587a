"""Reading people, the roles they held, their devices and sessions."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

import msgspec

from anxun.accounts.model import SERVER_PERSON, Delegation, DeviceState, PersonData, Relation, Standing, Viewer
from anxun.accounts.rules import hash_of, session_ends_ms, shown_person
from anxun.accounts.tables import Device, Grant, Person, Session
from anxun.core.db import raw
from anxun.core.paging import Page, Row
from anxun.organisations.queries import above


class DeviceRow(TypedDict):
    """What push needs to prove an operation: the key, whether it still counts, and the head of the device's chain."""

    id: str
    person: str
    organisation: str
    public_key: str
    state: str
    enrolled_ms: int
    revoked_ms: int | None
    last_seq: int
    last_hash: str
    ahead_seq: int


_STANDINGS = (
    "SELECT person.id, organisation, left_ms, role, from_ms, until_ms"
    " FROM person LEFT JOIN role_grant ON role_grant.person = person.id WHERE person.id IN EACH {}"
)
_DEVICES = (
    "SELECT device.id, device.person, organisation, public_key, state, enrolled_ms, revoked_ms, last_seq, last_hash,"
    " ahead_seq FROM device JOIN person ON person.id = device.person WHERE device.id IN EACH {}"
)

# Asked with every request and for every open screen: Piccolo would build it anew each time.
_SESSION = (
    "SELECT session.created_ms, session.seen_ms, session.device, device.state, device.person, person.organisation,"
    " person.left_ms FROM session JOIN device ON device.id = session.device JOIN person ON person.id = device.person"
    " WHERE session.token_hash = {}"
)


async def person_names(people: Iterable[str]) -> dict[str, str]:
    """Names by id; who is unknown is left out."""
    wanted = list(set(people))
    if not wanted:
        return {}
    rows = await Person.select(Person.id, Person.name).where(Person.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}


async def person_name(person: str) -> str:
    """The name, or nothing for somebody unknown."""
    return (await person_names([person])).get(person, "")


async def sought(name: str | None, person: str | None, organisation: str | None) -> list[dict[str, str]]:
    """Everybody of exactly this name or id, in one organisation or in all, who has not left; never the server."""
    where = [Person.left_ms.is_null(), Person.id != SERVER_PERSON]
    for column, wanted in ((Person.name, name), (Person.id, person), (Person.organisation, organisation)):
        if wanted is not None:
            where.append(column == wanted)
    columns = (Person.id, Person.name, Person.organisation)
    return list(await Person.select(*columns).where(*where).order_by(Person.id))


async def standings(people: Collection[str]) -> dict[str, Standing]:
    """What decides on the rights of each of these; on those of somebody unknown nothing."""
    found = dict.fromkeys(people, Standing())
    for row in await raw(_STANDINGS, [list(people)]):
        grant = ((row["role"], row["from_ms"], row["until_ms"]),) if row["role"] else ()
        held = found[row["id"]].held + grant
        found[row["id"]] = Standing(row["organisation"], row["left_ms"], held)
    return found


async def roles_of_many(people: Collection[str], at_ms: int) -> dict[str, frozenset[str]]:
    """The roles each of them held at that moment."""
    return {person: one.roles_at(at_ms) for person, one in (await standings(people)).items()}


async def roles_at(person: str, at_ms: int) -> frozenset[str]:
    """The roles somebody held at that moment."""
    return (await roles_of_many([person], at_ms))[person]


async def roles_from(person: str, at_ms: int) -> frozenset[str]:
    """The roles somebody holds at that moment or will hold later: a deputy is named days ahead."""
    rows = await Grant.select(Grant.role).where(
        Grant.person == person, (Grant.until_ms.is_null()) | (Grant.until_ms > at_ms)
    )
    return frozenset(row["role"] for row in rows)


async def stands_in(person: str, at_ms: int) -> bool:
    """Whether somebody was principal at that moment only by delegation."""
    rows = await Grant.select(Grant.lent_by).where(
        Grant.person == person,
        Grant.role == "principal",
        Grant.from_ms <= at_ms,
        (Grant.until_ms.is_null()) | (Grant.until_ms > at_ms),
    )
    return bool(rows) and all(row["lent_by"] for row in rows)


async def lent_to(person: str, at_ms: int) -> list[tuple[int, int]]:
    """From when to when somebody stands in for the principal, as far as that is not over at that moment."""
    rows = await Grant.select(Grant.from_ms, Grant.until_ms).where(
        Grant.person == person, Grant.lent_by.is_not_null(), Grant.until_ms > at_ms
    )
    return [(row["from_ms"], row["until_ms"]) for row in rows]


async def _shown(rows: Collection[Mapping[str, Any]], now_ms: int) -> dict[str, PersonData]:
    """People as the wire shows them, by id."""
    if not rows:
        return {}
    ids = [row["id"] for row in rows]
    roles = await roles_of_many(ids, now_ms)
    lent = Grant.select(Grant.person, Grant.from_ms, Grant.until_ms).where(
        Grant.person.is_in(ids), Grant.lent_by.is_not_null(), Grant.until_ms > now_ms
    )
    # The first of several comes last, and stays.
    dated = await lent.order_by(Grant.from_ms, ascending=False)
    until = {row["person"]: Delegation(from_ms=row["from_ms"], until_ms=row["until_ms"]) for row in dated}
    return {row["id"]: shown_person(row, roles[row["id"]], until.get(row["id"])) for row in rows}


async def is_current(person: str, organisation: str, at_ms: int) -> bool:
    """Whether somebody belongs to the organisation and had not left at that moment."""
    return (await standings([person]))[person].is_current(organisation, at_ms)


async def has_left(person: str) -> bool:
    """Whether somebody has left by now."""
    return await Person.exists().where(Person.id == person, Person.left_ms.is_not_null())


async def for_pull(organisation: str, after: int, limit: int, now_ms: int) -> Page:
    """The next changed people in the order of their pull numbers."""
    people = (
        await Person.select(Person.id, Person.organisation, Person.name, Person.left_ms, Person.seq)
        .where(Person.organisation == organisation, Person.seq > after)
        .order_by(Person.seq)
        .limit(limit)
    )
    shown = await _shown(people, now_ms)
    rows = [Row(kind="person", id=row["id"], seq=row["seq"], gone=False, data=shown[row["id"]]) for row in people]
    return Page(rows=rows, last=rows[-1].seq if rows else after, more=len(rows) == limit)


async def devices(ids: Collection[str]) -> dict[str, DeviceRow]:
    """Devices by id, each with the organisation of its person; who is unknown is left out."""
    if not ids:
        return {}
    rows: list[Any] = await raw(_DEVICES, [list(ids)])
    return {row["id"]: row for row in rows}


async def device(device_id: str) -> DeviceRow | None:
    """One device, or None."""
    return (await devices([device_id])).get(device_id)


class OpenSession(TypedDict):
    """A session as it stands, alive or not."""

    created_ms: int
    seen_ms: int
    device: str
    state: str
    person: str
    organisation: str
    left_ms: int | None


async def session_of(token: str, now_ms: int) -> OpenSession | None:
    """The living session of a token: in time, on an active device, of somebody who has not left."""
    row: Any = next(iter(await raw(_SESSION, [hash_of(token)])), None)
    if row is None or row["state"] != "active" or row["left_ms"] is not None:
        return None
    if now_ms >= session_ends_ms(row["created_ms"], row["seen_ms"]):
        return None
    living: OpenSession = row
    return living


async def viewer_in(session: OpenSession, now_ms: int) -> Viewer:
    """Who reads through a session, with the roles held now."""
    return Viewer(
        person=session["person"],
        organisation=session["organisation"],
        roles=await roles_at(session["person"], now_ms),
        device=session["device"],
    )


async def viewer_of(token: str, now_ms: int) -> Viewer | None:
    """Who a session token belongs to, if it still lives."""
    session = await session_of(token, now_ms)
    return None if session is None else await viewer_in(session, now_ms)


async def home_of(person: str) -> str | None:
    """The organisation somebody belongs to; None for who is unknown or has left."""
    row = await Person.select(Person.organisation).where(Person.id == person, Person.left_ms.is_null()).first()
    return row["organisation"] if row else None


async def relation(viewer_organisation: str, organisation: str) -> Relation | None:
    """How somebody of the first stands to the second: its own, above it, or not at all."""
    if viewer_organisation == organisation:
        return "own"
    return "below" if viewer_organisation in await above(organisation) else None


class ShownDevice(TypedDict):
    """A device as its holder and the safety office see it; `seen_ms` = its session was last used then."""

    id: str
    name: str
    state: DeviceState
    enrolled_ms: int
    seen_ms: int | None


class Listed(PersonData):
    """A person in the list of people."""

    phone: str | None
    devices: list[ShownDevice]


class People(msgspec.Struct, frozen=True, kw_only=True):
    """One page of people."""

    rows: list[Listed]
    next: str | None


async def people(organisation: str, after: str, limit: int, now_ms: int) -> People:
    """People in the order of their ids, which is about the order in which they came."""
    rows = (
        await Person.select(Person.id, Person.organisation, Person.name, Person.phone, Person.left_ms)
        .where(Person.organisation == organisation, Person.id > after)
        .order_by(Person.id)
        .limit(limit)
    )
    ids = [row["id"] for row in rows]
    shown, held = await _shown(rows, now_ms), await devices_of(ids)
    listed = [Listed(**shown[row["id"]], phone=row["phone"], devices=held[row["id"]]) for row in rows]
    return People(rows=listed, next=ids[-1] if len(rows) == limit else None)


def without_phones(page: People) -> People:
    """For leaders, who see who is there and no more."""
    return People(rows=[Listed(**{**row, "phone": None, "devices": []}) for row in page.rows], next=page.next)


async def devices_of(people_ids: list[str]) -> dict[str, list[ShownDevice]]:
    """Every device each of them ever enrolled, oldest first."""
    found: dict[str, list[ShownDevice]] = {person: [] for person in people_ids}
    if not people_ids:
        return found
    columns = (Device.id, Device.person, Device.name, Device.state, Device.enrolled_ms)
    rows = await Device.select(*columns).where(Device.person.is_in(people_ids)).order_by(Device.enrolled_ms)
    seen: dict[str, int] = {}
    if rows:
        sessions = Session.select(Session.device, Session.seen_ms)
        for row in await sessions.where(Session.device.is_in([row["id"] for row in rows])):
            seen[row["device"]] = max(row["seen_ms"], seen.get(row["device"], 0))
    for row in rows:
        device_id, person = row["id"], row["person"]
        found[person].append(
            ShownDevice(
                id=device_id,
                name=row["name"],
                state=row["state"],
                enrolled_ms=row["enrolled_ms"],
                seen_ms=seen.get(device_id),
            )
        )
    return found
