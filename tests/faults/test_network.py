"""A network that drops, repeats, delays, cuts and lies: nothing is lost, nothing is doubled, every photo is whole."""

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from anxun.blobs.files import blob_path
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.hazards.tables import Finding
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from tests.audit import sound
from tests.faults.counts import LONG, times
from tests.faults.proxy import Proxy, bad_network
from tests.faults.working import ITEMS
from tests.forms import Shot, failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED, Phone
from tests.photos import noise
from tests.process import connected, listening
from tests.world import School

pytestmark = pytest.mark.faults
PHONES = 6
EACH = -(-times("operations through a bad network") // PHONES)
PHOTO_EVERY = 2 if LONG else 1
RATE = 0.35
PATIENCE_S = 120 + EACH
Named = dict[str, Shot]  # inspection → the photo it cannot do without


def filled(school: School, seed: int, url: str) -> tuple[list[Outbox], Named]:
    """Each phone with its queue: an inspection has a photo of its own, now and then a large one, or none."""
    outboxes, named = [], {}
    for number, phone in enumerate(list(connected(school, url).phones().values())[:PHONES]):
        outbox = Outbox(phone, random.Random(seed + number))
        for n in range(EACH):
            photo = noise(100_000 * number + n, *((960, 800) if n % 30 == 4 else (64, 48)))
            shown = [photo] if n % PHOTO_EVERY == 0 else []
            form = patrol_form(school, {ITEMS[n % 3]: failing(photo)} if shown else None)
            outbox.add(phone.make("inspection.submit", form, SIGNED), *shown)
            if shown:
                named[form["inspection"]] = photo
        outboxes.append(outbox)
    return outboxes, named


@pytest.mark.r(1, 8, 9)
async def test_everything_arrives_once_through_the_worst_of_networks(
    settings: Settings, world: School, seed: int, record_property: Callable[[str, object], None]
) -> None:
    async with listening(settings) as url:
        address = urlsplit(url)
        office = connected(world, url).office
        assert (await office.sign_in()).status_code == 200
        async with bad_network((address.hostname or "", address.port or 0), seed, RATE) as proxy:
            outboxes, named = filled(world, seed, f"http://127.0.0.1:{proxy.port}")
            async with asyncio.TaskGroup() as tasks:
                for outbox in outboxes:
                    tasks.create_task(outbox.drain(PATIENCE_S))
                beside = [tasks.create_task(cuts(proxy, random.Random(seed)))]
                beside.append(tasks.create_task(complete_is_whole(office, settings, named)))
                tasks.create_task(ended(outboxes, beside))
            print(f"faults met: {dict(proxy.met)}")
            assert len(proxy.met) > 6
        await office.client.aclose()

    record_property("n", f"{len(outboxes) * EACH} operations, {len(named)} photos, {proxy.met.total()} requests")
    await nothing_lost_or_doubled(settings, outboxes)


async def cuts(proxy: Proxy, dice: random.Random) -> None:
    """Now and then there is no network at all, and open lines die."""
    while True:
        await asyncio.sleep(dice.uniform(0.5, 2))
        proxy.cut_line()
        await asyncio.sleep(dice.uniform(0.05, 0.3))
        proxy.mend_line()


async def complete_is_whole(office: Phone, settings: Settings, named: Named) -> None:
    """Whatever the office is told to be complete has its photo on the disk at that moment."""
    while True:
        for row in (await office.get("/api/inspections", limit=200))["rows"]:
            photo = named.get(row["id"])
            if photo is not None and not row["missing"]:
                assert blob_path(settings.data, photo.sha256).read_bytes() == photo.content
        await asyncio.sleep(0.5)


async def ended(outboxes: list[Outbox], beside: list["asyncio.Task[None]"]) -> None:
    while not all(outbox.is_empty for outbox in outboxes):  # noqa: ASYNC110 - a queue has no event
        await asyncio.sleep(0.1)
    for task in beside:
        task.cancel()


async def nothing_lost_or_doubled(settings: Settings, outboxes: list[Outbox]) -> None:
    receipts = [receipt for outbox in outboxes for receipt in outbox.receipts.values()]
    photos = [photo for outbox in outboxes for photo in outbox.photos.values()]
    count = len(outboxes) * EACH
    assert Counter(receipt["verdict"] for receipt in receipts) == {"applied": count}
    async with opened(engine_for(settings.database_url, settings.data)):
        assert (await Inspection.count(), await Finding.count()) == (count, len(photos))
        stored = {row["id"]: row["hash"] for row in await Entry.select(Entry.id, Entry.hash)}
        assert {receipt["id"]: receipt["hash"] for receipt in receipts}.items() <= stored.items()
        await sound(settings.data)
    for photo in photos:
        content = blob_path(settings.data, photo.sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == photo.sha256
    for outbox in outboxes:
        assert outbox.tries > 0
        await outbox.phone.client.aclose()
