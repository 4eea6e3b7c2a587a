"""What was told of the hazards by hand, and not by an operation, is found on both databases."""

from dataclasses import replace

import pytest

from anxun.cli.verifying import LINKED, prove
from anxun.core.clock import now_ms
from anxun.core.db import raw, transaction
from anxun.core.ids import new_id
from anxun.journal.rules import Link
from anxun.sync import push
from tests.audit import differences
from tests.forms import failing, led_to, letting_go, newest, patrol_form, shot
from tests.inspections.test_rows import handler
from tests.phone import SIGNED
from tests.world import School

HISTORY = "hazard_event"


@pytest.fixture
async def told(school: School) -> School:
    """One hazard struck off, one fixed on the spot, one found twice, one move that came too late."""
    struck_off = (await led_to(school, "struck_off"))["id"]
    form = {
        "no-fire-or-power-violation": failing(shot(7), fixed=[shot(8)]),
        "stairs-clear": failing(shot(9), note="纸箱"),
    }
    await school.patrol.did("inspection.submit", patrol_form(school, form, supervisor=school.staff.person), SIGNED)
    await school.patrol.did("inspection.submit", patrol_form(school, {"stairs-clear": failing(shot(9))}), SIGNED)
    late = {"hazard": struck_off, "seen": 1, "grade": "general", "reason": "", "interim": None}
    assert (await school.office.send("hazard.assess", late))["verdict"] == "superseded"
    return school


async def test_what_the_operations_made_holds(told: School) -> None:
    assert (await newest(told, "stairs-clear"))["version"] == 2

    assert [(await prove(place)).fault for place in (told.id, told.bureau, told.other)] == [None] * 3
    assert await differences() == []


async def test_a_late_comer_that_fits_no_chain_is_no_alarm_for_ever(school: School) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)
    before = replace(school.patrol.signer)
    dream = school.patrol.make("inspection.dream", {})
    (passed_over,) = await school.patrol.push(dream)
    assert passed_over["verdict"] == "unknown"
    kept = replace(school.patrol.signer)
    school.patrol.signer = before
    (other,) = await school.patrol.push(school.patrol.make("inspection.submit", patrol_form(school), SIGNED))
    assert (other["verdict"], other["code"]) == ("held", "op.chain")
    school.patrol.signer = kept
    await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)

    assert (await prove(school.id)).fault is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE hazard_event SET note = '伪造' WHERE kind = 'approve'",
        "UPDATE hazard_event SET note = '伪造' WHERE kind = 'register'",
        "UPDATE hazard_event SET note = '伪造' WHERE kind = 'found_again'",
        "UPDATE hazard_event SET note = '伪造' WHERE kind = 'fix_on_spot'",
        "UPDATE hazard_event SET captured_ms = captured_ms - 1 WHERE kind = 'rectify'",
        "UPDATE hazard_event SET received_ms = received_ms - 1 WHERE kind = 'register'",
        "UPDATE hazard_event SET person = (SELECT max(id) FROM person) WHERE kind = 'assign'",
        "UPDATE hazard_event SET kind = 'accept' WHERE kind = 'approve'",
        "UPDATE hazard_event SET applied = true WHERE kind = 'assess'",
        "UPDATE hazard_event SET data = replace(data, 'general', 'larger') WHERE kind = 'assess'",
        "UPDATE hazard_event SET hazard = (SELECT id FROM hazard WHERE item = 'stairs-clear') WHERE kind = 'recheck'",
        "UPDATE hazard_event SET operation = 'x' WHERE kind = 'found_again'",
        "UPDATE hazard_event SET operation = (SELECT max(id) FROM journal) WHERE kind = 'register'",
        "DELETE FROM hazard_event WHERE kind = 'rectify'",
    ],
)
async def test_a_history_that_no_operation_made_is_found(told: School, damage: str) -> None:
    async with transaction():
        await raw(damage)

    assert any(line.startswith(HISTORY) for line in await differences())


async def test_a_chain_written_anew_still_shows_that_a_device_did_not_sign_in_this_order(told: School) -> None:
    receipt = await told.patrol.send("inspection.submit", patrol_form(told), SIGNED, prev="0" * 64)
    assert receipt["code"] == "op.chain"
    entry = (await raw("SELECT * FROM journal WHERE id = {}", [receipt["id"]]))[0]

    fields = {name: entry[name] for name in LINKED} | {"verdict": "refused", "code": None}
    head = Link(prev=entry["prev"], **fields).hash()
    async with transaction():
        await raw(
            "UPDATE journal SET verdict = 'refused', code = NULL, hash = {} WHERE hash = {}", [head, entry["hash"]]
        )
        await raw("UPDATE organisation SET journal_head = {} WHERE id = {}", [head, told.id])

    assert "does not follow its device's last" in ((await prove(told.id)).fault or "")


async def erase(operation: str) -> None:
    """As the law wants it of what somebody may no longer keep."""
    async with transaction():
        await raw("DELETE FROM journal_private WHERE id = {}", [operation])


async def test_names_that_were_erased_from_a_form_raise_no_alarm(school: School) -> None:
    named = {**SIGNED, "texts": {"people..1": "周师傅", "unfit-staff.people": "周师傅，发热，已回家"}}
    form = await school.kitchen.did("inspection.submit", handler(school, 38.1), named)
    await erase(form["id"])

    assert (await prove(school.id)).fault is None
    assert await differences() == []


@pytest.mark.parametrize("named", [True, False])
async def test_a_held_form_that_was_released_and_then_erased_raises_no_alarm(school: School, named: bool) -> None:
    args = handler(school, 36.5) if named else patrol_form(school, {"stairs-clear": failing(shot(9))})
    private = {**SIGNED, "texts": {"people..1": "周师傅"}} if named else SIGNED
    phone = school.kitchen if named else school.patrol
    held = await phone.send("inspection.submit", args, private, prev="0" * 64)
    assert held["verdict"] == "held"
    await school.office.did("operation.release", letting_go(held["id"]))
    await erase(held["id"])

    assert (await prove(school.id)).fault is None
    assert await differences() == []


async def test_what_was_held_and_makes_no_sense_may_be_erased_too(school: School) -> None:
    held = await school.patrol.send("inspection.submit", {"answers": "无"}, SIGNED, prev="0" * 64)
    waits = await school.patrol.send("inspection.submit", patrol_form(school) | {"answers": []}, SIGNED, prev="1" * 64)
    receipt = await school.office.did("operation.release", letting_go(held["id"]))
    assert (held["verdict"], waits["verdict"], receipt["verdict"]) == ("held", "held", "applied")
    await erase(held["id"])
    await erase(waits["id"])

    assert await differences() == []


async def test_what_was_erased_while_it_was_held_cannot_be_released(school: School) -> None:
    held = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED, prev="0" * 64)
    await erase(held["id"])

    receipt = await school.office.send("operation.release", letting_go(held["id"]))

    assert (receipt["verdict"], receipt["code"]) == ("refused", "operation.not_held")


async def test_a_clock_set_back_between_two_organisations_is_no_alarm(school: School) -> None:
    at = now_ms()
    head = {"person": new_id(at), "roles": ["principal"]}
    add = school.officer.make("person.add", head, {"name": "新校长", "phone": ""}, organisation=school.id)
    gone = school.server.make("system.person_leave", {"person": school.officer.person}, organisation=school.bureau)
    receipts = [*await push.apply([add], at + 60_000), *await push.apply([gone], at + 1_000)]
    assert [receipt.verdict for receipt in receipts] == ["applied"] * 2

    assert await differences() == []


async def test_behind_an_entry_that_cannot_be_done_again_everything_else_is_still_compared(school: School) -> None:
    form = await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)
    await school.office.did("label.void", {"code": school.label, "reason": "撕坏"})
    async with transaction():
        await raw("DELETE FROM inspection WHERE operation = {}", [form["id"]])
        await raw("UPDATE journal SET verdict = 'superseded', code = 'x' WHERE id = {}", [form["id"]])
        await raw("UPDATE person SET name = {} WHERE id = {}", ["别人", school.staff.person])

    found = await differences()

    assert found[0].startswith(f"{school.id} entry {form['journal_no']} cannot be done again: ")
    assert f"person {school.staff.person}: name" in found
    assert not any(line.startswith("label ") for line in found)
