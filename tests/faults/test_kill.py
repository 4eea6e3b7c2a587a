"""The server killed in the middle of its work, again and again: what it acknowledged is there, and nothing is there twice."""

import asyncio
import os
import random
from collections import Counter

import pytest

from anxun.blobs.tables import Blob
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.hazards.tables import Finding
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from tests.audit import sound
from tests.forms import failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED
from tests.photos import noise
from tests.process import Server, connected, serving
from tests.world import School

pytestmark = pytest.mark.faults
KILLS = 10 if os.environ.get("ANXUN_LONG") else 3
PHONES = 3
QUEUED = 12
PATIENCE_S = 120


async def test_what_was_acknowledged_survives_a_kill(settings: Settings, world: School) -> None:
    seed = random.randrange(10**6)
    print(f"kill seed {seed}")
    dice = random.Random(seed)
    with serving(settings) as server:
        people = list(connected(world, server.url).phones().values())[:PHONES]
        outboxes = [Outbox(phone, random.Random(seed + n)) for n, phone in enumerate(people)]
        working = [asyncio.create_task(work(world, outbox, n)) for n, outbox in enumerate(outboxes)]

        for _ in range(KILLS):
            await asyncio.sleep(dice.uniform(0.2, 1.5))
            await asyncio.to_thread(server.kill)
            await acknowledged_is_stored(settings, outboxes)
            await asyncio.to_thread(server.start)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await asyncio.gather(*(outbox.drain(PATIENCE_S) for outbox in outboxes))
        await healthy(server)

    await once_each(settings, outboxes)


async def work(school: School, outbox: Outbox, number: int) -> None:
    """A phone that never runs out of inspections, each with a photo of its own."""
    made = 0
    while True:
        while len(outbox.queue) < QUEUED:
            photo = noise(1_000_000 * (number + 1) + made, *((960, 800) if made % 25 == 7 else (64, 48)))
            form = patrol_form(school, {"exits-clear": failing(photo)})
            outbox.add(outbox.phone.make("inspection.submit", form, SIGNED), photo)
            made += 1
        await outbox.step()


async def acknowledged_is_stored(settings: Settings, outboxes: list[Outbox]) -> None:
    """With the server dead, straight from its database and disk."""
    async with opened(engine_for(settings.database_url, settings.data)):
        stored = {row["id"]: row["hash"] for row in await Entry.select(Entry.id, Entry.hash)}
        photos = {row["sha256"] for row in await Blob.select(Blob.sha256)}
        for outbox in outboxes:
            assert {one["id"]: one["hash"] for one in outbox.receipts.values()}.items() <= stored.items()
            assert outbox.whole <= photos
        await sound(settings.data)


async def healthy(server: Server) -> None:
    assert server.process is not None
    assert server.process.poll() is None


async def once_each(settings: Settings, outboxes: list[Outbox]) -> None:
    receipts = [receipt for outbox in outboxes for receipt in outbox.receipts.values()]
    print(f"{len(receipts)} operations, {KILLS} kills")
    assert len(receipts) > KILLS
    assert Counter(receipt["verdict"] for receipt in receipts) == {"applied": len(receipts)}
    async with opened(engine_for(settings.database_url, settings.data)):
        assert await Inspection.count() == await Finding.count() == len(receipts)
        assert await Blob.count() == len({photo for outbox in outboxes for photo in outbox.photos})
        await sound(settings.data)
    for outbox in outboxes:
        await outbox.phone.client.aclose()
