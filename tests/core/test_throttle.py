"""Guessing at the session doors is slowed down, without cost to anybody else."""

import pytest

from anxun.core.errors import TooMany
from anxun.core.throttle import MAX_KEYS, WINDOW_MS, Throttle


def test_guessing_is_slowed_down_for_one_key_and_forgotten_after_a_while() -> None:
    throttle = Throttle(limit=2)

    for at in (0, 1):
        throttle.check("a", at)
        throttle.fail("a", at)

    with pytest.raises(TooMany) as slow:
        throttle.check("a", 2)
    assert slow.value.details["retry_after_s"] == 900
    throttle.check("b", 2)
    throttle.check("a", WINDOW_MS)
    throttle.fail("a", WINDOW_MS)
    throttle.check("a", WINDOW_MS + 1)


def test_a_flood_of_keys_does_not_fill_the_memory() -> None:
    throttle = Throttle(limit=1)

    for key in range(MAX_KEYS + 100):
        throttle.fail(str(key), 0)

    assert len(throttle._failures) == MAX_KEYS
