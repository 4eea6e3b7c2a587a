"""Submitting an inspection: one signed form in, its hazards on the ledger exactly once."""

from typing import Any

import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.points.rules import make_code
from tests.forms import bring, failing, found, grading, led_to, newest, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.world import School


async def test_a_bureau_and_other_schools_do_not_inspect_here(school: School) -> None:
    for phone in (school.officer, school.stranger):
        receipt = await phone.send("inspection.submit", patrol_form(school), SIGNED, organisation=school.id)

        code = "organisation.unknown" if phone is school.stranger else "op.forbidden"
        assert (receipt["verdict"], receipt["code"]) == ("refused", code)


@pytest.mark.s(30)
async def test_an_inspection_without_a_drawn_signature_is_refused(school: School) -> None:
    receipt = await school.patrol.send("inspection.submit", patrol_form(school))

    assert (receipt["verdict"], receipt["code"]) == ("refused", "signature.missing")


async def test_a_clean_inspection_is_seen_by_the_whole_school_and_raises_nothing(school: School) -> None:
    form = patrol_form(school)

    await school.patrol.did("inspection.submit", form, SIGNED)

    (mirrored,) = (await school.kitchen.pull())["inspection"]
    assert mirrored["id"] == form["inspection"]
    assert (mirrored["failed"], mirrored["items"], mirrored["missing"]) == (0, len(form["answers"]), [])
    assert (await school.office.get("/api/hazards"))["rows"] == []


@pytest.mark.s(84)
async def test_a_failed_item_raises_one_hazard_even_if_sent_twice(school: School) -> None:
    envelope = school.patrol.make("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)

    first, again = await school.patrol.push(envelope), await school.patrol.push(envelope)

    assert first == again
    assert first[0]["missing"] == [shot(1).sha256]
    (row,) = (await school.office.get("/api/hazards"))["rows"]
    assert row["number"].endswith("-0001")
    assert (row["state"], row["grade"], row["suggested_grade"]) == ("registered", None, "larger")
    assert row["suggested_deadline"] == {"kind": "at_once", "text": {"zh": "当场", "en": "At once"}}
    assert row["item_text"]["zh"] == "出口与疏散走道无阻挡、门未上锁"
    assert row["waiting_for"] == {"role": "safety_office", "person": None}


async def test_an_inspection_id_is_used_once(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})
    await school.patrol.did("inspection.submit", form, SIGNED)

    receipt = await school.patrol.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.exists")


async def test_a_hazard_still_open_is_found_again_not_doubled(school: School) -> None:
    first = await found(school)

    await school.staff.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(2))}), SIGNED)

    (row,) = (await school.office.get("/api/hazards"))["rows"]
    whole = await newest(school)
    assert row["id"] == first["id"]
    assert [event["kind"] for event in whole["events"]] == ["register", "found_again"]
    assert set(whole["before"]) == {shot(1).sha256, shot(2).sha256}
    assert whole["version"] == first["version"] + 1
    assert (await school.staff.pull())["hazard"][0]["id"] == first["id"]


async def test_a_hazard_found_again_after_it_was_struck_off_is_a_new_one(school: School) -> None:
    first = await led_to(school, "rechecked")
    await school.principal.did("hazard.approve", await seen(school, first["id"]) | {"opinion": ""}, SIGNED)

    second = await found(school, number=2)

    assert second["id"] != first["id"]
    assert second["events"][0]["kind"] == "register"


async def test_finding_it_again_stops_an_approval_that_did_not_know(school: School) -> None:
    hazard = (await led_to(school, "rechecked"))["id"]
    stale = await seen(school, hazard)
    await found(school, number=2)

    receipt = await school.principal.send("hazard.approve", stale | {"opinion": ""}, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("superseded", "hazard.moved_on")


async def test_two_hazards_of_one_form_get_two_numbers_and_may_share_a_photo(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1)), "stairs-clear": failing(shot(1))})

    receipt = await school.patrol.did("inspection.submit", form, SIGNED)

    rows = (await school.office.get("/api/hazards"))["rows"]
    assert sorted(row["number"][-4:] for row in rows) == ["0001", "0002"]
    assert [row["before"] for row in rows] == [[shot(1).sha256], [shot(1).sha256]]
    assert receipt["missing"] == [shot(1).sha256]


@pytest.mark.s(163)
async def test_what_is_fixed_on_the_spot_goes_straight_to_the_recheck(school: School) -> None:
    failed = {"exits-clear": failing(shot(1), fixed=[shot(2)])}
    form = patrol_form(school, failed, supervisor=school.deputy.person)

    await school.patrol.did("inspection.submit", form, SIGNED)

    whole = await newest(school)
    assert (whole["state"], whole["fixed_on_spot"], whole["grade"]) == ("rectified", True, "larger")
    assert (whole["owner"], whole["rectifier"]) == (school.patrol.person, school.patrol.person)
    assert whole["supervisor"] == school.deputy.person
    assert (whole["before"], whole["after"]) == ([shot(1).sha256], [shot(2).sha256])
    assert [(event["kind"], event["photos"]) for event in whole["events"]] == [
        ("register", [shot(1).sha256]),
        ("fix_on_spot", [shot(2).sha256]),
    ]


async def test_who_fixed_it_on_the_spot_does_not_oversee_it(school: School) -> None:
    failed = {"exits-clear": failing(shot(1), fixed=[shot(2)])}

    await school.patrol.did("inspection.submit", patrol_form(school, failed, supervisor=school.patrol.person), SIGNED)

    whole = await newest(school)
    assert (whole["state"], whole["fixed_on_spot"], whole["owner"]) == ("registered", False, None)
    assert set(whole["before"]) == {shot(1).sha256, shot(2).sha256}


async def test_only_what_the_checklist_lets_be_fixed_on_the_spot_takes_the_short_way(school: School) -> None:
    failed = {"exit-signs": failing(shot(1), fixed=[shot(2)])}

    await school.patrol.did("inspection.submit", patrol_form(school, failed, supervisor=school.deputy.person), SIGNED)

    whole = await newest(school, "exit-signs")
    assert (whole["state"], whole["fixed_on_spot"], whole["owner"]) == ("registered", False, None)
    assert set(whole["before"]) == {shot(1).sha256, shot(2).sha256}


@pytest.mark.s(106)
async def test_a_major_item_is_never_fixed_on_the_spot(school: School) -> None:
    failed = {"windows-unbarred": failing(shot(1), fixed=[shot(2)])}

    await school.patrol.did("inspection.submit", patrol_form(school, failed, supervisor=school.deputy.person), SIGNED)

    whole = await newest(school, "windows-unbarred")
    assert (whole["state"], whole["suggested_grade"], whole["fixed_on_spot"]) == ("registered", "major", False)


async def test_an_unfinished_form_is_refused_whole(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(note=""), "stairs-clear": failing(shot(1))})

    receipt = await school.patrol.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.incomplete")
    assert (await school.office.get("/api/hazards"))["rows"] == []


async def test_what_was_signed_as_failed_is_not_made_good_in_the_erasable_part(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})

    receipt = await school.patrol.send("inspection.submit", form, SIGNED | {"texts": {"exits-clear.result": "pass"}})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")
    assert (await school.office.client.get(f"/api/inspections/{form['inspection']}")).status_code == 404


async def test_the_label_must_be_the_points_own(school: School) -> None:
    wrong = {"way": "scan", "code": make_code(5), "at_ms": now_ms()}
    none = {"way": "none", "code": None, "at_ms": now_ms()}

    receipt = await school.patrol.send("inspection.submit", patrol_form(school, presence=wrong), SIGNED)
    await school.patrol.did("inspection.submit", patrol_form(school, presence=none), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "presence.wrong_point")


@pytest.mark.parametrize("way", ["scan", "link", "typed"])
async def test_who_claims_to_have_been_at_a_label_names_it(school: School, way: str) -> None:
    claimed = {"way": way, "code": None, "at_ms": now_ms()}

    receipt = await school.patrol.send("inspection.submit", patrol_form(school, presence=claimed), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "presence.missing")


async def test_an_inspection_by_a_void_label_counts_as_one_without(school: School) -> None:
    offline, form = patrol_form(school), patrol_form(school)
    before = school.patrol.make("inspection.submit", offline, SIGNED, at=now_ms() - 1)
    await school.office.did("label.void", {"code": school.label, "reason": "丢了"})

    await school.patrol.push(before)
    await school.patrol.did("inspection.submit", form, SIGNED)

    ways = [(await school.office.get(f"/api/inspections/{one['inspection']}"))["presence"] for one in (offline, form)]
    assert ways == ["scan", "none"]


async def test_a_point_or_checklist_that_is_not_here_yet_makes_the_form_wait(school: School) -> None:
    for changes, code in (
        ({"point": new_id(now_ms())}, "point.unknown"),
        ({"version": 999}, "checklist.unknown"),
    ):
        receipt = await school.patrol.send("inspection.submit", patrol_form(school, **changes), SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("waiting", code)


async def test_what_was_seen_at_a_point_retired_meanwhile_still_counts(school: School) -> None:
    await school.office.did("point.retire", {"point": school.point, "reason": "改造"})

    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)

    assert (await newest(school))["state"] == "registered"


async def test_photos_that_arrive_make_their_records_complete_and_wake_the_phones(school: School) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)
    before = await school.office.get("/api/sync/pull")
    cursor = {"epoch": before["epoch"], "scope": before["scope"], "after": before["next"]}

    await bring(school.patrol, shot(1))

    page = await school.office.get("/api/sync/pull", **cursor)
    assert {row["kind"] for row in page["rows"]} == {"hazard", "inspection"}
    assert [row["data"]["missing"] for row in page["rows"]] == [[], []]


async def test_an_assessed_hazard_found_again_keeps_its_grade(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("general"))

    await found(school, number=2)

    whole = await newest(school)
    assert (whole["grade"], whole["state"]) == ("general", "assessed")


@pytest.mark.parametrize(("kind", "grade"), [("worse", "major"), ("other", "larger")])
async def test_what_was_found_decides_the_suggested_grade(school: School, kind: str, grade: str) -> None:
    stairs = {**failing(shot(1), fixed=[shot(2)]), "values": {"result": "fail", "kind": [kind]}}
    form = patrol_form(school, {"stairs-clear": stairs}, supervisor=school.staff.person)

    await school.patrol.did("inspection.submit", form, SIGNED)

    hazard = await newest(school, "stairs-clear")
    assert hazard["suggested_grade"] == grade
    assert hazard["state"] == ("registered" if grade == "major" else "rectified")


def stairs(number: int, kind: str) -> dict[str, Any]:
    return {"stairs-clear": {**failing(shot(number)), "values": {"result": "fail", "kind": [kind]}}}


async def test_what_is_worse_than_the_open_hazard_it_joins_raises_the_grade_suggested(school: School) -> None:
    for number, kind in enumerate(("other", "worse", "other")):
        await school.patrol.did("inspection.submit", patrol_form(school, stairs(number, kind)), SIGNED)

    hazard = await newest(school, "stairs-clear")
    _, worse, less = (event["data"] for event in hazard["events"])
    assert (hazard["suggested_grade"], worse["grade"], less["grade"]) == ("major", "major", None)
    graded = await seen(school, hazard["id"]) | grading("general") | {"reason": ""}
    receipt = await school.office.send("hazard.assess", graded)
    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.reason_missing")


async def test_a_hazard_graded_lower_says_when_worse_is_found_and_may_be_graded_anew(school: School) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school, stairs(1, "other")), SIGNED)
    hazard = (await newest(school, "stairs-clear"))["id"]
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("general"))
    await school.patrol.did("inspection.submit", patrol_form(school, stairs(2, "worse")), SIGNED)

    whole = await newest(school, "stairs-clear")

    assert (whole["state"], whole["grade"], whole["suggested_grade"]) == ("assessed", "general", "major")
    assert whole["events"][-1]["data"]["grade"] == "major"
    await school.office.did("hazard.assess", await seen(school, hazard) | grading("major", "清走电动车"))


async def test_a_failed_item_does_not_leave_open_which_of_two_was_found(school: School) -> None:
    form = patrol_form(school, {"stairs-clear": failing(shot(1))})
    form["answers"][9]["values"] = {"result": "fail"}

    receipt = await school.patrol.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.incomplete")
