"""The catalogue: every name a phone may send, its arguments and the action that does it. Names are for ever."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from anxun.accounts import actions as accounts
from anxun.accounts.model import Act, Private
from anxun.core.errors import Refused
from anxun.hazards import actions as hazards
from anxun.inspections import actions as inspections
from anxun.organisations.actions import Add as AddOrganisation
from anxun.points import actions as points

T = TypeVar("T", bound=msgspec.Struct)
Handler = Callable[[Act, Any], Awaitable[str | None]]


@dataclass(frozen=True)
class Operation:
    """`act` gives None when it changed the world, or the code why the fact came too late (superseded)."""

    args: type[msgspec.Struct]
    act: Handler


class Release(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`operation.release`: let a held operation go; what it does is decided in push, which holds the catalogue."""

    operation: str


async def _already_created(act: Act, add: AddOrganisation) -> str | None:
    """The row was made before its first turn could be taken; this entry is its record in the journal."""
    if add.organisation != act.organisation:
        raise Refused("organisation.not_itself")
    return None


CATALOGUE: dict[str, Operation] = {
    "inspection.submit": Operation(inspections.Submit, inspections.submit),
    "hazard.assess": Operation(hazards.Assess, hazards.assess),
    "hazard.assign": Operation(hazards.Assign, hazards.assign),
    "hazard.start": Operation(hazards.Start, hazards.start),
    "hazard.rectify": Operation(hazards.Rectify, hazards.rectify),
    "hazard.recheck": Operation(hazards.Recheck, hazards.recheck),
    "hazard.approve": Operation(hazards.Approve, hazards.approve),
    "hazard.accept": Operation(hazards.Accept, hazards.accept),
    "hazard.return": Operation(hazards.Return, hazards.send_back),
    "hazard.void_ask": Operation(hazards.VoidAsk, hazards.void_ask),
    "hazard.void": Operation(hazards.Void, hazards.void),
    "point.add": Operation(points.Add, points.add),
    "point.change": Operation(points.Change, points.change),
    "point.retire": Operation(points.Retire, points.retire),
    "label.issue": Operation(points.IssueLabel, points.issue_label),
    "label.void": Operation(points.VoidLabel, points.void_label),
    "person.add": Operation(accounts.Add, accounts.add),
    "person.rename": Operation(accounts.Rename, accounts.rename),
    "person.grant": Operation(accounts.GrantRole, accounts.grant),
    "person.ungrant": Operation(accounts.UngrantRole, accounts.ungrant),
    "person.delegate": Operation(accounts.Delegate, accounts.delegate),
    "person.leave": Operation(accounts.Leave, accounts.leave),
    "system.organisation_add": Operation(AddOrganisation, _already_created),
    "system.person_add": Operation(accounts.Add, accounts.add),
}

RELEASE = "operation.release"


def decode(raw: bytes, to: type[T]) -> T:
    """Strict arguments, or a refusal; a NUL anywhere would be accepted by SQLite and break PostgreSQL."""
    if b"\\u0000" in raw or b"\x00" in raw:
        raise Refused("op.malformed")
    try:
        return msgspec.json.decode(raw, type=to, strict=True)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Refused("op.malformed") from None


def decode_private(text: str | None) -> Private | None:
    """The erasable part, as strict as the arguments."""
    return None if text is None else decode(text.encode(), Private)
