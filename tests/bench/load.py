"""Phones by the hundred with their submissions ready to send, and a client so lean that the server is what is measured."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import msgspec

from anxun.accounts import actions as accounts
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.core.settings import Settings
from anxun.points.rules import make_code
from anxun.sync.wire import Envelope
from tests.forms import Shot, failing, patrol_form
from tests.phone import Phone
from tests.process import Server
from tests.world import School, browser, build, hang_label, living, reopened

BATCH = 100
STROKE = [20, 60, *(step for n in range(119) for step in (2, (n * 37) % 19 - 9))]
SIGNATURE: dict[str, Any] = {"signature": {"width": 300, "height": 120, "strokes": [STROKE]}}


@dataclass
class Crowd:
    """An installation with schools, a server of its own, and this many patrollers' phones."""

    schools: list[School]
    server: Server
    phones: list[Phone]

    @property
    def school(self) -> School:
        """The first, or the only one."""
        return self.schools[0]

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.server.url)
        return parts.hostname or "", parts.port or 0

    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def submission(self, phone: Phone, *photos: Shot) -> Envelope:
        """A daily patrol with a signature of 120 points; with photos one item fails."""
        school = next(school for school in self.schools if school.id == phone.organisation)
        failed = {"exits-clear": failing(*photos)} if photos else None
        return phone.make("inspection.submit", patrol_form(school, failed), SIGNATURE)


@asynccontextmanager
async def crowd(settings: Settings, count: int, places: int = 1) -> AsyncIterator[Crowd]:
    """Made through the real doors in this process, then served by another one; equally many in each place."""
    built = await build(settings)
    async with living(settings) as app:
        world = reopened(built, app)
        schools = [built, *[await _another(world, n) for n in range(1, places)]]
        people = [(new_id(now_ms()), schools[n % places].id) for n in range(count)]
        for begin in range(0, count, BATCH):
            added = [_added(world, *one, n) for n, one in enumerate(people[begin : begin + BATCH], begin)]
            receipts = await world.server.push(*added)
            assert {one["verdict"] for one in receipts} == {"applied"}, receipts[0]
        phones = [await _enrolled(world, *one) for one in people]
    server = Server(settings)
    server.start()
    try:
        yield Crowd(schools, server, phones)
    finally:
        server.kill()


async def _another(world: School, number: int) -> School:
    """One more school below the bureau, with a head of its safety office and a label."""
    args = {"organisation": new_id(now_ms()), "kind": "school", "name": f"示例第{number}中学", "parent": world.bureau}
    where, more = args["organisation"], {"tz": "Asia/Shanghai", "boarding": False}
    await world.server.did("system.organisation_add", args | more, organisation=where)
    head = new_id(now_ms())
    await world.server.push(_added(world, head, where, number, "safety_office"))
    office = await _enrolled(world, head, where)
    other = replace(world, id=where, point=new_id(now_ms()), label=make_code(number), office=office)
    await hang_label(other)
    return other


async def _enrolled(world: School, person: str, where: str) -> Phone:
    phone = Phone(browser(world.app), person, where)
    await phone.enrol((await accounts.invite(person, now_ms()))[0])
    return phone


def _added(world: School, person: str, where: str, number: int, role: str = "inspector") -> Envelope:
    args = {"person": person, "roles": [role]}
    return world.server.make("system.person_add", args, {"name": f"巡查{number}", "phone": ""}, organisation=where)


def request(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of one HTTP/1.1 request, made before the clock starts."""
    told = {"Host": "bench", "Content-Length": str(len(body))} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def push(*envelopes: Envelope) -> bytes:
    body = json.dumps({"operations": msgspec.to_builtins(envelopes)}).encode()
    return request("POST", "/api/sync/push", body, {"Content-Type": "application/json"})


@dataclass
class Line:
    """One kept connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, address: tuple[str, int]) -> "Line":
        return cls(*await asyncio.open_connection(*address))

    async def ask(self, sent: bytes) -> tuple[int, bytes]:
        """Status and body of the reply."""
        self.writer.write(sent)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if b"transfer-encoding: chunked" in head:
            return int(head[9:12]), await self.reader.readuntil(b"0\r\n\r\n")
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        return int(head[9:12]), await self.reader.readexactly(int(length or 0))

    def close(self) -> None:
        self.writer.close()


def all_applied(replies: Iterable[tuple[int, bytes]]) -> list[dict[str, Any]]:
    """The receipts; a single one that is not applied ends the measurement."""
    receipts = []
    for status, body in replies:
        assert status == 200, body[:300]
        receipts += json.loads(body)["receipts"]
    assert {one["verdict"] for one in receipts} == {"applied"}, receipts[:1]
    return receipts
