"""The whole database as one SQLite file, and back: the one form in which it is kept, proved and brought elsewhere."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from anxun import schema
from anxun.core.db import SQLITE, engine_for, opened
from anxun.core.settings import Settings

PAGE = 500


async def snapshot(settings: Settings, folder: Path) -> None:
    """Everything as it stands at one moment, on a running server, into this folder."""
    if settings.database_url:
        async with opened(engine_for("", folder)):
            await schema.migrate()
        await _from_postgres(settings.database_url, folder / SQLITE)
    else:
        await asyncio.to_thread(_from_sqlite, settings.data / SQLITE, folder / SQLITE)
    with closing(sqlite3.connect(folder / SQLITE)) as made:
        made.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


async def bring_up_to_date(folder: Path) -> str:
    """The file in this folder, perhaps of an older version; gives the schema it then has."""
    async with opened(engine_for("", folder)):
        await schema.migrate()
        return await schema.current()


async def load(folder: Path, settings: Settings) -> None:
    """Into an empty installation, all or nothing."""
    if settings.database_url:
        await _into_postgres(folder / SQLITE, settings.database_url)
    else:
        draft = settings.data / f"{SQLITE}.restoring"
        shutil.copyfile(folder / SQLITE, draft)
        fsync(draft)
        draft.replace(settings.data / SQLITE)
        fsync(settings.data)


def damage(folder: Path) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    try:
        with closing(sqlite3.connect(folder / SQLITE)) as file:
            wrong = [str(row[0]) for row in file.execute("PRAGMA integrity_check")]
            orphans = [
                f"{row[0]} refers to a {row[2]} that is gone" for row in file.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for line in wrong if line != "ok"] + orphans


def fsync(path: Path) -> None:
    """On disk for good, a file or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _from_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(target)) as copy:
        running.backup(copy)  # in one step, so nothing that is written meanwhile gets half in


async def _from_postgres(url: str, target: Path) -> None:
    connection = await asyncpg.connect(url)
    try:
        with closing(sqlite3.connect(target)) as copy:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                for table in schema.tables():
                    columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
                    named = ", ".join(f'"{column}"' for column in columns)
                    rows = await connection.cursor(f'SELECT {named} FROM "{table}"')  # noqa: S608 - names from our own schema
                    marks = ", ".join("?" * len(columns))
                    while page := await rows.fetch(PAGE):
                        copy.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', page)  # noqa: S608 - same
            copy.commit()
    finally:
        await connection.close()


async def _into_postgres(source: Path, url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        with closing(sqlite3.connect(source)) as copy:
            async with connection.transaction():
                for table in schema.tables():
                    about = copy.execute(f'PRAGMA table_info("{table}")').fetchall()
                    truths = {place for place, row in enumerate(about) if row[2] == "BOOLEAN"}
                    columns = [row[1] for row in about]
                    await connection.copy_records_to_table(
                        table, records=_records(copy, table, truths), columns=columns
                    )
    finally:
        await connection.close()


def _records(copy: sqlite3.Connection, table: str, truths: set[int]) -> Iterator[list[Any]]:
    """SQLite keeps a truth as a number."""
    for row in copy.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names from our own schema
        yield [bool(value) if place in truths else value for place, value in enumerate(row)]
