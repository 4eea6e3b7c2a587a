"""What changed for this person since a cursor: one page of rows in the order of the organisation's numbers."""

import msgspec

from anxun.accounts import queries as accounts
from anxun.accounts.model import Relation, Viewer
from anxun.checklists.queries import library
from anxun.core.errors import Conflict
from anxun.core.paging import Page, Row
from anxun.hazards import queries as hazards
from anxun.inspections import queries as inspections
from anxun.journal.rules import sha256
from anxun.organisations import queries as organisations
from anxun.points import queries as points

PAGE = 500
HAZARDS = 50  # each brings its history with every signature
SCOPE_CHARACTERS = 16


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """`next` is the last number looked at, also where rows were not for this person."""

    organisation: str
    epoch: str
    scope: str
    next: int
    more: bool
    rows: list[Row]
    watching: list[str]
    library: str
    server_ms: int


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """What the phone remembers of its last page; all None from the beginning."""

    epoch: str | None
    scope: str | None
    after: int | None


def scope_of(viewer: Viewer) -> str:
    """Changes whenever the roles do: a phone with another scope starts again, so it neither keeps nor lacks rows."""
    return sha256("\n".join((viewer.person, *sorted(viewer.roles))))[:SCOPE_CHARACTERS]


async def page(viewer: Viewer, organisation: str, relation: Relation, cursor: Cursor, now_ms: int) -> Pulled:
    """The next page, or 409 `sync.resync` when the cursor is of another epoch, scope or future."""
    epoch, scope = await organisations.epoch(), scope_of(viewer)
    head = await organisations.head(organisation)
    after = cursor.after or 0
    if after and (cursor.epoch != epoch or cursor.scope != scope or after > head):
        raise Conflict("sync.resync")
    pages = await _sources(viewer, organisation, relation, after, now_ms)
    # Never beyond the head as it was before: what is written meanwhile may be in one source and not in another.
    horizon = min([head, *(page.last for page in pages if page.more)])
    rows = [row for page in pages for row in page.rows if row.seq <= horizon]
    return Pulled(
        organisation=organisation,
        epoch=epoch,
        scope=scope,
        next=horizon,
        more=horizon < head,
        rows=sorted(rows, key=lambda row: row.seq),
        watching=await _watching(viewer) if relation == "own" else [],
        library=library().hash,
        server_ms=now_ms,
    )


async def _sources(viewer: Viewer, organisation: str, relation: Relation, after: int, now_ms: int) -> list[Page]:
    """A bureau's phone mirrors of a school only its major hazards; everything else is read through queries."""
    pages = [
        await organisations.for_pull(organisation, after),
        await hazards.for_pull(organisation, after, HAZARDS, viewer),
    ]
    if relation == "own":
        pages += [
            await accounts.for_pull(organisation, after, PAGE, now_ms),
            await points.for_pull(organisation, after, PAGE),
            await inspections.for_pull(organisation, after, PAGE, now_ms),
        ]
    return pages


async def _watching(viewer: Viewer) -> list[str]:
    if "bureau_officer" not in viewer.roles:
        return []
    schools = [school["id"] for school in await organisations.schools_below(viewer.organisation)]
    return await hazards.schools_with_majors(schools)
