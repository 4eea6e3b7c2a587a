"""The upload token."""

import pytest

from anxun.blobs.rules import make_token, token_device

SECRET = b"a secret of 32 bytes, or nearly so"
TOKEN = make_token(SECRET, "device", 1_000)


def test_a_token_is_good_for_its_device_until_it_expires() -> None:
    assert token_device(SECRET, TOKEN, 999) == "device"
    assert token_device(SECRET, TOKEN, 1_000) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "device.1000",
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN.replace("1000", "9000"),
        TOKEN.replace("device", "other"),
        make_token(b"another secret", "device", 1_000),
        "device.1000.\ud800",
        "设备.1000.x",
    ],
)
def test_nothing_else_opens_the_door(token: str) -> None:
    assert token_device(SECRET, token, 1) is None
