"""A device's own chain: nothing of it can be lost, forked or moved without somebody noticing."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from anxun.core.clock import DAY_MS, now_ms
from anxun.core.ids import new_id
from anxun.journal.tables import Entry
from anxun.sync.place import Book
from anxun.sync.proof import Claim
from anxun.sync.push import apply
from anxun.sync.wire import Envelope
from tests.forms import found, grading, here, letting_go, patrol_form, seen
from tests.phone import SIGNED, Phone
from tests.world import School

NEW_POINT = "0190a000-0000-7000-8000-0000000000aa"


def queue_of(school: School, phone: Phone, count: int, at: int | None = None) -> list[Envelope]:
    return [phone.make("inspection.submit", patrol_form(school, at=at), SIGNED, at=at) for _ in range(count)]


def nowhere(school: School, at: int | None = None) -> dict[str, Any]:
    """An inspection of a point that the server does not know yet."""
    unseen = {**here(school, at), "way": "none", "code": None}
    return patrol_form(school, at=at, point=NEW_POINT, presence=unseen)


async def arrive(school: School) -> None:
    """The point has been there all the time: now the server hears of it."""
    point = {"point": NEW_POINT, "name": "新点位", "place": "", "type": "exit"}
    await school.office.did("point.add", {**point, "checklists": ["ck-13"], "position": 2})


def verdicts(receipts: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(one["verdict"], one["code"]) for one in receipts]


async def test_who_comes_before_the_earlier_ones_waits_and_is_applied_once_they_are_here(school: School) -> None:
    first, second, third = queue_of(school, school.patrol, 3)
    waiting = [("waiting", "op.waiting_for_earlier")]

    assert verdicts(await school.patrol.push(third)) == waiting
    assert verdicts(await school.patrol.push(second, third)) == waiting * 2
    assert await Entry.count().where(Entry.device == school.patrol.device) == 0
    assert verdicts(await school.patrol.push(third, second, first)) == [*waiting * 2, ("applied", None)]

    assert verdicts(await school.patrol.push(first, second, third)) == [("applied", None)] * 3


async def test_what_waits_for_its_subject_does_not_hold_up_those_behind_it(school: School) -> None:
    hazard = {"hazard": "0190a000-0000-7000-8000-00000000dead", "seen": 1}
    early = school.office.make("hazard.assess", hazard | grading())
    later = school.office.make("person.rename", {"person": school.staff.person}, {"name": "周老师", "phone": ""})

    assert verdicts(await school.office.push(early, later)) == [("waiting", "hazard.unknown"), ("applied", None)]
    assert verdicts(await school.office.push(early)) == [("waiting", "hazard.unknown")]


async def test_an_operation_passed_over_while_it_waited_is_still_applied_when_its_subject_comes(
    school: School,
) -> None:
    offline = school.patrol.make("inspection.submit", nowhere(school), SIGNED)
    after = queue_of(school, school.patrol, 2)
    assert verdicts(await school.patrol.push(offline, *after))[0] == ("waiting", "point.unknown")

    await arrive(school)

    assert verdicts(await school.patrol.push(offline)) == [("applied", None)]


async def test_nothing_else_can_take_the_place_of_one_that_was_passed_over(school: School) -> None:
    signer = replace(school.patrol.signer)
    school.patrol.make("inspection.submit", nowhere(school), SIGNED)
    (after,) = queue_of(school, school.patrol, 1)
    school.patrol.signer = signer
    (other,) = queue_of(school, school.patrol, 1)
    # The first never came; the second waits for it. Another first that does not fit the second is held.
    assert verdicts(await school.patrol.push(other, after)) == [("applied", None), ("held", "op.chain")]


@pytest.mark.parametrize(
    ("forged", "outcome"),
    [({"prev": "0" * 64}, ("held", "op.chain")), ({}, ("waiting", "op.waiting_for_later"))],
)
async def test_a_place_passed_over_twice_in_a_row_is_not_filled_by_anything_else(
    school: School, forged: dict[str, Any], outcome: tuple[str, str]
) -> None:
    (first,) = queue_of(school, school.patrol, 1)
    before = replace(school.patrol.signer)
    newer = [school.patrol.make("inspection.dream", {}) for _ in range(2)]
    (after,) = queue_of(school, school.patrol, 1)
    await school.patrol.push(first, *newer, after)
    school.patrol.signer = before

    other = school.patrol.make("inspection.submit", patrol_form(school), SIGNED, **forged)

    assert verdicts(await school.patrol.push(other)) == [outcome]
    # Those between tell that they do not follow on it.
    assert verdicts(await school.patrol.push(other, *newer))[0] == ("held", "op.chain")


@pytest.mark.parametrize("behind", [0, 1])
async def test_several_that_waited_in_a_row_are_applied_when_their_subject_comes(school: School, behind: int) -> None:
    waiting = [school.patrol.make("inspection.submit", nowhere(school), SIGNED) for _ in range(2)]
    receipts = await school.patrol.push(*waiting, *queue_of(school, school.patrol, behind))
    assert verdicts(receipts)[:2] == [("waiting", "point.unknown")] * 2

    await arrive(school)

    assert verdicts(await school.patrol.push(*waiting)) == [("applied", None)] * 2


async def test_several_that_waited_in_a_row_are_applied_although_each_comes_in_a_batch_of_its_own(
    school: School,
) -> None:
    waiting = [school.patrol.make("inspection.submit", nowhere(school), SIGNED) for _ in range(3)]
    await school.patrol.push(*waiting)
    await arrive(school)

    alone = [verdicts(await school.patrol.push(one))[0] for one in waiting]
    again = [verdicts(await school.patrol.push(one))[0] for one in reversed(waiting)]

    later = ("waiting", "op.waiting_for_later")
    assert alone == [later, later, ("applied", None)]
    assert again == [("applied", None)] * 3


async def test_a_number_used_twice_is_refused_and_stays_outside_of_the_journal(school: School) -> None:
    before = replace(school.patrol.signer)
    (first,) = queue_of(school, school.patrol, 1)
    school.patrol.signer = before
    (fork,) = queue_of(school, school.patrol, 1)

    receipts = await school.patrol.push(first, fork)

    assert verdicts(receipts) == [("applied", None), ("refused", "op.seq_reused")]
    assert receipts[1]["journal_no"] is None


@pytest.mark.parametrize("prev", [None, "0" * 64])
async def test_a_chain_that_does_not_fit_is_held_for_a_person_to_look_at(school: School, prev: str | None) -> None:
    await school.patrol.push(*queue_of(school, school.patrol, 1))
    form = patrol_form(school)
    broken = school.patrol.make("inspection.submit", form, SIGNED, prev=prev)
    (after,) = queue_of(school, school.patrol, 1)

    receipts = await school.patrol.push(broken, after)

    assert verdicts(receipts) == [("held", "op.chain"), ("applied", None)]
    held = await school.office.get("/api/operations/held")
    assert [(one["id"], one["code"], one["person_name"]) for one in held["rows"]] == [
        (receipts[0]["id"], "op.chain", "张老师")
    ]
    await school.office.did("operation.release", letting_go(receipts[0]["id"]))
    assert verdicts(await school.patrol.push(broken)) == [("applied", None)]
    assert (await school.office.get("/api/operations/held"))["rows"] == []


async def test_a_gap_that_is_never_filled_ends_with_a_person_after_five_days(veterans: School) -> None:
    at = now_ms() - 6 * DAY_MS
    _lost, first, second = queue_of(veterans, veterans.patrol, 3, at=at)

    assert verdicts(await veterans.patrol.push(first, second)) == [
        ("held", "op.waiting_for_earlier"),
        ("applied", None),
    ]


async def test_a_subject_that_never_comes_ends_with_a_person_after_five_days(veterans: School) -> None:
    at = now_ms() - 6 * DAY_MS
    lonely = veterans.patrol.make("inspection.submit", nowhere(veterans, at), SIGNED, at=at)

    (receipt,) = await veterans.patrol.push(lonely)

    assert (receipt["verdict"], receipt["code"]) == ("held", "point.unknown")
    impatient = await veterans.office.send("operation.release", letting_go(receipt["id"]))
    assert (impatient["verdict"], impatient["code"]) == ("refused", "point.unknown")
    await arrive(veterans)
    await veterans.office.did("operation.release", letting_go(receipt["id"]))
    assert verdicts(await veterans.patrol.push(lonely)) == [("applied", None)]


async def test_a_bureaus_phone_keeps_one_chain_over_several_schools(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("major", "已封闭"))
    people = [
        (school.other, {"person": school.stranger.person}),
        (school.id, {"person": school.deputy.person}),
        (school.other, {"person": school.stranger.person}),
    ]
    named = {"name": "改名", "phone": ""}
    queue = [school.officer.make("person.rename", args, named, organisation=place) for place, args in people]

    assert verdicts(await school.officer.push(queue[2], queue[1])) == [("waiting", "op.waiting_for_earlier")] * 2
    assert verdicts(await school.officer.push(*queue)) == [("applied", None)] * 3
    assert verdicts(await school.officer.push(*queue[::-1])) == [("applied", None)] * 3


async def test_what_no_organisation_takes_blocks_nothing_behind_it(school: School) -> None:
    stray = school.patrol.make("inspection.submit", patrol_form(school), SIGNED, organisation=school.other)
    good = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)

    receipts = await school.patrol.push(stray, good)

    assert verdicts(receipts) == [("refused", "organisation.unknown"), ("applied", None)]
    assert verdicts(await school.patrol.push(stray)) == [("refused", "organisation.unknown")]


async def test_a_copy_of_what_no_organisation_takes_that_is_slow_takes_the_chain_back_to_nowhere(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = school.patrol.make("inspection.submit", patrol_form(school), SIGNED, organisation=school.other)
    good, next_one = (school.patrol.make("inspection.submit", patrol_form(school), SIGNED) for _ in range(2))
    opened = Book.open

    async def slowly(claims: list[Claim], batch: list[Claim]) -> Book:
        book = await opened(claims, batch)
        monkeypatch.setattr(Book, "open", opened)
        await asyncio.sleep(1)
        return book

    monkeypatch.setattr(Book, "open", slowly)
    slow = asyncio.create_task(apply([stray], now_ms()))
    await asyncio.sleep(0.3)
    await apply([stray, good], now_ms())  # by another worker, or from another line
    await slow

    assert verdicts(await school.patrol.push(next_one)) == [("applied", None)]


async def test_what_waits_on_a_phone_whose_clock_is_far_ahead_does_not_wait_for_ever(school: School) -> None:
    ahead = now_ms() + 3 * 365 * DAY_MS
    made = school.patrol.make("inspection.submit", nowhere(school), SIGNED, at=ahead, skew_ms=None, skew_age_ms=None)

    (receipt,) = await school.patrol.push(made)

    assert receipt["verdict"] == "held"


async def test_a_bureaus_phone_proves_its_place_by_what_it_brings_to_another_school(school: School) -> None:
    person, never = new_id(now_ms()), new_id(now_ms())
    named = {"name": "改名", "phone": ""}
    one = school.officer.make("person.rename", {"person": person}, named, organisation=school.id)
    two = school.officer.make("person.rename", {"person": never}, named, organisation=school.other)
    assert verdicts(await school.officer.push(one, two)) == [("waiting", "person.unknown")] * 2
    head = {"person": person, "roles": ["principal"]}
    await school.server.did("system.person_add", head, {"name": "新校长", "phone": ""}, organisation=school.id)

    assert verdicts(await school.officer.push(one, two))[0] == ("applied", None)
