"""Phones that never run out of work while something dies under them, and what must be true of it each time."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from anxun.blobs.tables import Blob
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.hazards.tables import Finding
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from tests.audit import Heads, grown, sound
from tests.forms import failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED
from tests.photos import noise
from tests.process import connected
from tests.world import School

PHONES = 3
QUEUED = 12
PATIENCE_S = 300
ITEMS = ("exits-clear", "stairs-clear", "fire-lane-clear")
AUDIT_EVERY = 100


@dataclass
class Work:
    """What the phones of one test have done so far."""

    settings: Settings
    school: School
    outboxes: list[Outbox]
    heads: Heads = field(default_factory=dict)
    looks: int = 0
    _believed: set[str] = field(default_factory=set)

    async def phone(self, number: int) -> None:
        """Inspections without end, each with a photo of its own, now and then one of several pieces."""
        outbox, made = self.outboxes[number], 0
        while True:
            while len(outbox.queue) < QUEUED:
                photo = noise(1_000_000 * (number + 1) + made, *((960, 800) if made % 25 == 7 else (64, 48)))
                form = patrol_form(self.school, {ITEMS[made % len(ITEMS)]: failing(photo)})
                outbox.add(outbox.phone.make("inspection.submit", form, SIGNED), photo)
                made += 1
            await outbox.step()

    async def acknowledged_is_stored(self, *, served: bool = False) -> None:
        """Straight from the database: what is new since the last look, and while nobody serves now and then all."""
        async with opened(engine_for(self.settings.database_url, self.settings.data)):
            receipts = {one["id"]: one["hash"] for one in self._receipts() if one["id"] not in self._believed}
            stored = await Entry.select(Entry.id, Entry.hash).where(Entry.id.is_in([*receipts, ""]))
            assert {row["id"]: row["hash"] for row in stored} == receipts
            whole = {sha256 for outbox in self.outboxes for sha256 in outbox.whole} - self._believed
            there = await Blob.select(Blob.sha256).where(Blob.sha256.is_in([*whole, ""]))
            assert {row["sha256"] for row in there} == whole
            self.heads = await grown(self.heads)
            self._believed |= receipts.keys() | whole
            self.looks += 1
            if not served and self.looks % AUDIT_EVERY == 0:
                await sound(self.settings.data)

    def _receipts(self) -> list[dict[str, str]]:
        return [receipt for outbox in self.outboxes for receipt in outbox.receipts.values()]

    async def once_each(self) -> int:
        """At the end: every operation and photo of every phone, once; gives how many operations."""
        receipts = self._receipts()
        assert Counter(receipt["verdict"] for receipt in receipts) == {"applied": len(receipts)}
        async with opened(engine_for(self.settings.database_url, self.settings.data)):
            assert await Inspection.count() == await Finding.count() == len(receipts)
            assert await Blob.count() == len({photo for outbox in self.outboxes for photo in outbox.photos})
            await sound(self.settings.data)
        answers = sum((outbox.statuses for outbox in self.outboxes), Counter[int]())
        assert not answers[500], answers  # not now is no error of ours
        return len(receipts)


@asynccontextmanager
async def at_work(settings: Settings, school: School, url: str, seed: int) -> AsyncIterator[Work]:
    """The phones work while the block runs; after it they bring all they still hold."""
    people = list(connected(school, url).phones().values())[:PHONES]
    work = Work(settings, school, [Outbox(phone, random.Random(seed + n)) for n, phone in enumerate(people)])
    try:
        working = [asyncio.create_task(work.phone(n)) for n in range(PHONES)]
        try:
            yield work
        finally:
            for task in working:
                task.cancel()
            ends = await asyncio.gather(*working, return_exceptions=True)
        assert {type(end) for end in ends} == {asyncio.CancelledError}, ends
        await asyncio.gather(*(outbox.drain(PATIENCE_S) for outbox in work.outboxes))
    finally:
        for phone in people:
            await phone.client.aclose()
