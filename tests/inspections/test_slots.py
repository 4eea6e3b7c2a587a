"""The daily control of a kitchen: what is done after work is asked then, and not in the morning."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from tests.forms import here, shot
from tests.phone import SIGNED
from tests.world import School


def control(school: School, hour: int, *items: str) -> dict[str, Any]:
    """Begun yesterday at this hour, with these items or all but them."""
    yesterday = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=hour, minute=0) - timedelta(days=1)
    return {
        "inspection": new_id(now_ms()),
        "point": school.point,
        "checklist": "ck-01",
        "version": 1,
        "started_ms": int(yesterday.timestamp() * 1000),
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
