"""Is this really that device's operation? Decoding and signature, before any database turn is taken."""

from dataclasses import dataclass

import msgspec

from anxun.accounts.queries import DeviceRow
from anxun.core.keys import verifies
from anxun.journal.append import Proven
from anxun.sync.wire import Body, Envelope

_BODY = msgspec.json.Decoder(Body)


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
    if not verifies(device["public_key"], envelope.body.encode(), envelope.signature):
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
