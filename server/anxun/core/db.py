"""One database behind two engines: pooled SQLite (one writer) and PostgreSQL, with the same transaction() for both.

Piccolo's stock SQLite engine opens a connection a query and begins DEFERRED: of 40 concurrent read-modify-writes it
lost 39. Here one kept connection writes (BEGIN IMMEDIATE, WAL, synchronous=FULL: acknowledged means on disk); three
read.
"""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from piccolo.apps.migrations.tables import Migration
from piccolo.engine import Engine
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.table import TABLE_REGISTRY, Table, sort_table_classes

READERS = 3
BUSY_MS = 20_000
POOL = {"min_size": 2, "max_size": 8}
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


class _Connection:
    """One SQLite connection, with a thread of its own for what waits: for another process, the disk, many rows."""

    def __init__(self, how: dict[str, Any], pragmas: Sequence[str]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._sqlite = sqlite3.connect(**how, check_same_thread=False)
        self._sqlite.row_factory = dict_factory
        for pragma in pragmas:
            self._sqlite.execute(f"PRAGMA {pragma}")

    def run(self, query: str, args: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Here and now: a statement inside a turn touches few rows by their keys, and waits for nobody."""
        rows: list[dict[str, Any]] = self._sqlite.execute(query, args).fetchall()
        return rows

    async def execute(self, query: str, args: Sequence[object] = ()) -> list[dict[str, Any]]:
        """On its thread, after whatever was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.run, query, args)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._sqlite.close)
        self._thread.shutdown(wait=False)


class _WriterTransaction(SQLiteTransaction):
    """A transaction on the one writing connection; gives it back instead of closing it."""

    engine: "PooledSQLite"

    async def get_connection(self) -> _Connection:
        return await self.engine.take_writer()

    async def begin(self) -> None:
        try:
            await super().begin()  # type: ignore[no-untyped-call]
        except BaseException:
            await self.engine.drop_writer()  # whoever gave up waiting does not know whether it began
            self.engine.give_writer()
            raise

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent:
            return exception is None
        try:
            if exception is None:
                await self.commit()  # type: ignore[no-untyped-call]
            else:
                await self.rollback()  # type: ignore[no-untyped-call]
        except BaseException:
            await self.engine.drop_writer()
            raise
        finally:
            self.engine.current_transaction.reset(self.context)
            self.engine.give_writer()
        return exception is None


class PooledSQLite(SQLiteEngine):
    """SQLite as a server needs it; a write outside transaction() fails, for readers are query_only."""

    __slots__ = ("_idle", "_opened", "_readers", "_writer", "_writing")

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path))
        self._writing = asyncio.Lock()
        self._writer: _Connection | None = None
        self._readers: list[_Connection] = []
        self._idle: asyncio.Queue[_Connection] = asyncio.Queue()
        self._opened = asyncio.Lock()

    def _open(self, *pragmas: str) -> _Connection:
        usual = (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=1")
        return _Connection(self.connection_kwargs, [*usual, *pragmas])

    async def take_writer(self) -> _Connection:
        await self._writing.acquire()
        try:
            if self._writer is None:
                self._writer = self._open()
        except BaseException:
            self._writing.release()
            raise
        return self._writer

    def give_writer(self) -> None:
        self._writing.release()

    async def drop_writer(self) -> None:
        """After a COMMIT that failed nobody knows the connection's state: the next writer opens a fresh one."""
        if self._writer is not None:
            dropped, self._writer = self._writer, None
            await dropped.close()

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        return connection.run(query, args or ())

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        async with self._opened:
            if not self._readers:
                await self.create_file()
                self._readers = [self._open("query_only=1") for _ in range(READERS)]
                for reader in self._readers:
                    self._idle.put_nowait(reader)
        connection = await self._idle.get()
        try:
            return await connection.execute(query, args or ())
        finally:
            self._idle.put_nowait(connection)

    async def create_file(self) -> None:
        """The writer goes first, so that the file and its WAL mode exist before anybody reads."""
        await self.take_writer()
        self.give_writer()

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> SQLiteTransaction:
        return _WriterTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    async def close(self) -> None:
        await self.drop_writer()
        for reader in self._readers:
            await reader.close()
        self._readers, self._idle = [], asyncio.Queue()


class _ReleasingTransaction(PostgresTransaction):
    """Gives the pooled connection back even when COMMIT fails; Piccolo's own keeps it and stays "inside" for ever."""

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent:
            return exception is None
        try:
            if exception is None:
                await self.commit()  # type: ignore[no-untyped-call]
            else:
                await self.rollback()  # type: ignore[no-untyped-call]
        finally:
            self.engine.current_transaction.reset(self.context)
            if self.engine.pool:
                await self.engine.pool.release(self.connection)
            else:
                await self.connection.close()
        return exception is None


class PooledPostgres(PostgresEngine):
    """PostgreSQL with a pool; READ COMMITTED, for a later statement must see what the last holder of a turn wrote."""

    def __init__(self, dsn: str) -> None:
        super().__init__(config={"dsn": dsn}, extensions=())

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        return _ReleasingTransaction(engine=self, allow_nested=allow_nested)


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
    """Hand-written portable SQL with `{}` placeholders, on the current transaction's connection if there is one."""
    rows: list[dict[str, Any]] = await Migration.raw(sql, *args)
    return rows
