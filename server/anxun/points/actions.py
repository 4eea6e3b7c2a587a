"""Changing points and the labels that hang there."""

from typing import Any

from msgspec import json

from anxun.accounts.model import Act
from anxun.checklists.queries import library
from anxun.core.errors import Refused, Waiting
from anxun.core.wire import is_line, shown
from anxun.points.model import Add, Change, IssueLabel, ReplaceLabel, Retire, VoidLabel
from anxun.points.rules import normalise
from anxun.points.tables import Label, Point

RETIRED = "point.retired"


async def add(act: Act, args: Add) -> str | None:
    """A new place on the round."""
    if await Point.exists().where(Point.id == args.point):
        raise Refused("point.exists")
    await Point.insert(
        Point(id=args.point, organisation=act.organisation, seq=act.turn.next_seq(), active=True, **_described(args))
    )
    return None


async def change(act: Act, args: Change) -> str | None:
    """The last desk to say so wins."""
    described = _described(args)
    if not await _is_active(act, args.point):
        return RETIRED
    await _update(act, args.point, **described)
    return None


async def retire(act: Act, args: Retire) -> str | None:
    """Its labels still open it, for what was found there; new inspections that were under way still count."""
    if not await _is_active(act, args.point):
        return RETIRED
    await _update(act, args.point, active=False)
    return None


async def issue_label(act: Act, args: IssueLabel) -> str | None:
    """A printed code for a point; unique in the whole installation, for a code alone must open the right point."""
    if normalise(args.code) != args.code:
        raise Refused("label.code")
    if not await _is_active(act, args.point):
        raise Refused(RETIRED)
    if await Label.exists().where(Label.code == args.code):
        raise Refused("label.exists")
    await Label.insert(Label(code=args.code, point=args.point, issued_ms=act.captured_ms, void_ms=None))
    await _update(act, args.point)
    return None


async def replace_label(act: Act, args: ReplaceLabel) -> str | None:
    """In one, so that a point is never left without a label because another phone bound the new one first."""
    await issue_label(act, args)
    others = (Label.point == args.point) & (Label.code != args.code) & Label.void_ms.is_null()
    await Label.update({Label.void_ms: act.received_ms}).where(others)
    return None


async def void_label(act: Act, args: VoidLabel) -> str | None:
    """Lost or torn: scanning it says so from now on."""
    row = await Label.select(Label.point, Label.void_ms).where(Label.code == args.code).first()
    if row is None or not await _exists(act, row["point"]):
        raise Waiting("label.unknown")
    if row["void_ms"] is not None:
        return "label.void"
    await Label.update({Label.void_ms: act.received_ms}).where(Label.code == args.code)
    await _update(act, row["point"])
    return None


def _described(args: Add) -> dict[str, Any]:
    if args.type not in {place.key for place in library().location_types}:
        raise Refused("point.type")
    if any(library().latest(checklist) is None for checklist in args.checklists):
        raise Refused("point.checklist")
    name, place = shown(args.name), args.place.strip()
    if name is None or not is_line(place):
        raise Refused("op.malformed")
    return {
        "name": name,
        "place": place,
        "type": args.type,
        "checklists": json.encode(list(dict.fromkeys(args.checklists))).decode(),
        "position": args.position,
    }


async def _exists(act: Act, point: str) -> bool:
    return bool(await Point.exists().where(Point.id == point, Point.organisation == act.organisation))


async def _is_active(act: Act, point: str) -> bool:
    row = await Point.select(Point.active).where(Point.id == point, Point.organisation == act.organisation).first()
    if row is None:
        raise Waiting("point.unknown")
    return bool(row["active"])


async def _update(act: Act, point: str, **values: Any) -> None:
    values["seq"] = act.turn.next_seq()
    await Point.update(None, **values).where(Point.id == point)
