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
from dataclasses import dataclass, field
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


@dataclass
class Cluster:
    """A data folder of our own and the server on it, to be stopped and started again."""

    folder: str
    options: tuple[str, ...]
    user: str | None = field(default_factory=_user)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def dsn(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def make(self) -> None:
        if self.user is not None:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        command = [_tool("initdb"), "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C", "-N"]
        subprocess.run(command, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Gives back once its port is open; it may still be recovering."""
        where = ["-D", f"{self.folder}/data", "-p", str(self.port), "-c", "listen_addresses=127.0.0.1"]
        command = [_tool("postgres"), *where, "-k", self.folder, *self.options]
        with Path(self.folder, "log").open("ab") as log:
            self.process = subprocess.Popen(command, user=self.user, cwd=self.folder, stdout=log, stderr=log)
        _wait(self.port)

    def stop_at_once(self) -> None:
        """As when the machine loses its power: nothing is written back, the next start recovers."""
        command = [_tool("pg_ctl"), "stop", "-m", "immediate", "-D", f"{self.folder}/data"]
        subprocess.run(command, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL)
        self._ended()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self._ended()

    def _ended(self) -> None:
        assert self.process is not None
        self.process.wait(START_S)
        self.process = None


@contextmanager
def cluster(*options: str) -> Iterator[Cluster]:
    """A server of our own that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="anxun-pg-", ignore_cleanup_errors=True) as folder:
        own = Cluster(folder, options)
        own.make()
        try:
            own.start()
            yield own
        finally:
            own.stop()


@contextmanager
def server() -> Iterator[str]:
    """The DSN of a server, without a database's name."""
    given = os.environ.get("ANXUN_TEST_PG")
    if given:
        yield given.rstrip("/")
        return
    with cluster("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off") as own:
        yield own.dsn


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


async def recovered(dsn: str) -> None:
    """Once it answers after a stop."""
    await (await _patient(f"{dsn}/postgres")).close()


async def _patient(dsn: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A server that has just opened its port may still say that it is starting up."""
    for _ in range(50):
        try:
            return await asyncpg.connect(dsn)
        except asyncpg.CannotConnectNowError:
            await asyncio.sleep(0.1)
    return await asyncpg.connect(dsn)
