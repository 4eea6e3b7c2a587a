"""The server as a process of its own: sockets, hints, and going down without losing anybody."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode

from anxun.core.settings import Settings
from tests import postgres
from tests.conftest import TEMPLATE, WORKER
from tests.phone import Phone
from tests.postgres import free_port
from tests.world import School

WAIT_S = 15
DATABASE = f"anxun_served{WORKER}"


@dataclass
class Served:
    """A running `anxun serve` on a copy of the world."""

    base: str
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]

    def phone(self, of: Phone) -> Phone:
        """The same phone, now speaking over a real network."""
        moved = Phone(httpx.AsyncClient(base_url=self.base), of.person, of.organisation, of.key, of.device)
        moved.client.cookies.update(of.client.cookies)
        moved.signer = replace(of.signer)
        return moved

    def socket(self, of: Phone, **headers: str) -> connect:
        """The live line of somebody."""
        cookie = "; ".join(f"{name}={value}" for name, value in of.client.cookies.items())
        return connect(f"ws{self.base[4:]}/api/live", additional_headers={"Cookie": cookie, **headers}, proxy=None)


@contextmanager
def serving(data: Path, database_url: str) -> Iterator[Served]:
    """`anxun serve`, until the test is over."""
    port = free_port()
    environment = {**os.environ, "DATA": str(data), "PORT": str(port), "DATABASE_URL": database_url}
    environment["PUBLIC_URL"] = f"http://localhost:{port}"
    process = subprocess.Popen([sys.executable, "-m", "anxun.cli", "serve"], env=environment)
    try:
        for _ in range(WAIT_S * 20):
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/api/health")
                break
            time.sleep(0.05)
        yield Served(f"http://127.0.0.1:{port}", process, environment)
    finally:
        process.terminate()
        process.wait(WAIT_S)


@pytest.fixture(scope="module")
def served(world: School, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests that leave it as they found it."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(world.app.state.data, data)
    url = asyncio.run(postgres.create(database, DATABASE, TEMPLATE)) if database else ""
    with serving(data, url) as running:
        yield running
    if database:
        asyncio.run(postgres.drop(database, DATABASE))


@pytest.fixture
def mortal(settings: Settings) -> Iterator[Served]:
    """A server of the test's own, to end."""
    with serving(settings.data, settings.database_url) as running:
        yield running


async def hint(socket: ClientConnection) -> dict[str, object]:
    """The next message that is no ping."""
    while True:
        said: dict[str, object] = json.loads(await asyncio.wait_for(socket.recv(), WAIT_S))
        if "ping" not in said:
            return said


async def test_a_push_wakes_the_school_and_nobody_else(served: Served, world: School) -> None:
    office = served.phone(world.office)
    async with served.socket(world.patrol) as colleague, served.socket(world.stranger) as stranger:
        receipt = await office.did("person.rename", {"person": world.patrol.person}, {"name": "张", "phone": ""})

        said = await hint(colleague)
        assert said.keys() == {"organisation", "seq"}
        assert said["organisation"] == receipt["organisation"] == world.id
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stranger.recv(), 0.5)
    await office.client.aclose()


async def test_a_socket_needs_a_session(served: Served, world: School) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with connect(f"ws{served.base[4:]}/api/live", proxy=None) as socket:
            await socket.recv()


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://elsewhere.example.com"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_a_foreign_page_opens_no_socket(served: Served, world: School, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with served.socket(world.patrol, **headers):
            pass

    assert refused.value.response.status_code == 403


async def test_the_apps_own_page_opens_a_socket(served: Served, world: School) -> None:
    async with served.socket(world.patrol, Origin=served.base, **{"Sec-Fetch-Site": "same-origin"}) as socket:
        assert socket.response is not None
        assert socket.response.status_code == 101


async def test_too_large_a_message_ends_the_socket_and_not_the_server(served: Served, world: School) -> None:
    async with served.socket(world.patrol) as socket:
        await socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), WAIT_S)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{served.base}/api/health")).status_code == 200


async def test_whoever_watches_the_machine_hears_of_every_school(served: Served, world: School) -> None:
    command = [sys.executable, "-m", "anxun.cli", "watch"]
    watching = await asyncio.create_subprocess_exec(
        *command, env=served.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert watching.stdout is not None
    office = served.phone(world.stranger)
    try:
        assert b"watching" in await asyncio.wait_for(watching.stdout.readline(), WAIT_S)
        await office.did("person.rename", {"person": world.stranger.person}, {"name": "孙", "phone": ""})

        assert "示例第二小学  #" in (await asyncio.wait_for(watching.stdout.readline(), WAIT_S)).decode()
    finally:
        watching.terminate()
        await watching.communicate()
        await office.client.aclose()


async def test_only_a_proxy_on_this_machine_says_whose_address_it_is(mortal: Served, world: School) -> None:
    """127.0.0.2 stands for another machine: it is not the local proxy."""
    said = iter(f"10.0.0.{number}" for number in range(250))

    async def tried(client: httpx.AsyncClient, code: int) -> int:
        body = {"code": f"{code:012d}", "device": world.id, "public_key": world.patrol.public_key, "device_name": "x"}
        headers = {"X-Forwarded-For": next(said)}
        return (await client.post(f"{mortal.base}/api/session/enrol", json=body, headers=headers)).status_code

    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(local_address="127.0.0.2")) as elsewhere:
        assert [await tried(elsewhere, code) for code in range(61)] == [401] * 60 + [429]
    async with httpx.AsyncClient() as proxy:
        assert [await tried(proxy, code) for code in range(100, 161)] == [401] * 61


async def test_going_down_it_tells_the_open_lines_to_come_back(mortal: Served, world: School) -> None:
    async with mortal.socket(world.office) as socket:
        mortal.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            await hint(socket)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.SERVICE_RESTART


async def test_asked_to_stop_it_answers_first_and_then_goes(mortal: Served, world: School) -> None:
    office = mortal.phone(world.office)
    renamed = [office.make("person.rename", {"person": world.patrol.person}, {"name": "张", "phone": ""})] * 5
    sent = [asyncio.create_task(office.push(operation)) for operation in renamed]
    await asyncio.sleep(0.02)

    mortal.process.send_signal(signal.SIGTERM)
    receipts = [
        receipt
        for batch in await asyncio.gather(*sent, return_exceptions=True)
        if isinstance(batch, list)
        for receipt in batch
    ]

    assert await asyncio.to_thread(mortal.process.wait, WAIT_S) in (0, -signal.SIGTERM)
    assert receipts
    assert all(receipt["verdict"] in {"applied", "waiting"} for receipt in receipts)
    await office.client.aclose()


def test_a_second_server_on_one_sqlite_file_is_refused_and_several_on_postgresql_are_not(served: Served) -> None:
    environment = {**served.environment, "PORT": str(free_port())}
    command = [sys.executable, "-m", "anxun.cli", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as second:
        if served.environment["DATABASE_URL"]:
            for _ in range(WAIT_S * 20):
                with suppress(httpx.TransportError):
                    httpx.get(f"http://127.0.0.1:{environment['PORT']}/api/health")
                    break
                time.sleep(0.05)
            assert second.poll() is None
            second.terminate()
        else:
            assert second.wait(WAIT_S) == 1
            assert second.stderr is not None
            assert "there is only one" in second.stderr.read()
    assert httpx.get(f"{served.base}/api/health").status_code == 200
