"""Acceptance: a major hazard is closed by the bureau, never by the school alone."""

import pytest

from tests.forms import back, led_to, seen
from tests.phone import SIGNED
from tests.world import School


async def test_nobody_of_the_school_accepts_a_major_hazard(school: School) -> None:
    hazard = await led_to(school, "approved", grade="major")
    args = await seen(school, hazard["id"]) | {"opinion": ""}

    for phone in (school.office, school.deputy, school.principal, school.stranger):
        receipt = await phone.send("hazard.accept", args, SIGNED, organisation=school.id)

        code = "organisation.unknown" if phone is school.stranger else "op.forbidden"
        assert (receipt["verdict"], receipt["code"]) == ("refused", code)


@pytest.mark.s(27)
async def test_the_bureau_strikes_off_a_major_hazard(school: School) -> None:
    hazard = await led_to(school, "approved", grade="major")
    args = await seen(school, hazard["id"]) | {"opinion": "同意销号"}

    await school.officer.did("hazard.accept", args, SIGNED, organisation=school.id)

    whole = await school.officer.get(f"/api/hazards/{hazard['id']}")
    assert whole["state"] == "struck_off"
    assert whole["struck_off_ms"] is not None
    assert whole["names"][school.officer.person] == "刘科员"


async def test_the_bureau_sends_a_major_hazard_back_to_its_owner(school: School) -> None:
    hazard = await led_to(school, "approved", grade="major")
    args = await seen(school, hazard["id"]) | back("栅栏还在")

    await school.officer.did("hazard.return", args, organisation=school.id)

    whole = await school.officer.get(f"/api/hazards/{hazard['id']}")
    assert (whole["state"], whole["struck_off_ms"], whole["after"]) == ("rectifying", None, [])
