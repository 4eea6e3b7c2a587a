"""Proving a journal by itself: links, signatures, columns, private texts and each device's own order."""

from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from anxun.accounts import queries as accounts
from anxun.accounts.queries import DeviceRow
from anxun.journal import queries as journal
from anxun.journal.rules import Link, sha256
from anxun.organisations import queries as organisations
from anxun.sync import proof
from anxun.sync.wire import Body, Envelope

PAGE = 500
LINKED = ("organisation", "journal_no", "received_ms", "verdict", "code", "body", "signature")
COPIED = ("id", "organisation", "name", "person", "device", "device_seq", "captured_ms")


@dataclass(frozen=True)
class Proof:
    """How far a chain holds; `fault` says what is wrong with the entry after that."""

    entries: int
    head: str
    fault: str | None


@dataclass(frozen=True)
class _Around:
    """What a page of entries is held against."""

    devices: dict[str, DeviceRow]
    private: dict[str, str]

    @classmethod
    async def of(cls, entries: list[dict[str, Any]]) -> "_Around":
        ids = [entry["id"] for entry in entries]
        return cls(
            devices=await accounts.devices({entry["device"] for entry in entries}),
            private=await journal.private_of(ids),
        )


@dataclass
class _Walk:
    """Where the proof stands; `heads` = per device its last body seen, so that few must be looked up."""

    number: int = 0
    head: str = ""
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)


async def prove(organisation: str) -> Proof:
    """Walk the chain from its beginning to the end that the organisation's counter names."""
    walk = _Walk()
    while entries := await journal.entries(organisation, walk.number, PAGE):
        around = await _Around.of(entries)
        for entry in entries:
            fault = await _fault(walk, entry, around)
            if fault:
                return Proof(walk.number, walk.head, f"entry {walk.number + 1} {fault}")
            walk.number, walk.head = entry["journal_no"], entry["hash"]
            if entry["code"] != "op.chain":
                walk.heads[entry["device"]] = entry["device_seq"], sha256(entry["body"])
    fault = None
    if (walk.number, walk.head) != await organisations.tail(organisation):
        fault = f"entry {walk.number + 1} is missing at the end"
    return Proof(walk.number, walk.head, fault)


async def _fault(walk: _Walk, entry: dict[str, Any], around: _Around) -> str | None:
    link = Link(prev=walk.head, **{name: entry[name] for name in LINKED})
    if entry["journal_no"] != walk.number + 1:
        return "is missing"
    if (entry["prev"], entry["hash"]) != (walk.head, link.hash()):
        return "was changed"
    envelope = Envelope(device=entry["device"], body=entry["body"], private=None, signature=entry["signature"])
    claim = proof.prove(envelope, around.devices.get(entry["device"]))
    if claim.body is None or claim.code not in (None, "op.private"):  # the private text may have been erased since
        return "is not signed by its device"
    return await _differs(walk, entry, claim.body, around)


async def _differs(walk: _Walk, entry: dict[str, Any], body: Body, around: _Around) -> str | None:
    """What stands beside the signed body and does not come from it."""
    signed = {**structs.asdict(body), "captured_ms": proof.captured_ms(body, entry["received_ms"])}
    if any(entry[name] != signed[name] for name in COPIED):
        return "has columns that differ from what was signed"
    private = around.private.get(entry["id"])
    if private is not None and sha256(private) != body.private:
        return "has another private text than was signed"
    if entry["code"] != "op.chain" and not await _follows(walk, body):
        return "does not follow its device's last"
    return None


async def _follows(walk: _Walk, body: Body) -> bool:
    """Whether it names its forerunner, where that one is in a journal: what was never stored proves nothing."""
    if body.device_seq == 1:
        return body.prev is None
    seq, head = walk.heads.get(body.device, (0, ""))
    if seq != body.device_seq - 1:
        before = await journal.at_device_seq(body.device, body.device_seq - 1)
        # What fits no chain may hold a place that was passed over: it proves nothing either.
        head = sha256(before["body"]) if before and before["code"] != "op.chain" else body.prev or ""
    return body.prev == head
