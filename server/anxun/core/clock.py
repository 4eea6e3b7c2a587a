"""Time as the tables keep it (int64 milliseconds, UTC) and the one function that cuts it into a district's days."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def now_ms() -> int:
    """Read only by doors, the worker and the command line; everything below is given the time."""
    return time.time_ns() // 1_000_000


def day_of(at_ms: int, tz: str) -> date:
    """The calendar day of an instant in a district's zone; months and years are cut from it too."""
    return _local(at_ms, tz).date()


def time_of(at_ms: int, tz: str) -> str:
    """`HH:MM` as a clock in the district's zone shows it."""
    return _local(at_ms, tz).strftime("%H:%M")


def _local(at_ms: int, tz: str) -> datetime:
    return datetime.fromtimestamp(at_ms / SECOND_MS, UTC).astimezone(ZoneInfo(tz))
