"""Reading inspections: the last days for the phones' mirror, lists, and one whole record with its proof."""

from collections.abc import Collection, Sequence
from typing import Any

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
from anxun.inspections.model import Answer, FoundHazard, InspectionData, InspectionLine, InspectionWhole
from anxun.inspections.tables import Inspection
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations
from anxun.points import queries as points

MIRRORED_MS = 14 * DAY_MS
_SLIM = (
    Inspection.id,
    Inspection.organisation,
    Inspection.point,
    Inspection.checklist,
    Inspection.version,
    Inspection.person,
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
    missing = await blobs.missing_of([row["id"] for row in rows])
    changed = [
        Row(kind="inspection", id=row["id"], seq=row["seq"], gone=False, data=InspectionData(**_slim(row, missing)))
        for row in rows
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
    if after is not None:
        at, last = after
        where.append((Inspection.captured_ms < at) | ((Inspection.captured_ms == at) & (Inspection.id < last)))
    query = Inspection.select(*_SLIM).where(*where).order_by(Inspection.captured_ms, ascending=False)
    return [
        InspectionLine(**fields)
        for fields in await _lines(await query.order_by(Inspection.id, ascending=False).limit(limit))
    ]


async def whole(viewer: Viewer, inspection: str) -> InspectionWhole:
    """The record with its answers and proof; unknown and not for this person are the same answer."""
    row = await Inspection.select().where(Inspection.id == inspection).first()
    if row is None or not await sees(viewer, row["organisation"], inspection):
        raise NotFound("inspection.unknown")
    private = (await journal.private_of([row["operation"]])).get(row["operation"])
    kept = json.decode(private, type=Private) if private else None
    entry = (await journal.stored([row["operation"]]))[row["operation"]]
    (fields,) = await _lines([row])
    return InspectionWhole(
        **fields,
        answers=json.decode(row["answers"], type=list[Answer]),
        presence=row["presence"],
        started_ms=row["started_ms"],
        signature=kept.signature if kept else None,
        texts=kept.texts if kept else {},
        journal_no=entry["journal_no"],
        hash=entry["hash"],
        hazards=[FoundHazard(**found) for found in await hazards.found_by(inspection)],
    )


async def sees(viewer: Viewer, organisation: str, inspection: str) -> bool:
    """Whether the reader may see this inspection of that organisation, and with it its photos."""
    relation = await accounts.relation(viewer.organisation, organisation)
    where = [Inspection.id == inspection, Inspection.organisation == organisation]
    if not may("read.inspections", viewer.roles, relation):
        where.append(Inspection.person == viewer.person)
    return relation is not None and bool(await Inspection.exists().where(*where))


async def latest_at(places: Collection[str]) -> dict[str, int]:
    """When each point was last looked at."""
    if not places:
        return {}
    query = Inspection.select(Inspection.point, Max(Inspection.captured_ms, alias="latest"))
    rows = await query.where(Inspection.point.is_in(list(places))).group_by(Inspection.point)
    return {row["point"]: int(row["latest"]) for row in rows}


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
    missing = await blobs.missing_of([row["id"] for row in rows])
    places = await points.names({row["point"] for row in rows})
    people = await accounts.person_names({row["person"] for row in rows})
    return [
        {
            **_slim(row, missing),
            "point_name": places.get(row["point"], ""),
            "person_name": people.get(row["person"], ""),
            "title": _title(row),
        }
        for row in rows
    ]


def _slim(row: dict[str, Any], missing: dict[str, list[str]]) -> dict[str, Any]:
    fields = {name: row[name] for name in InspectionData.__struct_fields__ if name in row}
    return {**fields, "missing": missing.get(row["id"], [])}


def _title(row: dict[str, Any]) -> Text:
    checklist = library().get(row["checklist"], row["version"])
    return checklist.title if checklist else Text(zh=row["checklist"], en=row["checklist"])
