"""Whatever is changed behind the server's back is found, and the finding names the place; what is not changed never is."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from anxun import schema
from anxun.cli.proving import photo_faults
from anxun.cli.replaying import UNSIGNED, Replay, replayed
from anxun.cli.verifying import prove
from anxun.core.clock import now_ms
from anxun.core.db import bound, transaction
from anxun.core.settings import Settings
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations
from tests.faults.counts import times
from tests.forms import bring, failing, handed_in, led_to, patrol_form, shot
from tests.phone import SIGNED
from tests.vandal import Vandal
from tests.world import School

pytestmark = pytest.mark.faults
TIMES = times("tamperings")
QUIET_EVERY = 100
SIGNED_TABLES = [name for name in schema.tables() if name not in UNSIGNED]
REFUSED = (sqlite3.IntegrityError, asyncpg.PostgresError, asyncpg.DataError)


class Undone(Exception):
    """Takes a strike back with its transaction."""


async def lived_in(school: School) -> None:
    """Everything that operations can leave: people, points, two hazards, a second signature, one held and let go."""
    await led_to(school, "struck_off")
    fixed = {"stairs-clear": failing(shot(7), fixed=[shot(8)])}
    form = await handed_in(school, failed=fixed, supervisor=school.staff.person)
    await bring(school.patrol, shot(7), shot(8))
    await school.staff.did("inspection.countersign", form, SIGNED)
    await school.office.did("person.rename", {"person": school.staff.person}, {"name": "周", "phone": "13800000000"})
    await school.office.did("person.grant", {"person": school.staff.person, "role": "inspector"})
    until = {"from_ms": now_ms() + 60_000, "until_ms": now_ms() + 86_400_000}
    await school.principal.did("person.delegate", {"person": school.deputy.person, "role": "principal", **until})
    old = await school.patrol.send("inspection.submit", patrol_form(school), SIGNED, prev="0" * 64)
    assert old["verdict"] == "held"
    await school.office.did("operation.release", {"operation": old["id"], "reason": "问过本人"})
    await school.stranger.did("person.rename", {"person": school.stranger.person}, {"name": "孙", "phone": ""})
    await school.office.did("label.void", {"code": school.label, "reason": "撕坏"})


@pytest.mark.s(20)
@pytest.mark.r(16)
async def test_every_single_tampering_is_found_where_it_was_done(
    school: School, settings: Settings, seed: int, record_property: Callable[[str, object], None]
) -> None:
    await lived_in(school)
    heads = [await organisations.tail(place) for place in await organisations.ids()]
    heads = [head for head in heads if head[0]]
    counted: Counter[str] = Counter()
    quiet = 0
    async with replayed(bound()) as replay:
        vandal = Vandal(random.Random(seed), settings.data)
        await vandal.look()
        while counted.total() < TIMES:
            kind = vandal.dice.choice([*vandal.kinds, "row", "row", "row"])  # there are many tables
            if await struck(vandal, kind, replay, heads):
                counted[kind] += 1
                if counted.total() % QUIET_EVERY == 0:
                    assert await alarms(replay, SIGNED_TABLES, settings.data, heads) == []
                    quiet += 1
    print(f"tamperings found {counted.total()} of {counted.total()}, false alarms 0 of {quiet}: {dict(counted)}")
    record_property("n", f"{counted.total()}, quiet {quiet}")
    assert set(counted) == set(vandal.kinds)


async def struck(vandal: Vandal, kind: str, replay: Replay, heads: list[tuple[int, str]]) -> bool:
    """One strike, looked for and taken back; False if the database itself would not have it."""
    vandal.undo = lambda: None
    done: list[Any] = []
    with suppress(Undone, *REFUSED):
        async with transaction():
            named = await vandal.kinds[kind]()
            done.append(named)
            table = named[0].split(" ")[0]
            tables = [table] if table in SIGNED_TABLES else []
            found = await alarms(replay, tables, vandal.data, heads)
            assert any(line.startswith(named) for line in found), (kind, named, found)
            raise Undone
    vandal.undo()
    return bool(done)


async def alarms(replay: Replay, tables: list[str], data: Path, heads: list[tuple[int, str]]) -> list[str]:
    """What `anxun verify` looks at, in its order."""
    found = []
    for place in await organisations.ids():
        fault = (await prove(place)).fault
        found += [f"{place} {fault}"] if fault else []
    found += [f"{number}:{head}" for number, head in heads if not await journal.numbered(number, head)]
    for name in [] if found else tables:
        found += [f"{name} {line}" for line in await replay._differing(schema.tables()[name])]
    return found + (await photo_faults(data))[1]
