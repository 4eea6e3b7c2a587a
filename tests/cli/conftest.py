"""An installation that commands work on, others to restore into, and a running server with something in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from anxun.cli import main
from anxun.core.settings import Settings
from tests import postgres
from tests.conftest import settings_in
from tests.forms import bring, failing, patrol_form, shot
from tests.phone import SIGNED
from tests.process import connected, serving
from tests.world import School

RESTORED = "anxun_restored"
Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Run:
    """A command on this installation or on another one; gives its exit code."""

    async def ran(*arguments: str | Path, on: Settings = settings) -> int:
        monkeypatch.setenv("DATA", str(on.data))
        monkeypatch.setenv("DATABASE_URL", on.database_url)
        monkeypatch.setenv("PUBLIC_URL", on.public_url)
        try:
            return await asyncio.to_thread(main, [str(argument) for argument in arguments])
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 1

    return ran


@pytest.fixture
async def places(database: str, tmp_path: Path) -> AsyncIterator[list[Settings]]:
    """Empty installations of each kind that there is."""
    url = await postgres.create(database, RESTORED) if database else ""
    yield [settings_in(tmp_path / "new" / "sqlite")] + ([settings_in(tmp_path / "new" / "pg", url)] if url else [])
    if database:
        await postgres.drop(database, RESTORED)


@pytest.fixture
async def worked(settings: Settings, world: School) -> AsyncIterator[School]:
    """A running server; an inspection whose photo has come, and one whose photo has not."""
    with serving(settings) as server:
        school = connected(world, server.url)
        await school.patrol.sign_in()
        for number in (1, 2):
            form = patrol_form(school, {"exits-clear": failing(shot(number))})
            await school.patrol.did("inspection.submit", form, SIGNED)
        await bring(school.patrol, shot(1))
        yield school
        await hung_up(school)


async def hung_up(school: School) -> None:
    for client in (school.client, *(phone.client for phone in school.phones().values())):
        await client.aclose()
