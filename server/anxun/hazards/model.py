"""The words of a hazard: its states, its moves as the phones know them, and what an inspection hands over."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from anxun.blobs.model import MAX_PHOTOS, Photo, Photos
from anxun.core.wire import Arguments, Id, Ms, Note
from anxun.points.model import Presence

State = Literal[
    "registered", "assessed", "assigned", "rectifying", "rectified", "rechecked", "approved", "struck_off", "void"
]
Grade = Literal["general", "larger", "major"]
Relation = Literal["owner", "supervisor"]
CLOSED: tuple[State, ...] = ("struck_off", "void")
WATCHERS = "bureau"  # stands for every bureau above where a person's id gives sight


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `moves.json`, read by the phone too. `to` null leaves the state; strict wants the newest version."""

    move: str
    from_: tuple[State, ...] = msgspec.field(name="from")
    to: State | dict[str, State] | None
    roles: tuple[str, ...]
    relation: Relation | None
    signed: bool
    strict: bool


MOVES = msgspec.json.decode((Path(__file__).parent / "moves.json").read_bytes(), type=tuple[Move, ...])


@dataclass(frozen=True)
class Standing:
    """A hazard as its events made it; `once` = who was owner or supervisor at any time."""

    state: State
    grade: Grade | None
    version: int
    owner: str | None
    supervisor: str | None
    void_asked_by: str | None
    rectifiers: frozenset[str]
    once: frozenset[tuple[Relation, str]]


@dataclass(frozen=True)
class Step:
    """What a move comes to: the state it leads to, or the code why it came too late. `role` = in which capacity."""

    role: str
    to: State
    code: str | None = None


@dataclass(frozen=True)
class Site:
    """Where and on which form an inspection found something; `supervisor` = who may oversee a fix on the spot."""

    inspection: str
    point: str
    checklist: str
    version: int
    supervisor: str | None


@dataclass(frozen=True)
class Failure:
    """A failed item. `fix` = the photos after, if it was put right at once, and what was done."""

    item: str
    row: str
    note: str
    photos: Sequence[Photo]
    grade: Grade | None
    fix: Sequence[Photo] | None
    fix_note: str


class OnHazard(Arguments, frozen=True, kw_only=True):
    """`seen` = the version that was on the screen of who signed."""

    hazard: Id
    seen: Annotated[int, Meta(ge=0, le=1_000_000)]


class Assess(OnHazard, frozen=True, kw_only=True):
    """`hazard.assess`; `interim` = what keeps people safe meanwhile, required for a major one."""

    grade: Grade
    reason: Note
    interim: Note | None


class Assign(OnHazard, frozen=True, kw_only=True):
    """`hazard.assign`: a named owner, another person to supervise, measures and a limit."""

    owner: Id
    supervisor: Id
    deadline_ms: Ms
    measures: Note
    funds_yuan: Annotated[int, Meta(ge=0, le=1_000_000_000)] | None


class Start(OnHazard, frozen=True, kw_only=True):
    """`hazard.start`."""


class Rectify(OnHazard, frozen=True, kw_only=True):
    """`hazard.rectify`, shown by at least one photo."""

    note: Note
    photos: Annotated[list[Photo], Meta(min_length=1, max_length=MAX_PHOTOS)]


class Recheck(OnHazard, frozen=True, kw_only=True):
    """`hazard.recheck`, at the point."""

    presence: Presence
    note: Note
    photos: Photos


class Approve(OnHazard, frozen=True, kw_only=True):
    """`hazard.approve` and `hazard.accept`."""

    opinion: Note


class Accept(Approve, frozen=True, kw_only=True):
    """`hazard.accept`."""


class Return(OnHazard, frozen=True, kw_only=True):
    """`hazard.return`."""

    reason: Note


class VoidAsk(Return, frozen=True, kw_only=True):
    """`hazard.void_ask`."""


class Void(Return, frozen=True, kw_only=True):
    """`hazard.void`."""
