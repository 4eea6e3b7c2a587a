"""The doors to the list of points and to the log of who was at one."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct, structs

from anxun.accounts import queries as accounts
from anxun.accounts.model import Viewer
from anxun.accounts.rules import may
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.errors import NotFound
from anxun.core.http import MAX_ROWS, Limit, Words
from anxun.core.paging import cursor, place_of
from anxun.hazards import queries as hazards
from anxun.points import queries as points
from anxun.visits import queries, rules
from anxun.visits.model import PointLine, Visit

Days = Annotated[int | None, QueryParameter(ge=1, le=3650)]


class Wanted(Struct, frozen=True, kw_only=True):
    """What the list of points is narrowed to."""

    q: str
    reprint: bool
    unscanned_days: int | None


class Points(Struct, frozen=True, kw_only=True):
    """One page; `next` given back as `after` brings the following one."""

    rows: list[PointLine]
    next: str | None


class Visits(Struct, frozen=True, kw_only=True):
    """One page; `next` given back as `after` brings the following one."""

    rows: list[Visit]
    next: str | None


async def narrowed(q: Words = None, reprint: FromQuery[bool] = False, unscanned_days: Days = None) -> Wanted:
    """`reprint` = what wants a label printed; `unscanned_days` = not scanned for so long."""
    return Wanted(q=(q or "").strip(), reprint=reprint, unscanned_days=unscanned_days)


@get("/api/points", operation_id="points", tags=["points"], dependencies={"narrow": Provide(narrowed)})
async def list_points(
    viewer: NamedDependency[Viewer],
    narrow: NamedDependency[Wanted],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = MAX_ROWS,
) -> Points:
    """In the order of the round, with when each was last looked at and scanned, and what is open there."""
    wanted = organisation or viewer.organisation
    if not may("read.points", viewer.roles, await accounts.relation(viewer.organisation, wanted)):
        raise NotFound("organisation.unknown")
    among = await _among(wanted, narrow)
    found = await points.listed(wanted, narrow.q, place_of(after, tuple[int, str]), limit, among)
    ids = [point.id for point in found]
    seen, still_open = await queries.seen(ids), await hazards.open_at(ids)
    rows = [
        PointLine(
            **structs.asdict(point),
            last_inspection_ms=seen[point.id].inspected_ms,
            last_scan_ms=seen[point.id].scanned_ms,
            reprint=seen[point.id].reprint,
            open_hazards=still_open.get(point.id, 0),
        )
        for point in found
    ]
    last = found[-1] if len(found) == limit else None
    return Points(rows=rows, next=cursor(last.position, last.id) if last else None)


async def _among(organisation: str, narrow: Wanted) -> list[str] | None:
    """A school has some hundred points at most: they are judged one by one. None = all of them."""
    if not narrow.reprint and narrow.unscanned_days is None:
        return None
    since_ms = None if narrow.unscanned_days is None else now_ms() - narrow.unscanned_days * DAY_MS
    seen = await queries.seen(await points.active(organisation))
    return [point for point, known in seen.items() if rules.is_wanted(known, narrow.reprint, since_ms)]


@get("/api/points/{point:str}/visits", operation_id="visits", tags=["points"])
async def visits(
    viewer: NamedDependency[Viewer],
    point: FromPath[str],
    after: FromQuery[str | None] = None,
    limit: Limit = MAX_ROWS,
) -> Visits:
    """Who was there, newest first: when, how they opened the point, and what for."""
    place = place_of(after, tuple[int, str])
    home = await points.organisation_of(point)
    relation = await accounts.relation(viewer.organisation, home) if home else None
    if not may("read.inspections", viewer.roles, relation):
        raise NotFound("point.unknown")
    rows = await queries.visits(point, place, limit)
    last = rows[-1] if len(rows) == limit else None
    return Visits(rows=rows, next=cursor(last.at_ms, last.id) if last else None)


ROUTES = [list_points, visits]
