"""Photos on disk by content: pieces are put together apart, and only what hashes to its name is ever readable."""

import fcntl
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image, ImageFile

from anxun.blobs.model import MAX_BYTES, MAX_PIXELS, Measure
from anxun.core.clock import DAY_MS
from anxun.core.errors import Conflict, TooLarge, Unprocessable

CHUNK_BYTES = 256 * 1024
THUMB_PIXELS = 400
# A scan's header, as decoders insist on it. A camera writes one scan, a progressive photo ten; each costs a walk over
# all pixels, and thousands of empty ones fit into a few kilobytes.
SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)")
MAX_SCANS = 30
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# The size is checked below, right after the header and before any pixel: Pillow's own limit would only warn.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Upload:
    """One photo on its way: whose it is, which device brings it, its name, how long it will be, and what was signed."""

    organisation: str
    device: str
    sha256: str
    total: int
    signed: frozenset[Measure]


@dataclass(frozen=True)
class Seen:
    """What a photo's header says."""

    media: str
    measure: Measure


@dataclass(frozen=True)
class Arrived:
    """A photo that is whole and on disk, and when it came."""

    upload: Upload
    seen: Seen
    at_ms: int


def blob_path(root: Path, sha256: str) -> Path:
    """Where the whole photo lies."""
    return root / "blobs" / sha256[:2] / sha256


def thumb_path(root: Path, sha256: str) -> Path:
    """Where its thumbnail lies once somebody has looked."""
    return root / "thumbs" / sha256[:2] / f"{sha256}.jpg"


def _partial(root: Path, device: str, sha256: str) -> Path:
    """A device's own: whoever else names the same photo disturbs nobody."""
    return root / "blobs" / "partial" / f"{device}-{sha256}"


def offset(root: Path, device: str, sha256: str) -> int:
    """How many bytes of an unfinished photo a device has brought."""
    try:
        return _partial(root, device, sha256).stat().st_size
    except FileNotFoundError:
        return 0


def receive(root: Path, upload: Upload, at: int, chunk: bytes, now_ms: int) -> tuple[int, Seen | None]:
    """Add a piece; the last one finishes the photo."""
    reached = append(root, upload, at, chunk, now_ms)
    return reached, finish(root, upload) if reached == upload.total else None


def append(root: Path, upload: Upload, at: int, chunk: bytes, now_ms: int) -> int:
    """Add a piece exactly where the last one ended; one device sending it twice at once takes turns."""
    if upload.total > MAX_BYTES or at + len(chunk) > upload.total or len(chunk) > CHUNK_BYTES:
        raise TooLarge("blob.too_large")
    if all(upload.total != size for size, _, _ in upload.signed):
        raise Unprocessable("blob.size")
    path = _partial(root, upload.device, upload.sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if at == 0:
        _drop_old(path.parent, now_ms)
    try:
        with path.open("r+b" if at else "ab") as partial:
            fcntl.flock(partial, fcntl.LOCK_EX)
            if partial.seek(0, os.SEEK_END) == at and _is_named(path, partial):
                partial.write(chunk)
                return at + len(chunk)
    except FileNotFoundError:
        pass
    raise Conflict("blob.offset", offset=offset(root, upload.device, upload.sha256))


def _is_named(path: Path, held: IO[bytes]) -> bool:
    """Who waited for the lock while the photo was finished holds a file of that name no more."""
    try:
        return path.stat().st_ino == os.fstat(held.fileno()).st_ino
    except FileNotFoundError:
        return False


def finish(root: Path, upload: Upload) -> Seen:
    """Hash, sniff, put on disk for good and only then give it its name. Wrong bytes are thrown away."""
    path = _partial(root, upload.device, upload.sha256)
    try:
        with path.open("rb") as partial:
            fcntl.flock(partial, fcntl.LOCK_EX)
            content = partial.read()
            if len(content) == upload.total and _is_named(path, partial):
                return _keep(root, upload, path, content)
    except FileNotFoundError:
        pass
    # The same device, sending it twice, was faster.
    raise Conflict("blob.offset", offset=offset(root, upload.device, upload.sha256))


def _keep(root: Path, upload: Upload, path: Path, content: bytes) -> Seen:
    digest = hashlib.sha256(content).hexdigest()
    seen = sniff(path) if digest == upload.sha256 and len(SCAN.findall(content)) <= MAX_SCANS else None
    if seen is None or seen.measure not in upload.signed:
        path.unlink()
        raise Unprocessable("blob.hash" if digest != upload.sha256 else "blob.size" if seen else "blob.type")
    whole = blob_path(root, upload.sha256)
    whole.parent.mkdir(parents=True, exist_ok=True)
    _sync(path)
    path.rename(whole)
    for folder in (whole.parent, whole.parent.parent):
        _sync(folder)
    return seen


def sniff(path: Path) -> Seen | None:
    """What the header says it is, never what anybody called it; None for anything but a photo we take."""
    try:
        with Image.open(path, formats=list(TYPES)) as image:
            seen = Seen(TYPES[str(image.format)], (path.stat().st_size, image.width, image.height))
            return seen if image.width * image.height <= MAX_PIXELS else None
    except (OSError, SyntaxError, ValueError):
        return None


def draw_thumb(root: Path, sha256: str) -> None:
    """A small JPEG without EXIF (it could say where the photo was taken); runs in the thumbnail process."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    path = thumb_path(root, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(blob_path(root, sha256), formats=list(TYPES)) as image:
        image.draft("RGB", (THUMB_PIXELS, THUMB_PIXELS))
        small = image.convert("RGB")
        small.thumbnail((THUMB_PIXELS, THUMB_PIXELS))
    made = path.with_suffix(f".{os.getpid()}")
    small.save(made, "JPEG", quality=80)
    made.rename(path)


def _drop_old(folder: Path, now_ms: int) -> None:
    """Pieces nobody went on with for a day."""
    for path in folder.iterdir():
        try:
            if now_ms - path.stat().st_mtime * 1000 > DAY_MS:
                path.unlink()
        except FileNotFoundError:
            continue


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
