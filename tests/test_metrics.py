"""The figures for whoever watches the machine: true, in the form Prometheus reads, and not for everybody."""

import re
from dataclasses import replace

import httpx
import pytest
from litestar import Litestar

from anxun.core.settings import Settings
from tests.conftest import settings_in
from tests.forms import patrol_form
from tests.phone import SIGNED
from tests.world import URL, School, living

# Nothing here differs by database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")

LINE = re.compile(r'# TYPE \w+ (counter|gauge)|\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? [0-9.e+-]+')
TOKEN = "a-token-of-the-watchers"


def asker(app: Litestar, host: str) -> httpx.AsyncClient:
    """Somebody on that machine."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(host, 1)), base_url=URL)  # type: ignore[arg-type]


async def test_what_was_done_is_counted_by_door_and_answer(school: School, app: Litestar) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)
    async with asker(app, "127.0.0.1") as watcher:
        await watcher.get("/no/such/page.js")
        figures = (await watcher.get("/metrics")).text
        again = (await watcher.get("/metrics")).text

    assert [line for line in figures.splitlines() if not LINE.fullmatch(line)] == []
    assert 'anxun_requests_total{door="/api/sync/push",method="POST",status="200"} 1' in figures
    assert re.search(r'anxun_request_seconds_total\{door="/api/sync/push",method="POST"\} 0\.\d+', figures)
    assert 'status="404"} 1' in figures
    assert 'anxun_requests_total{door="/metrics",method="GET",status="200"} 1' in again
    assert re.search(r"^anxun_journal_entries_total [1-9]\d*$", figures, re.MULTILINE)
    assert re.search(r"^process_resident_memory_bytes \d{7,}$", figures, re.MULTILINE)
    for private in (school.id, school.patrol.person, "张老师", school.label):
        assert private not in figures


async def test_methods_that_somebody_makes_up_are_counted_as_one(app: Litestar) -> None:
    async with asker(app, "127.0.0.1") as watcher:
        for n in range(3):
            await watcher.request(f"MADE{n}", "/api/health")
        figures = (await watcher.get("/metrics")).text

    assert "MADE" not in figures
    assert re.search(r'method="other",status="405"} 3', figures)


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.1"}, 404),
        ("203.0.113.1", {}, 404),
        ("203.0.113.1", {"authorization": "Bearer wrong"}, 404),
        ("203.0.113.1", {"authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
async def test_figures_are_for_who_knows_the_token_or_asks_on_the_machine_itself(
    settings: Settings, host: str, headers: dict[str, str], status: int
) -> None:
    told = settings_in(settings.data)
    async with living(type(told)(**{**vars(told), "metrics_token": TOKEN})) as app, asker(app, host) as watcher:
        assert (await watcher.get("/metrics", headers=headers)).status_code == status


@pytest.mark.parametrize("host", ["127.0.0.1", "203.0.113.1"])
async def test_a_proxy_that_does_not_say_so_opens_nothing(settings: Settings, host: str) -> None:
    told = replace(settings, public_url="https://anxun.example.com")
    async with living(told) as app, asker(app, host) as watcher:
        assert (await watcher.get("/metrics")).status_code == 404
    async with living(replace(told, metrics_token=TOKEN)) as app, asker(app, host) as watcher:
        assert (await watcher.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})).status_code == 200


async def test_without_a_token_in_the_settings_none_is_right(app: Litestar) -> None:
    async with asker(app, "203.0.113.1") as watcher:
        for given in ("Bearer ", "Bearer", "Bearer x"):
            assert (await watcher.get("/metrics", headers={"authorization": given})).status_code == 404
