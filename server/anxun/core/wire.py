"""Bounds that every shape on the wire shares, so that no value from outside overflows a column or says nothing."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta

# An escape only after an even number of backslashes: somebody may well type the six characters themselves.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000|\x00")

LATEST_MS = 4_102_444_800_000  # the year 2100

# max_length beside the pattern: `$` alone would let a line break follow.
Id = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", min_length=36, max_length=36)
]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", min_length=64, max_length=64)]
Ms = Annotated[int, Meta(ge=0, le=LATEST_MS)]
Name = Annotated[str, Meta(pattern=r"\S", max_length=60)]
Note = Annotated[str, Meta(max_length=1000)]


class Arguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operation carries: strict, so that a newer phone's field is refused rather than lost."""


def has_nul(raw: bytes) -> bool:
    """A NUL is valid JSON and SQLite takes it, but PostgreSQL would refuse it much later."""
    return _NUL.search(raw) is not None
