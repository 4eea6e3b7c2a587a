"""Points and their labels: the safety office's, one code one point, nothing ever lost."""

from typing import Any

import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.points.rules import make_code
from tests.phone import Phone
from tests.world import School


def boiler(**changes: Any) -> dict[str, Any]:
    return {
        "point": new_id(now_ms()),
        "name": "锅炉房",
        "place": "后院",
        "type": "boiler_room",
        "checklists": ["ck-13"],
        "position": 5,
        **changes,
    }


async def mirrored(phone: Phone, point: str) -> dict[str, Any]:
    row: dict[str, Any] = next(row for row in (await phone.pull())["point"] if row["id"] == point)
    return row


async def test_only_the_safety_office_changes_points_and_labels(school: School) -> None:
    others = (school.patrol, school.deputy, school.principal, school.officer)
    operations: tuple[tuple[str, dict[str, Any]], ...] = (
        ("point.add", boiler()),
        ("point.change", boiler(point=school.point)),
        ("point.retire", {"point": school.point, "reason": ""}),
        ("label.issue", {"point": school.point, "code": make_code(1)}),
        ("label.void", {"code": school.label, "reason": ""}),
    )

    for phone in others:
        for name, args in operations:
            receipt = await phone.send(name, args, organisation=school.id)
            assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden"), name
    for name, args in operations:
        receipt = await school.stranger.send(name, args, organisation=school.id)
        assert (receipt["verdict"], receipt["code"]) == ("refused", "organisation.unknown"), name


async def test_a_new_point_is_on_every_phone_of_the_school(school: School) -> None:
    args = boiler()

    await school.office.did("point.add", args)

    row = await mirrored(school.kitchen, args["point"])
    assert row == {
        "id": args["point"],
        "organisation": school.id,
        "name": "锅炉房",
        "place": "后院",
        "type": "boiler_room",
        "checklists": ["ck-13"],
        "position": 5,
        "active": True,
        "labels": [],
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "moon"}, "point.type"),
        ({"checklists": ["ck-99"]}, "point.checklist"),
        ({"name": "  "}, "op.malformed"),
        ({"position": -1}, "op.malformed"),
        ({"colour": "red"}, "op.malformed"),
    ],
)
async def test_a_point_that_makes_no_sense_is_refused(school: School, changes: dict[str, Any], code: str) -> None:
    receipt = await school.office.send("point.add", boiler(**changes))

    assert (receipt["verdict"], receipt["code"]) == ("refused", code)


async def test_a_point_is_added_once(school: School) -> None:
    for phone in (school.office, school.stranger):
        receipt = await phone.send("point.add", boiler(point=school.point))

        assert (receipt["verdict"], receipt["code"]) == ("refused", "point.exists")


async def test_the_last_change_wins_and_other_schools_points_are_unknown(school: School) -> None:
    await school.office.did("point.change", boiler(point=school.point, name="东门厅"))

    receipt = await school.stranger.send("point.change", boiler(point=school.point))

    assert (receipt["verdict"], receipt["code"]) == ("waiting", "point.unknown")
    assert (await mirrored(school.patrol, school.point))["name"] == "东门厅"


async def test_a_retired_point_stays_and_changes_no_more(school: School) -> None:
    await school.office.did("point.retire", {"point": school.point, "reason": "改造"})

    again = await school.office.send("point.retire", {"point": school.point, "reason": "改造"})
    change = await school.office.send("point.change", boiler(point=school.point))
    label = await school.office.send("label.issue", {"point": school.point, "code": make_code(9)})

    assert (again["verdict"], again["code"]) == ("superseded", "point.retired")
    assert (change["verdict"], change["code"]) == ("superseded", "point.retired")
    assert (label["verdict"], label["code"]) == ("refused", "point.retired")
    row = await mirrored(school.patrol, school.point)
    assert (row["active"], row["name"], len(row["labels"])) == (False, "教学楼一层东走廊", 1)


async def test_a_code_is_for_one_label_in_the_whole_installation(school: School) -> None:
    elsewhere = boiler()
    await school.stranger.did("point.add", elsewhere)

    taken = await school.stranger.send("label.issue", {"point": elsewhere["point"], "code": school.label})
    slip = await school.office.send("label.issue", {"point": school.point, "code": "AAAAAAAA"})

    assert (taken["verdict"], taken["code"]) == ("refused", "label.exists")
    assert (slip["verdict"], slip["code"]) == ("refused", "label.code")


async def test_a_void_label_says_so_on_every_phone(school: School) -> None:
    code = make_code(42)
    await school.office.did("label.issue", {"point": school.point, "code": code})

    await school.office.did("label.void", {"code": school.label, "reason": "撕坏了"})
    again = await school.office.send("label.void", {"code": school.label, "reason": ""})
    foreign = await school.stranger.send("label.void", {"code": code, "reason": ""})

    labels = (await mirrored(school.patrol, school.point))["labels"]
    assert {label["code"]: label["void"] for label in labels} == {school.label: True, code: False}
    assert (again["verdict"], again["code"]) == ("superseded", "label.void")
    assert (foreign["verdict"], foreign["code"]) == ("waiting", "label.unknown")


async def test_the_office_prints_the_labels_that_hang(school: School) -> None:
    reply = await school.office.client.get("/api/labels/sheet", params={"size": "a4-8", "start": "3"})

    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF")
    for phone, query, status, code in (
        (school.patrol, {}, 404, "organisation.unknown"),
        (school.stranger, {"organisation": school.id}, 404, "organisation.unknown"),
        (school.stranger, {}, 422, "label.none"),
        (school.office, {"points": new_id(now_ms())}, 422, "label.none"),
        (school.office, {"size": "a3"}, 400, "label.sheet"),
        (school.office, {"start": "24"}, 400, "label.sheet"),
    ):
        refused = await phone.client.get("/api/labels/sheet", params=query)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_no_text_of_a_point_is_read_otherwise_than_it_is_written(school: School) -> None:
    point = {
        "point": new_id(now_ms()),
        "name": "东\u200b门",
        "place": "一层",
        "type": "exit",
        "checklists": [],
        "position": 1,
    }

    refused = [
        await school.office.send("point.add", point | change)
        for change in ({"name": "\u200b"}, {"name": "东\n门"}, {"place": "\u202e一层"})
    ]
    await school.office.did("point.add", point)

    assert [receipt["code"] for receipt in refused] == ["op.malformed"] * 3
    rows = (await school.office.get("/api/points"))["rows"]
    assert "东门" in [row["name"] for row in rows]
