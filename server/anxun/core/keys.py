"""P-256 keys as browsers make them: raw uncompressed points, raw r‖s signatures, base64url without padding."""

import base64
import binascii
import hashlib
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

POINT_BYTES = 65
HALF = 32
_SHA256 = ec.ECDSA(hashes.SHA256())


def text_of(raw: bytes) -> str:
    """base64url without padding, as all bytes travel."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes | None:
    """The bytes, or None for a text that is not exactly how we would write them."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None
    return raw if text_of(raw) == text else None


@lru_cache(maxsize=4096)
def public_key(text: str) -> ec.EllipticCurvePublicKey | None:
    """A point that lies on the curve, or None."""
    raw = bytes_of(text)
    if raw is None or len(raw) != POINT_BYTES:
        return None
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return None


def verifies(key: str, message: bytes, signature: str) -> bool:
    """Whether this key signed exactly these bytes."""
    known, raw = public_key(key), bytes_of(signature)
    if known is None or raw is None or len(raw) != 2 * HALF:
        return False
    try:
        known.verify(encode_dss_signature(int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:])), message, _SHA256)
    except InvalidSignature:
        return False
    return True


def point_of(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half, as it is enrolled."""
    encoding, form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return text_of(key.public_key().public_bytes(encoding, form))


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> str:
    """As a browser's WebCrypto signs."""
    r, s = decode_dss_signature(key.sign(message, _SHA256))
    return text_of(r.to_bytes(HALF) + s.to_bytes(HALF))


def kept_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key in this file, for its owner's eyes only; made at the first asking, whole or not at all."""
    if not path.exists():
        form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, form, none)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(pem)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no P-256 key")
    return key


def derived_secret(key: ec.EllipticCurvePrivateKey, purpose: str) -> bytes:
    """A secret that needs no file of its own."""
    return hashlib.sha256(purpose.encode() + key.private_numbers().private_value.to_bytes(HALF)).digest()
