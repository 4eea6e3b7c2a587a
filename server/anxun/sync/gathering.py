"""What comes while its like is being taken waits for it, and is then taken together: one turn, one commit.

Five hundred phones that find their network at the same moment cost a few large batches, not five hundred small ones.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from msgspec import DecodeError, Struct, json

from anxun.core.db import is_away
from anxun.sync.push import apply
from anxun.sync.wire import MAX_OPERATIONS, Envelope, Receipt

T = TypeVar("T")
R = TypeVar("R")
Push = tuple[Sequence[Envelope], int]  # with the moment it came


@dataclass(frozen=True)
class _Waiting(Generic[T, R]):
    item: T
    outcome: "asyncio.Future[R]"


class Gathering(Generic[T, R]):
    """One line a name, so that none waits for another's. `work` does several in order, at most `most` by `size`."""

    def __init__(self, work: Callable[[list[T]], Awaitable[list[R]]], most: int, size: Callable[[T], int]) -> None:
        self._work, self._most, self._size = work, most, size
        self._lines: dict[str, list[_Waiting[T, R]]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    async def take(self, name: str, item: T) -> R:
        """What comes of it, once that is on disk."""
        waiting = _Waiting[T, R](item, asyncio.get_running_loop().create_future())
        if name in self._lines:
            self._lines[name].append(waiting)
        else:
            self._lines[name] = [waiting]
            worker = asyncio.create_task(self._serve(name))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        return await waiting.outcome

    async def _serve(self, name: str) -> None:
        line, taken = self._lines[name], list[_Waiting[T, R]]()
        try:
            while line:
                count = self._together(line)
                taken, line[:count] = line[:count], []
                await self._take(taken)
        finally:
            del self._lines[name]
            for waiting in (*taken, *line):
                waiting.outcome.cancel()  # the server is being ended; nothing happens to those that have theirs

    def _together(self, line: Sequence[_Waiting[T, R]]) -> int:
        """How many from the front go together, at least one."""
        size = 0
        for count, waiting in enumerate(line):
            size += self._size(waiting.item)
            if size > self._most:
                return max(1, count)
        return len(line)

    async def _take(self, taken: Sequence[_Waiting[T, R]]) -> None:
        """What breaks one of them breaks no other."""
        try:
            outcomes = await self._work([waiting.item for waiting in taken])
        except Exception as error:  # noqa: BLE001 - it is the door's to answer for
            if len(taken) > 1 and not is_away(error):
                for waiting in taken:
                    await self._take([waiting])
                return
            for waiting in taken:
                if not waiting.outcome.done():
                    waiting.outcome.set_exception(error)
            return
        for waiting, outcome in zip(taken, outcomes, strict=True):
            if not waiting.outcome.done():  # who went away hears of it when it asks again
                waiting.outcome.set_result(outcome)


class _Addressed(Struct):
    organisation: str


def line_of(envelopes: Sequence[Envelope]) -> str:
    """Where a push waits: by its first organisation; who claims a wrong one only waits in a wrong line."""
    try:
        return json.decode(envelopes[0].body, type=_Addressed).organisation
    except (IndexError, DecodeError, RecursionError, UnicodeEncodeError):
        return ""


def pushes() -> Gathering[Push, list[Receipt]]:
    """A batch that gathers is no longer than a phone's own may be."""
    return Gathering(_applied, MAX_OPERATIONS, lambda push: len(push[0]))


async def _applied(pushes: list[Push]) -> list[list[Receipt]]:
    """By the latest clock of them: nothing is received before it came."""
    envelopes = [envelope for own, _ in pushes for envelope in own]
    receipts = iter(await apply(envelopes, max(at_ms for _, at_ms in pushes)))
    return [[next(receipts) for _ in own] for own, _ in pushes]
