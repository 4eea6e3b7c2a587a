"""SQLite as one server uses it: whoever gives up waiting, or whose disk fails, leaves it usable for the next."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from anxun.core.db import SQLITE, engine_for, opened, raw, transaction


async def test_whoever_gives_up_waiting_for_its_turn_blocks_nobody(tmp_path: Path) -> None:
    async with opened(engine_for("", tmp_path)):
        async with transaction():
            await raw("CREATE TABLE kept (id text)")
        other = sqlite3.connect(tmp_path / SQLITE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")  # another process, a backup for example
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(transaction().__aenter__(), 0.2)
        other.execute("COMMIT")
        other.close()

        async with transaction():
            await raw("INSERT INTO kept VALUES ({})", ["after"])
        assert await raw("SELECT id FROM kept") == [{"id": "after"}]


async def test_whoever_waits_for_another_process_stops_nobody_who_reads_and_gets_its_turn(tmp_path: Path) -> None:
    async with opened(engine_for("", tmp_path)):
        async with transaction():
            await raw("CREATE TABLE kept (id text)")
        other = sqlite3.connect(tmp_path / SQLITE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO kept VALUES ('theirs')")

        async def ours() -> None:
            async with transaction():
                await raw("INSERT INTO kept VALUES ({})", ["ours"])

        writing = asyncio.create_task(ours())
        await asyncio.sleep(0.2)
        assert await asyncio.wait_for(raw("SELECT id FROM kept"), 1) == []
        other.execute("COMMIT")
        other.close()
        await writing
        await ours()  # the connection is as it was

        kept = [row["id"] for row in await raw("SELECT id FROM kept ORDER BY rowid")]
        assert kept == ["theirs", "ours", "ours"]


async def test_what_was_begun_and_not_finished_is_not_there(tmp_path: Path) -> None:
    async with opened(engine_for("", tmp_path)):
        async with transaction():
            await raw("CREATE TABLE kept (id text)")

        async def half() -> None:
            async with transaction():
                await raw("INSERT INTO kept VALUES ({})", ["half"])
                await asyncio.sleep(1)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(half(), 0.05)

        async with transaction():
            await raw("INSERT INTO kept VALUES ({})", ["whole"])
        assert await raw("SELECT id FROM kept") == [{"id": "whole"}]


async def test_a_write_outside_of_a_turn_fails(tmp_path: Path) -> None:
    async with opened(engine_for("", tmp_path)):
        async with transaction():
            await raw("CREATE TABLE kept (id text)")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await raw("INSERT INTO kept VALUES ({})", ["no"])
