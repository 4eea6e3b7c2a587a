"""Where an operation stands in its device's own chain, within one batch."""

from dataclasses import dataclass, field

from msgspec import Struct, json

from anxun.accounts import queries as accounts
from anxun.accounts.model import Standing
from anxun.journal import queries as journal
from anxun.journal.queries import Stored
from anxun.journal.rules import sha256
from anxun.sync import clock
from anxun.sync.proof import Claim
from anxun.sync.wire import Body, Outcome


class _Chained(Struct):
    """The one field of a stored body that proves its forerunner."""

    prev: str | None


@dataclass
class Book:
    """What is known of these operations and devices inside the turn; `moved` = device heads to write back,
    `waiting` = the highest number of a device that came before its forerunners and is not stored.

    `brought` = per place in a device's chain what this batch holds: the hash before it and its own. `counted` = each
    device's last operation that changed anything, `people` = whose rights are known.
    """

    stored: dict[str, Stored]
    heads: dict[str, tuple[int, str]]
    brought: dict[tuple[str, int], tuple[str | None, str]]
    ahead: dict[str, int]
    counted: dict[str, clock.Counted]
    people: dict[str, Standing]
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def open(cls, claims: list[Claim], batch: list[Claim]) -> "Book":
        """Read inside the turn, so that a twin of this batch has either finished or not begun.

        `batch` = also what goes to other organisations: a device's chain runs through all of them.
        """
        bodies = [claim.body for claim in claims if claim.body is not None]
        devices = await accounts.devices({body.device for body in bodies})
        last = await journal.last_counted(devices)
        return cls(
            stored=await journal.stored([body.id for body in bodies]),
            heads={row["id"]: (row["last_seq"], row["last_hash"]) for row in devices.values()},
            ahead={row["id"]: row["ahead_seq"] for row in devices.values()},
            counted={entry["device"]: clock.counted(entry) for entry in last},
            people=await accounts.standings({body.person for body in bodies}),
            brought={
                (body.device, body.device_seq): (body.prev, claim.hash)
                for claim in batch
                if (body := claim.signed) is not None
            },
        )

    def is_next(self, body: Body) -> bool:
        """Whether nothing is to be asked about it: new, and right behind its device's head."""
        seq, head = self.heads[body.device]
        return body.id not in self.stored and body.device_seq == seq + 1 and (body.prev or "") == head

    async def place(self, body: Body, text: str) -> str | None:
        """None: its turn. Otherwise the code why not: earlier ones are missing, or the chain does not fit."""
        seq, head = self.heads[body.device]
        if body.device_seq > seq + 1:
            if body.device_seq > self.ahead[body.device]:
                self.ahead[body.device] = self.waiting[body.device] = body.device_seq
            return "op.waiting_for_earlier"
        if body.device_seq == seq + 1:
            return None if (body.prev or "") == head else "op.chain"
        return await self._late(body, text)

    async def _late(self, body: Body, text: str) -> str | None:
        """A number below the head: only the very operation that was passed over while it waited may still come."""
        if await journal.at_device_seq(body.device, body.device_seq) is not None:
            return "op.seq_reused"
        before = await journal.at_device_seq(body.device, body.device_seq - 1)
        # What was never stored proves nothing; the first has no forerunner.
        prev = sha256(before["body"]) if before else body.prev if body.device_seq > 1 else None
        return await self._unproven(body, text) if body.prev == prev else "op.chain"

    async def _unproven(self, body: Body, text: str) -> str | None:
        """None: the chain went on from exactly these bytes, to a stored follower or to the head as it was kept.

        Several may have waited in a row. Those between prove it in this batch, or it waits until they have come.
        """
        seq, head = body.device_seq, sha256(text)
        last_seq, last_head = self.heads[body.device]
        while seq < last_seq:
            seq += 1
            stored = await journal.at_device_seq(body.device, seq)
            if stored is not None:
                return None if json.decode(stored["body"], type=_Chained).prev == head else "op.chain"
            if (body.device, seq) not in self.brought:
                return "op.waiting_for_later"
            prev, following = self.brought[body.device, seq]
            if prev != head:
                return "op.chain"
            head = following
        return None if head == last_head else "op.chain"

    def move(self, body: Body, text: str) -> None:
        """The head goes forward even over an operation that only waits, so that it blocks nothing behind it."""
        seq, _ = self.heads[body.device]
        if body.device_seq > seq:
            self.heads[body.device] = self.moved[body.device] = (body.device_seq, sha256(text))

    async def standing(self, person: str) -> Standing:
        """What decides on somebody's rights by now."""
        if person not in self.people:
            self.people |= await accounts.standings([person])
        return self.people[person]

    async def before(self, body: Body) -> clock.Counted | None:
        """Its device's last operation before it that changed anything."""
        known = self.counted.get(body.device)
        if known is None or known.device_seq < body.device_seq:
            return known
        entry = await journal.counted_before(body.device, body.device_seq)
        return clock.counted(entry) if entry else None

    def count(self, body: Body, captured_ms: int) -> None:
        """It changed something. Who may do what may be part of that."""
        known = self.counted.get(body.device)
        if known is None or known.device_seq < body.device_seq:
            self.counted[body.device] = clock.Counted(body.device_seq, captured_ms, body.skew_ms is not None)
        if not body.name.startswith(("inspection.", "hazard.", "point.", "label.")):
            self.people.clear()

    def remember(self, claim: Claim, body: Body, entry: tuple[int, str], outcome: Outcome, at_ms: int) -> None:
        """So that the same id twice in one batch is a replay too."""
        self.stored[body.id] = Stored(
            id=body.id,
            organisation=body.organisation,
            journal_no=entry[0],
            hash=entry[1],
            received_ms=at_ms,
            verdict=outcome[0],
            code=outcome[1],
            body=claim.envelope.body,
            device=body.device,
            device_seq=body.device_seq,
        )
