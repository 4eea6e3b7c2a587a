"""What stands before the safety office: held operations, told by who, where and about what, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from msgspec import DecodeError, Raw, Struct, json

from anxun.accounts import queries as accounts
from anxun.accounts.model import Viewer
from anxun.checklists.model import Text
from anxun.checklists.queries import library
from anxun.core.wire import clean
from anxun.hazards import queries as hazards
from anxun.hazards.model import HazardLine
from anxun.journal import queries as journal
from anxun.journal.rules import Verdict
from anxun.points import queries as points

SAID = ("note", "reason", "opinion")
TOLD = ("hazard", "point", "person", "checklist", *SAID)
LONGEST_TEXT = 1000


class _Said(Struct):
    """Of a signed body only what is asked for is looked into."""

    args: dict[str, Raw]


class Decision(Struct, frozen=True, kw_only=True):
    """What became of it, by whom and why; `code` = why the rules did not take it all the same."""

    person_name: str
    decided_ms: int
    reason: str
    verdict: Verdict
    code: str | None
    journal_no: int


class HeldOperation(Struct, frozen=True, kw_only=True):
    """`code` = why it is held; `what` = the item or checklist, `found` = what was found there in the finder's words.

    `named` = the person it is about, `note` = what its maker wrote; `decision` is null while it waits.
    """

    id: str
    name: str
    person: str
    person_name: str
    captured_ms: int
    received_ms: int
    code: str | None
    journal_no: int
    hazard: str | None
    number: str | None
    what: Text | None
    found: str
    point_name: str | None
    named: str | None
    note: str
    decision: Decision | None


class Hole(Struct, frozen=True, kw_only=True):
    """Numbers of a device's own operations that are not here, from the first to the last of a row."""

    first: int
    last: int


class Gaps(Struct, frozen=True, kw_only=True):
    """Up to which number a device's operations were taken in their order, and which the server does not have."""

    device: str
    received: int
    missing: list[Hole]


async def gaps(person: str) -> list[Gaps]:
    """Of every device of somebody, oldest first. What went with a phone and nothing later names, nobody can know."""
    ids = [row["id"] for row in (await accounts.devices_of([person]))[person]]
    devices = await accounts.devices(ids)
    found = []
    for device in ids:
        row = devices[device]
        last = max(row["last_seq"], row["ahead_seq"])
        missing = _holes(await journal.device_seqs(device), last)
        found.append(Gaps(device=device, received=row["last_seq"], missing=missing))
    return found


def _holes(stored: Sequence[int], last: int) -> list[Hole]:
    """What lies between the numbers that are there, and behind them up to the last."""
    around = [0, *stored, last + 1]
    return [Hole(first=one + 1, last=next_ - 1) for one, next_ in pairwise(around) if next_ - one > 1]


async def waiting(viewer: Viewer, organisation: str, after: int, limit: int, now_ms: int) -> list[HeldOperation]:
    """What waits for a decision, oldest first."""
    return await _told(viewer, organisation, await journal.held(organisation, after, limit), now_ms)


async def decided(viewer: Viewer, organisation: str, before: int, limit: int, now_ms: int) -> list[HeldOperation]:
    """What was decided, newest first."""
    return await _told(viewer, organisation, await journal.decided(organisation, before, limit), now_ms)


async def declined(viewer: Viewer, limit: int, now_ms: int) -> list[HeldOperation]:
    """What was declined of the reader's own, newest first; their phone may be a new one."""
    entries = await journal.declined(viewer.organisation, viewer.person, limit)
    return await _told(viewer, viewer.organisation, entries, now_ms)


@dataclass(frozen=True)
class _Around:
    """What these operations name, as far as it belongs to this organisation; `here` = its people."""

    hazards: Mapping[str, HazardLine]
    points: Mapping[str, str]
    here: frozenset[str]
    names: Mapping[str, str]


async def _told(
    viewer: Viewer, organisation: str, entries: Sequence[dict[str, Any]], now_ms: int
) -> list[HeldOperation]:
    told = [(entry, _args(entry)) for entry in entries]
    named = {key: frozenset(args[key] for _, args in told if key in args) for key in ("hazard", "point", "person")}
    wanted = hazards.Wanted(ids=named["hazard"])
    lines = await hazards.listed(viewer, organisation, wanted, None, len(wanted.ids), now_ms) if wanted.ids else []
    here = frozenset([one for one in named["person"] if await accounts.home_of(one) == organisation])
    actors = {entry["person"] for entry in entries} | {entry["by"]["person"] for entry in entries if "by" in entry}
    around = _Around(
        hazards={line.id: line for line in lines},
        points=await points.names([one for one in named["point"] if await points.is_known(organisation, one)]),
        here=here,
        names=await accounts.person_names(here | actors),
    )
    return [_operation(entry, args, around) for entry, args in told]


def _operation(entry: dict[str, Any], args: dict[str, str], around: _Around) -> HeldOperation:
    hazard = around.hazards.get(args.get("hazard", ""))
    form = library().latest(args.get("checklist", ""))
    person = args.get("person", "")
    return HeldOperation(
        **{name: entry[name] for name in HeldOperation.__struct_fields__ if name in entry},
        person_name=around.names.get(entry["person"], ""),
        hazard=hazard.id if hazard else None,
        number=hazard.number if hazard else None,
        what=hazard.item_text if hazard else form.title if form else None,
        found=hazard.note if hazard else "",
        point_name=hazard.point_name if hazard else around.points.get(args.get("point", "")),
        named=around.names.get(person) if person in around.here else None,
        note=next((args[key] for key in SAID if key in args), ""),
        decision=_decision(entry["outcome"], entry["by"], around) if "by" in entry else None,
    )


def _decision(outcome: dict[str, Any], by: dict[str, Any], around: _Around) -> Decision:
    return Decision(
        person_name=around.names.get(by["person"], ""),
        decided_ms=by["received_ms"],
        reason=_args(by).get("reason", ""),
        verdict=outcome["verdict"],
        code=outcome["code"],
        journal_no=by["journal_no"],
    )


def _args(entry: dict[str, Any]) -> dict[str, str]:
    """What is told of an entry's arguments; held ones were never looked at, so they may be anything."""
    try:
        args = json.decode(entry["body"], type=_Said).args
    except DecodeError:
        return {}
    texts = {key: _text(args[key]) for key in TOLD if key in args}
    # PostgreSQL breaks on a NUL.
    return {key: clean(text[:LONGEST_TEXT]) for key, text in texts.items() if text is not None and "\0" not in text}


def _text(raw: Raw) -> str | None:
    try:
        return json.decode(raw, type=str)
    except DecodeError:
        return None
