"""The shared cases: the server holds a form for finished exactly when the phone does."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from anxun.blobs.model import Photo
from anxun.checklists.model import Checklist, Item
from anxun.core.errors import Refused
from anxun.inspections.model import Answer
from anxun.inspections.rules import failures, row_name, text_name

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "form.json").read_text("utf-8"))
CHECKLIST = msgspec.convert(SHARED["checklist"], Checklist)
EMPTY: dict[str, Any] = {"values": {}, "note": "", "photos": 0}
TODAY = date.fromisoformat(SHARED["today"])


def photo(number: int) -> Photo:
    return Photo(sha256=f"{number:064}", size=1, width=1, height=1, capture="live", taken_ms=1)


def at_fault(case: dict[str, Any]) -> list[str]:
    """What keeps this form from being finished; restricted texts and names travel apart, as a phone sends them."""
    rows = SHARED["rows"] | case.get("rows", {})
    given = SHARED["finished"] | case["answers"]
    answers: list[Answer] = []
    texts: dict[str, str] = {}
    for section in CHECKLIST.sections:
        for index, name in enumerate(rows[section.key] if section.repeat else [""]):
            row = name
            if section.repeat and section.repeat.restricted:
                row = str(index + 1)
                texts[row_name(section.key, row)] = name
            for item in section.items:
                one = given.get(f"{item.key}.{row}" if section.repeat else item.key, EMPTY)
                answers.append(_answer(item, row, one, texts))
    try:
        failures(CHECKLIST, answers, texts, TODAY)
    except Refused as refused:
        said: Any = refused.details
        return list(said.get("items", said.get("sections")))
    return []


def _answer(item: Item, row: str, one: dict[str, Any], texts: dict[str, str]) -> Answer:
    apart = {field.key for field in item.fields if _is_apart(field)}
    texts |= {text_name(item.key, key, row): value for key, value in one["values"].items() if key in apart}
    values = {key: value for key, value in one["values"].items() if key not in apart}
    photos = [photo(number) for number in range(one["photos"])]
    return Answer(item=item.key, row=row, values=values, note=one["note"], photos=photos, fixed=None)


def _is_apart(field: object) -> bool:
    return bool(getattr(field, "restricted", False))


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_the_server_misses_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert at_fault(case) == case["missing"]
