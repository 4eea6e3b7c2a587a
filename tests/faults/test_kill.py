"""The server killed in the middle of its work, again and again: what it acknowledged is there, and nothing is there twice."""

import asyncio
import random
from collections.abc import Callable

import pytest

from anxun.core.settings import Settings
from tests.faults.counts import times
from tests.faults.working import at_work
from tests.process import serving
from tests.world import School

pytestmark = pytest.mark.faults


@pytest.mark.r(2)
async def test_what_was_acknowledged_survives_a_kill(
    settings: Settings, world: School, seed: int, record_property: Callable[[str, object], None]
) -> None:
    dice, kills = random.Random(seed), times("kills of the server")
    with serving(settings) as server:
        async with at_work(settings, world, server.url, seed) as work:
            for _ in range(kills):
                await asyncio.sleep(dice.uniform(0.1, 1))
                await asyncio.to_thread(server.kill)
                await work.acknowledged_is_stored()
                await asyncio.to_thread(server.start)
        assert server.process is not None
        assert server.process.poll() is None

    operations = await work.once_each()
    record_property("n", f"{kills} kills, {operations} operations")
    assert operations > kills
