"""Reading inspections: the last days for the phones' mirror, lists, and one whole record with its proof."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct, json
from piccolo.query.functions.aggregate import Count, Max

from anxun.accounts import queries as accounts
from anxun.accounts.model import Private, Viewer
from anxun.accounts.rules import may
from anxun.blobs import queries as blobs
from anxun.checklists.model import Text
from anxun.checklists.queries import library
from anxun.core.clock import DAY_MS
from anxun.core.errors import NotFound
from anxun.core.paging import Page, Row
from anxun.hazards import queries as hazards
from anxun.inspections import rules
from anxun.inspections.model import (
    Answer,
    FoundHazard,
    InspectionData,
    InspectionLine,
    InspectionWhole,
    Release,
    SecondSignature,
)
from anxun.inspections.tables import Countersignature, Inspection
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations
from anxun.points import queries as points

MIRRORED_MS = 14 * DAY_MS
_SLIM = (
    Inspection.id,
    Inspection.body_hash,
    Inspection.organisation,
    Inspection.point,
    Inspection.checklist,
    Inspection.version,
    Inspection.person,
    Inspection.started_ms,
    Inspection.captured_ms,
    Inspection.received_ms,
    Inspection.failed,
    Inspection.items,
    Inspection.seq,
)


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to."""

    point: str | None = None
    person: str | None = None
    failed: bool = False


class _Reason(Struct):
    reason: str


class _Signed(Struct):
    """Of the body that let a form count only the reason is told."""

    args: _Reason


async def for_pull(organisation: str, after: int, limit: int, now_ms: int) -> Page:
    """The next inspections of the last two weeks; everybody of the school sees that a point was looked at."""
    rows = (
        await Inspection.select(*_SLIM)
        .where(
            Inspection.organisation == organisation,
            Inspection.seq > after,
            Inspection.captured_ms > now_ms - MIRRORED_MS,
        )
        .order_by(Inspection.seq)
        .limit(limit)
    )
    changed = [
        Row(kind="inspection", id=fields["id"], seq=row["seq"], gone=False, data=InspectionData(**fields))
        for row, fields in zip(rows, await _slim(rows), strict=True)
    ]
    return Page(rows=changed, last=rows[-1]["seq"] if rows else after, more=len(rows) == limit)


async def listed(
    viewer: Viewer, organisation: str, wanted: Wanted, after: tuple[int, str] | None, limit: int
) -> list[InspectionLine]:
    """Newest first."""
    where = await _scope(viewer, organisation)
    if wanted.point:
        where.append(Inspection.point == wanted.point)
    if wanted.person:
        where.append(Inspection.person == wanted.person)
    if wanted.failed:
        where.append(Inspection.failed > 0)
    query = Inspection.select(*_SLIM).where(*where, *_older(after)).order_by(Inspection.captured_ms, ascending=False)
    return [
        InspectionLine(**fields)
        for fields in await _lines(await query.order_by(Inspection.id, ascending=False).limit(limit))
    ]


async def whole(viewer: Viewer, inspection: str) -> InspectionWhole:
    """The record with its answers and proof; unknown and not for this person are the same answer."""
    row = await Inspection.select().where(Inspection.id == inspection).first()
    if row is None or not await sees(viewer, row["organisation"], inspection):
        raise NotFound("inspection.unknown")
    kept, entry = await _proof(row["operation"])
    second = (await _seconds([inspection])).get(inspection)
    (fields,) = await _lines([row])
    return InspectionWhole(
        **fields,
        answers=json.decode(row["answers"], type=list[Answer]),
        presence=row["presence"],
        signature=kept.signature if kept else None,
        texts=kept.texts if kept else {},
        journal_no=entry["journal_no"],
        hash=entry["hash"],
        second=await _second(second["id"]) if second else None,
        release=await _release(row["operation"]),
        hazards=[FoundHazard(**found) for found in await hazards.found_by(inspection)],
    )


async def sees(viewer: Viewer, organisation: str, inspection: str) -> bool:
    """Whether the reader may see this inspection of that organisation, and with it its photos."""
    relation = await accounts.relation(viewer.organisation, organisation)
    row = (
        await Inspection.select(Inspection.person, Inspection.checklist, Inspection.version)
        .where(Inspection.id == inspection, Inspection.organisation == organisation)
        .first()
    )
    if relation is None or row is None:
        return False
    if may("read.inspections", viewer.roles, relation) or row["person"] == viewer.person:
        return True
    second = (await _seconds([inspection])).get(inspection)
    return second["person"] == viewer.person if second else _is_asked(viewer, relation, row)


async def made_ms(organisation: str, inspection: str) -> int:
    """When a form was signed; nobody signs it again before. 0 for one that is not here."""
    here = Inspection.organisation == organisation
    row = await Inspection.select(Inspection.captured_ms).where(Inspection.id == inspection, here).first()
    return row["captured_ms"] if row else 0


async def ways_at(places: Collection[str]) -> list[dict[str, Any]]:
    """When these points, at least one, were last looked at, by each way of opening: `point`, `presence`, `latest`."""
    query = Inspection.select(Inspection.point, Inspection.presence, Max(Inspection.captured_ms, alias="latest"))
    where = Inspection.point.is_in(list(places))
    rows: list[dict[str, Any]] = await query.where(where).group_by(Inspection.point, Inspection.presence)
    return rows


async def made_at(point: str, after: tuple[int, str] | None, limit: int) -> list[dict[str, Any]]:
    """A point's inspections, newest first: who, when, by which way, with which checklist."""
    query = Inspection.select(*_SLIM, Inspection.presence).where(Inspection.point == point, *_older(after))
    newest = query.order_by(Inspection.captured_ms, ascending=False).order_by(Inspection.id, ascending=False)
    return [{**row, "title": _title(row)} for row in await newest.limit(limit)]


async def latest_in(schools: Collection[str]) -> dict[str, int]:
    """When each school last looked at anything."""
    if not schools:
        return {}
    query = Inspection.select(Inspection.organisation, Max(Inspection.captured_ms, alias="latest"))
    rows = await query.where(Inspection.organisation.is_in(list(schools))).group_by(Inspection.organisation)
    return {row["organisation"]: int(row["latest"]) for row in rows}


async def counts_since(schools: Collection[str], since_ms: int) -> dict[str, int]:
    """How many inspections each school has made since then."""
    if not schools:
        return {}
    rows = (
        await Inspection.select(Inspection.organisation, Count())
        .where(Inspection.organisation.is_in(list(schools)), Inspection.captured_ms > since_ms)
        .group_by(Inspection.organisation)
    )
    return {row["organisation"]: int(row["count"]) for row in rows}


def _older(after: tuple[int, str] | None) -> list[Any]:
    if after is None:
        return []
    at, last = after
    # Said so that an index can be entered at this place: a plain "or" reads everything before it.
    return [Inspection.captured_ms <= at, (Inspection.captured_ms < at) | (Inspection.id < last)]


async def _scope(viewer: Viewer, organisation: str) -> list[Any]:
    """Leaders, safety office and bureau read all; anybody else what they did themselves."""
    relation = await accounts.relation(viewer.organisation, organisation)
    if relation is None:
        raise NotFound("organisation.unknown")
    schools = await organisations.reach(organisation)
    here = Inspection.organisation.is_in(schools) if schools else Inspection.organisation == organisation
    # Asked for itself, a bureau means the schools below it.
    stands = relation if schools == [organisation] else "below"
    return [here] if may("read.inspections", viewer.roles, stands) else [here, Inspection.person == viewer.person]


async def _lines(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields of `InspectionLine`."""
    slim = await _slim(rows)
    places = await points.names({row["point"] for row in rows})
    signed = {fields["countersigned_by"] for fields in slim} - {None}
    people = await accounts.person_names({row["person"] for row in rows} | signed)
    return [
        {
            **fields,
            "point_name": places.get(fields["point"], ""),
            "person_name": people.get(fields["person"], ""),
            "countersigner_name": people.get(fields["countersigned_by"]),
            "title": _title(fields),
        }
        for fields in slim
    ]


async def _slim(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields of `InspectionData`."""
    ids = [row["id"] for row in rows]
    missing, seconds = await blobs.missing_of(ids), await _seconds(ids)
    return [
        {name: row[name] for name in InspectionData.__struct_fields__ if name in row}
        | {
            "missing": missing.get(row["id"], []),
            "signers": _signers(row["checklist"], row["version"]),
            "countersigned_by": seconds[row["id"]]["person"] if row["id"] in seconds else None,
            "countersigned_ms": seconds[row["id"]]["captured_ms"] if row["id"] in seconds else None,
        }
        for row in rows
    ]


async def _seconds(inspections: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The second signature of each that has one."""
    if not inspections:
        return {}
    rows = await Countersignature.select().where(Countersignature.inspection.is_in(list(inspections)))
    return {row["inspection"]: row for row in rows}


async def _second(operation: str) -> SecondSignature:
    kept, entry = await _proof(operation)
    return SecondSignature(
        signature=kept.signature if kept else None,
        received_ms=entry["received_ms"],
        journal_no=entry["journal_no"],
        hash=entry["hash"],
    )


async def _release(operation: str) -> Release | None:
    told = await journal.released(operation)
    if told is None:
        return None
    why, by = told
    return Release(
        code=why,
        person_name=await accounts.person_name(by["person"]),
        decided_ms=by["received_ms"],
        reason=json.decode(by["body"], type=_Signed).args.reason,
    )


async def _proof(operation: str) -> tuple[Private | None, journal.Stored]:
    """The erasable part, as long as it is kept, and the entry."""
    private = (await journal.private_of([operation])).get(operation)
    return json.decode(private, type=Private) if private else None, (await journal.stored([operation]))[operation]


def _is_asked(viewer: Viewer, relation: str, row: dict[str, Any]) -> bool:
    """Who fills in such forms may be the second: whoever signs a form may read what it says."""
    checklist = library().get(row["checklist"], row["version"])
    if checklist is None or rules.signers(checklist) == 1 or relation != "own":
        return False
    return not viewer.roles.isdisjoint(checklist.roles)


@lru_cache
def _signers(checklist: str, version: int) -> Literal[1, 2]:
    return rules.signers(library().get(checklist, version))


def _title(row: dict[str, Any]) -> Text:
    checklist = library().get(row["checklist"], row["version"])
    return checklist.title if checklist else Text(zh=row["checklist"], en=row["checklist"])
