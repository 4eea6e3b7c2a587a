"""A phone's clock is only believed as far as it can be true; honest work is never held for it, however late it comes."""

from typing import Any

import pytest

from anxun.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from anxun.core.ids import derived
from anxun.sync.push import apply
from tests.forms import assignment, failing, found, grading, handed_in, led_to, letting_go, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.world import School

HELD = ("held", "op.clock")
DONE = ("applied", None)


def outcome(receipt: dict[str, Any]) -> tuple[str, str | None]:
    return receipt["verdict"], receipt["code"]


async def test_a_dismissed_principal_approves_nothing_found_later_by_a_clock_set_back(veterans: School) -> None:
    role = {"person": veterans.principal.person, "role": "principal"}
    await veterans.officer.did("person.ungrant", role, organisation=veterans.id)
    hazard = (await led_to(veterans, "rechecked"))["id"]
    word = await seen(veterans, hazard) | {"opinion": "同意"}

    receipts = [
        await veterans.principal.send("hazard.approve", word, SIGNED, at=now_ms() - back)
        for back in (11 * MINUTE_MS, HOUR_MS, 10 * DAY_MS)
    ]

    assert [outcome(one) for one in receipts] == [HELD] * 3
    assert (await veterans.office.get(f"/api/hazards/{hazard}"))["state"] == "rechecked"
    waiting = (await veterans.office.get("/api/operations/held"))["rows"]
    assert [one["code"] for one in waiting] == ["op.clock"] * 3


async def test_nobody_signs_a_form_for_the_second_time_before_it_was_made(veterans: School) -> None:
    await veterans.office.did("person.leave", {"person": veterans.staff.person})
    form = await handed_in(veterans)

    receipts = [
        await phone.send("inspection.countersign", form, SIGNED, at=now_ms() - HOUR_MS)
        for phone in (veterans.staff, veterans.deputy)
    ]

    assert [outcome(one) for one in receipts] == [HELD] * 2


@pytest.mark.parametrize(("version", "said"), [(0, HELD), (1, HELD), (99, ("waiting", "hazard.ahead"))])
async def test_a_version_that_nobody_saw_opens_no_way_around(
    veterans: School, version: int, said: tuple[str, str]
) -> None:
    args = {"hazard": (await found(veterans))["id"], "seen": version, **grading()}

    assert outcome(await veterans.deputy.send("hazard.assess", args, at=now_ms() - HOUR_MS)) == said


@pytest.mark.parametrize("change", [{"seen": 2**70}, {"seen": -1}, {"hazard": "\x00"}, {"hazard": "x" * 5000}])
async def test_what_is_no_version_of_a_hazard_is_refused_and_breaks_nothing(
    school: School, change: dict[str, Any]
) -> None:
    args = {"hazard": (await found(school))["id"], "seen": 1, **grading(), **change}

    assert outcome(await school.office.send("hazard.assess", args)) == ("refused", "op.malformed")


async def test_nobody_goes_back_behind_their_own_last_word(veterans: School) -> None:
    at = now_ms() - HOUR_MS
    early = [patrol_form(veterans, at=at) for _ in range(3)]
    await veterans.patrol.did("inspection.submit", patrol_form(veterans), SIGNED)

    first = await veterans.patrol.send("inspection.submit", early[0], SIGNED, at=at)
    again = await veterans.patrol.send("inspection.submit", early[1], SIGNED, at=at)
    unmeasured = await veterans.patrol.send("inspection.submit", early[2], SIGNED, at=at, skew_ms=None)

    assert [outcome(one) for one in (first, again, unmeasured)] == [HELD] * 3
    await veterans.office.did("operation.release", letting_go(first["id"]))
    await veterans.patrol.did("inspection.submit", patrol_form(veterans), SIGNED)


async def test_a_phone_of_today_has_done_nothing_yesterday(seasoned: School) -> None:
    school = seasoned
    at = now_ms() - DAY_MS - HOUR_MS

    for skew_ms in (0, None):
        form = patrol_form(school, at=at)
        receipt = await school.patrol.send("inspection.submit", form, SIGNED, at=at, skew_ms=skew_ms)
        assert outcome(receipt) == HELD


@pytest.mark.parametrize("off_ms", [-15 * DAY_MS, 11 * MINUTE_MS, DAY_MS])
@pytest.mark.parametrize("what", ["started_ms", "presence"])
async def test_a_form_begun_in_another_age_or_after_its_end_is_looked_at_by_a_person(
    school: School, what: str, off_ms: int
) -> None:
    form = patrol_form(school)
    at = now_ms() + off_ms
    form[what] = at if what == "started_ms" else {**form["presence"], "at_ms": at}

    receipt = await school.patrol.send("inspection.submit", form, SIGNED)

    assert outcome(receipt) == HELD
    await school.office.did("operation.release", letting_go(receipt["id"]))
    assert (await school.office.client.get(f"/api/inspections/{form['inspection']}")).status_code == 200


async def test_moves_made_offline_in_a_row_count_however_late_they_come(veterans: School) -> None:
    at = now_ms() - 6 * DAY_MS
    form = patrol_form(veterans, {"exits-clear": failing(shot(1))}, at=at)
    await apply([veterans.patrol.make("inspection.submit", form, SIGNED, at=at)], at + MINUTE_MS)
    args = {"hazard": derived(form["inspection"], "exits-clear", ""), "seen": 1}
    deputy, order = veterans.deputy, assignment(veterans, deadline_ms=at + 9 * DAY_MS)

    queue = [
        deputy.make("hazard.assess", args | grading(), at=at + HOUR_MS),
        deputy.make("hazard.assign", args | order, SIGNED, at=at + HOUR_MS + 1),
        deputy.make("hazard.assign", args | order | {"reason": "换人"}, SIGNED, at=at + DAY_MS),
    ]

    assert [outcome(one) for one in await deputy.push(*queue)] == [DONE] * 3


async def test_who_grades_an_own_finding_before_the_server_has_heard_of_it_is_believed(veterans: School) -> None:
    at, deputy = now_ms() - 3 * DAY_MS, veterans.deputy
    form = patrol_form(veterans, {"exits-clear": failing(shot(1))}, at=at)
    args = {"hazard": derived(form["inspection"], "exits-clear", "")}

    queue = [
        deputy.make("inspection.submit", form, SIGNED, at=at),
        deputy.make("hazard.assess", args | {"seen": 1} | grading(), at=at + MINUTE_MS),
        deputy.make("hazard.assign", args | {"seen": 2} | assignment(veterans), SIGNED, at=at + 2 * MINUTE_MS),
    ]

    assert [outcome(one) for one in await deputy.push(*queue)] == [DONE] * 3


@pytest.mark.parametrize("off_ms", [-9 * DAY_MS, -5 * HOUR_MS, 3 * DAY_MS])
@pytest.mark.r(23)
async def test_a_wrong_clock_that_was_measured_is_right(school: School, off_ms: int) -> None:
    hazard = (await found(school))["id"]
    word = await seen(school, hazard) | grading()

    def clock() -> dict[str, Any]:
        return {"wall_ms": now_ms() + off_ms, "skew_ms": -off_ms}

    form = patrol_form(school, at=now_ms() + off_ms)
    assert outcome(await school.deputy.send("inspection.submit", form, SIGNED, **clock())) == DONE
    assert outcome(await school.deputy.send("hazard.assess", word, **clock())) == DONE


@pytest.mark.parametrize("off_ms", [-5 * HOUR_MS, 3 * DAY_MS])
async def test_a_clock_not_measured_yet_may_be_wrong(seasoned: School, off_ms: int) -> None:
    """The role is older than the phone: an unmeasured claim is still judged by the roles it would need."""
    school = seasoned
    wall = now_ms() + off_ms
    forms = [patrol_form(school, at=wall + minute * MINUTE_MS) for minute in range(3)]

    unmeasured = [
        school.patrol.make("inspection.submit", form, SIGNED, at=wall + minute * MINUTE_MS, skew_ms=None)
        for minute, form in enumerate(forms[:2])
    ]
    measured = school.patrol.make(
        "inspection.submit", forms[2], SIGNED, wall_ms=wall + 2 * MINUTE_MS, skew_ms=-off_ms - 2 * MINUTE_MS
    )

    assert [outcome(one) for one in await school.patrol.push(*unmeasured, measured)] == [DONE] * 3
