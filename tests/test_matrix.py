"""Who may do what, where: every role × every operation and every door that reads × own, below and elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from anxun.accounts.model import ROLES
from anxun.accounts.rules import ANYONE, MATRIX, SERVER
from anxun.accounts.tables import Grant
from anxun.core.clock import now_ms
from anxun.core.db import transaction
from anxun.core.ids import new_id
from anxun.points.rules import make_code
from anxun.sync.operations import CATALOGUE, RELEASE
from tests.forms import assignment, back, failing, here, letting_go, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.world import School

# Written out by hand beside the declared one: columns are the roles below, o = in the own organisation, b = in one below.
COLUMNS = (*ROLES, SERVER)
GRID = """
                        insp kitc staf offi depu prin bure serv
inspection.submit       o    o    o    o    o    o    .    .
inspection.countersign  o    o    o    o    o    o    .    .
hazard.assess           .    .    .    o    o    o    .    .
hazard.assign           .    .    .    .    o    o    .    .
hazard.start            o    o    o    o    o    o    o    .
hazard.rectify          o    o    o    o    o    o    o    .
hazard.recheck          o    o    o    o    o    o    o    .
hazard.approve          .    .    .    .    .    o    .    .
hazard.accept           .    .    .    .    .    .    b    .
hazard.return           o    o    o    o    o    o    ob   .
hazard.void_ask         .    .    .    o    o    .    .    .
hazard.void_deny        o    o    o    o    o    o    o    .
hazard.void             .    .    .    .    .    o    .    .
point.add               .    .    .    o    .    .    .    .
point.change            .    .    .    o    .    .    .    .
point.retire            .    .    .    o    .    .    .    .
label.issue             .    .    .    o    .    .    .    .
label.replace           .    .    .    o    .    .    .    .
label.void              .    .    .    o    .    .    .    .
person.add              .    .    .    o    .    .    b    .
person.rename           .    .    .    o    .    .    b    .
person.grant            .    .    .    o    .    .    b    .
person.ungrant          .    .    .    o    .    .    b    .
person.leave            .    .    .    o    .    .    b    .
person.delegate         .    .    .    .    .    o    .    .
operation.release       .    .    .    o    .    .    .    .
operation.decline       .    .    .    o    .    .    .    .
system.organisation_add .    .    .    .    .    .    .    s
system.person_add       .    .    .    .    .    .    .    s
system.person_leave     .    .    .    .    .    .    .    s
read.hazards            o    o    o    o    o    o    ob   .
read.inspections        .    .    .    o    o    o    b    .
read.points             o    o    o    o    o    o    ob   .
read.labels             .    .    .    o    .    .    .    .
read.people             .    .    .    o    o    o    b    .
read.phones             .    .    .    o    .    .    b    .
read.held               .    .    .    o    .    .    .    .
read.organisations      .    .    .    .    .    .    o    .
invite.person           .    .    .    o    .    .    b    .
revoke.device           .    .    .    o    .    .    .    .
"""
LETTERS = {"own": "o", "below": "b", "server": "s"}
NOBODY = "0190a000-0000-7000-8000-0000000000ff"
FOREIGN = ("organisation.unknown", "op.forbidden")


def allowed(name: str, role: str, relation: str) -> bool:
    """As written above."""
    row = next(line.split() for line in GRID.splitlines() if line.startswith(f"{name} "))
    return LETTERS.get(relation, "-") in row[1 + COLUMNS.index(role)]


def test_what_is_declared_is_what_is_written_here() -> None:
    written = {line.split()[0]: line.split()[1:] for line in GRID.strip().splitlines()[1:]}
    declared = {
        name: [
            "".join(
                letter
                for relation, letter in LETTERS.items()
                if row.get(role) == relation or (role != SERVER and row.get(ANYONE) == relation)
            )
            or "."
            for role in COLUMNS
        ]
        for name, row in MATRIX.items()
    }

    assert declared == written


def operations(school: School, **ids: str) -> dict[str, tuple[dict[str, Any], dict[str, Any] | None]]:
    """Arguments for every operation; `ids` name things that may or may not be there, and may be somebody else's."""
    thing = {name: ids.get(name, NOBODY) for name in ("hazard", "point", "person", "operation", "inspection", "new")}
    on = {"hazard": thing["hazard"], "seen": 1}
    place = {"name": "点位", "place": "", "type": "exit", "checklists": ["ck-13"], "position": 1}
    named = {"name": "新同事", "phone": ""}
    lent = {"person": thing["person"], "role": "principal", "from_ms": now_ms(), "until_ms": now_ms() + 10_000}
    form = patrol_form(school, {"exits-clear": failing(shot(1))}, point=thing["point"], supervisor=thing["person"])
    return {
        "inspection.submit": (form | {"presence": {**here(school), "way": "none", "code": None}}, SIGNED),
        "inspection.countersign": ({"inspection": thing["inspection"], "body_hash": "0" * 64}, SIGNED),
        "hazard.assess": (on | {"grade": "general", "reason": "", "interim": None}, None),
        "hazard.assign": (on | assignment(school), SIGNED),
        "hazard.start": (on, None),
        "hazard.rectify": (on | {"note": "", "photos": [shot(2).args]}, SIGNED),
        "hazard.recheck": (on | {"presence": here(school), "note": "", "photos": []}, SIGNED),
        "hazard.approve": (on | {"opinion": ""}, SIGNED),
        "hazard.accept": (on | {"opinion": ""}, SIGNED),
        "hazard.return": (on | back("不行"), None),
        "hazard.void_ask": (on | {"reason": "误报"}, None),
        "hazard.void_deny": (on | {"reason": "不是误报"}, None),
        "hazard.void": (on | {"reason": "误报"}, None),
        "point.add": (place | {"point": thing["new"]}, None),
        "point.change": (place | {"point": thing["point"]}, None),
        "point.retire": ({"point": thing["point"], "reason": ""}, None),
        "label.issue": ({"point": thing["point"], "code": make_code(5)}, None),
        "label.replace": ({"point": thing["point"], "code": make_code(7), "reason": ""}, None),
        "label.void": ({"code": ids.get("label", make_code(6)), "reason": ""}, None),
        "person.add": ({"person": thing["new"], "roles": []}, named),
        "person.rename": ({"person": thing["person"]}, named),
        "person.grant": ({"person": thing["person"], "role": "staff"}, None),
        "person.ungrant": ({"person": thing["person"], "role": "staff"}, None),
        "person.leave": ({"person": thing["person"]}, None),
        "person.delegate": (lent, None),
        "operation.release": (letting_go(thing["operation"]), None),
        "operation.decline": (letting_go(thing["operation"]), None),
        "system.organisation_add": ({"organisation": thing["new"], **FOUNDED}, None),
        "system.person_add": ({"person": thing["new"], "roles": []}, named),
        "system.person_leave": ({"person": thing["person"]}, None),
    }


FOUNDED: dict[str, Any] = {"kind": "school", "name": "学校", "parent": None, "tz": "Asia/Shanghai", "boarding": False}
Door = Callable[[Phone, School, str], Awaitable[httpx.Response]]


def reads(path: str) -> Door:
    async def read(phone: Phone, _: School, organisation: str) -> httpx.Response:
        return await phone.client.get(path.format(organisation))

    return read


async def invite(phone: Phone, school: School, organisation: str) -> httpx.Response:
    person = school.deputy.person if organisation == school.id else NOBODY
    return await phone.client.post("/api/session/invitations", json={"person": person})


async def revoke(phone: Phone, school: School, organisation: str) -> httpx.Response:
    device = school.kitchen.device if organisation == school.id else NOBODY
    return await phone.client.post(f"/api/session/devices/{device}/revoke", json={"as": "retired"})


DOORS: dict[str, Door] = {
    "read.hazards": reads("/api/hazards?organisation={}"),
    "read.inspections": reads("/api/inspections?organisation={}"),
    "read.points": reads("/api/points?organisation={}"),
    "read.labels": reads("/api/labels/sheet?organisation={}"),
    "read.people": reads("/api/people?organisation={}"),
    "read.phones": reads("/api/people?organisation={}"),
    "read.held": reads("/api/operations/held?organisation={}"),
    "read.organisations": reads("/api/organisations"),
    "invite.person": invite,
    "revoke.device": revoke,
}
# More doors behind the right to read hazards: they answer as the first one does.
ALSO_HAZARDS = ("/api/hazards/counts?organisation={}", "/api/sync/pull?organisation={}")


async def become(phone: Phone, role: str) -> None:
    """From now on this person has had this one role for ever."""
    async with transaction():
        await Grant.delete().where(Grant.person == phone.person)
        await Grant.insert(Grant(id=new_id(now_ms()), person=phone.person, role=role, from_ms=0))


def standing(school: School) -> dict[str, Phone]:
    """Somebody of the school, of the bureau above it, and of another school."""
    return {"own": school.staff, "below": school.officer, "elsewhere": school.stranger}


async def test_every_entry_has_its_case(school: School) -> None:
    assert set(operations(school)) | set(DOORS) == set(MATRIX)
    assert set(operations(school)) == {*CATALOGUE, RELEASE}


@pytest.mark.s(177)
@pytest.mark.parametrize("name", [*CATALOGUE, RELEASE])
async def test_an_operation_is_for_its_roles_in_their_place_and_for_nobody_else(school: School, name: str) -> None:
    args, private = operations(school)[name]
    for relation, phone in standing(school).items():
        for role in ROLES:
            await become(phone, role)

            receipt = await phone.send(name, args, private, organisation=school.id)

            forbidden = receipt["verdict"] == "refused" and receipt["code"] in FOREIGN
            assert forbidden is not allowed(name, role, relation), (name, role, relation, receipt)
            assert receipt["code"] != "op.malformed"
    server = await school.server.send(name, args | {}, private, organisation=school.id)
    assert (server["code"] == "op.forbidden") is not allowed(name, SERVER, "server"), server


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.r(15)
async def test_a_door_is_for_its_roles_in_their_place_and_for_nobody_else(school: School, name: str) -> None:
    await school.patrol.did("inspection.submit", patrol_form(school), SIGNED)
    door = DOORS[name]
    for relation, phone in standing(school).items():
        for role in ROLES:
            await become(phone, role)

            reply = await door(phone, school, school.id)

            # The list of schools is always the viewer's own bureau's.
            stands = "own" if name == "read.organisations" else relation
            assert _opened(name, reply) is allowed(name, role, stands), (name, role, relation, reply.text[:200])
            if relation == "elsewhere" and name != "read.organisations":
                assert (reply.status_code, reply.content) == await _as_if_nothing_were_there(phone, school, door)


def _opened(name: str, reply: httpx.Response) -> bool:
    assert reply.status_code in (200, 204, 403, 404), reply.text
    if reply.status_code in (403, 404):
        return False
    if name == "read.inspections":  # who leads nobody sees own ones
        return bool(reply.json()["rows"])
    if name == "read.phones":
        return any(row["phone"] is not None for row in reply.json()["rows"])
    return True


async def _as_if_nothing_were_there(phone: Phone, school: School, door: Door) -> tuple[int, bytes]:
    reply = await door(phone, school, NOBODY)
    return reply.status_code, reply.content


async def test_the_other_doors_to_hazards_agree_with_the_first(school: School) -> None:
    for relation, phone in standing(school).items():
        for role in ROLES:
            await become(phone, role)
            for path in ALSO_HAZARDS:
                reply = await phone.client.get(path.format(school.id))
                assert (reply.status_code == 200) is allowed("read.hazards", role, relation), (path, role, relation)
                if relation == "elsewhere":
                    assert reply.content == (await phone.client.get(path.format(NOBODY))).content
