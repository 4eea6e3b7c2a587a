"""The one door for writes: a batch of signed operations goes in, a receipt for each comes out.

A batch is cut where the organisation changes; each part is one transaction inside that organisation's turn, and a run
of forms in it reads and writes together. When something in a part fails, it is tried again by halves, down to a few
operations that each stand behind a savepoint: a poisoned operation never blocks the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from msgspec import structs

from anxun.accounts import queries as accounts
from anxun.accounts.actions import advance_devices
from anxun.accounts.rules import may
from anxun.blobs import queries as blobs
from anxun.core.clock import DAY_MS
from anxun.core.db import is_away, transaction
from anxun.core.errors import Refused
from anxun.journal.append import append, quarantine
from anxun.journal.rules import Verdict
from anxun.organisations import actions as organisations
from anxun.organisations.actions import SERVER_ORGANISATION, Turn
from anxun.sync.acting import effect, effects, goes_together, guarded, is_known, judged, plainly
from anxun.sync.operations import decode
from anxun.sync.place import Book
from anxun.sync.proof import OUT_OF_REACH, Claim, captured_ms, prove, proven
from anxun.sync.wire import Body, Envelope, Outcome, Receipt

WAITING_BECOMES_HELD_MS = 5 * DAY_MS
UNSTORED: tuple[Verdict, ...] = ("waiting", "unknown")
COUNTING: tuple[Verdict, ...] = ("applied", "superseded")
# So many are cheaper guarded one by one than halved again: two hundred refused ones must not cost hundreds of commits.
FEW = 16
# For those before it, or for those behind it that prove its place.
WAITS = ("op.waiting_for_earlier", "op.waiting_for_later")
APPLIED: Outcome = ("applied", None)

Runner = Callable[[Any, Body, Callable[[], Awaitable[str | None]]], Awaitable[Outcome]]


async def apply(envelopes: Sequence[Envelope], now_ms: int) -> list[Receipt]:
    """Receipts in the order of the envelopes; safe to call again with the same ones."""
    devices = await accounts.devices({envelope.device for envelope in envelopes})
    claims = await _in_reach([prove(envelope, devices.get(envelope.device)) for envelope in envelopes])
    receipts: list[Receipt] = []
    for organisation, part in groupby(claims, key=_organisation):
        if organisation is None:
            async with transaction():  # one for all of them: who can prove nothing must not hold up a school
                receipts += [await _outside(claim, now_ms) for claim in part]
        else:
            receipts += await _part(organisation, list(part), now_ms, claims)
    missing = await blobs.missing([receipt.id for receipt in receipts if receipt.id is not None])
    return [_with_missing(receipt, missing) for receipt in receipts]


def _organisation(claim: Claim) -> str | None:
    return claim.body.organisation if claim.body is not None and claim.code is None else None


async def _in_reach(claims: list[Claim]) -> list[Claim]:
    """Whoever writes to an organisation that is none of theirs hears the same as if it did not exist."""
    reached: dict[tuple[str, str], bool] = {}
    checked: list[Claim] = []
    for claim in claims:
        organisation = _organisation(claim)
        if organisation is None or claim.device is None:
            checked.append(claim)
            continue
        pair = claim.device["organisation"], organisation
        if pair not in reached:
            reached[pair] = pair[0] == SERVER_ORGANISATION or await accounts.relation(*pair) is not None
        checked.append(claim if reached[pair] else replace(claim, code=OUT_OF_REACH))
    return checked


def _with_missing(receipt: Receipt, missing: dict[str, list[str]]) -> Receipt:
    lacking = missing.get(receipt.id or "")
    if not lacking or receipt.journal_no is None:
        return receipt
    return structs.replace(receipt, missing=lacking)


async def _outside(claim: Claim, now_ms: int) -> Receipt:
    """Of no organisation that could journal it. If its signature held, the device's chain goes on behind it."""
    receipt = await _unprovable(claim, now_ms, claim.code or "op.malformed_body")
    if (body := claim.signed) is not None:
        async with transaction():
            book = await Book.open([claim], [claim])
            if await book.place(body, claim.envelope.body) is None:
                book.move(body, claim.envelope.body)
                await _keep_heads(book)
    return receipt


async def _keep_heads(book: Book) -> None:
    heads = [(seq, head, device, seq) for device, (seq, head) in book.moved.items()]
    await advance_devices(heads, [(seq, device) for device, seq in book.waiting.items()])


async def _unprovable(claim: Claim, now_ms: int, code: str) -> Receipt:
    """Refused without an entry; the bytes go to the capped quarantine."""
    text = f"{claim.envelope.device}\n{claim.envelope.signature}\n{claim.envelope.body}".encode("utf-8", "replace")
    async with transaction():
        await quarantine(text.decode().replace("\x00", "\ufffd"), code, now_ms)
    return _receipt(claim.body, None, ("refused", code), now_ms)


def _receipt(body: Body | None, entry: tuple[int, str] | None, outcome: Outcome, now_ms: int) -> Receipt:
    return Receipt(
        id=body.id if body else None,
        verdict=outcome[0],
        code=outcome[1],
        organisation=body.organisation if body else None,
        journal_no=entry[0] if entry else None,
        hash=entry[1] if entry else None,
        received_ms=now_ms,
        missing=[],
    )


async def _part(organisation: str, claims: list[Claim], now_ms: int, batch: list[Claim]) -> list[Receipt]:
    for run in (plainly, guarded) if len(claims) <= FEW else (plainly,):
        try:
            return await _turn(organisation, claims, now_ms, run, batch)
        except Exception as error:  # whatever it was, a smaller part names the operation that did it
            if is_away(error) or (run is guarded and len(claims) == 1):
                raise
    half = len(claims) // 2
    return [
        *await _part(organisation, claims[:half], now_ms, batch),
        *await _part(organisation, claims[half:], now_ms, batch),
    ]


async def _turn(organisation: str, claims: list[Claim], now_ms: int, run: Runner, batch: list[Claim]) -> list[Receipt]:
    async with transaction() as tx:
        try:
            turn = await turn_in(organisation, claims[0], now_ms)
        except Refused as problem:
            return [await _unprovable(claim, now_ms, problem.code) for claim in claims]
        book = await Book.open(claims, batch)
        receipts = await _taken(tx, turn, claims, book, run)
        await _keep_heads(book)
        await organisations.end_turn(turn)
        return receipts


async def turn_in(organisation: str, claim: Claim, now_ms: int) -> Turn:
    """The organisation's turn; `system.organisation_add` makes the row whose turn it then takes."""
    if known := await organisations.take_turn(organisation, now_ms):
        return known
    body = claim.body
    if (
        body is None
        or body.name != "system.organisation_add"
        or not may(body.name, await accounts.roles_at(body.person, now_ms), "server")
    ):
        raise Refused("organisation.unknown")
    add = decode(bytes(body.args), organisations.Add)
    if add.organisation != organisation:
        raise Refused("organisation.not_itself")
    await organisations.create(add)
    turn = await organisations.take_turn(organisation, now_ms)
    if turn is None:
        raise AssertionError("it was made a line above")
    return turn


async def _taken(tx: Any, turn: Turn, claims: list[Claim], book: Book, run: Runner) -> list[Receipt]:
    """What can be done together and follows one another goes together, everything else by itself."""
    receipts: list[Receipt] = []
    several: list[Claim] = []
    for claim in claims:
        body, _ = claim.proved
        name = several[0].proved[0].name if several else body.name
        if run is plainly and body.name == name and goes_together(name) and book.is_next(body):
            book.move(body, claim.envelope.body)
            several.append(claim)
            continue
        receipts += await _several(turn, several, book)
        several = []
        receipts.append(await _one(tx, turn, claim, book, run))
    return receipts + await _several(turn, several, book)


async def _several(turn: Turn, claims: list[Claim], book: Book) -> list[Receipt]:
    """Each in its place; a single one that may not count fails them all."""
    bodies, acts = [claim.proved[0] for claim in claims], []
    for claim, body in zip(claims, bodies, strict=True):
        acts.append(await judged(turn, claim, book))
        book.count(body, acts[-1].captured_ms)
    await effects(acts, bodies)
    kept = [proven(claim, body, turn.now_ms) for claim, body in zip(claims, bodies, strict=True)]
    entries = await append(turn, kept, *APPLIED)
    for claim, body, entry in zip(claims, bodies, entries, strict=True):
        book.remember(claim, body, entry, APPLIED, turn.now_ms)
    return [_receipt(body, entry, APPLIED, turn.now_ms) for body, entry in zip(bodies, entries, strict=True)]


async def _one(tx: Any, turn: Turn, claim: Claim, book: Book, run: Runner) -> Receipt:
    body, _ = claim.proved
    known = book.stored.get(body.id)
    if known is not None:
        if known["body"] != claim.envelope.body:
            return await _unprovable(claim, turn.now_ms, "op.id_reused")
        outcome = known["verdict"], known["code"]
        return _receipt(body, (known["journal_no"], known["hash"]), outcome, known["received_ms"])
    place = await book.place(body, claim.envelope.body)
    if place == "op.seq_reused":
        return await _unprovable(claim, turn.now_ms, place)
    if place in WAITS and not _old(body, turn.now_ms):
        return _receipt(body, None, ("waiting", place), turn.now_ms)
    outcome = ("held", place) if place else await _outcome(tx, turn, claim, book, run)
    if outcome[0] == "waiting" and _old(body, turn.now_ms):
        outcome = ("held", outcome[1])
    book.move(body, claim.envelope.body)
    if outcome[0] in UNSTORED:
        return _receipt(body, None, outcome, turn.now_ms)
    if outcome[0] in COUNTING:
        book.count(body, captured_ms(body, turn.now_ms))
    (entry,) = await append(turn, [proven(claim, body, turn.now_ms)], *outcome)
    book.remember(claim, body, entry, outcome, turn.now_ms)
    return _receipt(body, entry, outcome, turn.now_ms)


def _old(body: Body, now_ms: int) -> bool:
    ahead = body.wall_ms + (body.skew_ms or 0) > now_ms + DAY_MS  # it would look new until its clock is reached
    return ahead or now_ms - captured_ms(body, now_ms) > WAITING_BECOMES_HELD_MS


async def _outcome(tx: Any, turn: Turn, claim: Claim, book: Book, run: Runner) -> Outcome:
    body, _ = claim.proved
    if not is_known(body.name):
        return "unknown", "op.unknown"

    async def act() -> str | None:
        return await effect(tx, await judged(turn, claim, book), body)

    return await run(tx, body, act)
