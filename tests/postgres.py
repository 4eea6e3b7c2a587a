"""A PostgreSQL for the tests: the one named by ANXUN_TEST_PG, else our own that ends with them. Never skipped."""

import asyncio
import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

START_S = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tool(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, "PostgreSQL is missing: apt-get install postgresql, or set ANXUN_TEST_PG to a server for tests"
    return str(found[-1])


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


@contextmanager
def server() -> Iterator[str]:
    """The DSN of a server, without a database's name."""
    given = os.environ.get("ANXUN_TEST_PG")
    if given:
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="anxun-pg-", ignore_cleanup_errors=True) as folder:
        user, port = _user(), free_port()
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = f"{folder}/data"
        quick = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        initdb = [_tool("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        where = ["-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", folder]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(
                [_tool("postgres"), *where, *quick], user=user, cwd=folder, stdout=log, stderr=log
            )
        try:
            _wait(port)
            yield f"postgres://postgres@127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(START_S)


def _wait(port: int) -> None:
    for _ in range(START_S * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("PostgreSQL did not start")


async def create(dsn: str, name: str, template: str = "template1") -> str:
    """A database as a copy of another one; gives its DSN."""
    connection = await _patient(f"{dsn}/postgres")
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return f"{dsn}/{name}"


async def drop(dsn: str, name: str) -> None:
    connection = await _patient(f"{dsn}/postgres")
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()


async def _patient(dsn: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A server that has just opened its port may still say that it is starting up."""
    for _ in range(50):
        try:
            return await asyncpg.connect(dsn)
        except asyncpg.CannotConnectNowError:
            await asyncio.sleep(0.1)
    return await asyncpg.connect(dsn)
