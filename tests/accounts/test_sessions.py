"""Who may come in, with what, and how long."""

from dataclasses import replace

import httpx
import pytest
from litestar import Litestar

from anxun.accounts import actions, queries
from anxun.accounts.rules import hash_of
from anxun.accounts.tables import Challenge
from anxun.core.clock import DAY_MS, MINUTE_MS, now_ms
from anxun.core.errors import Unauthorised
from anxun.core.ids import new_id
from anxun.core.settings import Settings
from tests.phone import Phone
from tests.world import School, browser, living


async def test_nobody_is_signed_in_without_a_session(client: httpx.AsyncClient) -> None:
    reply = await client.get("/api/session")

    assert reply.status_code == 401
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.json()["code"] == "session.none"


async def test_an_enrolled_phone_knows_whose_it_is(school: School) -> None:
    me = await school.patrol.get("/api/session")

    assert me["person"] == school.patrol.person
    assert me["name"] == "张老师"
    assert me["roles"] == ["inspector"]
    assert me["device"] == school.patrol.device
    assert me["organisation"]["id"] == school.id
    assert me["organisation"]["boarding"] is True
    assert abs(me["server_ms"] - now_ms()) < MINUTE_MS


async def test_only_the_key_signs_in(school: School, app: Litestar) -> None:
    phone, thief = school.patrol, Phone(browser(app), school.patrol.person, school.id, device=school.patrol.device)
    phone.client.cookies.clear()

    assert (await phone.sign_in()).json()["person"] == phone.person
    assert (await phone.get("/api/session"))["device"] == phone.device
    stolen = await thief.sign_in()
    assert stolen.status_code == 401
    assert stolen.json()["code"] == "session.denied"


async def test_a_challenge_is_good_for_one_try(school: School) -> None:
    at, device = now_ms(), school.patrol.device
    nonce = await actions.challenge(device, at)

    with pytest.raises(Unauthorised):
        await actions.sign_in(device, nonce, "A" * 86, at)
    with pytest.raises(Unauthorised):
        await actions.sign_in(device, nonce, school.patrol.answer(nonce), at)


async def test_a_challenge_lasts_five_minutes_and_is_for_its_own_device(school: School) -> None:
    at, phone = now_ms(), school.patrol
    late, foreign = await actions.challenge(phone.device, at), await actions.challenge(school.staff.device, at)

    with pytest.raises(Unauthorised):
        await actions.sign_in(phone.device, late, phone.answer(late), at + 5 * MINUTE_MS)
    with pytest.raises(Unauthorised):
        await actions.sign_in(phone.device, foreign, phone.answer(foreign), at)


async def test_asking_for_challenges_without_answering_locks_nobody_out_and_tells_nothing(school: School) -> None:
    phone, at = school.patrol, now_ms()

    nonces = [await actions.challenge(phone.device, at + number) for number in range(actions.OPEN_CHALLENGES + 1)]

    assert await Challenge.count().where(Challenge.device == phone.device) == actions.OPEN_CHALLENGES
    with pytest.raises(Unauthorised):
        await actions.sign_in(phone.device, nonces[0], phone.answer(nonces[0]), at)
    assert await actions.sign_in(phone.device, nonces[1], phone.answer(nonces[1]), at)
    assert (await phone.sign_in()).status_code == 200


async def test_an_unknown_device_is_challenged_like_any_other(client: httpx.AsyncClient) -> None:
    reply = await client.post("/api/session/challenge", json={"device": new_id(now_ms())})

    assert reply.status_code == 200
    assert len(reply.json()["nonce"]) == 43


async def test_signing_out_ends_the_session_everywhere_it_was_copied_to(school: School, app: Litestar) -> None:
    copied = browser(app)
    copied.cookies.update(school.patrol.client.cookies)

    assert (await school.patrol.client.post("/api/session/sign-out")).status_code == 204

    assert (await copied.get("/api/session")).status_code == 401
    assert (await school.patrol.client.get("/api/session")).status_code == 401


async def test_signing_out_takes_the_cookie_away_over_https_too(settings: Settings) -> None:
    async with living(replace(settings, public_url="https://anxun.example.com")) as app:
        reply = await browser(app).post("/api/session/sign-out")

    taken = reply.headers["set-cookie"]
    assert taken.startswith("__Host-anxun=")
    assert {"Max-Age=0", "Secure", "HttpOnly", "Path=/"} <= set(taken.split("; "))


async def test_a_cookie_of_somebody_else_on_a_shared_browser_opens_nothing(school: School) -> None:
    whose = {"Anxun-Device": school.staff.device}

    reply = await school.officer.client.get("/api/hazards", headers=whose)

    assert (reply.status_code, reply.json()["code"]) == (401, "session.none")
    mine = {"Anxun-Device": school.officer.device}
    assert (await school.officer.client.get("/api/hazards", headers=mine)).status_code == 200


async def test_a_session_ends_after_two_idle_weeks_or_ninety_days(school: School) -> None:
    opened_ms = now_ms()
    nonce = await actions.challenge(school.patrol.device, opened_ms)
    token = await actions.sign_in(school.patrol.device, nonce, school.patrol.answer(nonce), opened_ms)

    assert await queries.viewer_of(token, opened_ms + 14 * DAY_MS - 1) is not None
    assert await queries.viewer_of(token, opened_ms + 14 * DAY_MS) is None
    for day in range(10, 90, 10):
        await actions.touch(token, opened_ms + day * DAY_MS)
    assert await queries.viewer_of(token, opened_ms + 90 * DAY_MS - 1) is not None
    assert await queries.viewer_of(token, opened_ms + 90 * DAY_MS) is None


async def test_only_the_hash_of_a_token_is_stored(school: School) -> None:
    token = school.patrol.client.cookies["anxun"]

    assert await queries.viewer_of(token, now_ms()) is not None
    assert await queries.viewer_of(hash_of(token), now_ms()) is None


async def test_wrong_codes_from_an_address_lock_nobody_out_who_signs_in(school: School) -> None:
    wrong = {"device": new_id(now_ms()), "public_key": school.patrol.public_key, "device_name": "x"}
    codes = [f"{number:012d}" for number in range(61)]

    replies = [await school.client.post("/api/session/enrol", json={**wrong, "code": code}) for code in codes]

    assert [reply.status_code for reply in replies] == [401] * 60 + [429]
    assert (await school.patrol.sign_in()).status_code == 200


async def test_wrong_signatures_lock_no_device_out(school: School, client: httpx.AsyncClient) -> None:
    wrong = {"device": school.patrol.device, "nonce": "x", "signature": "x"}

    replies = [await client.post("/api/session/sign-in", json=wrong) for _ in range(20)]

    assert {reply.status_code for reply in replies} == {401}
    assert (await school.patrol.sign_in()).status_code == 200
