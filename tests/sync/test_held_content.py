"""Nobody decides blind: what a held operation says is shown to who may decide on it, whatever was signed."""

from typing import Any

import pytest

from anxun.accounts.model import ROLES
from anxun.core.clock import now_ms
from anxun.sync import held
from anxun.sync.operations import CATALOGUE, RELEASE
from tests.forms import assignment, bring, failing, grading, letting_go, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.sync.test_held import DAY_MS, held_form, with_args
from tests.test_matrix import allowed, become, standing
from tests.world import School


async def content(school: School, operation: str) -> dict[str, Any]:
    told: dict[str, Any] = await school.office.get(f"/api/operations/held/{operation}")
    return told


async def late(phone: Phone, name: str, args: Any, private: Any = None) -> str:
    """Signed three weeks ago."""
    (receipt,) = await phone.push(phone.make(name, args, private, at=now_ms() - 20 * DAY_MS))
    assert receipt["verdict"] == "held", receipt
    return str(receipt["id"])


async def test_a_held_form_is_read_as_its_record_would_be(veterans: School) -> None:
    at = now_ms() - 20 * DAY_MS
    form = patrol_form(veterans, {"exits-clear": failing(shot(1), note="出口锁着")}, at=at)
    told = await content(veterans, await late(veterans.patrol, "inspection.submit", form, SIGNED))

    record = told["inspection"]
    assert told["is_read"]
    assert (record["answers"], record["failed"], record["items"]) == (form["answers"], 1, len(form["answers"]))
    assert (record["point_name"], record["person_name"], record["presence"]) == ("教学楼一层东走廊", "张老师", "scan")
    assert record["title"]["zh"] == "每日防火巡查（通道与出口）"
    assert record["signature"]["strokes"]
    assert (record["missing"], record["hazards"], record["second"]) == ([shot(1).sha256], [], None)


async def test_a_photo_that_this_phone_has_brought_already_is_not_missing(veterans: School) -> None:
    await veterans.patrol.did("inspection.submit", patrol_form(veterans, {"exits-clear": failing(shot(1))}), SIGNED)
    await bring(veterans.patrol, shot(1))

    told = await content(veterans, await held_form(veterans))

    assert told["inspection"]["missing"] == []


async def test_a_held_move_is_read_by_its_arguments(veterans: School) -> None:
    args = {"hazard": veterans.point, "seen": 1} | grading()
    told = await content(veterans, await late(veterans.office, "hazard.assess", args))

    assert (told["is_read"], told["args"], told["inspection"]) == (True, args, None)


async def test_a_signature_under_a_held_move_is_shown(veterans: School) -> None:
    args = {"hazard": veterans.point, "seen": 1} | assignment(veterans)
    told = await content(veterans, await late(veterans.principal, "hazard.assign", args, SIGNED))

    assert told["signature"]["strokes"]


async def test_whom_a_held_operation_adds_is_named(veterans: School) -> None:
    private = {"salt": "s", "name": "新同事", "phone": "123"}
    args = {"person": veterans.point, "roles": ["staff"]}
    told = await content(veterans, await late(veterans.office, "person.add", args, private))

    assert told["args"] == {"name": "新同事", "phone": "123"} | args


async def test_a_point_of_another_school_is_not_named(veterans: School) -> None:
    form = patrol_form(veterans)
    operation = await late(veterans.stranger, "inspection.submit", form, SIGNED)

    told = await veterans.stranger.get(f"/api/operations/held/{operation}")

    assert told["inspection"]["point_name"] == ""


@pytest.mark.parametrize(
    "args",
    [
        '{"note":1e999}',
        '{"hazard":"a\\u0000b"}',
        '{"note":"\\u202e"}',
        '{"note":"\\ud800"}',
        "[]",
        "null",
        '{"hazard":' + "[" * 5000 + "]" * 5000 + "}",
        '{"note":"%s"}' % ("长" * 5000),
    ],
)
async def test_bytes_of_no_shape_are_said_to_be_unreadable_and_nothing_of_them_is_told(
    veterans: School, args: str
) -> None:
    (receipt,) = await veterans.patrol.push(with_args(veterans.patrol, args, now_ms() - 20 * DAY_MS))
    if receipt["verdict"] == "refused":
        assert receipt["journal_no"] is None
        return

    told = await content(veterans, receipt["id"])

    nothing: dict[str, Any] = {"args": {}, "signature": None, "texts": {}, "inspection": None}
    assert told == {"id": receipt["id"], "name": "hazard.rectify", "is_read": False} | nothing


@pytest.mark.parametrize("name", [*CATALOGUE, RELEASE])
async def test_no_kind_of_operation_closes_the_door(veterans: School, name: str) -> None:
    told = await content(veterans, await late(veterans.patrol, name, {"strange": [1]}))

    assert (told["name"], told["is_read"]) == (name, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"checklist": "nothing"},
        {"version": 999},
        {"started_ms": 0},
        {"answers": []},
        {"answers": [{"item": "x", "row": "r", "values": {"y": -1.5}, "note": "", "photos": [], "fixed": None}]},
        {
            "answers": [
                {"item": "exits-clear", "row": "", "values": {"result": ["a"]}, "note": "", "photos": [], "fixed": None}
            ]
        },
    ],
)
async def test_a_form_that_no_checklist_knows_is_read_all_the_same(veterans: School, changes: dict[str, Any]) -> None:
    form = patrol_form(veterans) | changes
    told = await content(veterans, await late(veterans.patrol, "inspection.submit", form, SIGNED))

    assert told["is_read"]
    assert told["inspection"]["answers"] == form["answers"]


async def test_a_held_form_was_begun_by_the_servers_clock_too(veterans: School) -> None:
    hour_ms, at = 3_600_000, now_ms() - 20 * DAY_MS
    form = patrol_form(veterans, at=at)
    made = veterans.patrol.make("inspection.submit", form, SIGNED, at=at, skew_ms=-hour_ms, skew_age_ms=0)
    (receipt,) = await veterans.patrol.push(made)

    told = await content(veterans, str(receipt["id"]))

    assert told["inspection"]["started_ms"] == form["started_ms"] - hour_ms


async def test_what_only_a_newer_server_knows_is_unreadable_here(
    veterans: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = await held_form(veterans)
    monkeypatch.setattr(held, "CATALOGUE", {name: CATALOGUE[name] for name in CATALOGUE if name != "inspection.submit"})

    assert (await content(veterans, operation))["is_read"] is False


async def test_an_unreadable_private_part_makes_the_whole_unreadable(veterans: School) -> None:
    operation = await late(veterans.patrol, "inspection.submit", patrol_form(veterans), {"salt": 1})

    assert (await content(veterans, operation))["is_read"] is False


async def test_what_was_decided_is_still_read(veterans: School) -> None:
    operation = await held_form(veterans)
    await veterans.office.did("operation.decline", letting_go(operation))

    assert (await content(veterans, operation))["is_read"]


async def test_what_was_never_held_has_no_such_page(veterans: School) -> None:
    taken = await veterans.patrol.did("inspection.submit", patrol_form(veterans), SIGNED)

    for operation in (taken["id"], veterans.point, "x", "%FF", "a" * 500):
        assert (await veterans.office.client.get(f"/api/operations/held/{operation}")).status_code == 404


async def test_who_may_not_decide_does_not_read_and_no_other_school_learns_that_it_exists(veterans: School) -> None:
    operation = await held_form(veterans)
    for relation, phone in standing(veterans).items():
        for role in ROLES:
            await become(phone, role)

            reply = await phone.client.get(f"/api/operations/held/{operation}")

            may = allowed("operation.release", role, relation)
            assert reply.status_code == (200 if may else 404), (role, relation)
            if not may:
                nothing = await phone.client.get(f"/api/operations/held/{veterans.point}")
                assert reply.content == nothing.content
