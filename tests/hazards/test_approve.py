"""Approval: the principal's word, after everybody else's and never over own work."""

import pytest

from anxun.core.clock import now_ms
from tests.forms import assignment, back, found, grading, here, led_to, seen, shot
from tests.phone import DRAWN, SIGNED
from tests.world import School

WHOLE_LIFE = ["register", "assess", "assign", "start", "rectify", "recheck", "approve"]


async def test_only_the_principal_approves(school: School) -> None:
    hazard = await led_to(school, "rechecked")
    args = await seen(school, hazard["id"]) | {"opinion": ""}

    for phone in (school.patrol, school.staff, school.office, school.deputy, school.stranger, school.officer):
        receipt = await phone.send("hazard.approve", args, SIGNED, organisation=school.id)

        code = "organisation.unknown" if phone is school.stranger else "op.forbidden"
        assert (receipt["verdict"], receipt["code"]) == ("refused", code)
    assert (await school.office.get(f"/api/hazards/{hazard['id']}"))["state"] == "rechecked"


@pytest.mark.s(110, 115, 116)
async def test_a_hazard_goes_from_found_to_struck_off_with_five_signatures(school: School) -> None:
    hazard = await led_to(school, "rechecked")

    await school.principal.did("hazard.approve", await seen(school, hazard["id"]) | {"opinion": "同意"}, SIGNED)

    whole = await school.office.get(f"/api/hazards/{hazard['id']}")
    assert whole["state"] == "struck_off"
    assert abs(whole["struck_off_ms"] - now_ms()) < 60_000
    assert [event["kind"] for event in whole["events"]] == WHOLE_LIFE
    signed = [event["kind"] for event in whole["events"] if event["signature"]]
    assert signed == ["register", "assign", "rectify", "recheck", "approve"]
    assert whole["events"][0]["signature"] == DRAWN
    assert all(event["applied"] is True for event in whole["events"])
    assert whole["before"] == [shot(1).sha256]
    assert whole["after"] == [shot(101).sha256]
    assert whole["events"][5]["presence"] == "scan"
    assert whole["names"][school.patrol.person] == "张老师"
    assert whole["missing"] == []


async def test_approval_needs_a_drawn_signature(school: School) -> None:
    hazard = await led_to(school, "rechecked")
    args = await seen(school, hazard["id"]) | {"opinion": ""}

    for private in (None, {"signature": DRAWN | {"strokes": []}}, {"signature": DRAWN | {"strokes": [[5, 5]]}}):
        receipt = await school.principal.send("hazard.approve", args, private)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "signature.missing")


async def test_photos_of_a_move_that_came_too_late_hold_nothing_up(school: School) -> None:
    hazard = await led_to(school, "rechecked")
    again = {"note": "又拍了一张", "photos": [shot(404).args]}
    late = await school.staff.send("hazard.rectify", await seen(school, hazard["id"]) | again, SIGNED)

    waiting_for = await newest_missing(school, hazard["id"])
    receipt = await school.principal.send("hazard.approve", await seen(school, hazard["id"]) | {"opinion": ""}, SIGNED)

    assert (late["verdict"], late["missing"]) == ("superseded", [shot(404).sha256])
    assert (waiting_for, receipt["verdict"]) == ([], "applied")


async def test_approval_waits_until_every_photo_is_on_the_server(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading())
    await school.deputy.did("hazard.assign", await seen(school, hazard) | assignment(school), SIGNED)
    rectify = {"note": "", "photos": [shot(7).args]}
    await school.staff.did("hazard.rectify", await seen(school, hazard) | rectify, SIGNED)
    recheck = {"presence": here(school), "note": "", "photos": []}
    await school.patrol.did("hazard.recheck", await seen(school, hazard) | recheck, SIGNED)

    receipt = await school.principal.send("hazard.approve", await seen(school, hazard) | {"opinion": ""}, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.photos_missing")
    assert (await newest_missing(school, hazard)) == [shot(7).sha256]


async def test_the_principal_never_approves_own_work(school: School) -> None:
    hazard = (await found(school))["id"]
    own = assignment(school, owner=school.principal.person)
    await school.office.did("hazard.assess", await seen(school, hazard) | grading())
    await school.deputy.did("hazard.assign", await seen(school, hazard) | own, SIGNED)
    rectify = {"note": "", "photos": [shot(8).args]}
    await school.principal.did("hazard.rectify", await seen(school, hazard) | rectify, SIGNED)
    recheck = {"presence": here(school), "note": "", "photos": []}
    await school.patrol.did("hazard.recheck", await seen(school, hazard) | recheck, SIGNED)

    receipt = await school.principal.send("hazard.approve", await seen(school, hazard) | {"opinion": ""}, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.own_work")


async def test_approval_of_what_was_not_on_the_screen_is_kept_but_changes_nothing(school: School) -> None:
    hazard = (await led_to(school, "rechecked"))["id"]
    stale = await seen(school, hazard)
    await school.principal.did("hazard.return", stale | back("照片看不清"))

    receipt = await school.principal.send("hazard.approve", stale | {"opinion": "同意"}, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("superseded", "hazard.moved_on")
    assert receipt["journal_no"] is not None
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert whole["state"] == "rectifying"
    last = whole["events"][-1]
    assert (last["kind"], last["applied"], last["code"], last["note"]) == ("approve", False, "hazard.moved_on", "同意")
    assert last["to_state"] is None


async def newest_missing(school: School, hazard: str) -> list[str]:
    missing: list[str] = (await school.office.get(f"/api/hazards/{hazard}"))["missing"]
    return missing
