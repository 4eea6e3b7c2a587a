"""What a stranger asks after is refused in the same words as what does not exist; without a session there is nothing."""

from typing import Any

import pytest
from litestar import Litestar

from anxun.accounts.model import ROLES
from anxun.accounts.tables import Grant
from anxun.core.clock import now_ms
from anxun.core.db import transaction
from anxun.core.ids import new_id
from tests.forms import led_to, shot
from tests.test_matrix import NOBODY, operations
from tests.world import School

# Doors that need no session: what they give is for everybody, or they ask for another proof.
OPEN = {
    "GET /api/health",
    "GET /api/checklists",
    "GET /api/openapi.json",
    "POST /api/sync/push",
    "POST /api/session/enrol",
    "POST /api/session/challenge",
    "POST /api/session/sign-in",
    "POST /api/session/sign-out",
}
# Making something under an id that is taken must say so; the ids are random and never shown to strangers.
CREATING = {"point.add", "person.add", "label.issue", "label.replace", "system.organisation_add", "system.person_add"}


def doors(app: Litestar) -> set[str]:
    """METHOD path, as Litestar knows them."""
    return {
        f"{method} {route.path_format}"
        for route in app.routes
        for method in getattr(route, "methods", [])
        if route.path_format.startswith("/api/") and method != "OPTIONS"
        if not route.path_format.startswith("/api/openapi.json/")
    }


@pytest.mark.r(15)
async def test_without_a_session_every_door_is_shut_that_is_not_declared_open(school: School) -> None:
    known = doors(school.app)
    assert known > OPEN
    for door in sorted(known - OPEN):
        method, _, path = door.partition(" ")
        address = path.replace("{sha256}", "a" * 64).replace("{device}", NOBODY)
        for what in ("hazard", "inspection", "operation", "person", "point"):
            address = address.replace(f"{{{what}}}", NOBODY)
        assert "{" not in address, f"tell this test how to knock at {door}"
        headers = {"upload-offset": "0", "upload-length": "1"}
        body: Any = (
            {"json": {"person": NOBODY} if "invitations" in path else {"as": "lost"}} if method == "POST" else {}
        )

        reply = await school.client.send(school.client.build_request(method, address, headers=headers, **body))

        assert reply.status_code == 401, (door, reply.text)
        assert method == "HEAD" or reply.json()["code"] == "session.none"


@pytest.fixture
async def theirs(school: School) -> dict[str, str]:
    """Things of the school, which the stranger knows by id; the stranger holds every role at the other school."""
    hazard = await led_to(school, "assigned")
    entry = await school.patrol.send("hazard.start", {"hazard": hazard["id"], "seen": 1})
    async with transaction():
        for role in ROLES:
            await Grant.insert(Grant(id=new_id(now_ms()), person=school.stranger.person, role=role, from_ms=0))
    return {
        "hazard": hazard["id"],
        "point": school.point,
        "person": school.staff.person,
        "operation": entry["id"],
        "label": school.label,
    }


async def test_an_operation_on_a_strangers_thing_says_what_it_says_of_nothing(
    school: School, theirs: dict[str, str]
) -> None:
    nothing = operations(school)
    for name, (args, private) in operations(school, **theirs).items():
        if name in CREATING:
            continue
        args_of_nothing, private_of_nothing = nothing[name]

        known = await school.stranger.send(name, args, private)
        unknown = await school.stranger.send(name, args_of_nothing, private_of_nothing)

        assert (known["verdict"], known["code"]) == (unknown["verdict"], unknown["code"]), name
        assert known["verdict"] != "applied"


async def test_an_operation_into_a_strangers_organisation_says_what_it_says_of_nowhere(
    school: School, theirs: dict[str, str]
) -> None:
    before = await school.office.get("/api/sync/pull")
    for name, (args, private) in operations(school, **theirs).items():
        there = await school.stranger.send(name, args, private, organisation=school.id)
        school.stranger.signer.device_seq -= 1
        nowhere = await school.stranger.send(name, args, private, organisation=NOBODY)
        school.stranger.signer.device_seq -= 1

        for receipt in (there, nowhere):
            assert receipt["code"] == "organisation.unknown", name
            assert receipt["journal_no"] is None
    assert (await school.office.get("/api/sync/pull"))["next"] == before["next"]


@pytest.mark.r(15)
async def test_a_strangers_record_or_photo_is_answered_as_one_that_is_not_there(
    school: School, theirs: dict[str, str]
) -> None:
    inspection = (await school.office.get("/api/inspections"))["rows"][0]["id"]
    pairs = [
        ("/api/hazards/{}", theirs["hazard"], NOBODY),
        ("/api/inspections/{}", inspection, NOBODY),
        ("/api/blobs/{}", shot(1).sha256, "a" * 64),
        ("/api/blobs/{}?thumb", shot(1).sha256, "a" * 64),
        ("/api/inspections?point={}", school.point, NOBODY),
        ("/api/points/{}/visits", school.point, NOBODY),
        ("/api/people/{}/gaps", school.patrol.person, NOBODY),
        ("/api/inspections?person={}", school.patrol.person, NOBODY),
        ("/api/labels/sheet?points={}", school.point, NOBODY),
    ]
    for path, there, nowhere in pairs:
        replies = [await school.stranger.client.get(path.format(key)) for key in (there, nowhere)]
        assert replies[0].status_code == replies[1].status_code, path
        assert replies[0].content == replies[1].content, path
    for person in (school.staff.person, NOBODY):
        reply = await school.stranger.client.post("/api/session/invitations", json={"person": person})
        assert (reply.status_code, reply.json()["code"]) == (404, "person.unknown")
    for device in (school.staff.device, NOBODY):
        reply = await school.stranger.client.post(f"/api/session/devices/{device}/revoke", json={"as": "lost"})
        assert (reply.status_code, reply.json()["code"]) == (404, "device.unknown")
