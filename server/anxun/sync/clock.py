"""Whether the time a phone claims can be true: what comes before its own causes waits for a person to look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import DecodeError, Struct, json

from anxun.accounts.queries import DeviceRow
from anxun.accounts.rules import counts_on_receipt
from anxun.core.clock import DAY_MS, MINUTE_MS
from anxun.core.errors import Held
from anxun.core.wire import Id, Ms
from anxun.hazards import queries as hazards
from anxun.hazards.model import Seen
from anxun.inspections import queries as inspections
from anxun.sync.wire import Body

SLACK_MS = 10 * MINUTE_MS
# A clock that never met the server's may be a day off; from the first measurement on no phone forgets it again.
UNMEASURED_SLACK_MS = DAY_MS
LONGEST_FORM_MS = 14 * DAY_MS


class _Presence(Struct):
    at_ms: Ms | None = None


class _Named(Struct):
    """What arguments of any operation say about before and after."""

    hazard: Id | None = None
    inspection: Id | None = None
    seen: Seen = 0
    started_ms: Ms | None = None
    presence: _Presence | None = None


class _Measured(Struct):
    skew_ms: int | None


@dataclass(frozen=True)
class Counted:
    """A device's operation that changed something: its place, when it was captured, and if its clock was measured."""

    device_seq: int
    captured_ms: int
    is_measured: bool


def counted(entry: Mapping[str, Any]) -> Counted:
    """What of a journal entry counts for those after it."""
    skew_ms = json.decode(entry["body"], type=_Measured).skew_ms
    return Counted(entry["device_seq"], entry["captured_ms"], skew_ms is not None)


async def check(body: Body, device: DeviceRow, captured_ms: int, before: Counted | None) -> None:
    """Not before the device was enrolled, nor its own last word, nor what it says it saw, nor the form it closes.

    `before` = the device's last word that counted.
    """
    if counts_on_receipt(body.name):
        return
    named = _named(body)
    met = before is not None and before.is_measured
    unmeasured = body.skew_ms is None and not met
    own = before.captured_ms if before is not None and met else 0
    seen = 0
    if named.hazard:
        seen = await hazards.seen_from_ms(body.organisation, named.hazard, named.seen, body.device)
    if named.inspection and body.name == "inspection.countersign":
        seen = await inspections.made_ms(body.organisation, named.inspection)
    enrolled = device["enrolled_ms"] - (UNMEASURED_SLACK_MS if unmeasured else SLACK_MS)
    if captured_ms < max(enrolled, own - SLACK_MS, seen - SLACK_MS) or not _is_one_sitting(named, body.wall_ms):
        raise Held("op.clock")


def _is_one_sitting(named: _Named, wall_ms: int) -> bool:
    """Begun and opened on the same phone's clock, not after it was signed and not in another age."""
    times = [named.started_ms, named.presence.at_ms if named.presence else None]
    return all(wall_ms - LONGEST_FORM_MS <= time <= wall_ms + SLACK_MS for time in times if time is not None)


def _named(body: Body) -> _Named:
    """Arguments of another shape are refused by whoever takes them."""
    try:
        return json.decode(bytes(body.args), type=_Named)
    except (DecodeError, RecursionError, UnicodeDecodeError):
        return _Named()
