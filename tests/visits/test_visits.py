"""Who was at a point and by which way: its log, the labels to print anew, and what nobody scans any more."""

from typing import Any

import pytest

from anxun.core.clock import DAY_MS, now_ms
from anxun.core.ids import new_id
from anxun.points.rules import make_code
from anxun.visits import rules
from anxun.visits.model import Reprint, Seen
from tests.forms import here, led_to, patrol_form
from tests.phone import SIGNED
from tests.world import School


async def inspect(school: School, way: str) -> str:
    presence = here(school) | {"way": way} | ({"code": None} if way == "none" else {})
    form = patrol_form(school) | {"presence": presence}
    await school.patrol.did("inspection.submit", form, SIGNED)
    return str(form["inspection"])


async def line(school: School, **asked: Any) -> dict[str, Any] | None:
    rows = (await school.office.get("/api/points", **asked))["rows"]
    return next((row for row in rows if row["id"] == school.point), None)


@pytest.mark.parametrize(
    ("hung", "scanned", "typed", "why"),
    [
        (None, None, None, "none"),
        (None, 5, None, "none"),
        (10, None, None, "unscanned"),
        (10, 5, None, "unscanned"),
        (10, 10, None, None),
        (10, 20, None, None),
        (10, 20, 15, None),
        (10, 20, 25, "typed"),
        (10, None, 25, "typed"),
        (30, 20, 25, "unscanned"),
    ],
)
def test_a_label_is_printed_anew_when_none_hangs_nobody_scans_it_or_its_code_is_typed(
    hung: int | None, scanned: int | None, typed: int | None, why: Reprint | None
) -> None:
    assert rules.to_reprint(hung, scanned, typed) == why


@pytest.mark.parametrize(
    ("scanned", "reprint", "since", "wanted"),
    [(None, False, 100, True), (99, False, 100, True), (100, False, 100, False), (99, True, 100, False)],
)
def test_not_scanned_for_so_long_counts_the_never_scanned(
    scanned: int | None, reprint: bool, since: int, wanted: bool
) -> None:
    known = Seen(inspected_ms=None, scanned_ms=scanned, reprint=None)

    assert rules.is_wanted(known, reprint, since) is wanted


async def test_a_label_leaves_the_reprint_list_when_it_is_scanned_and_comes_back_when_its_code_is_typed(
    school: School,
) -> None:
    fresh = await line(school, reprint="true")
    await inspect(school, "scan")
    scanned, gone = await line(school), await line(school, reprint="true")
    await inspect(school, "none")
    await inspect(school, "typed")
    typed = await line(school, reprint="true")
    await school.office.did("label.void", {"code": school.label, "reason": ""})
    void = await line(school, reprint="true")

    assert fresh is not None
    assert (fresh["reprint"], fresh["last_scan_ms"]) == ("unscanned", None)
    assert scanned is not None
    assert scanned["reprint"] is None
    assert scanned["last_scan_ms"] == pytest.approx(now_ms(), abs=60_000)
    assert gone is None
    assert typed is not None
    assert (typed["reprint"], typed["last_scan_ms"]) == ("typed", scanned["last_scan_ms"])
    assert void is not None
    assert void["reprint"] == "none"


async def test_what_was_not_scanned_for_days_is_listed_and_opening_it_without_a_scan_is_none(school: School) -> None:
    never = await line(school, unscanned_days="7")
    await inspect(school, "none")
    unscanned = await line(school, unscanned_days="7")
    await inspect(school, "link")

    assert never is not None
    assert unscanned is not None
    assert await line(school, unscanned_days="7") is None
    for wrong in ("0", "-1", "4000", "x"):
        reply = await school.office.client.get("/api/points", params={"unscanned_days": wrong})
        assert reply.status_code == 400, wrong


async def test_a_retired_point_wants_no_label(school: School) -> None:
    await school.office.did("point.retire", {"point": school.point, "reason": ""})

    assert await line(school, reprint="true") is None
    assert await line(school, unscanned_days="1") is None


async def test_the_log_says_who_was_there_by_which_way_and_what_for_page_by_page(school: School) -> None:
    await led_to(school, "rechecked")
    last = await inspect(school, "none")

    whole = (await school.office.get(f"/api/points/{school.point}/visits"))["rows"]
    first = await school.principal.get(f"/api/points/{school.point}/visits", limit=2)
    rest = await school.officer.get(f"/api/points/{school.point}/visits", after=first["next"])

    assert [(row["way"], bool(row["number"])) for row in whole] == [("none", False), ("scan", True), ("scan", False)]
    assert (whole[0]["subject"], whole[0]["title"]["zh"]) == (last, "每日防火巡查（通道与出口）")
    assert (whole[0]["person_name"], whole[1]["title"], whole[1]["number"][-4:]) == ("张老师", None, "0001")
    assert first["rows"] + rest["rows"] == whole
    assert (rest["next"], whole[2]["at_ms"] > now_ms() - DAY_MS) == (None, True)


async def test_the_log_is_for_who_reads_the_records(school: School) -> None:
    path = f"/api/points/{school.point}/visits"

    for phone, where in (
        (school.patrol, path),
        (school.stranger, path),
        (school.office, path[:12] + new_id(1) + "/visits"),
    ):
        refused = await phone.client.get(where)
        assert (refused.status_code, refused.json()["code"]) == (404, "point.unknown")


async def test_a_recheck_is_a_scan_too_and_a_label_bound_today_is_not_yet_scanned(school: School) -> None:
    await led_to(school, "rechecked")
    await school.office.did("label.replace", {"point": school.point, "code": make_code(31), "reason": "褪色"})

    row = await line(school, reprint="true")

    assert row is not None
    assert row["reprint"] == "unscanned"
    assert row["last_scan_ms"] is not None
