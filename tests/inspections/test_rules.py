"""When a form is finished, and what it found."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from anxun.blobs.model import Photo
from anxun.checklists.model import Checklist
from anxun.checklists.queries import library
from anxun.core.errors import Refused
from anxun.inspections.model import Answer, Fixed
from anxun.inspections.rules import failures

TODAY = date(2026, 11, 22)
PHOTO = Photo(sha256="a" * 64, size=10, width=10, height=10, capture="live", taken_ms=1)
FAIL: dict[str, Any] = {"values": {"result": "fail"}, "note": "杂物堵住出口", "photos": [PHOTO]}


@pytest.fixture
def patrol() -> Checklist:
    found = library().get("ck-13", 1)
    assert found is not None
    return found


def filled(checklist: Checklist, **changed: dict[str, Any]) -> list[Answer]:
    """Everything passes, except what is changed; keys with `_` for `-`; one row where there are rows."""
    changes = {key.replace("_", "-"): value for key, value in changed.items()}
    answers = []
    for item, row in [(item, "一" if one.repeat else "") for one in checklist.sections for item in one.items]:
        passed = {field.key: "pass" for field in item.fields if field.key == "result"}
        values: dict[str, Any] = {
            "item": item.key,
            "row": row,
            "values": passed,
            "note": "",
            "photos": [],
            "fixed": None,
        }
        answers.append(Answer(**{**values, **changes.get(item.key, {})}))
    return answers


def at_fault(checklist: Checklist, answers: list[Answer], texts: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(Refused) as refused:
        failures(checklist, answers, texts or {}, TODAY)
    assert refused.value.code == "inspection.incomplete"
    items: Any = refused.value.details["items"]
    return list(items)


def test_a_clean_form_finds_nothing(patrol: Checklist) -> None:
    assert failures(patrol, filled(patrol), {}, TODAY) == []


def test_each_failed_item_is_found_with_its_evidence_and_the_checklists_grade(patrol: Checklist) -> None:
    fixed = Fixed(photos=[PHOTO], note="已清走")
    found = failures(patrol, filled(patrol, exits_clear={**FAIL, "fixed": fixed}, windows_unbarred=FAIL), {}, TODAY)

    assert [(one.item, one.grade, one.note) for one in found] == [
        ("exits-clear", "larger", "杂物堵住出口"),
        ("windows-unbarred", "major", "杂物堵住出口"),
    ]
    assert (found[0].fix, found[0].fix_note, found[1].fix) == ([PHOTO], "已清走", None)


@pytest.mark.parametrize(
    "change",
    [
        {"values": {}},
        {"values": {"result": "perhaps"}},
        {"values": {"result": "pass", "colour": "red"}},
        {**FAIL, "note": " "},
        {**FAIL, "photos": []},
    ],
)
def test_an_unfinished_item_is_named(patrol: Checklist, change: dict[str, Any]) -> None:
    assert at_fault(patrol, filled(patrol, exits_clear=change)) == ["exits-clear"]


def test_a_failed_item_that_asks_for_no_photo_needs_none(patrol: Checklist) -> None:
    found = failures(patrol, filled(patrol, exit_signs={**FAIL, "photos": []}), {}, TODAY)

    assert [one.item for one in found] == ["exit-signs"]


def test_a_missing_an_unknown_and_a_repeated_item_are_all_named(patrol: Checklist) -> None:
    answers = filled(patrol)
    stranger = Answer(item="no-such-item", row="", values={}, note="", photos=[], fixed=None)

    assert at_fault(patrol, answers[1:]) == [answers[0].item]
    assert at_fault(patrol, [*answers, stranger]) == ["no-such-item"]
    assert at_fault(patrol, [*answers, answers[2]]) == [answers[2].item]


def test_a_photo_that_is_always_asked_for_must_be_there_unless_the_item_does_not_apply() -> None:
    kitchen = library().get("ck-03", 1)
    assert kitchen is not None
    item = next(item for item in kitchen.items if item.photo == "always")

    with pytest.raises(Refused) as refused:
        failures(kitchen, filled(kitchen), {}, TODAY)

    items: Any = refused.value.details["items"]
    assert item.key in items


@pytest.mark.parametrize("name", ["exits-clear.result", "exits-clear.note", "exits-clear", "nothing.result", ""])
def test_the_erasable_part_says_nothing_but_texts_about_people(patrol: Checklist, name: str) -> None:
    with pytest.raises(Refused) as refused:
        failures(patrol, filled(patrol, exits_clear=FAIL), {name: "pass"}, TODAY)

    assert refused.value.code == "op.malformed"


def test_texts_about_people_come_in_the_erasable_part_or_not_at_all() -> None:
    meal = library().get("ck-02", 1)
    assert meal is not None
    without = filled(meal)
    told = [
        Answer(item=one.item, row="", values={"comment": "好"}, note="", photos=[], fixed=None)
        if one.item == "leader-at-meal"
        else one
        for one in without
    ]

    assert "leader-at-meal" in at_fault(meal, without)
    assert "leader-at-meal" in at_fault(meal, told)
    assert "leader-at-meal" not in at_fault(meal, without, {"leader-at-meal.comment": "好"})


def handlers() -> Checklist:
    """The form of the shared cases: dishes by name, and people whose names travel apart."""
    shared = json.loads((Path(__file__).parents[1] / "shared" / "form.json").read_text("utf-8"))
    return msgspec.convert(shared["checklist"], Checklist)


PEOPLE = {"people..1": "王某", "people..2": "李某"}


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        (["1", "2"], {"people..1": "王某"}),
        (["王某", "2"], PEOPLE),
        (["2", "1"], PEOPLE),
        (["1", "3"], PEOPLE | {"people..3": "赵某"}),
        (["1"], {"people..1": " 王某"}),
    ],
    ids=["one unnamed", "named in the open", "out of order", "one left out", "blank before"],
)
def test_rows_of_people_are_numbers_whose_names_travel_apart(rows: list[str], texts: dict[str, str]) -> None:
    answers = [Answer(item="fever", row=row, values={"result": "pass"}, note="", photos=[], fixed=None) for row in rows]

    with pytest.raises(Refused) as refused:
        failures(handlers(), answers, texts, TODAY)

    assert refused.value.code == "inspection.rows"
    assert "people" in str(refused.value.details["sections"])


@pytest.mark.parametrize("name", ["people..3", "people.1", "fever.why", "fever.why.3", "dishes..1", "dishes..红烧肉"])
def test_the_erasable_part_names_nobody_who_is_not_in_the_form(name: str) -> None:
    checklist = handlers()
    dish: dict[str, dict[str, Any]] = {"weight": {"weight": 130}, "tag": {"result": "pass"}}
    dishes = [
        Answer(item=item, row="红烧肉", values=values, note="", photos=[], fixed=None) for item, values in dish.items()
    ]
    people = [
        Answer(item="fever", row=row, values={"result": "pass"}, note="", photos=[], fixed=None) for row in ("1", "2")
    ]

    with pytest.raises(Refused) as refused:
        failures(checklist, [*dishes, *people], PEOPLE | {name: "赵某"}, TODAY)

    assert refused.value.code == "op.malformed"
