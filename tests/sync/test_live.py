"""The wake-up line over a real network: hints in time, only one's own, and never for who is signed out."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from anxun.cli.serving import NOTICE_S
from anxun.core.settings import Settings
from anxun.sync import live
from tests.forms import found, grading, patrol_form, seen
from tests.phone import SIGNED, Phone
from tests.process import connected, listening, serving
from tests.world import URL, School

SOON_S = 5


@pytest.fixture
async def school(world: School, settings: Settings) -> AsyncIterator[School]:
    """The cast on the network, some of them signed in."""
    async with listening(settings) as url, signed_in(world, url) as people:
        yield people


@asynccontextmanager
async def signed_in(world: School, url: str) -> AsyncIterator[School]:
    people = connected(world, url)
    for phone in (people.patrol, people.kitchen, people.office, people.stranger, people.officer):
        assert (await phone.sign_in()).status_code == 200
    yield people
    for phone in people.phones().values():
        await phone.client.aclose()
    await people.client.aclose()


@asynccontextmanager
async def line(phone: Phone, **headers: str) -> AsyncIterator[ClientConnection]:
    cookie = "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())
    url = str(phone.client.base_url).replace("http", "ws", 1)
    async with connect(f"{url}/api/live", additional_headers={"cookie": cookie, **headers}) as socket:
        await asyncio.sleep(0.1)
        yield socket


async def heard(socket: ClientConnection, organisation: str, seconds: float = SOON_S) -> int:
    """The next hint for this organisation; pings are passed over."""
    async with asyncio.timeout(seconds):
        while True:
            told: dict[str, Any] = json.loads(await socket.recv())
            if told.get("organisation") == organisation:
                return int(told["seq"])


async def report(school: School) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)


async def test_a_change_wakes_everybody_of_the_school_with_a_number_to_pull_up_to(school: School) -> None:
    async with line(school.kitchen) as first, line(school.office) as second:
        await report(school)

        seqs = [await heard(socket, school.id) for socket in (first, second)]

    assert seqs[0] == seqs[1] == (await school.kitchen.get("/api/sync/pull"))["next"]


async def test_of_what_follows_soon_only_the_last_number_is_told(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    async def counted(organisation: str) -> None:
        told.append(organisation)
        if len(told) == 2:
            raise OSError("the database is away for a moment")

    monkeypatch.setattr(live, "tell", counted)
    teller = live.Teller()
    for _ in range(20):
        teller.tell(school.id)
        await asyncio.sleep(0.01)
    await asyncio.sleep(live.PAUSE_S * 3)
    assert 3 <= len(told) <= 10

    before = len(told)
    teller.tell(school.other)
    await asyncio.sleep(0.01)
    assert told[before:] == [school.other]
    await teller.end()


async def test_another_school_hears_nothing(school: School) -> None:
    async with line(school.stranger) as socket:
        await report(school)

        with pytest.raises(TimeoutError):
            await heard(socket, school.id, 1)


@pytest.mark.s(105)
async def test_the_bureau_is_woken_by_a_major_hazard_and_by_nothing_smaller(school: School) -> None:
    async with line(school.officer) as socket:
        hazard = (await found(school))["id"]
        with pytest.raises(TimeoutError):
            await heard(socket, school.bureau, 1)
        major = grading() | {"grade": "major", "interim": "停用"}

        await school.office.did("hazard.assess", await seen(school, hazard) | major)

        assert await heard(socket, school.bureau) > 0


async def test_a_slow_listener_gets_the_newest_number(school: School) -> None:
    async with line(school.office) as socket:
        for _ in range(30):
            await report(school)
        head = (await school.office.get("/api/sync/pull"))["next"]

        async with asyncio.timeout(SOON_S):
            while await heard(socket, school.id) < head:
                pass


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example.com"}, {"sec-fetch-site": "cross-site"}])
async def test_a_foreign_page_gets_no_line(school: School, headers: dict[str, str]) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with line(school.office, **headers) as socket:
            await socket.recv()
    async with line(school.office, origin=URL) as socket:
        await report(school)
        assert await heard(socket, school.id)


async def test_who_is_not_signed_in_gets_no_line(school: School) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with line(school.principal) as socket:
            await socket.recv()


@pytest.mark.r(21)
async def test_a_line_ends_soon_after_its_session_even_while_much_happens(school: School) -> None:
    async with line(school.kitchen) as socket:
        await report(school)
        await heard(socket, school.id)
        door = f"/api/session/devices/{school.kitchen.device}/revoke"
        assert (await school.office.client.post(door, json={"as": "lost"})).status_code == 204

        with pytest.raises(ConnectionClosed) as closed:
            await _busy(school, socket)

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


async def _busy(school: School, socket: ClientConnection) -> None:
    async with asyncio.timeout(2 * SOON_S):
        while True:
            await report(school)
            await asyncio.wait_for(socket.recv(), 2)


async def test_a_phone_that_talks_nonsense_on_the_line_harms_nobody(school: School) -> None:
    async with line(school.kitchen) as socket, line(school.office) as other:
        for message in ("", "x" * 1000, '{"organisation": "all"}', b"\xff"):
            await socket.send(message)
        await report(school)

        assert await heard(other, school.id)


async def test_the_server_goes_quickly_although_lines_are_open(settings: Settings, world: School) -> None:
    with serving(settings) as server:
        async with signed_in(world, server.url) as people, line(people.office), line(people.kitchen):
            took = await asyncio.to_thread(server.stop)

    assert took < SOON_S + NOTICE_S


async def test_after_the_database_dropped_the_listener_hints_come_again(school: School, settings: Settings) -> None:
    """On SQLite there is nothing to drop: a hint comes all the same."""
    async with line(school.office) as socket:
        await report(school)
        await heard(socket, school.id)
        if settings.database_url:
            await _drop_connections(settings.database_url)
            await heard(socket, school.id, 10)  # whoever was away wakes everybody

        await asyncio.sleep(0.2)
        await report(school)
        assert await heard(socket, school.id) == (await school.office.get("/api/sync/pull"))["next"]


async def test_a_hint_reaches_the_sockets_of_another_worker(school: School, settings: Settings, world: School) -> None:
    """On PostgreSQL every worker hears of a change by the database; SQLite has one worker only."""
    if not settings.database_url:
        async with line(school.office) as socket:
            await report(school)
            assert await heard(socket, school.id)
        return
    with serving(settings) as second:
        async with signed_in(world, second.url) as there, line(there.office) as socket:
            await report(school)
            assert await heard(socket, school.id)


async def _drop_connections(dsn: str) -> None:
    """Every connection of the server to this database, the listener's too."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()
