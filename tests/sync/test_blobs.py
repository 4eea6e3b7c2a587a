"""Photos through their door, piece by piece: cut, repeated, raced; readable only whole."""

import asyncio
import os
import random
from itertools import pairwise
from pathlib import Path

import pytest

from anxun.blobs.files import CHUNK_BYTES, blob_path
from anxun.blobs.tables import Blob
from anxun.core.settings import Settings
from tests.forms import bring, failing, newest, patrol_form, shot
from tests.phone import SIGNED
from tests.photos import named, noise, offset, piece, resume
from tests.process import connected, listening
from tests.world import School


async def test_a_photo_in_pieces_comes_back_as_it_was(school: School) -> None:
    photo = noise(1)
    assert len(photo.content) > 2 * CHUNK_BYTES
    await named(school, school.patrol, photo)
    assert await offset(school.patrol.client, photo.sha256) == (0, False)

    await resume(school.patrol.client, photo)

    reply = await school.office.client.get(f"/api/blobs/{photo.sha256}")
    assert (reply.content, reply.headers["content-type"]) == (photo.content, "image/jpeg")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "private, no-cache"
    assert reply.headers["content-disposition"].startswith("inline")
    assert await offset(school.patrol.client, photo.sha256) == (len(photo.content), True)


async def test_nothing_partial_is_ever_readable_or_counted(school: School) -> None:
    photo = noise(1)
    await named(school, school.patrol, photo)

    await piece(school.patrol.client, photo, 0, photo.content[:CHUNK_BYTES])

    assert (await school.office.client.get(f"/api/blobs/{photo.sha256}")).status_code == 404
    assert (await newest(school))["missing"] == [photo.sha256]
    assert await Blob.count() == 0


@pytest.mark.parametrize("at", [1, CHUNK_BYTES - 1, CHUNK_BYTES + 1, 0])
async def test_a_piece_at_the_wrong_place_is_told_the_right_one(school: School, at: int) -> None:
    photo = noise(1)
    await named(school, school.patrol, photo)
    await piece(school.patrol.client, photo, 0, photo.content[:CHUNK_BYTES])

    reply = await piece(school.patrol.client, photo, at, photo.content[at : at + 1000])

    assert (reply.status_code, reply.json()["code"]) == (409, "blob.offset")
    assert reply.headers["upload-offset"] == str(CHUNK_BYTES)
    await resume(school.patrol.client, photo)


async def test_a_line_cut_at_any_sixteenth_costs_nothing_that_arrived(school: School) -> None:
    photo = noise(2)
    await named(school, school.patrol, photo)
    ends = [len(photo.content) * part // 16 for part in range(17)]

    for start, end in pairwise(ends):
        assert await offset(school.patrol.client, photo.sha256) == (start, False)
        assert (await piece(school.patrol.client, photo, start, photo.content[start:end])).status_code == 204
        if end < len(photo.content):  # the reply was lost: the phone sends the same piece again
            assert (await piece(school.patrol.client, photo, start, photo.content[start:end])).status_code == 409

    reply = await school.office.client.get(f"/api/blobs/{photo.sha256}")
    assert reply.content == photo.content


async def test_what_came_of_a_piece_before_the_signal_was_gone_is_kept(settings: Settings, world: School) -> None:
    photo = noise(1)
    async with listening(settings) as url:
        school = connected(world, url)
        await school.patrol.sign_in()
        await named(school, school.patrol, photo)
        cookies = "; ".join(f"{name}={value}" for name, value in school.patrol.client.cookies.items())
        headers = {"Cookie": cookies, "Upload-Offset": "0", "Upload-Length": str(len(photo.content))}
        headers |= {"Host": "phone", "Content-Type": "application/octet-stream", "Content-Length": str(CHUNK_BYTES)}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(f"PATCH /api/blobs/{photo.sha256} HTTP/1.1\r\n{head}\r\n".encode() + photo.content[:100_000])
        await writer.drain()
        writer.close()
        await writer.wait_closed()

        async with asyncio.timeout(5):
            while (await offset(school.patrol.client, photo.sha256))[0] == 0:  # noqa: ASYNC110 - a door has no event
                await asyncio.sleep(0.02)
        assert await offset(school.patrol.client, photo.sha256) == (100_000, False)
        await resume(school.patrol.client, photo)
    assert blob_path(settings.data, photo.sha256).read_bytes() == photo.content


async def test_a_whole_photo_sent_again_is_simply_here(school: School) -> None:
    photo = shot(1)
    await named(school, school.patrol, photo)
    await bring(school.patrol, photo)
    before = (await school.office.pull())["hazard"]

    await bring(school.patrol, photo)

    assert (await school.office.pull())["hazard"] == before
    assert await Blob.count() == 1


@pytest.mark.parametrize("seed", range(6))
async def test_two_senders_of_one_photo_at_once_make_one_whole_photo(school: School, seed: int) -> None:
    photo = noise(3)
    await named(school, school.patrol, photo)
    dice = random.Random(seed)

    async def send() -> None:
        for _ in range(40):
            at, whole = await offset(school.patrol.client, photo.sha256)
            if whole:
                return
            size = dice.randint(1, CHUNK_BYTES)
            reply = await piece(school.patrol.client, photo, at, photo.content[at : at + size])
            assert reply.status_code in (204, 409), reply.text

    await asyncio.gather(send(), send(), send())
    await resume(school.patrol.client, photo)

    assert (await school.office.client.get(f"/api/blobs/{photo.sha256}")).content == photo.content


@pytest.mark.parametrize("seed", range(4, 8))
async def test_the_last_piece_many_times_at_once_is_never_an_error(school: School, seed: int) -> None:
    photo = noise(seed)
    await named(school, school.patrol, photo)
    last = len(photo.content) // CHUNK_BYTES * CHUNK_BYTES
    for at in range(0, last, CHUNK_BYTES):
        await piece(school.patrol.client, photo, at, photo.content[at : at + CHUNK_BYTES])

    end, size = photo.content[last:], len(photo.content)
    parts = [(last, end), (size, b""), (0, photo.content[:100])] * 4
    replies = await asyncio.gather(*(piece(school.patrol.client, photo, *part) for part in parts))

    assert {reply.status_code for reply in replies} <= {204, 409}
    await resume(school.patrol.client, photo)
    assert (await newest(school))["missing"] == []


async def test_wrong_bytes_are_thrown_away_and_the_right_ones_may_come(school: School) -> None:
    photo = shot(1)
    await named(school, school.patrol, photo)
    wrong = bytearray(photo.content)
    wrong[-3] ^= 1

    reply = await piece(school.patrol.client, photo, 0, bytes(wrong))

    assert (reply.status_code, reply.json()["code"]) == (422, "blob.hash")
    assert await offset(school.patrol.client, photo.sha256) == (0, False)
    await bring(school.patrol, photo)


async def test_a_photo_is_on_disk_before_anybody_is_told_that_it_is_here(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel is asked to write the bytes, then the folder that names them; only then comes the reply."""
    photo, synced = shot(1), []
    await named(school, school.patrol, photo)
    real = os.fsync

    def watched(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    await bring(school.patrol, photo)

    whole = blob_path(settings.data, photo.sha256)
    assert synced[0].parent.name == "partial"
    assert synced[0].name.endswith(photo.sha256)
    assert synced[1:] == [whole.parent, whole.parent.parent]


@pytest.mark.parametrize("lie", [{"size": 1}, {"width": 65}, {"height": 4000}])
async def test_bytes_that_are_not_as_they_were_signed_complete_nothing(school: School, lie: dict[str, int]) -> None:
    photo = shot(1)
    answer = failing(photo) | {"photos": [photo.args | lie]}
    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": answer}), SIGNED)

    reply = await piece(school.patrol.client, photo, 0, photo.content)

    assert (reply.status_code, reply.json()["code"]) == (422, "blob.size")
    assert await offset(school.patrol.client, photo.sha256) == (0, False)
    await named(school, school.patrol, photo)
    await bring(school.patrol, photo)
    record = (await school.office.get("/api/inspections"))["rows"]
    assert [row["missing"] for row in record] == [[], [photo.sha256]]
