"""What is no photo, or more than was said, stays outside."""

import io
import struct
import zlib

import pytest
from PIL import Image

from anxun.blobs.files import CHUNK_BYTES
from anxun.blobs.model import MAX_BYTES
from tests.forms import Shot, bring, shot
from tests.photos import named, piece
from tests.world import School


def _bomb() -> bytes:
    """A PNG of 40 000 × 40 000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _gif() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8)).save(held, "GIF")
    return held.getvalue()


HOSTILE = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "polyglot": b"GIF89a/*<svg/onload=alert(1)>*/=1;",
    "gif": _gif(),
    "a bomb": _bomb(),
    "a header alone": b"\xff\xd8\xff\xe0",
    "pdf": b"%PDF-1.7\n%%EOF",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "one byte": b"\0",
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_what_is_no_photo_is_refused_whatever_it_calls_itself(school: School, kind: str) -> None:
    hostile = Shot(HOSTILE[kind])
    await named(school, school.patrol, hostile)

    reply = await piece(school.patrol.client, hostile, 0, hostile.content, {"content-type": "image/jpeg"})

    assert (reply.status_code, reply.json()["code"]) == (422, "blob.type")
    assert (await school.office.client.get(f"/api/blobs/{hostile.sha256}")).status_code == 404


async def test_a_photo_with_a_page_behind_it_is_served_as_a_photo_and_nothing_else(school: School) -> None:
    polyglot = Shot(shot(1).content + b"<script>alert(1)</script>")
    await named(school, school.patrol, polyglot)
    await bring(school.patrol, polyglot)

    reply = await school.office.client.get(f"/api/blobs/{polyglot.sha256}")

    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("length", "at", "size", "code"),
    [
        (MAX_BYTES + 1, 0, 100, "blob.too_large"),
        (100, 0, 101, "blob.too_large"),
        (MAX_BYTES, 0, CHUNK_BYTES + 1, "request.too_large"),
    ],
)
async def test_more_than_was_said_or_allowed_is_413(school: School, length: int, at: int, size: int, code: str) -> None:
    photo = shot(1)
    await named(school, school.patrol, photo)

    reply = await piece(school.patrol.client, photo, at, b"x" * size, {"upload-length": str(length)})

    assert (reply.status_code, reply.json()["code"]) == (413, code)


@pytest.mark.parametrize("value", ["-1", "x", "", str(2**70), "1.5"])
@pytest.mark.parametrize("header", ["upload-offset", "upload-length"])
async def test_strange_numbers_in_the_headers_are_400(school: School, header: str, value: str) -> None:
    photo = shot(1)
    await named(school, school.patrol, photo)

    reply = await piece(school.patrol.client, photo, 0, photo.content, {header: value})

    assert reply.status_code == 400


@pytest.mark.parametrize("name", ["x", "A" * 64, "a" * 63, "a" * 65, "..%2f..%2fetc%2fpasswd", "a" * 63 + "%00"])
async def test_what_is_no_hash_opens_no_file(school: School, name: str) -> None:
    client = school.patrol.client

    replies = [await client.head(f"/api/blobs/{name}"), await client.get(f"/api/blobs/{name}")]

    assert {reply.status_code for reply in replies} <= {400, 404}
