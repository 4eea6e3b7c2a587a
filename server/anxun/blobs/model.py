"""A photo as an operation names it, and as a record shows it."""

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from anxun.core.wire import Ms, Sha256

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 12_000_000
MAX_PHOTOS = 9

Kind = Literal["before", "after", "answer"]
Capture = Literal["live", "camera", "file"]
Pixels = Annotated[int, Meta(ge=1, le=20_000)]


class Photo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Named by its content; `capture` says whether our camera, the phone's own or a file gave it."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=1, le=MAX_BYTES)]
    width: Pixels
    height: Pixels
    capture: Capture
    taken_ms: Ms


Measure = tuple[int, int, int]  # size, width, height: as signed, and as the bytes really are


Photos = Annotated[list[Photo], Meta(max_length=MAX_PHOTOS)]


@dataclass(frozen=True)
class Named:
    """One photo of a record: which operation named it, what it shows, what took it, and whether its bytes are here."""

    operation: str
    kind: str
    sha256: str
    capture: Capture
    stored: bool
