"""Proving a journal: every link and every signature, from nothing but the rows and the devices' public keys."""

from dataclasses import dataclass

from anxun.accounts import queries as accounts
from anxun.core.keys import verifies
from anxun.journal import queries as journal
from anxun.journal.rules import Link

PAGE = 500


@dataclass(frozen=True)
class Proof:
    """How far a chain holds; `fault` says what is wrong with the entry after that."""

    entries: int
    head: str
    fault: str | None


async def prove(organisation: str) -> Proof:
    """Walk the chain from its beginning."""
    number, head = 0, ""
    while entries := await journal.entries(organisation, number, PAGE):
        devices = await accounts.devices({entry["device"] for entry in entries})
        for entry in entries:
            key = devices[entry["device"]]["public_key"] if entry["device"] in devices else ""
            fields = ("organisation", "journal_no", "received_ms", "verdict", "code", "body", "signature")
            link = Link(prev=head, **{name: entry[name] for name in fields})
            fault = None
            if entry["journal_no"] != number + 1:
                fault = f"entry {number + 1} is missing"
            elif entry["prev"] != head or entry["hash"] != link.hash():
                fault = f"entry {number + 1} was changed"
            elif not verifies(key, entry["body"].encode(), entry["signature"]):
                fault = f"entry {number + 1} is not signed by its device"
            if fault:
                return Proof(number, head, fault)
            number, head = entry["journal_no"], entry["hash"]
    return Proof(number, head, None)
