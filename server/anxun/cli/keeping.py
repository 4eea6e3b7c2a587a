"""`anxun backup` and `anxun restore`, proved: on a running server, and into an empty installation."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from anxun import schema
from anxun.cli.backups import MANIFEST, Backup, Head, Manifest, bring_photos, digest
from anxun.cli.copying import bring_up_to_date, fsync, load, snapshot
from anxun.cli.proving import Report, whole
from anxun.core.certificates import AUTHORITY, certificate_file, key_file
from anxun.core.clock import now_ms
from anxun.core.db import SQLITE, engine_for, opened, transaction
from anxun.core.settings import Settings
from anxun.organisations import queries as organisations
from anxun.organisations.actions import renew_epoch

UNFINISHED = ".unfinished-"
DAY_S = 86_400


async def backup(settings: Settings, asked: argparse.Namespace) -> int:
    """First the database as it stands at one moment, then the photos it names.

    A photo that comes meanwhile is in the next backup; none that this one names is missing, for each was on disk before
    the database said that it had come. Give the same folder each time: a photo is copied once. Exit code 1 with a path
    = the backup is there and whole, but what was backed up does not hold.
    """
    target: Path = asked.folder.resolve()
    if target.is_relative_to(settings.data):
        print("备份要放在 DATA 之外 / a backup belongs outside of DATA", file=sys.stderr)
        return 1
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear(target)
    draft = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target))
    try:
        report, brought = await _fill(settings, draft, target)
        made = target / time.strftime("%Y%m%d-%H%M%S")
        draft.rename(made)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    fsync(target)
    report.show()
    print(f"备份好了 / backed up: {made}  (+{brought} 张照片 / photos)")
    return 0 if report.holds else 1


async def _fill(settings: Settings, draft: Path, target: Path) -> tuple[Report, int]:
    """All parts on disk, the manifest last."""
    await snapshot(settings, draft)
    for secret in filter(Path.is_file, _secrets(settings)):
        shutil.copy2(secret, draft)
    brought = await asyncio.to_thread(bring_photos, draft / SQLITE, settings.data, target)
    with tempfile.TemporaryDirectory(dir=draft) as work:
        shutil.copyfile(draft / SQLITE, Path(work) / SQLITE)
        version = await bring_up_to_date(Path(work))
        report = await whole(Path(work), target, again=False)
    parts = sorted(path for path in draft.iterdir() if path.is_file())
    heads = [
        Head(organisation=place, name=name, journal_no=proof.entries, hash=proof.head)
        for place, name, proof in report.chains
    ]
    manifest = Manifest(
        v=1,
        made_ms=now_ms(),
        schema=version,
        parts={part.name: digest(part) for part in parts},
        heads=heads,
        photos=report.photos,
    )
    (draft / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    for path in (*parts, draft / MANIFEST, draft):
        fsync(path)
    return report, brought


def _secrets(settings: Settings) -> tuple[Path, ...]:
    """Who the installation is, to its own people and to their phones; certificates are made anew from these."""
    return settings.server_key, key_file(settings.tls, AUTHORITY), certificate_file(settings.tls, AUTHORITY)


def _clear(target: Path) -> None:
    """What a backup that was killed has left; one that still runs is younger."""
    for left in target.glob(f"{UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > DAY_S:
            shutil.rmtree(left, ignore_errors=True)


async def restore(settings: Settings, asked: argparse.Namespace) -> int:
    """Into an empty installation, of either database, whatever the backup came from; proved before and after.

    Photos and key first, the database last, so that an interrupted restore can be begun again. Every phone fetches its
    mirror anew and sends what it still holds.
    """
    kept = Backup.at(asked.backup)
    problem = "; ".join(kept.faults()) or await _unfit(settings, kept)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    heads = [(head.journal_no, head.hash) for head in kept.manifest.heads if head.journal_no]
    with tempfile.TemporaryDirectory(dir=settings.data) as work:
        folder = Path(work)
        kept.copy_database(folder)
        await bring_up_to_date(folder)
        before = await whole(folder, kept.root, again=False, heads=heads)
        async with opened(engine_for("", folder)), transaction():
            await renew_epoch(now_ms())
        await asyncio.to_thread(bring_photos, folder / SQLITE, kept.root, settings.data)
        for secret in _secrets(settings):
            if secret.name in kept.manifest.parts:
                secret.parent.mkdir(exist_ok=True)
                shutil.copy2(kept.folder / secret.name, secret)
                fsync(secret)
        await load(folder, settings)
    with tempfile.TemporaryDirectory(dir=settings.data) as work:
        await snapshot(settings, Path(work))
        after = await whole(Path(work), settings.data, again=False, heads=heads)
    after.show()
    is_same = (after.chains, after.photos) == (before.chains, before.photos)
    print(f"{'✓' if is_same else '✗'} 恢复到 / restored as of {_said(kept.manifest.made_ms)}")
    return 0 if is_same and after.holds else 1


async def _unfit(settings: Settings, kept: Backup) -> str | None:
    """Why this backup cannot be put here."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with opened(engine_for(settings.database_url, settings.data)):
        await schema.migrate()
        is_older = await schema.current() < kept.manifest.schema
        if is_older:
            return "备份来自更新的版本，请先升级 / the backup is of a newer version: upgrade first"
        key = settings.server_key
        if await organisations.ids() or (key.is_file() and digest(key) != kept.manifest.parts.get(key.name)):
            return "这里已经有数据，请恢复到空的 DATA 和空的数据库 / there is data here: restore into an empty place"
    return None


def _said(at_ms: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at_ms / 1000))
