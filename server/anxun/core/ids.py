"""Ids: UUIDv7 where a thing is born, UUIDv5 where it is derived, so that repeating is harmless."""

import secrets
import uuid

_DERIVED = uuid.UUID("5a1f0d1e-6b0c-5c35-9a64-0d6b6f6d2a11")


def new_id(at_ms: int) -> str:
    """A UUIDv7 for something the server itself begins."""
    value = at_ms << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def derived(*parts: str) -> str:
    """The same parts give the same id for ever."""
    return str(uuid.uuid5(_DERIVED, "\n".join(parts)))


def is_id(text: str) -> bool:
    """Lower-case canonical UUID text, the only form the wire takes."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
