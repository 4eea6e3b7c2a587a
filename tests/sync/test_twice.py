"""Sent twice, in every way a network can do it: one effect, and the same receipt each time."""

import asyncio
import random

import msgspec
import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.hazards.tables import Hazard
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry, Quarantine
from anxun.sync.wire import Envelope
from tests.forms import failing, found, grading, patrol_form, seen, shot
from tests.phone import SIGNED, Phone
from tests.world import School


def inspections(school: School, phone: Phone, count: int) -> list[Envelope]:
    """A phone's queue: so many inspections, each with a failed item and a photo."""
    return [
        phone.make("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(n))}), SIGNED)
        for n in range(count)
    ]


async def test_a_replay_gets_the_stored_receipt_unchanged(school: School) -> None:
    queue = inspections(school, school.patrol, 3)

    first = await school.patrol.push(*queue)
    entries = await Entry.count()

    assert {one["verdict"] for one in first} == {"applied"}
    assert await school.patrol.push(*queue) == first
    assert [(await school.patrol.push(one))[0] for one in reversed(queue)] == first[::-1]
    assert await Entry.count() == entries


async def test_the_same_batch_many_times_at_once_is_one_batch(school: School) -> None:
    queue = inspections(school, school.patrol, 5)

    replies = await asyncio.gather(*(school.patrol.push(*queue) for _ in range(5)))

    assert all(reply == replies[0] for reply in replies)
    assert await Inspection.count() == 5
    assert await Hazard.count() == 1


async def test_overlapping_batches_in_any_order_end_in_one_effect_each(school: School) -> None:
    dice = random.Random(7)
    phones = [school.patrol, school.kitchen, school.staff]
    queues = {phone.person: inspections(school, phone, 6) for phone in phones}

    async def stumble(phone: Phone) -> None:
        queue = queues[phone.person]
        for _ in range(8):
            start = dice.randrange(len(queue))
            await phone.push(*queue[start : start + dice.randint(1, 6)])

    await asyncio.gather(*(stumble(phone) for phone in phones for _ in range(2)))
    settled = [await phone.push(*queues[phone.person]) for phone in phones]

    assert {one["verdict"] for receipts in settled for one in receipts} == {"applied"}
    assert await Inspection.count() == 18


async def test_an_operation_twice_in_one_batch_is_done_once(school: School) -> None:
    once = inspections(school, school.patrol, 1)[0]

    receipts = await school.patrol.push(once, once, once)

    assert receipts == [receipts[0]] * 3
    assert receipts[0]["verdict"] == "applied"
    assert await Inspection.count() == 1


async def test_a_twin_that_is_refused_is_refused_the_same_way_for_ever(school: School) -> None:
    unsigned = school.patrol.make("inspection.submit", patrol_form(school), {})

    first = await school.patrol.push(unsigned)

    assert (first[0]["verdict"], first[0]["code"]) == ("refused", "signature.missing")
    assert await school.patrol.push(unsigned) == first
    assert await Entry.count().where(Entry.id == first[0]["id"]) == 1


@pytest.mark.parametrize("apart", [True, False])
async def test_an_id_used_again_for_something_else_is_refused_and_the_first_stays(
    school: School, *, apart: bool
) -> None:
    hazard = (await found(school))["id"]
    original = school.office.make("hazard.assess", await seen(school, hazard) | grading("larger"))
    reused = msgspec.json.decode(original.body)["id"]
    other = school.office.make("hazard.assess", await seen(school, hazard) | grading("general"), id=reused)

    receipts = await school.office.push(original, other) if not apart else []
    receipts = receipts or [*await school.office.push(original), *await school.office.push(other)]

    assert receipts[0]["verdict"] == "applied"
    assert (receipts[1]["verdict"], receipts[1]["code"]) == ("refused", "op.id_reused")
    assert receipts[1]["journal_no"] is None
    assert (await school.office.get(f"/api/hazards/{hazard}"))["grade"] == "larger"
    assert await Quarantine.count() == 1


async def test_two_phones_that_race_for_one_id_get_one_effect(school: School) -> None:
    shared = new_id(now_ms())
    envelopes = [
        phone.make("inspection.submit", patrol_form(school), SIGNED, id=shared)
        for phone in (school.patrol, school.kitchen)
    ]

    receipts = await asyncio.gather(school.patrol.push(envelopes[0]), school.kitchen.push(envelopes[1]))

    assert sorted(one["verdict"] for (one,) in receipts) == ["applied", "refused"]
    assert await Inspection.count() == 1


async def test_one_inspection_in_two_operations_is_one_record(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})

    first = await school.patrol.send("inspection.submit", form, SIGNED)
    second = await school.patrol.send("inspection.submit", form, SIGNED)

    assert first["verdict"] == "applied"
    assert (second["verdict"], second["code"]) == ("refused", "inspection.exists")
    assert await Hazard.count() == 1


async def test_the_journal_is_the_same_after_a_storm_of_replays(school: School) -> None:
    queue = inspections(school, school.patrol, 10)
    await school.patrol.push(*queue)
    before = await Entry.select().order_by(Entry.organisation).order_by(Entry.journal_no)

    for _ in range(20):
        await asyncio.gather(*(school.patrol.push(one) for one in queue))

    assert await Entry.select().order_by(Entry.organisation).order_by(Entry.journal_no) == before
