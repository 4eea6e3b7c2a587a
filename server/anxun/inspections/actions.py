"""Taking an inspection in: whole, with its photos named and each failed item on the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from msgspec import json

from anxun.accounts import queries as accounts
from anxun.accounts.model import Act
from anxun.blobs.actions import name_photos
from anxun.checklists.model import Checklist
from anxun.checklists.queries import library
from anxun.checklists.rules import asked_at
from anxun.core.clock import day_of, time_of
from anxun.core.db import insert, raw, raw_many
from anxun.core.errors import Refused, Waiting
from anxun.hazards.actions import register
from anxun.hazards.model import Site
from anxun.inspections.model import Countersign, Submit
from anxun.inspections.rules import begun_ms, check_countersigner, due_ms, failures, hazards_of
from anxun.inspections.tables import Countersignature, Inspection
from anxun.organisations.actions import Turn
from anxun.points import queries as points
from anxun.points.model import Way
from anxun.points.rules import LABEL_VOID, Labels, unproven


@dataclass(frozen=True)
class _Around:
    """What is known around some forms: which of their points are the school's, their labels, and ids already taken."""

    points: Collection[str]
    labels: Labels
    taken: Collection[str]


async def submit(act: Act, args: Submit) -> str | None:
    """One form by itself."""
    await submit_all([(act, args)])
    return None


async def submit_all(forms: Sequence[tuple[Act, Submit]]) -> None:
    """Signed, at a known point, on a known version, finished; a retired point still takes what was seen there.

    Forms of one school that follow one another are read and written together.
    """
    around, rows, found = await _around(forms), [], []
    for act, args in forms:
        act.require_signature()
        checklist = _checked(act, args, around)
        texts = act.private.texts if act.private else {}
        failed = failures(checklist, args.answers, texts, day_of(act.captured_ms, act.turn.tz))
        rows.append(_row(act, args, _way(act, args, around), len(failed)))
        found.append(hazards_of(checklist, failed))
    await insert(Inspection, rows)
    for (act, args), failed in zip(forms, found, strict=True):
        fixed = [photo for answer in args.answers if answer.fixed for photo in answer.fixed.photos]
        photos = [photo for answer in args.answers for photo in answer.photos]
        await name_photos(act, args.inspection, "answer", [*photos, *fixed])
        await register(act, await _site(act, args), failed)


def _row(act: Act, args: Submit, way: Way, failed: int) -> dict[str, object]:
    return {
        "id": args.inspection,
        "organisation": act.organisation,
        "point": args.point,
        "person": act.person,
        "operation": act.id,
        "body_hash": act.body_hash,
        "checklist": args.checklist,
        "version": args.version,
        "started_ms": begun_ms(args.started_ms, act.skew_ms, act.captured_ms),
        "captured_ms": act.captured_ms,
        "received_ms": act.received_ms,
        "presence": way,
        "items": len(args.answers),
        "failed": failed,
        "answers": json.encode(args.answers).decode(),
        "seq": act.turn.next_seq(),
    }


async def countersign(act: Act, args: Countersign) -> str | None:
    """The second signature, by another person of this school, under the very bytes that the first one signed.

    Who comes after that one changes nothing.
    """
    act.require_signature()
    row = (
        await Inspection.select(Inspection.person, Inspection.checklist, Inspection.version, Inspection.body_hash)
        .where(Inspection.id == args.inspection, Inspection.organisation == act.organisation)
        .first()
    )
    if row is None:
        raise Waiting("inspection.unknown")
    check_countersigner(library().get(row["checklist"], row["version"]), row["person"], act.person)
    if args.body_hash != row["body_hash"]:
        raise Refused("inspection.other_form")
    if await Countersignature.exists().where(Countersignature.inspection == args.inspection):
        return "inspection.countersigned"
    await Countersignature.insert(
        Countersignature(
            id=act.id,
            inspection=args.inspection,
            person=act.person,
            captured_ms=act.captured_ms,
            received_ms=act.received_ms,
        )
    )
    await touch([args.inspection], act.turn)
    return None


async def touch(subjects: Collection[str], turn: Turn) -> None:
    """Photos of these inspections or a second signature have arrived: phones must hear of it."""
    rows = [(turn.next_seq(), subject, turn.organisation) for subject in subjects]
    await raw_many("UPDATE inspection SET seq = {} WHERE id = {} AND organisation = {}", rows)


async def _around(forms: Sequence[tuple[Act, Submit]]) -> _Around:
    organisation = forms[0][0].organisation
    ids = [args.inspection for _, args in forms]
    here = await points.known(organisation, {args.point for _, args in forms})
    labels = await points.labels([args.presence for _, args in forms])
    taken = await raw("SELECT id FROM inspection WHERE id IN EACH {}", [ids])
    return _Around(here, labels, [row["id"] for row in taken])


def _checked(act: Act, args: Submit, around: _Around) -> Checklist:
    checklist = library().get(args.checklist, args.version)
    if checklist is None:
        raise Waiting("checklist.unknown")
    if args.point not in around.points:
        raise Waiting("point.unknown")
    if args.inspection in around.taken:
        raise Refused("inspection.exists")
    begun = begun_ms(args.started_ms, act.skew_ms, act.captured_ms)
    return asked_at(checklist, time_of(due_ms(begun, act.captured_ms), act.turn.tz))


def _way(act: Act, args: Submit, around: _Around) -> Way:
    """A label that was void by then proves nothing, but the work done counts."""
    problem = unproven(args.presence, args.point, around.labels, act.captured_ms)
    if problem and problem != LABEL_VOID:
        raise Refused(problem)
    return "none" if problem else args.presence.way


async def _site(act: Act, args: Submit) -> Site:
    """A supervisor who is not another person of this school oversees nothing: such a fix takes the long way."""
    overseer = args.supervisor
    if overseer == act.person or (
        overseer is not None and not await accounts.is_current(overseer, act.organisation, act.captured_ms)
    ):
        overseer = None
    return Site(
        inspection=args.inspection,
        point=args.point,
        checklist=args.checklist,
        version=args.version,
        supervisor=overseer,
    )
