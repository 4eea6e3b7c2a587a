"""The one door for writes: a batch of signed operations goes in, a receipt for each comes out.

A batch is cut where the organisation changes; each part is one transaction inside that organisation's turn. It is tried
without savepoints first; only when something in it fails, again with one savepoint an operation, so that a poisoned
operation never blocks the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import structlog
from msgspec import structs

from anxun.accounts import queries as accounts
from anxun.accounts.actions import advance_device
from anxun.accounts.model import Act, Relation
from anxun.accounts.rules import SERVER, counts_on_receipt, may
from anxun.blobs import queries as blobs
from anxun.core.clock import DAY_MS
from anxun.core.db import is_away, transaction
from anxun.core.errors import Held, Problem, Refused, Waiting
from anxun.journal import queries as journal
from anxun.journal.append import append, decide, quarantine
from anxun.journal.rules import Verdict, sha256
from anxun.organisations import actions as organisations
from anxun.organisations.actions import SERVER_ORGANISATION, Turn
from anxun.sync import clock
from anxun.sync.operations import CATALOGUE, RELEASE, Release, decode, decode_private, held_entry
from anxun.sync.place import Book
from anxun.sync.proof import OUT_OF_REACH, Claim, Erased, again, captured_ms, prove, proven
from anxun.sync.wire import Body, Envelope, Outcome, Receipt

RIGHTS_REACH_BACK_MS = 14 * DAY_MS
WAITING_BECOMES_HELD_MS = 5 * DAY_MS
UNSTORED: tuple[Verdict, ...] = ("waiting", "unknown")
# For those before it, or for those behind it that prove its place.
WAITS = ("op.waiting_for_earlier", "op.waiting_for_later")

log = structlog.get_logger()
Runner = Callable[[Any, Body, Callable[[], Awaitable[str | None]]], Awaitable[Outcome]]


async def apply(envelopes: Sequence[Envelope], now_ms: int) -> list[Receipt]:
    """Receipts in the order of the envelopes; safe to call again with the same ones."""
    devices = await accounts.devices({envelope.device for envelope in envelopes})
    claims = await _in_reach([prove(envelope, devices.get(envelope.device)) for envelope in envelopes])
    receipts: list[Receipt] = []
    for organisation, part in groupby(claims, key=_organisation):
        if organisation is None:
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
    for device, (seq, head) in book.moved.items():
        await advance_device(device, seq, head)
    for device, seq in book.waiting.items():
        await advance_device(device, seq)


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
    try:
        return await _turn(organisation, claims, now_ms, _plainly, batch)
    except Exception:  # noqa: BLE001 - whatever it was, the second pass names the operation that did it
        return await _turn(organisation, claims, now_ms, _guarded, batch)


async def _turn(organisation: str, claims: list[Claim], now_ms: int, run: Runner, batch: list[Claim]) -> list[Receipt]:
    async with transaction() as tx:
        try:
            turn = await turn_in(organisation, claims[0], now_ms)
        except Refused as problem:
            return [await _unprovable(claim, now_ms, problem.code) for claim in claims]
        book = await Book.open(claims, batch)
        receipts = [await _one(tx, turn, claim, book, run) for claim in claims]
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


async def _plainly(_tx: Any, _body: Body, act: Callable[[], Awaitable[str | None]]) -> Outcome:
    code = await act()
    return ("superseded", code) if code else ("applied", None)


async def _guarded(tx: Any, body: Body, act: Callable[[], Awaitable[str | None]]) -> Outcome:
    savepoint = await tx.savepoint()
    try:
        outcome = await _plainly(tx, body, act)
    except Problem as problem:
        await savepoint.rollback_to()
        return _verdict(problem), problem.code
    except Exception as error:
        if is_away(error):
            raise
        await savepoint.rollback_to()
        log.exception("operation failed", operation=body.id, name=body.name)
        return "held", "op.server_error"
    await savepoint.release()
    return outcome


def _verdict(problem: Problem) -> Verdict:
    if isinstance(problem, Held):
        return "held"
    return "waiting" if isinstance(problem, Waiting) else "refused"


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
    outcome = ("held", place) if place else await _outcome(tx, turn, claim, body, run)
    if outcome[0] == "waiting" and _old(body, turn.now_ms):
        outcome = ("held", outcome[1])
    book.move(body, claim.envelope.body)
    if outcome[0] in UNSTORED:
        return _receipt(body, None, outcome, turn.now_ms)
    entry = await append(turn, proven(claim, body, turn.now_ms), *outcome)
    book.remember(claim, body, entry, outcome, turn.now_ms)
    return _receipt(body, entry, outcome, turn.now_ms)


def _old(body: Body, now_ms: int) -> bool:
    ahead = body.wall_ms + (body.skew_ms or 0) > now_ms + DAY_MS  # it would look new until its clock is reached
    return ahead or now_ms - captured_ms(body, now_ms) > WAITING_BECOMES_HELD_MS


async def _outcome(tx: Any, turn: Turn, claim: Claim, body: Body, run: Runner) -> Outcome:
    if body.name not in CATALOGUE and body.name != RELEASE:
        return "unknown", "op.unknown"
    return await run(tx, body, lambda: _act(tx, turn, claim))


async def _act(tx: Any, turn: Turn, claim: Claim) -> str | None:
    """Everything between a proven operation and its effect: age, device, rights, arguments."""
    body, device = claim.proved
    captured = captured_ms(body, turn.now_ms)
    if turn.now_ms - captured > RIGHTS_REACH_BACK_MS:
        raise Held("op.too_old")
    if device["state"] == "lost":
        raise Held("op.device_lost")
    act = await actor(turn, claim, claim.envelope.private, turn.now_ms)
    if device["state"] == "retired" and captured > (device["revoked_ms"] or 0):
        raise Held("op.device_retired")
    await clock.check(body, device, captured)
    return await effect(tx, act, body)


async def actor(turn: Turn, claim: Claim, private: str | None, received_ms: int) -> Act:
    """Who did it, with the rights of that moment; refused for who had none."""
    body, device = claim.proved
    home = device["organisation"]
    captured = captured_ms(body, received_ms)
    judged_ms = received_ms if counts_on_receipt(body.name) else captured
    roles = await accounts.roles_at(body.person, judged_ms)
    relation: Relation | None = "server" if SERVER in roles else await accounts.relation(home, turn.organisation)
    is_here = await accounts.is_current(body.person, home, judged_ms)
    if relation is None or not is_here or not may(body.name, roles, relation):
        raise Refused("op.forbidden")
    return Act(
        turn=turn,
        id=body.id,
        name=body.name,
        body_hash=sha256(claim.envelope.body),
        person=body.person,
        device=body.device,
        roles=roles,
        relation=relation,
        captured_ms=captured,
        skew_ms=body.skew_ms,
        received_ms=received_ms,
        private=decode_private(private),
    )


async def effect(tx: Any, act: Act, body: Body, erased: Erased = lambda _: None) -> str | None:
    """What it changes, once its place, age and device were judged."""
    if body.name == RELEASE:
        return await _release(tx, act, decode(bytes(body.args), Release), erased)
    operation = CATALOGUE[body.name]
    return await operation.act(act, decode(bytes(body.args), operation.args))


async def _release(tx: Any, act: Act, args: Release, erased: Erased) -> str | None:
    """Apply a held operation as captured and received; whatever comes of it is written beside the held entry."""
    entry = await held_entry(act, args.operation)
    device = (await accounts.devices({entry["device"]})).get(entry["device"])
    kept = (await journal.private_of([args.operation])).get(args.operation)
    claim, private = again(entry, kept, device, erased)
    body = claim.body
    if body is None or device is None or claim.code is not None:
        raise Refused("operation.not_held")
    if body.name not in CATALOGUE:
        raise Refused("op.unknown")  # a newer server may know it

    async def run() -> str | None:
        held = await actor(act.turn, claim, private, entry["received_ms"])
        return await effect(tx, held, body)

    verdict, code = await _guarded(tx, body, run)
    if verdict in ("waiting", "held"):
        raise Refused(code or "operation.not_held")  # it stays held: what it lacks may still come
    await decide(act.turn, args.operation, act.id, verdict, code)
    return None
