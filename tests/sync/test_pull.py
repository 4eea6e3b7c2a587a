"""The pull: every row once and in order, nothing skipped by a cursor, nothing shown without sight."""

from typing import Any

import httpx
import pytest

from anxun.checklists.queries import library
from anxun.core.clock import now_ms
from anxun.core.db import transaction
from anxun.core.ids import new_id
from anxun.core.paging import Page
from anxun.hazards import queries as hazards
from anxun.hazards.tables import Hazard
from anxun.organisations.actions import renew_epoch
from anxun.points.tables import Point
from tests.forms import assignment, bring, failing, found, grading, here, led_to, patrol_form, seen, shot
from tests.phone import SIGNED, Phone
from tests.world import School

Rows = dict[tuple[str, str], dict[str, Any]]


async def page(phone: Phone, **query: Any) -> httpx.Response:
    return await phone.client.get("/api/sync/pull", params=query)


class Mirror:
    """A phone's copy: pulls page by page and remembers its cursor, as the app does."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.rows, self.sizes = phone, dict[tuple[str, str], dict[str, Any]](), list[int]()
        self.cursor: dict[str, Any] = {}

    async def pull(self) -> None:
        more = True
        while more:
            reply = await page(self.phone, **self.cursor)
            if reply.status_code == 409:
                assert reply.json()["code"] == "sync.resync"
                self.rows, self.cursor = {}, {}
                continue
            told = reply.json()
            self.cursor = {"epoch": told["epoch"], "scope": told["scope"], "after": told["next"]}
            self.sizes.append(len(told["rows"]))
            assert [row["seq"] for row in told["rows"]] == sorted(row["seq"] for row in told["rows"])
            self.rows |= {(row["kind"], row["id"]): row["data"] for row in told["rows"]}
            more = told["more"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [data for (one, _), data in self.rows.items() if one == kind]


async def many_points(school: School, count: int) -> None:
    """By twos in a batch, so that numbers of other rows lie between them."""
    for start in range(0, count, 100):
        await school.office.push(
            *(
                school.office.make(
                    "point.add",
                    {
                        "point": new_id(now_ms()),
                        "name": f"点位 {n}",
                        "place": "",
                        "type": "exit",
                        "checklists": [],
                        "position": n,
                    },
                )
                for n in range(start, min(start + 100, count))
            )
        )


async def test_a_school_of_many_points_comes_in_pages_and_none_is_lost(school: School) -> None:
    await many_points(school, 1_100)
    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)
    mirror = Mirror(school.patrol)

    await mirror.pull()

    assert len(mirror.of("point")) == await Point.count() == 1_101
    assert max(mirror.sizes) <= 510
    assert len(mirror.sizes) >= 3
    assert [len(mirror.of(kind)) for kind in ("organisation", "person", "inspection", "hazard")] == [1, 6, 1, 1]
    assert sum(mirror.sizes) == len(mirror.rows)


async def test_hazards_with_their_histories_come_in_smaller_pages(school: School) -> None:
    checklist = library().get("ck-13", 1)
    assert checklist is not None
    await many_points(school, 6)
    failed = {item.key: failing(shot(1)) for item in checklist.items if item.fields[0].key == "result"}
    for row in (await school.office.get("/api/points"))["rows"]:
        form = patrol_form(school, failed, point=row["id"], presence={**here(school), "way": "none", "code": None})
        await school.patrol.did("inspection.submit", form, SIGNED)
    mirror = Mirror(school.office)

    await mirror.pull()

    assert len(mirror.of("hazard")) == await Hazard.count() == 7 * len(failed)
    assert max(mirror.sizes) < 80
    assert sum(mirror.sizes) == len(mirror.rows)


async def test_what_is_written_while_a_page_is_read_is_not_passed_over(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write between two reads: a hazard after hazards were read, and more points than fit before points are."""
    read = hazards.for_pull

    async def overtaken(*asked: Any) -> Page:
        rows = await read(*asked)
        monkeypatch.setattr(hazards, "for_pull", read)
        await found(school)
        await many_points(school, 510)
        return rows

    monkeypatch.setattr(hazards, "for_pull", overtaken)
    mirror = Mirror(school.office)
    await mirror.pull()
    await mirror.pull()

    assert (len(mirror.of("hazard")), len(mirror.of("point"))) == (1, 511)


async def test_only_what_changed_comes_again(school: School) -> None:
    mirror = Mirror(school.office)
    await mirror.pull()
    before = len(mirror.sizes)
    await mirror.pull()
    assert mirror.sizes[before:] == [0]

    await school.office.did("person.rename", {"person": school.staff.person}, {"name": "新名字", "phone": ""})
    await mirror.pull()

    assert mirror.sizes[-1] == 1
    assert mirror.rows["person", school.staff.person]["name"] == "新名字"


async def test_a_photo_that_arrives_changes_the_records_that_name_it(school: School) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)
    mirror = Mirror(school.office)
    await mirror.pull()
    (hazard,), (inspection,) = mirror.of("hazard"), mirror.of("inspection")
    assert hazard["missing"] == inspection["missing"] == [shot(1).sha256]

    await bring(school.patrol, shot(1))
    await mirror.pull()

    (hazard,), (inspection,) = mirror.of("hazard"), mirror.of("inspection")
    assert hazard["missing"] == inspection["missing"] == []


@pytest.mark.parametrize(
    "change",
    [{"epoch": "another"}, {"scope": "another"}, {"after": 10_000_000}, {"epoch": ""}, {"scope": None}],
)
async def test_a_cursor_of_another_time_scope_or_future_starts_again(school: School, change: dict[str, Any]) -> None:
    mirror = Mirror(school.patrol)
    await mirror.pull()

    cursor = {name: value for name, value in (mirror.cursor | change).items() if value is not None}
    reply = await page(school.patrol, **cursor)

    assert (reply.status_code, reply.json()["code"]) == (409, "sync.resync")


async def test_a_restored_server_is_noticed_by_every_phone(school: School) -> None:
    mirror = Mirror(school.patrol)
    await mirror.pull()
    async with transaction():
        await renew_epoch(now_ms())

    assert (await page(school.patrol, **mirror.cursor)).status_code == 409
    await mirror.pull()

    assert mirror.of("point")


async def test_a_cursor_of_somebody_else_is_worth_nothing(school: School) -> None:
    mirror = Mirror(school.office)
    await mirror.pull()

    for phone in (school.patrol, school.principal, school.stranger):
        assert (await page(phone, **mirror.cursor)).json()["code"] == "sync.resync"


async def test_another_role_starts_the_mirror_again(school: School) -> None:
    await found(school)
    mirror = Mirror(school.staff)
    await mirror.pull()
    assert mirror.of("hazard") == []

    await school.office.did("person.grant", {"person": school.staff.person, "role": "safety_office"})
    await mirror.pull()
    assert len(mirror.of("hazard")) == 1

    await school.office.did("person.ungrant", {"person": school.staff.person, "role": "safety_office"})
    await mirror.pull()
    assert mirror.of("hazard") == []


async def test_rows_without_sight_are_skipped_and_the_cursor_goes_on(school: School) -> None:
    await led_to(school, "assessed")
    mirror, everything = Mirror(school.kitchen), Mirror(school.office)

    await mirror.pull()
    await everything.pull()

    assert mirror.of("hazard") == []
    assert mirror.cursor["after"] == everything.cursor["after"]


async def test_a_hazard_arrives_whole_when_sight_of_it_is_gained(school: School) -> None:
    hazard = (await led_to(school, "assessed"))["id"]
    mirror = Mirror(school.kitchen)
    await mirror.pull()

    people = assignment(school, supervisor=school.kitchen.person)
    await school.deputy.did("hazard.assign", await seen(school, hazard) | people, SIGNED)
    await mirror.pull()

    (told,) = mirror.of("hazard")
    assert [event["kind"] for event in told["events"]] == ["register", "assess", "assign"]
    assert told["events"][0]["signature"]
    assert told == await school.kitchen.get(f"/api/hazards/{hazard}")


async def test_a_bureau_mirrors_of_a_school_its_major_hazards_and_nothing_else(school: School) -> None:
    small = (await found(school, "exit-signs", 3))["id"]
    major = (await found(school, number=4))["id"]
    assert (await page(school.officer)).json()["watching"] == []
    before = (await page(school.officer, organisation=school.id)).json()

    await school.office.did("hazard.assess", await seen(school, major) | grading("major", "已封闭"))

    assert (await page(school.officer)).json()["watching"] == [school.id]
    cursor = {"epoch": before["epoch"], "scope": before["scope"], "after": before["next"]}
    rows = (await page(school.officer, organisation=school.id, **cursor)).json()["rows"]
    assert [(row["kind"], row["id"]) for row in rows] == [("hazard", major)]
    assert {row["kind"] for row in before["rows"]} == {"organisation"}
    assert small not in {row["id"] for row in (await page(school.officer, organisation=school.id)).json()["rows"]}


async def test_a_mirror_that_pulled_all_along_equals_one_that_starts_now(school: School) -> None:
    along = Mirror(school.patrol)
    for number, item in enumerate(("exits-clear", "exit-signs", "stairs-clear")):
        hazard = (await found(school, item, number))["id"]
        await along.pull()
        await school.office.did("hazard.assess", await seen(school, hazard) | grading())
        await along.pull()
        await school.office.did("point.change", await _changed(school, item))
    await along.pull()
    fresh = Mirror(school.patrol)
    await fresh.pull()

    assert along.rows == fresh.rows


async def _changed(school: School, name: str) -> dict[str, Any]:
    return {
        "point": school.point,
        "name": "教学楼一层东走廊",
        "place": name,
        "type": "exit",
        "checklists": ["ck-13"],
        "position": 1,
    }
