"""`anxun doctor`: says what is wrong and no more, and its exit code tells a timer."""

import argparse
import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anxun.blobs.files import blob_path
from anxun.cli.examining import doctor
from anxun.cli.keeping import backup
from anxun.core import certificates
from anxun.core.clock import now_ms
from anxun.core.db import raw, transaction
from anxun.core.settings import Settings
from tests.forms import failing, patrol_form
from tests.phone import SIGNED
from tests.photos import noise, piece
from tests.world import School

GIGABYTE = 1_000_000_000


@pytest.fixture
async def told(school: School, settings: Settings, tmp_path: Path) -> Settings:
    """A well kept installation: a photo that has come, one that has not, a backup of just now, its own certificate."""
    here, away = noise(1, 64, 48), noise(2, 64, 48)
    form = patrol_form(school, {"exits-clear": failing(here), "stairs-clear": failing(away)})
    operation = school.patrol.make("inspection.submit", form, SIGNED)
    (receipt,) = await school.patrol.push(operation)
    assert receipt["missing"]
    assert (await piece(school.patrol.client, here, 0, here.content)).status_code == 204
    kept = replace(settings, public_url="https://192.168.1.5:8443")
    certificates.kept_certificate(kept.tls, ["192.168.1.5"], datetime.now(UTC))
    # A command is a process of its own; here the server's last hint would go on in the copy that the backup makes.
    await school.app.state.teller.end()
    assert await backup(kept, argparse.Namespace(folder=tmp_path / "backup")) == 0
    return kept


async def examined(
    settings: Settings, capsys: pytest.CaptureFixture[str], folder: Path | None = None
) -> tuple[int, list[str]]:
    """Exit code, and the lines that are not good."""
    capsys.readouterr()
    code = await doctor(settings, argparse.Namespace(folder=folder))
    return code, [line for line in capsys.readouterr().out.splitlines() if not line.startswith("✓")]


async def test_a_well_kept_installation_is_told_only_what_is_on_its_way(
    told: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = await examined(told, capsys, tmp_path / "backup")

    assert code == 0
    assert [line for line in lines if "time synchronisation" not in line] == [
        "! 还没传到的照片，在手机里 / photos still on phones: 1"
    ]


async def test_each_thing_that_must_be_mended_is_named_and_costs_the_exit_code(
    told: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def bad(settings: Settings = told, folder: Path = tmp_path / "backup") -> str:
        code, lines = await examined(settings, capsys, folder)
        (only,) = [line for line in lines if line.startswith("✗")]
        assert code == 1
        return only

    assert "no backup" in await bad(folder=tmp_path)
    assert "no https" in await bad(replace(told, public_url="http://192.168.1.5:8000"))
    told.server_key.chmod(0o644)
    assert "chmod 600" in await bad()
    told.server_key.chmod(0o600)
    with monkeypatch.context() as patch:
        patch.setattr("anxun.cli.examining.FREE_BAD", 10**18)
        assert "disk left" in await bad()
        patch.undo()
        patch.setattr("anxun.cli.examining.now_ms", lambda: now_ms() + 9 * 24 * 3600 * 1000)
        assert "newest backup" in await bad()
        patch.undo()
        patch.setattr("anxun.cli.examining.now_ms", lambda: now_ms() - 3600 * 1000)
        assert "the clock stands before" in await bad()
        patch.undo()
        patch.setattr("anxun.cli.examining.FONTS", tmp_path)
        assert "fonts" in await bad()
    photo = noise(1, 64, 48)
    blob_path(told.data, photo.sha256).unlink()
    assert photo.sha256 in await bad()
    blob_path(told.data, photo.sha256).write_bytes(photo.content)
    async with transaction():
        await raw("DELETE FROM migration")
    assert "anxun migrate" in await bad()


async def test_a_certificate_near_its_end_is_told_ours_and_the_proxys(
    told: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "proxy"
    then = datetime.now(UTC) - certificates.SERVER_LIFE + timedelta(days=10, hours=1)
    certificates.kept_certificate(folder, ["localhost"], then)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    proxy = await asyncio.start_server(lambda _, writer: writer.close(), "localhost", 0, ssl=context)
    behind = replace(told, data=told.data, public_url=f"https://localhost:{proxy.sockets[0].getsockname()[1]}")
    told.tls.rename(tmp_path / "away")
    async with proxy:
        assert "! 这台机器不信任证书" in "\n".join((await examined(behind, capsys, tmp_path / "backup"))[1])
        monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.crt"))
        code, lines = await examined(behind, capsys, tmp_path / "backup")

    assert code == 1
    assert any("还有 10 天" in line for line in lines if line.startswith("✗"))
    _, lines = await examined(behind, capsys, tmp_path / "backup")
    assert any("does not answer" in line for line in lines if line.startswith("!"))


async def test_a_database_that_does_not_open_hides_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = Settings(
        tmp_path, "postgres://nobody:swordfish@127.0.0.1:1/none", "127.0.0.1", 8000, "http://localhost:8000"
    )

    assert await doctor(away, argparse.Namespace(folder=None)) == 1

    said = capsys.readouterr().out
    assert "✗ 数据库打不开" in said
    assert "disk left" in said
    assert "swordfish" not in said
