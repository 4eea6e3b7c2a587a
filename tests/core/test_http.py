"""What every door shares keeps nothing of an application that has ended."""

import gc

from litestar import Litestar

from anxun.core.settings import Settings
from tests.world import browser, living


async def _served(settings: Settings) -> None:
    async with living(settings) as app, browser(app) as client:
        assert (await client.post("/api/session/challenge", json={"device": "nobody"})).status_code == 200


async def test_applications_that_ended_are_forgotten(settings: Settings) -> None:
    """All but the last one: a door's handler remembers which application it was given to."""
    for _ in range(3):
        await _served(settings)

    gc.collect()

    left = [one for one in gc.get_objects() if isinstance(one, Litestar) and one.state.get("settings") is settings]
    assert len(left) <= 1
