"""Pushes that come while another is being taken wait for it, and are then taken together: one turn, one commit.

Five hundred phones that find their network at the same moment cost a few large batches, not five hundred small ones.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import DecodeError, Struct, json

from anxun.core.db import is_away
from anxun.sync.live import Teller
from anxun.sync.push import apply
from anxun.sync.wire import MAX_OPERATIONS, Envelope, Receipt


class _Addressed(Struct):
    organisation: str


@dataclass(frozen=True)
class _Push:
    envelopes: Sequence[Envelope]
    at_ms: int
    receipts: "asyncio.Future[list[Receipt]]"


class Gathering:
    """One line an organisation, so that none waits for another's; who claims a wrong one only waits in a wrong line."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._lines: dict[str, list[_Push]] = {}
        self._takers: set[asyncio.Task[None]] = set()

    async def take(self, envelopes: Sequence[Envelope], at_ms: int) -> list[Receipt]:
        """Receipts in the order of the envelopes, once everything applied is on disk."""
        push = _Push(envelopes, at_ms, asyncio.get_running_loop().create_future())
        name = _line(envelopes)
        if name in self._lines:
            self._lines[name].append(push)
        else:
            self._lines[name] = [push]
            taker = asyncio.create_task(self._serve(name))
            self._takers.add(taker)
            taker.add_done_callback(self._takers.discard)
        return await push.receipts

    async def _serve(self, name: str) -> None:
        line, taken = self._lines[name], list[_Push]()
        try:
            while line:
                count = _together(line)
                taken, line[:count] = line[:count], []
                await self._take(taken)
        finally:
            del self._lines[name]
            for push in (*taken, *line):
                push.receipts.cancel()  # the server is being ended; nothing happens to those that have theirs

    async def _take(self, pushes: Sequence[_Push]) -> None:
        """By the latest clock of them: nothing is received before it came. What breaks one of them breaks no other."""
        envelopes = [envelope for push in pushes for envelope in push.envelopes]
        try:
            receipts = await apply(envelopes, max(push.at_ms for push in pushes))
        except Exception as error:  # noqa: BLE001 - it is the door's to answer for
            if len(pushes) > 1 and not is_away(error):
                for push in pushes:
                    await self._take([push])
                return
            for push in pushes:
                if not push.receipts.done():
                    push.receipts.set_exception(error)
            return
        given = iter(receipts)
        for push in pushes:
            own = [next(given) for _ in push.envelopes]
            if not push.receipts.done():  # who went away gets them when it sends again
                push.receipts.set_result(own)
        for organisation in {one.organisation for one in receipts if one.journal_no is not None and one.organisation}:
            self._teller.tell(organisation)


def _line(envelopes: Sequence[Envelope]) -> str:
    try:
        return json.decode(envelopes[0].body, type=_Addressed).organisation
    except (IndexError, DecodeError, RecursionError, UnicodeEncodeError):
        return ""


def _together(line: Sequence[_Push]) -> int:
    """How many from the front make a batch no longer than a phone's own may be."""
    operations = 0
    for count, push in enumerate(line):
        operations += len(push.envelopes)
        if operations > MAX_OPERATIONS:
            return max(1, count)
    return len(line)
