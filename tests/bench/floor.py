"""The least that taking a batch can cost: strict decode, one signature check, two hashes, and bulk SQL of the same rows."""

import hashlib
import sqlite3
import tempfile
import time
from pathlib import Path

import asyncpg
import msgspec

from anxun.core.keys import verifies
from anxun.core.settings import Settings
from anxun.inspections.model import Submit
from anxun.sync.wire import Body, Envelope
from tests.bench.load import Crowd
from tests.bench.machine import cpu_s

COUNT = 500
BATCH = 50
# As many columns and as much text as the journal, its private part and the inspection have.
TABLES = {"journal": 15, "private": 2, "inspection": 15}
Row = tuple[str, ...]
_BODY = msgspec.json.Decoder(Body)
_ARGS = msgspec.json.Decoder(Submit)


async def floor_ms(settings: Settings, ours: Crowd, database_pids: tuple[int, ...]) -> float:
    """CPU milliseconds each."""
    phone = ours.school.kitchen  # whose queue is nowhere else sent
    envelopes = [ours.submission(phone) for _ in range(COUNT)]
    began = time.process_time() + cpu_s(*database_pids)
    rows = [_proved(one, phone.public_key) for one in envelopes]
    if settings.database_url:
        await _postgres(settings.database_url, rows)
    else:
        _sqlite(rows)
    return (time.process_time() + cpu_s(*database_pids) - began) * 1_000 / COUNT


def _proved(envelope: Envelope, key: str) -> tuple[Row, Row, Row]:
    body = _BODY.decode(envelope.body)
    args = _ARGS.decode(bytes(body.args))
    private = envelope.private or ""
    assert verifies(key, envelope.body.encode(), envelope.signature)
    assert body.private == hashlib.sha256(private.encode()).hexdigest()
    head = hashlib.sha256(envelope.body.encode()).hexdigest()
    journal = (body.id, envelope.body, envelope.signature, head, *["12345678"] * 11)
    inspection = (args.inspection, msgspec.json.encode(args.answers).decode(), *["12345678"] * 13)
    return journal, (body.id, private), inspection


def _batches(rows: list[tuple[Row, Row, Row]]) -> list[list[tuple[Row, Row, Row]]]:
    return [rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH)]


def _columns(count: int) -> str:
    return "id text PRIMARY KEY, " + ", ".join(f"c{n} text" for n in range(count - 1))


def _sqlite(rows: list[tuple[Row, Row, Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder, "floor.sqlite"))
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        for name, count in TABLES.items():
            connection.execute(f"CREATE TABLE {name} ({_columns(count)})")
        for some in _batches(rows):
            for (name, count), values in zip(TABLES.items(), zip(*some, strict=True), strict=True):
                marks = ",".join("?" * count)
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
            connection.commit()
        connection.close()


async def _postgres(dsn: str, rows: list[tuple[Row, Row, Row]]) -> None:
    connection = await asyncpg.connect(dsn)
    for name, count in TABLES.items():
        await connection.execute(f"CREATE TEMPORARY TABLE floor_{name} ({_columns(count)})")
    for some in _batches(rows):
        async with connection.transaction():
            for (name, count), values in zip(TABLES.items(), zip(*some, strict=True), strict=True):
                marks = ",".join(f"${n + 1}" for n in range(count))
                await connection.executemany(f"INSERT INTO floor_{name} VALUES ({marks})", values)
    await connection.close()
