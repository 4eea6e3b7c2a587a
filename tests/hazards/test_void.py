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


async def test_the_principal_refuses_to_void_and_the_hazard_stays(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.void_ask", await seen(school, hazard) | REASON)

    empty = await school.principal.send("hazard.void_deny", await seen(school, hazard) | {"reason": " "})
    await school.principal.did("hazard.void_deny", await seen(school, hazard) | {"reason": "确有其事"})
    void = await school.principal.send("hazard.void", await seen(school, hazard) | REASON)

    assert (empty["verdict"], empty["code"]) == ("refused", "hazard.reason_missing")
    assert (void["verdict"], void["code"]) == ("refused", "hazard.void_not_asked")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["state"], whole["void_asked_by"]) == ("registered", None)
    last = whole["events"][-1]
    assert (last["kind"], last["role"], last["note"]) == ("void_deny", "principal", "确有其事")
    await school.deputy.did("hazard.void_ask", await seen(school, hazard) | REASON)


async def test_who_asked_to_void_takes_it_back_and_nobody_else_does(school: School) -> None:
    hazard = (await found(school))["id"]
    await school.office.did("hazard.void_ask", await seen(school, hazard) | REASON)

    other = await school.deputy.send("hazard.void_deny", await seen(school, hazard) | REASON)
    await school.office.did("hazard.void_deny", await seen(school, hazard) | {"reason": "看错了"})
    again = await school.office.send("hazard.void_deny", await seen(school, hazard) | REASON)
    late = await school.principal.send("hazard.void_deny", await seen(school, hazard) | REASON)

    assert (other["verdict"], other["code"]) == ("refused", "hazard.not_yours")
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["void_asked_by"], whole["events"][3]["role"]) == (None, "asker")
    assert [(each["verdict"], each["code"]) for each in (again, late)] == [("superseded", "hazard.moved_on")] * 2


async def test_who_asked_cannot_also_agree(school: School) -> None:
    hazard = (await found(school))["id"]
    until = {"from_ms": now_ms(), "until_ms": now_ms() + 7 * 86_400_000}
    await school.principal.did("person.delegate", {"person": school.deputy.person, "role": "principal", **until})
    await school.deputy.did("hazard.void_ask", await seen(school, hazard) | REASON)

    receipt = await school.deputy.send("hazard.void", await seen(school, hazard) | REASON)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.own_void")
