"""The move table walked cell by cell, and every guard beside it."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from anxun.accounts.model import ROLES
from anxun.core.clock import DAY_MS
from anxun.core.errors import Refused
from anxun.hazards import rules
from anxun.hazards.model import MOVES, Assign, Failure, Site, Standing, State

STATES: tuple[State, ...] = get_args(State)
ALL_OPEN_BUT_APPROVED = ("registered", "assessed", "assigned", "rectifying", "rectified", "rechecked")
LEADERS = {"vice_principal", "principal"}
# Written out by hand, so that a slip in moves.json is found: (move, from) → (to, who).
MAY: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("assess", "registered"): ("assessed", {"safety_office", *LEADERS}),
    ("assess", "assessed"): ("assessed", {"safety_office", *LEADERS}),
    ("assign", "assessed"): ("assigned", LEADERS),
    ("assign", "assigned"): ("assigned", LEADERS),
    ("assign", "rectifying"): ("assigned", LEADERS),
    ("start", "assigned"): ("rectifying", {"owner"}),
    ("rectify", "assigned"): ("rectified", {"owner"}),
    ("rectify", "rectifying"): ("rectified", {"owner"}),
    ("recheck", "rectified"): ("rechecked", {"supervisor"}),
    ("approve", "rechecked"): ("struck_off", {"principal"}),
    ("accept", "approved"): ("struck_off", {"bureau_officer"}),
    ("return", "rectified"): ("rectifying", {"supervisor", *LEADERS}),
    ("return", "rechecked"): ("rectifying", {"principal"}),
    ("return", "approved"): ("rectifying", {"bureau_officer"}),
    **{("void_ask", state): (state, {"safety_office", "vice_principal"}) for state in ALL_OPEN_BUT_APPROVED},
    **{("void_deny", state): (state, {"asker", "principal"}) for state in ALL_OPEN_BUT_APPROVED},
    **{("void", state): ("void", {"principal"}) for state in ALL_OPEN_BUT_APPROVED},
}
MOVE_NAMES = sorted({line.move for line in MOVES})
SIGNED = {"assign", "rectify", "recheck", "approve", "accept"}
STRICT = {"recheck", "approve", "accept", "return", "void"}
WHO = (*ROLES, "owner", "supervisor", "asker", "former owner", "former supervisor", "former asker", "nobody")

STANDING = Standing(
    state="registered",
    grade="general",
    suggested=None,
    version=7,
    owner="owner",
    supervisor="supervisor",
    deadline_ms=None,
    void_asked_by=None,
    rectifiers=frozenset(),
    worked_ms=None,
    once=frozenset({("owner", "former owner"), ("supervisor", "former supervisor"), ("asker", "former asker")}),
    operations=frozenset(),
    late=frozenset(),
    ordered=(5, "principal"),
)
SITE = Site(inspection="i", point="p", checklist="ck-13", version=1, supervisor="supervisor")
FAILURE = Failure(item="exits-clear", row="", note="堵", photos=[], grade="larger", fix=None, fix_note="", fixable=True)
ASSIGN = Assign(
    hazard="0190a000-0000-7000-8000-000000000001",
    seen=1,
    owner="0190a000-0000-7000-8000-000000000002",
    supervisor="0190a000-0000-7000-8000-000000000003",
    deadline_ms=10 * DAY_MS,
    measures="清理通道",
    funds_yuan=None,
    reason="换人",
)


def outcome(standing: Standing, move: str, who: str, seen: int = 7) -> str:
    """The state it leads to, `late`, or `refused`."""
    if move == "void_deny":
        standing = replace(standing, void_asked_by="asker")
    if refusal(rules.step, standing, move, who, {who} & set(ROLES), seen) == "hazard.not_yours":
        return "refused"
    step = rules.step(standing, move, who, {who} & set(ROLES), seen)
    if step.code:
        assert (step.code, step.to) == ("hazard.moved_on", standing.state)
        return "late"
    return step.to


def expected(move: str, state: str, who: str) -> str:
    to, here = MAY.get((move, state), ("", set()))
    if who in here:
        return to
    anywhere = {one for (name, _), (_, people) in MAY.items() if name == move for one in people}
    return "late" if who.removeprefix("former ") in anywhere else "refused"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("move", MOVE_NAMES)
@pytest.mark.parametrize("state", STATES)
def test_only_the_right_people_move_a_hazard_and_only_from_the_right_state(state: State, move: str, who: str) -> None:
    assert outcome(replace(STANDING, state=state), move, who) == expected(move, state, who)


def test_the_table_holds_every_move_and_no_other() -> None:
    assert {(line.move, state) for line in MOVES for state in line.from_} == set(MAY)
    assert {line.move for line in MOVES if rules.is_signed(line.move)} == SIGNED
    assert {line.move for line in MOVES if line.strict} == STRICT


@pytest.mark.parametrize(("move", "state"), sorted(MAY))
def test_who_closes_or_returns_must_have_seen_the_newest_version(move: str, state: State) -> None:
    to, people = MAY[move, state]

    outcomes = {outcome(replace(STANDING, state=state), move, who, seen=6) for who in people}

    assert outcomes == {"late" if move in STRICT else to}


@pytest.mark.s(27)
def test_the_principal_strikes_off_all_but_a_major_hazard() -> None:
    rechecked = replace(STANDING, state="rechecked")

    assert outcome(replace(rechecked, grade="general"), "approve", "principal") == "struck_off"
    assert outcome(replace(rechecked, grade="larger"), "approve", "principal") == "struck_off"
    assert outcome(replace(rechecked, grade="major"), "approve", "principal") == "approved"


@pytest.mark.parametrize(
    ("changes", "captured_ms", "code"),
    [
        ({}, 0, None),
        ({"supervisor": ASSIGN.owner}, 0, "hazard.same_person"),
        ({"supervisor": "rectifier"}, 0, "hazard.own_work"),
        ({"measures": "  "}, 0, "hazard.measures_missing"),
        ({}, 10 * DAY_MS, "hazard.deadline"),
        ({}, 11 * DAY_MS, "hazard.deadline"),
        ({"deadline_ms": 366 * DAY_MS}, 0, None),
        ({"deadline_ms": 367 * DAY_MS}, 0, "hazard.deadline"),
        ({"reason": " "}, 0, "hazard.reason_missing"),
    ],
)
def test_an_assignment_names_two_people_measures_and_a_limit_ahead(
    changes: dict[str, Any], captured_ms: int, code: str | None
) -> None:
    standing = replace(STANDING, rectifiers=frozenset({"rectifier"}))
    kept = {name: getattr(ASSIGN, name) for name in ASSIGN.__struct_fields__}

    assert refusal(rules.check_assignment, standing, Assign(**{**kept, **changes}), captured_ms) == code


@pytest.mark.parametrize(
    ("owner", "seen", "reason", "person", "unaware"),
    [
        ("owner", 6, "", "deputy", True),
        ("owner", 6, "请假", "deputy", False),
        ("owner", 4, "请假", "deputy", True),
        ("owner", 4, "请假", "principal", False),
        ("owner", 7, "", "deputy", False),
        (None, 6, "", "deputy", False),
    ],
)
def test_who_did_not_see_another_persons_order_or_gives_no_reason_for_one_more_knew_of_no_other(
    owner: str | None, seen: int, reason: str, person: str, unaware: bool
) -> None:
    kept = {name: getattr(ASSIGN, name) for name in ASSIGN.__struct_fields__}

    args = Assign(**{**kept, "seen": seen, "reason": reason})

    assert rules.is_unaware(replace(STANDING, owner=owner), args, person) is unaware


def test_a_first_order_needs_no_reason() -> None:
    kept = {name: getattr(ASSIGN, name) for name in ASSIGN.__struct_fields__}

    rules.check_assignment(replace(STANDING, owner=None), Assign(**{**kept, "reason": ""}), 0)


@pytest.mark.parametrize(
    ("grade", "interim", "code"),
    [
        ("major", None, "hazard.interim_missing"),
        ("major", " ", "hazard.interim_missing"),
        ("major", "停用", None),
        ("larger", None, None),
        ("general", None, None),
    ],
)
@pytest.mark.s(106)
def test_a_major_grade_needs_interim_measures(grade: Any, interim: str | None, code: str | None) -> None:
    assert refusal(rules.check_grading, STANDING, grade, "", interim) == code


def test_no_school_makes_a_major_hazard_smaller() -> None:
    standing = replace(STANDING, grade="major")

    assert refusal(rules.check_grading, standing, "larger", "", None) == "hazard.major_stays"
    assert refusal(rules.check_grading, standing, "major", "", "停用") is None


@pytest.mark.parametrize(
    ("person", "code"),
    [("owner", "hazard.own_work"), ("rectified once", "hazard.own_work"), ("supervisor", None)],
)
def test_nobody_rechecks_or_approves_own_work(person: str, code: str | None) -> None:
    standing = replace(STANDING, rectifiers=frozenset({"rectified once"}))

    assert refusal(rules.check_recheck, standing, person) == code
    assert refusal(rules.check_closing, standing, person, has_after=True, lacks_photos=False) == code


@pytest.mark.parametrize(("has_after", "lacks_photos"), [(False, False), (True, True), (False, True)])
def test_nothing_is_closed_without_its_photos(has_after: bool, lacks_photos: bool) -> None:
    closing = refusal(rules.check_closing, STANDING, "principal", has_after=has_after, lacks_photos=lacks_photos)

    assert closing == "hazard.photos_missing"


@pytest.mark.parametrize(
    ("asked_by", "code"), [(None, "hazard.void_not_asked"), ("principal", "hazard.own_void"), ("office", None)]
)
def test_two_people_void_a_hazard(asked_by: str | None, code: str | None) -> None:
    assert refusal(rules.check_void, replace(STANDING, void_asked_by=asked_by), "principal") == code


def test_no_school_voids_a_major_hazard() -> None:
    standing = replace(STANDING, grade="major", void_asked_by="office")

    assert refusal(rules.check_void, standing, "principal") == "hazard.major_stays"


@pytest.mark.parametrize(
    ("changes", "supervisor", "fixed"),
    [
        ({"fix": ["photo"]}, "supervisor", True),
        ({"fix": ["photo"]}, None, False),
        ({"fix": []}, "supervisor", False),
        ({"fix": None}, "supervisor", False),
        ({"fix": ["photo"], "grade": "major"}, "supervisor", False),
        ({"fix": ["photo"], "grade": None}, "supervisor", True),
        ({"fix": ["photo"], "fixable": False}, "supervisor", False),
    ],
)
@pytest.mark.s(163)
def test_a_fix_on_the_spot_needs_a_photo_and_an_overseer_and_is_never_major(
    changes: dict[str, Any], supervisor: str | None, fixed: bool
) -> None:
    row = rules.registered(
        replace(SITE, supervisor=supervisor), replace(FAILURE, **changes), finder="finder", found_ms=1
    )

    assert row["fixed_on_spot"] is fixed
    assert row["state"] == ("rectified" if fixed else "registered")
    assert row["owner"] == ("finder" if fixed else None)
    assert row["grade"] == (row["suggested_grade"] if fixed else None)


def test_numbers_go_on_where_the_year_stands() -> None:
    assert rules.numbers(2026, 0, 2) == ["2026-0001", "2026-0002"]
    assert rules.numbers(2026, 9_999, 1) == ["2026-10000"]


@pytest.mark.parametrize(
    ("state", "role", "person"),
    [
        ("registered", "safety_office", None),
        ("assessed", "vice_principal", None),
        ("assigned", "owner", "the owner"),
        ("rectifying", "owner", "the owner"),
        ("rectified", "supervisor", "the supervisor"),
        ("rechecked", "principal", None),
        ("approved", "bureau_officer", None),
    ],
)
def test_every_open_hazard_says_whose_turn_it_is(state: str, role: str, person: str | None) -> None:
    waiting = rules.waiting_for({"state": state, "owner": "the owner", "supervisor": "the supervisor"})

    assert waiting is not None
    assert (waiting.role, waiting.person) == (role, person)


def test_a_closed_hazard_waits_for_nobody() -> None:
    assert rules.waiting_for({"state": "struck_off"}) is None
    assert rules.waiting_for({"state": "void"}) is None


def refusal(check: Any, *args: Any, **named: Any) -> str | None:
    """The code a check refuses with, if it does."""
    try:
        check(*args, **named)
    except Refused as refused:
        return refused.code
    return None
