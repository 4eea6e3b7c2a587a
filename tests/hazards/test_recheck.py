"""The re-check: by the supervisor, at the point, never of own work."""

from typing import Any

import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.points.rules import make_code
from tests.forms import assignment, back, failing, here, led_to, newest, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.world import School


def looked(school: School, **presence: Any) -> dict[str, Any]:
    return {"presence": here(school) | presence, "note": "看过了", "photos": []}


async def test_nobody_but_the_supervisor_rechecks_and_the_owner_least_of_all(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    args = await seen(school, hazard) | looked(school)

    for phone in (school.staff, school.kitchen, school.office, school.principal):
        receipt = await phone.send("hazard.recheck", args, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.not_yours")


async def test_a_recheck_is_made_at_the_point(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    other, code = new_id(now_ms()), make_code(777)
    point = {"point": other, "name": "锅炉房", "place": "", "type": "boiler_room", "checklists": [], "position": 2}
    await school.office.did("point.add", point)
    await school.office.did("label.issue", {"point": other, "code": code})

    for presence, problem in (
        ({"way": "none", "code": None}, "presence.missing"),
        ({"way": "none"}, "presence.missing"),
        ({"way": "scan", "code": None}, "presence.missing"),
        ({"code": code}, "presence.wrong_point"),
        ({"code": make_code(778)}, "presence.wrong_point"),
        ({"way": "typed", "code": "not a code"}, "presence.wrong_point"),
    ):
        args = await seen(school, hazard) | looked(school, **presence)
        receipt = await school.patrol.send("hazard.recheck", args, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", problem)


async def test_a_label_voided_since_still_proves_the_place(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    typed = f"{school.label[:4]}-{school.label[4:].lower()}"
    args = await seen(school, hazard) | looked(school, way="typed", code=typed) | {"photos": [shot(56).args]}
    offline = school.patrol.make("hazard.recheck", args, SIGNED, at=now_ms() - 1)

    await school.office.did("label.void", {"code": school.label, "reason": "撕坏了"})

    assert (await school.patrol.push(offline))[0]["verdict"] == "applied"
    assert (await school.office.get(f"/api/hazards/{hazard}"))["state"] == "rechecked"


async def test_a_label_voided_before_proves_the_place_no_more(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    void = {"code": school.label, "reason": "撕坏了"}
    await school.office.did("label.void", void)

    receipt = await school.patrol.send("hazard.recheck", await seen(school, hazard) | looked(school), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "presence.label_void")


@pytest.mark.parametrize("way", ["typed", "link"])
async def test_who_does_not_scan_the_code_shows_the_place_by_a_new_photo(school: School, way: str) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    args = await seen(school, hazard) | looked(school, way=way)
    after = (await school.office.get(f"/api/hazards/{hazard}"))["after"]
    borrowed = shot(56).args | {"sha256": after[0]}

    for photos, problem in (([], "presence.photo_missing"), ([borrowed], "hazard.same_photo")):
        receipt = await school.patrol.send("hazard.recheck", args | {"photos": photos}, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", problem)

    await school.patrol.did("hazard.recheck", args | {"photos": [shot(56).args]}, SIGNED)
    event = (await school.office.get(f"/api/hazards/{hazard}"))["events"][-1]
    assert (event["presence"], event["photos"]) == (way, [shot(56).sha256])


@pytest.mark.parametrize(
    ("minutes", "skew", "code"),
    [(-15, 0, "presence.stale"), (-5, 0, None), (-15, 15, None), (0, -15, "presence.stale"), (-15, None, None)],
    ids=["before the work", "as clocks differ", "by a slow clock", "by a fast clock", "by a clock never compared"],
)
async def test_what_was_seen_before_the_work_was_done_rechecks_nothing(
    school: School, minutes: int, skew: int | None, code: str | None
) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    args = await seen(school, hazard) | looked(school, at_ms=now_ms() + minutes * 60_000)
    skew_ms = None if skew is None else skew * 60_000

    receipt = await school.patrol.send(
        "hazard.recheck", args, SIGNED, at=now_ms() - (skew_ms or 0), skew_ms=skew_ms, skew_age_ms=skew_ms and 0
    )

    assert (receipt["verdict"], receipt["code"]) == ("refused" if code else "applied", code)


@pytest.mark.s(163)
async def test_a_recheck_that_finds_it_not_done_goes_back_with_its_photos(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]

    await school.patrol.did("hazard.return", await seen(school, hazard) | back("还堵着"))
    empty = await school.patrol.send("hazard.return", await seen(school, hazard) | back(" "))

    assert (empty["verdict"], empty["code"]) == ("refused", "hazard.reason_missing")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["state"], whole["owner"], whole["after"]) == ("rectifying", school.staff.person, [])
    again = {"note": "又清了", "photos": [shot(55).args]}
    await school.staff.did("hazard.rectify", await seen(school, hazard) | again, SIGNED)
    assert (await school.office.get(f"/api/hazards/{hazard}"))["after"] == [shot(55).sha256]


async def test_who_sends_back_what_has_no_limit_gives_it_one_and_changes_no_other(school: School) -> None:
    fixed = {"exits-clear": failing(shot(1), fixed=[shot(2)])}
    await school.patrol.did("inspection.submit", patrol_form(school, fixed, supervisor=school.staff.person), SIGNED)
    hazard = (await newest(school))["id"]
    sent_back = await seen(school, hazard) | back("还堵着")
    day_ms = 24 * 3_600_000
    until = now_ms() + day_ms

    for wrong in ({}, {"deadline_ms": now_ms()}, {"deadline_ms": now_ms() + 9 * day_ms}):
        receipt = await school.staff.send("hazard.return", sent_back | wrong)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.deadline")

    await school.staff.did("hazard.return", sent_back | {"deadline_ms": until})
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["state"], whole["deadline_ms"]) == ("rectifying", until)
    assert whole["events"][-1]["data"] == {"deadline_ms": until}

    again = {"note": "又清了", "photos": [shot(55).args]}
    await school.patrol.did("hazard.rectify", await seen(school, hazard) | again, SIGNED)
    later = await seen(school, hazard) | {"reason": "门后还有", "deadline_ms": until + day_ms}
    moved = await school.staff.send("hazard.return", later)
    assert (moved["verdict"], moved["code"]) == ("refused", "hazard.deadline")


async def test_a_hazard_whose_supervisor_left_is_returned_by_a_leader_and_given_to_another(school: School) -> None:
    hazard = (await led_to(school, "rectified"))["id"]
    await school.office.did("person.leave", {"person": school.patrol.person})

    office = await school.office.send("hazard.return", await seen(school, hazard) | back("督查人已离校"))
    await school.deputy.did("hazard.return", await seen(school, hazard) | back("督查人已离校"))
    anew = assignment(school, supervisor=school.kitchen.person, reason="督查人已离校")
    await school.deputy.did("hazard.assign", await seen(school, hazard) | anew, SIGNED)
    again = {"note": "又清了", "photos": [shot(55).args]}
    await school.staff.did("hazard.rectify", await seen(school, hazard) | again, SIGNED)
    await school.kitchen.did("hazard.recheck", await seen(school, hazard) | looked(school), SIGNED)

    assert (office["verdict"], office["code"]) == ("refused", "hazard.not_yours")
    assert (await school.office.get(f"/api/hazards/{hazard}"))["state"] == "rechecked"
