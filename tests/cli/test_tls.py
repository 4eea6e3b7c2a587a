"""`anxun serve --tls`: a phone that trusts only the school's own authority reaches the server, and only that one."""

import argparse
import asyncio
import os
import random
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from anxun.cli.keeping import backup, restore
from anxun.cli.serving import serve
from anxun.cli.trusting import Trust, addresses
from anxun.core.certificates import (
    AUTHORITY,
    SERVER,
    NotOurs,
    certificate_file,
    kept_certificate,
    key_file,
    loaded,
    names_of,
)
from anxun.core.settings import Settings
from tests.conftest import settings_in
from tests.e2e.stage import CHROMIUM, QUIET
from tests.postgres import free_port
from tests.world import School

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAMES = ["192.168.1.5", "school-pc", "127.0.0.1"]
START_S = 30


@dataclass
class Serving:
    """A server on TLS of its own making, and its plain page."""

    process: "subprocess.Popen[str]"
    command: list[str]
    environment: dict[str, str]
    url: str
    page: str


@pytest.fixture
def serving(world: School, tmp_path: Path) -> Iterator[Serving]:
    data = tmp_path / "data"
    shutil.copytree(world.app.state.data, data)
    port = free_pair()
    url = f"https://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name not in {"HOST", "DATABASE_URL"}}
    environment |= {"DATA": str(data), "PORT": str(port), "PUBLIC_URL": url}
    command = [sys.executable, "-m", "anxun.cli", "serve", "--tls"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        page = f"http://127.0.0.1:{port + 1}"
        try:
            _wait(page)
            yield Serving(process, command, environment, url, page)
        finally:
            process.terminate()
            process.wait(START_S)


def free_pair() -> int:
    """Two ports side by side, below those that clients are given."""
    while True:
        port = random.randrange(20_000, 30_000, 2)
        with suppress(OSError):
            for one in (port, port + 1):
                socket.create_server(("127.0.0.1", one)).close()
            return port


def _wait(page: str) -> None:
    until = time.monotonic() + START_S
    while True:
        with suppress(httpx.TransportError):
            httpx.get(page)
            return
        assert time.monotonic() < until, "no page came"
        time.sleep(0.05)


def trusting(certificate: bytes | str) -> ssl.SSLContext:
    """A phone with no other authority than this."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=certificate)
    return context


@pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
def test_a_phone_that_took_the_certificate_from_the_plain_page_trusts_the_server(serving: Serving) -> None:
    steps = httpx.get(serving.page)
    taken = httpx.get(f"{serving.page}/anxun-ca.crt")
    for host in ("127.0.0.1", "localhost", addresses()[0]):
        url = serving.url.replace("127.0.0.1", host)
        reply = _patient(f"{url}/api/health", trusting(taken.content))

        assert reply.json()["status"] == "ok"
        assert "strict-transport-security" in reply.headers
    with pytest.raises(httpx.ConnectError):
        httpx.get(serving.url, verify=ssl.create_default_context())
    assert taken.headers["content-type"] == "application/x-x509-ca-cert"
    for words in ("安卓", "苹果", "Windows", "Android", "iOS", serving.url):
        assert words in steps.text
    with subprocess.Popen(
        [*serving.command[:-2], "watch", "--tls"], env=serving.environment, stdout=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert "watching https://localhost" in watching.stdout.readline()
        watching.terminate()
    serving.process.terminate()
    said, _ = serving.process.communicate(timeout=START_S)
    fingerprint = said.partition("SHA-256 ")[2].strip()
    assert len(fingerprint) == 32 * 3 - 1
    assert fingerprint in steps.text


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
def test_a_browser_that_trusts_it_opens_the_app_offline_and_one_that_does_not_opens_nothing(
    serving: Serving, tmp_path: Path
) -> None:
    url = serving.url.replace("127.0.0.1", addresses()[0])
    taken = tmp_path / "ca.crt"
    taken.write_bytes(httpx.get(f"{serving.page}/anxun-ca.crt").content)
    with opened(tmp_path / "stranger") as stranger, pytest.raises(PlaywrightError, match="ERR_CERT_AUTHORITY_INVALID"):
        stranger.goto(url)
    store = tmp_path / "phone/.pki/nssdb"
    store.mkdir(parents=True)
    certutil = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    subprocess.run([*certutil, "-A", "-n", "anxun", "-t", "C,,", "-i", taken], check=True)
    with opened(tmp_path / "phone") as page:
        page.goto(url)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert page.evaluate("isSecureContext && 'mediaDevices' in navigator")
        page.context.set_offline(True)
        page.reload()
        assert page.title() == "安巡"


@contextmanager
def opened(home: Path) -> Iterator[Page]:
    """A browser of this home, which is where it keeps whom it trusts."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(home / "profile"),
            executable_path=CHROMIUM,
            args=list(QUIET),
            env={**os.environ, "HOME": str(home)},
        )
        try:
            yield context.pages[0]
        finally:
            context.close()


def _patient(url: str, context: ssl.SSLContext) -> httpx.Response:
    """The page may be there a moment before the server proper."""
    for _ in range(START_S * 10):
        with suppress(httpx.ConnectError):
            return httpx.get(url, verify=context)
        time.sleep(0.1)
    return httpx.get(url, verify=context)


def test_keys_are_for_the_servers_own_eyes(tmp_path: Path) -> None:
    kept_certificate(tmp_path, NAMES, NOW)

    for name in (AUTHORITY, SERVER):
        assert stat.S_IMODE(key_file(tmp_path, name).stat().st_mode) == 0o600


def test_it_is_renewed_near_its_end_by_the_same_authority_and_for_the_same_key(tmp_path: Path) -> None:
    first = kept_certificate(tmp_path, NAMES, NOW)
    later = first.not_valid_after_utc - timedelta(days=31)
    authority = loaded(certificate_file(tmp_path, AUTHORITY))

    assert kept_certificate(tmp_path, NAMES, later) == first
    renewed = kept_certificate(tmp_path, NAMES, later + timedelta(days=2))

    assert renewed.serial_number != first.serial_number
    assert renewed.public_key() == first.public_key()
    assert renewed.not_valid_after_utc - renewed.not_valid_before_utc <= timedelta(days=398)
    assert loaded(certificate_file(tmp_path, AUTHORITY)) == authority


def test_an_address_the_machine_got_since_is_taken_up_and_a_foreign_name_never(tmp_path: Path) -> None:
    kept_certificate(tmp_path, NAMES, NOW)

    moved = kept_certificate(tmp_path, [*NAMES, "10.3.4.5", "203.0.113.9"], NOW)

    assert names_of(moved) == {*NAMES, "10.3.4.5"}
    with pytest.raises(NotOurs):
        kept_certificate(tmp_path, ["elsewhere.example.com", *NAMES], NOW)


@pytest.mark.parametrize("host", [f"{'a' * 40}.{'b' * 40}", "示例学校.cn"])
def test_a_long_name_and_one_that_is_not_latin_are_vouched_for(tmp_path: Path, host: str) -> None:
    trust = Trust(replace(settings_in(tmp_path), public_url=f"https://{host}:8443"))

    certificate = loaded(trust.files()[0])

    assert certificate is not None
    assert host.encode("idna").decode() in names_of(certificate)


def test_a_name_that_no_network_knows_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = replace(settings_in(tmp_path), port=free_port(), public_url=f"https://{'a' * 81}:8443")

    assert serve(told, tls=True) == 1
    assert "is no host name" in capsys.readouterr().err


@pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
async def test_after_a_restore_phones_trust_the_new_machine_as_they_did_the_old(
    settings: Settings, tmp_path: Path
) -> None:
    kept_certificate(settings.tls, NAMES, NOW)
    new = settings_in(tmp_path / "new")
    assert await backup(settings, argparse.Namespace(folder=tmp_path / "backup")) == 0
    assert await restore(new, argparse.Namespace(backup=tmp_path / "backup")) == 0

    renewed = kept_certificate(new.tls, NAMES, NOW)

    authority = loaded(certificate_file(settings.tls, AUTHORITY))
    assert authority is not None
    assert loaded(certificate_file(new.tls, AUTHORITY)) == authority
    renewed.verify_directly_issued_by(authority)
    assert stat.S_IMODE(key_file(new.tls, AUTHORITY).stat().st_mode) == 0o600


async def test_while_serving_whoever_connects_next_gets_the_renewed_one(tmp_path: Path) -> None:
    trust = Trust(settings_in(tmp_path))
    first = kept_certificate(trust.folder, [*NAMES, "localhost"], datetime.now(UTC) - timedelta(days=380))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    async with pretending((certificate_file(trust.folder, SERVER), key_file(trust.folder, SERVER)), context) as port:
        assert await _serial(port) == first.serial_number
        keeping = asyncio.create_task(trust.keep_fresh(context, 0.05))
        await asyncio.sleep(0.5)
        keeping.cancel()
        assert await _serial(port) != first.serial_number


async def _serial(port: int) -> int:
    pem = await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", port))
    return x509.load_pem_x509_certificate(pem.encode()).serial_number


async def test_whoever_steals_the_authority_cannot_pose_as_another_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_certificate(tmp_path, NAMES, datetime.now(UTC))
    monkeypatch.setattr("anxun.core.certificates._may_vouch", lambda _authority, _name: True)
    kept_certificate(tmp_path, ["elsewhere.example.com", *NAMES], datetime.now(UTC))
    files = certificate_file(tmp_path, SERVER), key_file(tmp_path, SERVER)
    async with pretending(files) as port:
        context = trusting(certificate_file(tmp_path, AUTHORITY).read_text())
        with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
            await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="elsewhere.example.com")


@asynccontextmanager
async def pretending(files: tuple[Path, Path], context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Somebody with this certificate; gives the port."""
    context = context or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
