"""Being at a point: as a line of its log, and as what the list of points shows of it."""

from typing import Literal

from msgspec import Struct

from anxun.checklists.model import Text
from anxun.points.model import PointData, Way

# None hangs there; nobody ever scanned it; the last one there had to type its code.
Reprint = Literal["none", "unscanned", "typed"]


class Visit(Struct, frozen=True, kw_only=True):
    """Somebody was at a point: to inspect (`title` is the checklist's) or to re-check a hazard (its `number`)."""

    id: str
    subject: str
    at_ms: int
    way: Way
    person_name: str
    title: Text | None
    number: str | None


class Seen(Struct, frozen=True, kw_only=True):
    """When a point was last looked at, when its label was last scanned, and why a new one should be printed."""

    inspected_ms: int | None
    scanned_ms: int | None
    reprint: Reprint | None


class PointLine(PointData, frozen=True, kw_only=True):
    """A point as lists show it."""

    last_inspection_ms: int | None
    last_scan_ms: int | None
    reprint: Reprint | None
    open_hazards: int
