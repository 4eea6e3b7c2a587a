"""The one process that shrinks photos: decoding in threads would stall every other request."""

import asyncio
import multiprocessing
import resource
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

from anxun.blobs.files import draw_thumb, thumb_path
from anxun.core.errors import Unprocessable

MEMORY_BYTES = 1024 * 1024 * 1024
PHOTOS_A_CHILD = 200


def _limit() -> None:
    """A photo made to burst the decoder ends this process, not the server."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class Thumbnails:
    """Lives as long as the server; the child is started by the first photo somebody looks at."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pool: ProcessPoolExecutor | None = None

    async def path(self, sha256: str) -> Path:
        """The thumbnail's file, drawn on first view; a photo that cannot be decoded has none."""
        path = thumb_path(self._root, sha256)
        if path.exists():
            return path
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), _limit, max_tasks_per_child=PHOTOS_A_CHILD
            )
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, draw_thumb, self._root, sha256)
        except BrokenExecutor:
            self.close()
            raise Unprocessable("blob.type") from None
        except (OSError, SyntaxError, ValueError, MemoryError):
            raise Unprocessable("blob.type") from None
        return path

    def close(self) -> None:
        """At the server's end, or when a photo killed the child."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
