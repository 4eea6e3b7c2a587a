"""What the server writes to its log in a day on which much goes wrong: JSON, and nothing that must stay private."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from anxun.core.clock import now_ms
from anxun.core.db import SQLITE
from anxun.core.ids import new_id
from anxun.core.settings import Settings
from tests.forms import failing, patrol_form
from tests.phone import DRAWN, Phone
from tests.photos import bearer, noise, piece
from tests.process import connected, serving
from tests.world import School

# The failures are put into the file by hand.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")

PHONE_NUMBER = "13800138000"
NOTE = "三年级二班某某同学"
BROKEN = ("session", "challenge", "invitation", "journal", "blob_ref", "inspection")


async def trip(people: School, secrets: set[str]) -> None:
    """Everything that carries a secret through a door, whether the door answers or fails; remembers the secrets."""
    office, patrol = people.office, people.patrol
    await _signed_in(patrol, secrets)
    await _signed_in(office, secrets)
    newcomer = new_id(now_ms())
    private = {"name": "新来的老师", "phone": PHONE_NUMBER}
    await _answer(office, "person.add", {"person": newcomer, "roles": ["staff"]}, private)
    invited = await office.client.post("/api/session/invitations", json={"person": newcomer})
    code = invited.json().get("code", "0123456789AB")
    phone = Phone(patrol.client, newcomer, people.id)
    enrol = {"code": code, "device": phone.device, "public_key": phone.public_key, "device_name": "新手机"}
    await office.client.post("/api/session/enrol", json=enrol)
    photo = noise(1, 64, 48)
    form = patrol_form(people, {"exits-clear": failing(photo, note=NOTE)})
    token = await _answer(patrol, "inspection.submit", form, {"signature": DRAWN})
    await piece(patrol.client, photo, 0, photo.content, bearer(token))
    await patrol.client.get("/api/sync/pull")
    secrets |= {code, token, phone.public_key, *_cookies(office), *_cookies(patrol)}


def _cookies(phone: Phone) -> list[str]:
    return list(phone.client.cookies.values())


async def _signed_in(phone: Phone, secrets: set[str]) -> None:
    asked = await phone.client.post("/api/session/challenge", json={"device": phone.device})
    nonce = asked.json().get("nonce", "a-nonce-nobody-gave")
    signature = phone.answer(nonce)
    body = {"device": phone.device, "nonce": nonce, "signature": signature}
    await phone.client.post("/api/session/sign-in", json=body)
    secrets |= {nonce, signature}


async def _answer(phone: Phone, name: str, args: dict[str, Any], private: dict[str, Any]) -> str:
    envelope = phone.make(name, args, private)
    sent = {"body": envelope.body, "private": envelope.private, "signature": envelope.signature, "device": phone.device}
    reply = await phone.client.post("/api/sync/push", json={"operations": [sent]})
    return str(reply.json().get("upload_token") or "a-token-nobody-gave")


def broken(settings: Settings, table: str, *, mended: bool = False) -> None:
    """As a hand in the database would: every door that needs this table fails."""
    names = (f"{table}_away", table) if mended else (table, f"{table}_away")
    with closing(sqlite3.connect(settings.data / SQLITE, timeout=20)) as file, file:
        file.execute("PRAGMA legacy_alter_table=1")
        file.execute("ALTER TABLE {} RENAME TO {}".format(*names))


async def test_the_log_of_a_bad_day_is_json_and_tells_no_secret(settings: Settings, world: School) -> None:
    secrets = {PHONE_NUMBER, NOTE, "新来的老师", "[10, 10, 60, 80, 120, 20]"}
    with serving(settings) as server:
        people = connected(world, server.url)
        await trip(people, secrets)
        for table in BROKEN:
            broken(settings, table)
            await trip(people, secrets)
            broken(settings, table, mended=True)
        for phone in people.phones().values():
            await phone.client.aclose()

    written = (settings.data / "server.log").read_text("utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"event", "level", "timestamp"} <= set.intersection(*(set(line) for line in lines))
    assert {"request failed", "push failed"} <= {line["event"] for line in lines}
    assert any("Traceback" in line.get("exception", "") for line in lines)
    assert len(secrets) > 10
    assert [secret for secret in secrets if secret in written] == []
