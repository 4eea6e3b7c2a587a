"""Reading inspections, points and schools: as much as role and scope allow, page by page."""

import pytest

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from tests.forms import failing, found, patrol_form, shot
from tests.phone import DRAWN, SIGNED, Phone
from tests.world import School


async def inspected(school: School, phone: Phone, times: int) -> list[str]:
    """Ids of so many inspections, newest first."""
    forms = [patrol_form(school) for _ in range(times)]
    for form in forms:
        await phone.did("inspection.submit", form, SIGNED)
    return [form["inspection"] for form in reversed(forms)]


async def refused(phone: Phone, path: str, **query: str) -> tuple[int, str]:
    reply = await phone.client.get(path, params=query)
    return reply.status_code, reply.json()["code"]


async def test_leaders_read_all_inspections_and_others_their_own(school: School) -> None:
    (by_patrol,) = await inspected(school, school.patrol, 1)
    (by_staff,) = await inspected(school, school.staff, 1)

    for phone, seen in (
        (school.office, {by_patrol, by_staff}),
        (school.principal, {by_patrol, by_staff}),
        (school.officer, {by_patrol, by_staff}),
        (school.patrol, {by_patrol}),
        (school.kitchen, set()),
    ):
        rows = (await phone.get("/api/inspections"))["rows"]
        assert {row["id"] for row in rows} == seen
    assert await refused(school.kitchen, f"/api/inspections/{by_staff}") == (404, "inspection.unknown")
    assert await refused(school.stranger, f"/api/inspections/{by_staff}") == (404, "inspection.unknown")
    assert await refused(school.stranger, "/api/inspections", organisation=school.id) == (404, "organisation.unknown")
    assert (await school.staff.get(f"/api/inspections/{by_staff}"))["id"] == by_staff


async def test_a_record_shows_its_answers_and_its_proof(school: School) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})
    receipt = await school.patrol.did("inspection.submit", form, SIGNED)

    whole = await school.office.get(f"/api/inspections/{form['inspection']}")

    assert whole["answers"] == form["answers"]
    assert whole["signature"] == DRAWN
    assert (whole["journal_no"], whole["hash"]) == (receipt["journal_no"], receipt["hash"])
    assert (whole["point_name"], whole["person_name"], whole["presence"]) == ("教学楼一层东走廊", "张老师", "scan")
    assert whole["title"] == {"zh": "每日防火巡查（通道与出口）", "en": "Daily fire patrol (escape routes)"}
    (hazard,) = whole["hazards"]
    assert (hazard["item"], hazard["state"], hazard["number"][-4:]) == ("exits-clear", "registered", "0001")


async def test_pages_join_without_gap_or_double(school: School) -> None:
    newest_first = await inspected(school, school.patrol, 5)

    collected: list[str] = []
    page = await school.office.get("/api/inspections", limit="2")
    collected += [row["id"] for row in page["rows"]]
    while page["next"]:
        page = await school.office.get("/api/inspections", limit="2", after=page["next"])
        collected += [row["id"] for row in page["rows"]]

    assert collected == newest_first


@pytest.mark.parametrize("after", ["x", "!!", "WzFd", "bnVsbA", "设"])
async def test_a_cursor_we_never_gave_is_a_plain_no(school: School, after: str) -> None:
    assert await refused(school.office, "/api/inspections", after=after) == (400, "query.cursor")
    assert await refused(school.office, "/api/hazards", after=after) == (400, "query.cursor")
    assert await refused(school.office, "/api/points", after=after) == (400, "query.cursor")


async def test_lists_are_narrowed(school: School) -> None:
    (clean,) = await inspected(school, school.patrol, 1)
    bad = patrol_form(school, {"exits-clear": failing(shot(1))})
    await school.staff.did("inspection.submit", bad, SIGNED)

    async def ids(**query: str) -> list[str]:
        return [row["id"] for row in (await school.office.get("/api/inspections", **query))["rows"]]

    assert await ids(failed="true") == [bad["inspection"]]
    assert await ids(person=school.patrol.person) == [clean]
    assert await ids(point=new_id(now_ms())) == []
    assert len(await ids(point=school.point)) == 2


async def test_points_show_when_they_were_looked_at_and_what_is_open(school: School) -> None:
    (untouched,) = (await school.kitchen.get("/api/points"))["rows"]

    await found(school)

    (point,) = (await school.officer.get("/api/points", organisation=school.id))["rows"]
    assert (untouched["last_inspection_ms"], untouched["open_hazards"]) == (None, 0)
    assert abs(point["last_inspection_ms"] - now_ms()) < 60_000
    assert point["open_hazards"] == 1
    assert point["labels"] == [{"code": school.label, "void": False}]
    assert (await school.office.get("/api/points", q="不存在"))["rows"] == []
    assert (await school.office.get("/api/points", q="东_廊"))["rows"] == []
    assert len((await school.office.get("/api/points", q="东走廊"))["rows"]) == 1
    assert await refused(school.stranger, "/api/points", organisation=school.id) == (404, "organisation.unknown")


async def test_a_bureau_sees_its_schools_with_their_figures_and_nobody_else_does(school: School) -> None:
    await found(school)

    rows = {row["id"]: row for row in (await school.officer.get("/api/organisations"))["rows"]}

    assert set(rows) == {school.id, school.other}
    assert (rows[school.id]["open"], rows[school.id]["major"], rows[school.id]["overdue"]) == (1, 0, 0)
    assert rows[school.id]["inspections_7d"] == 1
    assert abs(rows[school.id]["last_inspection_ms"] - now_ms()) < 60_000
    assert (rows[school.other]["open"], rows[school.other]["last_inspection_ms"]) == (0, None)
    assert await refused(school.principal, "/api/organisations") == (404, "organisation.unknown")
