"""`anxun doctor`: what an operator should know and can do something about, one line each; it changes nothing."""

import argparse
import asyncio
import ctypes
import shutil
import socket
import ssl
import stat
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from anxun import schema
from anxun.app import BUILT
from anxun.blobs import queries as blobs
from anxun.blobs.files import blob_path
from anxun.cli.backups import Backup
from anxun.core.certificates import AUTHORITY, SERVER, certificate_file, key_file, loaded
from anxun.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from anxun.core.db import SQLITE, engine_for, opened
from anxun.core.settings import Settings
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations
from anxun.points.files import FONTS

GOOD, DOUBTFUL, BAD = "✓", "!", "✗"
GIGABYTE = 1_000_000_000
FREE_BAD, FREE_DOUBTFUL = GIGABYTE, 5 * GIGABYTE
BACKUP_DOUBTFUL_MS, BACKUP_BAD_MS = 26 * HOUR_MS, 8 * DAY_MS
END_BAD, END_DOUBTFUL = timedelta(days=14), timedelta(days=28)
AUTHORITY_DOUBTFUL = timedelta(days=400)
ANSWER_S = 5
LOCAL = ("localhost", "127.0.0.1")
UNSYNCHRONISED = 5  # what Linux says of a clock that nothing keeps right
SIZE_OF_TIMEX = 512


@dataclass(frozen=True)
class Finding:
    """How it stands, and what to do if it does not stand well."""

    grade: str
    said: str


async def doctor(settings: Settings, asked: argparse.Namespace) -> int:
    """✓ is good, ! should be looked at, ✗ must be mended; exit code 1 if there is any ✗. Safe while the server runs."""
    found = [finding for check in (_disk, _keys, _parts, _address) for finding in check(settings)]
    found += await asyncio.to_thread(lambda: list(_certificate(settings)))
    found += [*_clock(), _backup(asked.folder)]
    try:
        found += [finding async for finding in _database(settings)]
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the table is still worth reading
        found.append(Finding(BAD, f"数据库打不开 / the database does not open: {type(error).__name__}: {error}"))
    for finding in found:
        print(f"{finding.grade} {finding.said}")
    return 1 if any(finding.grade == BAD for finding in found) else 0


def _disk(settings: Settings) -> Iterator[Finding]:
    if not settings.data.is_dir():
        yield Finding(BAD, f"DATA 不存在，先 anxun init / DATA is not there, run anxun init: {settings.data}")
        return
    try:
        with tempfile.TemporaryFile(dir=settings.data) as probe:
            probe.write(b"?")
        yield Finding(GOOD, f"DATA 可写 / DATA can be written: {settings.data}")
    except OSError as error:
        yield Finding(BAD, f"DATA 写不进，检查主人和权限 / DATA cannot be written, look at its owner: {error.strerror}")
    free = shutil.disk_usage(settings.data).free
    grade = BAD if free < FREE_BAD else DOUBTFUL if free < FREE_DOUBTFUL else GOOD
    yield Finding(grade, f"磁盘剩余 / disk left: {free / GIGABYTE:.1f} GB")


def _keys(settings: Settings) -> Iterator[Finding]:
    secret = [settings.server_key, *(key_file(settings.tls, name) for name in (AUTHORITY, SERVER))]
    for path in secret:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(BAD, f"别人能读密钥，请执行 chmod 600 / others can read this key, chmod 600: {path}")


def _parts(_: Settings) -> Iterator[Finding]:
    for what, there in (
        ("手机应用 / app", BUILT / "index.html"),
        ("标签的字体 / fonts", FONTS / "NotoSansSC_700Bold.ttf"),
    ):
        missing = "没有，请执行 make build / missing: run make build"
        yield Finding(GOOD, what) if there.is_file() else Finding(BAD, f"{what}: {missing}")


def _address(settings: Settings) -> Iterator[Finding]:
    said = f"PUBLIC_URL {settings.public_url}"
    if settings.secure:
        yield Finding(GOOD, said)
    elif urlsplit(settings.public_url).hostname in LOCAL:
        yield Finding(DOUBTFUL, f"{said}: 只有本机能用 / for this machine only")
    else:
        yield Finding(BAD, f"{said}: 不是 https，手机的相机和离线用不了 / no https: phones get no camera, no offline")


def _certificate(settings: Settings) -> Iterator[Finding]:
    """Our own as it lies there; else the one that phones are shown."""
    own, authority = (loaded(certificate_file(settings.tls, name)) for name in (SERVER, AUTHORITY))
    now = datetime.now(UTC)
    if own is not None and authority is not None:
        yield _ending("证书（自己的，会自动续）/ certificate (own, renewed by itself)", own.not_valid_after_utc - now)
        left = authority.not_valid_after_utc - now
        if left < AUTHORITY_DOUBTFUL:
            yield Finding(DOUBTFUL, f"手机信任的根证书还有 / what phones trust ends in {left.days} 天 / days")
    elif settings.secure:
        yield _shown(settings)


def _shown(settings: Settings) -> Finding:
    url = urlsplit(settings.public_url)
    try:
        certificate = _peer(str(url.hostname), url.port or 443)
    except ssl.SSLCertVerificationError as error:
        return Finding(DOUBTFUL, f"这台机器不信任证书 / this machine does not trust it: {error.verify_message}")
    except OSError as error:
        return Finding(DOUBTFUL, f"连不上 PUBLIC_URL / PUBLIC_URL does not answer: {error}")
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate), UTC)
    return _ending("证书 / certificate", end - datetime.now(UTC))


def _peer(host: str, port: int) -> str:
    """When the certificate ends that is shown there."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), ANSWER_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return str((secured.getpeercert() or {})["notAfter"])


def _ending(what: str, left: timedelta) -> Finding:
    grade = BAD if left < END_BAD else DOUBTFUL if left < END_DOUBTFUL else GOOD
    return Finding(grade, f"{what}: 还有 {left.days} 天 / days left")


def _clock() -> Iterator[Finding]:
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(SIZE_OF_TIMEX)) == UNSYNCHRONISED:
        yield Finding(DOUBTFUL, "没有开时间同步 / no time synchronisation")
    else:
        yield Finding(GOOD, f"时间已同步 / clock synchronised: {time.strftime('%Y-%m-%d %H:%M:%S %z')}")


def _backup(folder: Path | None) -> Finding:
    if folder is None:
        return Finding(DOUBTFUL, "备份没查，请加上备份文件夹 / backups not looked at: name their folder")
    try:
        made_ms = Backup.at(folder).manifest.made_ms
    except SystemExit:
        return Finding(BAD, f"没有备份 / no backup: {folder}")
    age = now_ms() - made_ms
    grade = BAD if age > BACKUP_BAD_MS else DOUBTFUL if age > BACKUP_DOUBTFUL_MS else GOOD
    return Finding(grade, f"最近的备份 / newest backup: {age // HOUR_MS} 小时前 / hours ago")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.database_url and not (settings.data / SQLITE).is_file():
        yield Finding(BAD, "还没有数据库，先 anxun init / no database yet, run anxun init")
        return
    async with opened(engine_for(settings.database_url, settings.data)):
        if await schema.pending():
            yield Finding(BAD, "数据库结构较旧，请执行 anxun migrate / the schema is older: run anxun migrate")
            return
        kind, places = "PostgreSQL" if settings.database_url else "SQLite", len(await organisations.every())
        grade = GOOD if places else BAD
        yield Finding(grade, f"数据库 / database: {kind}, {await schema.current()}, {places} 个单位 / organisations")
        newest = await journal.newest_ms()
        if newest > now_ms() + MINUTE_MS:
            yield Finding(BAD, "服务器的钟比最后一条记录慢，被调回去了 / the clock stands before the newest record")
        async for finding in _photos(settings.data):
            yield finding


async def _photos(data: Path) -> AsyncIterator[Finding]:
    after, here, lost = "", 0, list[str]()
    while rows := await blobs.stored_after(after, 1000):
        after, here = rows[-1]["id"], here + len(rows)
        lost += [row["sha256"] for row in rows if not blob_path(data, row["sha256"]).is_file()]
    if lost:
        yield Finding(BAD, f"照片不见了，从备份找回 / photos are gone, bring them back: {len(lost)}, {lost[0]}")
    else:
        yield Finding(GOOD, f"照片都在 / photos are all there: {here}")
    awaited = await blobs.awaited()
    if awaited:
        yield Finding(DOUBTFUL, f"还没传到的照片，在手机里 / photos still on phones: {awaited}")
