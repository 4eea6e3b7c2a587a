"""What comes from others, without asking anybody: pinned, hashed, free to use with Apache-2.0; and no secret lies in the house."""

import importlib.metadata
import json
import re

import pytest

from tests.test_house import ROOT, name, tracked

LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
# Words of licences that ask for no more than their notice, or concern their own files alone.
FREE = re.compile(
    r"\b(MIT(-0|-CMU)?|ISC|0BSD|BSD(-[23]-Clause)?|Apache(-2\.0| Software)|PSF(-2\.0)?|Python-2\.0|MPL[- ]2\.0|"
    r"Mozilla Public|Zlib|CC0-1\.0|CC-BY-4\.0|BlueOak-1\.0\.0|OFL-1\.1|Unlicense)\b"
)
UNFREE = re.compile(r"\b(A?GPL|LGPL|SSPL|BUSL|Commons Clause|NonCommercial)\b", re.IGNORECASE)
ELSEWHERE = {"tzdata"}  # for Windows alone; its licence is Apache-2.0
SECRETS = {
    "a private key": re.compile(r"-----BEGIN (EC |RSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/]"),
    "a cloud's key": re.compile(r"\b(AKIA|LTAI)[A-Za-z0-9]{12,}"),
    "a forge's token": re.compile(r"\b(gh[pousr]_|glpat-)[A-Za-z0-9_-]{16,}"),
    "an address with a password": re.compile(
        r"postgres(ql)?://[a-z]+:[^@$<{\s/]{4,}@(?!localhost|127\.|db\b|postgres\b)"
    ),
}


def pinned(lock: str) -> list[tuple[str, str]]:
    """Each requirement's name, and all that its lock says of it."""
    parts = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text())
    return [(found[1], part) for part in parts if (found := PINNED.match(part))]


def licence(package: str) -> str:
    told = importlib.metadata.metadata(package)
    classified = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    said = (told.get_all("License-Expression"), classified, told.get_all("License"))
    return next((" ".join(words) for words in said if words), "")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_python_package_is_pinned_with_its_hashes_and_free_to_use(lock: str) -> None:
    packages = pinned(lock)
    assert len(packages) > 10
    assert [package for package, part in packages if "--hash=sha256:" not in part] == []
    known = {package: licence(package) for package, _ in packages if package not in ELSEWHERE}
    assert {package: words for package, words in known.items() if not FREE.search(words) or UNFREE.search(words)} == {}


def test_every_npm_package_is_pinned_with_its_hash_and_free_to_use() -> None:
    packages = json.loads((ROOT / "pwa" / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert len(packages) > 100
    assert [path for path, one in packages.items() if not one.get("integrity", "").startswith("sha512-")] == []
    licences = {path: str(one.get("license", "")) for path, one in packages.items()}
    assert {path: told for path, told in licences.items() if not FREE.search(told) or UNFREE.search(told)} == {}


def test_no_secret_lies_in_the_house() -> None:
    found = []
    for path in tracked():
        text = path.read_text("utf-8", errors="ignore")
        found += [f"{name(path)}: {what}" for what, looks in SECRETS.items() if looks.search(text)]
    assert found == []


def test_the_search_for_secrets_finds_each_kind() -> None:
    planted = {
        "a private key": "-----BEGIN PRIVATE " + "KEY-----\nMIGHAgEAMBMG",
        "a cloud's key": "LTAI" + "5tAbCdEfGhIjKl",
        "a forge's token": "ghp_" + "a1B2c3D4e5F6g7H8i9J0",
        "an address with a password": "postgres://anxun:" + "hunter2hunter2@10.0.0.5/anxun",
    }
    assert {what for what, text in planted.items() if SECRETS[what].search(text)} == set(SECRETS)
