"""Reading which photos records name, which of them are here, and who may bring them."""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict

from anxun.blobs.model import Measure, Named
from anxun.blobs.tables import Blob, BlobRef
from anxun.core.ids import derived

_MEASURE = (BlobRef.size, BlobRef.width, BlobRef.height)


class Ref(TypedDict):
    """A record that names a photo, and by which device."""

    organisation: str
    device: str
    subject: str


async def missing(operations: Collection[str]) -> dict[str, list[str]]:
    """Per operation the photos it named that are not here yet."""
    if not operations:
        return {}
    return _lacking(await _named(BlobRef.operation.is_in(list(operations))), by="operation")


async def missing_of(subjects: Collection[str]) -> dict[str, list[str]]:
    """Per record the photos that are not here yet."""
    if not subjects:
        return {}
    return _lacking(await _named(BlobRef.subject.is_in(list(subjects))), by="subject")


async def photos_of(subjects: Collection[str]) -> dict[str, list[Named]]:
    """Per record every photo it names."""
    if not subjects:
        return {}
    found: dict[str, list[Named]] = {}
    for row in await _named(BlobRef.subject.is_in(list(subjects))):
        named = Named(row["operation"], row["kind"], row["sha256"], row["capture"], row["stored"])
        found.setdefault(row["subject"], []).append(named)
    return found


async def named_for(sha256: str, device: str) -> tuple[str, frozenset[Measure]] | None:
    """For which organisation, and as how large, this device named the photo: only then may it send or ask after it."""
    rows = await BlobRef.select(BlobRef.organisation, *_MEASURE).where(
        BlobRef.sha256 == sha256, BlobRef.device == device
    )
    return (rows[0]["organisation"], frozenset(_measure(row) for row in rows)) if rows else None


async def subjects_of(device: str, sha256: str) -> list[str]:
    """The records for which the device named the photo."""
    rows = await BlobRef.select(BlobRef.subject).where(BlobRef.sha256 == sha256, BlobRef.device == device)
    return list({row["subject"] for row in rows})


async def is_named(organisation: str, hashes: Collection[str], besides: Collection[str]) -> bool:
    """Whether any of these photos has been named in the organisation, by others than these operations."""
    if not hashes:
        return False
    rows = await BlobRef.select(BlobRef.operation).where(
        BlobRef.organisation == organisation, BlobRef.sha256.is_in(list(hashes))
    )
    return any(row["operation"] not in besides for row in rows)


async def refs_of(sha256: str) -> list[Ref]:
    """Every record that names the photo."""
    rows: Any = await BlobRef.select(BlobRef.organisation, BlobRef.device, BlobRef.subject).where(
        BlobRef.sha256 == sha256
    )
    refs: list[Ref] = rows
    return refs


async def stored_size(device: str, sha256: str) -> int | None:
    """The size of a photo that this device brought whole, or None."""
    row = await Blob.select(Blob.size).where(Blob.id == derived(device, sha256)).first()
    return int(row["size"]) if row else None


async def brought(device: str, hashes: Collection[str]) -> set[str]:
    """Which of these photos this device brought whole."""
    if not hashes:
        return set()
    rows = await Blob.select(Blob.sha256).where(Blob.device == device, Blob.sha256.is_in(list(hashes)))
    return {row["sha256"] for row in rows}


async def media_type(device: str, sha256: str) -> str | None:
    """The sniffed type of a photo that this device brought whole, or None."""
    row = await Blob.select(Blob.type).where(Blob.id == derived(device, sha256)).first()
    return str(row["type"]) if row else None


async def stored_after(after: str, limit: int) -> list[dict[str, Any]]:
    """Photos that have come, in the order of their ids, for a verifier."""
    rows: list[dict[str, Any]] = await Blob.select().where(Blob.id > after).order_by(Blob.id).limit(limit)
    return rows


async def awaited() -> int:
    """How many photos are named by a device that has not brought them."""
    rows = await BlobRef.raw(
        "SELECT COUNT(DISTINCT sha256) AS n FROM blob_ref WHERE NOT EXISTS"
        " (SELECT 1 FROM blob WHERE blob.device = blob_ref.device AND blob.sha256 = blob_ref.sha256)"
    )
    return int(rows[0]["n"])


async def _named(where: Any) -> list[dict[str, Any]]:
    """References, each with `stored`: whether the device that named the photo has brought it, and as it was signed."""
    columns = (BlobRef.device, BlobRef.subject, BlobRef.operation, BlobRef.kind, BlobRef.sha256, BlobRef.capture)
    rows = await BlobRef.select(*columns, *_MEASURE).where(where)
    if not rows:
        return []
    here = await Blob.select(Blob.device, Blob.sha256, Blob.size, Blob.width, Blob.height).where(
        Blob.sha256.is_in(BlobRef.select(BlobRef.sha256).where(where))
    )
    stored = {(row["device"], row["sha256"], *_measure(row)) for row in here}
    return [{**row, "stored": (row["device"], row["sha256"], *_measure(row)) in stored} for row in rows]


def _measure(row: Mapping[str, Any]) -> Measure:
    return row["size"], row["width"], row["height"]


def _lacking(rows: list[dict[str, Any]], *, by: str) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if not row["stored"]:
            found.setdefault(row[by], {})[row["sha256"]] = None
    return {owner: list(hashes) for owner, hashes in found.items()}
