"""The server's disk fills up while phones work: nothing is acknowledged that is not stored, and room again is enough."""

import asyncio
import os
import random
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from anxun.core.settings import Settings
from tests.faults.counts import times
from tests.faults.working import at_work
from tests.process import serving
from tests.world import School

pytestmark = pytest.mark.faults
DISK = "256m"
LEAST_BYTES, MOST_BYTES = 0, 120_000  # left free: nothing at all, or too little for some of what is written
# A small disk of its own, which no other process sees and which is gone with the server: needs no root.
ON_A_SMALL_DISK = 'mount -t tmpfs -o size="$1" tmpfs "$DATA" && cp -a "$2/." "$DATA" && shift 2 && exec "$@"'


@pytest.mark.r(27)
async def test_a_full_disk_acknowledges_nothing_that_is_not_stored_and_takes_everything_once_there_is_room(
    settings: Settings, world: School, tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    dice, fills = random.Random(seed), times("times the disk is full")
    small = replace(settings, data=tmp_path / "small")
    small.data.mkdir()
    namespace = ("unshare", "--map-root-user", "--mount", "--propagation", "private")
    inside = (*namespace, "sh", "-c", ON_A_SMALL_DISK, "sh", DISK, str(settings.data))
    copy = replace(settings, data=tmp_path / "copy")
    with serving(small, inside) as server:
        assert server.process is not None
        pid = server.process.pid
        async with at_work(copy, world, server.url, seed) as work:
            for _ in range(fills):
                await asyncio.sleep(dice.uniform(0.2, 1))
                ballast = filled(behind(pid, small.data), dice.randint(LEAST_BYTES, MOST_BYTES))
                await asyncio.sleep(dice.uniform(0.5, 2))
                ballast.unlink()
                copied(pid, small.data, copy.data)
                await work.acknowledged_is_stored(served=True)
        assert server.process.poll() is None
        copied(pid, small.data, copy.data)
        operations = await work.once_each()

    assert "No space left" in (small.data / "server.log").read_text()
    record_property("n", f"{fills} times full, {operations} operations")
    assert operations > fills


def behind(pid: int, path: Path) -> Path:
    """The same path as this process sees it."""
    return Path(f"/proc/{pid}/root{path}")


def copied(pid: int, data: Path, copy: Path) -> None:
    """What lies on the disk at this moment, as a power cut would leave it. Nothing else runs here meanwhile."""
    shutil.rmtree(copy, ignore_errors=True)
    os.kill(pid, signal.SIGSTOP)
    try:
        shutil.copytree(behind(pid, data), copy)
    finally:
        os.kill(pid, signal.SIGCONT)


def filled(data: Path, left: int) -> Path:
    """All but so many bytes of the disk are taken."""
    ballast = data / "ballast"
    with ballast.open("wb", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(bytes(65_536))
        file.truncate(max(0, file.tell() - left))
    return ballast
