"""The code on a label, made, checked and read back the same way as `pwa/src/domain/code.ts`; and what a scan proves."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from anxun.points.model import Presence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
RANDOM_BITS = 5 * (LENGTH - 1)
SLACK_MS = 10 * 60_000  # two phones never agree to the minute
LABEL_VOID = "presence.label_void"
# By code: at which point a label hangs or hung, and since when it is void.
Labels = Mapping[str, tuple[str, int | None]]

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
# What people write or a tired eye reads for a letter of the alphabet.
_READ_AS = {
    **{letter: letter for letter in ALPHABET},
    **{letter.lower(): letter for letter in ALPHABET},
    **dict.fromkeys("Oo", "0"),
    **dict.fromkeys("IiLl", "1"),
    **dict.fromkeys(" \t\r\n-\u2010\u2012\u2013\u2014\u2212", ""),
}


def check_character(digits: str) -> str:
    """The character that makes the Damm sum over GF(32) zero.

    Multiplying by 2 there visits all 31 non-zero values, so the weights of eight places differ:
    one wrong character, or two swapped ones, can never leave the sum at zero.
    """
    total = 0
    for letter in digits:
        total = _doubled(total ^ _VALUES[letter])
    return ALPHABET[total]


def make_code(random_bits: int) -> str:
    """A code from exactly `RANDOM_BITS` random bits; who draws them sees to uniqueness."""
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError(f"a code is made of {RANDOM_BITS} bits")
    digits = "".join(ALPHABET[random_bits >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return digits + check_character(digits)


@lru_cache(maxsize=4096)
def normalise(text: str) -> str | None:
    """The code a person meant by what they typed, or nothing if it is not a code."""
    letters = []
    # NFKC turns the full-width letters of a Chinese keyboard into plain ones.
    for letter in unicodedata.normalize("NFKC", text):
        meant = _READ_AS.get(letter)
        if meant is None:
            return None
        letters.append(meant)
    code = "".join(letters)
    if len(code) != LENGTH or check_character(code[:-1]) != code[-1]:
        return None
    return code


def qr_text(public_url: str, code: str) -> str:
    """What the label's QR says: after `#`, so that one cached page opens every point offline."""
    return f"{public_url.rstrip('/')}/p#{code}"


def shown(code: str) -> str:
    """The code as people read it aloud: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def _doubled(value: int) -> int:
    """Times x in GF(32) modulo x⁵ + x² + 1."""
    twice = value << 1
    return twice ^ 0b100101 if twice > 31 else twice


def is_stale(presence: Presence, skew_ms: int | None, since_ms: int | None) -> bool:
    """Whether the place was last seen before then; a clock that was never compared with ours proves nothing."""
    if skew_ms is None or since_ms is None:
        return False
    return presence.at_ms + skew_ms + SLACK_MS < since_ms


def unproven(presence: Presence, point: str, labels: Labels, at_ms: int) -> str | None:
    """Why it does not prove that somebody was at the point then; nothing when it does, or does not claim to."""
    if presence.code is None:
        return None if presence.way == "none" else "presence.missing"
    hangs_at, void_ms = labels.get(normalise(presence.code) or "", (None, None))
    if hangs_at != point:
        return "presence.wrong_point"
    return LABEL_VOID if void_ms is not None and void_ms <= at_ms else None
