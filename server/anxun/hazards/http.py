"""The doors that read hazards: list, figures, one with its history."""

from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct

from anxun.accounts.model import Viewer
from anxun.checklists.model import Grade
from anxun.core.clock import now_ms
from anxun.core.http import MAX_ROWS, Limit, Words
from anxun.core.paging import cursor, place_of
from anxun.hazards import queries
from anxun.hazards.model import Counts, HazardData, HazardLine, State

InState = Annotated[State | None, QueryParameter(name="state")]  # Litestar keeps the word "state" for itself


class Hazards(Struct, frozen=True, kw_only=True):
    """One page; `next` given back as `after` brings the following one."""

    rows: list[HazardLine]
    next: str | None


async def narrowed(
    in_state: InState = None,
    grade: FromQuery[Grade | None] = None,
    due: FromQuery[Literal["overdue", "soon", "open"] | None] = None,
    waiting: FromQuery[Literal["mine"] | None] = None,
    q: Words = None,
) -> queries.Wanted:
    """What the list is narrowed to."""
    return queries.Wanted(state=in_state, grade=grade, due=due, mine=waiting == "mine", q=(q or "").strip())


@get("/api/hazards", operation_id="hazards", tags=["hazards"], dependencies={"wanted": Provide(narrowed)})
async def hazards(
    viewer: NamedDependency[Viewer],
    wanted: NamedDependency[queries.Wanted],
    organisation: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = MAX_ROWS,
) -> Hazards:
    """The hazards of a school, or of every school below, as far as the viewer's sight goes."""
    place = place_of(after, tuple[int, str])
    rows = await queries.listed(viewer, organisation or viewer.organisation, wanted, place, limit, now_ms())
    last = rows[-1] if len(rows) == limit else None
    key = (last.deadline_ms if wanted.by_deadline else last.found_ms) if last else None
    return Hazards(rows=rows, next=cursor(key, last.id) if last else None)


@get("/api/hazards/counts", operation_id="hazardCounts", tags=["hazards"])
async def counts(viewer: NamedDependency[Viewer], organisation: FromQuery[str | None] = None) -> Counts:
    """How many are open, late, and waiting for whom."""
    return await queries.counts(viewer, organisation or viewer.organisation, now_ms())


@get("/api/hazards/{hazard:str}", operation_id="hazard", tags=["hazards"])
async def hazard(viewer: NamedDependency[Viewer], hazard: FromPath[str]) -> HazardData:
    """One hazard with its history."""
    return await queries.whole(viewer, hazard)


ROUTES = [hazards, counts, hazard]
