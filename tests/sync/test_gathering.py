"""Pushes that meet are taken together, and none of them notices the others."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import pytest

from anxun.blobs.tables import Blob
from anxun.core.clock import now_ms
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from anxun.sync import gathering
from anxun.sync.push import apply
from anxun.sync.wire import MAX_OPERATIONS, Envelope, Receipt
from tests.forms import bring, failing, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.world import School


def cast(school: School) -> list[Phone]:
    return [school.patrol, school.office, school.staff, school.deputy, school.principal]


def form(school: School, phone: Phone) -> Envelope:
    return phone.make("inspection.submit", patrol_form(school), SIGNED)


@dataclass
class Batches:
    """How many operations each batch had."""

    sizes: list[int] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
async def batches(monkeypatch: pytest.MonkeyPatch) -> Batches:
    """Each takes a while."""
    seen = Batches()

    async def counted(envelopes: Sequence[Envelope], at_ms: int) -> list[Receipt]:
        seen.sizes.append(len(envelopes))
        seen.begun.set()
        await asyncio.sleep(0.2)
        return await apply(envelopes, at_ms)

    monkeypatch.setattr(gathering, "apply", counted)
    return seen


async def test_phones_that_come_while_a_batch_is_taken_go_together_and_each_hears_of_its_own(
    school: School, batches: Batches
) -> None:
    sent = [[form(school, phone), form(school, phone)] for phone in cast(school)]

    first = asyncio.create_task(cast(school)[0].push(*sent[0]))
    await batches.begun.wait()
    others = await asyncio.gather(*(phone.push(*own) for phone, own in zip(cast(school)[1:], sent[1:], strict=True)))
    receipts = [await first, *others]

    assert batches.sizes == [2, 8]
    ids = [[msgspec.json.decode(one.body)["id"] for one in own] for own in sent]
    assert [[receipt["id"] for receipt in own] for own in receipts] == ids
    assert {receipt["verdict"] for own in receipts for receipt in own} == {"applied"}
    assert await Inspection.count() == 10


async def test_a_batch_that_gathers_is_no_longer_than_a_phones_own_may_be(school: School, batches: Batches) -> None:
    line, nothing = gathering.pushes(), form(school, school.patrol)
    pushes = [[nothing] * count for count in (1, 150, 60, MAX_OPERATIONS, 1)]

    receipts = await asyncio.gather(*(line.take(school.id, (push, now_ms())) for push in pushes))

    assert batches.sizes == [151, 60, MAX_OPERATIONS, 1]
    assert [len(own) for own in receipts] == [len(push) for push in pushes]


async def test_what_is_refused_or_has_to_wait_costs_those_taken_with_it_nothing(
    school: School, batches: Batches
) -> None:
    first = form(school, school.patrol)
    refused = school.office.make("inspection.submit", patrol_form(school), None)
    school.staff.make("inspection.submit", patrol_form(school), SIGNED)  # is not sent
    early = form(school, school.staff)
    forms = [form(school, phone) for phone in (school.deputy, school.principal)]

    sent = [(school.patrol, first), (school.office, refused), (school.staff, early)]
    sent += zip((school.deputy, school.principal), forms, strict=True)
    receipts = [own for (own,) in await asyncio.gather(*(phone.push(one) for phone, one in sent))]

    verdicts = [(receipt["verdict"], receipt["code"]) for receipt in receipts]
    late = ("waiting", "op.waiting_for_earlier")
    assert verdicts == [("applied", None), ("refused", "signature.missing"), late, ("applied", None), ("applied", None)]
    numbers = [row["journal_no"] for row in await Entry.select(Entry.journal_no).where(Entry.organisation == school.id)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


async def test_what_breaks_the_server_breaks_no_other_push(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = [form(school, phone) for phone in cast(school)]

    async def broken(envelopes: Sequence[Envelope], at_ms: int) -> list[Receipt]:
        await asyncio.sleep(0.2)
        if forms[2] in envelopes:
            raise RuntimeError("broken")
        return await apply(envelopes, at_ms)

    monkeypatch.setattr(gathering, "apply", broken)
    bodies = [{"operations": [msgspec.to_builtins(one)]} for one in forms]
    replies = await asyncio.gather(
        *(phone.client.post("/api/sync/push", json=body) for phone, body in zip(cast(school), bodies, strict=True))
    )

    assert [reply.status_code for reply in replies] == [200, 200, 503, 200, 200]
    assert await Inspection.count() == 4


async def test_two_schools_do_not_wait_for_each_other(school: School, batches: Batches) -> None:
    stranger = school.stranger.make("inspection.submit", patrol_form(school), SIGNED)

    await asyncio.gather(school.patrol.push(form(school, school.patrol)), school.stranger.push(stranger))

    assert batches.sizes == [1, 1]


async def test_photos_that_become_whole_at_once_are_all_here_and_every_phone_hears_of_each(school: School) -> None:
    shots = [shot(number) for number in range(6)]
    for number, phone in enumerate(cast(school)):
        failed = {"exits-clear": failing(shots[number], shots[5])}  # the last one is everybody's
        await phone.did("inspection.submit", patrol_form(school, failed), SIGNED)
    before = {row["id"] for row in (await school.office.pull())["inspection"] if row["missing"]}

    brought = [(phone, one) for number, phone in enumerate(cast(school)) for one in (shots[number], shots[5])]
    await asyncio.gather(*(bring(phone, one) for phone, one in brought))

    after = (await school.office.pull())["inspection"]
    assert len(before) == 5
    assert [row["id"] for row in after if row["missing"]] == []
    assert await Blob.count() == 10


async def test_who_goes_away_in_the_middle_costs_nobody_anything_and_finds_it_done(
    school: School, batches: Batches
) -> None:
    forms = [form(school, phone) for phone in cast(school)]
    tasks = [asyncio.create_task(phone.push(one)) for phone, one in zip(cast(school), forms, strict=True)]
    await batches.begun.wait()
    tasks[0].cancel()  # its batch is being taken
    tasks[2].cancel()  # it still waits in the line
    done = await asyncio.gather(*tasks, return_exceptions=True)

    assert [isinstance(one, asyncio.CancelledError) for one in done] == [True, False, True, False, False]
    (again,) = await school.staff.push(forms[2])
    assert (again["verdict"], await Inspection.count()) == ("applied", 5)
    assert school.app.state.pushes._lines == {}
