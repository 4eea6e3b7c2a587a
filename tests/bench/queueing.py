"""Figures 4 and 5: a phone that was long without signal sends its queue over 3G, as the app batches and packs it."""

import asyncio
import gzip
import json
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec

from anxun.blobs.files import CHUNK_BYTES
from anxun.core.settings import Settings
from anxun.sync.wire import Envelope
from tests.bench.figures import Figure
from tests.bench.link import Link, slow_link
from tests.bench.load import Crowd, crowd
from tests.forms import Shot, failing, patrol_form
from tests.photos import noise

QUEUED = 200
MOST_BYTES = 100_000
VISITS, PHOTOS = 12, 2
PHOTO = (640, 400)
SIGNAL_S = 15
LANES = 2  # as the app: `pwa/src/sync/blobs.ts`


async def queueing(settings: Settings) -> list[Figure]:
    async with crowd(settings, 2) as ours:
        return [*await _without_photos(ours), *await _with_cuts(ours)]


def _signed(dice: random.Random) -> dict[str, Any]:
    """A hand's stroke: 120 points, each a little beside the last."""
    y = 60
    stroke = [20, y]
    for _ in range(119):
        below = max(2, min(118, y + dice.randint(-9, 9)))
        stroke += [dice.randint(0, 4), below - y]
        y = below
    return {"signature": {"width": 600, "height": 120, "strokes": [stroke]}}


async def _without_photos(ours: Crowd) -> list[Figure]:
    dice = random.Random(4)
    phone = ours.phones[0]
    queue = [phone.make("inspection.submit", patrol_form(ours.school), _signed(dice)) for _ in range(QUEUED)]
    async with _over_3g(ours) as (link, client):
        began = time.perf_counter()
        receipts = (await _pushed(client, queue))["receipts"]
        took = time.perf_counter() - began
    assert [one["verdict"] for one in receipts] == ["applied"] * QUEUED
    up = link.sent["up"]
    return [
        Figure("4", "200 queued submissions over 3G", "s", took, link.limit_s(), "the link's limit", 1.3),
        Figure("4", "their bytes up", "bytes", up, MOST_BYTES, "100 KB", 1),
    ]


async def _with_cuts(ours: Crowd) -> list[Figure]:
    dice = random.Random(5)
    phone = ours.phones[1]
    photos = [[noise(50_000 + PHOTOS * n + m, *PHOTO) for m in range(PHOTOS)] for n in range(VISITS)]
    forms = [patrol_form(ours.school, {"exits-clear": failing(*some)}) for some in photos]
    queue = [phone.make("inspection.submit", form, _signed(dice)) for form in forms]
    payload = sum(len(one.content) for some in photos for one in some)
    async with _over_3g(ours) as (link, client):
        cutting = asyncio.create_task(_cuts(link))
        began = time.perf_counter()
        reply = await _pushed(client, queue)
        assert {one["verdict"] for one in reply["receipts"]} == {"applied"}
        left = iter([one for some in photos for one in some])
        await asyncio.gather(*(_lane(client, left, reply["upload_token"]) for _ in range(LANES)))
        took = time.perf_counter() - began
        cutting.cancel()
    limit = payload * 8 / link.up / 1_000
    sent = link.sent["up"]
    return [
        Figure("5", "12 submissions, 24 photos, a link cut every 15 s", "s", took, limit, "the link's limit", 1.1),
        Figure("5", "bytes sent of it", "bytes", sent, payload, "the photos alone", 1.03),
    ]


@asynccontextmanager
async def _over_3g(ours: Crowd) -> AsyncIterator[tuple[Link, httpx.AsyncClient]]:
    async with slow_link(ours.address) as link, httpx.AsyncClient(timeout=30) as client:
        client.base_url = httpx.URL(f"http://127.0.0.1:{link.port}")
        yield link, client


async def _cuts(link: Link) -> None:
    while True:
        await asyncio.sleep(SIGNAL_S)
        link.cut()


async def _pushed(client: httpx.AsyncClient, queue: list[Envelope]) -> dict[str, Any]:
    packed = gzip.compress(json.dumps({"operations": msgspec.to_builtins(queue)}, separators=(",", ":")).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    reply = await client.post("/api/sync/push", content=packed, headers=headers)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


async def _lane(client: httpx.AsyncClient, left: Iterator[Shot], token: str) -> None:
    for photo in left:
        await _bring(client, photo, token)


async def _bring(client: httpx.AsyncClient, photo: Shot, token: str) -> None:
    """As the app does: the first piece at once, after a cut asking how far it came."""
    at, bearer = 0, {"Authorization": f"Bearer {token}"}
    while at < len(photo.content):
        part = photo.content[at : at + CHUNK_BYTES]
        headers = {"Upload-Offset": str(at), "Upload-Length": str(len(photo.content)), **bearer}
        headers["Content-Type"] = "application/octet-stream"
        try:
            reply = await client.patch(f"/api/blobs/{photo.sha256}", content=part, headers=headers)
            assert reply.status_code == 204, reply.text
            at = int(reply.headers["upload-offset"])
        except httpx.TransportError:
            head = await client.head(f"/api/blobs/{photo.sha256}", headers=bearer)
            at = int(head.headers["upload-offset"])
