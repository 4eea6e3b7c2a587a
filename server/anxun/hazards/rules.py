"""Who may move a hazard where, judged from its state, its people and the version the mover saw; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import json

from anxun.accounts.model import Private
from anxun.blobs.model import Named, Photo
from anxun.checklists.model import Grade, Item, Text
from anxun.core.clock import DAY_MS
from anxun.core.errors import Refused
from anxun.hazards import model
from anxun.hazards.model import MOVES, Move, Part, Standing, State, Step

LATE = "hazard.moved_on"
ASKED = "hazard.void_asked"
LONGEST_DAYS = {"assign": 366, "return": 8}  # who sends back gives a week, which ends with its day
# The states in which a deadline runs: what is rectified waits for somebody else.
RUNNING: tuple[State, ...] = ("assigned", "rectifying")
# The move each open state waits for.
_NEXT: dict[State, str] = {
    "registered": "assess",
    "assessed": "assign",
    "assigned": "rectify",
    "rectifying": "rectify",
    "rectified": "recheck",
    "rechecked": "approve",
    "approved": "accept",
}
NEXT: dict[State, Move] = {
    state: next(line for line in MOVES if line.move == move and state in line.from_) for state, move in _NEXT.items()
}


def step(hazard: Standing, move: str, person: str, roles: Collection[str], seen: int) -> Step:
    """Refused for who never had the right; too late (the fact is kept, the state stays) for who once did."""
    lines = [line for line in MOVES if line.move == move]
    mine = [line for line in lines if _holds(line, hazard, person, roles)]
    is_idle = move == "void_deny" and hazard.void_asked_by is None
    here = next((line for line in mine if hazard.state in line.from_ and not is_idle), None)
    if here and move == "void_ask" and hazard.void_asked_by is not None:
        return Step(role=capacity(here, roles), to=hazard.state, code=ASKED)
    if here and not (here.strict and seen != hazard.version):
        return Step(role=capacity(here, roles), to=target(here, hazard))
    if here or mine:
        return Step(role=capacity(here or mine[0], roles), to=hazard.state, code=LATE)
    for line in lines:
        if line.relation and (line.relation, person) in hazard.once:
            return Step(role=line.relation, to=hazard.state, code=LATE)
    raise Refused("hazard.not_yours")


def _holds(line: Move, hazard: Standing, person: str, roles: Collection[str]) -> bool:
    if line.relation:
        parts = {"owner": hazard.owner, "supervisor": hazard.supervisor, "asker": hazard.void_asked_by}
        return person == parts[line.relation]
    return any(role in roles for role in line.roles)


def capacity(line: Move, roles: Collection[str]) -> str:
    """The relation or role in which a line of the table is used."""
    return line.relation or next(role for role in line.roles if role in roles)


def target(line: Move, hazard: Standing) -> State:
    """The state a line leads to from this hazard."""
    to = line.to.get(hazard.grade or "", line.to["*"]) if isinstance(line.to, dict) else line.to
    return to or hazard.state


def is_signed(move: str) -> bool:
    """Whether the move needs a drawn signature."""
    return any(line.signed for line in MOVES if line.move == move)


def check_grading(hazard: Standing, grade: Grade, reason: str, interim: str | None) -> None:
    """Until a major hazard is gone, something must be done about it; and no school makes it smaller by itself."""
    if hazard.suggested == "major" and grade != "major":
        check_reason(reason)
    if hazard.grade == "major" and grade != "major":
        raise Refused("hazard.major_stays")
    if grade == "major" and not (interim or "").strip():
        raise Refused("hazard.interim_missing")


def is_unaware(hazard: Standing, args: model.Assign, person: str) -> bool:
    """By who had not heard of another's order, or gives no reason for one more: nobody is reassigned by accident."""
    if hazard.owner is None or args.seen >= hazard.version:
        return False
    return not args.reason.strip() or (args.seen < hazard.ordered[0] and hazard.ordered[1] != person)


def check_assignment(hazard: Standing, args: model.Assign, captured_ms: int) -> None:
    """Other people or another limit want a reason. A supervisor who once rectified this could never re-check it."""
    if hazard.owner is not None:
        check_reason(args.reason)
    if args.owner == args.supervisor:
        raise Refused("hazard.same_person")
    if args.supervisor in hazard.rectifiers:
        raise Refused("hazard.own_work")
    if not args.measures.strip():
        raise Refused("hazard.measures_missing")
    if not is_limit(args.deadline_ms, captured_ms, LONGEST_DAYS["assign"]):
        raise Refused("hazard.deadline")


def is_limit(deadline_ms: int | None, captured_ms: int, days: int) -> bool:
    """Whether it lies ahead, and not for ever."""
    return deadline_ms is not None and captured_ms < deadline_ms <= captured_ms + days * DAY_MS


def added_limit(hazard: Standing, deadline_ms: int | None, captured_ms: int) -> dict[str, int | None]:
    """Work that goes back has a limit: who sends it back gives one where there is none, and changes no other."""
    if hazard.deadline_ms is None and is_limit(deadline_ms, captured_ms, LONGEST_DAYS["return"]):
        return {"deadline_ms": deadline_ms}
    if hazard.deadline_ms is None or deadline_ms is not None:
        raise Refused("hazard.deadline")
    return {}


def check_reason(reason: str) -> None:
    """Who stops the work of others says why."""
    if not reason.strip():
        raise Refused("hazard.reason_missing")


def check_recheck(hazard: Standing, person: str) -> None:
    """Nobody re-checks own work."""
    if person == hazard.owner or person in hazard.rectifiers:
        raise Refused("hazard.own_work")


def check_closing(hazard: Standing, person: str, *, has_after: bool, lacks_photos: bool) -> None:
    """Approval and the bureau's acceptance: not by who did the work, and with every photo in the server's hands."""
    check_recheck(hazard, person)
    if not has_after or lacks_photos:
        raise Refused("hazard.photos_missing")


def check_void(hazard: Standing, person: str) -> None:
    """Taking a hazard off the ledger as mistaken needs two people; a major one the school never ends alone."""
    if hazard.grade == "major":
        raise Refused("hazard.major_stays")
    if hazard.void_asked_by is None:
        raise Refused("hazard.void_not_asked")
    if hazard.void_asked_by == person:
        raise Refused("hazard.own_void")


def fixes_on_spot(site: model.Site, failure: model.Failure) -> bool:
    """Put right at once where the checklist lets it, shown by a photo, overseen by another, not major; else not."""
    return failure.fixable and bool(failure.fix) and site.supervisor is not None and failure.grade != "major"


def fixes(site: model.Site, fresh: Sequence[model.Failure]) -> list[Photo]:
    """What is to show the work done on the spot; not by what the same form shows of how it was."""
    after = [photo for one in fresh if fixes_on_spot(site, one) for photo in one.fix or ()]
    if {photo.sha256 for photo in after} & {photo.sha256 for one in fresh for photo in one.photos}:
        raise Refused("hazard.same_photo")
    return after


def registered(site: model.Site, failure: model.Failure, *, finder: str, found_ms: int) -> dict[str, Any]:
    """The projection of a new hazard; put right on the spot it starts at the re-check, with the finder as owner."""
    fixed = fixes_on_spot(site, failure)
    owner = finder if fixed else None
    return {
        "point": site.point,
        "checklist": site.checklist,
        "checklist_version": site.version,
        "item": failure.item,
        "row": failure.row,
        "note": failure.note,
        "state": "rectified" if fixed else "registered",
        "grade": failure.grade if fixed else None,
        "suggested_grade": failure.grade,
        "fixed_on_spot": fixed,
        "finder": finder,
        "owner": owner,
        "supervisor": site.supervisor if fixed else None,
        "rectifier": owner,
        "found_ms": found_ms,
        "version": 2 if fixed else 1,
    }


def numbers(year: int, taken: int, count: int) -> list[str]:
    """The next numbers of a school's year, after as many as are taken; none is ever used again."""
    return [f"{year}-{number:04}" for number in range(taken + 1, taken + count + 1)]


def states_waiting_for(parts: Collection[str]) -> list[State]:
    """The states in which a hazard waits for one of these roles, or for its owner or supervisor."""
    return [state for state, line in NEXT.items() if {*line.roles, line.relation}.intersection(parts)]


def standing(row: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Standing:
    """The hazard's row and its events, as far as a move has to know them."""
    applied = [event for event in events if event["applied"]]
    once: set[tuple[Part, str]] = {("asker", event["person"]) for event in applied if event["kind"] == "void_ask"}
    works = [event for event in applied if event["kind"] in ("rectify", "fix_on_spot")]
    for event in applied:
        if event["kind"] in ("assign", "fix_on_spot"):
            data = json.decode(event["data"])
            once |= {("owner", data["owner"]), ("supervisor", data["supervisor"])}
    orders = [(event["version"], event["person"]) for event in applied if event["kind"] == "assign"]
    return Standing(
        state=row["state"],
        grade=row["grade"],
        suggested=row["suggested_grade"],
        version=row["version"],
        owner=row["owner"],
        supervisor=row["supervisor"],
        deadline_ms=row["deadline_ms"],
        void_asked_by=row["void_asked_by"],
        rectifiers=frozenset(event["person"] for event in works),
        worked_ms=max((event["captured_ms"] for event in works), default=None),
        once=frozenset(once),
        operations=_applied(applied),
        ordered=max(orders, default=(0, "")),
        late=frozenset(event["operation"] for event in events if not event["applied"]),
    )


def waiting_for(row: Mapping[str, Any]) -> model.WaitingFor | None:
    """Whose turn it is."""
    line = NEXT.get(row["state"])
    person = row[line.relation] if line and line.relation else None
    return model.WaitingFor(role=line.relation or line.roles[0], person=person) if line else None


def people_in(rows: Iterable[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]) -> set[str]:
    """Everyone whose name these hazards and their histories need."""
    people = {row[one] for row in rows for one in ("finder", "owner", "supervisor", "rectifier", "void_asked_by")}
    for event in events:
        data = json.decode(event["data"])
        people |= {event["person"], data.get("owner"), data.get("supervisor")}
    return {person for person in people if person}


def shown(row: Mapping[str, Any], known: model.Known, item: Item | None) -> dict[str, Any]:
    """The fields of `HazardCore`. An item that this installation no longer has is shown by its key."""
    photos, events = known.photos.get(row["id"], ()), known.events.get(row["id"], ())
    return {
        **{name: row[name] for name in model.HazardCore.__struct_fields__ if name in row},
        "organisation_name": known.organisations.get(row["organisation"], ""),
        "point_name": known.points.get(row["point"], ""),
        "item_text": item.text if item else Text(zh=row["item"], en=row["item"]),
        "suggested_deadline": item.deadline if item else None,
        "fixed_on_spot": bool(row["fixed_on_spot"]),
        "measures": row["measures"] or None,
        "interim": row["interim"] or None,
        "missing": _hashes(photo for photo in counted(photos, _applied(events)) if not photo.stored),
        "before": _hashes(photo for photo in photos if photo.kind == "before"),
        "after": _hashes(photo for photo in photos if photo.kind == "after" and photo.operation in _round(events)),
        "captures": {photo.sha256: photo.capture for photo in photos},
        "names": {person: known.names.get(person, "") for person in sorted(people_in([row], events))},
    }


def history(hazard: str, known: model.Known, private: Mapping[str, Private]) -> list[model.EventData]:
    """Every line, also those that came too late to count."""
    return [
        model.EventData(
            **{name: event[name] for name in model.EventData.__struct_fields__ if name in event and name != "data"},
            photos=_hashes(photo for photo in known.photos.get(hazard, ()) if _belongs(photo, event)),
            signature=private[event["operation"]].signature if event["operation"] in private else None,
            data=json.decode(event["data"]),
        )
        for event in known.events.get(hazard, ())
    ]


def counted(photos: Iterable[Named], operations: Collection[str]) -> list[Named]:
    """A move that came too late shows its photos in the history, but nobody waits for them."""
    return [photo for photo in photos if photo.operation in operations]


def _applied(events: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(event["operation"] for event in events if event["applied"])


def _round(events: Iterable[Mapping[str, Any]]) -> set[str]:
    """The operations that count since the work was last returned: only their photos show how it is now."""
    present: set[str] = set()
    for event in events:
        if event["applied"]:
            present = set() if event["kind"] == "return" else present | {event["operation"]}
    return present


def _belongs(photo: Named, event: Mapping[str, Any]) -> bool:
    """Finding and fixing on the spot are one operation: what was found and what was done tell its photos apart."""
    kind = "before" if event["kind"] in ("register", "found_again") else "after"
    return photo.operation == event["operation"] and photo.kind == kind


def _hashes(photos: Iterable[Named]) -> list[str]:
    return list(dict.fromkeys(photo.sha256 for photo in photos))
