"""Grading: general, larger or major, by the safety office or a leader."""

import pytest

from tests.forms import found, grading, led_to, seen
from tests.world import School


async def test_who_finds_hazards_does_not_grade_them(school: School) -> None:
    hazard = (await found(school))["id"]
    args = await seen(school, hazard) | grading()

    for phone in (school.patrol, school.kitchen, school.staff, school.stranger, school.officer):
        receipt = await phone.send("hazard.assess", args, organisation=school.id)

        code = "organisation.unknown" if phone is school.stranger else "op.forbidden"
        assert (receipt["verdict"], receipt["code"]) == ("refused", code)


@pytest.mark.s(106)
async def test_a_major_grade_needs_interim_measures_and_shows_the_bureau(school: School) -> None:
    hazard = (await found(school))["id"]
    assert "hazard" not in await school.officer.pull(school.id)

    without = await school.office.send("hazard.assess", await seen(school, hazard) | grading("major"))
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("major", "封闭通道"))

    assert (without["verdict"], without["code"]) == ("refused", "hazard.interim_missing")
    (mirrored,) = (await school.officer.pull(school.id))["hazard"]
    assert (mirrored["grade"], mirrored["interim"], mirrored["state"]) == ("major", "封闭通道", "assessed")
    page = await school.officer.get("/api/sync/pull")
    assert page["watching"] == [school.id]


async def test_a_second_look_may_make_a_hazard_major_but_no_school_makes_it_smaller_again(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("general"))
    await school.principal.did("hazard.assess", await seen(school, hazard) | grading("major", "封闭通道"))

    receipt = await school.principal.send("hazard.assess", await seen(school, hazard) | grading("general"))

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.major_stays")
    (mirrored,) = (await school.officer.pull(school.id))["hazard"]
    assert (mirrored["grade"], mirrored["interim"], mirrored["state"]) == ("major", "封闭通道", "assessed")


async def test_less_than_the_item_suggests_for_a_major_hazard_needs_a_reason(school: School) -> None:
    hazard = (await found(school, item="windows-unbarred"))["id"]
    args = await seen(school, hazard) | grading("general")

    receipt = await school.office.send("hazard.assess", args | {"reason": " "})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.reason_missing")
    await school.office.did("hazard.assess", args)


async def test_a_hazard_that_is_not_here_yet_makes_its_move_wait(school: School) -> None:
    nowhere = "0190a000-0000-7000-8000-00000000dead"
    receipt = await school.office.send("hazard.assess", {"hazard": nowhere, "seen": 1} | grading())

    assert (receipt["verdict"], receipt["code"], receipt["journal_no"]) == ("waiting", "hazard.unknown", None)


async def test_a_hazard_of_another_school_is_as_unknown_as_none(school: School) -> None:
    hazard = (await found(school))["id"]

    receipt = await school.stranger.send("hazard.assess", {"hazard": hazard, "seen": 1} | grading())

    assert (receipt["verdict"], receipt["code"]) == ("waiting", "hazard.unknown")


async def test_a_grading_that_comes_too_late_is_kept_whatever_it_says(school: School) -> None:
    hazard = (await led_to(school, "assigned", grade="major"))["id"]

    receipt = await school.office.send("hazard.assess", await seen(school, hazard) | grading("general"))

    assert (receipt["verdict"], receipt["code"]) == ("superseded", "hazard.moved_on")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["grade"], whole["state"], whole["events"][-1]["applied"]) == ("major", "assigned", False)
