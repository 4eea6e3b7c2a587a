"""The trip of one hazard, from the corridor to the archive. Read this first: the whole product, through its doors.

The cast stands in `world.py`: a patrol finds, the safety office grades, the deputy assigns, staff puts it right, the
patrol looks again, the principal closes. A bureau stands above; a stranger works at another school.
"""

import asyncio
from typing import Any

import pytest

from anxun.core.clock import now_ms
from tests.forms import assignment, back, bring, failing, found, grading, here, led_to, newest, patrol_form, seen, shot
from tests.phone import SIGNED, Phone
from tests.world import NAMES, School

BLOCKED, WIRING, CLEARED = shot(1), shot(2), shot(3)


@pytest.mark.s(115, 180)
async def test_two_items_fail_offline_and_become_two_numbered_hazards(school: School) -> None:
    # Offline: one form at the point, two items fail, each with a photo. The phone signs it and keeps it.
    failed = {"exits-clear": failing(BLOCKED), "no-fire-or-power-violation": failing(WIRING)}
    form = patrol_form(school, failed)
    captured_ms = now_ms()
    queued = school.patrol.make("inspection.submit", form, SIGNED, at=captured_ms)
    await asyncio.sleep(0.05)

    # Back in the network: the operation first. Its receipt names the photos that are still missing.
    (receipt,) = await school.patrol.push(queued)
    assert (receipt["verdict"], set(receipt["missing"])) == ("applied", {BLOCKED.sha256, WIRING.sha256})
    await bring(school.patrol, BLOCKED, WIRING)
    assert (await school.patrol.push(queued))[0] == {**receipt, "missing": []}

    # Each failed item has become a hazard with a number of this year; the record says where it stands in the journal.
    record = await school.office.get(f"/api/inspections/{form['inspection']}")
    assert [one["number"][4:] for one in record["hazards"]] == ["-0001", "-0002"]
    assert (record["journal_no"], record["hash"]) == (receipt["journal_no"], receipt["hash"])

    # The phone's claim of the time and the server's own stand side by side, for ever.
    (registered,) = (await newest(school))["events"]
    assert (registered["captured_ms"], registered["received_ms"]) == (captured_ms, receipt["received_ms"])
    assert captured_ms < receipt["received_ms"]


@pytest.mark.s(110, 116)
async def test_step_by_step_it_is_put_right_by_one_checked_by_another_and_struck_off(school: School) -> None:
    hazard = (await found(school))["id"]
    done = {"note": "已清走", "photos": [CLEARED.args]}
    steps: list[tuple[str, Phone, str, dict[str, Any]]] = [
        ("assessed", school.office, "hazard.assess", grading()),
        ("assigned", school.deputy, "hazard.assign", assignment(school)),
        ("rectifying", school.staff, "hazard.start", {}),
        ("rectified", school.staff, "hazard.rectify", done),
        ("rechecked", school.patrol, "hazard.recheck", {"presence": here(school), "note": "属实", "photos": []}),
        ("struck_off", school.principal, "hazard.approve", {"opinion": "同意销号"}),
    ]
    for state, phone, operation, args in steps:
        if state not in ("assessed", "struck_off"):  # no step can be left out
            early = await school.principal.send("hazard.approve", await seen(school, hazard) | {"opinion": ""}, SIGNED)
            assert early["verdict"] == "superseded"
        await phone.did(operation, await seen(school, hazard) | args, SIGNED)
        assert (await school.office.get(f"/api/hazards/{hazard}"))["state"] == state
        if state == "rectified":
            await bring(school.staff, CLEARED)

    # The history: who, and the strokes where a signature is due; the finder reads it too.
    told = await school.patrol.get(f"/api/hazards/{hazard}")
    applied = [event for event in told["events"] if event["applied"]]
    assert [(event["kind"], told["names"][event["person"]], event["role"]) for event in applied] == [
        ("register", NAMES["patrol"], "inspector"),
        ("assess", NAMES["office"], "safety_office"),
        ("assign", NAMES["deputy"], "vice_principal"),
        ("start", NAMES["staff"], "owner"),
        ("rectify", NAMES["staff"], "owner"),
        ("recheck", NAMES["patrol"], "supervisor"),
        ("approve", NAMES["principal"], "principal"),
    ]
    assert all(event["signature"]["strokes"] for event in applied if event["kind"] not in ("assess", "start"))
    assert (told["before"], told["after"]) == ([BLOCKED.sha256], [CLEARED.sha256])
    assert told["struck_off_ms"] == applied[-1]["captured_ms"]


@pytest.mark.s(27, 106)
async def test_a_major_hazard_needs_a_measure_at_once_and_only_the_bureau_closes_it(school: School) -> None:
    seen_first = await seen(school, (await found(school))["id"])
    bare = await school.office.send("hazard.assess", seen_first | grading("major"))
    assert (bare["verdict"], bare["code"]) == ("refused", "hazard.interim_missing")
    assert (await school.officer.get("/api/sync/pull"))["watching"] == []

    major = (await led_to(school, "approved", grade="major", number=20))["id"]

    # From its grading on the bureau sees it; the school can do no more.
    assert (await school.officer.get("/api/sync/pull"))["watching"] == [school.id]
    mirrored = (await school.officer.pull(school.id))["hazard"]
    assert [(one["id"], one["state"], one["interim"]) for one in mirrored] == [(major, "approved", "封闭通道")]
    word = {"opinion": "同意"}
    own = await school.principal.send("hazard.accept", await seen(school, major) | word, SIGNED)
    assert (own["verdict"], own["code"]) == ("refused", "op.forbidden")
    await school.officer.did("hazard.accept", await seen(school, major) | word, SIGNED, organisation=school.id)
    assert (await school.principal.get(f"/api/hazards/{major}"))["state"] == "struck_off"


@pytest.mark.s(163)
async def test_what_is_put_right_on_the_spot_takes_the_short_way_and_still_stands_on_the_ledger(school: School) -> None:
    failed = {"exits-clear": failing(BLOCKED, fixed=[CLEARED])}
    await school.patrol.did("inspection.submit", patrol_form(school, failed, supervisor=school.kitchen.person), SIGNED)
    await bring(school.patrol, BLOCKED, CLEARED)

    (mirrored,) = (await school.kitchen.pull())["hazard"]
    assert (mirrored["state"], mirrored["fixed_on_spot"], mirrored["grade"]) == ("rectified", True, "larger")
    look = {"presence": here(school), "note": "", "photos": []}
    await school.kitchen.did("hazard.recheck", await seen(school, mirrored["id"]) | look, SIGNED)
    await school.principal.did("hazard.approve", await seen(school, mirrored["id"]) | {"opinion": ""}, SIGNED)

    told = await newest(school)
    assert (told["state"], told["number"][4:]) == ("struck_off", "-0001")
    assert [event["kind"] for event in told["events"]] == ["register", "fix_on_spot", "recheck", "approve"]


async def test_work_that_is_not_good_enough_goes_back_with_a_reason_and_comes_again(school: School) -> None:
    poor = (await led_to(school, "rectified"))["id"]
    silent = await school.patrol.send("hazard.return", await seen(school, poor) | back(" "))
    assert (silent["verdict"], silent["code"]) == ("refused", "hazard.reason_missing")

    await school.patrol.did("hazard.return", await seen(school, poor) | back("门仍然打不开"))

    told = await school.staff.get(f"/api/hazards/{poor}")
    assert (told["state"], told["after"], told["events"][-1]["note"]) == ("rectifying", [], "门仍然打不开")
    again = {"note": "门锁已修", "photos": [CLEARED.args]}
    await school.staff.did("hazard.rectify", await seen(school, poor) | again, SIGNED)
    await bring(school.staff, CLEARED)
    assert (await school.staff.get(f"/api/hazards/{poor}"))["after"] == [CLEARED.sha256]


@pytest.mark.s(32)
async def test_nobody_looks_after_checks_or_closes_own_work(school: School) -> None:
    graded = (await led_to(school, "assessed"))["id"]
    alone = assignment(school, supervisor=school.staff.person)
    same = await school.deputy.send("hazard.assign", await seen(school, graded) | alone, SIGNED)
    assert (same["verdict"], same["code"]) == ("refused", "hazard.same_person")

    # The principal puts it right in person: then a stand-in must close it.
    owner = assignment(school, owner=school.principal.person)
    await school.deputy.did("hazard.assign", await seen(school, graded) | owner, SIGNED)
    done = {"note": "已清走", "photos": [CLEARED.args]}
    await school.principal.did("hazard.rectify", await seen(school, graded) | done, SIGNED)
    await bring(school.principal, CLEARED)
    look = {"presence": here(school), "note": "", "photos": []}
    other = await school.principal.send("hazard.recheck", await seen(school, graded) | look, SIGNED)
    assert (other["verdict"], other["code"]) == ("refused", "hazard.not_yours")
    await school.patrol.did("hazard.recheck", await seen(school, graded) | look, SIGNED)
    own = await school.principal.send("hazard.approve", await seen(school, graded) | {"opinion": ""}, SIGNED)
    assert (own["verdict"], own["code"]) == ("refused", "hazard.own_work")


@pytest.mark.s(30)
async def test_nothing_counts_without_the_signature_that_is_due(school: School) -> None:
    unsigned = await school.patrol.send("inspection.submit", patrol_form(school), {})
    assert (unsigned["verdict"], unsigned["code"]) == ("refused", "signature.missing")

    ready = (await led_to(school, "rechecked"))["id"]
    bare = await school.principal.send("hazard.approve", await seen(school, ready) | {"opinion": ""})
    assert (bare["verdict"], bare["code"]) == ("refused", "signature.missing")
    assert (await school.office.get(f"/api/hazards/{ready}"))["state"] == "rechecked"


async def test_photos_may_come_days_later_but_nothing_is_closed_without_them(school: School) -> None:
    late = (await led_to(school, "rectifying"))["id"]
    done = {"note": "已清走", "photos": [CLEARED.args]}
    receipt = await school.staff.did("hazard.rectify", await seen(school, late) | done, SIGNED)
    assert receipt["missing"] == [CLEARED.sha256]
    look = {"presence": here(school), "note": "", "photos": []}
    await school.patrol.did("hazard.recheck", await seen(school, late) | look, SIGNED)

    word = {"opinion": "同意"}
    early = await school.principal.send("hazard.approve", await seen(school, late) | word, SIGNED)
    assert (early["verdict"], early["code"]) == ("refused", "hazard.photos_missing")

    await bring(school.staff, CLEARED)
    await school.principal.did("hazard.approve", await seen(school, late) | word, SIGNED)
    assert (await newest(school))["missing"] == []


async def test_a_hazard_is_seen_by_those_it_concerns_and_by_nobody_else(school: School) -> None:
    graded = (await led_to(school, "assessed"))["id"]
    sees = {"patrol", "office", "deputy", "principal", "officer"}
    assert await _who_sees(school, graded) == sees

    watched = assignment(school, supervisor=school.kitchen.person)
    await school.deputy.did("hazard.assign", await seen(school, graded) | watched, SIGNED)

    assert await _who_sees(school, graded) == sees | {"staff", "kitchen"}
    mirrored = {name for name, phone in school.phones().items() if "hazard" in await phone.pull()}
    assert mirrored == (sees | {"staff", "kitchen"}) - {"officer"}


async def _who_sees(school: School, hazard: str) -> set[str]:
    """By both doors, which agree: the record, and the photo it names."""
    replies = {
        name: (
            (await phone.client.get(f"/api/hazards/{hazard}")).status_code,
            (await phone.client.get(f"/api/blobs/{BLOCKED.sha256}")).status_code,
        )
        for name, phone in school.phones().items()
    }
    assert set(replies.values()) <= {(200, 200), (404, 404)}
    return {name for name, statuses in replies.items() if statuses == (200, 200)}
