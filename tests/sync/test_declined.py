"""Whose work was declined reads who did it, when and why, also on a phone that never sent it."""

from typing import Any

from anxun.core.clock import now_ms
from tests.forms import letting_go
from tests.phone import Phone
from tests.sync.test_held import held_form
from tests.world import School


async def declined(phone: Phone) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await phone.get("/api/operations/declined")
    return rows


async def test_an_author_reads_who_declined_what_when_and_why(veterans: School) -> None:
    operation, before_ms = await held_form(veterans), now_ms()
    await veterans.office.did("operation.decline", {"operation": operation, "reason": "本人说没有去过"})

    (row,) = await declined(veterans.patrol)

    assert (row["id"], row["point_name"], row["what"]["zh"]) == (
        *(operation, "教学楼一层东走廊"),
        "每日防火巡查（通道与出口）",
    )
    told = row["decision"]
    assert (told["person_name"], told["reason"], told["code"]) == ("王老师", "本人说没有去过", "op.declined")
    assert told["decided_ms"] >= before_ms


async def test_nobody_else_reads_it_and_neither_what_waits_nor_what_was_released_is_among_it(veterans: School) -> None:
    operation = await held_form(veterans)
    assert await declined(veterans.patrol) == []
    await veterans.office.did("operation.release", letting_go(operation))
    await veterans.office.did("operation.decline", letting_go(await held_form(veterans)))

    assert len(await declined(veterans.patrol)) == 1
    for phone in (veterans.office, veterans.principal, veterans.officer, veterans.stranger):
        assert await declined(phone) == []
