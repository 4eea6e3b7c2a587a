"""What a device has signed and the server does not have is told by its numbers, to the safety office alone."""

from typing import Any

import pytest
from litestar import Litestar

from tests.forms import patrol_form
from tests.phone import SIGNED, Phone
from tests.sync.test_chain import nowhere, queue_of
from tests.world import School, browser


async def gaps(school: School) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await school.office.get(f"/api/people/{school.patrol.person}/gaps")
    return rows


def of(school: School, received: int, *missing: tuple[int, int]) -> list[dict[str, Any]]:
    ranges = [{"first": first, "last": last} for first, last in missing]
    return [{"device": school.patrol.device, "received": received, "missing": ranges}]


async def test_a_device_whose_operations_all_came_lacks_none(school: School) -> None:
    await school.patrol.push(*queue_of(school, school.patrol, 3))

    assert await gaps(school) == of(school, 3)


async def test_numbers_that_later_ones_prove_are_missing_at_once_and_not_once_they_come(school: School) -> None:
    first, second, third, fourth, fifth = queue_of(school, school.patrol, 5)
    await school.patrol.push(first)
    await school.patrol.push(fifth)
    await school.patrol.push(fourth)
    assert await gaps(school) == of(school, 1, (2, 5))

    await school.patrol.push(second, third)
    assert await gaps(school) == of(school, 3, (4, 5))

    await school.patrol.push(fourth, fifth)
    assert await gaps(school) == of(school, 5)


async def test_one_passed_over_while_it_waited_is_missing_until_it_counts(school: School) -> None:
    offline = school.patrol.make("inspection.submit", nowhere(school), SIGNED)
    await school.patrol.push(offline, *queue_of(school, school.patrol, 2))

    assert await gaps(school) == of(school, 3, (1, 1))


async def test_what_a_wiped_phone_took_with_it_is_told_beside_the_new_device(school: School, app: Litestar) -> None:
    before = school.patrol.device
    lost = queue_of(school, school.patrol, 4)
    await school.patrol.push(lost[0], lost[3])
    code = (await school.office.client.post("/api/session/invitations", json={"person": school.patrol.person})).json()
    again = Phone(browser(app), school.patrol.person, school.id)
    await again.enrol(code["code"])
    await again.did("inspection.submit", patrol_form(school), SIGNED)

    told = {row["device"]: (row["received"], row["missing"]) for row in await gaps(school)}

    assert told == {before: (1, [{"first": 2, "last": 4}]), again.device: (1, [])}


@pytest.mark.parametrize("who", ["patrol", "principal", "officer", "stranger"])
async def test_nobody_else_is_told(school: School, who: str) -> None:
    phone = school.phones()[who]

    reply = await phone.client.get(f"/api/people/{school.patrol.person}/gaps")

    assert (reply.status_code, reply.json()["code"]) == (404, "person.unknown")
