"""The shared cases: the server and the phone judge alike; and what the server finds wrong with answers."""

import inspect
import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from anxun.checklists import rules
from anxun.checklists.model import MOST_ROWS, Checklist, Item, Repeat
from anxun.checklists.rules import AnswerProblem, Asked, judge, problems

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "judge.json").read_text("utf-8"))
ITEMS = {key: msgspec.convert(item, Item) for key, item in SHARED["items"].items()}
TODAY = date.fromisoformat(SHARED["today"])


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_the_server_judges_as_the_shared_cases_say(case: dict[str, Any]) -> None:
    judgement = judge(ITEMS[case["item"]], case["values"], TODAY)

    assert (judgement.verdict, list(judgement.failed_fields)) == (case["verdict"], case["failed_fields"])


def test_judging_stays_small_enough_to_be_held_twice() -> None:
    assert len(SHARED["cases"]) >= 60
    assert len(inspect.getsource(judge).splitlines()) <= 40
    assert all(len(inspect.getsource(each).splitlines()) <= 40 for each in (rules.fails, rules.has_value))


@pytest.fixture
def kitchen() -> Checklist:
    """Three items: pass or fail with a photo, a date beside it, a choice with a signature."""
    picked = {
        "id": "ck-99",
        "version": 1,
        "title": {"zh": "试", "en": "Trial"},
        "location_types": ["canteen"],
        "frequency": "daily",
        "frequency_text": {"zh": "每日", "en": "Daily"},
        "checker": {"zh": "试", "en": "Trial"},
        "roles": ["staff"],
        "minutes": 1,
        "sections": [
            {"key": "one", "title": {"zh": "一", "en": "One"}, "items": [SHARED["items"]["plain"]]},
            {
                "key": "two",
                "title": {"zh": "二", "en": "Two"},
                "items": [SHARED["items"]["licence"], SHARED["items"]["conclusion"]],
            },
        ],
    }
    return msgspec.convert(picked, Checklist)


GOOD: dict[Asked, dict[str, object]] = {
    ("plain", ""): {"result": "pass"},
    ("licence", ""): {"result": "pass", "expiry": "2027-01-01"},
    ("conclusion", ""): {"conclusion": ["no-risk"]},
}


def test_complete_answers_have_no_problem(kitchen: Checklist) -> None:
    assert problems(kitchen, {}, GOOD) == []


def test_a_missing_item_is_named_field_by_field(kitchen: Checklist) -> None:
    found = problems(kitchen, {}, {key: GOOD[key] for key in GOOD if key != ("licence", "")})

    assert found == [
        AnswerProblem("licence", "expiry", "missing"),
        AnswerProblem("licence", "result", "missing"),
    ]


def test_an_item_that_does_not_apply_needs_no_other_field(kitchen: Checklist) -> None:
    assert problems(kitchen, {}, GOOD | {("licence", ""): {"result": "na"}}) == []


@pytest.mark.parametrize(
    ("item", "values", "problem"),
    [
        ("plain", {"result": "maybe"}, AnswerProblem("plain", "result", "wrong_type")),
        ("plain", {"result": None}, AnswerProblem("plain", "result", "missing")),
        ("plain", {"result": ""}, AnswerProblem("plain", "result", "missing")),
        ("plain", {"result": "pass", "extra": 1}, AnswerProblem("plain", "extra", "unknown_field")),
        ("conclusion", {"conclusion": ["fire"]}, AnswerProblem("conclusion", "conclusion", "wrong_type")),
        ("conclusion", {"conclusion": []}, AnswerProblem("conclusion", "conclusion", "missing")),
        (
            "conclusion",
            {"conclusion": ["no-risk"], "signature": "x"},
            AnswerProblem("conclusion", "signature", "unknown_field"),
        ),
        ("licence", {"result": "na", "expiry": "soon"}, AnswerProblem("licence", "expiry", "wrong_type")),
        ("ghost", {"result": "pass"}, AnswerProblem("ghost", "", "unknown_item")),
    ],
)
def test_a_bad_answer_is_named_by_item_field_and_code(
    kitchen: Checklist, item: str, values: dict[str, object], problem: AnswerProblem
) -> None:
    assert problems(kitchen, {}, GOOD | {(item, ""): values}) == [problem]


def test_rows_that_could_ask_for_more_than_an_operation_carries_are_named(kitchen: Checklist) -> None:
    one = kitchen.sections[0]
    items = tuple(msgspec.structs.replace(one.items[0], key=f"plain-{n}", number=n) for n in range(1, 22))
    many = Repeat(row=one.title, max=MOST_ROWS)
    sections = (msgspec.structs.replace(one, items=items, repeat=many), *kitchen.sections[1:])

    found = list(rules.faults(msgspec.structs.replace(kitchen, sections=sections), {"canteen"}))

    assert (("sections",), "all rows together could ask for 1052 answers, more than 1000") in found
