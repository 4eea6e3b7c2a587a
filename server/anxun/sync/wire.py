"""What travels: envelope, body, receipt. The one definition; the TypeScript types are made from it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from anxun.core.wire import Id, Ms, Sha256
from anxun.journal.rules import Verdict

# A phone's clock may say anything: it is a claim, and must never cost an operation.
ClockMs = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Outcome = tuple[Verdict, str | None]

MAX_OPERATIONS = 200
MAX_BODY_CHARACTERS = 400_000


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signed operation as the phone keeps it: `body` and `private` are JSON texts, never re-serialised."""

    device: Id
    body: Annotated[str, Meta(max_length=MAX_BODY_CHARACTERS)]
    private: Annotated[str, Meta(max_length=MAX_BODY_CHARACTERS)] | None
    signature: Annotated[str, Meta(max_length=100)]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The signed content. `prev` chains the device's own operations; `private` is the hash of the private text."""

    v: Literal[1]
    id: Id
    name: Annotated[str, Meta(pattern=r"^[a-z_.]+$", max_length=40)]
    organisation: Id
    person: Id
    device: Id
    device_seq: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    prev: Sha256 | None
    wall_ms: ClockMs
    skew_ms: ClockMs | None
    skew_age_ms: Ms | None
    tz: Annotated[str, Meta(max_length=40)]
    app: Annotated[str, Meta(max_length=40)]
    private: Sha256 | None
    args: msgspec.Raw


class Push(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One batch; receipts come back in the same order."""

    operations: Annotated[list[Envelope], Meta(max_length=MAX_OPERATIONS)]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The server's word on one operation. `journal_no` null: nothing was journalled."""

    id: str | None
    verdict: Verdict
    code: str | None
    organisation: str | None
    journal_no: int | None
    hash: str | None
    received_ms: int
    missing: list[str]


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """`upload_token` lets the sender bring the missing photos for a day, signed in or not."""

    receipts: list[Receipt]
    upload_token: str | None
    server_ms: int
