"""Slow down guessing at the session doors: failures are counted per key in memory, and forgotten after a while."""

from anxun.core.clock import MINUTE_MS, SECOND_MS
from anxun.core.errors import TooMany

WINDOW_MS = 15 * MINUTE_MS
MAX_KEYS = 10_000


class Throttle:
    """After `limit` failures a key is refused until the window that began with its first failure is over."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._failures: dict[str, tuple[int, int]] = {}

    def check(self, key: str, now_ms: int) -> None:
        """Refuse a key that failed too often."""
        since_ms, count = self._failures.get(key, (now_ms, 0))
        left_ms = since_ms + WINDOW_MS - now_ms
        if left_ms <= 0:
            self._failures.pop(key, None)
        elif count >= self._limit:
            raise TooMany("session.slow_down", retry_after_s=-(-left_ms // SECOND_MS))

    def fail(self, key: str, now_ms: int) -> None:
        """One more failure; the oldest key makes room, so that a flood of keys cannot fill the memory."""
        since_ms, count = self._failures.pop(key, (now_ms, 0))
        if len(self._failures) >= MAX_KEYS:
            self._failures.pop(next(iter(self._failures)))
        self._failures[key] = (since_ms, count + 1)

    def clear(self, key: str) -> None:
        """It was right after all."""
        self._failures.pop(key, None)
