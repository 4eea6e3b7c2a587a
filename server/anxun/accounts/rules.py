"""The one declared matrix role × operation × scope; deny by default. Tests walk every cell."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from anxun.accounts.model import ROLES, Delegation, PersonData, Relation, Role
from anxun.core.clock import DAY_MS
from anxun.core.wire import shown

ANYONE = "anyone"
SERVER = "server"
STAFF_OF_A_SCHOOL = ("inspector", "kitchen_manager", "staff", "safety_office", "vice_principal", "principal")
LEADERS = ("vice_principal", "principal")


def _own(*roles: str) -> dict[str, Relation]:
    return dict.fromkeys(roles, "own")


_OFFICE_OR_BUREAU: dict[str, Relation] = {"safety_office": "own", "bureau_officer": "below"}
_READERS: dict[str, Relation] = {**_own("safety_office", *LEADERS), "bureau_officer": "below"}

# ANYONE = any person of the organisation; the relation (owner, supervisor) is then judged by the hazard's own table.
MATRIX: Mapping[str, Mapping[str, Relation]] = {
    "inspection.submit": _own(*STAFF_OF_A_SCHOOL),
    "inspection.countersign": _own(*STAFF_OF_A_SCHOOL),
    "hazard.assess": _own("safety_office", *LEADERS),
    "hazard.assign": _own(*LEADERS),
    "hazard.start": _own(ANYONE),
    "hazard.rectify": _own(ANYONE),
    "hazard.recheck": _own(ANYONE),
    "hazard.approve": _own("principal"),
    "hazard.accept": {"bureau_officer": "below"},
    "hazard.return": {ANYONE: "own", "bureau_officer": "below"},
    "hazard.void_ask": _own("safety_office", "vice_principal"),
    "hazard.void_deny": _own(ANYONE),
    "hazard.void": _own("principal"),
    "point.add": _own("safety_office"),
    "point.change": _own("safety_office"),
    "point.retire": _own("safety_office"),
    "label.issue": _own("safety_office"),
    "label.replace": _own("safety_office"),
    "label.void": _own("safety_office"),
    "person.add": _OFFICE_OR_BUREAU,
    "person.rename": _OFFICE_OR_BUREAU,
    "person.grant": _OFFICE_OR_BUREAU,
    "person.ungrant": _OFFICE_OR_BUREAU,
    "person.leave": _OFFICE_OR_BUREAU,
    "person.delegate": _own("principal"),
    "operation.release": _own("safety_office"),
    "operation.decline": _own("safety_office"),
    "system.organisation_add": {SERVER: "server"},
    "system.person_add": {SERVER: "server"},
    "system.person_leave": {SERVER: "server"},
    # Doors that read, and the session doors that write.
    "read.hazards": {ANYONE: "own", "bureau_officer": "below"},
    "read.inspections": _READERS,
    "read.points": {ANYONE: "own", "bureau_officer": "below"},
    "read.labels": _own("safety_office"),
    "read.people": _READERS,
    "read.phones": _OFFICE_OR_BUREAU,
    "read.held": _own("safety_office"),
    "read.organisations": {"bureau_officer": "own"},
    "invite.person": _OFFICE_OR_BUREAU,
    "revoke.device": _own("safety_office"),
}


def may(name: str, roles: Iterable[str], relation: Relation | None) -> bool:
    """Whether somebody with these roles, standing in this relation to the organisation, may do it."""
    allowed = MATRIX.get(name, {})
    return relation is not None and any(allowed.get(role) == relation for role in (*roles, ANYONE))


def counts_on_receipt(name: str) -> bool:
    """What rules over other people's rights: by the server's clock, or a phone set back would rule over the past."""
    return name.startswith(("person.", "operation."))


# Who gives and takes which role: a bureau makes a school's heads and its office, the office everybody else there.
GIVES: Mapping[str, Collection[str]] = {
    SERVER: ROLES,
    "bureau_officer": ("bureau_officer", "safety_office", *LEADERS),
    "safety_office": ("inspector", "kitchen_manager", "staff", "safety_office", "vice_principal"),
}


def grantable(role: str, actor_roles: Iterable[str]) -> bool:
    """Who may give a role: nobody but bureau or server makes a principal or a bureau officer."""
    return any(role in GIVES.get(actor, ()) for actor in actor_roles)


def answers_for(actor_roles: Collection[str], held: Collection[str]) -> bool:
    """Whom to invite and to send away: in the own school who has nothing that one cannot give, from above any head."""
    given = [grantable(role, actor_roles) for role in held]
    return any(given) if "bureau_officer" in actor_roles else all(given)


def fits(role: str, kind: str) -> bool:
    """A bureau has officers only, and a school has none."""
    return (role == "bureau_officer") != (kind == "school")


def shown_roles(held: Iterable[str]) -> list[Role]:
    """The roles as the wire shows them; what the server itself holds is none of them."""
    kept = set(held)
    return sorted(role for role in ROLES if role in kept)


def shown_person(row: Mapping[str, Any], roles: Iterable[str], delegation: Delegation | None) -> PersonData:
    """A person's row as the wire shows it."""
    return PersonData(
        id=row["id"],
        organisation=row["organisation"],
        name=row["name"],
        roles=shown_roles(roles),
        left=row["left_ms"] is not None,
        delegation=delegation,
    )


LONGEST_NAME = 60
_PHONE = re.compile(r"[0-9+() -]{0,30}")
DELEGATION_LONGEST_MS = 92 * DAY_MS
DELEGATION_AHEAD_MS = 30 * DAY_MS


def clean_name(text: str | None) -> str | None:
    """A name that can be shown and printed, or None."""
    name = shown(text or "")
    return name if name and len(name) <= LONGEST_NAME else None


def clean_phone(text: str | None) -> str | None:
    """Digits as people write them, empty for none given; None when it is something else."""
    phone = (text or "").strip()
    return phone if _PHONE.fullmatch(phone) else None


def delegation_problem(at_ms: int, from_ms: int, until_ms: int, others: Iterable[tuple[int, int]] = ()) -> str | None:
    """A deputy acts for a dated while: from now to a month ahead at the earliest, three months at the longest.

    `others` = what the same person has been lent and is not over: all together they reach no further.
    """
    if not at_ms - DAY_MS <= from_ms <= at_ms + DELEGATION_AHEAD_MS or until_ms <= max(from_ms, at_ms):
        return "delegation.dates"
    spans = [(from_ms, until_ms), *others]
    reach = max(until for _, until in spans) - min(start for start, _ in spans)
    return "delegation.too_long" if reach > DELEGATION_LONGEST_MS else None


SESSION_IDLE_MS = 14 * DAY_MS
SESSION_WHOLE_MS = 90 * DAY_MS


def session_ends_ms(created_ms: int, seen_ms: int) -> int:
    """The moment a session is over, unless it is used before."""
    return min(seen_ms + SESSION_IDLE_MS, created_ms + SESSION_WHOLE_MS)


def hash_of(secret: str) -> str:
    """How tokens and invitation codes are kept: never themselves."""
    return hashlib.sha256(secret.encode()).hexdigest()


CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARACTERS = 12
_READ_AS = str.maketrans("OIL", "011", " -")


def invitation_code(typed: str) -> str:
    """What somebody typed or scanned, in the form whose hash is kept."""
    return typed.upper().translate(_READ_AS)
