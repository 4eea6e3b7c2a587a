"""The hash chain: what one link is made of. A verifier needs nothing but this page and the rows."""

import hashlib
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["applied", "superseded", "refused", "held", "waiting", "unknown"]


def sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes: the one hash of bodies, private parts and links."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """The fields a link binds; any change to one of them changes every later hash."""

    prev: str
    organisation: str
    journal_no: int
    received_ms: int
    verdict: Verdict
    code: str | None
    body: str
    signature: str

    def hash(self) -> str:
        """SHA-256 over the fields, one a line, the body by its own hash."""
        fields = (
            self.prev,
            self.organisation,
            str(self.journal_no),
            str(self.received_ms),
            self.verdict,
            self.code or "",
            sha256(self.body),
            self.signature,
        )
        return sha256("\n".join(fields))
