"""The shared cases: the server holds a form for finished exactly when the phone does."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from anxun.blobs.model import Photo
from anxun.checklists.model import Checklist
from anxun.core.errors import Refused
from anxun.inspections.model import Answer
from anxun.inspections.rules import failures

SHARED = json.loads((Path(__file__).parents[1] / "shared" / "form.json").read_text("utf-8"))
CHECKLIST = msgspec.convert(SHARED["checklist"], Checklist)
TODAY = date.fromisoformat(SHARED["today"])


def photo(number: int) -> Photo:
    return Photo(sha256=f"{number:064}", size=1, width=1, height=1, capture="live", taken_ms=1)


def at_fault(changes: dict[str, Any]) -> list[str]:
    """The items that keep this form from being finished; restricted texts travel apart, as a phone sends them."""
    given = {**SHARED["finished"], **changes}
    restricted = {f"{item.key}.{field.key}" for item in CHECKLIST.items for field in item.fields if _is_apart(field)}
    answers: list[Answer] = []
    texts: dict[str, str] = {}
    for key, one in given.items():
        told = {f"{key}.{field}": value for field, value in one["values"].items()}
        texts |= {name: value for name, value in told.items() if name in restricted}
        values = {name.removeprefix(f"{key}."): value for name, value in told.items() if name not in restricted}
        photos = [photo(number) for number in range(one["photos"])]
        answers.append(Answer(item=key, row="", values=values, note=one["note"], photos=photos, fixed=None))
    try:
        failures(CHECKLIST, answers, texts, TODAY)
    except Refused as refused:
        items: Any = refused.details["items"]
        return list(items)
    return []


def _is_apart(field: object) -> bool:
    return bool(getattr(field, "restricted", False))


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_the_server_misses_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert at_fault(case["answers"]) == case["missing"]
