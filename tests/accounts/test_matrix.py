"""Role × operation × scope: what is not declared is refused, through the one door for writes."""

import pytest

from anxun.accounts import queries
from anxun.accounts.model import ROLES
from anxun.accounts.rules import ANYONE, MATRIX, SERVER, fits, grantable, may
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.sync.operations import CATALOGUE, RELEASE
from tests.world import CAST, School

OPERATIONS = sorted({*CATALOGUE, RELEASE})
HOMES = {**dict.fromkeys(CAST, "school"), "officer": "bureau", "stranger": "other"}
ROLE_OF = {**CAST, "officer": "bureau_officer", "stranger": "safety_office"}


def test_every_operation_has_its_line_and_every_line_its_operation() -> None:
    doors = {name for name in MATRIX if name.startswith("read.") or name in {"invite.person", "revoke.device"}}

    assert set(MATRIX) == {*OPERATIONS, *doors}


# Rights are plain Python: one database is enough.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_the_matrix_is_kept_for_everybody_in_every_scope(school: School, operation: str) -> None:
    """Empty arguments: whoever has the right gets as far as their being malformed."""
    for who, phone in school.phones().items():
        for scope in ("school", "bureau", "other"):
            receipt = await phone.send(operation, {}, organisation=getattr(school, {"school": "id"}.get(scope, scope)))

            stands = {("school", "school"): "own", ("bureau", "bureau"): "own", ("other", "other"): "own"}
            relation = stands.get((HOMES[who], scope)) or ("below" if HOMES[who] == "bureau" else None)
            allowed = relation in {MATRIX[operation].get(role) for role in (ROLE_OF[who], ANYONE)} - {None}
            denied = receipt["code"] in {"op.forbidden", "organisation.unknown"}
            assert denied is not allowed, (who, scope, receipt)
            assert receipt["verdict"] == "refused"


@pytest.mark.parametrize("operation", sorted(MATRIX))
@pytest.mark.parametrize("role", [*ROLES, SERVER])
def test_nobody_may_anything_where_they_do_not_stand(operation: str, role: str) -> None:
    assert not may(operation, {role}, None)
    if role == SERVER:
        assert may(operation, {role}, "server") is operation.startswith("system.")


def test_what_is_not_in_the_matrix_is_denied() -> None:
    assert not may("hazard.delete", ROLES, "own")


# Written out by hand beside the declared one: who gives and takes which role.
GIVES = """
                insp kitc staf offi depu prin bure
safety_office   x    x    x    x    x    .    .
bureau_officer  .    .    .    x    x    x    x
server          x    x    x    x    x    x    x
"""


@pytest.mark.parametrize("actor", [*ROLES, SERVER, ANYONE])
def test_heads_are_made_from_above_and_everybody_else_by_the_school_itself(actor: str) -> None:
    written = {line.split()[0]: line.split()[1:] for line in GIVES.strip().splitlines()[1:]}

    given = ["x" if grantable(role, {actor}) else "." for role in ROLES]

    assert given == written.get(actor, ["."] * len(ROLES))
    assert not grantable(SERVER, {actor})


@pytest.mark.parametrize("role", ["", *ROLES[:-1]])
@pytest.mark.parametrize(("who", "answers"), [("office", ROLES[:5]), ("officer", ROLES[3:6])])
async def test_whom_somebody_answers_for_is_whom_they_add_invite_and_send_away(
    school: School, role: str, who: str, answers: tuple[str, ...]
) -> None:
    phone, person = school.phones()[who], new_id(now_ms())
    args = {"person": person, "roles": [role] if role else []}
    named = {"name": "新同事", "phone": ""}
    may_it = role in answers or (role == "" and who == "office")

    adds = await phone.send("person.add", args, named, organisation=school.id)
    if not may_it:
        await school.server.did("system.person_add", args, named, organisation=school.id)
    invites = await phone.client.post("/api/session/invitations", json={"person": person})
    leaves = await phone.send("person.leave", {"person": person}, organisation=school.id)

    assert [adds["verdict"], leaves["verdict"]] == ["applied" if may_it else "refused"] * 2
    assert invites.status_code == (200 if may_it else 403)
    assert {adds["code"], leaves["code"]} == {None if may_it else "person.role"}


async def test_the_bureau_names_and_sends_away_a_head_who_also_inspects_but_not_an_inspector(school: School) -> None:
    await school.office.did("person.grant", {"person": school.deputy.person, "role": "inspector"})
    named = {"name": "改名", "phone": ""}

    inspects = await school.officer.send(
        "person.ungrant", {"person": school.deputy.person, "role": "inspector"}, organisation=school.id
    )
    inspector = await school.officer.send(
        "person.rename", {"person": school.patrol.person}, named, organisation=school.id
    )
    await school.officer.did("person.rename", {"person": school.deputy.person}, named, organisation=school.id)
    await school.officer.did("person.leave", {"person": school.deputy.person}, organisation=school.id)

    assert [inspects["code"], inspector["code"]] == ["person.role"] * 2


@pytest.mark.parametrize("held", ["", *ROLES[:-1]])
async def test_a_bureau_makes_no_head_of_somebody_whom_the_school_looks_after(school: School, held: str) -> None:
    """Whoever makes a head of a teacher could invite a phone in the teacher's name."""
    person = new_id(now_ms())
    args = {"person": person, "roles": [held] if held else []}
    await school.server.did("system.person_add", args, {"name": "新同事", "phone": ""}, organisation=school.id)
    may_it = held in ROLES[3:6]

    gives = [
        await school.officer.send("person.grant", {"person": person, "role": role}, organisation=school.id)
        for role in ROLES[3:6]
    ]
    invites = await school.officer.client.post("/api/session/invitations", json={"person": person})

    assert {(one["verdict"], one["code"]) for one in gives} == {
        ("applied", None) if may_it else ("refused", "person.role")
    }
    assert invites.status_code == (200 if may_it else 403)


async def test_a_teacher_becomes_principal_when_the_school_has_made_them_a_deputy(school: School) -> None:
    await school.office.did("person.grant", {"person": school.patrol.person, "role": "vice_principal"})

    principal = {"person": school.patrol.person, "role": "principal"}
    await school.officer.did("person.grant", principal, organisation=school.id)

    assert "principal" in await queries.roles_at(school.patrol.person, now_ms())


def test_a_bureau_has_officers_only_and_a_school_has_none() -> None:
    assert [role for role in ROLES if fits(role, "district")] == ["bureau_officer"]
    assert [role for role in ROLES if not fits(role, "school")] == ["bureau_officer"]


async def test_the_server_key_founds_but_does_not_inspect(school: School) -> None:
    receipt = await school.server.send("inspection.submit", {}, organisation=school.id)
    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.forbidden")

    place = new_id(now_ms())
    args = {"organisation": place, "kind": "school", "name": "新学校", "parent": school.bureau}
    await school.server.did(
        "system.organisation_add", {**args, "tz": "Asia/Shanghai", "boarding": False}, organisation=place
    )
    rows = (await school.officer.get("/api/organisations"))["rows"]
    assert place in {row["id"] for row in rows}
