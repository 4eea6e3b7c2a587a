"""The daily control of a kitchen: what is done after work is asked then, and not in the morning."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from anxun.core.clock import DAY_MS, now_ms
from anxun.core.ids import new_id
from tests.forms import here, patrol_form, shot
from tests.phone import SIGNED
from tests.world import School

ZONE = ZoneInfo("Asia/Shanghai")


def control(school: School, hour: int, *items: str) -> dict[str, Any]:
    """Begun when it was last this hour, with these items."""
    now = datetime.now(ZONE)
    begun = now.replace(hour=hour, minute=0, second=0)
    begun -= timedelta(days=1 if begun > now else 0)
    return {
        "inspection": new_id(now_ms()),
        "point": school.point,
        "checklist": "ck-01",
        "version": 1,
        "started_ms": int(begun.timestamp() * 1000),
        "presence": here(school),
        "supervisor": None,
        "answers": [
            {"item": key, "row": "", "values": {"result": "pass"}, "note": "", "photos": [shot(1).args], "fixed": None}
            for key in items
        ],
    }


async def test_after_work_the_daily_control_asks_for_nothing_else(school: School) -> None:
    form = control(school, 18, "shut-down")

    await school.kitchen.did("inspection.submit", form, SIGNED)

    whole = await school.office.get(f"/api/inspections/{form['inspection']}")
    assert (whole["items"], whole["started_ms"]) == (1, form["started_ms"])


async def test_in_the_morning_nobody_says_what_is_done_after_work(school: School) -> None:
    receipt = await school.kitchen.send("inspection.submit", control(school, 7, "shut-down"), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "inspection.incomplete")


async def test_what_was_begun_days_ago_is_for_now_and_no_day_is_filled_in_afterwards(school: School) -> None:
    is_closing = datetime.now(ZONE).strftime("%H:%M") >= "13:30"
    form = control(school, 7 if is_closing else 18, "shut-down")
    long_ago = {"started_ms": form["started_ms"] - 3 * DAY_MS, "presence": here(school)}

    receipt = await school.kitchen.send("inspection.submit", {**form, **long_ago}, SIGNED)

    said = ("applied", None) if is_closing else ("refused", "inspection.incomplete")
    assert (receipt["verdict"], receipt["code"]) == said


@pytest.mark.parametrize("skew_ms", [None, -DAY_MS])
async def test_no_clock_set_ahead_hands_in_the_forms_of_tomorrow(school: School, skew_ms: int | None) -> None:
    at = now_ms() + DAY_MS
    form = patrol_form(school, at=at)

    await school.patrol.did("inspection.submit", form, SIGNED, at=at, skew_ms=skew_ms, skew_age_ms=skew_ms and 0)

    whole = await school.office.get(f"/api/inspections/{form['inspection']}")
    assert whole["started_ms"] <= whole["captured_ms"] <= whole["received_ms"] <= now_ms()
    assert (whole["captured_ms"] - whole["started_ms"]) == (0 if skew_ms is None else 60_000)
