"""The words of a hazard: its states, its moves as the phones know them, and what an inspection hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from anxun.accounts.model import Role, Strokes
from anxun.blobs.model import MAX_PHOTOS, Capture, Named, Photo, Photos
from anxun.checklists.model import GRADES, Deadline, Grade, Text
from anxun.core.wire import Arguments, Id, Ms, Note
from anxun.points.model import Presence, Way

State = Literal[
    "registered", "assessed", "assigned", "rectifying", "rectified", "rechecked", "approved", "struck_off", "void"
]
Part = Literal["owner", "supervisor", "asker"]  # what somebody is to one hazard
MoveName = Literal[
    "assess", "assign", "start", "rectify", "recheck", "approve", "accept", "return", "void_ask", "void_deny", "void"
]
EventKind = MoveName | Literal["register", "found_again", "fix_on_spot"]
CLOSED: tuple[State, ...] = ("struck_off", "void")
WATCHERS = "bureau"  # stands for every bureau above where a person's id gives sight


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `moves.json`, read by the phone too. `to` null leaves the state; strict wants the newest version."""

    move: MoveName
    from_: tuple[State, ...] = msgspec.field(name="from")
    to: State | dict[str, State] | None
    roles: tuple[Role, ...]
    relation: Part | None
    signed: bool
    strict: bool


MOVES = msgspec.json.decode((Path(__file__).parent / "moves.json").read_bytes(), type=tuple[Move, ...])


@dataclass(frozen=True)
class Standing:
    """Made by its events; `once` = who ever had which part, `worked_ms` = last put right, `late` = not counted."""

    state: State
    grade: Grade | None
    suggested: Grade | None
    version: int
    owner: str | None
    supervisor: str | None
    deadline_ms: int | None
    void_asked_by: str | None
    rectifiers: frozenset[str]
    worked_ms: int | None
    once: frozenset[tuple[Part, str]]
    operations: frozenset[str]
    late: frozenset[str]
    ordered: tuple[int, str]


@dataclass(frozen=True)
class Step:
    """What a move comes to: the state it leads to, or the code why it came too late. `role` = in which capacity."""

    role: str
    to: State
    code: str | None = None


@dataclass(frozen=True)
class Moving:
    """A hazard in the middle of a move; `step.code` = the move comes too late and is only written down."""

    hazard: str
    kind: str
    point: str
    standing: Standing
    step: Step

    @property
    def counts(self) -> bool:
        """Whether it changes anything."""
        return self.step.code is None


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
    """A failed item. `fix` = the photos after, if it was put right at once; `fixable` = the checklist allows that."""

    item: str
    row: str
    note: str
    photos: Sequence[Photo]
    grade: Grade | None
    fix: Sequence[Photo] | None
    fix_note: str
    fixable: bool

    def graver_than(self, known: Grade | None) -> Grade | None:
        """Its grade, if that is more than was known."""
        ranks = (None, *GRADES)
        return self.grade if ranks.index(self.grade) > ranks.index(known) else None


Seen = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class OnHazard(Arguments, frozen=True, kw_only=True):
    """`seen` = the version that was on the screen of who signed."""

    hazard: Id
    seen: Seen


class Assess(OnHazard, frozen=True, kw_only=True):
    """`hazard.assess`; `interim` = what keeps people safe meanwhile, required for a major one."""

    grade: Grade
    reason: Note
    interim: Note | None


class Assign(OnHazard, frozen=True, kw_only=True):
    """`hazard.assign`: a named owner, another person to supervise, measures and a limit; `reason` why once more."""

    owner: Id
    supervisor: Id
    deadline_ms: Ms
    measures: Note
    funds_yuan: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] | None
    reason: Note


class Start(OnHazard, frozen=True, kw_only=True):
    """`hazard.start`."""


class Rectify(OnHazard, frozen=True, kw_only=True):
    """`hazard.rectify`, shown by at least one photo."""

    note: Note
    photos: Annotated[list[Photo], msgspec.Meta(min_length=1, max_length=MAX_PHOTOS)]


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
    """`hazard.return`; `deadline_ms` where it has none yet."""

    reason: Note
    deadline_ms: Ms | None


class VoidAsk(OnHazard, frozen=True, kw_only=True):
    """`hazard.void_ask`."""

    reason: Note


class VoidDeny(VoidAsk, frozen=True, kw_only=True):
    """`hazard.void_deny`: the principal refuses it, or who asked takes it back."""


class Void(VoidAsk, frozen=True, kw_only=True):
    """`hazard.void`."""


class EventData(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a hazard's history. `signature` is null where none was drawn or it has been erased."""

    id: str
    kind: EventKind
    person: str
    role: str
    captured_ms: int
    skew_ms: int | None
    received_ms: int
    applied: bool
    code: str | None
    from_state: State | None
    to_state: State | None
    note: str
    photos: list[str]
    presence: Way | None
    signature: Strokes | None
    data: dict[str, object]


class HazardCore(msgspec.Struct, frozen=True, kw_only=True):
    """What every reader is shown.

    `missing` = photos the server still lacks; `after` = of the present round of work; `captures` = what took each.
    """

    id: str
    organisation: str
    organisation_name: str
    number: str
    point: str
    point_name: str
    checklist: str
    checklist_version: int
    item: str
    row: str
    item_text: Text
    note: str
    state: State
    grade: Grade | None
    suggested_grade: Grade | None
    suggested_deadline: Deadline | None
    fixed_on_spot: bool
    finder: str
    owner: str | None
    supervisor: str | None
    rectifier: str | None
    deadline_ms: int | None
    measures: str | None
    interim: str | None
    found_ms: int
    struck_off_ms: int | None
    void_asked_by: str | None
    version: int
    missing: list[str]
    before: list[str]
    after: list[str]
    captures: dict[str, Capture]
    names: dict[str, str]


class HazardData(HazardCore, frozen=True, kw_only=True):
    """A hazard with its whole history, as phones mirror it."""

    events: list[EventData]


class WaitingFor(msgspec.Struct, frozen=True, kw_only=True):
    """Whose turn it is: a role, and the person where a relation says who."""

    role: Role | Part
    person: str | None


class HazardLine(HazardCore, frozen=True, kw_only=True):
    """A hazard as lists show it; `waiting_for` is null once it is closed."""

    waiting_for: WaitingFor | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The figures above the list."""

    open: int
    overdue: int
    soon: int
    to_assess: int
    to_assign: int
    to_recheck: int
    to_approve: int
    to_accept: int
    struck_off: int


@dataclass(frozen=True)
class Known:
    """What surrounds a page of hazards: names by id; per hazard its photos and the lines of its history."""

    names: Mapping[str, str]
    points: Mapping[str, str]
    organisations: Mapping[str, str]
    photos: Mapping[str, Sequence[Named]]
    events: Mapping[str, Sequence[Mapping[str, Any]]]
