"""Reading hazards: who found, owns or oversees one sees it; leaders see all; a bureau its schools."""

from typing import Any

from anxun.core.clock import DAY_MS, now_ms
from anxun.core.db import transaction
from anxun.hazards.tables import Hazard
from tests.forms import assignment, bring, failing, found, led_to, patrol_form, seen, shot
from tests.phone import SIGNED, Phone
from tests.world import School


async def ids(phone: Phone, **query: str) -> list[str]:
    return [row["id"] for row in (await phone.get("/api/hazards", **query))["rows"]]


async def answered(phone: Phone, path: str) -> tuple[int, str]:
    reply = await phone.client.get(path)
    return reply.status_code, reply.json().get("code", "")


async def test_a_hazard_is_seen_by_its_people_the_leaders_and_the_bureau(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]

    for phone in (school.patrol, school.staff, school.office, school.deputy, school.principal, school.officer):
        assert await ids(phone) == [hazard]
        assert await answered(phone, f"/api/hazards/{hazard}") == (200, "")
    assert await ids(school.kitchen) == []
    assert await ids(school.stranger) == []
    for phone in (school.kitchen, school.stranger):
        assert await answered(phone, f"/api/hazards/{hazard}") == (404, "hazard.unknown")
        assert await answered(phone, f"/api/hazards/{school.point}") == (404, "hazard.unknown")
    assert await answered(school.stranger, f"/api/hazards?organisation={school.id}") == (404, "organisation.unknown")
    assert await answered(school.officer, f"/api/hazards?organisation={school.id}") == (200, "")


async def test_its_photos_are_seen_by_the_same_people_and_nobody_else(school: School) -> None:
    await found(school)

    for phone, status in ((school.patrol, 200), (school.office, 200), (school.officer, 200), (school.kitchen, 404)):
        reply = await phone.client.get(f"/api/blobs/{shot(1).sha256}")

        assert reply.status_code == status
        if status == 200:
            assert reply.content == shot(1).content
            assert reply.headers["content-type"] == "image/jpeg"
    assert (await school.stranger.client.get(f"/api/blobs/{shot(1).sha256}")).status_code == 404


async def test_another_school_that_names_the_same_photo_has_to_bring_it_itself(school: School) -> None:
    await found(school)
    point = {"point": "0190a000-0000-7000-8000-00000000beef", "name": "门厅", "place": "", "type": "exit"}
    await school.stranger.did("point.add", {**point, "checklists": ["ck-13"], "position": 1})
    form = patrol_form(school, {"exits-clear": failing(shot(1))}, point=point["point"])
    form["presence"] = {"way": "none", "code": None, "at_ms": now_ms()}

    receipt = await school.stranger.did("inspection.submit", form, SIGNED)

    assert receipt["missing"] == [shot(1).sha256]
    assert (await school.stranger.client.get(f"/api/blobs/{shot(1).sha256}")).status_code == 404
    await bring(school.stranger, shot(1))
    assert (await school.stranger.client.get(f"/api/blobs/{shot(1).sha256}")).status_code == 200


async def test_the_list_is_narrowed_and_searched(school: School) -> None:
    first = await led_to(school, "assigned")
    second = await found(school, item="stairs-clear", number=2)

    for query, expected in (
        ({"state": "assigned"}, [first["id"]]),
        ({"grade": "larger"}, [first["id"]]),
        ({"grade": "major"}, []),
        ({"due": "open"}, [second["id"], first["id"]]),
        ({"due": "overdue"}, []),
        ({"due": "soon"}, [first["id"]]),
        ({"q": second["number"]}, [second["id"]]),
        ({"q": "楼梯"}, [second["id"]]),
        ({"q": "东走廊"}, [second["id"], first["id"]]),
        ({"q": "100%"}, []),
    ):
        assert await ids(school.office, **query) == expected, query
    for query in ({"state": "gone"}, {"due": "never"}, {"limit": "0"}, {"limit": "201"}, {"limit": "many"}):
        assert (await school.office.client.get("/api/hazards", params=query)).status_code == 400, query


async def test_waiting_for_me_shows_exactly_my_turn(school: School) -> None:
    everybody = ("patrol", "staff", "office", "deputy", "principal", "officer")
    for number, (state, turn) in enumerate(
        (
            ("registered", {"office", "deputy", "principal"}),
            ("assessed", {"deputy", "principal"}),
            ("assigned", {"staff"}),
            ("rectified", {"patrol"}),
            ("rechecked", {"principal"}),
        )
    ):
        hazard = (
            await found(school, number=number + 1)
            if state == "registered"
            else await led_to(school, state, number=number + 1)
        )
        mine = {name for name in everybody if hazard["id"] in await ids(getattr(school, name), waiting="mine")}
        assert mine == turn, state
        await set_state(hazard["id"], "void")


async def test_a_void_that_somebody_asked_for_waits_for_who_decides_it(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    await school.office.did("hazard.void_ask", await seen(school, hazard) | {"reason": "点位登记错了"})

    assert await ids(school.principal, waiting="mine") == [hazard]
    assert await ids(school.office, waiting="mine") == []

    await set_state(hazard, "assigned", grade="major")
    assert await ids(school.principal, waiting="mine") == []


async def test_what_is_late_comes_first_and_pages_join(school: School) -> None:
    hazards = []
    for number, item in enumerate(("exits-clear", "stairs-clear", "shutters-clear")):
        await school.patrol.did("inspection.submit", patrol_form(school, {item: failing(shot(number))}), SIGNED)
        hazards.append((await school.office.get("/api/hazards"))["rows"][0]["id"])
    for hazard, days in zip(hazards, (3, 1, 2), strict=True):
        await set_state(hazard, "assigned", deadline_ms=now_ms() - days * DAY_MS)

    first = await school.office.get("/api/hazards", due="overdue", limit="2")
    rest = await school.office.get("/api/hazards", due="overdue", limit="2", after=first["next"])

    assert [row["id"] for row in first["rows"] + rest["rows"]] == [hazards[0], hazards[2], hazards[1]]
    assert rest["next"] is None
    newest_first = await ids(school.office)
    assert newest_first == list(reversed(hazards))


async def test_the_figures_count_what_waits_where(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    await found(school, item="stairs-clear", number=2)
    soon = (await found(school, item="windows-unbarred", number=3))["id"]
    await set_state(hazard, "assigned", deadline_ms=now_ms() - 1)
    await set_state(soon, "assigned", deadline_ms=now_ms() + DAY_MS)

    counts = await school.officer.get("/api/hazards/counts", organisation=school.id)

    assert counts == {
        "open": 3,
        "overdue": 1,
        "soon": 1,
        "to_assess": 1,
        "to_assign": 0,
        "to_recheck": 0,
        "to_approve": 0,
        "to_accept": 0,
        "struck_off": 0,
    }
    assert await school.officer.get("/api/hazards/counts") == counts
    assert (await school.kitchen.get("/api/hazards/counts"))["open"] == 0


async def test_sight_once_given_stays(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    other = assignment(school, owner=school.kitchen.person, reason="换人")

    await school.deputy.did("hazard.assign", await seen(school, hazard) | other, SIGNED)

    assert await ids(school.staff) == [hazard]
    assert await ids(school.staff, waiting="mine") == []
    assert await ids(school.kitchen, waiting="mine") == [hazard]


async def set_state(hazard: str, state: str, **values: Any) -> None:
    """Put a hazard where a story would take long to lead it."""
    async with transaction():
        await Hazard.update(None, state=state, **values).where(Hazard.id == hazard)


async def test_no_byte_in_a_query_is_too_much_for_the_server(school: School) -> None:
    for path in ("/api/hazards", "/api/hazards/counts", "/api/points", "/api/inspections", "/api/labels/sheet"):
        for name in ("organisation", "q", "after", "state", "point", "person", "points", "size", "start", "limit"):
            for value in ("\x00", "%", "\ud7ff", "'", "9" * 40, "-1"):
                reply = await school.office.client.get(path, params={name: value})
                assert reply.status_code < 500, (path, name, value)
    for path in ("/api/hazards/%00", "/api/inspections/%00", "/api/blobs/%00", f"/api/blobs/{'0' * 64}?thumb=%00"):
        assert (await school.office.client.get(path)).status_code < 500, path
