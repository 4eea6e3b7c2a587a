"""A small honest phone for bad networks: peek, send, believe only what names the operation; photos until they are whole."""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from anxun.blobs.files import CHUNK_BYTES
from anxun.sync.wire import Envelope
from tests.forms import Shot
from tests.phone import Phone
from tests.photos import bearer

SETTLED = {"applied", "superseded", "refused", "held"}
BATCH = 8


class Passing(Exception):
    """No answer, or none of our server's: what was to be sent stays queued."""


@dataclass
class Outbox:
    """Operations in their order and the photos they name. Nothing leaves without a receipt that names it."""

    phone: Phone
    dice: random.Random
    queue: list[Envelope] = field(default_factory=list)
    photos: dict[str, Shot] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    tries: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    _token: str = ""
    _wanted: dict[str, str] = field(default_factory=dict)  # photo → the operation that names it
    _sent: dict[str, Envelope] = field(default_factory=dict)

    def add(self, envelope: Envelope, *photos: Shot) -> None:
        """Kept before anything is sent."""
        self.queue.append(envelope)
        self.photos |= {photo.sha256: photo for photo in photos}

    @property
    def whole(self) -> set[str]:
        """The photos that the server said it has."""
        named = {sha256 for receipt in self.receipts.values() for sha256 in receipt["missing"]}
        return named - self._wanted.keys()

    @property
    def is_empty(self) -> bool:
        return not self.queue and not self._wanted

    async def drain(self, seconds: float) -> None:
        """Until everything is settled, whatever the network does meanwhile."""
        async with asyncio.timeout(seconds):
            while not self.is_empty:
                await self.step()

    async def step(self) -> None:
        """One try."""
        self.tries += 1
        try:
            await self._push()
            await self._upload()
        except Passing:
            await asyncio.sleep(self.dice.random() * 0.05)

    async def _push(self) -> None:
        if not self.queue:
            return
        batch = self.queue[: self.dice.randint(1, BATCH)]
        for receipt in await self._post(batch):
            self._believe(receipt, {_id(one): one for one in batch})

    def _believe(self, receipt: dict[str, Any], batch: dict[str, Envelope]) -> None:
        operation = receipt.get("id")
        if operation not in batch or receipt.get("verdict") not in SETTLED:
            return
        self.receipts[operation] = receipt
        self._sent[operation] = batch[operation]
        self._wanted |= dict.fromkeys(receipt["missing"], operation)
        self.queue = [one for one in self.queue if _id(one) != operation]

    async def _post(self, batch: list[Envelope]) -> list[dict[str, Any]]:
        told = await self._ask("POST", "/api/sync/push", json={"operations": msgspec.to_builtins(batch)})
        try:
            reply = told.json()
            receipts: list[dict[str, Any]] = reply["receipts"]
        except (ValueError, KeyError, TypeError):
            raise Passing from None  # a captive portal, or half an answer
        self._token = reply["upload_token"] or self._token
        return receipts

    async def _upload(self) -> None:
        for sha256 in list(self._wanted):
            if not self._token:
                await self._post([self._sent[self._wanted[sha256]]])
            if await self._bring(self.photos[sha256]):
                del self._wanted[sha256]

    async def _bring(self, photo: Shot) -> bool:
        """Only the server's own word that it is whole lets a photo go."""
        for _ in range(20):
            head = await self._ask("HEAD", f"/api/blobs/{photo.sha256}")
            at = _number(head, "upload-offset")
            if head.headers.get("upload-complete") == "1":
                return True
            while True:
                part = photo.content[at : at + self.dice.randint(1, CHUNK_BYTES)]
                headers = {"upload-offset": str(at), "upload-length": str(len(photo.content))}
                reply = await self._ask("PATCH", f"/api/blobs/{photo.sha256}", content=part, headers=headers)
                if reply.status_code != 204:
                    break
                at = _number(reply, "upload-offset")
                if at >= len(photo.content):
                    break
        return False

    async def _ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        headers = {**sent.pop("headers", {}), **(bearer(self._token) if "blobs" in path else {})}
        try:
            reply = await self.phone.client.request(method, path, headers=headers, **sent)
        except httpx.TransportError:
            raise Passing from None
        self.statuses[reply.status_code] += 1
        if reply.status_code >= 500:
            raise Passing
        if reply.status_code == 401:
            self._token = ""
            raise Passing
        return reply


def _id(envelope: Envelope) -> str:
    return str(json.loads(envelope.body)["id"])


def _number(reply: httpx.Response, header: str) -> int:
    text = reply.headers.get(header, "")
    if not text.isdigit():
        raise Passing  # some proxy answered
    return int(text)
