"""Bounds that every shape on the wire shares, so that no value from outside overflows a column or says nothing."""

import json
import re
import unicodedata
from contextlib import suppress
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
Note = Annotated[str, Meta(max_length=1000)]

# What nobody sees, or what turns the direction of reading: two texts would look alike and not be the same.
_UNSEEN = (
    "[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\u00ad\u061c\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Pictures are joined and coloured by letters that nobody sees: behind a picture, and nowhere else, these stay.
_PICTURE = "[\u2190-\u27ff\u2801-\u2bff\U0001f000-\U0001faff]\ufe0f?\u200d?"
# Letters that nobody sees and that Mongolian and Uyghur words are spelt with: behind a letter, and between two.
_ARABIC = "[\u0620-\u064a\u0671-\u06d5]"
_SPELT = f"[\u1820-\u18a8][\u180b-\u180f]{{1,2}}|{_ARABIC}[\u200c\u200d](?={_ARABIC})"
# As many as any language piles on one letter (UAX #15, stream-safe text); longer piles take a normaliser hours.
MOST_MARKS = 30
_CONTROL = r"(?![\t\n\r])[\x00-\x1f\x7f-\x9f]"
_KEPT = re.compile(f"({_PICTURE}|{_SPELT})|{_UNSEEN}|{_CONTROL}")
_KEPT_IN_NAMES = re.compile(f"({_SPELT})|[\u200d\ufe0f]")
_SPELLING = "\u180e\u200c\u200d"
# What came to Unicode after our tables did: rare characters of names, and pictures.
_NEWER = re.compile("[\U00020000-\U0003fffd\U0001f000-\U0001faff]")


class Arguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operation carries: strict, so that a newer phone's field is refused rather than lost."""


def clean(text: str) -> str:
    """A text as the phone writes it before it signs (`domain/text.ts`): each letter in one way, none unseen."""
    return unicodedata.normalize("NFC", _KEPT.sub(r"\1", unicodedata.normalize("NFC", _thinned(text))))


def _thinned(text: str) -> str:
    marks, kept = 0, []
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        kept += [letter] if marks <= MOST_MARKS else []
    return "".join(kept)


def is_clean(value: Any) -> bool:
    """Whether this holds for every text in a decoded JSON."""
    if isinstance(value, str):
        return (value.isascii() and value.isprintable()) or clean(value) == value
    if isinstance(value, dict):
        return all(is_clean(key) and is_clean(inner) for key, inner in value.items())
    return not isinstance(value, list) or all(is_clean(inner) for inner in value)


def is_plain(raw: bytes) -> bool:
    """Whether no text in a JSON can be unclean: ASCII that can be printed, and nothing escaped."""
    return raw.isascii() and b"\\" not in raw and b"\x7f" not in raw


def shown(text: str) -> str | None:
    """A name without what nobody sees, pictures' letters too; None if no single line that can be seen is left."""
    kept = _KEPT_IN_NAMES.sub(r"\1", clean(text))
    seen = (letter for letter in kept if letter in _SPELLING or unicodedata.category(letter) != "Cf")
    name = unicodedata.normalize("NFC", "".join(seen)).strip()
    return name if is_line(text.strip()) and any(_is_seen(letter) for letter in name) else None


def is_line(text: str) -> bool:
    """Whether it is one line, of letters that Unicode knows."""
    odd = ("Cc", "Zl", "Zp", "Co", "Cn", "Cs")
    return not any(unicodedata.category(letter) in odd and not _NEWER.match(letter) for letter in text)


def _is_seen(letter: str) -> bool:
    """Not a mark without a letter, nor a blank."""
    return unicodedata.category(letter)[0] in "LNPS" or _NEWER.match(letter) is not None


def has_nul(raw: bytes) -> bool:
    """A NUL is valid JSON and SQLite takes it, but PostgreSQL would refuse it much later."""
    return b"\x00" in raw or (b"\\u0000" in raw and _NUL.search(raw) is not None)


def has_twins(text: str) -> bool:
    """Whether a JSON text says a key twice: we would read the last, another reader the first.

    What comes out again as it went in has lost nothing; so it is with what phones write.
    """
    try:
        with suppress(msgspec.DecodeError):  # the other one reads 1e999
            if msgspec.json.encode(msgspec.json.decode(text)) == text.encode():
                return False
        json.loads(text, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        return True
    return False


def _distinct(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError
