"""A section that repeats: one answer a row, hazards that carry it, and numbers that must add up."""

from typing import Any

import pytest

from anxun.checklists.model import Checklist
from anxun.checklists.queries import library
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from tests.forms import here, shot
from tests.phone import SIGNED
from tests.world import School


def checklist(name: str) -> Checklist:
    found = library().get(name, 1)
    assert found is not None
    return found


def answer(item: str, values: dict[str, Any], row: str = "", **more: Any) -> dict[str, Any]:
    return {"item": item, "row": row, "values": values, "note": "", "photos": [], "fixed": None, **more}


def submitted(school: School, name: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "inspection": new_id(now_ms()),
        "point": school.point,
        "checklist": name,
        "version": 1,
        "started_ms": now_ms() - 60_000,
        "presence": here(school),
        "supervisor": None,
        "answers": answers,
    }


def samples(school: School, weights: dict[str, float]) -> dict[str, Any]:
    """What was kept of a meal; a sample that weighs too little is told in words."""
    answers = [
        answer("all-dishes-sampled", {"expected": len(weights), "actual": len(weights), "difference": 0}),
        *(
            answer("sample-weight", {"weight": grams}, row, note="不够" if grams < 125 else "")
            for row, grams in weights.items()
        ),
        answer("containers", {"result": "pass"}),
        answer("labels", {"result": "pass"}, photos=[shot(1).args]),
        answer("fridge-temperature", {"temperature": 4}),
        answer("hours-kept", {}),
        answer("fridge-dedicated", {"result": "pass"}),
        answer("not-frozen", {"result": "pass"}),
        answer("log", {"log": "齐全"}),
        answer("disposal", {}),
    ]
    return submitted(school, "ck-03", answers)


def handler(school: School, temperature: float) -> dict[str, Any]:
    """The morning check of one person."""
    values: dict[str, dict[str, Any]] = {
        "all-checked": {"expected": 1, "checked": 1, "difference": 0},
        "body-temperature": {"temperature": temperature},
        "stomach": {"symptoms": ["none"]},
        "unfit-staff": {},
        "back-to-work": {"result": "na"},
        "signature": {},
    }
    answers = [
        answer(
            item.key,
            values.get(item.key, {"result": "pass"}),
            "1" if section.repeat else "",
            note="发热" if item.key == "body-temperature" else "",
        )
        for section in checklist("ck-04").sections
        for item in section.items
    ]
    return submitted(school, "ck-04", answers)


def night(school: School, roll: dict[str, int]) -> dict[str, Any]:
    answers = []
    for item in checklist("ck-10").items:
        values: dict[str, Any] = {field.key: "pass" for field in item.fields if field.key == "result"}
        values |= {field.key: ["none"] for field in item.fields if field.key == "seen"}
        answers.append(answer(item.key, roll if item.key == "roll-call" else values))
    return submitted(school, "ck-10", answers)


async def test_each_row_that_fails_is_a_hazard_of_its_own_and_says_which(school: School) -> None:
    form = samples(school, {"红烧肉": 100, "清炒时蔬": 130, "米饭": 90})

    await school.kitchen.did("inspection.submit", form, SIGNED)

    rows = (await school.office.get("/api/hazards"))["rows"]
    assert sorted((row["item"], row["row"]) for row in rows) == [("sample-weight", "米饭"), ("sample-weight", "红烧肉")]
    whole = await school.office.get(f"/api/inspections/{form['inspection']}")
    assert [one["row"] for one in whole["answers"] if one["row"]] == ["红烧肉", "清炒时蔬", "米饭"]
    assert sorted(found["row"] for found in whole["hazards"]) == ["米饭", "红烧肉"]
    assert (whole["items"], whole["failed"]) == (12, 2)


async def test_a_row_joins_the_hazard_still_open_for_the_same_row_and_no_other(school: School) -> None:
    await school.kitchen.did("inspection.submit", samples(school, {"红烧肉": 100}), SIGNED)

    await school.kitchen.did("inspection.submit", samples(school, {"米饭": 100, "红烧肉": 110}), SIGNED)

    rows = {row["row"]: row for row in (await school.office.get("/api/hazards"))["rows"]}
    assert len(rows) == 2
    kinds = [event["kind"] for event in (await school.office.get(f"/api/hazards/{rows['红烧肉']['id']}"))["events"]]
    assert kinds == ["register", "found_again"]


async def test_who_is_unfit_for_work_is_told_in_the_form_and_is_no_hazard(school: School) -> None:
    form = handler(school, 38)

    await school.kitchen.did("inspection.submit", form, {**SIGNED, "texts": {"people..1": "王某"}})

    whole = await school.office.get(f"/api/inspections/{form['inspection']}")
    assert (whole["failed"], whole["hazards"]) == (1, [])
    assert (await school.office.get("/api/hazards"))["rows"] == []


async def test_a_hazard_is_found_by_the_name_of_its_row(school: School) -> None:
    await school.kitchen.did("inspection.submit", samples(school, {"红烧肉": 100, "米饭": 100}), SIGNED)

    (row,) = (await school.office.get("/api/hazards", q="红烧"))["rows"]

    assert row["row"] == "红烧肉"


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"": 130},
        {" 红烧肉": 130},
        {"红烧\n肉": 130},
        {"菜" * 21: 130},
        {f"菜{number}": 130 for number in range(31)},
    ],
    ids=["none", "nameless", "blank before", "two lines", "too long", "too many"],
)
async def test_rows_that_the_checklist_does_not_have_are_refused(school: School, weights: dict[str, float]) -> None:
    receipt = await school.kitchen.send("inspection.submit", samples(school, weights), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.rows")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("红烧肉\u3164", "op.malformed"),
        ("红烧\ufe0f肉", "op.malformed"),
        ("\u2800", "op.malformed"),
        ("cafe\u0301", "op.malformed"),
        ("红烧肉\u2764\ufe0f", "inspection.rows"),
    ],
)
async def test_no_two_rows_look_alike_and_are_not_the_same(school: School, name: str, code: str) -> None:
    receipt = await school.kitchen.send("inspection.submit", samples(school, {name: 130}), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", code)


async def test_a_row_in_a_section_that_does_not_repeat_is_refused(school: School) -> None:
    form = samples(school, {"红烧肉": 130})
    form["answers"][0]["row"] = "红烧肉"

    receipt = await school.kitchen.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.rows")


async def test_a_row_given_twice_is_refused(school: School) -> None:
    form = samples(school, {"红烧肉": 130})
    form["answers"].append(answer("sample-weight", {"weight": 140}, "红烧肉"))

    receipt = await school.kitchen.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.incomplete")


async def test_a_name_longer_than_any_row_is_malformed(school: School) -> None:
    receipt = await school.kitchen.send("inspection.submit", samples(school, {"菜" * 61: 130}), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")


async def test_a_difference_that_is_not_its_numbers_is_a_slip_and_no_hazard(school: School) -> None:
    wrong = night(school, {"expected": 40, "present": 38, "on-leave": 1, "missing": 0})
    half = night(school, {"expected": 40, "present": 38})
    right = night(school, {"expected": 40, "present": 38, "on-leave": 2, "missing": 0})

    receipts = [await school.patrol.send("inspection.submit", form, SIGNED) for form in (wrong, half)]
    await school.patrol.did("inspection.submit", right, SIGNED)

    said = [(receipt["verdict"], receipt["code"]) for receipt in receipts]
    assert said == [("refused", "inspection.sum"), ("refused", "inspection.incomplete")]
    assert (await school.office.get("/api/hazards"))["rows"] == []


async def test_a_count_of_samples_is_that_of_the_samples_weighed(school: School) -> None:
    form = samples(school, {"红烧肉": 130, "米饭": 140})
    form["answers"][0]["values"] = {"expected": 3, "actual": 3, "difference": 0}

    receipt = await school.kitchen.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.sum")


async def test_nobody_counts_fewer_pupils_than_none(school: School) -> None:
    form = night(school, {"expected": -2, "present": 0, "on-leave": 0, "missing": -2})

    receipt = await school.patrol.send("inspection.submit", form, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.incomplete")
