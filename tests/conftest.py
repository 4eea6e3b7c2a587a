"""Fixtures for everybody: both databases, the app on the test's own loop, a school whose people hold enrolled phones."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from anxun.core import logs
from anxun.core.settings import Settings
from tests import postgres
from tests.faults.counts import chosen_seed
from tests.faults.record import Record
from tests.world import URL, School, browser, build, living, reopened

# Two runs side by side may have been given one server between them (ANXUN_TEST_PG).
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TEMPLATE = f"anxun_template{WORKER}"
SCRATCH = f"anxun_scratch{WORKER}"
EMPTY = f"anxun_empty{WORKER}"


def pytest_configure(config: pytest.Config) -> None:
    logs.configure()
    if not WORKER:  # the one that gathers hears of every test
        config.pluginmanager.register(Record())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.db)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))  # one after the other: two at once wait for each other


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A socket that such a test leaves open is its own failure, not that of whoever runs when it is found."""
    if item.get_closest_marker("browser") or item.get_closest_marker("faults"):
        gc.collect()


@pytest.fixture
def seed(record_property: Callable[[str, object], None]) -> int:
    """Of everything that chance decides in this test; told, so that a failure can be run again."""
    chosen = chosen_seed()
    print(f"seed {chosen}: ANXUN_SEED={chosen} runs it again")
    record_property("seed", chosen)
    return chosen


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The DSN of a PostgreSQL server, or nothing for SQLite: what asks for it runs on both."""
    if request.param == "sqlite":
        yield ""
        return
    with postgres.server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def world(database: str, tmp_path_factory: pytest.TempPathFactory) -> School:
    """The school as it is before every test; nobody writes to it."""
    data = tmp_path_factory.mktemp("world")
    url = asyncio.run(postgres.create(database, TEMPLATE)) if database else ""
    built = asyncio.run(build(settings_in(data, url)))
    built.app.state.data = data
    return built


def settings_in(data: Path, database_url: str = "") -> Settings:
    return Settings(data=data, database_url=database_url, host="127.0.0.1", port=8000, public_url=URL)


@pytest.fixture
async def settings(database: str, world: School, tmp_path: Path) -> AsyncIterator[Settings]:
    """An installation of the test's own: a copy of the world."""
    data = tmp_path / "data"
    shutil.copytree(world.app.state.data, data)
    url = await postgres.create(database, SCRATCH, TEMPLATE) if database else ""
    yield settings_in(data, url)
    if database:
        await postgres.drop(database, SCRATCH)


@pytest.fixture
async def empty(database: str, tmp_path: Path) -> AsyncIterator[Settings]:
    """An installation without a table."""
    url = await postgres.create(database, EMPTY) if database else ""
    yield settings_in(tmp_path / "data", url)
    if database:
        await postgres.drop(database, EMPTY)


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    async with living(settings) as living_app:
        yield living_app


@pytest.fixture
async def school(app: Litestar, world: School) -> School:
    """The cast with their phones, on the test's own copy."""
    return reopened(world, app)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in."""
    async with browser(app) as fresh:
        yield fresh
