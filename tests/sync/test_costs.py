"""What counts for nothing may not hold up those who stand in the same line: it costs few transactions, however much."""

import pytest

from anxun.core.clock import now_ms
from anxun.core.db import bound
from anxun.journal.tables import Entry, Quarantine
from anxun.sync.push import apply
from anxun.sync.wire import MAX_OPERATIONS, Envelope
from tests.forms import patrol_form
from tests.phone import SIGNED
from tests.world import School


@pytest.fixture
async def begun(school: School, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One more with every transaction that begins."""
    kind, seen = type(bound().transaction()), list[object]()
    begin = kind.begin

    async def noted(self: object) -> None:
        seen.append(self)
        await begin(self)

    monkeypatch.setattr(kind, "begin", noted)
    return seen


async def test_two_hundred_forms_that_are_all_refused_cost_few_turns(school: School, begun: list[object]) -> None:
    unsigned = [school.patrol.make("inspection.submit", patrol_form(school), None) for _ in range(MAX_OPERATIONS)]

    receipts = await apply(unsigned, now_ms())

    assert {(receipt.verdict, receipt.code) for receipt in receipts} == {("refused", "signature.missing")}
    assert len(begun) < MAX_OPERATIONS / 4


async def test_one_refused_among_two_hundred_costs_those_around_it_few_turns(
    school: School, begun: list[object]
) -> None:
    forms = [
        school.patrol.make("inspection.submit", patrol_form(school), None if number == 77 else SIGNED)
        for number in range(MAX_OPERATIONS)
    ]

    receipts = await apply(forms, now_ms())

    assert [number for number, one in enumerate(receipts) if one.verdict != "applied"] == [77]
    assert len(begun) < 12


async def test_two_hundred_that_prove_nothing_are_put_away_at_once(school: School, begun: list[object]) -> None:
    form = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
    forged = [Envelope(device=form.device, body=form.body, private=None, signature="") for _ in range(MAX_OPERATIONS)]
    before = await Entry.count()

    receipts = await apply(forged, now_ms())

    assert {(receipt.verdict, receipt.code) for receipt in receipts} == {("refused", "op.signature")}
    assert (await Entry.count(), await Quarantine.count()) == (before, MAX_OPERATIONS)
    assert len(begun) == 1
