"""`anxun backup` and `anxun restore`: one folder keeps the photos once and a small folder for each backup.

<folder>/blobs/ab/abcd…      every photo that any of the backups names, by its content
<folder>/<time>/             anxun.sqlite, anxun.pem and manifest.json, whole or not there
"""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from anxun.blobs.files import blob_path
from anxun.cli.copying import fsync
from anxun.core.db import SQLITE

MANIFEST = "manifest.json"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where an organisation's journal stood, in the words of a receipt."""

    organisation: str
    name: str
    journal_no: int
    hash: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; `parts` = SHA-256 by file, photos are named by theirs."""

    v: int
    made_ms: int
    schema: str
    parts: dict[str, str]
    heads: list[Head]
    photos: int


@dataclass(frozen=True)
class Backup:
    """A finished one; `root` holds the photos."""

    folder: Path
    manifest: Manifest

    @property
    def root(self) -> Path:
        return self.folder.parent

    @classmethod
    def at(cls, path: Path) -> "Backup":
        """This one, or the newest in this folder."""
        found = [
            cls(file.parent.resolve(), msgspec.json.decode(file.read_bytes(), type=Manifest))
            for file in (path / MANIFEST, *sorted(path.glob(f"[!.]*/{MANIFEST}")))
            if file.is_file()
        ]
        if not found:
            raise SystemExit(f"{path}: 没有备份 / no backup")
        return max(found, key=lambda one: (one.folder == path.resolve(), one.manifest.made_ms))

    def faults(self) -> list[str]:
        """Parts that are not what was put there."""
        return [
            f"{name}: {'不是备份时的内容 / not what was backed up' if path.is_file() else '没有了 / missing'}"
            for name, sha256 in self.manifest.parts.items()
            for path in [self.folder / name]
            if not path.is_file() or digest(path) != sha256
        ]

    def copy_database(self, folder: Path) -> None:
        """To look at and change: the backup itself stays as it is."""
        shutil.copyfile(self.folder / SQLITE, folder / SQLITE)


def digest(path: Path) -> str:
    """SHA-256 of a file of any size."""
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def bring_photos(database: Path, source: Path, target: Path) -> int:
    """Every photo the database says has come, hashed on the way; what the target has is not brought again."""
    with closing(sqlite3.connect(database)) as file:
        named = file.execute("SELECT DISTINCT sha256, size FROM blob").fetchall()
    folders: set[Path] = set()
    brought = 0
    for sha256, size in named:
        path = blob_path(target, sha256)
        if path.is_file() and path.stat().st_size == size:
            continue
        if _bring(blob_path(source, sha256), path, sha256):
            brought += 1
            folders |= {path.parent, path.parent.parent}
    for folder in folders:
        fsync(folder)
    return brought


def _bring(source: Path, path: Path, sha256: str) -> bool:
    """Whole under its name, or not at all; a photo that is damaged at its source is left for the proof to name."""
    content = source.read_bytes() if source.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{sha256}.unfinished")
    draft.write_bytes(content)
    fsync(draft)
    draft.replace(path)
    return True
