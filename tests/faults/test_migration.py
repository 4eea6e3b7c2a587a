"""A migration killed at any moment: the database is as before or as after, and the next try finds its way."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from anxun import schema
from anxun.core.db import engine_for, opened, raw
from anxun.core.settings import Settings
from tests import postgres
from tests.conftest import EMPTY
from tests.faults.counts import times
from tests.process import ROOT

pytestmark = pytest.mark.faults
# Says when it begins and ends: most of a command's time goes into loading it.
MIGRATE = """
import asyncio, sys
from pathlib import Path
from anxun import schema
from anxun.core.db import engine_for, opened

async def migrate():
    async with opened(engine_for(sys.argv[1], Path(sys.argv[2]))):
        print("begins", flush=True)
        await schema.migrate()
        print("ends", flush=True)

asyncio.run(migrate())
"""


@pytest.mark.r(2)
async def test_a_migration_that_is_killed_leaves_all_or_nothing_and_the_next_one_ends_well(
    database: str, empty: Settings, seed: int, record_property: Callable[[str, object], None]
) -> None:
    dice, kills, whole_s = random.Random(seed), times("kills of a migration"), migrated_for(empty, None)
    assert await there(empty) == {*schema.tables(), "migration"}
    left: list[bool] = []
    for _ in range(kills):
        if not left or left[-1]:
            await emptied(database, empty)
        migrated_for(empty, dice.uniform(0, 1.2 * whole_s))
        tables = await there(empty)
        assert tables in (set(), {*schema.tables(), "migration"})
        left.append(bool(tables))

    migrated_for(empty, None)
    async with opened(engine_for(empty.database_url, empty.data)):
        assert not await schema.pending()
    record_property("n", f"{kills} kills, {left.count(False)} before the end")


def migrated_for(settings: Settings, seconds: float | None) -> float:
    """Killed after so many seconds, or never; gives how long it ran."""
    command = [sys.executable, "-c", MIGRATE, settings.database_url, str(settings.data)]
    environment = {"PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begins\n"
        began = time.monotonic()
        if seconds is None:
            assert process.stdout.readline() == b"ends\n"
        else:
            time.sleep(seconds)
            process.kill()
        return time.monotonic() - began


async def there(settings: Settings) -> set[str]:
    """The tables that exist."""
    asked = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        if settings.database_url
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    async with opened(engine_for(settings.database_url, settings.data)):
        return {row["name"] for row in await raw(asked)}


async def emptied(database: str, settings: Settings) -> None:
    if database:
        await postgres.create(database, EMPTY)
    for path in Path(settings.data).glob("anxun.sqlite*"):
        path.unlink()
