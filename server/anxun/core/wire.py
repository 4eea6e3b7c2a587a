"""Bounds that every shape on the wire shares, so that no value from outside overflows a column or says nothing."""

import json
import re
import unicodedata
from typing import Annotated, Any

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
# Without the characters that turn the direction of what is read after them; the phone leaves them out before it signs.
STRAIGHT = r"^[^\u202a-\u202e\u2066-\u2069]*$"
Note = Annotated[str, Meta(pattern=STRAIGHT, max_length=1000)]


class Arguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operation carries: strict, so that a newer phone's field is refused rather than lost."""


def shown(text: str) -> str | None:
    """A name without what nobody sees, which would make two look alike; None if no single line of text is left."""
    name = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()
    return None if not name or any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in name) else name


def has_nul(raw: bytes) -> bool:
    """A NUL is valid JSON and SQLite takes it, but PostgreSQL would refuse it much later."""
    return _NUL.search(raw) is not None


def has_twins(text: str) -> bool:
    """Whether a JSON text says a key twice: we would read the last, another reader the first."""
    try:
        json.loads(text, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        return True
    return False


def _distinct(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError
