"""The doors that read inspections, and the list that shows schools by what was seen there."""

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from msgspec import Struct, structs

from anxun.accounts.model import Viewer
from anxun.accounts.rules import may
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.errors import NotFound
from anxun.core.http import MAX_ROWS, Limit
from anxun.core.paging import cursor, place_of
from anxun.hazards import queries as hazards
from anxun.inspections import queries
from anxun.inspections.model import InspectionLine, InspectionWhole
from anxun.organisations import queries as organisations
from anxun.organisations.queries import Kind

WEEK_MS = 7 * DAY_MS


class Inspections(Struct, frozen=True, kw_only=True):
    """One page; `next` given back as `after` brings the following one."""

    rows: list[InspectionLine]
    next: str | None


class School(Struct, frozen=True, kw_only=True):
    """A school as a bureau sees it."""

    id: str
    kind: Kind
    name: str
    parent: str | None
    tz: str
    boarding: bool
    open: int
    major: int
    overdue: int
    last_inspection_ms: int | None
    inspections_7d: int


class Schools(Struct, frozen=True, kw_only=True):
    """Every school below; `next` is always null."""

    rows: list[School]
    next: str | None


async def narrowed(
    point: FromQuery[str | None] = None,
    person: FromQuery[str | None] = None,
    failed: FromQuery[bool] = False,
) -> queries.Wanted:
    """What the list is narrowed to."""
    return queries.Wanted(point=point, person=person, failed=failed)


@get("/api/inspections", operation_id="inspections", tags=["inspections"], dependencies={"wanted": Provide(narrowed)})
async def inspections(
    viewer: NamedDependency[Viewer],
    wanted: NamedDependency[queries.Wanted],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = MAX_ROWS,
) -> Inspections:
    """Newest first; who leads nobody gets their own."""
    place = place_of(after, tuple[int, str])
    rows = await queries.listed(viewer, organisation or viewer.organisation, wanted, place, limit)
    last = rows[-1] if len(rows) == limit else None
    return Inspections(rows=rows, next=cursor(last.captured_ms, last.id) if last else None)


@get("/api/inspections/{inspection:str}", operation_id="inspection", tags=["inspections"])
async def inspection(viewer: NamedDependency[Viewer], inspection: FromPath[str]) -> InspectionWhole:
    """One record with its answers and proof."""
    return await queries.whole(viewer, inspection)


@get("/api/organisations", operation_id="organisations", tags=["organisations"])
async def schools(viewer: NamedDependency[Viewer]) -> Schools:
    """Every school below the viewer's bureau, with its figures."""
    if not may("read.organisations", viewer.roles, "own"):
        raise NotFound("organisation.unknown")
    at = now_ms()
    below = await organisations.schools_below(viewer.organisation)
    ids = [school["id"] for school in below]
    figures, latest = await hazards.figures(ids, at), await queries.latest_in(ids)
    recent = await queries.counts_since(ids, at - WEEK_MS)
    rows = [
        School(
            **school,
            **structs.asdict(figures.get(school["id"], hazards.Figures())),
            last_inspection_ms=latest.get(school["id"]),
            inspections_7d=recent.get(school["id"], 0),
        )
        for school in below
    ]
    return Schools(rows=rows, next=None)


ROUTES = [inspections, inspection, schools]
