"""A network that drops, repeats, delays, cuts and lies: nothing is lost, nothing is doubled, every photo is whole."""

import asyncio
import os
import random
from collections import Counter
from urllib.parse import urlsplit

import pytest

from anxun.blobs.files import blob_path
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.hazards.tables import Finding
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from tests.audit import sound
from tests.faults.proxy import Proxy, bad_network
from tests.forms import failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED
from tests.photos import noise
from tests.process import connected, listening
from tests.world import School

pytestmark = pytest.mark.faults
LONG = bool(os.environ.get("ANXUN_LONG"))
EACH = 90 if LONG else 6
RATE = 0.35
ITEMS = ("exits-clear", "stairs-clear", "fire-lane-clear")
PATIENCE_S = 900 if LONG else 120


def filled(school: School, seed: int, url: str) -> list[Outbox]:
    """Six phones, each with its queue: every inspection has a photo of its own, now and then a large one."""
    outboxes = []
    for number, phone in enumerate(list(connected(school, url).phones().values())[:6]):
        outbox = Outbox(phone, random.Random(seed + number))
        for n in range(EACH):
            large = (960, 800) if n % 30 == 5 else (64, 48)
            photo = noise(1_000 * number + n, *large)
            form = patrol_form(school, {ITEMS[n % 3]: failing(photo)})
            outbox.add(phone.make("inspection.submit", form, SIGNED), photo)
        outboxes.append(outbox)
    return outboxes


@pytest.mark.parametrize("seed", [random.randrange(10**6) for _ in range(1)] if LONG else [11])
async def test_everything_arrives_once_through_the_worst_of_networks(
    settings: Settings, world: School, seed: int
) -> None:
    async with listening(settings) as url:
        address = urlsplit(url)
        upstream = address.hostname or "", address.port or 0
        async with bad_network(upstream, seed, RATE) as proxy:
            outboxes = filled(world, seed, f"http://127.0.0.1:{proxy.port}")
            async with asyncio.TaskGroup() as tasks:
                for outbox in outboxes:
                    tasks.create_task(outbox.drain(PATIENCE_S))
                cutting = tasks.create_task(cuts(proxy, random.Random(seed)))
                tasks.create_task(ended(outboxes, cutting))
            print(f"faults met: {dict(proxy.met)}")
            assert len(proxy.met) > 6

    await nothing_lost_or_doubled(settings, outboxes)


async def cuts(proxy: Proxy, dice: random.Random) -> None:
    """Now and then there is no network at all, and open lines die."""
    while True:
        await asyncio.sleep(dice.uniform(0.5, 2))
        proxy.cut_line()
        await asyncio.sleep(dice.uniform(0.05, 0.3))
        proxy.mend_line()


async def ended(outboxes: list[Outbox], cutting: "asyncio.Task[None]") -> None:
    while not all(outbox.is_empty for outbox in outboxes):  # noqa: ASYNC110 - a queue has no event
        await asyncio.sleep(0.1)
    cutting.cancel()


async def nothing_lost_or_doubled(settings: Settings, outboxes: list[Outbox]) -> None:
    receipts = [receipt for outbox in outboxes for receipt in outbox.receipts.values()]
    count = len(outboxes) * EACH
    assert Counter(receipt["verdict"] for receipt in receipts) == {"applied": count}
    async with opened(engine_for(settings.database_url, settings.data)):
        assert await Inspection.count() == await Finding.count() == count
        stored = {row["id"]: row["hash"] for row in await Entry.select(Entry.id, Entry.hash)}
        assert {receipt["id"]: receipt["hash"] for receipt in receipts}.items() <= stored.items()
        await sound(settings.data)
    for outbox in outboxes:
        for photo in outbox.photos.values():
            assert blob_path(settings.data, photo.sha256).read_bytes() == photo.content
        assert outbox.tries > 0
        await outbox.phone.client.aclose()
