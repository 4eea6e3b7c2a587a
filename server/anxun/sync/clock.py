"""Whether the time a phone claims can be true: what comes before its own causes waits for a person to look at it."""

from msgspec import DecodeError, Struct, json

from anxun.accounts.queries import DeviceRow
from anxun.accounts.rules import counts_on_receipt
from anxun.core.clock import DAY_MS, MINUTE_MS
from anxun.core.errors import Held
from anxun.core.wire import Id, Ms
from anxun.hazards import queries as hazards
from anxun.hazards.model import Seen
from anxun.inspections import queries as inspections
from anxun.journal import queries as journal
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


async def check(body: Body, device: DeviceRow, captured_ms: int) -> None:
    """Not before the device was enrolled, nor its own last word, nor what it says it saw, nor the form it closes."""
    if counts_on_receipt(body.name):
        return
    named = _named(body)
    before = await journal.counted_before(body.device, body.device_seq)
    met = before is not None and json.decode(before["body"], type=_Measured).skew_ms is not None
    unmeasured = body.skew_ms is None and not met
    own = before["captured_ms"] if before is not None and met else 0
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
