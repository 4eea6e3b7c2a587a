"""What the image does when it is built, done without one: the same script, into a folder that nobody may write to."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.postgres import free_port
from tests.process import ROOT

START_S = 30
# Root writes everywhere, until this right is taken from it.
BOUND = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", "--"] if os.getuid() == 0 else []
STATELESS = ("one", "two", "migrate", "caddy")


@pytest.fixture(scope="module")
def prefix() -> Iterator[Path]:
    """An installation as it lies in the image, and beside it a `data` that may be written."""
    with tempfile.TemporaryDirectory(prefix="anxun-image-") as folder:
        made, data = Path(folder, "anxun"), Path(folder, "data")
        subprocess.run([_context(Path(folder, "src")) / "docker/build.sh", made], check=True, cwd=folder)
        subprocess.run(["chmod", "-R", "a-w,a+rX", made], check=True)
        data.mkdir(mode=0o700)
        yield made
        subprocess.run(["chmod", "-R", "u+w", made], check=True)


def _context(folder: Path) -> Path:
    """What the ignore file lets in, and nothing else of the repository."""
    lines = (ROOT / "docker/Dockerfile.dockerignore").read_text("utf-8").splitlines()
    left_out = shutil.ignore_patterns(*(line.rpartition("/")[2] for line in lines[1:] if not line.startswith("!")))
    assert lines[0] == "*"
    for name in (line[1:] for line in lines if line.startswith("!")):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=left_out)
        else:
            shutil.copy2(source, target)
    return folder


def environment(prefix: Path, port: int) -> dict[str, str]:
    """What the image sets, and nothing of ours."""
    data = str(prefix.with_name("data"))
    return {"DATA": data, "HOME": data, "PORT": str(port), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}


def run(prefix: Path, *arguments: str) -> str:
    said = subprocess.run(
        [*BOUND, prefix / "bin/anxun", *arguments],
        env=environment(prefix, 8000),
        cwd=prefix.with_name("data"),
        check=True,
        capture_output=True,
        text=True,
    )
    return said.stdout


@contextmanager
def serving(prefix: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([*BOUND, prefix / "bin/anxun", "serve"], env=environment(prefix, port), cwd="/")
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + START_S
    try:
        while True:
            with suppress(httpx.TransportError):
                httpx.get(f"{url}/api/health")
                break
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(START_S)


def test_what_the_image_is_built_from_serves_app_and_papers_from_where_it_cannot_write(prefix: Path) -> None:
    before = _listing(prefix)
    probe = subprocess.run([*BOUND, "touch", prefix / "server/anxun/new.py"], capture_output=True, check=False)
    assert probe.returncode != 0
    run(prefix, "init", "--name", "示例小学", "--office", "王老师", "--principal", "陈校长")
    run(prefix, "form", "CK-13", "--out", "paper.pdf")
    with serving(prefix) as url:
        health, page = httpx.get(f"{url}/api/health"), httpx.get(url, headers={"accept": "text/html"})
        script = page.text.partition('type="module"')[2].partition('src="')[2].partition('"')[0]
        code = httpx.get(f"{url}{script}", headers={"accept-encoding": "br"})
        lists = httpx.get(f"{url}/api/checklists").json()

    assert health.json()["status"] == "ok"
    assert (code.status_code, code.headers["content-encoding"]) == (200, "br")
    assert len(lists["checklists"]) > 20
    assert (prefix.with_name("data") / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert _listing(prefix) == before


def _listing(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker/compose.yaml").read_text("utf-8"))
    return read


@pytest.mark.parametrize("name", STATELESS)
def test_no_container_of_ours_may_write_to_its_root_or_gain_rights(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert name == "caddy" or "ports" not in service


def test_the_image_runs_as_no_root_and_takes_only_locked_packages() -> None:
    words = (ROOT / "docker/Dockerfile").read_text("utf-8")
    script = (ROOT / "docker/build.sh").read_text("utf-8")

    assert words.rindex("USER anxun") > words.rindex("FROM")
    assert "--require-hashes" in script
    assert "npm ci" in script
    for fetching in ("curl", "wget", "git clone", "npx"):
        assert fetching not in words + script


def test_only_the_proxys_own_address_is_believed(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert services["caddy"]["networks"]["inside"]["ipv4_address"] == services["one"]["environment"]["PROXY"]
    assert services["two"]["environment"] == services["one"]["environment"]
