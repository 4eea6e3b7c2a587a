"""Taking a hazard off the ledger as mistaken: two people, two reasons."""

from anxun.core.clock import now_ms
from tests.forms import found, led_to, seen
from tests.phone import SIGNED
from tests.world import School

REASON = {"reason": "点位登记错了"}


async def test_the_finder_cannot_make_a_hazard_go_away(school: School) -> None:
    hazard = (await found(school))["id"]

    for operation in ("hazard.void_ask", "hazard.void"):
        receipt = await school.patrol.send(operation, await seen(school, hazard) | REASON)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden")


async def test_the_principal_alone_voids_nothing(school: School) -> None:
    hazard = (await found(school))["id"]

    unasked = await school.principal.send("hazard.void", await seen(school, hazard) | REASON)

    assert (unasked["verdict"], unasked["code"]) == ("refused", "hazard.void_not_asked")


async def test_two_people_void_a_hazard_and_its_number_is_never_used_again(school: School) -> None:
    first = await found(school)

    await school.office.did("hazard.void_ask", await seen(school, first["id"]) | REASON)
    asked = await school.office.get(f"/api/hazards/{first['id']}")
    await school.principal.did("hazard.void", await seen(school, first["id"]) | REASON)

    assert (asked["state"], asked["void_asked_by"]) == ("registered", school.office.person)
    assert (await school.office.get(f"/api/hazards/{first['id']}"))["state"] == "void"
    second = await found(school, number=2)
    assert second["id"] != first["id"]
    assert int(second["number"][-4:]) == int(first["number"][-4:]) + 1


async def test_asking_again_keeps_no_approval_away(school: School) -> None:
    hazard = (await led_to(school, "rechecked"))["id"]
    await school.office.did("hazard.void_ask", await seen(school, hazard) | REASON)
    word = await seen(school, hazard)

    again = await school.deputy.send("hazard.void_ask", word | REASON)

    assert (again["verdict"], again["code"]) == ("superseded", "hazard.void_asked")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["version"], whole["void_asked_by"]) == (word["seen"], school.office.person)
    await school.principal.did("hazard.approve", word | {"opinion": "同意"}, SIGNED)


async def test_who_asked_cannot_also_agree(school: School) -> None:
    hazard = (await found(school))["id"]
    until = {"from_ms": now_ms(), "until_ms": now_ms() + 7 * 86_400_000}
    await school.principal.did("person.delegate", {"person": school.deputy.person, "role": "principal", **until})
    await school.deputy.did("hazard.void_ask", await seen(school, hazard) | REASON)

    receipt = await school.deputy.send("hazard.void", await seen(school, hazard) | REASON)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.own_void")
