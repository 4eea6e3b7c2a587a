"""What stands before the safety office says who, what and where; what was decided stays readable, with who and why."""

from dataclasses import replace
from typing import Any

import pytest

from anxun.core.clock import now_ms
from anxun.core.db import raw, transaction
from anxun.core.keys import sign
from anxun.journal.rules import sha256
from anxun.sync import acting
from anxun.sync.operations import CATALOGUE
from anxun.sync.wire import Envelope
from tests.forms import failing, found, grading, letting_go, patrol_form, seen, shot
from tests.phone import SIGNED, Phone
from tests.world import School

DAY_MS = 86_400_000


async def waiting(school: School) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await school.office.get("/api/operations/held"))["rows"]
    return rows


async def decided(school: School, **query: Any) -> dict[str, Any]:
    page: dict[str, Any] = await school.office.get("/api/operations/decided", **query)
    return page


def with_args(phone: Phone, args: str, at_ms: int) -> Envelope:
    """Signed over these very bytes, which no encoder of ours would write."""
    before = replace(phone.signer)
    good = phone.make("hazard.rectify", {"mark": 1}, at=at_ms)
    body = good.body.replace('"args":{"mark":1}', f'"args":{args}')
    phone.signer.device_seq, phone.signer.prev = before.device_seq + 1, sha256(body)
    return Envelope(device=good.device, body=body, private=None, signature=sign(phone.key, body.encode()))


async def held_form(school: School) -> str:
    """An inspection that came three weeks late."""
    at = now_ms() - 20 * DAY_MS
    form = patrol_form(school, {"exits-clear": failing(shot(1))}, at=at)
    (receipt,) = await school.patrol.push(school.patrol.make("inspection.submit", form, SIGNED, at=at))
    assert receipt["verdict"] == "held"
    return str(receipt["id"])


async def test_a_held_form_says_which_list_at_which_point_by_whom_and_why(veterans: School) -> None:
    operation = await held_form(veterans)

    (row,) = await waiting(veterans)

    assert (row["id"], row["person_name"], row["code"]) == (operation, "张老师", "op.too_old")
    assert (row["what"]["zh"], row["point_name"]) == ("每日防火巡查（通道与出口）", "教学楼一层东走廊")
    assert (row["hazard"], row["decision"]) == (None, None)


async def test_a_released_form_says_on_its_record_why_it_was_held_and_who_let_it_count(veterans: School) -> None:
    operation = await held_form(veterans)
    (receipt,) = await veterans.office.push(veterans.office.make("operation.release", letting_go(operation)))
    assert receipt["verdict"] == "applied"
    counted = await found(veterans)
    late, plain = await records(veterans)

    assert late["release"] == {
        "code": "op.too_old",
        "person_name": "王老师",
        "decided_ms": receipt["received_ms"],
        "reason": "问过本人",
    }
    assert (plain["release"], counted["number"] != "") == (None, True)


async def records(school: School) -> list[dict[str, Any]]:
    """Each whole record, oldest first."""
    rows = (await school.office.get("/api/inspections"))["rows"]
    return [await school.office.get(f"/api/inspections/{row['id']}") for row in reversed(rows)]


async def test_a_held_move_says_which_hazard_and_what_its_maker_wrote(veterans: School) -> None:
    hazard = await found(veterans)
    args = await seen(veterans, hazard["id"]) | grading()
    await veterans.office.push(veterans.office.make("hazard.assess", args, at=now_ms() - 20 * DAY_MS))

    (row,) = await waiting(veterans)

    assert (row["hazard"], row["number"], row["found"]) == (hazard["id"], hazard["number"], "杂物堵住出口")
    assert (row["point_name"], row["note"]) == ("教学楼一层东走廊", "照标准")


async def test_what_belongs_to_another_school_is_not_named(veterans: School) -> None:
    hazard = await found(veterans)
    strange = {"hazard": hazard["id"], "seen": 1, "point": veterans.point, "person": veterans.staff.person}
    await veterans.stranger.push(veterans.stranger.make("hazard.assess", strange, at=now_ms() - 20 * DAY_MS))

    (row,) = (await veterans.stranger.get("/api/operations/held"))["rows"]

    assert [row[name] for name in ("hazard", "number", "point_name", "named")] == [None] * 4
    assert veterans.staff.person not in str(row)


async def test_arguments_of_any_shape_are_listed(veterans: School) -> None:
    shapes: list[Any] = [{}, {"hazard": 5, "note": None}, {"checklist": "nothing", "point": "x"}]
    for args in shapes:
        await veterans.patrol.push(veterans.patrol.make("hazard.rectify", args, at=now_ms() - 20 * DAY_MS))

    rows = await waiting(veterans)

    assert [(row["name"], row["hazard"], row["what"], row["note"]) for row in rows] == [
        ("hazard.rectify", None, None, "")
    ] * 3


@pytest.mark.parametrize(
    "args", ['{"note":1e999}', '{"hazard":"a\\u0000b"}', '{"point":"\\u0000"}', '{"note":"\\u202e"}']
)
async def test_no_bytes_that_somebody_signed_close_the_list(veterans: School, args: str) -> None:
    (receipt,) = await veterans.patrol.push(with_args(veterans.patrol, args, now_ms() - 20 * DAY_MS))
    assert receipt["verdict"] == "held"

    (row,) = await waiting(veterans)

    assert (row["hazard"], row["point_name"], row["note"]) == (None, None, "")


async def test_a_note_without_end_is_cut(veterans: School) -> None:
    await veterans.patrol.push(with_args(veterans.patrol, '{"note":"%s"}' % ("长" * 5000), now_ms() - 20 * DAY_MS))

    (row,) = await waiting(veterans)

    assert len(row["note"]) == 1000


async def test_what_was_let_go_stays_readable_with_who_when_and_why(veterans: School) -> None:
    operation = await held_form(veterans)
    before_ms = now_ms()
    await veterans.office.did("operation.release", {"operation": operation, "reason": "手机修了两周"})

    assert await waiting(veterans) == []
    (row,) = (await decided(veterans))["rows"]

    assert (row["id"], row["person_name"], row["point_name"]) == (operation, "张老师", "教学楼一层东走廊")
    told = row["decision"]
    assert (told["person_name"], told["reason"], told["verdict"]) == ("王老师", "手机修了两周", "applied")
    assert told["decided_ms"] >= before_ms


async def test_what_the_rules_refused_after_a_release_says_why(veterans: School) -> None:
    hazard = await found(veterans)
    args = await seen(veterans, hazard["id"]) | grading()
    (held,) = await veterans.staff.push(veterans.staff.make("hazard.assess", args, at=now_ms() - 20 * DAY_MS))

    await veterans.office.did("operation.release", letting_go(held["id"]))

    (row,) = (await decided(veterans))["rows"]
    assert (row["decision"]["verdict"], row["decision"]["code"]) == ("refused", "op.forbidden")
    assert row["decision"]["reason"] == "问过本人"


async def test_what_the_office_declines_never_counts_and_its_maker_hears_of_it(veterans: School) -> None:
    envelope = veterans.patrol.make(
        "inspection.submit", patrol_form(veterans, {"exits-clear": failing(shot(1))}), SIGNED, at=now_ms() - 20 * DAY_MS
    )
    (held,) = await veterans.patrol.push(envelope)
    assert held["verdict"] == "held"

    await veterans.office.did("operation.decline", {"operation": held["id"], "reason": "本人说没有去过"})

    (told,) = await veterans.patrol.push(envelope)
    assert (told["verdict"], told["code"]) == ("refused", "op.declined")
    assert await waiting(veterans) == []
    (row,) = (await decided(veterans))["rows"]
    assert (row["decision"]["verdict"], row["decision"]["reason"]) == ("refused", "本人说没有去过")
    assert (await veterans.office.get("/api/hazards"))["rows"] == []


@pytest.mark.parametrize("name", ["operation.release", "operation.decline"])
async def test_what_was_declined_is_decided(veterans: School, name: str) -> None:
    operation = await held_form(veterans)
    await veterans.office.did("operation.decline", letting_go(operation))

    (again,) = await veterans.office.push(veterans.office.make(name, letting_go(operation)))

    assert (again["verdict"], again["code"]) == ("refused", "operation.not_held")


async def test_what_an_older_server_held_is_released_by_a_newer_one(
    veterans: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = patrol_form(veterans)
    with monkeypatch.context() as older:
        older.setattr(acting, "CATALOGUE", {name: CATALOGUE[name] for name in CATALOGUE if name != "inspection.submit"})
        held = await veterans.patrol.send("inspection.submit", form, SIGNED, prev="0" * 64)
        early = await veterans.office.send("operation.release", letting_go(held["id"]))
    assert (held["verdict"], early["verdict"], early["code"]) == ("held", "refused", "op.unknown")
    assert [row["name"] for row in await waiting(veterans)] == ["inspection.submit"]

    await veterans.office.did("operation.release", letting_go(held["id"]))

    assert await waiting(veterans) == []
    (row,) = (await decided(veterans))["rows"]
    assert (row["id"], row["decision"]["verdict"]) == (held["id"], "applied")
    assert len((await veterans.office.get("/api/inspections"))["rows"]) == 1


async def test_nothing_is_declined_without_a_reason(veterans: School) -> None:
    operation = await held_form(veterans)

    (reply,) = await veterans.office.push(
        veterans.office.make("operation.decline", {"operation": operation, "reason": " "})
    )

    assert (reply["verdict"], reply["code"]) == ("refused", "operation.reason_missing")
    assert len(await waiting(veterans)) == 1


async def test_what_was_decided_comes_newest_first_in_pages(veterans: School) -> None:
    operations = [await held_form(veterans) for _ in range(3)]
    for operation in operations:
        await veterans.office.did("operation.release", letting_go(operation))

    first = await decided(veterans, limit=2)
    second = await decided(veterans, limit=2, after=first["next"])

    assert [row["id"] for page in (first, second) for row in page["rows"]] == operations[::-1]
    assert second["next"] is None


async def test_only_the_schools_own_office_reads_what_was_decided(veterans: School) -> None:
    await veterans.office.did("operation.release", letting_go(await held_form(veterans)))

    for phone in (veterans.patrol, veterans.principal, veterans.officer, veterans.stranger):
        reply = await phone.client.get("/api/operations/decided", params={"organisation": veterans.id})
        assert reply.status_code == 404


async def test_as_much_as_a_school_decides_in_years_is_still_read_in_pages(veterans: School) -> None:
    await veterans.office.did("operation.release", letting_go(await held_form(veterans)))
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
    row = f"SELECT 'x' || i, '{veterans.id}', 'y' || i, 'refused' FROM n"
    async with transaction():
        await raw(f"{count} INSERT INTO journal_decision (id, organisation, operation, verdict) {row}")

    assert len((await decided(veterans, limit=2))["rows"]) == 1
