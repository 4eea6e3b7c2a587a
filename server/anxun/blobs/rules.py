"""The upload token: proof, without a login, that a device's push has just named photos the server lacks."""

import base64
import hashlib
import hmac

_PURPOSE = b"anxun upload token\n"


def make_token(secret: bytes, device: str, expires_ms: int) -> str:
    """Good for the photos that operations of this device name, until it expires; nothing is stored."""
    claim = f"{device}.{expires_ms}"
    return f"{claim}.{_mac(secret, claim)}"


def token_device(secret: bytes, token: str, at_ms: int) -> str | None:
    """The device a genuine, living token was made for."""
    claim, _, mac = token.rpartition(".")
    if not hmac.compare_digest(_mac(secret, claim).encode(), mac.encode("utf-8", "replace")):
        return None
    device, _, expires_ms = claim.rpartition(".")
    return device if at_ms < int(expires_ms) else None


def _mac(secret: bytes, claim: str) -> str:
    digest = hmac.digest(secret, _PURPOSE + claim.encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
