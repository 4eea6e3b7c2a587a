"""The one writer of the journal: numbers, chains and stores an operation inside its organisation's turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anxun.core.db import insert
from anxun.core.ids import new_id
from anxun.journal.rules import Link, Verdict
from anxun.journal.tables import Decision, Entry, Private, Quarantine
from anxun.organisations.actions import Turn

QUARANTINE_ROWS = 1_000
QUARANTINE_BYTES = 16_384


@dataclass(frozen=True)
class Proven:
    """An operation whose signature held, in plain values: the journal knows no other domain."""

    id: str
    name: str
    person: str
    device: str
    device_seq: int
    captured_ms: int
    body: str
    private: str | None
    signature: str


async def append(turn: Turn, operations: Sequence[Proven], verdict: Verdict, code: str | None) -> list[tuple[int, str]]:
    """Store an entry for each, in their order; gives their numbers and hashes."""
    entries = [_entry(turn, proven, verdict, code) for proven in operations]
    await insert(Entry, entries)
    await insert(Private, [{"id": one.id, "text": one.private} for one in operations if one.private is not None])
    return [(entry["journal_no"], entry["hash"]) for entry in entries]


def _entry(turn: Turn, proven: Proven, verdict: Verdict, code: str | None) -> dict[str, Any]:
    """The next link of the organisation's chain."""
    link = Link(
        prev=turn.journal_head,
        organisation=turn.organisation,
        journal_no=turn.journal_no + 1,
        received_ms=turn.now_ms,
        verdict=verdict,
        code=code,
        body=proven.body,
        signature=proven.signature,
    )
    turn.journal_no, turn.journal_head = link.journal_no, link.hash()
    return {
        "id": proven.id,
        "organisation": turn.organisation,
        "journal_no": link.journal_no,
        "name": proven.name,
        "person": proven.person,
        "device": proven.device,
        "device_seq": proven.device_seq,
        "captured_ms": proven.captured_ms,
        "received_ms": turn.now_ms,
        "body": proven.body,
        "signature": proven.signature,
        "verdict": verdict,
        "code": code,
        "prev": link.prev,
        "hash": turn.journal_head,
    }


async def decide(turn: Turn, held: str, by: str, verdict: Verdict, code: str | None) -> None:
    """What became of a held operation when the safety office decided on it by another one."""
    await Decision.insert(Decision(id=held, organisation=turn.organisation, operation=by, verdict=verdict, code=code))


async def quarantine(envelope: str, code: str, now_ms: int) -> None:
    """Keep unprovable bytes for an investigator, the newest up to a cap: a flood must not fill the disk."""
    await Quarantine.insert(
        Quarantine(id=new_id(now_ms), received_ms=now_ms, code=code, envelope=envelope[:QUARANTINE_BYTES])
    )
    surplus = await Quarantine.count() - QUARANTINE_ROWS
    if surplus > 0:
        oldest = Quarantine.select(Quarantine.id).order_by(Quarantine.received_ms).order_by(Quarantine.id)
        ids = [row["id"] for row in await oldest.limit(surplus)]
        await Quarantine.delete().where(Quarantine.id.is_in(ids))
