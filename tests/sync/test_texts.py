"""What is signed is what is read: no letter that nobody sees, each letter in one way."""

import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from tests.forms import found, grading, seen
from tests.world import School

UNSEEN = ["照标准\u3164", "\u3164", "照\u202e标准", "照\ufe0f标准", "照标准\U000e0041", "cafe\u0301", "照\u0001标准"]


@pytest.mark.parametrize("reason", UNSEEN)
async def test_a_reason_with_letters_that_nobody_sees_is_refused(school: School, reason: str) -> None:
    hazard = (await found(school))["id"]
    args = await seen(school, hazard) | grading() | {"reason": reason}

    receipt = await school.office.send("hazard.assess", args)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")
    assert (await school.office.get(f"/api/hazards/{hazard}"))["state"] == "registered"


@pytest.mark.parametrize("name", UNSEEN)
async def test_a_name_apart_from_the_body_is_written_so_too(school: School, name: str) -> None:
    args = {"person": new_id(now_ms()), "roles": ["staff"]}

    receipt = await school.office.send("person.add", args, {"name": name, "phone": ""})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")


async def test_pictures_and_lines_of_a_reason_stay_as_they_are_written(school: School) -> None:
    hazard = (await found(school))["id"]
    reason = "照标准 \u2764\ufe0f\u200d\U0001f525\n第二行"

    await school.office.did("hazard.assess", await seen(school, hazard) | grading() | {"reason": reason})

    assert (await school.office.get(f"/api/hazards/{hazard}"))["events"][-1]["note"] == reason
