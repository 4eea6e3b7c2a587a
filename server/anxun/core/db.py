"""One database behind two engines: the same transaction() and the same hand-written SQL for both."""

import errno
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import asyncpg
from piccolo.apps.migrations.tables import Migration
from piccolo.engine import Engine
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import TABLE_REGISTRY, Table, sort_table_classes

from anxun.core.engines import PooledPostgres, PooledSQLite


async def _kept(_connection: object) -> None:
    """Nothing is ever set on a connection that the next one would have to be spared."""


POOL = {"min_size": 2, "max_size": 8, "reset": _kept}
SQLITE = "anxun.sqlite"
_AWAY = (
    ConnectionError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE)
_SQLITE_AWAY = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CANTOPEN,
)


def engine_for(database_url: str, data: Path) -> Engine[Any]:
    """PostgreSQL for a `postgres://` URL, else the SQLite file of the data folder."""
    if database_url:
        return PooledPostgres(database_url)
    data.mkdir(parents=True, exist_ok=True)
    return PooledSQLite(data / SQLITE)


def bind(engine: Engine[Any]) -> None:
    """Give every table of the house this engine; nothing is bound at import."""
    for table in TABLE_REGISTRY:
        table._meta.db = engine


def by_name(tables: Sequence[type[Table]]) -> dict[str, type[Table]]:
    """Tables by their names, each after those it refers to."""
    return {table._meta.tablename: table for table in sort_table_classes(list(tables))}


@asynccontextmanager
async def opened(engine: Engine[Any]) -> AsyncIterator[Engine[Any]]:
    """The engine bound, with its connections, for as long as a server or a command lives."""
    bind(engine)
    if isinstance(engine, PostgresEngine):
        await engine.start_connection_pool(**POOL)
    try:
        yield engine
    finally:
        if isinstance(engine, PostgresEngine):
            await engine.close_connection_pool()
        elif isinstance(engine, PooledSQLite):
            await engine.close()


def bound() -> Engine[Any]:
    """The engine in use."""
    engine: Engine[Any] = Migration._meta.db
    return engine


@contextmanager
def using(engine: Engine[Any]) -> Iterator[None]:
    """Another engine for a while: a verifier reads one database and writes another."""
    before = bound()
    bind(engine)
    try:
        yield
    finally:
        bind(before)


def is_away(error: BaseException) -> bool:
    """Disk or database cannot do anything for the moment: no fault of what was asked, and worth asking again."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError)  # those say that an argument does not fit
    return isinstance(error, _AWAY) or (isinstance(error, OSError) and error.errno in _NO_ROOM)


def is_postgres() -> bool:
    """For the two statements that have no portable form."""
    return isinstance(bound(), PooledPostgres)


@asynccontextmanager
async def transaction() -> AsyncIterator[Any]:
    """The only way to write. Keep hashing, photos and any other waiting outside of it."""
    async with bound().transaction() as tx:
        yield tx


def holding(words: str) -> str:
    """The LIKE pattern for texts that hold these words; a wildcard among them means nothing."""
    return f"%{words.replace('%', '').replace('_', '')}%"


async def raw(sql: str, args: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Hand-written portable SQL, on the current transaction's connection if there is one.

    `{}` stands for an argument, `EACH {}` for a list of texts as a table with the one column `value`. For what every
    submission asks about few rows by their keys: Piccolo builds its SQL anew each time, which costs more than running
    it, and SQLite answers without a thread.
    """
    engine: Any = bound()
    rows: list[dict[str, Any]] = await engine.fetch(_compiled(sql, is_postgres()), args)
    return rows


async def raw_many(sql: str, rows: Sequence[Sequence[object]]) -> None:
    """The same statement once for each of these, inside a transaction."""
    engine: Any = bound()
    if rows:
        await engine.many(_compiled(sql, is_postgres()), rows)


async def insert(table: type[Table], rows: Sequence[Mapping[str, object]], *, unless_there: bool = False) -> None:
    """Rows of one table together, inside a transaction; what a row leaves out has the column's default."""
    columns = _columns(table)
    if strange := {name for row in rows for name in row if name not in columns}:
        raise KeyError(strange)
    values = [[row.get(name, default) for name, default in columns.items()] for row in rows]
    await raw_many(_insert(table, unless_there), values)


@lru_cache(maxsize=512)
def _compiled(sql: str, postgres: bool) -> str:
    each = "(SELECT unnest({}::text[]) AS value)" if postgres else "(SELECT value FROM json_each({}))"
    first, *rest = sql.replace("EACH {}", each).split("{}")
    return first + "".join(f"{f'${n}' if postgres else '?'}{part}" for n, part in enumerate(rest, 1))


@lru_cache(maxsize=128)
def _columns(table: type[Table]) -> dict[str, object]:
    return {column._meta.db_column_name: column.get_default_value() for column in table._meta.columns}


@lru_cache(maxsize=128)
def _insert(table: type[Table], unless_there: bool) -> str:
    columns = _columns(table)
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("{}" for _ in columns)
    twice = " ON CONFLICT DO NOTHING" if unless_there else ""
    return f'INSERT INTO "{table._meta.tablename}" ({names}) VALUES ({marks}){twice}'  # noqa: S608 - names of our own
