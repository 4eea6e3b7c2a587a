"""What stands before the safety office: held operations, told by who, where and about what, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import DecodeError, Struct, json

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
LONGEST_TEXT = 1000


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


async def waiting(viewer: Viewer, organisation: str, after: int, limit: int, now_ms: int) -> list[HeldOperation]:
    """What waits for a decision, oldest first."""
    return await _told(viewer, organisation, await journal.held(organisation, after, limit), now_ms)


async def decided(viewer: Viewer, organisation: str, before: int, limit: int, now_ms: int) -> list[HeldOperation]:
    """What was decided, newest first."""
    return await _told(viewer, organisation, await journal.decided(organisation, before, limit), now_ms)


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
    """The texts among the arguments of an entry; held ones were never looked at, so they may be anything."""
    try:
        args = json.decode(entry["body"]).get("args")
    except DecodeError:  # a number out of range: well-formed, but nobody's
        return {}
    texts = args.items() if isinstance(args, dict) else ()
    # PostgreSQL breaks on a NUL.
    return {key: clean(value[:LONGEST_TEXT]) for key, value in texts if isinstance(value, str) and "\0" not in value}
