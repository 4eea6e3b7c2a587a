"""The doors to labels ready to print: those of points, spare ones, and the page that puts a printer right."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct
from PIL.Image import Image

from anxun.accounts import queries as accounts
from anxun.accounts.model import Viewer
from anxun.accounts.rules import may
from anxun.core.errors import Malformed, NotFound, Unprocessable
from anxun.organisations import queries as organisations
from anxun.points import files, queries
from anxun.points.model import A4, PAPERS, Paper

MAX_LABELS = 500
FARTHEST_MM = 20
Ids = Annotated[str | None, QueryParameter(name="points", max_length=MAX_LABELS * 37)]
Millimetres = Annotated[float, QueryParameter(ge=-FARTHEST_MM, le=FARTHEST_MM)]
Count = Annotated[int, QueryParameter(ge=1, le=MAX_LABELS)]
# Drawing 24 labels keeps a processor busy for half a second: one sheet at a time leaves the other for the phones.
_drawing = asyncio.Semaphore(1)


class Printing(Struct, frozen=True, kw_only=True):
    """On which paper, from which cell on, and how far this printer must be put right."""

    paper: Paper
    start: int
    shift: tuple[float, float]


async def printing(
    size: FromQuery[str] = A4,
    start: FromQuery[int] = 0,
    dx: Millimetres = 0,
    dy: Millimetres = 0,
) -> Printing:
    """`start` spares the labels already used up; `dx` and `dy` move everything right and down."""
    paper = PAPERS.get(size)
    if paper is None or not 0 <= start < paper.cells:
        raise Malformed("label.sheet")
    return Printing(paper=paper, start=start, shift=(dx, dy))


@get(
    "/api/labels/sheet",
    operation_id="labelSheet",
    tags=["points"],
    media_type="application/pdf",
    dependencies={"how": Provide(printing)},
)
async def sheet(
    viewer: NamedDependency[Viewer],
    state: State,
    how: NamedDependency[Printing],
    organisation: FromQuery[str | None] = None,
    points: Ids = None,
) -> Response[bytes]:
    """The newest label of each point."""
    wanted, school = await _printer(viewer, organisation)
    chosen = await queries.to_label(wanted, [point for point in (points or "").split(",") if point])
    texts = files.label_texts(school, chosen, state.settings.public_url)
    if not 0 < len(texts) <= MAX_LABELS:
        raise Unprocessable("label.none")
    return await _pdf(lambda: files.sheet(texts, how.paper, how.start, how.shift), how.paper)


@get(
    "/api/labels/spare",
    operation_id="spareLabels",
    tags=["points"],
    media_type="application/pdf",
    dependencies={"how": Provide(printing)},
)
async def spare(
    viewer: NamedDependency[Viewer],
    state: State,
    how: NamedDependency[Printing],
    count: Count = 1,
    organisation: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Labels for the drawer: new codes each time, kept nowhere before one is bound to a point."""
    _, school = await _printer(viewer, organisation)
    texts = files.spare_texts(school, await queries.free_codes(count), state.settings.public_url)
    return await _pdf(lambda: files.sheet(texts, how.paper, how.start, how.shift), how.paper)


@get(
    "/api/labels/calibration",
    operation_id="labelCalibration",
    tags=["points"],
    media_type="application/pdf",
    dependencies={"how": Provide(printing)},
)
async def calibration(viewer: NamedDependency[Viewer], how: NamedDependency[Printing]) -> Response[bytes]:
    """A page to measure: how far a printer prints from where it should."""
    await _printer(viewer, None)
    return await _pdf(lambda: [files.calibration(how.paper)], how.paper)


async def _printer(viewer: Viewer, organisation: str | None) -> tuple[str, str]:
    """The school whose labels this person prints, and its name."""
    wanted = organisation or viewer.organisation
    if not may("read.labels", viewer.roles, await accounts.relation(viewer.organisation, wanted)):
        raise NotFound("organisation.unknown")
    school = await organisations.get(wanted)
    return wanted, school["name"] if school else ""


async def _pdf(draw: Callable[[], list[Image]], paper: Paper) -> Response[bytes]:
    async with _drawing:
        pdf = await asyncio.to_thread(lambda: files.as_pdf(draw(), paper.dpi))
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


ROUTES: list[Any] = [sheet, spare, calibration]
