"""The thumbnail process, alive."""

import asyncio
import hashlib
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from anxun.blobs.files import blob_path
from anxun.blobs.worker import Thumbnails
from anxun.core.errors import Unprocessable
from tests.photos import scanned


def kept(root: Path, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    path = blob_path(root, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return sha256


def red() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(held, "JPEG")
    return held.getvalue()


async def test_a_photo_nobody_can_decode_costs_nothing_but_its_thumbnail(tmp_path: Path) -> None:
    good, bad = kept(tmp_path, red()), kept(tmp_path, b"\xff\xd8\xff\xe0 nothing behind it")
    thumbnails = Thumbnails(tmp_path)
    try:
        with pytest.raises(Unprocessable):
            await thumbnails.path(bad)

        path = await thumbnails.path(good)

        with Image.open(path) as small:
            assert small.size == (400, 300)
        assert await thumbnails.path(good) == path
    finally:
        thumbnails.close()


async def test_a_photo_made_to_take_for_ever_is_given_up_once_and_the_next_ones_go_on(tmp_path: Path) -> None:
    good, endless = kept(tmp_path, red()), kept(tmp_path, scanned(20_000).content)
    thumbnails = Thumbnails(tmp_path, seconds=1)
    try:
        first = asyncio.create_task(thumbnails.path(endless))
        await asyncio.sleep(0)
        behind = await asyncio.gather(thumbnails.path(good), thumbnails.path(endless), return_exceptions=True)

        with pytest.raises(Unprocessable) as refused:
            await first
        assert refused.value.code == "blob.thumbnail"
        assert isinstance(behind[0], Path)
        assert isinstance(behind[1], Unprocessable)
        started = time.monotonic()
        with pytest.raises(Unprocessable):
            await thumbnails.path(endless)
        assert time.monotonic() - started < 0.5
    finally:
        thumbnails.close()


# A server of one photo, which says who draws for it and then lives on.
SERVER = """
import asyncio, multiprocessing, pathlib, sys
from anxun.blobs.worker import Thumbnails

async def main():
    thumbnails = Thumbnails(pathlib.Path(sys.argv[1]))
    await thumbnails.path(sys.argv[2])
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""
GONE_WITHIN_S = 20


def lives(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_whoever_draws_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    command = [sys.executable, str(script), str(tmp_path), kept(tmp_path, red())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        assert lives(child)

        server.kill()

        until = time.monotonic() + GONE_WITHIN_S
        while lives(child):
            assert time.monotonic() < until
            time.sleep(0.1)
