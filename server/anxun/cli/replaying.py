"""Every journalled operation done again in an empty database: what must then stand in the tables, row by row.

A table that operations write holds nothing that is not in the journals; so what differs was changed by hand.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import json, structs
from piccolo.engine import Engine
from piccolo.table import Table

from anxun import schema
from anxun.accounts import actions as accounts
from anxun.accounts import queries as devices
from anxun.accounts.model import Private, Strokes
from anxun.checklists.queries import library
from anxun.core.db import engine_for, opened, transaction, using
from anxun.core.errors import Problem
from anxun.inspections.model import Submit
from anxun.inspections.rules import stand_ins
from anxun.journal import queries as journal
from anxun.journal.append import append
from anxun.organisations import queries as organisations
from anxun.organisations.actions import end_turn
from anxun.sync import acting, proof, push
from anxun.sync.operations import decode
from anxun.sync.wire import Body

PAGE = 500
DONE = ("applied", "superseded")
# Who holds which key, who is signed in and which photos have come: no operation says it.
UNSIGNED = ("installation", "challenge", "quarantine", "blob", "device", "invitation", "session")
# How often a row was told to phones; a photo that comes moves it too.
COUNTERS = ("seq", "row_seq")
WITHOUT = "以下是略过上面这些条目后比对的 / what follows was compared without these entries"
# Stands in for a private part that is no longer kept.
ERASED = Private(salt="", signature=Strokes(1, 1, [[0, 0, 1, 1]]), name="（已删除）", phone="")


def _erased(body: Body) -> str | None:
    if body.private is None:
        return None
    texts = dict[str, str]()
    with suppress(Problem):  # what was held may be anything
        form = decode(bytes(body.args), Submit)
        checklist = library().get(form.checklist, form.version)
        texts = stand_ins(checklist, form.answers) if checklist else {}
    return json.encode(structs.replace(ERASED, texts=texts)).decode()


@dataclass
class _Tape:
    """One organisation's journal, page by page; `number` = the last entry done."""

    organisation: str
    number: int = 0
    page: list[dict[str, Any]] = field(default_factory=list)

    async def ahead(self, source: Engine[Any]) -> dict[str, Any] | None:
        if not self.page:
            with using(source):
                self.page = await journal.entries(self.organisation, self.number, PAGE)
        return self.page[0] if self.page else None

    def move(self) -> None:
        self.number = self.page.pop(0)["journal_no"]


@dataclass
class Replay:
    """`scratch` is made from the journals of `source`.

    `left_out` = by id the entries that could not be done again, and why; `early` = those to do as soon as they can be.
    """

    source: Engine[Any]
    scratch: Engine[Any]
    early: Collection[str] = ()
    left_out: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Each organisation's entries in their order; of several organisations the earliest first."""
        with using(self.source):
            tapes = [_Tape(organisation) for organisation in await organisations.ids()]
        await accounts.enrol_server("", 0)
        async with transaction() as tx:
            while await self._step(tx, tapes):
                pass

    async def _step(self, tx: Any, tapes: Sequence[_Tape]) -> bool:
        """One entry. If the clock was set back between two organisations, what needs the other's is tried after it.

        Where none can be done the first is left out, so that all the others are still compared.
        """
        waiting = [(tape, entry) for tape in tapes if (entry := await tape.ahead(self.source))]
        waiting.sort(key=lambda one: one[1]["id"] not in self.early and int(one[1]["received_ms"]))
        problems = []
        for tape, entry in waiting:
            problem = await self._tried(tx, entry)
            if problem is None:
                tape.move()
                return True
            problems.append(problem)
        if not waiting:
            return False
        tape, entry = waiting[0]
        self.left_out[entry["id"]] = (
            f"{tape.organisation} entry {entry['journal_no']} cannot be done again: {problems[0]}"
        )
        await self._tried(tx, entry, left_out=True)
        tape.move()
        return True

    async def _tried(self, tx: Any, entry: dict[str, Any], *, left_out: bool = False) -> str | None:
        """None, or why not."""
        savepoint = await tx.savepoint()
        try:
            problem = await self._again(tx, entry, left_out)
        except Problem as refused:
            problem = refused.code
        except Exception as error:  # noqa: BLE001 - whatever it is, the entry is named
            problem = repr(error)
        await (savepoint.rollback_to() if problem else savepoint.release())
        return problem

    async def _again(self, tx: Any, entry: dict[str, Any], left_out: bool) -> str | None:
        """Its effect, if it had one, with the rights of then; age, place and device were judged when it came.

        What is left out stays in its journal.
        """
        device = await self._device(entry["device"])
        with using(self.source):
            private = (await journal.private_of([entry["id"]])).get(entry["id"])
        claim, kept = proof.again(entry, private, device, _erased)
        body = claim.body
        if body is None or device is None or claim.code:
            return claim.code
        turn = await push.turn_in(entry["organisation"], claim, entry["received_ms"])
        if entry["journal_no"] == 1:
            await self._bring("blob", 1, entry["organisation"])  # an approval wants the photos that have come
        if entry["verdict"] in DONE and not left_out:
            standing = (await devices.standings([body.person]))[body.person]
            act = await acting.actor(turn, claim, kept, turn.now_ms, standing)
            code = await acting.effect(tx, act, body, _erased)
            if (entry["verdict"], entry["code"]) != (("superseded", code) if code else ("applied", None)):
                return f"it comes out as {code or 'applied'}"
        await append(turn, [proof.proven(claim, body, turn.now_ms)], entry["verdict"], entry["code"])
        await end_turn(turn)
        return None

    async def _device(self, device: str) -> devices.DeviceRow | None:
        """It comes along when it first acts."""
        if await devices.device(device) is None:
            await self._bring("device", 0, device)
        return await devices.device(device)

    async def _bring(self, name: str, column: int, value: str) -> None:
        table = schema.tables()[name]
        with using(self.source):
            rows = await table.select().where(table.all_columns()[column] == value)
        for row in rows:
            await table.insert(table(**row))

    async def differences(self) -> list[str]:
        """Each row that is not as the journals make it, that they do not make, or that they make and that lacks."""
        found = [*self.left_out.values(), *([WITHOUT] if self.left_out else [])]
        for name, table in schema.tables().items():
            if name not in UNSIGNED:
                found += [f"{name} {difference}" for difference in await self._differing(table)]
        return found

    async def _differing(self, table: type[Table]) -> list[str]:
        found: list[str] = []
        async for real, made in _beside(table, self.source, self.scratch):
            for key, row in real.items():
                columns = _changed(row, made[key]) if key in made else ["that no operation made"]
                found += [f"{key}: {', '.join(columns)}"] if columns else []
        async for made, real in _beside(table, self.scratch, self.source):
            found += [f"{key}: missing" for key in made if key not in real]
        return found


Rows = dict[str, dict[str, Any]]


async def _beside(table: type[Table], one: Engine[Any], other: Engine[Any]) -> AsyncIterator[tuple[Rows, Rows]]:
    """A table page by page, and the same rows of the other database."""
    key, after = table.all_columns()[0], ""
    while True:
        with using(one):
            page = _keyed(await table.select().where(key > after).order_by(key).limit(PAGE))
        if not page:
            return
        after = list(page)[-1]
        with using(other):
            same = _keyed(await table.select().where(key.is_in(list(page))))
        yield page, same


def _keyed(rows: Sequence[dict[str, Any]]) -> Rows:
    return {str(next(iter(row.values()))): row for row in rows}


def _changed(row: dict[str, Any], made: dict[str, Any]) -> list[str]:
    erased = ("name", "phone") if made.get("name") == ERASED.name else ()
    return [name for name in row if name not in (*COUNTERS, *erased) and row[name] != made[name]]


@asynccontextmanager
async def replayed(source: Engine[Any]) -> AsyncIterator[Replay]:
    """The journals of the bound database, done again in one of its own.

    A clock that was set back puts an entry behind another organisation's that came after it: that one says somebody
    had left by then. So what could not be done is tried once more, each as early as its own journal lets it be done.
    """
    async with _once(source, ()) as first:
        if not first.left_out:
            yield first
            return
    async with _once(source, first.left_out) as second:
        yield second


@asynccontextmanager
async def _once(source: Engine[Any], early: Collection[str]) -> AsyncIterator[Replay]:
    with TemporaryDirectory(prefix="anxun-") as folder, using(source):
        async with opened(engine_for("", Path(folder))) as scratch:
            await schema.migrate()
            replay = Replay(source, scratch, early)
            await replay.run()
            with using(source):
                yield replay
