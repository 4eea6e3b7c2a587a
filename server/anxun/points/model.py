"""What operations carry about points: the points themselves, their labels, and the proof of having been there."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from anxun.core.wire import STRAIGHT, Arguments, Id, Ms, Name, Note

MAX_CHECKLISTS = 20
MAX_POSITION = 100_000
Way = Literal["scan", "link", "typed", "none"]
Code = Annotated[str, Meta(max_length=20)]


class Presence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the point was opened and which label said so."""

    way: Way
    code: Code | None
    at_ms: Ms


class Add(Arguments, frozen=True, kw_only=True):
    """`point.add`; `position` is the order on the round."""

    point: Id
    name: Name
    place: Annotated[str, Meta(pattern=STRAIGHT, max_length=100)]
    type: Annotated[str, Meta(max_length=30)]
    checklists: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=MAX_CHECKLISTS)]
    position: Annotated[int, Meta(ge=0, le=MAX_POSITION)]


class Change(Add, frozen=True, kw_only=True):
    """`point.change`: everything anew, as the desk shows it."""


class Retire(Arguments, frozen=True, kw_only=True):
    """`point.retire`: off the round; what was found there stays."""

    point: Id
    reason: Note


class IssueLabel(Arguments, frozen=True, kw_only=True):
    """`label.issue`; the code is made on the desk."""

    point: Id
    code: Code


class VoidLabel(Arguments, frozen=True, kw_only=True):
    """`label.void`; the code is never used again."""

    code: Code
    reason: Note


class LabelData(msgspec.Struct, frozen=True, kw_only=True):
    """A label as the wire shows it."""

    code: str
    void: bool


class PointData(msgspec.Struct, frozen=True, kw_only=True):
    """A point as the wire shows it."""

    id: str
    organisation: str
    name: str
    place: str
    type: str
    checklists: list[str]
    position: int
    active: bool
    labels: list[LabelData]
