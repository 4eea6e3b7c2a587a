"""The store of photos: whatever is cut, repeated or forged, only whole and genuine photos become readable."""

import fcntl
import hashlib
import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from anxun.blobs import files
from anxun.blobs.files import CHUNK_BYTES, Upload
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.errors import Conflict, Problem, TooLarge, Unprocessable
from tests.photos import scanned

NOW = now_ms()
SCHOOL, PHONE, OTHER = (f"0190a000-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    held = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(held, form)
    return held.getvalue()


def upload_of(content: bytes) -> Upload:
    try:
        with Image.open(io.BytesIO(content)) as image:
            signed = (len(content), *image.size)
    except OSError:
        signed = (len(content), 64, 48)
    return Upload(SCHOOL, PHONE, hashlib.sha256(content).hexdigest(), len(content), frozenset({signed}))


def sent(root: Path, content: bytes, *, step: int = CHUNK_BYTES) -> Upload:
    upload = upload_of(content)
    for at in range(0, len(content), step):
        files.append(root, upload, at, content[at : at + step], NOW)
    return upload


@pytest.mark.parametrize(("form", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_photo_in_pieces_is_whole_again(tmp_path: Path, form: str, media: str) -> None:
    content = photo(form)

    upload = sent(tmp_path, content, step=1_000)

    assert files.finish(tmp_path, upload).media == media
    assert files.blob_path(tmp_path, upload.sha256).read_bytes() == content
    assert files.offset(tmp_path, PHONE, upload.sha256) == 0


def test_a_cut_upload_goes_on_where_it_ended(tmp_path: Path) -> None:
    content = photo()
    upload = upload_of(content)

    files.append(tmp_path, upload, 0, content[:500], NOW)

    assert files.offset(tmp_path, PHONE, upload.sha256) == 500
    assert not files.blob_path(tmp_path, upload.sha256).exists()
    assert files.append(tmp_path, upload, 500, content[500:], NOW) == len(content)


@pytest.mark.parametrize("at", [0, 499, 501, 1_000])
def test_a_piece_at_the_wrong_place_is_told_the_right_one(tmp_path: Path, at: int) -> None:
    content = photo()
    upload = upload_of(content)
    files.append(tmp_path, upload, 0, content[:500], NOW)

    with pytest.raises(Conflict) as conflict:
        files.append(tmp_path, upload, at, content[at : at + 100], NOW)

    assert (conflict.value.code, conflict.value.details) == ("blob.offset", {"offset": 500})
    assert files.offset(tmp_path, PHONE, upload.sha256) == 500


def test_pieces_of_two_devices_never_mix_and_both_may_finish(tmp_path: Path) -> None:
    content = photo()
    upload = upload_of(content)
    other = replace(upload, device=OTHER)
    files.append(tmp_path, upload, 0, content[:500], NOW)

    files.append(tmp_path, other, 0, b"rubbish" + content[7:], NOW)
    with pytest.raises(Unprocessable):
        files.finish(tmp_path, other)
    files.append(tmp_path, other, 0, content, NOW)
    files.finish(tmp_path, other)

    assert files.offset(tmp_path, PHONE, upload.sha256) == 500
    files.append(tmp_path, upload, 500, content[500:], NOW)
    files.finish(tmp_path, upload)
    assert files.blob_path(tmp_path, upload.sha256).read_bytes() == content


def test_bytes_that_do_not_hash_to_their_name_are_thrown_away(tmp_path: Path) -> None:
    content = photo()
    upload = replace(upload_of(content), sha256="0" * 64)
    files.append(tmp_path, upload, 0, content[:CHUNK_BYTES], NOW)

    with pytest.raises(Unprocessable) as refused:
        files.finish(tmp_path, upload)

    assert refused.value.code == "blob.hash"
    assert files.offset(tmp_path, PHONE, upload.sha256) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 not a photo",
        b"\xff\xd8\xff\xe0 short",
        photo("GIF", (10, 10)),
        photo("BMP", (10, 10)),
        photo("PNG", (1, 12_000_001))[:100_000],
        scanned(31).content,
    ],
    ids=["html", "pdf", "stump", "gif", "bmp", "pixels", "scans"],
)
def test_only_photos_of_an_honest_size_are_kept(tmp_path: Path, content: bytes) -> None:
    upload = sent(tmp_path, content)

    with pytest.raises(Unprocessable) as refused:
        files.finish(tmp_path, upload)

    assert refused.value.code == "blob.type"
    assert not files.blob_path(tmp_path, upload.sha256).exists()


def test_a_progressive_photo_is_a_photo(tmp_path: Path) -> None:
    held = io.BytesIO()
    Image.effect_noise((640, 480), 80).convert("RGB").save(held, "JPEG", progressive=True)

    for content in (held.getvalue(), scanned(30).content):
        assert files.finish(tmp_path, sent(tmp_path, content)).media == "image/jpeg"


@pytest.mark.parametrize(
    ("total", "at", "length"), [(2 * 1024 * 1024 + 1, 0, 10), (100, 0, 101), (100, 90, 11), (500_000, 0, 300_000)]
)
def test_more_than_was_said_or_allowed_is_not_taken(tmp_path: Path, total: int, at: int, length: int) -> None:
    with pytest.raises(TooLarge):
        files.append(
            tmp_path, Upload(SCHOOL, PHONE, "0" * 64, total, frozenset({(total, 1, 1)})), at, bytes(length), NOW
        )


def test_pieces_left_alone_for_a_day_are_dropped_when_the_next_photo_begins(tmp_path: Path) -> None:
    old, fresh, next_one = (photo(size=(width, 100)) for width in (100, 110, 120))
    for content, age_ms in ((old, DAY_MS + 1_000), (fresh, DAY_MS - 60_000)):
        upload = upload_of(content)
        files.append(tmp_path, upload, 0, content[:50], NOW)
        path = tmp_path / "blobs" / "partial" / f"{PHONE}-{upload.sha256}"
        os.utime(path, ((NOW - age_ms) / 1000, (NOW - age_ms) / 1000))

    files.append(tmp_path, upload_of(next_one), 0, next_one[:50], NOW)

    assert files.offset(tmp_path, PHONE, upload_of(old).sha256) == 0
    assert files.offset(tmp_path, PHONE, upload_of(fresh).sha256) == 50


def test_who_finishes_second_is_told_to_look_again(tmp_path: Path) -> None:
    upload = sent(tmp_path, photo())
    files.finish(tmp_path, upload)

    with pytest.raises(Problem) as conflict:
        files.finish(tmp_path, upload)

    assert conflict.value.code == "blob.offset"


def test_a_thumbnail_is_small_and_says_nothing_about_the_place(tmp_path: Path) -> None:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "camera of somebody"
    Image.effect_noise((2000, 1500), 50).convert("RGB").save(held, "JPEG", exif=exif)
    upload = sent(tmp_path, held.getvalue())
    files.finish(tmp_path, upload)

    files.draw_thumb(tmp_path, upload.sha256)

    with Image.open(files.thumb_path(tmp_path, upload.sha256)) as small:
        assert (small.format, max(small.size), dict(small.getexif())) == ("JPEG", 400, {})


def test_who_waited_for_the_lock_writes_into_no_photo_that_was_finished_meanwhile(tmp_path: Path) -> None:
    content = photo()
    upload = upload_of(content)
    files.append(tmp_path, upload, 0, content[:100], NOW)
    partial = files._partial(tmp_path, PHONE, upload.sha256)
    with ThreadPoolExecutor(1) as others, partial.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = others.submit(files.append, tmp_path, upload, 100, content[100:200], NOW)
        time.sleep(0.1)

        finished = partial.rename(tmp_path / "finished")
        partial.write_bytes(content[:100])
        fcntl.flock(held, fcntl.LOCK_UN)

        with pytest.raises(Conflict):
            waiting.result()
    assert finished.read_bytes() == content[:100]
