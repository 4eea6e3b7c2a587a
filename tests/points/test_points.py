"""Points and their labels: the safety office's, one code one point, nothing ever lost."""

from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import ImageFilter

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.points.model import PAPERS
from anxun.points.rules import make_code, normalise
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
        ("label.replace", {"point": school.point, "code": make_code(2), "reason": ""}),
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
        ({"name": "\u0301"}, "op.malformed"),
        ({"place": "一楼\u2028东侧"}, "op.malformed"),
        ({"place": "一楼\n东侧"}, "op.malformed"),
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
        (school.office, {"size": "50x30", "start": "1"}, 400, "label.sheet"),
    ):
        refused = await phone.client.get("/api/labels/sheet", params=query)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_no_text_of_a_point_is_read_otherwise_than_it_is_written(school: School) -> None:
    point = {
        "point": new_id(now_ms()),
        "name": "东门",
        "place": "一层",
        "type": "exit",
        "checklists": [],
        "position": 1,
    }

    refused = [
        await school.office.send("point.add", point | change)
        for change in ({"name": "东\u200b门"}, {"name": "东\n门"}, {"place": "\u202e一层"})
    ]
    await school.office.did("point.add", point)

    assert [receipt["code"] for receipt in refused] == ["op.malformed"] * 3
    rows = (await school.office.get("/api/points"))["rows"]
    assert "东门" in [row["name"] for row in rows]


@pytest.mark.s(90)
@pytest.mark.parametrize("size", sorted(PAPERS))
async def test_every_size_printed_at_its_printers_dpi_is_read_as_the_label_the_school_has(
    school: School, size: str
) -> None:
    await school.office.did("label.issue", {"point": school.point, "code": make_code(42)})

    reply = await school.office.client.get("/api/labels/sheet", params={"size": size, "dx": "0.5", "dy": "-0.5"})

    assert [codeless(text) for text in printed(reply.content, size)] == ["http://localhost:8000/p"]
    row = await mirrored(school.office, school.point)
    assert printed(reply.content, size)[0].endswith(f"#{row['labels'][-1]['code']}")


async def test_spare_labels_are_new_codes_that_nobody_has_and_only_the_office_prints_them(school: School) -> None:
    first, second = [
        await school.office.client.get("/api/labels/spare", params={"count": "3", "size": "50x30"}) for _ in range(2)
    ]
    page = await school.office.client.get("/api/labels/calibration", params={"size": "40x60"})

    codes = [text.partition("#")[2] for reply in (first, second) for text in printed(reply.content, "50x30")]
    assert len(set(codes)) == 6
    assert {normalise(code) for code in codes} == set(codes)
    assert "no-store" in first.headers["cache-control"]
    assert page.content.startswith(b"%PDF")
    for path in ("/api/labels/spare?count=1", "/api/labels/calibration"):
        refused = await school.patrol.client.get(path)
        assert (refused.status_code, refused.json()["code"]) == (404, "organisation.unknown")
    for wrong in ("count=0", "count=501", "count=1&dx=21", "count=1&dx=nan"):
        assert (await school.office.client.get(f"/api/labels/spare?{wrong}")).status_code == 400, wrong


async def test_a_spare_label_is_bound_on_the_spot_and_the_old_one_is_void_from_then_on(school: School) -> None:
    code = make_code(77)

    await school.office.did("label.replace", {"point": school.point, "code": code, "reason": "旧的撕坏了"})

    labels = (await mirrored(school.patrol, school.point))["labels"]
    assert {label["code"]: label["void"] for label in labels} == {school.label: True, code: False}


async def test_two_phones_bind_the_same_spare_label_and_the_second_is_told_and_loses_nothing(school: School) -> None:
    code, place = make_code(78), boiler()
    await school.office.did("point.add", place)
    await school.office.did("label.issue", {"point": place["point"], "code": make_code(79)})

    await school.office.did("label.replace", {"point": school.point, "code": code, "reason": ""})
    late = await school.office.send("label.replace", {"point": place["point"], "code": code, "reason": ""})

    assert (late["verdict"], late["code"]) == ("refused", "label.exists")
    labels = (await mirrored(school.patrol, place["point"]))["labels"]
    assert labels == [{"code": make_code(79), "void": False}]


def printed(pdf: bytes, size: str) -> list[str]:
    """What a scanner reads from each page, printed at the dots of its printer and a little blurred."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        document[number].render(scale=PAPERS[size].dpi / 72).to_pil().convert("L") for number in range(len(document))
    ]
    blurred = [np.asarray(page.filter(ImageFilter.GaussianBlur(1))) for page in pages]
    return [found.text for page in blurred for found in zxingcpp.read_barcodes(page)]


def codeless(text: str) -> str:
    return text.partition("#")[0]
