"""Reading the tree: one organisation, what stands above it, what lies below it."""

from typing import Any, Literal, TypedDict

from anxun.core.db import raw
from anxun.core.paging import Page, Row
from anxun.organisations.tables import Installation, Organisation

# The server's own row, which belongs to nobody and is never shown, is of none of these.
Kind = Literal["city", "district", "school"]


class OrganisationRow(TypedDict):
    """As the wire shows it."""

    id: str
    kind: Kind
    name: str
    parent: str | None
    tz: str
    boarding: bool


_SHOWN = (
    Organisation.id,
    Organisation.kind,
    Organisation.name,
    Organisation.parent,
    Organisation.tz,
    Organisation.boarding,
)


async def get(organisation: str) -> OrganisationRow | None:
    """One organisation, or None."""
    row: Any = await Organisation.select(*_SHOWN).where(Organisation.id == organisation).first()
    found: OrganisationRow | None = row
    return found


async def head(organisation: str) -> int:
    """The last pull number given out."""
    rows = await raw("SELECT seq FROM organisation WHERE id = {}", [organisation])
    return int(rows[0]["seq"]) if rows else 0


async def tail(organisation: str) -> tuple[int, str]:
    """Number and hash of the last journal entry, as the counter row remembers them."""
    row = await Organisation.select(Organisation.journal_no, Organisation.journal_head).where(
        Organisation.id == organisation
    )
    return row[0]["journal_no"], row[0]["journal_head"]


async def entries() -> int:
    """How many entries all journals have."""
    return sum(row["journal_no"] for row in await Organisation.select(Organisation.journal_no))


async def every() -> list[OrganisationRow]:
    """Cities, districts and schools of this installation, oldest first."""
    rows: list[Any] = await Organisation.select(*_SHOWN).where(Organisation.kind != "server").order_by(Organisation.id)
    return rows


async def ids() -> list[str]:
    """Everything that has a journal, the server's own place too."""
    return [row["id"] for row in await Organisation.select(Organisation.id).order_by(Organisation.id)]


async def above(organisation: str) -> list[str]:
    """Parents from near to far, without the organisation itself."""
    chain: list[str] = []
    row = await get(organisation)
    while row is not None and row["parent"] is not None:
        chain.append(row["parent"])
        row = await get(row["parent"])
    return chain


async def schools_below(organisation: str) -> list[OrganisationRow]:
    """Every school under a district or a city."""
    found: list[OrganisationRow] = []
    level = [organisation]
    while level:
        rows: list[Any] = await Organisation.select(*_SHOWN).where(Organisation.parent.is_in(level))
        found += [row for row in rows if row["kind"] == "school"]
        level = [row["id"] for row in rows if row["kind"] != "school"]
    return found


async def epoch() -> str:
    """The installation's epoch; renewed by `anxun restored`, so that cursors from before it are refused."""
    row = await Installation.select(Installation.epoch).first()
    return str(row["epoch"]) if row else ""


async def for_pull(organisation: str, after: int) -> Page:
    """The organisation itself, once it is newer than the cursor."""
    row = (
        await Organisation.select(*_SHOWN, Organisation.row_seq)
        .where(Organisation.id == organisation, Organisation.row_seq > after)
        .first()
    )
    if row is None:
        return Page(rows=[], last=after, more=False)
    seq = row.pop("row_seq")
    return Page(rows=[Row(kind="organisation", id=row["id"], seq=seq, gone=False, data=row)], last=seq, more=False)


async def reach(organisation: str) -> list[str]:
    """The schools meant by an organisation: itself, or every school below."""
    row = await get(organisation)
    if row is None or row["kind"] == "school":
        return [organisation]
    return [school["id"] for school in await schools_below(organisation)]
