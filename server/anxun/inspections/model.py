"""What an inspection says, as the phone sends it and as lists show it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from anxun.accounts.model import Strokes
from anxun.blobs.model import Photos
from anxun.checklists.model import MOST_ANSWERS, Text
from anxun.core.wire import Arguments, Id, Ms, Note, Sha256
from anxun.hazards.model import State
from anxun.points.model import Presence, Way

MAX_FIELDS = 20
MAX_AMOUNT = 1_000_000_000_000

Key = Annotated[str, Meta(min_length=1, max_length=40)]
Value = (
    Annotated[str, Meta(max_length=2000)]
    | Annotated[int, Meta(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
    | Annotated[float, Meta(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
    | Annotated[list[Key], Meta(max_length=50)]
)


class Fixed(Arguments, frozen=True, kw_only=True):
    """Put right on the spot, with photos of how it is now."""

    photos: Photos
    note: Note


class Answer(Arguments, frozen=True, kw_only=True):
    """One item; `row` = which of those that a repeated section is asked for, else empty."""

    item: Key
    row: Annotated[str, Meta(max_length=60)]
    values: Annotated[dict[Key, Value], Meta(max_length=MAX_FIELDS)]
    note: Note
    photos: Photos
    fixed: Fixed | None


class Submit(Arguments, frozen=True, kw_only=True):
    """`inspection.submit`; `supervisor` oversees what was fixed on the spot."""

    inspection: Id
    point: Id
    checklist: Key
    version: Annotated[int, Meta(ge=1, le=999)]
    started_ms: Ms
    presence: Presence
    supervisor: Id | None
    answers: Annotated[list[Answer], Meta(max_length=MOST_ANSWERS)]


class Countersign(Arguments, frozen=True, kw_only=True):
    """`inspection.countersign`: the second signature, where the checklist wants two; drawn like the first.

    `body_hash` = of the form as the signer saw it: an id alone could stand for another one.
    """

    inspection: Id
    body_hash: Sha256


class InspectionData(Struct, frozen=True, kw_only=True):
    """An inspection as phones mirror it; of two `signers` the other one is null as long as the form waits for them.

    `body_hash` = SHA-256 of the body that its maker signed.
    """

    id: str
    body_hash: str
    organisation: str
    point: str
    checklist: str
    version: int
    person: str
    started_ms: int
    captured_ms: int
    received_ms: int
    failed: int
    items: int
    missing: list[str]
    signers: Literal[1, 2]
    countersigned_by: str | None
    countersigned_ms: int | None


class InspectionLine(InspectionData, frozen=True, kw_only=True):
    """An inspection as lists show it."""

    point_name: str
    person_name: str
    countersigner_name: str | None
    title: Text


class FoundHazard(Struct, frozen=True, kw_only=True):
    """What became of a failed item."""

    id: str
    number: str
    item: str
    row: str
    state: State


class SecondSignature(Struct, frozen=True, kw_only=True):
    """What proves the countersignature. `signature` is null once erased."""

    signature: Strokes | None
    received_ms: int
    journal_no: int
    hash: str


class Release(Struct, frozen=True, kw_only=True):
    """A form that was held at first, such as from a phone reported lost: `code` = why, and who let it count."""

    code: str | None
    person_name: str
    decided_ms: int
    reason: str


class InspectionWhole(InspectionLine, frozen=True, kw_only=True):
    """The record itself, with what proves it. `signature` and `texts` are null and empty once erased.

    `release` is null for what counted at once.
    """

    answers: list[Answer]
    presence: Way
    signature: Strokes | None
    texts: dict[str, str]
    journal_no: int
    hash: str
    second: SecondSignature | None
    release: Release | None
    hazards: list[FoundHazard]
