"""A deputy stands in for the principal: for the days that were set, shown, ended early, and never passed on."""

from typing import Any

import pytest

from anxun.accounts import queries
from anxun.core.clock import DAY_MS, HOUR_MS, now_ms
from tests.phone import Phone
from tests.world import School


async def listed(by: Phone, school: School) -> dict[str, Any]:
    rows = (await by.get("/api/people", organisation=school.id))["rows"]
    deputy: dict[str, Any] = next(row for row in rows if row["id"] == school.deputy.person)
    return deputy


async def test_a_deputy_acts_as_principal_only_while_it_lasts(school: School) -> None:
    start, end = now_ms() + HOUR_MS, now_ms() + DAY_MS
    args = {"person": school.deputy.person, "role": "principal", "from_ms": start, "until_ms": end}

    await school.principal.did("person.delegate", args)

    assert "principal" not in await queries.roles_at(school.deputy.person, start - 1)
    assert "principal" in await queries.roles_at(school.deputy.person, start)
    assert "principal" in await queries.roles_at(school.deputy.person, end - 1)
    assert "principal" not in await queries.roles_at(school.deputy.person, end)


async def test_a_delegation_is_shown_with_its_days_and_ended_early_by_who_gave_it(school: School) -> None:
    deputy, now = school.deputy.person, now_ms()
    days = {"from_ms": now - HOUR_MS, "until_ms": now + DAY_MS}
    end = {"person": deputy, "role": "principal", "from_ms": now, "until_ms": now}
    given = await school.principal.did("person.delegate", {"person": deputy, "role": "principal", **days})
    days["from_ms"] = given["received_ms"]  # nobody stands in for the past
    mirrored = next(row for row in (await school.patrol.pull())["person"] if row["id"] == deputy)
    assert mirrored["delegation"] == days
    assert (await listed(school.principal, school))["delegation"] == days

    await school.principal.did("person.delegate", end)

    row = await listed(school.principal, school)
    assert (row["delegation"], "principal" in row["roles"]) == (None, False)
    assert "principal" in await queries.roles_at(deputy, days["from_ms"])


async def test_ending_a_delegation_takes_nothing_that_was_not_lent(school: School) -> None:
    grant = {"person": school.deputy.person, "role": "principal"}
    now = now_ms()
    await school.officer.did("person.grant", grant, organisation=school.id)

    await school.principal.did("person.delegate", {**grant, "from_ms": now, "until_ms": now})

    assert "principal" in (await listed(school.principal, school))["roles"]


async def test_a_stand_in_cannot_pass_it_on(school: School) -> None:
    window = {"role": "principal", "from_ms": now_ms() - HOUR_MS, "until_ms": now_ms() + DAY_MS}
    await school.principal.did("person.delegate", {"person": school.deputy.person, **window})

    receipt = await school.deputy.send("person.delegate", {"person": school.office.person, **window})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "delegation.chain")


@pytest.mark.parametrize(
    ("role", "start", "end", "code"),
    [
        ("safety_office", 0, DAY_MS, "delegation.role"),
        ("principal", 2 * DAY_MS, DAY_MS, "delegation.dates"),
        ("principal", -2 * DAY_MS, DAY_MS, "delegation.dates"),
        ("principal", 0, 93 * DAY_MS, "delegation.too_long"),
    ],
)
async def test_a_delegation_is_dated_and_for_the_principal(
    school: School, role: str, start: int, end: int, code: str
) -> None:
    args = {"person": school.deputy.person, "role": role, "from_ms": now_ms() + start, "until_ms": now_ms() + end}

    receipt = await school.principal.send("person.delegate", args)

    assert (receipt["verdict"], receipt["code"]) == ("refused", code)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ((0, 92), None, None),
        ((30, 122), None, None),
        ((31, 40), None, "delegation.dates"),
        ((3650, 3700), None, "delegation.dates"),
        ((0, 60), (30, 92), None),
        ((0, 60), (30, 93), "delegation.too_long"),
        ((0, 10), (10, 93), "delegation.too_long"),
        ((20, 100), (0, 10), "delegation.too_long"),
    ],
)
async def test_a_deputy_is_not_made_a_principal_by_stacking(
    school: School, first: tuple[int, int], second: tuple[int, int] | None, code: str | None
) -> None:
    now, args = now_ms(), {"person": school.deputy.person, "role": "principal"}
    receipts = [
        await school.principal.send(
            "person.delegate", {**args, "from_ms": now + a * DAY_MS, "until_ms": now + b * DAY_MS}
        )
        for a, b in [first, *([second] if second else [])]
    ]

    assert [receipt["code"] for receipt in receipts] == [None] * (len(receipts) - 1) + [code]
