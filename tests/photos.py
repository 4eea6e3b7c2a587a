"""Photos of any size, and their way to the server piece by piece."""

import io
import random
import struct
from functools import cache

import httpx
from PIL import Image

from anxun.blobs.files import CHUNK_BYTES
from tests.forms import Shot, failing, patrol_form
from tests.phone import SIGNED, Phone
from tests.world import School


@cache
def noise(seed: int, width: int = 960, height: int = 800) -> Shot:
    """A photo of noise, another one for each seed; the usual size takes three pieces to send."""
    held = io.BytesIO()
    pixels = random.Random(seed).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), pixels).save(held, "JPEG", quality=85)
    return Shot(held.getvalue())


def scanned(scans: int, width: int = 4000, height: int = 3000) -> Shot:
    """A small progressive JPEG that makes a decoder walk over all its pixels once for every scan."""

    def segment(marker: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content

    blocks = (width // 8) * (height // 8)
    table = bytes([1, *[0] * 15])  # one code of one bit
    runs = [min(left, 32_767) for left in range(blocks, 0, -32_767)]
    bits = "".join("0" + format(max(run, 16_384) - 16_384, "014b") for run in runs)  # "the next blocks are empty"
    bits += "1" * (-len(bits) % 8)
    empty = int(bits, 2).to_bytes(len(bits) // 8).replace(b"\xff", b"\xff\0")
    head = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    head += segment(0xC4, b"\0" + table + b"\0" + b"\x10" + table + b"\xe0")
    head += segment(0xDA, b"\1\1\0\0\0\1") + bytes(-(-blocks // 8)) + segment(0xDA, b"\1\1\0\1\x3f\1") + empty
    return Shot(b"\xff\xd8" + head + (segment(0xDA, b"\1\1\0\1\x3f\x10") + empty) * (scans - 2) + b"\xff\xd9")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def piece(
    client: httpx.AsyncClient, photo: Shot, at: int, content: bytes, headers: dict[str, str] | None = None
) -> httpx.Response:
    """One PATCH."""
    told = {"upload-offset": str(at), "upload-length": str(len(photo.content))}
    told |= {"content-type": "application/octet-stream"} | (headers or {})
    return await client.patch(f"/api/blobs/{photo.sha256}", content=content, headers=told)


async def offset(client: httpx.AsyncClient, sha256: str, headers: dict[str, str] | None = None) -> tuple[int, bool]:
    """How far the server has come, and whether the photo is whole."""
    reply = await client.head(f"/api/blobs/{sha256}", headers=headers)
    assert reply.status_code == 200, reply.status_code
    return int(reply.headers["upload-offset"]), reply.headers["upload-complete"] == "1"


async def resume(client: httpx.AsyncClient, photo: Shot, headers: dict[str, str] | None = None) -> None:
    """As a phone does it: ask how far it came, go on from there, until it is whole."""
    at, whole = await offset(client, photo.sha256, headers)
    while not whole:
        reply = await piece(client, photo, at, photo.content[at : at + CHUNK_BYTES], headers)
        assert reply.status_code in (204, 409), reply.text
        at, whole = await offset(client, photo.sha256, headers)


async def named(school: School, phone: Phone, *photos: Shot) -> None:
    """An inspection of this phone names the photos; none of their bytes is here."""
    form = patrol_form(school, {"exits-clear": failing(*photos)})
    receipt = await phone.did("inspection.submit", form, SIGNED)
    assert set(receipt["missing"]) == {photo.sha256 for photo in photos}
