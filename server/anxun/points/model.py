"""What operations carry about points: the points themselves, their labels, and the proof of having been there."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from anxun.core.wire import Arguments, Id, Ms, Name, Note

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
    place: Annotated[str, Meta(max_length=100)]
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


class ReplaceLabel(IssueLabel, frozen=True, kw_only=True):
    """`label.replace`: from now on this one hangs there alone; a spare one is bound to its point this way."""

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


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `papers.json`, read by the desk too: a sheet of stickers or a thermal printer's one label, in mm.

    `pitch` is from one label's edge to the next one's; `inset` stays white, for printers that miss the edge;
    `name` is the point's name before it shrinks to fit, `em` the small text; `cross` is where the calibration page is
    measured.
    """

    id: str
    dpi: int
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch: tuple[float, float]
    cross: tuple[float, float]
    inset: float
    qr: float
    name: float
    em: float

    @property
    def cells(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def is_upright(self) -> bool:
        """Too narrow for words beside the QR: they stand under it."""
        return self.height > self.width

    def px(self, mm: float) -> int:
        """So many of its printer's dots."""
        return round(mm * self.dpi / 25.4)


_PAPERS = msgspec.json.decode((Path(__file__).parent / "papers.json").read_bytes(), type=tuple[Paper, ...])
PAPERS = {paper.id: paper for paper in _PAPERS}
A4 = "a4-24"
