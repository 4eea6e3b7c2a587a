"""Due times of a day: the server and the phone agree which one a form is for, and what it asks then."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from anxun.checklists.files import load
from anxun.checklists.model import Checklist, Slot
from anxun.checklists.rules import asked_at, faults, slot_at
from anxun.core.clock import time_of
from anxun.inspections.rules import begun_ms, due_ms

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "slots.json").read_text("utf-8"))
SLOTS = {name: msgspec.convert(SHARED[name], tuple[Slot, ...]) for name in ("meals", "shifts")}
DAILY = load().latest("ck-01")


def time(case: dict[str, Any]) -> str:
    return time_of(int(datetime.fromisoformat(case["at"]).timestamp() * 1000), case["tz"])


def cut(slots: tuple[Slot, ...]) -> Checklist:
    """The daily control with no more items than the shared cases have."""
    assert DAILY is not None
    items = [(part, tuple(item for item in part.items if item.key in SHARED["items"])) for part in DAILY.sections]
    sections = tuple(msgspec.structs.replace(part, items=few) for part, few in items if few)
    return msgspec.structs.replace(DAILY, sections=sections, slots=slots)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_form_is_for_the_due_time_that_the_shared_cases_say(case: dict[str, Any]) -> None:
    slots = SLOTS[case["slots"]]

    asked = asked_at(cut(slots), time(case))

    assert slot_at(slots, time(case)).key == case["slot"]
    assert [item.key for item in asked.items] == case.get("asked", [item.key for item in asked.items])


@pytest.mark.parametrize("case", SHARED["begun"], ids=lambda case: case["name"])
def test_when_a_form_was_begun_and_what_it_is_for_the_shared_cases_say(case: dict[str, Any]) -> None:
    begun = begun_ms(case["started_ms"], case["skew_ms"], case["captured_ms"])

    assert (begun, due_ms(begun, case["captured_ms"])) == (case["begun_ms"], case["due_ms"])


def test_kitchens_and_night_rounds_have_their_due_times() -> None:
    names = {one.id: [slot.name.zh for slot in one.slots] for one in load().latest_all() if one.slots}

    assert names == {
        "ck-01": ["开餐前", "收工后"],
        "ck-02": ["早餐", "午餐", "晚餐"],
        "ck-03": ["早餐", "午餐", "晚餐"],
        "ck-04": ["上岗前"],
        "ck-10": ["零点后", "凌晨", "天亮前", "熄灯后"],
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"begins": "09:00", "ends": "09:00"}, "slots follow one another and end after they begin"),
        ({"begins": "08:30"}, "slots follow one another and end after they begin"),
        ({"key": "breakfast"}, "slot breakfast stands twice"),
        ({"only": ("dessert",)}, "only names what is no item"),
    ],
)
def test_due_times_that_cannot_be_are_named(change: dict[str, Any], reason: str) -> None:
    breakfast, lunch, dinner = SLOTS["meals"]

    found = faults(cut((breakfast, msgspec.structs.replace(lunch, **change), dinner)), {"canteen"})

    assert reason in [text for _, text in found]
