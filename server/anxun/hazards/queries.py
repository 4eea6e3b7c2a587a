"""Reading hazards: for the phones' mirror, for lists and for figures, each no deeper than the reader's sight."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

from msgspec import Struct, convert, json
from piccolo.query.functions.aggregate import Count

from anxun.accounts import queries as accounts
from anxun.accounts.model import Private, Viewer
from anxun.accounts.rules import may
from anxun.blobs import queries as blobs
from anxun.checklists.model import Grade, Item
from anxun.checklists.queries import library
from anxun.core.clock import DAY_MS
from anxun.core.db import holding, raw
from anxun.core.errors import NotFound, Waiting
from anxun.core.paging import Page, Row
from anxun.hazards import rules
from anxun.hazards.model import CLOSED, MOVES, WATCHERS, Counts, HazardData, HazardLine, Known, State
from anxun.hazards.tables import Finding, Hazard, HazardEvent, Sight
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations
from anxun.points import queries as points

SOON_MS = 3 * DAY_MS
SEE_ALL = frozenset({"safety_office", "vice_principal", "principal"})


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to."""

    state: State | None = None
    grade: Grade | None = None
    due: Literal["overdue", "soon", "open"] | None = None
    mine: bool = False
    q: str = ""
    ids: frozenset[str] = frozenset()

    @property
    def by_deadline(self) -> bool:
        return self.due in ("overdue", "soon")


class Figures(Struct, frozen=True, kw_only=True):
    """One school in a bureau's list."""

    open: int = 0
    major: int = 0
    overdue: int = 0


async def for_pull(organisation: str, after: int, limit: int, viewer: Viewer) -> Page:
    """The next changed hazards that this person's phone mirrors; of a school below, what was ever major."""
    sight = _sight(viewer) if organisation == viewer.organisation else [_given_to(WATCHERS)]
    query = Hazard.select().where(Hazard.organisation == organisation, Hazard.seq > after, *sight)
    rows = await query.order_by(Hazard.seq).limit(limit)
    changed = [
        Row(kind="hazard", id=data.id, seq=row["seq"], gone=False, data=data)
        for row, data in zip(rows, await _wholes(rows), strict=True)
    ]
    return Page(rows=changed, last=rows[-1]["seq"] if rows else after, more=len(rows) == limit)


async def whole(viewer: Viewer, hazard: str) -> HazardData:
    """One hazard with its history; unknown, elsewhere and not for this person are the same answer."""
    row = await Hazard.select().where(Hazard.id == hazard).first()
    if row is None or not await sees(viewer, row["organisation"], hazard):
        raise NotFound("hazard.unknown")
    return (await _wholes([row]))[0]


async def listed(
    viewer: Viewer, organisation: str, wanted: Wanted, after: tuple[int, str] | None, limit: int, now_ms: int
) -> list[HazardLine]:
    """Newest first; what has a limit to keep, nearest limit first."""
    where = [*await _scope(viewer, organisation), *_narrowed(wanted, viewer, now_ms)]
    if wanted.q:
        where.append(_matches(wanted.q))
    key = Hazard.deadline_ms if wanted.by_deadline else Hazard.found_ms
    if after is not None:
        at, beyond = after[0], Hazard.id > after[1]
        # Said so that an index can be entered at this place: a plain "or" reads everything before it.
        where += [key >= at, (key > at) | beyond] if wanted.by_deadline else [key <= at, (key < at) | beyond]
    query = Hazard.select().where(*where).order_by(key, ascending=wanted.by_deadline)
    rows = await query.order_by(Hazard.id).limit(limit)
    known = await _known(rows)
    return [HazardLine(**rules.shown(row, known, _item(row)), waiting_for=rules.waiting_for(row)) for row in rows]


async def counts(viewer: Viewer, organisation: str, now_ms: int) -> Counts:
    """How many wait where."""
    scope = await _scope(viewer, organisation)
    rows = await Hazard.select(Hazard.state, Count()).where(*scope).group_by(Hazard.state)
    by_state = {row["state"]: int(row["count"]) for row in rows}
    return Counts(
        open=sum(count for state, count in by_state.items() if state not in CLOSED),
        overdue=await Hazard.count().where(*scope, *_narrowed(Wanted(due="overdue"), viewer, now_ms)),
        soon=await Hazard.count().where(*scope, *_narrowed(Wanted(due="soon"), viewer, now_ms)),
        to_assess=by_state.get("registered", 0),
        to_assign=by_state.get("assessed", 0),
        to_recheck=by_state.get("rectified", 0),
        to_approve=by_state.get("rechecked", 0),
        to_accept=by_state.get("approved", 0),
        struck_off=by_state.get("struck_off", 0),
    )


async def figures(schools: Collection[str], now_ms: int) -> dict[str, Figures]:
    """The figures of each school that has any."""
    if not schools:
        return {}
    here = Hazard.organisation.is_in(list(schools))
    still_open = Hazard.state.not_in(list(CLOSED))
    overdue = (Hazard.deadline_ms < now_ms) & Hazard.state.is_in(list(rules.RUNNING))
    found: dict[str, dict[str, int]] = {}
    for name, where in (("open", still_open), ("major", still_open & (Hazard.grade == "major")), ("overdue", overdue)):
        for row in await Hazard.select(Hazard.organisation, Count()).where(here, where).group_by(Hazard.organisation):
            found.setdefault(row["organisation"], {})[name] = int(row["count"])
    return {school: convert(figure, Figures) for school, figure in found.items()}


_HAD_MAJORS = (
    "SELECT DISTINCT organisation FROM hazard WHERE organisation IN EACH {}"
    " AND id IN (SELECT hazard FROM hazard_sight WHERE person = {})"
)


async def schools_with_majors(schools: Collection[str]) -> list[str]:
    """The schools among these that have had a major hazard."""
    if not schools:
        return []
    rows = await raw(_HAD_MAJORS, [list(schools), WATCHERS])
    return sorted(row["organisation"] for row in rows)


async def sees(viewer: Viewer, organisation: str, hazard: str) -> bool:
    """Whether the reader may see this hazard of that organisation, and with it its photos."""
    relation = await accounts.relation(viewer.organisation, organisation)
    if not may("read.hazards", viewer.roles, relation):
        return False
    sight = _sight(viewer) if relation == "own" else []
    return bool(await Hazard.exists().where(Hazard.id == hazard, Hazard.organisation == organisation, *sight))


async def seen_from_ms(organisation: str, hazard: str, seen: int, device: str) -> int:
    """The earliest moment at which this device can have seen that version; its own moves it knows before we do.

    What was seen and is not here went with a server whose older copy was put back: other phones will bring it.
    """
    query = HazardEvent.select(HazardEvent.operation, HazardEvent.received_ms, HazardEvent.version).where(
        HazardEvent.hazard == hazard,
        HazardEvent.hazard.organisation == organisation,
        HazardEvent.applied == True,  # noqa: E712
        HazardEvent.version <= max(seen, 1),
    )
    rows = await query.order_by(HazardEvent.version, ascending=False)
    if rows and rows[0]["version"] < seen:
        raise Waiting("hazard.ahead")
    entries = await journal.stored([row["operation"] for row in rows])
    return max((row["received_ms"] for row in rows if entries[row["operation"]]["device"] != device), default=0)


async def found_by(inspection: str) -> list[dict[str, Any]]:
    """What became of an inspection's failed items: id, number, item, row and state."""
    hazard = Finding.hazard
    known = (hazard.as_alias("id"), hazard.number.as_alias("number"), hazard.row.as_alias("row"))
    query = Finding.select(*known, Finding.item, hazard.state.as_alias("state"))
    rows: list[dict[str, Any]] = await query.where(Finding.inspection == inspection)
    return rows


async def open_at(places: Collection[str]) -> dict[str, int]:
    """How many hazards are open at each point."""
    if not places:
        return {}
    where = Hazard.point.is_in(list(places)) & Hazard.state.not_in(list(CLOSED))
    rows = await Hazard.select(Hazard.point, Count()).where(where).group_by(Hazard.point)
    return {row["point"]: int(row["count"]) for row in rows}


async def rechecks_at(places: Collection[str]) -> list[dict[str, Any]]:
    """Who came to these points, at least one, to re-check, when, and by which way: `presence`."""
    point, number = HazardEvent.hazard.point.as_alias("point"), HazardEvent.hazard.number.as_alias("number")
    fields = (HazardEvent.id, HazardEvent.hazard, HazardEvent.person, HazardEvent.captured_ms, HazardEvent.presence)
    where = HazardEvent.hazard.point.is_in(list(places)) & HazardEvent.presence.is_not_null()
    rows: list[dict[str, Any]] = await HazardEvent.select(*fields, point, number).where(where)
    return rows


async def _scope(viewer: Viewer, organisation: str) -> list[Any]:
    """The conditions of this reader's sight over an organisation; no such organisation for who has none."""
    relation = await accounts.relation(viewer.organisation, organisation)
    if not may("read.hazards", viewer.roles, relation):
        raise NotFound("organisation.unknown")
    schools = await organisations.reach(organisation)
    here = Hazard.organisation.is_in(schools) if schools else Hazard.organisation == organisation
    # Asked for itself, a bureau means the schools below it.
    below = relation == "below" or schools != [organisation]
    return [here] if below and may("read.hazards", viewer.roles, "below") else [here, *_sight(viewer)]


def _sight(viewer: Viewer) -> list[Any]:
    return [] if viewer.roles & SEE_ALL else [_given_to(viewer.person)]


def _given_to(person: str) -> Any:
    return Hazard.id.is_in(Sight.select(Sight.hazard).where(Sight.person == person))


def _narrowed(wanted: Wanted, viewer: Viewer, now_ms: int) -> list[Any]:
    where: list[Any] = [Hazard.id.is_in(list(wanted.ids))] if wanted.ids else []
    if wanted.state:
        where.append(Hazard.state == wanted.state)
    if wanted.grade:
        where.append(Hazard.grade == wanted.grade)
    if wanted.due == "open":
        where.append(Hazard.state.not_in(list(CLOSED)))
    if wanted.by_deadline:
        where.append(Hazard.state.is_in(list(rules.RUNNING)))
        where.append(Hazard.deadline_ms < now_ms if wanted.due == "overdue" else Hazard.deadline_ms >= now_ms)
    if wanted.due == "soon":
        where.append(Hazard.deadline_ms < now_ms + SOON_MS)
    if wanted.mine:
        where.append(_waits_for(viewer))
    return where


def _waits_for(viewer: Viewer) -> Any:
    mine: Any = Hazard.state.is_in(rules.states_waiting_for(["owner"])) & (Hazard.owner == viewer.person)
    mine |= Hazard.state.is_in(rules.states_waiting_for(["supervisor"])) & (Hazard.supervisor == viewer.person)
    states = rules.states_waiting_for(viewer.roles)
    if states:
        mine |= Hazard.state.is_in(states)
    for line in MOVES:
        if line.move == "void" and viewer.roles.intersection(line.roles):
            small = Hazard.grade.is_null() | (Hazard.grade != "major")
            asked = Hazard.void_asked_by.is_not_null() & (Hazard.void_asked_by != viewer.person)
            mine |= Hazard.state.is_in(list(line.from_)) & asked & small
    return mine


def _matches(q: str) -> Any:
    """By number, note, row, point, or the item's text."""
    like = holding(q)
    told: Any = (Hazard.number.like(like)) | (Hazard.note.like(like)) | (Hazard.row.like(like))
    found: Any = told | (Hazard.point.name.like(like))
    items = [item.key for checklist in library().latest_all() for item in checklist.items if q in item.text.zh]
    return found | Hazard.item.is_in(items) if items else found


async def _known(rows: Sequence[dict[str, Any]]) -> Known:
    """Everything around these hazards that a reader is shown, in as many queries as there are kinds of it."""
    ids = [row["id"] for row in rows]
    events: dict[str, list[dict[str, Any]]] = {}
    for event in await _events(ids):
        events.setdefault(event["hazard"], []).append(event)
    told = [event for lines in events.values() for event in lines]
    schools = {row["organisation"] for row in rows}
    return Known(
        names=await accounts.person_names(rules.people_in(rows, told)),
        points=await points.names({row["point"] for row in rows}),
        organisations={school: row["name"] for school in schools if (row := await organisations.get(school))},
        photos=await blobs.photos_of(ids),
        events=events,
    )


async def _events(hazards: Collection[str]) -> list[dict[str, Any]]:
    if not hazards:
        return []
    rows: list[dict[str, Any]] = (
        await HazardEvent.select()
        .where(HazardEvent.hazard.is_in(list(hazards)))
        .order_by(HazardEvent.version)
        .order_by(HazardEvent.applied, ascending=False)  # what made the version, then what came too late for it
        .order_by(HazardEvent.received_ms)
    )
    return rows


async def _wholes(rows: Sequence[dict[str, Any]]) -> list[HazardData]:
    known = await _known(rows)
    operations = {event["operation"] for lines in known.events.values() for event in lines}
    private = {
        operation: json.decode(text, type=Private) for operation, text in (await journal.private_of(operations)).items()
    }
    return [
        HazardData(**rules.shown(row, known, _item(row)), events=rules.history(row["id"], known, private))
        for row in rows
    ]


def _item(row: dict[str, Any]) -> Item | None:
    checklist = library().get(row["checklist"], row["checklist_version"])
    return next((item for item in checklist.items if item.key == row["item"]), None) if checklist else None
