"""What one held operation says, for who decides on it; it was never looked at, so it may say anything."""

from typing import Any

from msgspec import DecodeError, Struct, json, to_builtins

from anxun.accounts import queries as accounts
from anxun.accounts.model import Private, Strokes, Viewer
from anxun.accounts.rules import may
from anxun.blobs import queries as blobs
from anxun.checklists.model import Text
from anxun.checklists.queries import library
from anxun.checklists.rules import judge
from anxun.core.clock import day_of
from anxun.core.errors import NotFound, Refused
from anxun.inspections.model import InspectionWhole, Submit
from anxun.inspections.rules import begun_ms, signers
from anxun.journal import queries as journal
from anxun.journal.rules import sha256
from anxun.organisations import queries as organisations
from anxun.points import queries as points
from anxun.sync.operations import CATALOGUE, RELEASE, Release, decode, decode_private
from anxun.sync.wire import Body


class HeldContent(Struct, frozen=True, kw_only=True):
    """`is_read` = it has the shape of its kind; what has not is refused when released, and nothing of it is told.

    A form is told as its record would be; anything else in `args`, with `name` and `phone` of whom it adds.
    `signature` and `texts` are null and empty once erased.
    """

    id: str
    name: str
    is_read: bool
    args: dict[str, object]
    signature: Strokes | None
    texts: dict[str, str]
    inspection: InspectionWhole | None


async def content(viewer: Viewer, operation: str) -> HeldContent:
    """For who may decide on it, also when that is done; unknown, never held and of another school is the same."""
    entry = await journal.entry(operation)
    if entry is None or entry["verdict"] != "held":
        raise NotFound("operation.not_held")
    if not may("read.held", viewer.roles, await accounts.relation(viewer.organisation, entry["organisation"])):
        raise NotFound("operation.not_held")
    kept = (await journal.private_of([operation])).get(operation)
    try:
        body = json.decode(entry["body"], type=Body)
        args, private = _args(body), decode_private(kept) or Private(salt="")
    except (DecodeError, Refused):
        return _told(entry, False, {}, Private(salt=""), None)
    if isinstance(args, Submit):
        return _told(entry, True, {}, private, await _form(entry, body.skew_ms, args, private))
    named = {"name": private.name, "phone": private.phone}
    given = {key: value for key, value in named.items() if value is not None}
    return _told(entry, True, given | to_builtins(args), private, None)


def _args(body: Body) -> Struct:
    if body.name == RELEASE:
        shape: type[Struct] = Release
    elif body.name in CATALOGUE:
        shape = CATALOGUE[body.name].args
    else:
        raise Refused("op.unknown")  # a newer server may know it
    return decode(bytes(body.args), shape)


def _told(
    entry: dict[str, Any], is_read: bool, args: dict[str, object], private: Private, inspection: InspectionWhole | None
) -> HeldContent:
    return HeldContent(
        id=entry["id"],
        name=entry["name"],
        is_read=is_read,
        args=args,
        signature=private.signature,
        texts=private.texts,
        inspection=inspection,
    )


async def _form(entry: dict[str, Any], skew_ms: int | None, args: Submit, private: Private) -> InspectionWhole:
    """As its record would be; names only what is of this school, and no hazards: it has made none yet."""
    form = library().get(args.checklist, args.version)
    here = await points.is_known(entry["organisation"], args.point)
    photos = {
        photo.sha256: None for one in args.answers for photo in (*one.photos, *(one.fixed.photos if one.fixed else ()))
    }
    brought = await blobs.brought(entry["device"], photos)
    return InspectionWhole(
        id=args.inspection,
        body_hash=sha256(entry["body"]),
        **{
            name: entry[name] for name in ("organisation", "person", "captured_ms", "received_ms", "journal_no", "hash")
        },
        point=args.point,
        point_name=(await points.names([args.point])).get(args.point, "") if here else "",
        person_name=await accounts.person_name(entry["person"]),
        checklist=args.checklist,
        version=args.version,
        title=form.title if form else Text(zh=args.checklist, en=args.checklist),
        started_ms=begun_ms(args.started_ms, skew_ms, entry["captured_ms"]),
        presence=args.presence.way,
        answers=args.answers,
        items=len(args.answers),
        failed=await _failed(entry, args),
        missing=[one for one in photos if one not in brought],
        signature=private.signature,
        texts=private.texts,
        signers=signers(form),
        countersigned_by=None,
        countersigned_ms=None,
        countersigner_name=None,
        second=None,
        release=None,
        hazards=[],
    )


async def _failed(entry: dict[str, Any], args: Submit) -> int:
    form = library().get(args.checklist, args.version)
    school = await organisations.get(entry["organisation"])
    if form is None or school is None:
        return 0
    items = {item.key: item for item in form.items}
    today = day_of(entry["captured_ms"], school["tz"])
    known = [(items[one.item], one.values) for one in args.answers if one.item in items]
    return sum(judge(item, values, today).verdict == "fail" for item, values in known)
