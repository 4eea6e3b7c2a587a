"""Photos of any size, and their way to the server piece by piece."""

import io
import random
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
