"""Figures 6, 7 and 10: taking submissions from many phones, beside PocketBase on the same machine in the same run."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from anxun.core.settings import Settings
from tests.bench.figures import Figure, interleaved
from tests.bench.floor import floor_ms
from tests.bench.load import SIGNATURE, Crowd, Line, all_applied, crowd, push, request
from tests.bench.machine import cpu_s, memory_mb
from tests.bench.peer import Peer, pocketbase
from tests.forms import Shot
from tests.photos import noise

PHONES = 500
CLIENTS = 8
EACH = 6
BATCH = 50
PHOTO = (640, 400)  # of noise: 200 KB, as a photo of 1600 px has
THEIRS = "/api/collections/submissions/records"


async def taking(settings: Settings, folder: Path, where: str, database_pids: tuple[int, ...]) -> list[Figure]:
    """`where` names the database; `database_pids` are counted with the server's CPU."""
    async with crowd(settings, PHONES) as ours, pocketbase(folder / "pocketbase") as peer:
        pids = (ours.pid(), *database_pids)
        await _warm(ours)
        at_once = await interleaved(lambda: _all_at_once(ours), lambda: _theirs_at_once(peer))
        photos = await interleaved(lambda: _with_photos(ours, pids), lambda: _theirs_with_photos(peer))
        batches = await interleaved(lambda: _in_batches(ours, pids), lambda: floor_ms(settings, ours, database_pids))
        idle = memory_mb(ours.pid())
        theirs = memory_mb(peer.pid)
    return [
        Figure("6", f"500 phones at once, until the last receipt ({where})", "s", *at_once, "PocketBase", 1.5),
        Figure("7", f"CPU of a submission with two photos ({where})", "ms", *photos, "PocketBase", 1.5),
        Figure("7", f"CPU of a submission in batches of 50 ({where})", "ms", *batches, "bulk SQL and proof", 2),
        Figure("10", f"memory after it all ({where})", "MB", idle, theirs, "PocketBase", 4),
    ]


async def _warm(ours: Crowd) -> None:
    line = await Line.open(ours.address)
    for _ in range(4):
        all_applied([await line.ask(push(*(ours.submission(phone) for phone in ours.phones[:BATCH])))])
    line.close()


async def _crowded(address: tuple[str, int], sent: list[bytes]) -> tuple[float, list[tuple[int, bytes]]]:
    """Every request on a connection of its own, all begun together."""
    began = time.perf_counter()
    lines = await asyncio.gather(*(Line.open(address) for _ in sent))
    replies = await asyncio.gather(*(line.ask(one) for line, one in zip(lines, sent, strict=True)))
    took = time.perf_counter() - began
    for line in lines:
        line.close()
    return took, replies


async def _all_at_once(ours: Crowd) -> float:
    took, replies = await _crowded(ours.address, [push(ours.submission(phone)) for phone in ours.phones])
    assert len(all_applied(replies)) == PHONES
    return took


async def _theirs_at_once(peer: Peer) -> float:
    body = json.dumps({"answers": _answers(), "school": "s"}).encode()
    one = request("POST", THEIRS, body, {"Content-Type": "application/json"})
    took, replies = await _crowded(peer.address, [one] * PHONES)
    assert {status for status, _ in replies} == {200}
    return took


def _answers() -> dict[str, Any]:
    return {"answers": [{"item": f"item-{n}", "result": "pass"} for n in range(40)], **SIGNATURE}


async def _cpu_of(pids: tuple[int, ...], work: Callable[[int], Awaitable[None]]) -> float:
    """Milliseconds each, over CLIENTS × EACH submissions."""
    began = cpu_s(*pids)
    await asyncio.gather(*(work(client) for client in range(CLIENTS)))
    return (cpu_s(*pids) - began) * 1_000 / (CLIENTS * EACH)


_seeds: Iterator[int] = iter(range(10**9))


def _photo() -> Shot:
    return noise(next(_seeds), *PHOTO)


async def _with_photos(ours: Crowd, pids: tuple[int, ...]) -> float:
    ready = [[[_photo(), _photo()] for _ in range(EACH)] for _ in range(CLIENTS)]
    sent = [
        [push(ours.submission(ours.phones[client], *photos)) for photos in ready[client]] for client in range(CLIENTS)
    ]

    async def work(client: int) -> None:
        line = await Line.open(ours.address)
        for pushed, photos in zip(sent[client], ready[client], strict=True):
            status, body = await line.ask(pushed)
            all_applied([(status, body)])
            for photo in photos:
                await _bring(line, photo, str(json.loads(body)["upload_token"]))
        line.close()

    return await _cpu_of(pids, work)


async def _bring(line: Line, photo: Shot, token: str) -> None:
    headers = {"Upload-Offset": "0", "Upload-Length": str(len(photo.content)), "Authorization": f"Bearer {token}"}
    headers["Content-Type"] = "application/octet-stream"
    status, body = await line.ask(request("PATCH", f"/api/blobs/{photo.sha256}", photo.content, headers))
    assert status == 204, body


async def _theirs_with_photos(peer: Peer) -> float:
    sent = [[_multipart(_photo(), _photo()) for _ in range(EACH)] for _ in range(CLIENTS)]

    async def work(client: int) -> None:
        line = await Line.open(peer.address)
        for one in sent[client]:
            status, body = await line.ask(one)
            assert status == 200, body
        line.close()

    return await _cpu_of((peer.pid,), work)


def _multipart(*photos: Shot) -> bytes:
    edge = b"--edge-of-the-bench"
    parts = [_part("answers", json.dumps(_answers()).encode())]
    parts += [_part("files", photo.content, f"{photo.sha256}.jpg") for photo in photos]
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
    return request("POST", THEIRS, body, {"Content-Type": "multipart/form-data; boundary=edge-of-the-bench"})


def _part(name: str, content: bytes, filename: str | None = None) -> bytes:
    more = f'; filename="{filename}"\r\nContent-Type: image/jpeg' if filename else ""
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content


async def _in_batches(ours: Crowd, pids: tuple[int, ...]) -> float:
    line = await Line.open(ours.address)
    sent = [push(*(ours.submission(phone) for phone in ours.phones[n * BATCH : (n + 1) * BATCH])) for n in range(10)]
    began = cpu_s(*pids)
    for one in sent:
        all_applied([await line.ask(one)])
    line.close()
    return (cpu_s(*pids) - began) * 1_000 / PHONES
