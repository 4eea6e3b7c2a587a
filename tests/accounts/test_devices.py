"""What signs in somebody's name: invited by whom, enrolled with what, and taken back."""

import re

import httpx
import pytest
from litestar import Litestar

from anxun.accounts import actions, queries
from anxun.accounts.model import Enrol
from anxun.accounts.tables import Device, Invitation
from anxun.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from anxun.core.errors import Malformed, Unauthorised
from anxun.core.ids import new_id
from anxun.core.keys import point_of
from tests.phone import Phone
from tests.world import School, browser


async def test_an_invitation_is_for_one_device_and_shown_once(school: School, app: Litestar) -> None:
    invited = (
        await school.office.client.post("/api/session/invitations", json={"person": school.patrol.person})
    ).json()

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", invited["code"])
    assert invited["url"] == f"http://localhost:8000/e#{invited['code']}"
    assert invited["expires_ms"] - now_ms() > 71 * HOUR_MS

    first = Phone(browser(app), school.patrol.person, school.id)
    typed = invited["code"][:4] + "-" + invited["code"][4:].lower().replace("1", "l").replace("0", "o")
    assert (await first.enrol(typed))["person"] == school.patrol.person

    second = Phone(browser(app), school.patrol.person, school.id)
    body = {
        "code": invited["code"],
        "device": second.device,
        "public_key": point_of(second.key),
        "device_name": "另一部",
    }
    reply = await second.client.post("/api/session/enrol", json=body)
    assert reply.status_code == 401
    assert reply.json()["code"] == "session.code"


async def test_anybody_brings_a_second_device_of_their_own(school: School, app: Litestar) -> None:
    mine = (await school.patrol.client.post("/api/session/invitations", json={"person": school.patrol.person})).json()
    second = Phone(browser(app), school.patrol.person, school.id)
    await second.enrol(mine["code"])

    shown = await second.get("/api/session/devices")

    assert [device["id"] for device in shown] == [school.patrol.device, second.device]
    assert {device["state"] for device in shown} == {"active"}


async def test_enrolling_again_after_a_lost_reply_is_harmless(school: School, app: Litestar) -> None:
    code, _ = await actions.invite(school.patrol.person, now_ms())
    phone = Phone(browser(app), school.patrol.person, school.id)

    await phone.enrol(code)
    await phone.enrol(code)

    devices = (await school.office.get("/api/people"))["rows"]
    mine = next(row for row in devices if row["id"] == school.patrol.person)["devices"]
    assert [device["id"] for device in mine].count(phone.device) == 1


async def test_a_deputy_of_tomorrow_is_invited_by_who_could_make_a_principal(school: School) -> None:
    tomorrow = {"from_ms": now_ms() + DAY_MS, "until_ms": now_ms() + 2 * DAY_MS}
    await school.principal.did("person.delegate", {"person": school.deputy.person, "role": "principal", **tomorrow})
    door, deputy = "/api/session/invitations", {"person": school.deputy.person}

    office = await school.office.client.post(door, json=deputy)
    officer = await school.officer.client.post(door, json=deputy)

    assert (office.status_code, office.json()["code"], officer.status_code) == (403, "person.role", 200)


async def test_an_invitation_ends_after_three_days(school: School) -> None:
    issued = now_ms()
    code, _ = await actions.invite(school.patrol.person, issued)
    phone = Phone(browser(school.app), school.patrol.person, school.id)
    new = Enrol(code=code, device=phone.device, public_key=point_of(phone.key), device_name="手机")

    with pytest.raises(Unauthorised) as refused:
        await actions.enrol(new, issued + 72 * HOUR_MS)

    assert refused.value.code == "session.code"
    assert await queries.device(phone.device) is None


async def test_a_used_invitation_opens_nothing_for_the_same_device_later(school: School) -> None:
    issued = now_ms()
    code, _ = await actions.invite(school.patrol.person, issued)
    phone = Phone(browser(school.app), school.patrol.person, school.id)
    new = Enrol(code=code, device=phone.device, public_key=point_of(phone.key), device_name="手机")
    await actions.enrol(new, issued)

    with pytest.raises(Unauthorised) as refused:
        await actions.enrol(new, issued + 10 * MINUTE_MS)

    assert refused.value.code == "session.code"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("", id="empty"),
        pytest.param("A" * 87, id="not on the curve"),
        pytest.param("BA" + "A" * 85, id="not on the curve, right form"),
        pytest.param("A", id="the point at infinity"),
        pytest.param("!" * 87, id="no base64url"),
    ],
)
async def test_a_key_that_is_no_point_of_the_curve_is_refused(school: School, key: str) -> None:
    code, _ = await actions.invite(school.patrol.person, now_ms())
    new = Enrol(code=code, device=new_id(now_ms()), public_key=key, device_name="手机")

    with pytest.raises(Malformed) as refused:
        await actions.enrol(new, now_ms())

    assert refused.value.code == "session.key"


async def test_a_device_cannot_be_enrolled_for_a_second_person(school: School) -> None:
    code, _ = await actions.invite(school.staff.person, now_ms())
    new = Enrol(code=code, device=school.patrol.device, public_key=point_of(school.patrol.key), device_name="手机")

    with pytest.raises(Unauthorised):
        await actions.enrol(new, now_ms())

    unspent = Phone(browser(school.app), school.staff.person, school.id)
    assert (await unspent.enrol(code))["person"] == school.staff.person


@pytest.mark.s(20)
async def test_who_invited_and_who_revoked_a_device_is_kept(school: School) -> None:
    invite, device = {"person": school.patrol.person}, school.patrol.device
    assert (await school.office.client.post("/api/session/invitations", json=invite)).status_code == 200
    door = f"/api/session/devices/{device}/revoke"
    assert (await school.office.client.post(door, json={"as": "retired"})).status_code == 204

    invitations = await Invitation.select(Invitation.invited_by).where(Invitation.person == school.patrol.person)
    revoked = await Device.select(Device.revoked_by).where(Device.id == device).first()

    assert [row["invited_by"] for row in invitations] == [None, school.office.person]
    assert revoked == {"revoked_by": school.office.person}


async def test_five_wrong_codes_lock_the_code_but_not_the_school(school: School, client: httpx.AsyncClient) -> None:
    code, _ = await actions.invite(school.patrol.person, now_ms())
    wrong = {
        "code": "0" * 12,
        "device": new_id(now_ms()),
        "public_key": point_of(school.patrol.key),
        "device_name": "x",
    }

    replies = [await client.post("/api/session/enrol", json=wrong) for _ in range(6)]

    assert [reply.status_code for reply in replies] == [401] * 5 + [429]
    assert replies[5].json()["code"] == "session.slow_down"
    assert 0 < int(replies[5].headers["retry-after"]) <= 900
    assert (await Phone(browser(school.app), school.patrol.person, school.id).enrol(code))["name"] == "张老师"


@pytest.mark.r(21)
async def test_a_lost_phone_is_out_at_once_and_stays_lost(school: School) -> None:
    door = f"/api/session/devices/{school.patrol.device}/revoke"

    assert (await school.office.client.post(door, json={"as": "lost"})).status_code == 204
    assert (await school.patrol.client.get("/api/session")).status_code == 401
    assert (await school.patrol.sign_in()).status_code == 401
    assert (await school.office.client.post(door, json={"as": "retired"})).status_code == 204

    device = await queries.device(school.patrol.device)
    assert device is not None
    assert device["state"] == "lost"


async def test_devices_are_revoked_by_their_owner_or_the_schools_own_office(school: School) -> None:
    theirs = f"/api/session/devices/{school.patrol.device}/revoke"
    own = f"/api/session/devices/{school.staff.device}/revoke"

    for intruder in (school.staff, school.principal, school.stranger, school.officer):
        assert (await intruder.client.post(theirs, json={"as": "lost"})).status_code == 404
    assert (await school.staff.client.post(own, json={"as": "retired"})).status_code == 204
    assert (await school.patrol.client.get("/api/session")).status_code == 200


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("office", "patrol", 200),
        ("office", "principal", 403),
        ("office", "stranger", 404),
        ("officer", "principal", 200),
        ("officer", "stranger", 200),
        ("officer", "deputy", 200),
        ("officer", "patrol", 403),
        ("stranger", "patrol", 404),
        ("principal", "patrol", 404),
        ("patrol", "patrol", 200),
        ("patrol", "staff", 404),
    ],
)
async def test_an_invitation_comes_from_who_could_also_give_the_role_or_from_oneself(
    school: School, who: str, whom: str, status: int
) -> None:
    person = school.phones()[whom].person

    reply = await school.phones()[who].client.post("/api/session/invitations", json={"person": person})

    assert reply.status_code == status


async def test_one_key_signs_for_one_device_only(school: School) -> None:
    code, _ = await actions.invite(school.kitchen.person, now_ms())
    body = {"code": code, "device": new_id(now_ms()), "public_key": school.staff.public_key, "device_name": "x"}

    reply = await school.client.post("/api/session/enrol", json=body)

    assert (reply.status_code, reply.json()["code"]) == (400, "session.key")
    assert (await Phone(browser(school.app), school.kitchen.person, school.id).enrol(code))["name"] == "李师傅"


@pytest.mark.parametrize("ended_by", ["a newer code", "a lost device"])
async def test_an_older_code_ends(school: School, ended_by: str) -> None:
    mine, newer = {"person": school.patrol.person}, ""
    code = (await school.office.client.post("/api/session/invitations", json=mine)).json()["code"]
    if ended_by == "a lost device":
        door = f"/api/session/devices/{school.patrol.device}/revoke"
        assert (await school.office.client.post(door, json={"as": "lost"})).status_code == 204
    else:
        newer = (await school.office.client.post("/api/session/invitations", json=mine)).json()["code"]
    body = {"code": code, "device": new_id(now_ms()), "public_key": Phone(school.client, "", "").public_key}

    reply = await school.client.post("/api/session/enrol", json={**body, "device_name": "x"})

    assert (reply.status_code, reply.json()["code"]) == (401, "session.code")
    if newer:
        await Phone(browser(school.app), school.patrol.person, school.id).enrol(newer)
