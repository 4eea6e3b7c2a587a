"""Organisations and their first people, by operations under the server's own key."""

from pathlib import Path
from typing import Any

import msgspec

from anxun.accounts import actions, queries
from anxun.accounts.http import enrol_url
from anxun.accounts.model import SERVER_PERSON
from anxun.cli.signing import Signer
from anxun.core.ids import new_id
from anxun.core.keys import kept_key, point_of
from anxun.core.settings import Settings
from anxun.organisations.actions import SERVER_ORGANISATION
from anxun.sync.push import apply
from anxun.sync.wire import Receipt

PROBLEMS = Path(__file__).parents[1] / "problems.json"


class RefusedByRules(Exception):
    """An operation of ours was not applied: which one, and why, by its code."""

    def __init__(self, operation: str, receipt: Receipt) -> None:
        super().__init__(f"{operation}: {receipt.verdict} {receipt.code}")
        self.code = receipt.code or receipt.verdict

    def words(self) -> str:
        """For whoever gave the command."""
        known = msgspec.json.decode(PROBLEMS.read_bytes(), type=dict[str, dict[str, str]]).get(self.code, {})
        return " / ".join([*known.values(), str(self)])


async def server_signer(settings: Settings, at_ms: int) -> Signer:
    """The server's own device, at the head of its chain."""
    key = kept_key(settings.server_key)
    device = await actions.enrol_server(point_of(key), at_ms)
    row = await queries.device(device)
    seq, head = (row["last_seq"], row["last_hash"]) if row else (0, "")
    return Signer(key, device, SERVER_PERSON, SERVER_ORGANISATION, device_seq=seq, prev=head or None)


async def do(
    signer: Signer, name: str, args: dict[str, Any], at_ms: int, private: dict[str, Any] | None = None, **body: Any
) -> None:
    """One operation, through the same door as everybody's."""
    receipt = (await apply([signer.envelope(name, args, at_ms, private, **body)], at_ms))[0]
    if receipt.verdict != "applied":
        raise RefusedByRules(name, receipt)


async def add_organisation(
    signer: Signer, name: str, kind: str, at_ms: int, parent: str | None = None, *, boarding: bool = False
) -> str:
    """A city, a district or a school."""
    organisation = new_id(at_ms)
    args = {"organisation": organisation, "kind": kind, "name": name, "parent": parent}
    place = {"tz": signer.tz, "boarding": boarding}
    await do(signer, "system.organisation_add", {**args, **place}, at_ms, organisation=organisation)
    return organisation


async def add_person(signer: Signer, organisation: str, name: str, roles: list[str], at_ms: int) -> str:
    """Somebody with a first role, who still needs an invitation."""
    person, private = new_id(at_ms), {"name": name, "phone": ""}
    args = {"person": person, "roles": roles}
    await do(signer, "system.person_add", args, at_ms, private, organisation=organisation)
    return person


async def remove_person(signer: Signer, organisation: str, person: str, at_ms: int) -> None:
    """Somebody whom nobody else could let go: roles, devices and sessions end, the name stays."""
    await do(signer, "system.person_leave", {"person": person}, at_ms, organisation=organisation)


async def invitation(settings: Settings, person: str, at_ms: int) -> str:
    """The link that makes a phone or a desk this person's."""
    code, _ = await actions.invite(person, at_ms)
    return enrol_url(settings, code)
