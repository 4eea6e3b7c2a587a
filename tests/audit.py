"""Recomputes what must hold after everything: the chain, signatures, one effect an operation, and every photo's hash."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from anxun.accounts.tables import Device
from anxun.blobs.files import blob_path
from anxun.blobs.tables import Blob, BlobRef
from anxun.cli.replaying import replayed
from anxun.cli.verifying import prove
from anxun.core.db import bound
from anxun.core.keys import verifies
from anxun.hazards.tables import Hazard, HazardEvent
from anxun.inspections.tables import Inspection
from anxun.journal.tables import Decision, Entry
from anxun.organisations.tables import Organisation

EFFECTIVE = {"applied", "superseded"}
Heads = dict[str, tuple[int, str]]  # organisation → the number and the hash its chain ends with


async def sound(data: Path, *, aged: bool = False) -> Counter[str]:
    """Fails where anything does not fit; gives how many entries there are of each verdict. `aged` = rights by hand."""
    for organisation in await grown({}):
        assert (await prove(organisation)).fault is None
    told = [] if aged else await differences()
    assert told == [], told
    entries = await Entry.select()
    decided = {row["id"]: row["verdict"] for row in await Decision.select()}
    verdicts = {row["id"]: decided.get(row["id"], row["verdict"]) for row in entries}
    _device_chains(entries)
    await _effects(entries, verdicts)
    await _hazards()
    await _photos(data)
    return Counter(str(verdict) for verdict in verdicts.values())


async def differences() -> list[str]:
    """What in the bound database is not as its journals make it."""
    async with replayed(bound()) as replay:
        return await replay.differences()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def grown(since: Heads) -> Heads:
    """The chains hold from where they were left last time; gives where they end now."""
    keys = {row["id"]: row["public_key"] for row in await Device.select(Device.id, Device.public_key)}
    return {row["id"]: await _chain(row, keys, *since.get(row["id"], (0, ""))) for row in await Organisation.select()}


async def _chain(organisation: dict[str, Any], keys: dict[str, str], number: int, head: str) -> tuple[int, str]:
    """Written again from the page on the journal, without the server's own code."""
    here = Entry.organisation == organisation["id"]
    newer = (Entry.journal_no > number) & (Entry.journal_no <= organisation["journal_no"])  # somebody may be writing
    for row in await Entry.select().where(here & newer).order_by(Entry.journal_no):
        number += 1
        parts = [head, organisation["id"], str(number), str(row["received_ms"]), row["verdict"], row["code"] or ""]
        head = sha256("\n".join([*parts, sha256(row["body"]), row["signature"]]))
        assert (row["journal_no"], row["hash"]) == (number, head), f"the chain breaks at {row['journal_no']}"
        assert verifies(keys[row["device"]], row["body"].encode(), row["signature"])
    assert (organisation["journal_no"], organisation["journal_head"]) == (number, head)
    return number, head


def _device_chains(entries: list[dict[str, Any]]) -> None:
    at = {(row["device"], row["device_seq"]): row for row in entries}
    assert len(at) == len(entries)
    for (device, seq), row in at.items():
        before = at.get((device, seq - 1))
        if before is not None and "op.chain" not in (row["code"], before["code"]):
            assert json.loads(row["body"])["prev"] == sha256(before["body"])


async def _effects(entries: list[dict[str, Any]], verdicts: dict[str, str]) -> None:
    """What was applied is there, once; what was not has left nothing."""
    did = {row["id"] for row in entries if verdicts[row["id"]] in EFFECTIVE}
    submitted = {row["id"] for row in entries if row["name"] == "inspection.submit" and row["id"] in did}
    stored = [row["operation"] for row in await Inspection.select(Inspection.operation)]
    assert sorted(stored) == sorted(submitted)
    moved = {row["id"] for row in entries if row["name"].startswith("hazard.") and row["id"] in did}
    events = Counter(row["operation"] for row in await HazardEvent.select(HazardEvent.operation))
    assert {operation: events[operation] for operation in moved} == dict.fromkeys(moved, 1)
    assert set(events) <= moved | submitted
    assert {row["operation"] for row in await BlobRef.select(BlobRef.operation)} <= did


async def _hazards() -> None:
    """The projection is what its events make of it."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for hazard in await Hazard.select():
        events = await HazardEvent.select().where(HazardEvent.hazard == hazard["id"]).order_by(HazardEvent.version)
        applied = [event for event in events if event["applied"]]
        assert [event["version"] for event in applied] == list(range(1, hazard["version"] + 1))
        assert applied[-1]["to_state"] == hazard["state"]
        year, _, number = hazard["number"].partition("-")
        numbers.setdefault((hazard["organisation"], year), []).append(int(number))
    for taken in numbers.values():
        assert sorted(taken) == list(range(1, len(taken) + 1))


async def _photos(data: Path) -> None:
    for row in await Blob.select():
        content = blob_path(data, row["sha256"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert len(content) == row["size"]
