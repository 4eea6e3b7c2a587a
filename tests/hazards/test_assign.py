"""Assignment: a named owner, another person as supervisor, measures and a limit."""

import pytest

from anxun.core.clock import now_ms
from tests.forms import assignment, back, failing, found, grading, led_to, newest, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.world import School


async def test_the_office_grades_but_does_not_assign(school: School) -> None:
    hazard = await led_to(school, "assessed")
    args = await seen(school, hazard["id"]) | assignment(school)

    for phone in (school.office, school.patrol, school.staff):
        receipt = await phone.send("hazard.assign", args, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden")


@pytest.mark.s(31, 32, 91)
async def test_owner_and_supervisor_are_two_people_of_this_school(school: School) -> None:
    hazard = (await led_to(school, "assessed"))["id"]
    owner, elsewhere = school.staff.person, school.stranger.person
    for changes, code in (
        ({"supervisor": owner}, "hazard.same_person"),
        ({"owner": elsewhere}, "hazard.person_unknown"),
        ({"supervisor": elsewhere}, "hazard.person_unknown"),
        ({"measures": ""}, "hazard.measures_missing"),
        ({"deadline_ms": now_ms() - 60_000}, "hazard.deadline"),
        ({"owner": None}, "op.malformed"),
    ):
        args = await seen(school, hazard) | assignment(school, **changes)

        receipt = await school.deputy.send("hazard.assign", args, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", code)


async def test_who_is_named_sees_the_hazard_from_then_on(school: School) -> None:
    hazard = (await led_to(school, "assessed"))["id"]
    assert "hazard" not in await school.staff.pull()

    await school.deputy.did("hazard.assign", await seen(school, hazard) | assignment(school), SIGNED)
    (mirrored,) = (await school.staff.pull())["hazard"]
    again = assignment(school, owner=school.kitchen.person, reason="周老师请假")
    await school.principal.did("hazard.assign", await seen(school, hazard) | again, SIGNED)

    assert (mirrored["id"], mirrored["owner"]) == (hazard, school.staff.person)
    (kept,) = (await school.staff.pull())["hazard"]
    assert (kept["state"], kept["owner"]) == ("assigned", school.kitchen.person)
    assert kept["events"][-1]["data"]["owner"] == school.kitchen.person


async def test_who_is_assigned_instead_or_later_is_told_why(school: School) -> None:
    whole = await led_to(school, "assigned")
    hazard, first = whole["id"], whole["events"][-1]["data"]
    later = assignment(school, deadline_ms=first["deadline_ms"] + 86_400_000)

    for silent in (later, later | {"reason": " "}, assignment(school, owner=school.kitchen.person)):
        receipt = await school.deputy.send("hazard.assign", await seen(school, hazard) | silent, SIGNED)
        assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.reason_missing")
    await school.deputy.did("hazard.assign", await seen(school, hazard) | later | {"reason": "等配件"}, SIGNED)

    whole = await school.office.get(f"/api/hazards/{hazard}")
    told = [(one["note"], one["data"]["deadline_ms"]) for one in whole["events"] if one["kind"] == "assign"]
    assert told == [("", first["deadline_ms"]), ("等配件", later["deadline_ms"])]
    assert whole["deadline_ms"] == later["deadline_ms"]


async def test_two_leaders_who_order_the_same_without_knowing_of_each_other_reassign_nobody(school: School) -> None:
    hazard = (await led_to(school, "assessed"))["id"]
    both = await seen(school, hazard)
    await school.deputy.did("hazard.assign", both | assignment(school), SIGNED)

    other = assignment(school, owner=school.kitchen.person)
    receipt = await school.principal.send("hazard.assign", both | other, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("superseded", "hazard.moved_on")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["owner"], whole["state"]) == (school.staff.person, "assigned")


@pytest.mark.parametrize("state", ["assessed", "assigned"])
async def test_an_order_by_who_had_not_seen_the_newest_one_changes_nothing_whatever_its_reason(
    school: School, state: str
) -> None:
    hazard = (await led_to(school, state))["id"]
    both = await seen(school, hazard)
    older = both | assignment(school, owner=school.kitchen.person, reason="周老师请假")
    late = school.deputy.make("hazard.assign", older, SIGNED)
    newer = both | assignment(school, owner=school.office.person, reason="安全办自己来")
    await school.principal.did("hazard.assign", newer, SIGNED)

    (receipt,) = await school.deputy.push(late)

    assert (receipt["verdict"], receipt["code"]) == ("superseded", "hazard.moved_on")
    assert (await school.office.get(f"/api/hazards/{hazard}"))["owner"] == school.office.person


async def test_what_came_back_from_a_fix_on_the_spot_is_reassigned_with_a_reason(school: School) -> None:
    fixed = failing(shot(1), fixed=[shot(2)])
    form = patrol_form(school, {"exits-clear": fixed}, supervisor=school.staff.person)
    await school.patrol.did("inspection.submit", form, SIGNED)
    hazard = (await newest(school))["id"]
    limit = back("还堵着", now_ms() + 3_600_000)
    await school.staff.did("hazard.return", await seen(school, hazard) | limit)
    order = assignment(school, owner=school.kitchen.person, supervisor=school.staff.person)

    silent = await school.deputy.send("hazard.assign", await seen(school, hazard) | order, SIGNED)

    assert (silent["verdict"], silent["code"]) == ("refused", "hazard.reason_missing")
    order["reason"] = "要两个人搬"
    await school.deputy.did("hazard.assign", await seen(school, hazard) | order, SIGNED)


async def test_who_fixed_it_once_never_becomes_its_supervisor(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    await school.patrol.did("hazard.return", await seen(school, hazard) | back("没清干净"))
    swapped = assignment(school, owner=school.kitchen.person, supervisor=school.staff.person, reason="对调")

    receipt = await school.deputy.send("hazard.assign", await seen(school, hazard) | swapped, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.own_work")


async def test_an_owner_who_did_not_know_of_the_change_loses_nothing(school: School) -> None:
    await found(school)
    hazard = (await newest(school))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading())
    await school.deputy.did("hazard.assign", await seen(school, hazard) | assignment(school), SIGNED)
    stale = await seen(school, hazard)
    other = assignment(school, owner=school.kitchen.person, reason="换食堂的人")
    await school.deputy.did("hazard.assign", await seen(school, hazard) | other, SIGNED)

    rectify = {"note": "我清了", "photos": [shot(3).args]}
    receipt = await school.staff.send("hazard.rectify", stale | rectify, SIGNED)

    assert (receipt["verdict"], receipt["missing"]) == ("superseded", [shot(3).sha256])
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["state"], whole["after"]) == ("assigned", [])
    assert (whole["events"][-1]["applied"], whole["events"][-1]["photos"]) == (False, [shot(3).sha256])


async def test_an_assignment_that_comes_too_late_is_kept_but_never_names_strangers(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    own_work = assignment(school, owner=school.kitchen.person, supervisor=school.staff.person)
    stranger = assignment(school, owner=school.stranger.person)

    late = await school.deputy.send("hazard.assign", await seen(school, hazard) | own_work, SIGNED)
    strange = await school.deputy.send("hazard.assign", await seen(school, hazard) | stranger, SIGNED)

    assert (late["verdict"], late["code"]) == ("superseded", "hazard.moved_on")
    assert (strange["verdict"], strange["code"]) == ("refused", "hazard.person_unknown")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["owner"], whole["state"]) == (school.staff.person, "rectified")
    assert school.stranger.person not in whole["names"]
