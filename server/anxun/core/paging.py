"""One page of changed rows, as every domain gives it to the pull."""

from typing import Any

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A changed record as the wire shows it; `gone` = no longer for this person."""

    kind: str
    id: str
    seq: int
    gone: bool
    data: Any


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """`last` = the last number looked at, `more` = the page was full, so there may be others behind it."""

    rows: list[Row]
    last: int
    more: bool
