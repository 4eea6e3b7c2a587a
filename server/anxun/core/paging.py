"""One page of changed rows, as every domain gives it to the pull."""

import base64
from typing import Any, Literal, TypeVar

import msgspec

from anxun.core.errors import Malformed
from anxun.core.wire import has_nul

Place = TypeVar("Place", bound=tuple[int | str, ...])
RowKind = Literal["organisation", "person", "point", "inspection", "hazard"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A changed record as the wire shows it; `gone` = no longer for this person."""

    kind: RowKind
    id: str
    seq: int
    gone: bool
    data: Any


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """`last` = the last number looked at, `more` = the page was full, so there may be others behind it."""

    rows: list[Row]
    last: int
    more: bool


def cursor(*place: object) -> str:
    """The place of a list's last row, opaque to whoever sends it back."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def place_of(text: str | None, shape: type[Place]) -> Place | None:
    """The place in a cursor we gave; None for the beginning of the list."""
    if not text:
        return None
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        place = msgspec.json.decode(raw, type=shape)
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise Malformed("query.cursor") from None
    if has_nul(raw) or any(isinstance(part, int) and not -(2**63) <= part < 2**63 for part in place):
        raise Malformed("query.cursor")
    return place
