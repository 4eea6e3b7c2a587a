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


async def store(upload: files.Upload, seen: files.Seen, now_ms: int) -> None:
    """Make it readable, in the transaction that tells the phones."""
    size, width, height = seen.measure
    row = {
        "id": derived(upload.device, upload.sha256),
        "organisation": upload.organisation,
        "device": upload.device,
        "sha256": upload.sha256,
        "size": size,
        "width": width,
        "height": height,
        "type": seen.media,
        "stored_ms": now_ms,
    }
    await insert(Blob, [row], unless_there=True)
