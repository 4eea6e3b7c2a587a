"""Two thousand phones of twenty schools come back at once, each with a record and three photos: all are stored, and each is told."""

import asyncio
import base64
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from anxun.blobs.tables import Blob
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.inspections.tables import Inspection
from anxun.organisations import queries as organisations
from tests.audit import sound
from tests.bench.load import Crowd, Line, crowd, push, request
from tests.faults.counts import times
from tests.forms import Shot
from tests.phone import Phone
from tests.photos import noise

pytestmark = pytest.mark.faults
PHONES = times("phones that reconnect")
A_SCHOOL = 100
PHOTOS = 3
PHOTO_BYTES = 200_000
WITHIN_S = 5  # of each other
STORED_WITHIN_S = 600
TOLD_WITHIN_S = 60
MEMORY_KB = 1024 * 1024
NOT_NOW = (429, 503)


@dataclass
class Storm:
    """What all phones met together."""

    people: Crowd
    seen: Counter[int] = field(default_factory=Counter)
    reads_s: list[float] = field(default_factory=list)
    hints: dict[str, int] = field(default_factory=dict)

    async def ask(self, dice: random.Random, sent: bytes) -> tuple[int, bytes]:
        """As the app: a line that breaks and an answer that says later are tried again, each phone in its own time."""
        for attempt in range(60):
            try:
                line = await Line.open(self.people.address)
                try:
                    status, body = await line.ask(sent)
                finally:
                    line.close()
            except (OSError, asyncio.IncompleteReadError):
                status, body = 0, b""
            self.seen[status] += 1
            if status and status not in NOT_NOW:
                return status, body
            await asyncio.sleep(dice.uniform(0, min(60, 2**attempt)))
        raise AssertionError("never answered")

    async def comes_back(self, phone: Phone, seed: int) -> None:
        """Reads, sends its record, and brings its photos."""
        dice = random.Random(seed)
        await asyncio.sleep(dice.uniform(0, WITHIN_S))
        await self.reads(phone, dice)
        photos = [unique(dice) for _ in range(PHOTOS)]
        status, body = await self.ask(dice, push(self.people.submission(phone, *photos)))
        told = json.loads(body)
        assert (status, [one["verdict"] for one in told["receipts"]]) == (200, ["applied"]), told
        for photo in photos:
            sent = request("PATCH", f"/api/blobs/{photo.sha256}", photo.content, bearing(told["upload_token"], photo))
            assert (await self.ask(dice, sent))[0] == 204

    async def reads(self, phone: Phone, dice: random.Random) -> None:
        sent = request("GET", "/api/sync/pull", b"", {"Cookie": cookie(phone)})
        began = time.monotonic()
        status, _ = await self.ask(dice, sent)
        self.reads_s.append(time.monotonic() - began)
        assert status == 200

    async def listens(self, phone: Phone) -> None:
        """The newest number it was told, for as long as the storm lasts."""
        host, port = self.people.address
        address, headers = f"ws://{host}:{port}/api/live", {"cookie": cookie(phone)}
        while True:
            try:
                async with connect(address, additional_headers=headers, compression=None, ping_interval=None) as line:
                    async for told in line:
                        hint = json.loads(told)
                        self.hints[phone.device] = max(self.hints.get(phone.device, 0), hint.get("seq", 0))
            except (OSError, ConnectionClosed, TimeoutError):
                await asyncio.sleep(1)


async def everybody_is_told(storm: Storm, settings: Settings) -> None:
    """Each open line hears of the last change soon after it."""
    async with opened(engine_for(settings.database_url, settings.data)):
        heads = {school.id: await organisations.head(school.id) for school in storm.people.schools}
    last = [(phone.device, heads[phone.organisation]) for phone in storm.people.phones]
    async with asyncio.timeout(TOLD_WITHIN_S):
        while any(storm.hints.get(device) != head for device, head in last):  # noqa: ASYNC110 - a dict has no event
            await asyncio.sleep(0.1)


def unique(dice: random.Random) -> Shot:
    """A photo of its own: what stands behind a JPEG's end is still of its bytes."""
    whole = noise(1, 320, 240).content
    return Shot(whole + base64.b64encode(dice.randbytes((PHOTO_BYTES - len(whole)) * 3 // 4)))


def cookie(phone: Phone) -> str:
    return "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())


def bearing(token: str, photo: Shot) -> dict[str, str]:
    told = {"Upload-Offset": "0", "Upload-Length": str(len(photo.content))}
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"} | told


def highest_kb(pid: int) -> int:
    """The most memory the process ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


@pytest.mark.r(20)
async def test_two_thousand_phones_that_come_back_at_once_are_all_served(
    empty: Settings, seed: int, record_property: Callable[[str, Any], None]
) -> None:
    async with crowd(empty, PHONES, -(-PHONES // A_SCHOOL)) as people:
        storm = Storm(people)
        listening = [asyncio.create_task(storm.listens(phone)) for phone in people.phones]
        began = time.monotonic()
        async with asyncio.timeout(STORED_WITHIN_S):
            await asyncio.gather(*(storm.comes_back(phone, seed + n) for n, phone in enumerate(people.phones)))
        took = time.monotonic() - began
        memory = highest_kb(people.pid())
        await everybody_is_told(storm, empty)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    figures = f"{PHONES} phones, all stored after {took:.0f} s, p95 of pulls {percentile(storm.reads_s, 0.95):.1f} s"
    record_property("n", f"{figures}, {memory // 1024} MB, answers {dict(storm.seen)}")
    assert set(storm.seen) <= {0, 200, 204, *NOT_NOW}
    assert memory < MEMORY_KB
    async with opened(engine_for(empty.database_url, empty.data)):
        assert (await Inspection.count(), await Blob.count()) == (PHONES, PHONES * PHOTOS)
        await sound(empty.data)
