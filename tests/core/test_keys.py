"""Keys and signatures as browsers make them: one form only, and no exceptions for whatever else comes."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as some

from anxun.core.keys import bytes_of, derived_secret, kept_key, point_of, public_key, sign, text_of, verifies

KEY = ec.generate_private_key(ec.SECP256R1())


@given(some.binary(max_size=200))
@pytest.mark.r(17)
def test_a_signature_holds_for_exactly_these_bytes(message: bytes) -> None:
    signature = sign(KEY, message)

    assert len(signature) == 86
    assert verifies(point_of(KEY), message, signature)
    assert not verifies(point_of(KEY), message + b"\n", signature)


@given(some.text(max_size=120), some.text(max_size=120))
def test_no_text_breaks_the_check(key: str, signature: str) -> None:
    assert not verifies(key, b"message", signature)
    assert not verifies(point_of(KEY), b"message", signature)


@given(some.binary(max_size=100))
def test_bytes_have_one_text(raw: bytes) -> None:
    assert bytes_of(text_of(raw)) == raw
    assert bytes_of(text_of(raw) + "=") is None


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 65, b"\x04" + b"\x00" * 64, b"\x04" + b"\xff" * 64, b"\x02" + b"\x01" * 32]
)
def test_only_a_point_of_the_curve_is_a_key(raw: bytes) -> None:
    assert public_key(text_of(raw)) is None


def test_the_zero_signature_is_no_signature() -> None:
    assert not verifies(point_of(KEY), b"", text_of(b"\x00" * 64))


def test_the_servers_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "anxun.pem"

    first, second = kept_key(path), kept_key(path)

    assert point_of(first) == point_of(second)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["anxun.pem"]
    assert derived_secret(first, "a") != derived_secret(first, "b")
