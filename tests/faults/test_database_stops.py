"""The database stopped as by a power cut under a server that goes on: what was acknowledged is there, and once."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import postgres
from tests.conftest import settings_in
from tests.faults.counts import times
from tests.faults.working import at_work
from tests.process import serving
from tests.world import build

pytestmark = pytest.mark.faults


@pytest.mark.r(3)
async def test_what_was_acknowledged_survives_a_database_that_stops_at_once(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    dice, stops = random.Random(seed), times("stops of the database")
    with postgres.cluster() as database:
        settings = settings_in(tmp_path / "data", await postgres.create(database.dsn, "anxun_stopped"))
        school = await build(settings)
        with serving(settings) as server:
            async with at_work(settings, school, server.url, seed) as work:
                for _ in range(stops):
                    await asyncio.sleep(dice.uniform(0.3, 1.5))
                    await asyncio.to_thread(database.stop_at_once)
                    await asyncio.sleep(dice.uniform(0, 0.5))
                    await asyncio.to_thread(database.start)
                    await postgres.recovered(database.dsn)
                    await work.acknowledged_is_stored(served=True)
            assert server.process is not None
            assert server.process.poll() is None
        operations = await work.once_each()

    record_property("n", f"{stops} stops, {operations} operations")
    assert operations > stops
