"""From a proven operation to its effect: age, device, rights, arguments, and what a released one does."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from anxun.accounts import queries as accounts
from anxun.accounts.model import Act, Relation, Standing
from anxun.accounts.rules import SERVER, counts_on_receipt, may
from anxun.core.clock import DAY_MS
from anxun.core.db import is_away
from anxun.core.errors import Held, Problem, Refused, Waiting
from anxun.journal import queries as journal
from anxun.journal.append import decide
from anxun.journal.rules import Verdict, sha256
from anxun.organisations.actions import Turn
from anxun.sync import clock
from anxun.sync.operations import CATALOGUE, RELEASE, Release, decode, decode_private, held_entry
from anxun.sync.place import Book
from anxun.sync.proof import Claim, Erased, again, captured_ms
from anxun.sync.wire import Body, Outcome

RIGHTS_REACH_BACK_MS = 14 * DAY_MS

log = structlog.get_logger()


async def plainly(_tx: Any, _body: Body, act: Callable[[], Awaitable[str | None]]) -> Outcome:
    """What it comes to; a refusal goes through to the caller."""
    code = await act()
    return ("superseded", code) if code else ("applied", None)


async def guarded(tx: Any, body: Body, act: Callable[[], Awaitable[str | None]]) -> Outcome:
    """What it comes to; a refused one leaves nothing behind but its code."""
    savepoint = await tx.savepoint()
    try:
        outcome = await plainly(tx, body, act)
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


def is_known(name: str) -> bool:
    """Whether there is such an operation; a newer server may know more of them."""
    return name in CATALOGUE or name == RELEASE


def goes_together(name: str) -> bool:
    """Whether several that follow one another are done at once."""
    return name in CATALOGUE and CATALOGUE[name].together is not None


async def judged(turn: Turn, claim: Claim, book: Book) -> Act:
    """Whether it may have an effect: its age, its device, the rights of its maker, and its clock."""
    body, device = claim.proved
    captured = captured_ms(body, turn.now_ms)
    if turn.now_ms - captured > RIGHTS_REACH_BACK_MS:
        raise Held("op.too_old")
    if device["state"] == "lost":
        raise Held("op.device_lost")
    standing = await book.standing(body.person)
    act = await actor(turn, claim, claim.envelope.private, turn.now_ms, standing)
    if device["state"] == "retired" and captured > (device["revoked_ms"] or 0):
        raise Held("op.device_retired")
    await clock.check(body, device, captured, await book.before(body))
    return act


async def actor(turn: Turn, claim: Claim, private: str | None, received_ms: int, standing: Standing) -> Act:
    """Who did it, with the rights of that moment; refused for who had none."""
    body, device = claim.proved
    home = device["organisation"]
    captured = captured_ms(body, received_ms)
    judged_ms = received_ms if counts_on_receipt(body.name) else captured
    roles = standing.roles_at(judged_ms)
    relation: Relation | None = "server" if SERVER in roles else await accounts.relation(home, turn.organisation)
    if relation is None or not standing.is_current(home, judged_ms) or not may(body.name, roles, relation):
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


async def effects(acts: Sequence[Act], bodies: Sequence[Body]) -> None:
    """What several of one kind change, all of them; nothing for none."""
    if not acts:
        return
    operation = CATALOGUE[bodies[0].name]
    if operation.together is None:
        raise AssertionError(bodies[0].name)
    args = [decode(bytes(body.args), operation.args) for body in bodies]
    await operation.together(list(zip(acts, args, strict=True)))


async def _release(tx: Any, act: Act, args: Release, erased: Erased) -> str | None:
    """Apply a held operation as captured and received; whatever comes of it is written beside the held entry."""
    entry = await held_entry(act, args.operation)
    device = (await accounts.devices({entry["device"]})).get(entry["device"])
    kept = (await journal.private_of([args.operation])).get(args.operation)
    claim, private = again(entry, kept, device, erased)
    body = claim.body
    if body is None or device is None or claim.code is not None:
        raise Refused("operation.not_held")
    if body.name == RELEASE or not is_known(body.name):
        raise Refused("op.unknown")

    async def run() -> str | None:
        standing = (await accounts.standings([body.person]))[body.person]
        held = await actor(act.turn, claim, private, entry["received_ms"], standing)
        return await effect(tx, held, body)

    verdict, code = await guarded(tx, body, run)
    if verdict in ("waiting", "held"):
        raise Refused(code or "operation.not_held")  # it stays held: what it lacks may still come
    await decide(act.turn, args.operation, act.id, verdict, code)
    return None
