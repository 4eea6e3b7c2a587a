"""Reading which photos records name, which of them are here, and who may bring them."""

from collections.abc import Collection, Mapping
from typing import Any, Literal, TypedDict

from anxun.blobs.model import Measure, Named
from anxun.blobs.tables import Blob, BlobRef
from anxun.core.db import raw
from anxun.core.ids import derived

_OF = (
    "SELECT ref.subject, ref.operation, ref.kind, ref.sha256, ref.capture, blob.id AS bytes FROM blob_ref AS ref"
    " LEFT JOIN blob ON blob.sha256 = ref.sha256 AND blob.device = ref.device"
    " AND blob.size = ref.size AND blob.width = ref.width AND blob.height = ref.height"
)
_NAMED = {by: f"{_OF} WHERE ref.{by} IN EACH {{}}" for by in ("operation", "subject")}


class Ref(TypedDict):
    """A record that names a photo, and by which device."""

    organisation: str
    device: str
    subject: str


async def missing(operations: Collection[str]) -> dict[str, list[str]]:
    """Per operation the photos it named that are not here yet."""
    return _lacking(await _named("operation", operations), by="operation")


async def missing_of(subjects: Collection[str]) -> dict[str, list[str]]:
    """Per record the photos that are not here yet."""
    return _lacking(await _named("subject", subjects), by="subject")


async def photos_of(subjects: Collection[str]) -> dict[str, list[Named]]:
    """Per record every photo it names."""
    found: dict[str, list[Named]] = {}
    for row in await _named("subject", subjects):
        named = Named(row["operation"], row["kind"], row["sha256"], row["capture"], row["stored"])
        found.setdefault(row["subject"], []).append(named)
    return found


async def named_for(sha256: str, device: str) -> tuple[str, frozenset[Measure]] | None:
    """For which organisation, and as how large, this device named the photo: only then may it send or ask after it."""
    rows = await _refs(sha256, device)
    return (rows[0]["organisation"], frozenset(_measure(row) for row in rows)) if rows else None


async def subjects_of(device: str, sha256: str) -> list[str]:
    """The records for which the device named the photo."""
    return list({row["subject"] for row in await _refs(sha256, device)})


async def _refs(sha256: str, device: str) -> list[dict[str, Any]]:
    sql = "SELECT organisation, subject, size, width, height FROM blob_ref WHERE sha256 = {} AND device = {}"
    return await raw(sql, [sha256, device])


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
    rows = await raw("SELECT size FROM blob WHERE id = {}", [derived(device, sha256)])
    return int(rows[0]["size"]) if rows else None


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


async def _named(by: Literal["operation", "subject"], ids: Collection[str]) -> list[dict[str, Any]]:
    """References, each with `stored`: whether the device that named the photo has brought it, and as it was signed."""
    rows = await raw(_NAMED[by], [list(ids)]) if ids else []
    return [{**row, "stored": row["bytes"] is not None} for row in rows]


def _measure(row: Mapping[str, Any]) -> Measure:
    return row["size"], row["width"], row["height"]


def _lacking(rows: list[dict[str, Any]], *, by: str) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if not row["stored"]:
            found.setdefault(row[by], {})[row["sha256"]] = None
    return {owner: list(hashes) for owner, hashes in found.items()}
