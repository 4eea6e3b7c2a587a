"""The schema: the same on both databases, brought up once however many try, and nothing deletes along."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from piccolo.apps.migrations.tables import Migration
from piccolo.columns import BigInt, Boolean, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from anxun import schema
from anxun.app import OldSchema, create_app
from anxun.core.db import engine_for, opened, raw, transaction
from anxun.core.settings import Settings
from anxun.organisations.tables import Organisation
from anxun.piccolo_app import APP_CONFIG
from tests.forms import found
from tests.world import School

ROOT = Path(__file__).parents[1]
# Piccolo asks the engine for a column's type and calls SQLite's BIGINT an INTEGER; the migration says what it means.
NAMES = {Varchar: "varchar({})", Text: "text", BigInt: "bigint", Boolean: "boolean"}


def tables() -> list[type[Table]]:
    return APP_CONFIG.table_classes


async def described(table: str, settings: Settings) -> dict[str, tuple[str, bool]]:
    """Column → its type as the database says it, and whether it may be null."""
    if settings.database_url:
        rows = await raw(
            "SELECT column_name AS name, CASE WHEN character_maximum_length IS NULL THEN data_type"
            " ELSE 'varchar(' || character_maximum_length || ')' END AS kind, is_nullable = 'YES' AS may"
            " FROM information_schema.columns WHERE table_name = {}",
            [table],
        )
        return {row["name"]: (row["kind"], row["may"]) for row in rows}
    rows = await raw(f'PRAGMA table_info("{table}")')
    return {row["name"]: (row["type"].lower(), not (row["notnull"] or row["pk"])) for row in rows}


async def test_a_fresh_schema_is_what_the_table_classes_say(empty: Settings) -> None:
    async with opened(engine_for(empty.database_url, empty.data)):
        await schema.migrate()

        for table in tables():
            columns = await described(table._meta.tablename, empty)
            assert columns.keys() == {column._meta.db_column_name for column in table._meta.columns}
            for column in table._meta.columns:
                kind, may_be_null = columns[column._meta.db_column_name]
                target = column._foreign_key_meta.resolved_references if isinstance(column, ForeignKey) else None
                said = NAMES.get(type(target._meta.primary_key if target else column), "")
                length = getattr(target._meta.primary_key if target else column, "length", "")
                assert kind == said.format(length), f"{table._meta.tablename}.{column._meta.name}"
                assert may_be_null == (column._meta.null and not column._meta.primary_key), column


async def test_the_migration_is_the_only_place_where_tables_are_made(empty: Settings) -> None:
    async with opened(engine_for(empty.database_url, empty.data)):
        await schema.migrate()
        if empty.database_url:
            rows = await raw("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        else:
            rows = await raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")

        known = {table._meta.tablename for table in tables()} | {Migration._meta.tablename}
        assert {row["name"] for row in rows} == known


async def test_migrating_again_is_harmless(empty: Settings) -> None:
    async with opened(engine_for(empty.database_url, empty.data)):
        await schema.migrate()
        before = await schema.current()
        await schema.migrate()

        assert await schema.current() == before
        assert not await schema.pending()


async def test_two_that_migrate_at_once_both_end_well(empty: Settings) -> None:
    running = [_migrating(empty) for _ in range(2)]
    said = await asyncio.gather(*(asyncio.to_thread(process.communicate) for process in running))

    assert [process.returncode for process in running] == [0, 0], said
    async with opened(engine_for(empty.database_url, empty.data)):
        assert not await schema.pending()
        assert await Migration.count() == 1


def _migrating(settings: Settings) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "PYTHONPATH": str(ROOT / "server"),
    }
    command = [sys.executable, "-m", "anxun.cli", "migrate"]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.mark.r(24)
async def test_an_old_schema_is_not_served(empty: Settings) -> None:
    app = create_app(empty)

    with pytest.RaisesGroup(pytest.RaisesExc(OldSchema, match="anxun migrate"), allow_unwrapped=True):
        async with app.lifespan():
            pass


async def test_nothing_can_be_deleted_while_something_rests_on_it(school: School) -> None:
    await found(school)

    for table in tables():
        for column in table._meta.foreign_key_columns:
            assert column._foreign_key_meta.on_delete == OnDelete.restrict
            assert column._meta.null is False or column._foreign_key_meta.resolved_references is table
    for name in ("organisation", "person", "point", "hazard", "device"):
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await _emptied(name)
    assert await Organisation.count() == 4


async def _emptied(name: str) -> None:
    async with transaction():
        await raw(f'DELETE FROM "{name}"')
