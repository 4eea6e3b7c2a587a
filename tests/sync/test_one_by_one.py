"""However a crowd's operations meet at the door, each comes to what it would come to by itself in that order."""

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from msgspec import structs
from piccolo.table import TABLE_REGISTRY

from anxun.accounts import queries as accounts
from anxun.core.clock import now_ms
from anxun.core.db import raw
from anxun.sync import gathering, http
from anxun.sync.place import Book
from anxun.sync.proof import Claim, prove
from anxun.sync.push import apply
from anxun.sync.wire import Envelope, Receipt
from tests import postgres
from tests.audit import sound
from tests.conftest import TEMPLATE, WORKER, settings_in
from tests.crowd import Crowd, pushes_of
from tests.faults.counts import times
from tests.world import School, living, reopened

SCRATCH = f"anxun_crowd{WORKER}"
OPERATIONS = 90
State = dict[str, list[str]]
Told = tuple[Sequence[Envelope], list[Receipt]]
# Numbers by which phones ask what is new: their order may differ, for forms are written before what they found.
NUMBERS = ("seq", "row_seq")


@asynccontextmanager
async def copied(database: str, world: School, folder: Path) -> AsyncIterator[Litestar]:
    """The same world once more; it is audited in the end."""
    shutil.copytree(world.app.state.data, folder)
    url = await postgres.create(database, SCRATCH, TEMPLATE) if database else ""
    async with living(settings_in(folder, url)) as app:
        yield app
        await sound(folder)
    if database:
        await postgres.drop(database, SCRATCH)


async def state() -> State:
    """Every table but for what the server draws or counts by itself."""
    tables: State = {}
    for table in TABLE_REGISTRY:
        name = table._meta.tablename
        rows = await raw(f'SELECT * FROM "{name}"') if table.__module__.startswith("anxun.") else []
        dropped = (*NUMBERS, "id") if name == "quarantine" else NUMBERS
        tables[name] = sorted(repr({key: row[key] for key in sorted(row) if key not in dropped}) for row in rows)
    return tables


async def at_once(
    school: School, pushes: Sequence[tuple[str, list[Envelope]]], dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> list[Told]:
    """Everybody through the door; gives the batches as the server took them, and what it said."""
    taken: list[Told] = []
    heard: Counter[tuple[str, str]] = Counter()
    turn = asyncio.Lock()  # a push to two schools would stand in no one order with those of either

    async def noted(envelopes: Sequence[Envelope], at_ms: int) -> list[Receipt]:
        async with turn:
            await asyncio.sleep(0.02)
            receipts = await apply(envelopes, at_ms)
            taken.append((envelopes, receipts))
            return receipts

    async def sends(part: str) -> None:
        phone = school.server if part == "server" else school.phones()[part]
        for batch in [batch for sender, batch in pushes if sender == part]:
            await asyncio.sleep(dice.random() / 50)
            own = await phone.push(*batch)
            heard.update((one["id"], one["verdict"]) for one in own)
            ids = [None if one.body.endswith("!") else msgspec.json.decode(one.body)["id"] for one in batch]
            assert [one["id"] for one in own] == ids

    monkeypatch.setattr(gathering, "apply", noted)
    await asyncio.gather(*(sends(part) for part in {part for part, _ in pushes}))
    assert heard == Counter((one.id, one.verdict) for _, receipts in taken for one in receipts)
    assert len(taken) < len(pushes), "nobody met anybody"
    return taken


async def one_by_one(taken: Sequence[Told], at_ms: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in the same order; only what came with one that had waited still proves its place."""
    opened = Book.open
    for envelopes, told in taken:
        devices = await accounts.devices({envelope.device for envelope in envelopes})
        mates = [prove(envelope, devices.get(envelope.device)) for envelope in envelopes]

        async def among(claims: list[Claim], batch: list[Claim], mates: list[Claim] = mates) -> Book:
            return await opened(claims, batch if claims[0].code else mates)

        monkeypatch.setattr(Book, "open", among)
        for envelope, receipt in zip(envelopes, told, strict=True):
            (own,) = await apply([envelope], at_ms)
            assert in_order(own) == in_order(receipt), envelope.body
    monkeypatch.setattr(Book, "open", opened)


def in_order(receipt: Receipt) -> Receipt:
    """A database names missing photos in any."""
    return structs.replace(receipt, missing=sorted(receipt.missing))


def cut(pushes: Sequence[tuple[str, list[Envelope]]], dice: random.Random) -> list[list[Envelope]]:
    """Batches of any length, with no regard to who made what."""
    everything = [one for _, batch in pushes for one in batch]
    ends = [0, *sorted(dice.sample(range(1, len(everything)), 6)), len(everything)]
    return [everything[begin:end] for begin, end in pairwise(ends)]


def differing(one: State, other: State) -> list[Any]:
    return [(name, set(one[name]) ^ set(other[name])) for name in one if one[name] != other[name]]


def chances() -> list[str]:
    return [f"{way} {number}" for number in range(times("crowds")) for way in ("door", "batches")]


@pytest.mark.parametrize("chance", chances())
async def test_a_crowd_comes_to_what_each_of_its_operations_comes_to_by_itself(
    database: str, world: School, tmp_path: Path, seed: int, chance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(f"{seed} {chance}")
    crowd = Crowd(world, dice, now_ms())
    pushes = pushes_of(crowd, OPERATIONS)
    monkeypatch.setattr(http, "now_ms", lambda: crowd.received_ms)

    async with copied(database, world, tmp_path / "together") as app:
        if chance.startswith("door"):
            taken = await at_once(reopened(world, app), pushes, dice, monkeypatch)
        else:
            taken = [(batch, await apply(batch, crowd.received_ms)) for batch in cut(pushes, dice)]
        together = await state()
    print(Counter((one.verdict, one.code) for _, told in taken for one in told))

    async with copied(database, world, tmp_path / "alone"):
        await one_by_one(taken, crowd.received_ms, monkeypatch)
        assert differing(together, await state()) == []
