"""Bring the schema up to date, under a lock, all or nothing; and say whether it is."""

import io
import os
from contextlib import redirect_stdout
from functools import cache

from piccolo.apps.migrations.commands.check import CheckMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from anxun import piccolo_conf
from anxun.core.db import bound, by_name, is_postgres, raw, transaction
from anxun.piccolo_app import APP_CONFIG

_LOCK = 0x616E78756E


def _configure() -> None:
    """Piccolo's runner asks the configuration module for the engine: give it the one in use."""
    os.environ["PICCOLO_CONF"] = piccolo_conf.__name__
    piccolo_conf.DB = bound()


async def migrate() -> None:
    """Run what is missing in one transaction; a second process that starts at once waits and finds nothing to do."""
    _configure()
    async with transaction():
        if is_postgres():
            await raw("SELECT pg_advisory_xact_lock({})", [_LOCK])
        with redirect_stdout(io.StringIO()):
            result = await run_forwards("anxun")
        if not result.success:
            raise RuntimeError(result.message or "a migration failed")


async def pending() -> bool:
    """True while the database is older than this code: the server refuses to serve then."""
    _configure()
    async with transaction():
        await Migration.create_table(if_not_exists=True)
    missing = await CheckMigrationManager(app_name="anxun").get_migration_statuses()
    return any(not status.has_ran for status in missing)


@cache
def tables() -> dict[str, type[Table]]:
    """Every table by its name, each after those it refers to: for what is done with all of them alike."""
    return by_name(APP_CONFIG.table_classes)


async def current() -> str:
    """The newest migration this database has had."""
    row = await Migration.select(Migration.name).order_by(Migration.name, ascending=False).first()
    return str(row["name"]) if row else ""
