"""Taking an organisation's turn: the counter row that numbers, chains and serialises its writes; and adding one."""

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import available_timezones

from msgspec import Meta

from anxun.core.db import raw
from anxun.core.errors import Refused
from anxun.core.ids import new_id
from anxun.core.wire import Arguments, Id, Name, shown
from anxun.organisations.queries import Kind
from anxun.organisations.tables import Installation, Organisation


@dataclass
class Turn:
    """Held by one transaction at a time. `journal_no` and `journal_head` are the last entry's; `seq` the last row's."""

    organisation: str
    kind: str
    tz: str
    now_ms: int
    seq: int
    journal_no: int
    journal_head: str

    def next_seq(self) -> int:
        """A pull number for one changed row."""
        self.seq += 1
        return self.seq


_TAKE = "UPDATE organisation SET seq = seq + 1 WHERE id = {} RETURNING kind, tz, seq, journal_no, journal_head"


async def take_turn(organisation: str, now_ms: int) -> Turn | None:
    """First statement of every write transaction: locks the organisation's row on both engines. None: no such one."""
    rows = await raw(_TAKE, [organisation])
    return Turn(organisation=organisation, now_ms=now_ms, **rows[0]) if rows else None


async def end_turn(turn: Turn) -> None:
    """Last statement: what this transaction used up."""
    sql = "UPDATE organisation SET seq = {}, journal_no = {}, journal_head = {} WHERE id = {}"
    await raw(sql, [turn.seq, turn.journal_no, turn.journal_head, turn.organisation])


class Add(Arguments, frozen=True, kw_only=True):
    """`system.organisation_add`: the first operation in the new organisation's own journal."""

    organisation: Id
    kind: Kind
    name: Name
    parent: Id | None
    tz: Annotated[str, Meta(max_length=40)]
    boarding: bool


async def create(add: Add) -> None:
    """The row itself, before its first turn can be taken."""
    if add.tz not in available_timezones():
        raise Refused("organisation.tz")
    if add.parent is not None and not await Organisation.exists().where(Organisation.id == add.parent):
        raise Refused("organisation.parent")
    name = shown(add.name)
    if name is None:
        raise Refused("op.malformed")
    await Organisation(
        id=add.organisation,
        kind=add.kind,
        name=name,
        parent=add.parent,
        tz=add.tz,
        boarding=add.boarding,
        row_seq=1,
        seq=1,
    ).save()


SERVER_ORGANISATION = "00000000-0000-7000-8000-000000000001"


async def found_installation(now_ms: int) -> None:
    """The epoch of the pull cursors, and the server's own place, to which no school belongs; safe to call again."""
    if not await Installation.exists():
        await Installation.insert(Installation(id="1", epoch=new_id(now_ms)))
    if not await Organisation.exists().where(Organisation.id == SERVER_ORGANISATION):
        await Organisation.insert(Organisation(id=SERVER_ORGANISATION, kind="server", name="安巡", tz="UTC"))


async def renew_epoch(now_ms: int) -> None:
    """An older copy of the database has been put back: cursors from before it must not be believed."""
    await Installation.update({Installation.epoch: new_id(now_ms)}, force=True)
