"""The one process that shrinks photos: decoding in threads would stall every other request."""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

from anxun.blobs.files import draw_thumb, thumb_path
from anxun.core.errors import Unprocessable

MEMORY_BYTES = 1024 * 1024 * 1024
PHOTOS_A_CHILD = 200
DRAW_S = 10


def _limit() -> None:
    """A photo made to burst the decoder ends this process, not the server; and it ends with a server that is killed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    threading.Thread(target=_end_with_server, daemon=True).start()


def _end_with_server() -> None:
    if server := multiprocessing.parent_process():
        server.join()
    os._exit(1)


def _draw(root: Path, sha256: str, seconds: int) -> None:
    """The alarm ends the child also in the middle of a decoder that no exception would reach."""
    signal.alarm(seconds)
    try:
        draw_thumb(root, sha256)
    finally:
        signal.alarm(0)


class Thumbnails:
    """Lives as long as the server; the child is started by the first photo somebody looks at.

    One photo at a time: when it ends the child, it is known which one did, and the others go on in a new child.
    """

    def __init__(self, root: Path, seconds: int = DRAW_S) -> None:
        self._root, self._seconds = root, seconds
        self._pool: ProcessPoolExecutor | None = None
        self._drawing = asyncio.Lock()
        self._deadly: set[str] = set()

    async def path(self, sha256: str) -> Path:
        """The thumbnail's file, drawn on first view; a photo that cannot be decoded in time has none."""
        path = thumb_path(self._root, sha256)
        if path.exists():
            return path
        async with self._drawing:
            if sha256 in self._deadly:
                raise Unprocessable("blob.thumbnail")
            if not path.exists():
                await self._drawn(sha256)
        return path

    async def _drawn(self, sha256: str) -> None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), _limit, max_tasks_per_child=PHOTOS_A_CHILD
            )
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, _draw, self._root, sha256, self._seconds)
        except BrokenExecutor:
            self.close()
            self._deadly.add(sha256)
            raise Unprocessable("blob.thumbnail") from None
        except (OSError, SyntaxError, ValueError, MemoryError):
            raise Unprocessable("blob.thumbnail") from None

    def close(self) -> None:
        """At the server's end, or when a photo killed the child."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
