"""Rights are those of the moment of capture; what is too old or comes from a lost phone waits for a person."""

from typing import Any

import pytest

from anxun.accounts.model import ROLES
from anxun.core.clock import DAY_MS, HOUR_MS, day_of, now_ms
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry, Private
from anxun.sync.push import apply
from tests.forms import assignment, failing, found, grading, led_to, letting_go, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.world import School


def outcome(receipt: dict[str, Any]) -> tuple[str, str | None]:
    return receipt["verdict"], receipt["code"]


async def test_a_role_taken_away_meanwhile_does_not_undo_what_was_done_with_it(veterans: School) -> None:
    hazard = (await found(veterans))["id"]
    args = await seen(veterans, hazard) | grading()
    offline = veterans.deputy.make("hazard.assess", args, at=now_ms() - 1_000)
    late = veterans.deputy.make("hazard.assess", args, at=now_ms() + HOUR_MS)

    await veterans.office.did("person.ungrant", {"person": veterans.deputy.person, "role": "vice_principal"})

    assert outcome((await veterans.deputy.push(offline))[0]) == ("applied", None)
    assert outcome((await veterans.deputy.push(late))[0]) == ("refused", "op.forbidden")


async def test_a_role_given_meanwhile_does_not_allow_what_was_done_before(veterans: School) -> None:
    hazard = (await found(veterans))["id"]
    args = await seen(veterans, hazard) | grading()
    before = veterans.staff.make("hazard.assess", args, at=now_ms() - HOUR_MS)

    await veterans.office.did("person.grant", {"person": veterans.staff.person, "role": "safety_office"})

    assert outcome((await veterans.staff.push(before))[0]) == ("refused", "op.forbidden")
    assert outcome(await veterans.staff.send("hazard.assess", args)) == ("applied", None)


async def test_who_has_left_may_still_bring_what_was_done_before(veterans: School) -> None:
    at = now_ms() - HOUR_MS
    offline = veterans.patrol.make("inspection.submit", patrol_form(veterans, at=at), SIGNED, at=at)

    await veterans.office.did("person.leave", {"person": veterans.patrol.person})

    after = veterans.patrol.make("inspection.submit", patrol_form(veterans), SIGNED)
    assert [outcome(one) for one in await veterans.patrol.push(offline, after)] == [
        ("applied", None),
        ("refused", "op.forbidden"),
    ]
    assert (await veterans.patrol.client.get("/api/sync/pull")).status_code == 401


async def test_a_stand_in_acts_for_the_principal_only_on_the_days_that_were_set(veterans: School) -> None:
    ready = (await led_to(veterans, "rechecked"))["id"]
    word = await seen(veterans, ready) | {"opinion": "代签"}
    days = {"role": "principal", "from_ms": now_ms() - HOUR_MS, "until_ms": now_ms() + DAY_MS}
    early = veterans.deputy.make("hazard.approve", word, SIGNED, at=now_ms() - 2 * HOUR_MS)

    await veterans.principal.did("person.delegate", {"person": veterans.deputy.person, **days})

    assert outcome((await veterans.deputy.push(early))[0]) == ("refused", "op.forbidden")
    assert outcome(await veterans.deputy.send("hazard.approve", word, SIGNED)) == ("applied", None)
    approved = (await veterans.principal.get(f"/api/hazards/{ready}"))["events"][-1]
    assert (approved["kind"], approved["data"]) == ("approve", {"stands_in": True})


@pytest.mark.parametrize(("days", "verdict"), [(13, ("applied", None)), (15, ("held", "op.too_old"))])
async def test_after_fourteen_days_a_person_must_look_at_it(
    veterans: School, days: int, verdict: tuple[str, str | None]
) -> None:
    at = now_ms() - days * DAY_MS
    old = veterans.patrol.make("inspection.submit", patrol_form(veterans, at=at), SIGNED, at=at)

    assert outcome((await veterans.patrol.push(old))[0]) == verdict


async def test_a_held_operation_counts_from_its_release_on_as_it_was_captured(veterans: School) -> None:
    captured_ms = now_ms() - 20 * DAY_MS
    form = patrol_form(veterans, {"exits-clear": failing(shot(1))})
    (held,) = await veterans.patrol.push(veterans.patrol.make("inspection.submit", form, SIGNED, at=captured_ms))
    assert held["missing"] == []
    assert (await veterans.office.get("/api/hazards"))["rows"] == []
    waiting = (await veterans.office.get("/api/operations/held"))["rows"]
    assert [(one["id"], one["captured_ms"], one["journal_no"]) for one in waiting] == [
        (held["id"], captured_ms, held["journal_no"])
    ]

    await veterans.office.did("operation.release", letting_go(held["id"]))

    (row,) = (await veterans.office.get("/api/hazards"))["rows"]
    told = await veterans.office.get(f"/api/hazards/{row['id']}")
    assert (told["found_ms"], told["events"][0]["captured_ms"]) == (captured_ms, captured_ms)
    assert told["events"][0]["signature"]
    stored = await Entry.select().where(Entry.id == held["id"]).first()
    assert stored is not None
    assert (stored["verdict"], stored["hash"]) == ("held", held["hash"])


@pytest.mark.s(180)
async def test_a_release_changes_neither_when_it_was_done_nor_when_it_was_received(veterans: School) -> None:
    received_ms = now_ms() - 30 * DAY_MS
    form = patrol_form(veterans, {"exits-clear": failing(shot(1))})
    ahead = veterans.patrol.make("inspection.submit", form, SIGNED, at=received_ms + HOUR_MS, skew_ms=None)
    await _revoke(veterans, "lost")
    (held,) = await apply([ahead], received_ms)
    assert (held.verdict, held.code) == ("held", "op.device_lost")

    await veterans.office.did("operation.release", letting_go(held.id or ""))

    (row,) = (await veterans.office.get("/api/hazards"))["rows"]
    event = (await veterans.office.get(f"/api/hazards/{row['id']}"))["events"][0]
    assert (event["captured_ms"], event["received_ms"], row["found_ms"]) == (received_ms, received_ms, received_ms)
    assert row["number"].startswith(f"{day_of(received_ms, 'Asia/Shanghai').year}-")


async def test_the_phone_hears_what_became_of_its_held_operation(veterans: School) -> None:
    form = patrol_form(veterans, {"exits-clear": failing(shot(1))})
    old = veterans.patrol.make("inspection.submit", form, SIGNED, at=now_ms() - 20 * DAY_MS)
    (held,) = await veterans.patrol.push(old)

    await veterans.office.did("operation.release", letting_go(held["id"]))

    (released,) = await veterans.patrol.push(old)
    assert released == {**held, "verdict": "applied", "code": None, "missing": [shot(1).sha256]}


async def test_a_release_cannot_make_right_what_was_forbidden(veterans: School) -> None:
    hazard = (await found(veterans))["id"]
    args = await seen(veterans, hazard) | grading()
    (held,) = await veterans.staff.push(veterans.staff.make("hazard.assess", args, at=now_ms() - 20 * DAY_MS))
    assert held["verdict"] == "held"

    await veterans.office.did("operation.release", letting_go(held["id"]))

    assert (await veterans.office.get(f"/api/hazards/{hazard}"))["state"] == "registered"
    again = await veterans.office.send("operation.release", letting_go(held["id"]))
    assert outcome(again) == ("refused", "operation.not_held")


async def test_nobody_releases_an_own_operation_or_another_schools(veterans: School) -> None:
    args = {"person": veterans.staff.person}
    named = {"name": "周老师", "phone": ""}
    old = veterans.office.make("person.rename", args, named, at=now_ms() - 20 * DAY_MS)
    (held,) = await veterans.office.push(old)
    release = letting_go(held["id"])

    assert outcome(await veterans.office.send("operation.release", release)) == ("refused", "operation.own")
    for phone in (veterans.principal, veterans.patrol):
        assert outcome(await phone.send("operation.release", release)) == ("refused", "op.forbidden")
    foreign = await veterans.stranger.send("operation.release", release)
    nothing = await veterans.stranger.send("operation.release", letting_go(veterans.staff.person))
    assert outcome(foreign) == outcome(nothing) == ("refused", "operation.not_held")


async def test_a_retired_phone_still_delivers_what_it_had_queued_and_nothing_newer_counts(veterans: School) -> None:
    queued = veterans.patrol.make("inspection.submit", patrol_form(veterans), SIGNED)

    await _revoke(veterans, "retired")

    assert outcome((await veterans.patrol.push(queued))[0]) == ("applied", None)
    assert (await veterans.patrol.client.get("/api/sync/pull")).status_code == 401
    assert (await veterans.patrol.sign_in()).status_code == 401
    assert outcome(await veterans.patrol.send("inspection.submit", patrol_form(veterans), SIGNED)) == (
        "held",
        "op.device_retired",
    )


async def test_what_a_lost_phone_delivers_waits_for_the_safety_office(veterans: School) -> None:
    early = veterans.patrol.make("inspection.submit", patrol_form(veterans), SIGNED)
    late = veterans.patrol.make("inspection.submit", patrol_form(veterans), SIGNED)
    await veterans.patrol.push(early)

    await _revoke(veterans, "lost")

    receipts = await veterans.patrol.push(early, late)
    assert [outcome(one) for one in receipts] == [("applied", None), ("held", "op.device_lost")]
    assert await Inspection.count() == 1
    await veterans.office.did("operation.release", letting_go(receipts[1]["id"]))
    assert await Inspection.count() == 2
    await _revoke(veterans, "retired")  # once lost it stays lost
    assert outcome(await veterans.patrol.send("inspection.submit", patrol_form(veterans), SIGNED)) == (
        "held",
        "op.device_lost",
    )


async def _revoke(school: School, state: str) -> None:
    reply = await school.office.client.post(f"/api/session/devices/{school.patrol.device}/revoke", json={"as": state})
    assert reply.status_code == 204


async def test_two_people_at_one_hazard_leave_both_their_facts_and_one_state(veterans: School) -> None:
    hazard = (await led_to(veterans, "assessed"))["id"]
    args = await seen(veterans, hazard)
    first = veterans.deputy.make("hazard.assign", args | assignment(veterans), SIGNED)
    second = veterans.principal.make("hazard.void", args | {"reason": "误报"}, SIGNED)
    await veterans.office.did("hazard.void_ask", args | {"reason": "误报"})

    assert outcome((await veterans.deputy.push(first))[0]) == ("applied", None)
    assert outcome((await veterans.principal.push(second))[0]) == ("superseded", "hazard.moved_on")

    told = await veterans.office.get(f"/api/hazards/{hazard}")
    assert told["state"] == "assigned"
    late = next(event for event in told["events"] if not event["applied"])
    assert (late["kind"], late["code"], late["person"]) == ("void", "hazard.moved_on", veterans.principal.person)


@pytest.mark.s(20, 180)
async def test_the_journal_keeps_every_fact_and_has_no_door_that_changes_or_takes_one_away(school: School) -> None:
    await led_to(school, "struck_off")
    before = await Entry.select().order_by(Entry.organisation).order_by(Entry.journal_no)

    for method in ("PUT", "PATCH", "DELETE", "POST"):
        for door in ("/api/hazards", "/api/inspections", "/api/sync/pull", f"/api/inspections/{before[0]['id']}"):
            reply = await school.office.client.request(method, door, json={})
            assert reply.status_code in (404, 405)

    assert await Entry.select().order_by(Entry.organisation).order_by(Entry.journal_no) == before
    assert {row["person"] for row in before} > {school.patrol.person, school.principal.person}


async def test_names_and_strokes_can_be_erased_without_breaking_the_chain(school: School) -> None:
    """The audit after this test recomputes the chain: the body holds only a salted hash of them."""
    added = {"person": school.bureau.replace("0", "1"), "roles": list(ROLES[:1])}
    await school.office.did("person.add", added, {"name": "将被删除", "phone": "13900000000"})
    bodies = "".join(row["body"] for row in await Entry.select(Entry.body))

    assert "将被删除" not in bodies
    assert "13900000000" not in bodies
    private = await Private.select()
    assert all(len(text) > 16 for text in [row["text"].partition('"salt":"')[2].partition('"')[0] for row in private])
