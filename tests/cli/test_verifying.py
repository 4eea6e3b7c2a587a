"""What was told of the hazards by hand, and not by an operation, is found on both databases."""

from dataclasses import replace

import pytest

from anxun.cli.verifying import LINKED, prove
from anxun.core.db import raw, transaction
from anxun.journal.rules import Link
from tests.audit import differences
from tests.forms import failing, led_to, newest, patrol_form, shot
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
