"""Signs operations as a phone does: for the server's own key, for the demonstration and for tests."""

import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from anxun.core.ids import new_id
from anxun.core.keys import sign, text_of
from anxun.journal.rules import sha256
from anxun.sync.wire import Envelope

APP = "anxun-server"
SALT_BYTES = 16


@dataclass
class Signer:
    """A device with its key and the head of its own chain."""

    key: ec.EllipticCurvePrivateKey
    device: str
    person: str
    organisation: str
    tz: str = "Asia/Shanghai"
    device_seq: int = 0
    prev: str | None = None

    def envelope(
        self, name: str, args: dict[str, Any], at_ms: int, private: dict[str, Any] | None = None, **changed: Any
    ) -> Envelope:
        """The next operation of this device; `changed` names fields of the body that differ from the usual."""
        salted = None if private is None else {"salt": text_of(secrets.token_bytes(SALT_BYTES)), **private}
        private_text = None if salted is None else msgspec.json.encode(salted).decode()
        body: dict[str, Any] = {
            "v": 1,
            "id": new_id(at_ms),
            "name": name,
            "organisation": self.organisation,
            "person": self.person,
            "device": self.device,
            "device_seq": self.device_seq + 1,
            "prev": self.prev,
            "wall_ms": at_ms,
            "skew_ms": 0,
            "skew_age_ms": 0,
            "tz": self.tz,
            "app": APP,
            "private": None if private_text is None else sha256(private_text),
            "args": args,
        } | changed
        text = msgspec.json.encode(body).decode()
        self.device_seq, self.prev = body["device_seq"], sha256(text)
        return Envelope(device=self.device, body=text, private=private_text, signature=sign(self.key, text.encode()))
