"""Is this really that device's operation? Decoding and signature, before any database turn is taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec

from anxun.accounts.queries import DeviceRow
from anxun.core.keys import verifies
from anxun.core.wire import has_twins
from anxun.journal.append import Proven
from anxun.journal.rules import sha256
from anxun.sync.wire import Body, Envelope

# What stands in for a private part that is no longer kept; None where nothing may.
Erased = Callable[[Body], str | None]
# Proved, but of an organisation that its device cannot reach.
OUT_OF_REACH = "organisation.unknown"
_BODY = msgspec.json.Decoder(Body)


@dataclass(frozen=True)
class Claim:
    """An envelope with what could be read and proved of it; `code` says why it is not proven."""

    envelope: Envelope
    body: Body | None
    device: DeviceRow | None
    code: str | None

    @cached_property
    def hash(self) -> str:
        """Of the signed bytes; a batch that is tried again by halves asks for it many times."""
        return sha256(self.envelope.body)

    @property
    def signed(self) -> Body | None:
        """The body, if its device's key signed it: it has a place in that device's chain, wherever it goes to."""
        return self.body if self.code in (None, OUT_OF_REACH) else None

    @property
    def proved(self) -> tuple[Body, DeviceRow]:
        """What and by which device; only proven claims are given a turn."""
        if self.body is None or self.device is None:
            raise AssertionError(self.code)
        return self.body, self.device


def prove(envelope: Envelope, device: DeviceRow | None) -> Claim:
    """Read the body, then check that its key signed exactly these bytes, and with them the private part's.

    A private part taken away or changed on the way must not cost the genuine operation its place in the journal.
    """
    body = _read(envelope.body)
    if body is None or body.device != envelope.device:
        return Claim(envelope, None, device, "op.malformed_body")
    if device is None or device["person"] != body.person:
        return Claim(envelope, body, None, "op.device_unknown")
    if not verifies(device["public_key"], envelope.body.encode(), envelope.signature):
        return Claim(envelope, body, device, "op.signature")
    if body.private != _hash(envelope.private):
        return Claim(envelope, body, device, "op.private")
    return Claim(envelope, body, device, None)


def again(
    entry: Mapping[str, Any], private: str | None, device: DeviceRow | None, erased: Erased
) -> tuple[Claim, str | None]:
    """A journalled operation proved once more, and its private part or what stands in for it."""
    kept = Envelope(device=entry["device"], body=entry["body"], private=private, signature=entry["signature"])
    claim = prove(kept, device)
    stand_in = erased(claim.body) if claim.body and claim.code == "op.private" and private is None else None
    return (claim, private) if stand_in is None else (replace(claim, code=None), stand_in)


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
        return None if has_twins(text) else _BODY.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


def _hash(private: str | None) -> str | None:
    return None if private is None else sha256(private)
