"""Ten phones whose lines go silent one way, the other, or both: soon after the last one heals all is sent and seen."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import httpx
import pytest

from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.inspections.tables import Inspection
from tests.audit import sound
from tests.bench.load import Crowd, crowd
from tests.faults.counts import LONG, times
from tests.faults.proxy import Proxy, bad_network
from tests.faults.working import ITEMS
from tests.forms import failing, patrol_form
from tests.outbox import Outbox
from tests.phone import SIGNED
from tests.photos import noise
from tests.process import away
from tests.sync.test_pull import Mirror

pytestmark = pytest.mark.faults
PHONES = 10
SEEDS = times("partitioned seeds")
SECONDS = times("seconds of partitions")
LONGEST_S = 10 if LONG else 1.5
IMPATIENT_S = 3  # a phone gives up sooner than the line heals, and tries again
HEALED_WITHIN_S = 60
SIDES = (("out",), ("in",), ("out", "in"))


@dataclass
class Client:
    """A phone with a line of its own: what it sends, and what it sees."""

    outbox: Outbox
    mirror: Mirror
    line: Proxy
    made: int = 0

    async def works(self, crowd: Crowd, dice: random.Random, until: float) -> None:
        """An inspection now and then, some with a photo; sends and pulls all the time."""
        while time.monotonic() < until:
            if len(self.outbox.queue) < 5:
                photo = noise(dice.randrange(10**9), 64, 48)
                failed = {dice.choice(ITEMS): failing(photo)} if dice.random() < 0.3 else None
                form = patrol_form(crowd.school, failed)
                envelope = self.outbox.phone.make("inspection.submit", form, SIGNED)
                self.outbox.add(envelope, *([photo] if failed else []))
                self.made += 1
            await self.outbox.step()
            await self.looks()
            await asyncio.sleep(dice.uniform(0, 0.5))

    async def looks(self) -> None:
        with suppress(httpx.TransportError):
            await self.mirror.pull()

    async def is_parted(self, dice: random.Random, until: float) -> None:
        """One way, the other or both, for up to ten seconds; healed in the end."""
        while time.monotonic() < until:
            self.line.part(*dice.choice(SIDES))
            await asyncio.sleep(min(dice.uniform(0, LONGEST_S), until - time.monotonic()))
            self.line.heal()
            await asyncio.sleep(dice.uniform(0, LONGEST_S / 2))

    async def drains(self) -> None:
        """Until nothing of it is only here."""
        while not self.outbox.is_empty:
            await self.outbox.step()
        await self.looks()


@pytest.mark.r(10)
async def test_soon_after_partitions_heal_queues_are_empty_and_views_are_the_servers(
    empty: Settings, seed: int, record_property: Callable[[str, object], None]
) -> None:
    slowest = 0.0
    async with crowd(empty, PHONES) as people, AsyncExitStack() as lines:
        clients = [await client(people, lines, seed + n) for n in range(PHONES)]
        for number in range(SEEDS):
            slowest = max(slowest, await parted(people, clients, seed + 1_000 * number))
        for one in clients:
            await one.outbox.phone.client.aclose()

    async with opened(engine_for(empty.database_url, empty.data)):
        assert await Inspection.count() == sum(one.made for one in clients)
        await sound(empty.data)
    record_property("n", f"{SEEDS} seeds × {PHONES} phones × {SECONDS} s, drained within {slowest:.1f} s")


async def client(people: Crowd, lines: AsyncExitStack, seed: int) -> Client:
    """The next phone of the crowd behind a line of its own."""
    line = await lines.enter_async_context(bad_network(people.address, seed, 0))
    phone = away(people.phones.pop(), f"http://127.0.0.1:{line.port}")
    assert (await phone.sign_in()).status_code == 200
    phone.client.timeout = httpx.Timeout(IMPATIENT_S)
    return Client(Outbox(phone, random.Random(seed)), Mirror(phone), line)


async def parted(people: Crowd, clients: list[Client], seed: int) -> float:
    """One seed: work through partitions, heal, drain, compare; gives how long the draining took."""
    print(f"partition seed {seed}")
    until = time.monotonic() + SECONDS
    async with asyncio.TaskGroup() as tasks:
        for n, one in enumerate(clients):
            tasks.create_task(one.works(people, random.Random(seed + n), until))
            tasks.create_task(one.is_parted(random.Random(seed - n - 1), until))
    began = time.monotonic()
    async with asyncio.timeout(HEALED_WITHIN_S):
        await asyncio.gather(*(one.drains() for one in clients))
    took = time.monotonic() - began

    for one in clients:
        verdicts = Counter(receipt["verdict"] for receipt in one.outbox.receipts.values())
        assert verdicts == {"applied": one.made}
        await one.mirror.pull()
        fresh = Mirror(one.outbox.phone)
        await fresh.pull()
        assert one.mirror.rows == fresh.rows
    return took
