"""Poisoned operations: each gets its verdict, none gets a 5xx, and none costs the others anything."""

from typing import Any

import msgspec
import pytest
from asyncpg import DiskFullError
from structlog.testing import capture_logs

from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.core.keys import sign
from anxun.inspections.model import Submit
from anxun.inspections.tables import Inspection
from anxun.journal.rules import sha256
from anxun.journal.tables import Entry, Quarantine
from anxun.sync.operations import CATALOGUE, Operation
from anxun.sync.wire import Envelope
from tests.forms import failing, patrol_form, shot
from tests.phone import DRAWN, SIGNED, Phone
from tests.world import School

HUGE = 2**63
LONG = "x" * 100_000
DEEP = "[" * 5_000 + "]" * 5_000
NULL = "a\u0000b"

ARGS: dict[str, Any] = {
    "nothing": {},
    "a list": [],
    "null": None,
    "unknown field": {"extra": 1},
    "number as text": {"version": "1"},
    "NUL in a note": {"checklist": NULL},
    "two to the 63": {"version": HUGE},
    "negative": {"started_ms": -1},
    "a fraction": {"version": 1.5},
    "id in upper case": {"point": "0190A000-0000-7000-8000-000000000001"},
    "id with a line break": {"point": "0190a000-0000-7000-8000-000000000001\n"},
    "not an id": {"inspection": "1"},
    "long text": {"checklist": LONG},
    "too many answers": {"answers": [{}] * 201},
}


def raw(phone: Phone, args: str, private: str | None = None) -> Envelope:
    """An operation whose arguments are written as text, whatever they are; the phone's chain goes on behind it."""
    made = phone.make("inspection.submit", {})
    text = made.body.replace('"args":{}', f'"args":{args}')
    if private is not None:
        text = text.replace('"private":null', f'"private":"{sha256(private)}"')
    phone.signer.prev = sha256(text)
    return Envelope(device=made.device, body=text, private=private, signature=sign(phone.key, text.encode()))


@pytest.mark.parametrize("name", ARGS)
async def test_arguments_that_do_not_fit_are_refused_and_written_down(school: School, name: str) -> None:
    change = ARGS[name]
    args = patrol_form(school) | change if change and isinstance(change, dict) else change

    receipt = await school.patrol.send("inspection.submit", args, SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed")
    assert receipt["journal_no"] is not None
    assert await Inspection.count() == 0


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(DEEP, id="deep"),
        pytest.param('{"note": "\\ud800"}', id="lone surrogate"),
        pytest.param('{"a": 1e999}', id="infinite"),
        pytest.param("1" * 5_000, id="5000 digits"),
        pytest.param('{"a": 1, "a": 2}', id="a key twice"),
        pytest.param('"' + "\\u0000" * 100 + '"', id="NULs"),
    ],
)
async def test_arguments_that_are_hardly_json_are_refused(school: School, args: str) -> None:
    poison, after = raw(school.patrol, args), school.patrol.make("inspection.submit", patrol_form(school), SIGNED)

    receipts = await school.patrol.push(poison, after)

    assert receipts[0]["verdict"] == "refused"
    assert receipts[0]["code"] in ("op.malformed", "op.malformed_body")
    assert receipts[1]["verdict"] == ("applied" if receipts[0]["journal_no"] else "waiting")


def drawn(strokes: list[list[int]]) -> str:
    return msgspec.json.encode({**DRAWN, "strokes": strokes}).decode()


@pytest.mark.parametrize(
    ("private", "code"),
    [
        pytest.param('{"salt":"a","signature":{"width":1,"height":1,"strokes":[["a"]]}}', "op.malformed", id="type"),
        pytest.param(f'{{"salt":"a","signature":{drawn([[1, 2] * 121])}}}', "op.malformed", id="a stroke without end"),
        pytest.param(
            f'{{"salt":"a","signature":{drawn([[1, 2, 3, 4]] * 61)}}}', "op.malformed", id="strokes without end"
        ),
        pytest.param(f'{{"salt":"a","signature":{drawn([[1, 10**6]])}}}', "op.malformed", id="off the paper"),
        pytest.param('{"salt":"a","more":1}', "op.malformed", id="unknown field"),
        pytest.param('{"salt":"\\u0000"}', "op.malformed", id="NUL"),
        pytest.param(
            f'{{"salt":"a","signature":{drawn([[1, 2, 3, 4]])},"salt":"b"}}', "op.malformed", id="a key twice"
        ),
        pytest.param("not json", "op.malformed", id="no JSON"),
        pytest.param("", "op.malformed", id="nothing"),
    ],
)
async def test_a_private_part_that_does_not_fit_is_refused(school: School, private: str, code: str) -> None:
    args = msgspec.json.encode(patrol_form(school)).decode()
    receipt = (await school.patrol.push(raw(school.patrol, args, private)))[0]

    assert (receipt["verdict"], receipt["code"]) == ("refused", code)


async def test_a_private_part_must_be_the_one_that_was_signed(school: School) -> None:
    made = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
    other = msgspec.structs.replace(made, private='{"salt":"AAAAAAAAAAAAAAAAAAAAAA"}')
    without = school.kitchen.make("inspection.submit", patrol_form(school), SIGNED)

    assert (await school.patrol.push(other))[0]["code"] == "op.private"
    assert (await school.kitchen.push(msgspec.structs.replace(without, private=None)))[0]["code"] == "op.private"
    assert await Inspection.count() == 0


async def test_whoever_passes_an_envelope_on_cannot_kill_it_by_taking_its_signature_away(school: School) -> None:
    made = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)

    (robbed,) = await school.stranger.push(msgspec.structs.replace(made, private=None))

    assert (robbed["verdict"], robbed["code"], robbed["journal_no"]) == ("refused", "op.private", None)
    assert await Quarantine.count() == 1
    assert (await school.patrol.push(made))[0]["verdict"] == "applied"


@pytest.mark.parametrize(("once", "twice"), [('"result":"fail"', '"result":"pass"'), ('"v":1', '"v":1')])
async def test_a_key_that_is_signed_twice_says_nothing(school: School, once: str, twice: str) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})
    made = school.patrol.make("inspection.submit", form, SIGNED)
    body = made.body.replace(once, f"{once},{twice}", 1)
    signed = msgspec.structs.replace(made, body=body, signature=sign(school.patrol.key, body.encode()))

    (receipt,) = await school.patrol.push(signed)

    assert (receipt["verdict"], receipt["code"]) == ("refused", "op.malformed_body")
    assert await Inspection.count() == 0


async def test_a_signature_of_monstrous_numbers_never_breaks_the_reader(school: School) -> None:
    monstrous = {"signature": {**DRAWN, "strokes": [[10**30, 2, 3, -(10**30)]], "width": HUGE}}

    receipt = await school.patrol.send(
        "inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), monstrous
    )

    assert receipt["verdict"] in ("applied", "refused")
    assert (await school.office.client.get("/api/sync/pull")).status_code == 200
    assert (await school.office.client.get("/api/hazards")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"v": 2}, id="version"),
        pytest.param({"id": "1"}, id="id"),
        pytest.param({"app": None}, id="nothing for a text"),
        pytest.param({"device_seq": 0}, id="seq 0"),
        pytest.param({"device_seq": HUGE}, id="huge seq"),
        pytest.param({"organisation": "nowhere"}, id="organisation"),
        pytest.param({"tz": LONG}, id="zone"),
        pytest.param({"prev": "A" * 64}, id="hash in upper case"),
        pytest.param({"extra": 1}, id="unknown field"),
        pytest.param({"wall_ms": 1.5}, id="fraction"),
        pytest.param({"wall_ms": 2**70}, id="huge time"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_without_an_entry(school: School, change: dict[str, Any]) -> None:
    receipt = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED, **change)

    assert (receipt["verdict"], receipt["code"], receipt["journal_no"]) == ("refused", "op.malformed_body", None)
    assert await Quarantine.count() == 1


@pytest.mark.parametrize("years", [-50, -10, 10, 70])
@pytest.mark.r(23)
async def test_a_phones_wrong_clock_never_costs_an_operation(veterans: School, years: int) -> None:
    off_ms = years * 365 * 86_400_000
    wall = now_ms() + off_ms
    form, again = patrol_form(veterans, at=wall), patrol_form(veterans, at=wall)

    measured = await veterans.patrol.send(
        "inspection.submit", form, SIGNED, wall_ms=wall, skew_ms=-off_ms, skew_age_ms=5
    )
    never = await veterans.kitchen.send(
        "inspection.submit", again, SIGNED, wall_ms=wall, skew_ms=None, skew_age_ms=None
    )

    assert measured["verdict"] == "applied"
    assert (never["verdict"], never["code"]) == (("applied", None) if years > 0 else ("held", "op.too_old"))
    for entry in await Entry.select(Entry.captured_ms, Entry.received_ms).where(Entry.name == "inspection.submit"):
        assert 0 <= entry["captured_ms"] <= entry["received_ms"]


async def test_an_operation_of_a_newer_phone_stays_queued_and_blocks_nothing(school: School) -> None:
    newer = school.patrol.make("inspection.dream", {"colour": "blue"})
    later = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)

    receipts = await school.patrol.push(newer, later)

    assert [(one["verdict"], one["code"]) for one in receipts] == [("unknown", "op.unknown"), ("applied", None)]
    assert receipts[0]["journal_no"] is None
    assert (await school.patrol.push(newer, later))[0]["verdict"] == "unknown"


@pytest.mark.parametrize(
    "name", ["a\x00b", "\x00", "inspection.submit\x00", "'; DROP TABLE journal", "名字", "x" * 41, "never.heard_of"]
)
async def test_a_strange_name_in_a_broken_chain_blocks_nobody(school: School, name: str) -> None:
    strange = school.patrol.make(name, {}, prev="0" * 64)
    after = school.kitchen.make("inspection.submit", patrol_form(school), SIGNED)

    receipts = await school.patrol.push(strange, after)

    assert receipts[0]["verdict"] in ("held", "refused")
    assert receipts[1]["verdict"] == "applied"


@pytest.mark.parametrize("at", [0, 25, 49])
async def test_one_poisoned_operation_among_fifty_costs_only_itself(school: School, at: int) -> None:
    point: dict[str, Any] = {"name": "点", "place": "", "type": "exit", "checklists": [], "position": 1}
    batch = [
        school.office.make("point.add", point | {"point": NULL if n == at else new_id(now_ms())}) for n in range(50)
    ]

    receipts = await school.office.push(*batch)

    assert receipts[at]["code"] == "op.malformed"
    assert sum(one["verdict"] == "applied" for one in receipts) == 49
    assert [one["journal_no"] for one in receipts] == list(
        range(receipts[0]["journal_no"], receipts[0]["journal_no"] + 50)
    )


async def test_a_signature_of_another_key_is_refused_and_quarantined(school: School) -> None:
    made = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
    forged = msgspec.structs.replace(made, signature=sign(school.kitchen.key, made.body.encode()))
    flipped = msgspec.structs.replace(made, body=made.body.replace('"v":1', '"v": 1'))
    stranger = msgspec.structs.replace(made, device=school.kitchen.device)
    nonsense = [msgspec.structs.replace(made, signature=text) for text in ("", "A" * 86, "ü", made.signature[:-1])]

    receipts = await school.patrol.push(forged, flipped, stranger, *nonsense)

    assert [one["code"] for one in receipts] == ["op.signature"] * 2 + ["op.malformed_body"] + ["op.signature"] * 4
    assert all(one["journal_no"] is None for one in receipts)
    assert (await school.patrol.push(made))[0]["verdict"] == "applied"


@pytest.mark.parametrize("field", ["person", "device"])
async def test_nobody_speaks_for_another_person_or_device(school: School, field: str) -> None:
    other: dict[str, Any] = {"person": school.principal.person, "device": school.principal.device}

    receipt = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED, **{field: other[field]})

    assert receipt["verdict"] == "refused"
    assert receipt["code"] in ("op.device_unknown", "op.malformed_body")
    assert receipt["journal_no"] is None


async def test_an_operation_that_breaks_the_server_is_held_and_named_in_the_log(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> str | None:
        raise ZeroDivisionError

    monkeypatch.setitem(CATALOGUE, "inspection.submit", Operation(Submit, broken))
    with capture_logs() as logged:
        receipt = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED)

    assert (receipt["verdict"], receipt["code"]) == ("held", "op.server_error")
    assert [(line["event"], line["operation"], line["name"]) for line in logged] == [
        ("operation failed", receipt["id"], "inspection.submit")
    ]


async def test_a_disk_that_is_full_for_a_moment_holds_no_operation(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> str | None:
        raise DiskFullError("could not extend file")

    envelope = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
    sent = {"operations": msgspec.to_builtins([envelope])}
    with monkeypatch.context() as broken:
        broken.setitem(CATALOGUE, "inspection.submit", Operation(Submit, full))
        reply = await school.patrol.client.post("/api/sync/push", json=sent)

    assert (reply.status_code, reply.json()["code"]) == (503, "server.unavailable")
    assert [one["verdict"] for one in await school.patrol.push(envelope)] == ["applied"]
