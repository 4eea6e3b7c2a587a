"""The thumbnail process, alive."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from anxun.blobs.files import blob_path
from anxun.blobs.worker import Thumbnails
from anxun.core.errors import Unprocessable


def kept(root: Path, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    path = blob_path(root, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return sha256


async def test_a_photo_nobody_can_decode_costs_nothing_but_its_thumbnail(tmp_path: Path) -> None:
    held = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(held, "JPEG")
    good, bad = kept(tmp_path, held.getvalue()), kept(tmp_path, b"\xff\xd8\xff\xe0 nothing behind it")
    thumbnails = Thumbnails(tmp_path)
    try:
        with pytest.raises(Unprocessable):
            await thumbnails.path(bad)

        path = await thumbnails.path(good)

        with Image.open(path) as small:
            assert small.size == (400, 300)
        assert await thumbnails.path(good) == path
    finally:
        thumbnails.close()
