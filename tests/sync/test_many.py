"""Many at once: nobody is turned away with an error, and a reader who polls along misses nothing."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest

from anxun.blobs.tables import BlobRef
from anxun.core.clock import now_ms
from anxun.core.db import bound, is_postgres, raw, transaction
from anxun.core.ids import derived, new_id
from anxun.hazards.tables import Hazard
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from anxun.sync.http import PULLS_AT_ONCE
from anxun.sync.pull import page
from tests.faults.counts import LONG, times
from tests.forms import failing, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.world import School, browser

WRITERS = 12
ORGANISATIONS = 4
EACH = times("rows that readers poll for") // WRITERS
MOST_AT_ONCE = 20 if LONG else 1
BARE: dict[str, Any] = {"place": "", "type": "exit", "checklists": [], "position": 0}


async def test_two_hundred_pushes_at_once_are_all_taken(school: School) -> None:
    phones = [await newcomer(school, school.office, school.id) for _ in range(20)]
    queues = [[phone.make("inspection.submit", patrol_form(school), SIGNED) for _ in range(10)] for phone in phones]
    each = [(phone, one) for phone, queue in zip(phones, queues, strict=True) for one in queue]
    random.Random(1).shuffle(each)

    receipts = await asyncio.gather(*(phone.push(one) for phone, one in each))
    assert {receipt["verdict"] for (receipt,) in receipts} <= {"applied", "waiting"}
    await asyncio.gather(*(phone.push(*queue) for phone, queue in zip(phones, queues, strict=True)))

    assert await Inspection.count() == 200


async def test_hazards_found_by_many_at_once_get_each_a_number_and_each_place_one_hazard(school: School) -> None:
    phones = [await newcomer(school, school.office, school.id) for _ in range(10)]
    items = ("exits-clear", "stairs-clear", "exit-signs", "shutters-clear")

    await asyncio.gather(
        *(
            phone.did("inspection.submit", patrol_form(school, {item: failing(shot(1)) for item in items}), SIGNED)
            for phone in phones
        )
    )

    numbers = sorted(row["number"][5:] for row in await Hazard.select(Hazard.number))
    assert numbers == ["0001", "0002", "0003", "0004"]


@pytest.mark.r(11)
async def test_a_polling_reader_misses_no_row_of_twelve_writers_in_four_schools(
    school: School, seed: int, record_property: Callable[[str, object], None]
) -> None:
    places = [school.id, school.other, await another_school(school), await another_school(school)]
    officers = [await newcomer(school, school.server, place, "safety_office") for place in places]
    writers = [
        await newcomer(school, school.server, places[n % ORGANISATIONS], "safety_office") for n in range(WRITERS)
    ]
    done = asyncio.Event()

    async with asyncio.TaskGroup() as tasks:
        readers = [tasks.create_task(poll(phone, done)) for phone in officers]
        written = await asyncio.gather(*(write(phone, seed + n) for n, phone in enumerate(writers)))
        done.set()
    read = [reader.result() for reader in readers]

    record_property("n", f"{sum(len(ids) for ids in written)} rows")
    for place, seen in zip(places, read, strict=True):
        points = {
            point for phone, ids in zip(writers, written, strict=True) for point in ids if phone.organisation == place
        }
        assert len(points) == EACH * WRITERS // ORGANISATIONS
        assert points <= seen


async def test_of_many_that_pull_at_once_a_few_are_read_for_and_the_others_wait_their_turn(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand pages in memory at the same time end late all together, and fill it."""
    busy, most = 0, 0

    async def counted(*asked: Any) -> Any:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        try:
            return await page(*asked)
        finally:
            busy -= 1

    monkeypatch.setattr("anxun.sync.http.page", counted)
    replies = await asyncio.gather(*(school.patrol.client.get("/api/sync/pull") for _ in range(60)))

    assert {reply.status_code for reply in replies} == {200}
    assert 1 < most <= PULLS_AT_ONCE


async def write(phone: Phone, seed: int) -> list[str]:
    """Points, one by one or a few at once, with pauses in between."""
    dice, made = random.Random(seed), list[str]()
    while len(made) < EACH:
        some = [new_id(now_ms()) for _ in range(min(EACH - len(made), dice.randint(1, MOST_AT_ONCE)))]
        batch = [phone.make("point.add", {"point": point, "name": f"{seed}-{point}", **BARE}) for point in some]
        assert {receipt["verdict"] for receipt in await phone.push(*batch)} == {"applied"}
        made += some
        await asyncio.sleep(dice.random() * 0.02)
    return made


async def poll(phone: Phone, done: asyncio.Event) -> set[str]:
    """Pulls as fast as it can and believes its cursor; once more after the last write."""
    seen: set[str] = set()
    cursor: dict[str, Any] = {}
    while True:
        last = done.is_set()
        page = await phone.get("/api/sync/pull", **cursor)
        cursor = {"epoch": page["epoch"], "scope": page["scope"], "after": page["next"]}
        seen |= {row["id"] for row in page["rows"] if row["kind"] == "point"}
        await asyncio.sleep(0.02)
        if last and not page["more"]:
            return seen


async def another_school(school: School) -> str:
    place = new_id(now_ms())
    args = {"organisation": place, "kind": "school", "name": "又一所学校", "parent": school.bureau}
    await school.server.did(
        "system.organisation_add", args | {"tz": "Asia/Shanghai", "boarding": False}, organisation=place
    )
    return place


async def newcomer(school: School, by: Phone, place: str, role: str = "inspector") -> Phone:
    """One more enrolled person."""
    phone = Phone(browser(school.app), new_id(now_ms()), place)
    name = "system.person_add" if by is school.server else "person.add"
    args = {"person": phone.person, "roles": [role]}
    await by.did(name, args, {"name": "新同事", "phone": ""}, organisation=place)
    inviter = school.officer if by is school.server else by
    code = (await inviter.client.post("/api/session/invitations", json={"person": phone.person})).json()["code"]
    await phone.enrol(code)
    return phone


async def test_acknowledged_means_on_disk(school: School) -> None:
    """SQLite waits for the disk at every commit; of PostgreSQL that is asked by its own settings, which we leave alone."""
    async with transaction():
        if is_postgres():
            (level,) = await raw("SHOW transaction_isolation")
            assert level["transaction_isolation"] == "read committed"
        else:
            (full,), (journal,) = await raw("PRAGMA synchronous"), await raw("PRAGMA journal_mode")
            assert (full["synchronous"], journal["journal_mode"]) == (2, "wal")


async def test_a_transaction_that_fails_leaves_nothing_and_blocks_nobody(school: School) -> None:
    before = await Entry.count()
    with pytest.raises(ZeroDivisionError):
        await _interrupted()

    assert await Entry.count() == before
    await asyncio.gather(
        *(school.patrol.send("inspection.submit", patrol_form(school), SIGNED) for _ in range(1)), _cancelled()
    )
    assert await Inspection.count() == 1
    assert bound() is not None


async def _interrupted() -> None:
    async with transaction():
        await Entry.delete(force=True)
        raise ZeroDivisionError


async def _cancelled() -> None:
    """A request whose client went away in the middle of a transaction."""

    async def hang() -> None:
        async with transaction():
            await Entry.delete(force=True)
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_no_number_of_named_photos_stops_the_lists(school: School) -> None:
    """More than PostgreSQL takes arguments in one question."""
    form = patrol_form(school)
    await school.patrol.did("inspection.submit", form, SIGNED)
    common: dict[str, Any] = {"device": school.patrol.device, "organisation": school.id, "operation": new_id(now_ms())}
    common |= {"subject": form["inspection"], "kind": "inspection", "capture": "live"}
    common |= {"size": 1, "width": 1, "height": 1}
    async with transaction():
        for start in range(0, 34_000, 2_000):
            await BlobRef.insert(
                *(
                    BlobRef(id=derived("photo", str(n)), sha256=f"{n:064x}", **common)
                    for n in range(start, start + 2_000)
                )
            )

    assert (await school.patrol.client.get("/api/sync/pull")).status_code == 200
    assert (await school.office.client.get("/api/inspections")).status_code == 200
    async with transaction():  # no operation names them
        await BlobRef.delete().where(BlobRef.operation == common["operation"])
