"""The school of these tests: when each is over, everything must still fit: chains, signatures, effects, photos."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from anxun.accounts.tables import Device, Grant
from anxun.core.clock import DAY_MS
from anxun.core.db import transaction
from anxun.core.settings import Settings
from tests.audit import sound
from tests.world import School, reopened

YEAR_MS = 365 * DAY_MS


@pytest.fixture
async def school(
    app: Litestar, world: School, settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[School]:
    """The cast with their phones, audited afterwards."""
    yield reopened(world, app)
    await sound(settings.data, aged=not {"veterans", "seasoned"}.isdisjoint(request.fixturenames))


@pytest.fixture
async def veterans(school: School) -> School:
    """The same people, who have had their roles and phones for a year: operations may come from long ago."""
    async with transaction():
        await Grant.update({Grant.from_ms: Grant.from_ms - YEAR_MS}, force=True)
        await Device.update({Device.enrolled_ms: Device.enrolled_ms - YEAR_MS}, force=True)
    return school


@pytest.fixture
async def seasoned(school: School) -> School:
    """The same people, who have had their roles for a month, and their phones since today."""
    async with transaction():
        await Grant.update({Grant.from_ms: Grant.from_ms - 30 * DAY_MS}, force=True)
    return school
