"""Whoever rules over other people's rights does so by the server's clock, never by a phone's."""

import pytest

from anxun.accounts import queries
from anxun.accounts.tables import Grant
from anxun.core.clock import DAY_MS, HOUR_MS, now_ms
from anxun.core.db import transaction
from tests.forms import patrol_form
from tests.phone import SIGNED
from tests.world import School


@pytest.fixture
async def veterans(school: School) -> School:
    """Everybody has held their roles for a year, but the principal was appointed yesterday."""
    async with transaction():
        await Grant.update({Grant.from_ms: now_ms() - 365 * DAY_MS}, force=True)
        await Grant.update({Grant.from_ms: now_ms() - DAY_MS}).where(Grant.person == school.principal.person)
    return school


async def test_no_clock_set_back_reaches_a_time_when_the_principal_was_none(veterans: School) -> None:
    args = {"person": veterans.principal.person}

    receipt = await veterans.office.send("person.leave", args, at=now_ms() - 2 * DAY_MS)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.role")
    assert (await veterans.principal.get("/api/session"))["roles"] == ["principal"]


@pytest.mark.parametrize(("operation", "role"), [("person.ungrant", {"role": "inspector"}), ("person.leave", {})])
async def test_a_role_taken_by_a_clock_set_back_leaves_honest_work_before_it_alone(
    veterans: School, operation: str, role: dict[str, str]
) -> None:
    offline = veterans.patrol.make("inspection.submit", patrol_form(veterans), SIGNED)

    await veterans.office.did(operation, {"person": veterans.patrol.person, **role}, at=now_ms() - 10 * DAY_MS)

    assert (await veterans.patrol.push(offline))[0]["verdict"] == "applied"
    after = await veterans.patrol.send("inspection.submit", patrol_form(veterans), SIGNED)
    assert (after["verdict"], after["code"]) == ("refused", "op.forbidden")


async def test_who_has_lost_the_office_gives_no_role_by_a_clock_set_back(veterans: School) -> None:
    person = {"person": veterans.office.person}
    await veterans.officer.did("person.ungrant", {**person, "role": "safety_office"}, organisation=veterans.id)
    role = {"person": veterans.patrol.person, "role": "vice_principal"}

    receipt = await veterans.office.send("person.grant", role, at=now_ms() - HOUR_MS)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden")


@pytest.mark.parametrize(("operation", "who"), [("person.grant", "officer"), ("person.delegate", "principal")])
async def test_no_role_is_given_for_the_past(veterans: School, operation: str, who: str) -> None:
    window = {"from_ms": now_ms() - HOUR_MS, "until_ms": now_ms() + DAY_MS}
    args = {"person": veterans.deputy.person, "role": "principal", **(window if who == "principal" else {})}

    by = veterans.phones()[who]
    receipt = await by.did(operation, args, at=now_ms() - HOUR_MS, organisation=veterans.id)

    held = [await queries.roles_at(veterans.deputy.person, receipt["received_ms"] - 1 + late) for late in (0, 1)]
    assert ["principal" in roles for roles in held] == [False, True]
