"""Hazards: registered from the findings of an inspection, then moved on by signed operations along `moves.json`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec import json

from anxun.accounts import queries as accounts
from anxun.accounts.model import ROLES, Act
from anxun.blobs import queries as blobs
from anxun.blobs.actions import name_photos
from anxun.blobs.model import Photo
from anxun.checklists.model import Grade
from anxun.core.clock import day_of
from anxun.core.db import insert, raw, raw_many
from anxun.core.errors import Refused, Waiting
from anxun.core.ids import derived
from anxun.hazards import model, rules
from anxun.hazards.model import WATCHERS, Failure, Moving, OnHazard, Site
from anxun.hazards.tables import Finding, Hazard, HazardEvent, Sight
from anxun.organisations.actions import Turn
from anxun.points import queries as points
from anxun.points.rules import is_stale, unproven


@dataclass(frozen=True)
class _Line:
    """One line of the history: in which capacity, from where to where, and why it did not count."""

    role: str
    before: str | None
    after: str | None
    version: int
    code: str | None = None


@dataclass(frozen=True)
class _Said:
    """What the mover adds to the history."""

    note: str = ""
    data: dict[str, object] | None = None
    presence: str | None = None
    photos: Sequence[Photo] = ()


async def assess(act: Act, args: model.Assess) -> str | None:
    """Graded; the bureau sees a major hazard from here on."""
    moving = await _open(act, args, "assess")
    if moving.counts:
        rules.check_grading(moving.standing, args.grade, args.reason, args.interim)
        if args.grade == "major":
            await _give_sight(args.hazard, [WATCHERS])
    said = _Said(note=args.reason, data={"grade": args.grade, "interim": args.interim})
    return await _move(act, moving, said, grade=args.grade, interim=args.interim or "")


async def assign(act: Act, args: model.Assign) -> str | None:
    """An owner and another person as supervisor, both of this school, and a limit; once more, with a reason."""
    moving = await _open(act, args, "assign")
    if moving.counts and rules.is_unaware(moving.standing, args, act.person):
        moving = replace(moving, step=replace(moving.step, to=moving.standing.state, code=rules.LATE))
    if moving.counts:
        rules.check_assignment(moving.standing, args, act.captured_ms)
    # Also when it comes too late: the history shows the names of those it names.
    for person in (args.owner, args.supervisor):
        if not await accounts.is_current(person, act.organisation, act.captured_ms):
            raise Refused("hazard.person_unknown")
    if moving.counts:
        await _give_sight(args.hazard, [args.owner, args.supervisor])
    changes = {name: getattr(args, name) for name in ("owner", "supervisor", "deadline_ms", "measures")}
    said = _Said(note=args.reason, data={**changes, "funds_yuan": args.funds_yuan})
    return await _move(act, moving, said, **changes)


async def start(act: Act, args: model.Start) -> str | None:
    """The owner has begun."""
    return await _move(act, await _open(act, args, "start"), _Said())


async def rectify(act: Act, args: model.Rectify) -> str | None:
    """Done, as the photos show."""
    moving = await _open(act, args, "rectify")
    if moving.counts:
        await _check_new(act, args.photos, moving.standing.late)
    return await _move(act, moving, _Said(note=args.note, photos=args.photos), rectifier=act.person)


async def recheck(act: Act, args: model.Recheck) -> str | None:
    """Seen at the point by the supervisor."""
    moving = await _open(act, args, "recheck")
    if moving.counts:
        rules.check_recheck(moving.standing, act.person)
        problem = unproven(args.presence, moving.point, await points.labels([args.presence]), act.captured_ms)
        if problem or args.presence.way == "none":
            raise Refused(problem or "presence.missing")
        if is_stale(args.presence, act.skew_ms, moving.standing.worked_ms):
            raise Refused("presence.stale")
        if args.presence.way != "scan" and not args.photos:
            raise Refused("presence.photo_missing")
        await _check_new(act, args.photos, moving.standing.late)
    return await _move(act, moving, _Said(note=args.note, presence=args.presence.way, photos=args.photos))


async def approve(act: Act, args: model.Approve) -> str | None:
    """The principal's word; strikes off, except a major hazard."""
    return await _close(act, args, "approve")


async def accept(act: Act, args: model.Accept) -> str | None:
    """The bureau's word on a major hazard."""
    return await _close(act, args, "accept")


async def send_back(act: Act, args: model.Return) -> str | None:
    """Not good enough: by whose turn it is, back to the owner."""
    moving = await _open(act, args, "return")
    rules.check_reason(args.reason)
    limit = rules.added_limit(moving.standing, args.deadline_ms, act.captured_ms) if moving.counts else {}
    return await _move(act, moving, _Said(note=args.reason, data={**limit}), **limit)


async def void_ask(act: Act, args: model.VoidAsk) -> str | None:
    """Somebody says that this is no hazard."""
    return await _say_why(act, args, "void_ask", void_asked_by=act.person)


async def void_deny(act: Act, args: model.VoidDeny) -> str | None:
    """It stays on the ledger: refused by the principal, or taken back by who asked."""
    return await _say_why(act, args, "void_deny", void_asked_by=None)


async def void(act: Act, args: model.Void) -> str | None:
    """And another person agrees."""
    moving = await _open(act, args, "void")
    rules.check_reason(args.reason)
    if moving.counts:
        rules.check_void(moving.standing, act.person)
    return await _move(act, moving, _Said(note=args.reason))


async def touch(subjects: Collection[str], turn: Turn) -> None:
    """Photos of these hazards have arrived: phones must hear of it."""
    rows = [(turn.next_seq(), subject, turn.organisation) for subject in subjects]
    await raw_many("UPDATE hazard SET seq = {} WHERE id = {} AND organisation = {}", rows)


_STILL_OPEN = (
    'SELECT id, item, "row", state, version, suggested_grade FROM hazard'
    " WHERE point = {} AND checklist = {} AND item IN EACH {} AND state NOT IN ('struck_off', 'void')"
)


async def register(act: Act, site: Site, failures: Sequence[Failure]) -> None:
    """Each failed item joins the hazard still open of the same thing, however old, or becomes one; once a form."""
    if not failures:
        return
    items = [failure.item for failure in failures]
    still_open = await raw(_STILL_OPEN, [site.point, site.checklist, items])
    known = {(row["item"], row["row"]): row for row in still_open}
    joining = [failure for failure in failures if (failure.item, failure.row) in known]
    fresh = [failure for failure in failures if failure not in joining]
    await _begin(act, site, fresh)
    for failure in joining:
        await _join(act, site, failure, known[failure.item, failure.row])


async def _begin(act: Act, site: Site, fresh: Sequence[Failure]) -> None:
    """New numbers, in the order of the form."""
    if not fresh:
        return
    year = day_of(act.received_ms, act.turn.tz).year
    taken = await Hazard.count().where(Hazard.organisation == act.organisation, Hazard.number.like(f"{year}-%"))
    await _check_new(act, rules.fixes(site, fresh), [act.id])
    for failure, number in zip(fresh, rules.numbers(year, taken, len(fresh)), strict=True):
        hazard = derived(site.inspection, failure.item, failure.row)
        fixed = rules.fixes_on_spot(site, failure)
        row = rules.registered(site, failure, finder=act.person, found_ms=act.captured_ms)
        made = {"id": hazard, "organisation": act.organisation, "number": number, "seq": act.turn.next_seq()}
        await insert(Hazard, [{**made, **row}])
        await _find(site, failure, hazard)
        await _tell(act, hazard, "register", _found(site, failure), _Line(_role(act), None, "registered", 1))
        if fixed:
            said = _Said(note=failure.fix_note, data={"owner": act.person, "supervisor": site.supervisor})
            await _tell(act, hazard, "fix_on_spot", said, _Line("owner", "registered", "rectified", 2))
        await name_photos(act, hazard, "before", [*failure.photos, *(() if fixed else failure.fix or ())])
        await name_photos(act, hazard, "after", (failure.fix or ()) if fixed else ())
        await _give_sight(hazard, [act.person, site.supervisor if fixed else None])


async def _check_new(act: Act, photos: Sequence[Photo], besides: Collection[str]) -> None:
    """What a photo showed before the work, or elsewhere, it cannot show as the work done."""
    if await blobs.is_named(act.organisation, {photo.sha256 for photo in photos}, besides):
        raise Refused("hazard.same_photo")


async def _join(act: Act, site: Site, failure: Failure, row: dict[str, Any]) -> None:
    """Found again while open: written into the history; whoever is about to close it must look again."""
    hazard, state, version = row["id"], row["state"], row["version"] + 1
    worse = failure.graver_than(row["suggested_grade"])
    changes = [worse or row["suggested_grade"], version, act.turn.next_seq()]
    await raw("UPDATE hazard SET suggested_grade = {}, version = {}, seq = {} WHERE id = {}", [*changes, hazard])
    await _find(site, failure, hazard)
    await _tell(act, hazard, "found_again", _found(site, failure, worse), _Line(_role(act), state, state, version))
    await name_photos(act, hazard, "before", [*failure.photos, *(failure.fix or ())])
    await _give_sight(hazard, [act.person])


async def _find(site: Site, failure: Failure, hazard: str) -> None:
    finding = derived(site.inspection, failure.item, failure.row)
    await insert(Finding, [{"id": finding, "hazard": hazard, "inspection": site.inspection, "item": failure.item}])


def _found(site: Site, failure: Failure, grade: Grade | None = None) -> _Said:
    """`grade` = suggested from here on, where it was less before."""
    return _Said(note=failure.note, data={"inspection": site.inspection, "fix_note": failure.fix_note, "grade": grade})


def _role(act: Act) -> str:
    return next((role for role in ROLES if role in act.roles), "")


async def _open(act: Act, args: OnHazard, kind: str) -> Moving:
    """The hazard of this organisation, and what the move comes to; refused for who has no right to it."""
    row = await Hazard.select().where(Hazard.id == args.hazard, Hazard.organisation == act.organisation).first()
    if row is None:
        raise Waiting("hazard.unknown")
    if rules.is_signed(kind):
        act.require_signature()
    standing = rules.standing(row, await HazardEvent.select().where(HazardEvent.hazard == args.hazard))
    step = rules.step(standing, kind, act.person, act.roles, args.seen)
    return Moving(args.hazard, kind, row["point"], standing, step)


async def _move(act: Act, moving: Moving, said: _Said, **changes: Any) -> str | None:
    """Event and projection together. What came too late changes nothing but the history."""
    standing, step = moving.standing, moving.step
    if step.role == "principal" and await accounts.stands_in(act.person, act.captured_ms):
        said = replace(said, data={**(said.data or {}), "stands_in": True})
    version = standing.version + (1 if moving.counts else 0)
    to = step.to if moving.counts else None
    await _tell(act, moving.hazard, moving.kind, said, _Line(step.role, standing.state, to, version, step.code))
    await name_photos(act, moving.hazard, "after", said.photos)
    if step.to == "struck_off":
        changes["struck_off_ms"] = act.captured_ms
    values = {**(changes if moving.counts else {}), "state": step.to, "version": version, "seq": act.turn.next_seq()}
    await Hazard.update(None, **values).where(Hazard.id == moving.hazard)
    return step.code


async def _say_why(act: Act, args: model.VoidAsk, kind: str, **changes: Any) -> str | None:
    moving = await _open(act, args, kind)
    rules.check_reason(args.reason)
    return await _move(act, moving, _Said(note=args.reason), **changes)


async def _close(act: Act, args: model.Approve, kind: str) -> str | None:
    moving = await _open(act, args, kind)
    if moving.counts:
        named = (await blobs.photos_of([args.hazard])).get(args.hazard, [])
        photos = rules.counted(named, moving.standing.operations)
        rules.check_closing(
            moving.standing,
            act.person,
            has_after=any(photo.kind == "after" for photo in photos),
            lacks_photos=not all(photo.stored for photo in photos),
        )
    return await _move(act, moving, _Said(note=args.opinion))


async def _tell(act: Act, hazard: str, kind: str, said: _Said, line: _Line) -> None:
    """One line of the history, for ever."""
    row = {
        "id": derived(act.id, hazard, kind),
        "hazard": hazard,
        "operation": act.id,
        "kind": kind,
        "person": act.person,
        "role": line.role,
        "captured_ms": act.captured_ms,
        "skew_ms": act.skew_ms,
        "received_ms": act.received_ms,
        "version": line.version,
        "applied": line.code is None,
        "code": line.code,
        "from_state": line.before,
        "to_state": line.after,
        "note": said.note,
        "presence": said.presence,
        "data": json.encode(said.data or {}).decode(),
    }
    await insert(HazardEvent, [row])


async def _give_sight(hazard: str, people: Collection[str | None]) -> None:
    """Once given it stays."""
    given = {person for person in people if person}
    rows = [{"id": derived(hazard, person), "hazard": hazard, "person": person} for person in given]
    await insert(Sight, rows, unless_there=True)
