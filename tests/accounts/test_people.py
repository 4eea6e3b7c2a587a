"""People, their roles and when they held them; every change is an operation that somebody signed."""

from typing import Any

import pytest
from litestar import Litestar

from anxun.accounts import actions, queries
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from tests.forms import patrol_form
from tests.phone import SIGNED, Phone
from tests.world import School, browser

NAMED = {"name": "新老师", "phone": "138 0000 0000"}


async def added(by: Phone, organisation: str, *roles: str, **private: Any) -> str:
    """Somebody new, with these roles."""
    person = new_id(now_ms())
    await by.did(
        "person.add", {"person": person, "roles": list(roles)}, {**NAMED, **private}, organisation=organisation
    )
    return person


async def listed(by: Phone, organisation: str, person: str) -> dict[str, Any]:
    rows = (await by.get("/api/people", organisation=organisation))["rows"]
    row: dict[str, Any] = next(row for row in rows if row["id"] == person)
    return row


async def test_an_inspector_adds_nobody(school: School) -> None:
    receipt = await school.patrol.send("person.add", {"person": new_id(now_ms()), "roles": ["staff"]}, NAMED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden")


async def test_whom_the_office_adds_reaches_every_phone_without_the_phone_number(school: School) -> None:
    person = await added(school.office, school.id, "inspector", "staff")

    mirrored = next(row for row in (await school.patrol.pull())["person"] if row["id"] == person)
    assert mirrored == {
        "id": person,
        "organisation": school.id,
        "name": "新老师",
        "roles": ["inspector", "staff"],
        "left": False,
        "delegation": None,
    }
    assert (await listed(school.office, school.id, person))["phone"] == "138 0000 0000"


async def test_the_bureau_appoints_a_principal_where_the_office_cannot(school: School) -> None:
    person = new_id(now_ms())

    receipt = await school.office.send("person.add", {"person": person, "roles": ["principal"]}, NAMED)
    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.role")

    await school.officer.did("person.add", {"person": person, "roles": ["principal"]}, NAMED, organisation=school.id)
    assert (await listed(school.officer, school.id, person))["roles"] == ["principal"]


@pytest.mark.parametrize("role", ["bureau_officer", "server", "emperor", ""])
async def test_a_role_that_a_school_does_not_have_cannot_be_given_there(school: School, role: str) -> None:
    args = {"person": new_id(now_ms()), "roles": [role]}

    receipt = await school.officer.send("person.add", args, NAMED, organisation=school.id)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.role")


@pytest.mark.parametrize(
    ("private", "code"),
    [
        (None, "person.name"),
        ({"name": None}, "person.name"),
        ({"name": "  "}, "person.name"),
        ({"name": "x" * 61}, "person.name"),
        ({"name": "两\n行"}, "person.name"),
        ({"name": "新老师", "phone": "<script>"}, "person.phone"),
    ],
)
async def test_a_person_has_a_name_that_can_be_printed(
    school: School, private: dict[str, Any] | None, code: str
) -> None:
    receipt = await school.office.send("person.add", {"person": new_id(now_ms()), "roles": []}, private)

    assert (receipt["verdict"], receipt["code"]) == ("refused", code)


async def test_a_person_is_added_once(school: School) -> None:
    args = {"person": school.patrol.person, "roles": []}

    receipt = await school.office.send("person.add", args, NAMED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.exists")


@pytest.mark.parametrize(
    ("operation", "args"),
    [
        ("person.grant", {"role": "inspector"}),
        ("person.ungrant", {"role": "safety_office"}),
        ("person.leave", {}),
    ],
)
async def test_nobody_changes_their_own_roles(school: School, operation: str, args: dict[str, Any]) -> None:
    receipt = await school.office.send(operation, {"person": school.office.person, **args})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.oneself")


@pytest.mark.parametrize(
    ("operation", "args", "private"),
    [
        ("person.rename", {}, NAMED),
        ("person.grant", {"role": "staff"}, None),
        ("person.ungrant", {"role": "staff"}, None),
        ("person.leave", {}, None),
    ],
)
async def test_people_of_another_school_are_as_unknown_as_people_not_arrived_yet(
    school: School, operation: str, args: dict[str, Any], private: dict[str, Any] | None
) -> None:
    foreign = await school.office.send(operation, {"person": school.stranger.person, **args}, private)
    unknown = await school.office.send(operation, {"person": new_id(now_ms()), **args}, private)

    for receipt in (foreign, unknown):
        assert (receipt["verdict"], receipt["code"], receipt["journal_no"]) == ("waiting", "person.unknown", None)


async def test_a_new_role_counts_from_the_moment_it_was_given(school: School) -> None:
    point = {"point": new_id(now_ms()), "name": "仓库", "place": "后院", "type": "storeroom", "checklists": []}
    args = {**point, "position": 2}

    assert (await school.patrol.send("point.add", args))["code"] == "op.forbidden"
    await school.office.did("person.grant", {"person": school.patrol.person, "role": "safety_office"})
    await school.patrol.did("point.add", args)
    await school.office.did("person.ungrant", {"person": school.patrol.person, "role": "safety_office"})

    assert (await school.patrol.send("point.retire", {"point": point["point"], "reason": "撤"}))[
        "code"
    ] == "op.forbidden"


async def test_giving_a_role_twice_changes_nothing(school: School) -> None:
    args = {"person": school.patrol.person, "role": "staff"}

    await school.office.did("person.grant", args)
    await school.office.did("person.grant", args)
    await school.office.did("person.ungrant", args)

    assert (await school.patrol.get("/api/session"))["roles"] == ["inspector"]


async def test_work_done_before_a_role_was_lost_still_counts(school: School) -> None:
    offline = school.patrol.make("inspection.submit", patrol_form(school), SIGNED, at=now_ms() - 50)
    await school.office.did("person.ungrant", {"person": school.patrol.person, "role": "inspector"})

    assert (await school.patrol.push(offline))[0]["verdict"] == "applied"
    later = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED)
    assert (later["verdict"], later["code"]) == ("refused", "op.forbidden")


async def test_renaming_keeps_the_person(school: School) -> None:
    await school.office.did(
        "person.rename", {"person": school.patrol.person}, {"name": "张老师（教务）", "phone": "010-1234"}
    )

    assert (await school.patrol.get("/api/session"))["name"] == "张老师（教务）"
    assert (await listed(school.office, school.id, school.patrol.person))["phone"] == "010-1234"


async def test_who_leaves_is_out_at_once_but_their_earlier_work_still_arrives(school: School) -> None:
    offline = school.patrol.make("inspection.submit", patrol_form(school), SIGNED, at=now_ms() - 50)

    await school.office.did("person.leave", {"person": school.patrol.person})

    assert (await school.patrol.client.get("/api/session")).status_code == 401
    assert (await school.patrol.sign_in()).status_code == 401
    assert (await school.patrol.push(offline))[0]["verdict"] == "applied"
    assert (await school.patrol.send("inspection.submit", patrol_form(school), SIGNED))["code"] == "op.forbidden"
    row = await listed(school.office, school.id, school.patrol.person)
    assert (row["left"], row["roles"], row["name"]) == (True, [], "张老师")
    invited = await school.office.client.post("/api/session/invitations", json={"person": school.patrol.person})
    assert invited.status_code == 404


async def test_an_invitation_dies_with_the_persons_leaving(school: School, app: Litestar) -> None:
    code, _ = await actions.invite(school.staff.person, now_ms())
    await school.office.did("person.leave", {"person": school.staff.person})

    late = Phone(browser(app), school.staff.person, school.id)
    body = {"code": code, "device": late.device, "public_key": late.public_key, "device_name": "x"}
    reply = await late.client.post("/api/session/enrol", json=body)

    assert (reply.status_code, reply.json()["code"]) == (401, "session.code")
    assert await queries.device(late.device) is None


async def test_the_office_cannot_send_the_principal_away(school: School) -> None:
    receipt = await school.office.send("person.leave", {"person": school.principal.person})

    assert (receipt["verdict"], receipt["code"]) == ("refused", "person.role")
    await school.officer.did("person.leave", {"person": school.principal.person}, organisation=school.id)


async def test_leaders_see_who_is_there_and_no_more(school: School) -> None:
    row = await listed(school.principal, school.id, school.patrol.person)

    assert row["name"] == "张老师"
    assert (row["phone"], row["devices"]) == (None, [])
    seen = await listed(school.office, school.id, school.patrol.person)
    assert [device["state"] for device in seen["devices"]] == ["active"]


@pytest.mark.parametrize(("who", "status"), [("patrol", 403), ("stranger", 404), ("officer", 200), ("office", 200)])
async def test_the_list_of_people_opens_for_those_who_look_after_them(school: School, who: str, status: int) -> None:
    reply = await school.phones()[who].client.get("/api/people", params={"organisation": school.id})

    assert reply.status_code == status


async def test_the_list_of_people_comes_in_pages_without_gap_or_repeat(school: School) -> None:
    whole = [row["id"] for row in (await school.office.get("/api/people"))["rows"]]

    paged: list[str] = []
    page = await school.office.get("/api/people", limit=2)
    while True:
        paged += [row["id"] for row in page["rows"]]
        if page["next"] is None:
            break
        page = await school.office.get("/api/people", limit=2, after=page["next"])

    assert paged == whole
    assert len(whole) == 6
