"""What the ways in which people opened a point say about its label."""

from collections.abc import Collection

from anxun.visits.model import Reprint, Seen

SCANNED = ("scan", "link")


def seen(ways: Collection[tuple[str, int]], hung_ms: int | None, inspected_ms: int | None) -> Seen:
    """`ways` = when somebody came in each way; `hung_ms` = when the label in use was issued."""
    scanned_ms = max((at_ms for way, at_ms in ways if way in SCANNED), default=None)
    typed_ms = max((at_ms for way, at_ms in ways if way == "typed"), default=None)
    return Seen(inspected_ms=inspected_ms, scanned_ms=scanned_ms, reprint=to_reprint(hung_ms, scanned_ms, typed_ms))


def to_reprint(hung_ms: int | None, scanned_ms: int | None, typed_ms: int | None) -> Reprint | None:
    """Whoever types a code has most likely a label before them that no camera reads."""
    if hung_ms is None:
        return "none"
    scanned = scanned_ms or 0
    if typed_ms is not None and typed_ms > max(hung_ms, scanned):
        return "typed"
    return "unscanned" if scanned < hung_ms else None


def is_wanted(known: Seen, reprint: bool, since_ms: int | None) -> bool:
    """Whether the point belongs on the narrowed list: a label to print, not scanned since then."""
    if reprint and known.reprint is None:
        return False
    return since_ms is None or known.scanned_ms is None or known.scanned_ms < since_ms
