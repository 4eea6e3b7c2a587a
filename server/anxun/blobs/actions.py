"""Naming photos by operations, and taking their bytes in piece by piece."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from anxun.accounts.model import Act
from anxun.blobs import files, queries
from anxun.blobs.model import Kind, Photo
from anxun.blobs.tables import Blob, BlobRef
from anxun.core.db import insert
from anxun.core.ids import derived


async def name_photos(act: Act, subject: str, kind: Kind, photos: Iterable[Photo]) -> None:
    """The operation says that these photos belong to this record; the bytes come later, in any order."""
    names = {photo.sha256: photo for photo in photos}
    if not names:
        return
    rows = [
        {
            "id": derived(act.id, sha256, kind, subject),
            "organisation": act.organisation,
            "operation": act.id,
            "device": act.device,
            "sha256": sha256,
            "size": photo.size,
            "width": photo.width,
            "height": photo.height,
            "kind": kind,
            "capture": photo.capture,
            "subject": subject,
        }
        for sha256, photo in names.items()
    ]
    await insert(BlobRef, rows)


async def receive(
    root: Path, upload: files.Upload, offset: int, chunk: bytes, now_ms: int
) -> tuple[int, files.Seen | None]:
    """Add a piece; gives the offset reached, and what it is once it is whole: hashed, sniffed and on disk."""
    stored = await queries.stored_size(upload.device, upload.sha256)
    if stored is not None:
        return stored, None
    return await asyncio.to_thread(files.receive, root, upload, offset, chunk, now_ms)


async def store(arrived: Iterable[files.Arrived]) -> None:
    """Make them readable, in the transaction that tells the phones."""
    rows = [
        {
            "id": derived(one.upload.device, one.upload.sha256),
            "organisation": one.upload.organisation,
            "device": one.upload.device,
            "sha256": one.upload.sha256,
            "size": one.seen.measure[0],
            "width": one.seen.measure[1],
            "height": one.seen.measure[2],
            "type": one.seen.media,
            "stored_ms": one.at_ms,
        }
        for one in arrived
    ]
    await insert(Blob, rows, unless_there=True)
