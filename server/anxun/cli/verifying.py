"""Proving a journal: links, signatures, columns, second signatures and the hazards' history, from rows and keys."""

from dataclasses import dataclass, field
from typing import Any

from msgspec import json, structs

from anxun.accounts import queries as accounts
from anxun.accounts.queries import DeviceRow
from anxun.hazards import queries as hazards
from anxun.inspections import queries as inspections
from anxun.journal import queries as journal
from anxun.journal.queries import Stored
from anxun.journal.rules import Link, sha256
from anxun.organisations import queries as organisations
from anxun.sync import proof
from anxun.sync.wire import Body, Envelope

PAGE = 500
LINKED = ("organisation", "journal_no", "received_ms", "verdict", "code", "body", "signature")
COPIED = ("id", "organisation", "name", "person", "device", "device_seq", "captured_ms")
TIMED = ("person", "captured_ms", "received_ms")
SAID = ("note", "reason", "opinion")


@dataclass(frozen=True)
class Proof:
    """How far a chain holds; `fault` says what is wrong with the entry after that."""

    entries: int
    head: str
    fault: str | None


@dataclass(frozen=True)
class _Around:
    """What a page of entries is held against; `verdicts` = of released ones the later."""

    devices: dict[str, DeviceRow]
    private: dict[str, str]
    verdicts: dict[str, Stored]
    events: dict[str, list[dict[str, Any]]]
    seconds: dict[str, dict[str, Any]]

    @classmethod
    async def of(cls, entries: list[dict[str, Any]]) -> "_Around":
        ids = [entry["id"] for entry in entries]
        return cls(
            devices=await accounts.devices({entry["device"] for entry in entries}),
            private=await journal.private_of(ids),
            verdicts=await journal.stored(ids),
            events=await hazards.told_by(ids),
            seconds=await inspections.seconds_by(ids),
        )


@dataclass
class _Walk:
    """Where the proof stands; `heads` = per device its last body seen, so that few must be looked up."""

    number: int = 0
    head: str = ""
    told: int = 0
    seconds: int = 0
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
            walk.told += len(around.events.get(entry["id"], ()))
            walk.seconds += entry["id"] in around.seconds
            walk.heads[entry["device"]] = entry["device_seq"], sha256(entry["body"])
    fault = None
    if (walk.number, walk.head) != await organisations.tail(organisation):
        fault = f"entry {walk.number + 1} is missing at the end"
    elif walk.told != await hazards.told_in(organisation):
        fault = "the hazards' history holds what no entry says"
    elif walk.seconds != await inspections.seconds_in(organisation):
        fault = "an inspection holds a second signature that no entry says"
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
    verdict, events = around.verdicts[entry["id"]]["verdict"], around.events.get(entry["id"], [])
    if not _is_signed(entry, body, verdict, around.seconds.get(entry["id"])):
        return "is told differently by an inspection's second signature"
    return None if _is_told(entry, body, verdict, events) else "is told differently by the hazards' history"


async def _follows(walk: _Walk, body: Body) -> bool:
    """Whether it names its forerunner, where that one is in a journal: what was never stored proves nothing."""
    if body.device_seq == 1:
        return body.prev is None
    seq, head = walk.heads.get(body.device, (0, ""))
    if seq != body.device_seq - 1:
        before = await journal.at_device_seq(body.device, body.device_seq - 1)
        head = sha256(before["body"]) if before else body.prev or ""
    return body.prev == head


def _is_signed(entry: dict[str, Any], body: Body, verdict: str, second: dict[str, Any] | None) -> bool:
    """A countersignature that counted has its row, nothing else has one."""
    counted = (body.name, verdict) == ("inspection.countersign", "applied")
    if second is None or not counted:
        return second is None and not counted
    inspection = json.decode(bytes(body.args))["inspection"]
    return second["inspection"] == inspection and all(second[name] == entry[name] for name in TIMED)


def _is_told(entry: dict[str, Any], body: Body, verdict: str, events: list[dict[str, Any]]) -> bool:
    """A move that counted has one event, an inspection those of its failed items, everything else none."""
    is_move = body.name.startswith("hazard.") and verdict in ("applied", "superseded")
    if not events:
        return not is_move
    if len(events) > 1 if is_move else (body.name, verdict) != ("inspection.submit", "applied"):
        return False
    args = json.decode(bytes(body.args))
    return all(
        all(event[name] == entry[name] for name in TIMED)
        and event["applied"] == (verdict == "applied")
        and (_says(args, event) if is_move else _found(args, event))
        and (not is_move or (f"hazard.{event['kind']}", args["hazard"]) == (body.name, event["hazard"]))
        for event in events
    )


def _says(args: dict[str, Any], event: dict[str, Any]) -> bool:
    data = json.decode(event["data"])
    note = next((args[name] for name in SAID if name in args), "")
    return bool(event["note"] == note and all(args.get(name, value) == value for name, value in data.items()))


def _found(args: dict[str, Any], event: dict[str, Any]) -> bool:
    answers = [answer for answer in args["answers"] if answer["item"] == event["item"]]
    if event["kind"] == "fix_on_spot":
        answers = [answer["fixed"] for answer in answers if answer["fixed"]]
    return any(answer["note"] == event["note"] for answer in answers)
