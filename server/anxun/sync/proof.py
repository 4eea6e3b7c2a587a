"""Is this really that device's operation? Decoding and signature, before any database turn is taken."""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from anxun.accounts.queries import DeviceRow
from anxun.journal.append import Proven
from anxun.sync.wire import Body, Envelope

_BODY = msgspec.json.Decoder(Body)
_RAW_SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Claim:
    """An envelope with what could be read and proved of it; `code` says why it is not proven."""

    envelope: Envelope
    body: Body | None
    device: DeviceRow | None
    code: str | None


def prove(envelope: Envelope, device: DeviceRow | None) -> Claim:
    """Read the body, then check that its key signed exactly these bytes."""
    body = _read(envelope.body)
    if body is None or body.device != envelope.device:
        return Claim(envelope, None, device, "op.malformed_body")
    if device is None or device["person"] != body.person:
        return Claim(envelope, body, None, "op.device_unknown")
    if not _signed(device["public_key"], envelope):
        return Claim(envelope, body, device, "op.signature")
    return Claim(envelope, body, device, None)


def proven(claim: Claim, body: Body, received_ms: int) -> Proven:
    """The plain values the journal keeps."""
    return Proven(
        id=body.id,
        name=body.name,
        person=body.person,
        device=body.device,
        device_seq=body.device_seq,
        captured_ms=captured_ms(body, received_ms),
        body=claim.envelope.body,
        private=claim.envelope.private,
        signature=claim.envelope.signature,
    )


def captured_ms(body: Body, received_ms: int) -> int:
    """The phone's clock corrected by its last measured skew; never after the moment we got it."""
    return max(0, min(body.wall_ms + (body.skew_ms or 0), received_ms))


def _read(text: str) -> Body | None:
    try:
        return _BODY.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


@lru_cache(maxsize=4096)
def _key(public_key: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(public_key))


def unpadded(text: str) -> bytes:
    """base64url without padding, as all bytes travel."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signed(public_key: str, envelope: Envelope) -> bool:
    try:
        raw = unpadded(envelope.signature)
    except (binascii.Error, ValueError):
        return False
    if len(raw) != _RAW_SIGNATURE_BYTES:
        return False
    half = _RAW_SIGNATURE_BYTES // 2
    der = encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
    try:
        _key(public_key).verify(der, envelope.body.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
