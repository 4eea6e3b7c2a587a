"""An older copy of the server is put back: phones bring what it has lost, in whatever order they come."""

from tests.forms import assignment, found, grading, seen
from tests.phone import SIGNED
from tests.world import School


async def test_a_move_that_saw_more_than_the_server_has_waits_and_then_counts(school: School) -> None:
    hazard = (await found(school))["id"]
    at = await seen(school, hazard)
    assigning = school.deputy.make(
        "hazard.assign", {"hazard": hazard, "seen": at["seen"] + 1} | assignment(school), SIGNED
    )

    (early,) = await school.deputy.push(assigning)
    assert (early["verdict"], early["code"], early["journal_no"]) == ("waiting", "hazard.ahead", None)

    await school.office.did("hazard.assess", at | grading())
    (then,) = await school.deputy.push(assigning)
    assert then["verdict"] == "applied"
    assert (await school.office.get(f"/api/hazards/{hazard}"))["owner"] == school.staff.person
