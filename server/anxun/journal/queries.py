"""Reading the journal: receipts for replays, private parts, held operations, and the chain for a verifier."""

from collections.abc import Iterable
from typing import Any, TypedDict

from anxun.core.db import raw
from anxun.journal.rules import Verdict
from anxun.journal.tables import Decision, Entry, Private


class Stored(TypedDict):
    """What a receipt is made of; `verdict` and `code` are a decided operation's new ones."""

    id: str
    organisation: str
    journal_no: int
    hash: str
    received_ms: int
    verdict: Verdict
    code: str | None
    body: str
    device: str
    device_seq: int


_RECEIPT = (
    "SELECT id, organisation, journal_no, hash, received_ms, verdict, code, body, device, device_seq FROM journal"
)
_LAST_COUNTED = (
    "SELECT device, device_seq, captured_ms, body FROM journal WHERE id IN (SELECT (SELECT id FROM journal"
    " WHERE device = wanted.value AND verdict IN ('applied', 'superseded') ORDER BY device_seq DESC LIMIT 1)"
    " FROM EACH {} AS wanted)"
)


async def stored(operations: Iterable[str]) -> dict[str, Stored]:
    """The entries of these ids, by id; decided ones with what became of them."""
    ids = list(operations)
    if not ids:
        return {}
    rows: list[Any] = await raw(f"{_RECEIPT} WHERE id IN EACH {{}}", [ids])
    found: dict[str, Stored] = {row["id"]: row for row in rows}
    held = [row["id"] for row in rows if row["verdict"] == "held"]
    if held:
        for row in await Decision.select().where(Decision.id.is_in(held)):
            found[row["id"]]["verdict"], found[row["id"]]["code"] = row["verdict"], row["code"]
    return found


async def newest_ms() -> int:
    """When the last entry was received; nothing can be newer than now."""
    row = await Entry.select(Entry.received_ms).order_by(Entry.received_ms, ascending=False).first()
    return int(row["received_ms"]) if row else 0


async def at_device_seq(device: str, device_seq: int) -> Stored | None:
    """The entry that holds this place in a device's own chain."""
    rows: list[Any] = await raw(f"{_RECEIPT} WHERE device = {{}} AND device_seq = {{}}", [device, device_seq])
    return rows[0] if rows else None


async def device_seqs(device: str) -> list[int]:
    """Which places of a device's own chain are stored, in order."""
    rows = await Entry.select(Entry.device_seq).where(Entry.device == device).order_by(Entry.device_seq)
    return [row["device_seq"] for row in rows]


async def last_counted(devices: Iterable[str]) -> list[dict[str, Any]]:
    """Of each device its last operation that changed anything: its place, its body, and when it was captured."""
    return await raw(_LAST_COUNTED, [list(devices)])


async def counted_before(device: str, device_seq: int) -> dict[str, Any] | None:
    """The same for the last one before this place."""
    row: dict[str, Any] | None = (
        await Entry.select(Entry.device, Entry.device_seq, Entry.captured_ms, Entry.body)
        .where(Entry.device == device, Entry.device_seq < device_seq, Entry.verdict.is_in(["applied", "superseded"]))
        .order_by(Entry.device_seq, ascending=False)
        .first()
    )
    return row


async def private_of(operations: Iterable[str]) -> dict[str, str]:
    """The private texts still kept, by operation."""
    ids = list(operations)
    if not ids:
        return {}
    return {row["id"]: row["text"] for row in await Private.select().where(Private.id.is_in(ids))}


async def entry(operation: str) -> dict[str, Any] | None:
    """One whole entry."""
    row: dict[str, Any] | None = await Entry.select().where(Entry.id == operation).first()
    return row


async def entries(organisation: str, after: int, limit: int) -> list[dict[str, Any]]:
    """The chain in order, for a verifier."""
    rows: list[dict[str, Any]] = (
        await Entry.select()
        .where(Entry.organisation == organisation, Entry.journal_no > after)
        .order_by(Entry.journal_no)
        .limit(limit)
    )
    return rows


_HELD = (
    *(Entry.id, Entry.name, Entry.person, Entry.captured_ms, Entry.received_ms, Entry.code, Entry.journal_no),
    Entry.body,
)


async def numbered(number: int, head: str) -> bool:
    """Whether an entry of any journal has this number and hash: a head noted earlier is still there."""
    return bool(await Entry.exists().where(Entry.journal_no == number, Entry.hash == head))


async def held(organisation: str, after: int, limit: int) -> list[dict[str, Any]]:
    """Operations that still wait for a decision, oldest first."""
    rows: list[dict[str, Any]] = (
        await Entry.select(*_HELD)
        .where(
            Entry.organisation == organisation,
            Entry.verdict == "held",
            Entry.journal_no > after,
            Entry.id.not_in(Decision.select(Decision.id).where(Decision.organisation == organisation)),
        )
        .order_by(Entry.journal_no)
        .limit(limit)
    )
    return rows


async def decided(organisation: str, before: int, limit: int) -> list[dict[str, Any]]:
    """Operations that were decided, newest first: each with what became of it, `outcome`, and who decided, `by`."""
    decisions = Decision.select(Decision.operation).where(Decision.organisation == organisation)
    deciding = (
        await Entry.select(*_HELD)
        .where(Entry.organisation == organisation, Entry.id.is_in(decisions), Entry.journal_no < before)
        .order_by(Entry.journal_no, ascending=False)
        .limit(limit)
    )
    return await _with_outcomes(deciding)


async def released(operation: str) -> tuple[str | None, dict[str, Any]] | None:
    """Why it was held and the entry that let it count; None for what was never held."""
    first = await Entry.select(Entry.code).where(Entry.id == operation, Entry.verdict == "held").first()
    decision = await Decision.select(Decision.operation).where(Decision.id == operation).first() if first else None
    by = await entry(decision["operation"]) if decision else None
    return (first["code"], by) if first and by else None


async def declined(organisation: str, person: str, limit: int) -> list[dict[str, Any]]:
    """Somebody's own operations that were declined, in the same form."""
    own = Entry.select(Entry.id).where(
        Entry.organisation == organisation, Entry.person == person, Entry.verdict == "held"
    )
    decisions = Decision.select(Decision.operation).where(Decision.code == "op.declined", Decision.id.is_in(own))
    return await _with_outcomes(
        await Entry.select(*_HELD)
        .where(Entry.organisation == organisation, Entry.id.is_in(decisions))
        .order_by(Entry.journal_no, ascending=False)
        .limit(limit)
    )


async def _with_outcomes(deciding: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not deciding:
        return []
    mine = Decision.operation.is_in([by["id"] for by in deciding])
    outcomes = {row["operation"]: row for row in await Decision.select().where(mine)}
    ids = [row["id"] for row in outcomes.values()]
    stood = {row["id"]: row for row in await Entry.select(*_HELD).where(Entry.id.is_in(ids))}
    return [{**stood[outcomes[by["id"]]["id"]], "outcome": outcomes[by["id"]], "by": by} for by in deciding]
