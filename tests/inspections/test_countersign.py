"""The second signature: by another person of the school in their own account, once, whenever it comes."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from anxun.checklists.queries import library
from anxun.cli.demo.forms import filled
from anxun.cli.verifying import prove
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.db import raw, transaction
from tests.audit import differences
from tests.forms import bring, countersigning, failing, handed_in, patrol_form, shot
from tests.phone import DRAWN, SIGNED, Phone
from tests.world import School

DOT = {"signature": {"width": 300, "height": 120, "strokes": [[10, 10]]}}
OTHER = {"signature": DRAWN | {"strokes": [[5, 5, 90, 90, 40, 10]]}}


async def whole(school: School, args: dict[str, str], phone: Phone | None = None) -> dict[str, Any]:
    """The record, as the office sees it."""
    found: dict[str, Any] = await (phone or school.office).get(f"/api/inspections/{args['inspection']}")
    return found


async def test_a_bureau_and_other_schools_do_not_countersign_here(school: School) -> None:
    args = await handed_in(school)

    for phone, code in ((school.officer, "op.forbidden"), (school.stranger, "organisation.unknown")):
        receipt = await phone.send("inspection.countersign", args, SIGNED, organisation=school.id)
        assert (receipt["verdict"], receipt["code"]) == ("refused", code)
    receipt = await school.stranger.send("inspection.countersign", args, SIGNED)
    assert (receipt["verdict"], receipt["code"]) == ("waiting", "inspection.unknown")
    assert (await whole(school, args))["countersigned_by"] is None


async def test_nobody_countersigns_an_own_form(school: School) -> None:
    args = await handed_in(school)

    receipt = await school.patrol.send("inspection.countersign", args, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.own_signature")
    assert (await whole(school, args))["countersigned_by"] is None


@pytest.mark.parametrize("private", [None, {}, DOT])
async def test_a_countersignature_that_was_not_drawn_is_refused(school: School, private: dict[str, Any]) -> None:
    args = await handed_in(school)

    receipt = await school.deputy.send("inspection.countersign", args, private)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "signature.missing")


async def test_strokes_that_are_not_those_that_were_signed_do_not_count(school: School) -> None:
    args = await handed_in(school)
    genuine = school.deputy.make("inspection.countersign", args, SIGNED)
    assert genuine.private is not None
    forged = type(genuine)(
        device=genuine.device, body=genuine.body, private=genuine.private + " ", signature=genuine.signature
    )

    (receipt,) = await school.deputy.push(forged)
    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.private")
    assert (await whole(school, args))["countersigned_by"] is None

    (receipt,) = await school.deputy.push(genuine)
    assert receipt["verdict"] == "applied"


async def test_a_form_waits_for_its_second_signature_and_then_shows_both(school: School) -> None:
    args = await handed_in(school)
    (waiting,) = (await school.kitchen.pull())["inspection"]
    assert (waiting["signers"], waiting["countersigned_by"], waiting["countersigned_ms"]) == (2, None, None)
    assert (await whole(school, args))["second"] is None

    receipt = await school.deputy.did("inspection.countersign", args, OTHER)

    (row,) = (await school.kitchen.pull())["inspection"]
    assert row["countersigned_by"] == school.deputy.person
    assert abs(row["countersigned_ms"] - now_ms()) < 60_000
    record = await whole(school, args)
    assert (record["person_name"], record["countersigner_name"]) == ("张老师", "赵副校长")
    assert (record["signature"], record["second"]) == (
        DRAWN,
        {
            "signature": OTHER["signature"],
            **{name: receipt[name] for name in ("received_ms", "journal_no", "hash")},
        },
    )
    assert (await prove(school.id)).fault is None


async def test_the_second_to_countersign_changes_nothing(school: School) -> None:
    args = await handed_in(school)
    await school.deputy.did("inspection.countersign", args, SIGNED)

    for phone in (school.office, school.deputy):
        receipt = await phone.send("inspection.countersign", args, OTHER)
        assert (receipt["verdict"], receipt["code"]) == ("superseded", "inspection.countersigned")

    assert (await whole(school, args))["countersigned_by"] == school.deputy.person
    assert (await prove(school.id)).fault is None


async def test_a_countersignature_sent_twice_counts_once(school: School) -> None:
    args = await handed_in(school)
    envelope = school.deputy.make("inspection.countersign", args, SIGNED)

    first, second = await school.deputy.push(envelope), await school.deputy.push(envelope)

    assert first == second
    assert first[0]["verdict"] == "applied"


async def test_a_countersignature_waits_for_a_form_that_comes_later(school: School) -> None:
    first = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
    second = school.deputy.make("inspection.countersign", countersigning(first), SIGNED)

    (receipt,) = await school.deputy.push(second)
    assert (receipt["verdict"], receipt["code"]) == ("waiting", "inspection.unknown")

    await school.patrol.push(first)
    (receipt,) = await school.deputy.push(second)
    assert receipt["verdict"] == "applied"


async def test_the_second_signature_is_under_the_very_form_that_was_seen(school: School) -> None:
    """Two forms may be made under one id; only one of them is what the second signer read."""
    other = school.staff.make("inspection.submit", patrol_form(school), SIGNED)
    args = await handed_in(school)
    (row,) = (await school.deputy.pull())["inspection"]
    assert row["body_hash"] == args["body_hash"] == (await whole(school, args))["body_hash"]

    seen_elsewhere = args | {"body_hash": countersigning(other)["body_hash"]}
    receipt = await school.deputy.send("inspection.countersign", seen_elsewhere, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.other_form")
    assert (await whole(school, args))["countersigned_by"] is None
    await school.deputy.did("inspection.countersign", args, SIGNED)
    assert await differences() == []


async def test_a_countersignature_that_does_not_name_what_was_seen_is_refused(school: School) -> None:
    args = await handed_in(school)

    receipt = await school.deputy.send("inspection.countersign", {"inspection": args["inspection"]}, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")


async def test_a_form_exchanged_under_its_second_signature_is_found(school: School) -> None:
    """By its maker and somebody with the database: another form under the same id, genuinely signed."""
    before, form = replace(school.patrol.signer), patrol_form(school)
    first = school.patrol.make("inspection.submit", form, SIGNED)
    operation = json.loads(first.body)["id"]
    changed = form | {"started_ms": form["started_ms"] - 1}
    other = before.envelope("inspection.submit", changed, now_ms(), SIGNED, id=operation)
    await school.patrol.push(first)
    await school.deputy.did("inspection.countersign", countersigning(first), SIGNED)
    assert await differences() == []

    async with transaction():
        sql = "UPDATE journal SET body = {}, signature = {} WHERE id = {}"
        await raw(sql, [other.body, other.signature, operation])
        await raw("UPDATE journal_private SET text = {} WHERE id = {}", [other.private, operation])

    assert any(line.endswith("inspection.other_form") for line in await differences())


async def test_a_form_for_one_signature_takes_no_second(school: School) -> None:
    checklist = library().get("ck-14", 1)
    assert checklist is not None
    answers = filled(checklist, {}, now_ms(), random.Random(1)).answers
    args = await handed_in(school, checklist="ck-14", answers=answers)

    receipt = await school.deputy.send("inspection.countersign", args, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.one_signature")
    assert (await whole(school, args))["signers"] == 1


async def test_who_left_countersigns_no_more(school: School) -> None:
    args = await handed_in(school)
    await school.office.did("person.leave", {"person": school.staff.person})

    receipt = await school.staff.send("inspection.countersign", args, SIGNED, at=now_ms() + 1_000)

    assert receipt["verdict"] in ("refused", "held")
    assert (await whole(school, args))["countersigned_by"] is None


async def test_a_record_is_read_by_who_may_be_the_second_until_somebody_was(school: School) -> None:
    """A form that waits is shown to those who fill in such forms; afterwards only to who signed it."""
    args = await handed_in(school, school.office)
    door = f"/api/inspections/{args['inspection']}"
    assert (await school.patrol.client.get(door)).status_code == 200
    assert (await school.kitchen.client.get(door)).status_code == 404

    await school.kitchen.did("inspection.countersign", args, SIGNED)

    assert (await school.patrol.client.get(door)).status_code == 404
    assert (await school.kitchen.client.get(door)).status_code == 200
    assert (await school.stranger.client.get(door)).status_code == 404


async def test_photos_of_a_form_are_seen_by_who_may_be_the_second(school: School) -> None:
    args = await handed_in(school, school.office, failed={"exits-clear": failing(shot(1))})
    await bring(school.office, shot(1))
    door = f"/api/blobs/{shot(1).sha256}"
    assert (await school.patrol.client.get(door)).status_code == 200
    assert (await school.kitchen.client.get(door)).status_code == 404

    await school.deputy.did("inspection.countersign", args, SIGNED)

    assert (await school.patrol.client.get(door)).status_code == 404


async def test_the_strokes_can_be_erased_and_the_chain_still_holds(school: School) -> None:
    args = await handed_in(school)
    receipt = await school.deputy.did("inspection.countersign", args, SIGNED)

    async with transaction():
        await raw("DELETE FROM journal_private WHERE id = {}", [receipt["id"]])

    second = (await whole(school, args))["second"]
    assert isinstance(second, dict)
    assert (second["signature"], second["journal_no"]) == (None, receipt["journal_no"])
    assert (await prove(school.id)).fault is None
    assert [line for line in await differences() if not line.startswith("journal_private")] == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE countersignature SET person = (SELECT max(id) FROM person)",
        "UPDATE countersignature SET captured_ms = captured_ms - 1",
        "UPDATE countersignature SET received_ms = received_ms - 1",
        "UPDATE countersignature SET id = (SELECT max(id) FROM journal WHERE name = 'inspection.submit')",
        "UPDATE countersignature SET id = 'x'",
        "UPDATE countersignature SET inspection = (SELECT max(id) FROM inspection)",
        "DELETE FROM countersignature",
    ],
)
async def test_a_countersignature_that_no_operation_made_is_found(school: School, damage: str) -> None:
    args = await handed_in(school)
    await handed_in(school)
    await school.deputy.did("inspection.countersign", args, SIGNED)

    async with transaction():
        await raw(damage)

    assert any(line.startswith("countersignature") for line in await differences())


async def test_a_countersignature_of_long_ago_waits_for_the_office(school: School) -> None:
    args = await handed_in(school)

    receipt = await school.deputy.send("inspection.countersign", args, SIGNED, at=now_ms() - 15 * DAY_MS)

    assert (receipt["verdict"], receipt["code"]) == ("held", "op.too_old")
