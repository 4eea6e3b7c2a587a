"""The two engines a server needs: SQLite with one kept writer, PostgreSQL whose pool gets every connection back.

Piccolo's stock SQLite engine opens a connection a query and begins DEFERRED: of 40 concurrent read-modify-writes it
lost 39. Here one kept connection writes (BEGIN IMMEDIATE, WAL, synchronous=FULL: acknowledged means on disk); three
read.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import json
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory

READERS = 3
BUSY_MS = 20_000


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

    def run_many(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        """The same with each of these."""
        self._sqlite.executemany(query, rows)

    async def begin(self) -> None:
        """At once, unless another process writes; that is waited for on the thread."""
        try:
            self.run("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await self.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            await self.execute("BEGIN IMMEDIATE")
            self.run("PRAGMA busy_timeout=0")

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
            await self.connection.begin()
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

    __slots__ = ("_glance", "_idle", "_opened", "_readers", "_writer", "_writing")

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path))
        self._writing = asyncio.Lock()
        self._writer: _Connection | None = None
        self._glance: _Connection | None = None  # for short questions, here and now
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
                self._writer.run("PRAGMA busy_timeout=0")
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

    async def fetch(self, sql: str, args: Sequence[object]) -> list[dict[str, Any]]:
        """A compiled statement, in the transaction if there is one; a thread would cost more than the few rows do."""
        args = [json.encode(one).decode() if isinstance(one, list) else one for one in args]
        held = self.current_transaction.get()
        connection: _Connection = held.connection if held else await self._glancing()
        return connection.run(sql, args)

    async def _glancing(self) -> _Connection:
        if self._glance is None:
            await self.create_file()
            self._glance = self._open("query_only=1")
        return self._glance

    async def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """A compiled statement once for each of these, in the transaction."""
        held = self.current_transaction.get()
        assert held is not None
        held.connection.run_many(sql, rows)

    async def create_file(self) -> None:
        """The writer goes first, so that the file and its WAL mode exist before anybody reads."""
        if self._writer is None:
            await self.take_writer()
            self.give_writer()

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> SQLiteTransaction:
        return _WriterTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    async def close(self) -> None:
        await self.drop_writer()
        for reader in (*self._readers, *([self._glance] if self._glance else [])):
            await reader.close()
        self._readers, self._idle, self._glance = [], asyncio.Queue(), None


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

    async def fetch(self, sql: str, args: Sequence[object]) -> list[dict[str, Any]]:
        """A compiled statement, in the transaction if there is one."""
        held = self.current_transaction.get()
        run = self._run_in_pool if self.pool else self._run_in_new_connection
        return [dict(row) for row in await (held.connection.fetch(sql, *args) if held else run(sql, args))]

    async def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """A compiled statement once for each of these, in the transaction."""
        held = self.current_transaction.get()
        assert held is not None
        await held.connection.executemany(sql, rows)
