"""The door to a sheet of labels, ready to print."""

import asyncio
from typing import Annotated, Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from anxun.accounts import queries as accounts
from anxun.accounts.model import Viewer
from anxun.accounts.rules import may
from anxun.core.errors import Malformed, NotFound, Unprocessable
from anxun.organisations import queries as organisations
from anxun.points import files, queries

MAX_LABELS = 500
Ids = Annotated[str | None, QueryParameter(name="points", max_length=MAX_LABELS * 37)]
# Drawing 24 labels keeps a processor busy for half a second: one sheet at a time leaves the other for the phones.
_drawing = asyncio.Semaphore(1)


@get("/api/labels/sheet", operation_id="labelSheet", tags=["points"], media_type="application/pdf")
async def sheet(
    viewer: NamedDependency[Viewer],
    state: State,
    organisation: FromQuery[str | None] = None,
    points: Ids = None,
    size: FromQuery[str] = "a4-24",
    start: FromQuery[int] = 0,
) -> Response[bytes]:
    """The newest label of each point, on paper of this size; `start` spares the labels already used up."""
    wanted = organisation or viewer.organisation
    if not may("read.labels", viewer.roles, await accounts.relation(viewer.organisation, wanted)):
        raise NotFound("organisation.unknown")
    paper = files.SIZES.get(size)
    if paper is None or not 0 <= start < paper.cells:
        raise Malformed("label.sheet")
    chosen = await queries.to_label(wanted, [point for point in (points or "").split(",") if point])
    school = await organisations.get(wanted)
    texts = files.label_texts(school["name"] if school else "", chosen, state.settings.public_url)
    if not 0 < len(texts) <= MAX_LABELS:
        raise Unprocessable("label.none")
    async with _drawing:
        pdf = await asyncio.to_thread(_draw, texts, paper, start)
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": 'inline; filename="labels.pdf"'})


def _draw(texts: list[files.LabelText], paper: files.LabelSize, start: int) -> bytes:
    return files.as_pdf(files.sheet(texts, paper, start))


ROUTES: list[Any] = [sheet]
