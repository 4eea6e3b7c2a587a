"""The catalogue: every name a phone may send, its arguments and the action that does it. Names are for ever."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from anxun.accounts import actions as accounts
from anxun.accounts import model as people
from anxun.accounts.model import Act, Private
from anxun.core.errors import Refused
from anxun.core.wire import Arguments, Id, Note, has_nul, has_twins, is_clean, is_plain
from anxun.hazards import actions as hazards
from anxun.hazards import model as moves
from anxun.inspections import actions as inspections
from anxun.inspections.model import Countersign, Submit
from anxun.journal import queries as journal
from anxun.journal.append import decide
from anxun.organisations.actions import Add as AddOrganisation
from anxun.points import actions as points
from anxun.points import model as places

T = TypeVar("T", bound=msgspec.Struct)
Handler = Callable[[Act, Any], Awaitable[str | None]]


@dataclass(frozen=True)
class Operation:
    """`act` gives None when it changed the world, or the code why the fact came too late (superseded).

    `together` does several that follow one another at once; they all change the world, or it fails.
    """

    args: type[msgspec.Struct]
    act: Handler
    together: Callable[[Sequence[tuple[Act, Any]]], Awaitable[None]] | None = None


class Release(Arguments, frozen=True, kw_only=True):
    """`operation.release`: let a held one go, and why; what it does is decided in push, which knows the catalogue."""

    operation: Id
    reason: Note


class Decline(Release, frozen=True, kw_only=True):
    """`operation.decline`: a held one shall never count, and why."""


async def held_entry(act: Act, operation: str) -> dict[str, Any]:
    """The held entry that this person may decide on; nobody decides on own work."""
    entry = await journal.entry(operation)
    stored = (await journal.stored([operation])).get(operation)
    if entry is None or stored is None or entry["organisation"] != act.organisation or stored["verdict"] != "held":
        raise Refused("operation.not_held")
    if entry["person"] == act.person:
        raise Refused("operation.own")
    return entry


async def _decline(act: Act, args: Decline) -> str | None:
    if not args.reason.strip():
        raise Refused("operation.reason_missing")
    await held_entry(act, args.operation)
    await decide(act.turn, args.operation, act.id, "refused", "op.declined")
    return None


async def _already_created(act: Act, add: AddOrganisation) -> str | None:
    """The row was made before its first turn could be taken; this entry is its record in the journal."""
    if add.organisation != act.organisation:
        raise Refused("organisation.not_itself")
    if act.turn.journal_no > 0:
        raise Refused("organisation.exists")
    return None


CATALOGUE: dict[str, Operation] = {
    "inspection.submit": Operation(Submit, inspections.submit, inspections.submit_all),
    "inspection.countersign": Operation(Countersign, inspections.countersign),
    "hazard.assess": Operation(moves.Assess, hazards.assess),
    "hazard.assign": Operation(moves.Assign, hazards.assign),
    "hazard.start": Operation(moves.Start, hazards.start),
    "hazard.rectify": Operation(moves.Rectify, hazards.rectify),
    "hazard.recheck": Operation(moves.Recheck, hazards.recheck),
    "hazard.approve": Operation(moves.Approve, hazards.approve),
    "hazard.accept": Operation(moves.Accept, hazards.accept),
    "hazard.return": Operation(moves.Return, hazards.send_back),
    "hazard.void_ask": Operation(moves.VoidAsk, hazards.void_ask),
    "hazard.void_deny": Operation(moves.VoidDeny, hazards.void_deny),
    "hazard.void": Operation(moves.Void, hazards.void),
    "point.add": Operation(places.Add, points.add),
    "point.change": Operation(places.Change, points.change),
    "point.retire": Operation(places.Retire, points.retire),
    "label.issue": Operation(places.IssueLabel, points.issue_label),
    "label.replace": Operation(places.ReplaceLabel, points.replace_label),
    "label.void": Operation(places.VoidLabel, points.void_label),
    "person.add": Operation(people.Add, accounts.add),
    "person.rename": Operation(people.Rename, accounts.rename),
    "person.grant": Operation(people.GrantRole, accounts.grant),
    "person.ungrant": Operation(people.UngrantRole, accounts.ungrant),
    "person.delegate": Operation(people.Delegate, accounts.delegate),
    "person.leave": Operation(people.Leave, accounts.leave),
    "operation.decline": Operation(Decline, _decline),
    "system.organisation_add": Operation(AddOrganisation, _already_created),
    "system.person_add": Operation(people.Add, accounts.add),
    "system.person_leave": Operation(people.Leave, accounts.leave),
}

RELEASE = "operation.release"


def decode(raw: bytes, to: type[T]) -> T:
    """Strict arguments in clean texts, or a refusal; a NUL would be accepted by SQLite and break PostgreSQL.

    Shape first: only what it bounds is looked at letter by letter.
    """
    if has_nul(raw):
        raise Refused("op.malformed")
    try:
        arguments = msgspec.json.decode(raw, type=to, strict=True)
        if is_plain(raw) or is_clean(msgspec.to_builtins(arguments)):
            return arguments
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    raise Refused("op.malformed")


def decode_private(text: str | None) -> Private | None:
    """The erasable part, as strict as the arguments."""
    if text is not None and has_twins(text):
        raise Refused("op.malformed")
    return None if text is None else decode(text.encode(), Private)
