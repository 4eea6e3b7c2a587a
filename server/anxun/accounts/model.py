"""Who acts, when and with which rights: what every action of the house is given."""

from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

import msgspec
from msgspec import Meta

from anxun.core.errors import Refused
from anxun.core.wire import Arguments, Id, Ms
from anxun.organisations.actions import Turn

Role = Literal[
    "inspector", "kitchen_manager", "staff", "safety_office", "vice_principal", "principal", "bureau_officer"
]
ROLES: tuple[Role, ...] = (
    "inspector",
    "kitchen_manager",
    "staff",
    "safety_office",
    "vice_principal",
    "principal",
    "bureau_officer",
)
DeviceState = Literal["active", "retired", "lost"]
RoleName = Annotated[str, Meta(max_length=20)]
Relation = Literal["own", "below", "server"]
SERVER_PERSON = "00000000-0000-7000-8000-000000000002"


# As much as the phone leaves of a signature: `capture/signature.ts`, whose test reads these from the wire.
MAX_STROKES = 60
MAX_STROKE = 2 * 120
Pixel = Annotated[int, Meta(ge=-20_000, le=20_000)]


class Strokes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drawn signature, in pixels of width × height: of each stroke its first x, y, then the step to each next point.

    Steps, as in an SVG path that begins with `m`: they pack into half the bytes of places.
    """

    width: Pixel
    height: Pixel
    strokes: Annotated[list[Annotated[list[Pixel], Meta(max_length=MAX_STROKE)]], Meta(max_length=MAX_STROKES)]


MAX_RESTRICTED = 500
RestrictedKey = Annotated[str, Meta(max_length=200)]
RestrictedText = Annotated[str, Meta(max_length=2000)]


class Private(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The erasable part of an operation; the body holds its SHA-256."""

    salt: str
    signature: Strokes | None = None
    texts: Annotated[dict[RestrictedKey, RestrictedText], Meta(max_length=MAX_RESTRICTED)] = {}
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Viewer:
    """Who reads through a session: the roles held now, on an active device."""

    person: str
    organisation: str
    roles: frozenset[str]
    device: str


@dataclass(frozen=True)
class Standing:
    """What decides on somebody's rights at any moment: where they belong until when, and which role they held when."""

    organisation: str | None = None
    left_ms: int | None = None
    held: tuple[tuple[str, int, int | None], ...] = ()

    def is_current(self, organisation: str, at_ms: int) -> bool:
        """Whether they belong to the organisation and had not left at that moment."""
        return self.organisation == organisation and (self.left_ms is None or self.left_ms > at_ms)

    def roles_at(self, at_ms: int) -> frozenset[str]:
        """The roles held at that moment."""
        return frozenset(
            role for role, from_ms, until_ms in self.held if from_ms <= at_ms and (until_ms is None or until_ms > at_ms)
        )


@dataclass(frozen=True)
class Act:
    """One proven operation being applied inside its organisation's turn. Roles are those it is judged by.

    `body_hash` = SHA-256 of the signed bytes: what somebody else signs who signs this too.
    """

    turn: Turn
    id: str
    name: str
    body_hash: str
    person: str
    device: str
    roles: frozenset[str]
    relation: Relation
    captured_ms: int
    skew_ms: int | None
    received_ms: int
    private: Private | None

    @property
    def organisation(self) -> str:
        return self.turn.organisation

    def require_signature(self) -> None:
        """At least one stroke of two points; a dot is not a signature."""
        drawn = self.private.signature if self.private else None
        if drawn is None or not any(len(stroke) >= 4 for stroke in drawn.strokes):
            raise Refused("signature.missing")


class Delegation(TypedDict):
    """When somebody stands in for the principal."""

    from_ms: int
    until_ms: int


class PersonData(TypedDict):
    """As the wire shows a person; `delegation` = the next or present one, which `roles` hold only while it lasts."""

    id: str
    organisation: str
    name: str
    roles: list[Role]
    left: bool
    delegation: Delegation | None


class Args(Arguments, frozen=True, kw_only=True):
    """What an operation on a person names."""

    person: Id


class Add(Args, frozen=True, kw_only=True):
    """`person.add`; name and phone come in the private part."""

    roles: Annotated[list[RoleName], Meta(max_length=len(ROLES))]


class Rename(Args, frozen=True, kw_only=True):
    """`person.rename`; name and phone come in the private part."""


class GrantRole(Args, frozen=True, kw_only=True):
    """`person.grant`."""

    role: RoleName


class UngrantRole(Args, frozen=True, kw_only=True):
    """`person.ungrant`."""

    role: RoleName


class Delegate(Args, frozen=True, kw_only=True):
    """`person.delegate`: somebody acts as principal from one moment to another; for no time at all = no longer."""

    role: RoleName
    from_ms: Ms
    until_ms: Ms


class Leave(Args, frozen=True, kw_only=True):
    """`person.leave`."""


class Enrol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phone's key and the code it was invited with; the private half never leaves the phone."""

    code: Annotated[str, Meta(max_length=40)]
    device: Annotated[str, Meta(max_length=36)]
    public_key: Annotated[str, Meta(max_length=100)]
    device_name: Annotated[str, Meta(max_length=80)]
