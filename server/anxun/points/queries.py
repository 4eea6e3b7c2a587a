"""Reading points and the labels that hang or hung there."""

from collections.abc import Collection, Iterable, Sequence
from secrets import randbits
from typing import Any

from msgspec import json
from piccolo.query.functions.aggregate import Max

from anxun.core.db import holding, raw
from anxun.core.paging import Page, Row
from anxun.points.model import LabelData, PointData, Presence
from anxun.points.rules import RANDOM_BITS, Labels, make_code, normalise
from anxun.points.tables import Label, Point


async def for_pull(organisation: str, after: int, limit: int) -> Page:
    """The next changed points."""
    rows = (
        await Point.select()
        .where(Point.organisation == organisation, Point.seq > after)
        .order_by(Point.seq)
        .limit(limit)
    )
    changed = [
        Row(kind="point", id=data.id, seq=row["seq"], gone=False, data=data)
        for row, data in zip(rows, await _shown(rows), strict=True)
    ]
    return Page(rows=changed, last=rows[-1]["seq"] if rows else after, more=len(rows) == limit)


async def listed(
    organisation: str, q: str, after: tuple[int, str] | None, limit: int, among: Collection[str] | None = None
) -> list[PointData]:
    """In the order of the round, those whose name or place holds `q`, and of these only some when they are named."""
    if among is not None and not among:
        return []
    query = Point.select().where(Point.organisation == organisation)
    if among is not None:
        query = query.where(Point.id.is_in(list(among)))
    if q:
        query = query.where((Point.name.like(holding(q))) | (Point.place.like(holding(q))))
    if after is not None:
        position, last = after
        query = query.where((Point.position > position) | ((Point.position == position) & (Point.id > last)))
    return await _shown(await query.order_by(Point.position, Point.id).limit(limit))


async def to_label(organisation: str, wanted: Collection[str]) -> list[PointData]:
    """The active points to print labels for, in the order of the round; all of them when none is named."""
    query = Point.select().where(Point.organisation == organisation, Point.active == True)  # noqa: E712
    if wanted:
        query = query.where(Point.id.is_in(list(wanted)))
    return await _shown(await query.order_by(Point.position, Point.id))


async def free_codes(count: int) -> list[str]:
    """New codes that no label has."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = [make_code(randbits(RANDOM_BITS)) for _ in range(count - len(codes))]
        taken = await Label.select(Label.code).where(Label.code.is_in(drawn))
        codes |= set(drawn) - {row["code"] for row in taken}
    return sorted(codes)


async def active(organisation: str) -> list[str]:
    """The ids of all that is on the round."""
    rows = await Point.select(Point.id).where(Point.organisation == organisation, Point.active == True)  # noqa: E712
    return [row["id"] for row in rows]


async def hung(points: Collection[str]) -> dict[str, int]:
    """When the newest label in use of each of these points, at least one, was issued; one without has none."""
    query = Label.select(Label.point, Max(Label.issued_ms, "issued"))
    rows = await query.where(Label.point.is_in(list(points)), Label.void_ms.is_null()).group_by(Label.point)
    return {row["point"]: int(row["issued"]) for row in rows}


async def names(points: Collection[str]) -> dict[str, str]:
    """Names by id."""
    if not points:
        return {}
    rows = await Point.select(Point.id, Point.name).where(Point.id.is_in(list(points)))
    return {row["id"]: row["name"] for row in rows}


async def organisation_of(point: str) -> str | None:
    """Whose point it is."""
    row = await Point.select(Point.organisation).where(Point.id == point).first()
    return row["organisation"] if row else None


async def is_known(organisation: str, point: str) -> bool:
    """Whether it is this organisation's point; a retired one is."""
    return bool(await known(organisation, [point]))


async def known(organisation: str, points: Collection[str]) -> set[str]:
    """Which of these are this organisation's."""
    sql = "SELECT id FROM point WHERE organisation = {} AND id IN EACH {}"
    return {row["id"] for row in await raw(sql, [organisation, list(points)])}


async def labels(presences: Iterable[Presence]) -> Labels:
    """The labels that these claim to have been read from."""
    codes = {normalise(one.code) for one in presences if one.code is not None} - {None}
    rows = await raw("SELECT code, point, void_ms FROM label WHERE code IN EACH {}", [list(codes)]) if codes else []
    return {row["code"]: (row["point"], row["void_ms"]) for row in rows}


async def _shown(rows: Sequence[dict[str, Any]]) -> list[PointData]:
    if not rows:
        return []
    labels: dict[str, list[LabelData]] = {}
    hung = await Label.select().where(Label.point.is_in([row["id"] for row in rows])).order_by(Label.issued_ms)
    for label in hung:
        labels.setdefault(label["point"], []).append(LabelData(code=label["code"], void=label["void_ms"] is not None))
    return [
        PointData(
            id=row["id"],
            organisation=row["organisation"],
            name=row["name"],
            place=row["place"],
            type=row["type"],
            checklists=json.decode(row["checklists"], type=list[str]),
            position=row["position"],
            active=bool(row["active"]),
            labels=labels.get(row["id"], []),
        )
        for row in rows
    ]
