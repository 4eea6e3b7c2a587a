"""Role × operation × scope: what is not declared is refused, through the one door for writes."""

import pytest

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


def test_principals_and_officers_are_made_from_above_only() -> None:
    given = {role: grantable(role, {"safety_office"}) for role in ROLES}

    assert [role for role, allowed in given.items() if not allowed] == ["principal", "bureau_officer"]
    assert grantable("principal", {"bureau_officer"})
    assert grantable("bureau_officer", {SERVER})
    assert not grantable(SERVER, {SERVER})


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
