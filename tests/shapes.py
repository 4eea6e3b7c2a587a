"""Hypothesis strategies made from the server's own Structs: values that fit, and values bent where it hurts."""

import uuid
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

Strategy = st.SearchStrategy[Any]
# Small, so that what is drawn is often there: ids, codes and hashes of things the server knows.
Known = Mapping[str, list[str]]

NASTY: list[Any] = [
    None,
    True,
    -1,
    2**31,
    2**53,
    2**63,
    2**64,
    10**40,
    -(2**63),
    0.5,
    1e308,
    "",
    " ",
    "\x00",
    "a\x00b",
    "x" * 5_000,
    "\u202e\ufeff\U0001f525",
    "'; DROP TABLE journal; --",
    "{}",
    "%s{}%(x)s",
    "../../etc/passwd",
    [],
    [[]] * 50,
    [None],
    {},
    {"a": {"b": {"c": [1, {"d": None}]}}},
    "1970-01-01",
    "NaN",
]


def fitting(struct: type[msgspec.Struct], known: Known) -> Strategy:
    """Arguments that the server can decode."""
    return _of(inspect.type_info(struct), known)


def bent(struct: type[msgspec.Struct], known: Known) -> Strategy:
    """Fitting arguments with one to three places spoilt."""
    return st.builds(_bend, fitting(struct, known), st.lists(_spoil(), min_size=1, max_size=3))


def near(example: dict[str, Any]) -> Strategy:
    """An example that is right, under a new id, with at most one place spoilt."""

    def anew(some: uuid.UUID) -> dict[str, Any]:
        copied = deepcopy(example)
        return copied | ({"inspection": str(some)} if "inspection" in copied else {})

    return st.builds(_bend, st.uuids().map(anew), st.lists(_spoil(), max_size=1))


def _spoil() -> Strategy:
    return st.tuples(st.integers(0, 10_000), st.sampled_from(["replace", "drop", "add"]), st.sampled_from(NASTY))


def _bend(value: Any, spoils: list[tuple[int, str, Any]]) -> Any:
    for at, how, shared in spoils:
        places, nasty = list(_places(value)), deepcopy(shared)
        if not places:
            return nasty
        holder, key = places[at % len(places)]
        if how == "drop":
            del holder[key]
        elif how == "add" and isinstance(holder, dict):
            holder[f"{key}_more"] = nasty
        else:
            holder[key] = nasty
    return value


def _places(value: Any) -> Any:
    """Every spot of a nested value that can be changed."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(inside):
        yield value, key
        yield from _places(child)


def _of(kind: Any, known: Known, name: str = "") -> Strategy:
    if isinstance(kind, inspect.Metadata):
        return _of(kind.type, known, name)
    return MADE[type(kind)](kind, known, name)


def _struct(kind: Any, known: Known, _: str) -> Strategy:
    return st.fixed_dictionaries(
        {field.encode_name: _of(field.type, known, field.encode_name) for field in kind.fields}
    )


def _union(kind: Any, known: Known, name: str) -> Strategy:
    return st.one_of(*(_of(one, known, name) for one in kind.types))


def _list(kind: Any, known: Known, name: str) -> Strategy:
    most = min(kind.max_length or 4, 4)
    return st.lists(_of(kind.item_type, known, name), min_size=kind.min_length or 0, max_size=most)


def _dict(kind: Any, known: Known, _: str) -> Strategy:
    return st.dictionaries(_of(kind.key_type, known), _of(kind.value_type, known), max_size=4)


def _int(kind: Any, _: Known, __: str) -> Strategy:
    low, high = kind.ge, kind.le
    return st.integers(-(2**62) if low is None else low, 2**62 if high is None else high)


def _float(kind: Any, _: Known, __: str) -> Strategy:
    return st.floats(kind.ge, kind.le, allow_nan=False, allow_infinity=False)


def _text(kind: Any, known: Known, name: str) -> Strategy:
    """Things that are there, where the field's name says which; else any text that fits the pattern."""
    there = known.get(name, [])
    if kind.min_length == 36:
        return st.sampled_from(there) | st.uuids().map(str) if there else st.uuids().map(str)
    if kind.min_length == 64:
        return st.sampled_from("0123456789abcdef").map(lambda digit: digit * 64)
    text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=min(kind.max_length or 30, 30))
    if kind.pattern == r"\S":
        text = text.map(lambda some: f"x{some}"[: kind.max_length])
    return st.sampled_from(there) | text if there else text


MADE: dict[type, Callable[[Any, Known, str], Strategy]] = {
    inspect.StructType: _struct,
    inspect.UnionType: _union,
    inspect.ListType: _list,
    inspect.DictType: _dict,
    inspect.IntType: _int,
    inspect.FloatType: _float,
    inspect.StrType: _text,
    inspect.LiteralType: lambda kind, _, __: st.sampled_from(kind.values),
    inspect.BoolType: lambda _, __, ___: st.booleans(),
    inspect.NoneType: lambda _, __, ___: st.none(),
}
