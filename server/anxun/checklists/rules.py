"""Judges answers against an item (as the phone does in pwa/src/domain/judge.ts), and a checklist against good sense."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from anxun.checklists.model import Checklist, Choice, Date, Field, FreeText, Item, Number, PassFail, Signature

Verdict = Literal["pass", "fail", "na", "open"]
ProblemCode = Literal["unknown_item", "unknown_field", "wrong_type", "missing"]
Place = tuple[str | int, ...]
Fault = tuple[Place, str]

SECTION_TITLE_LENGTH = 4
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Judgement(Struct, frozen=True):
    verdict: Verdict
    failed_fields: tuple[str, ...] = ()


class AnswerProblem(Struct, frozen=True):
    item: str
    field: str
    code: ProblemCode


def judge(item: Item, values: Mapping[str, object], today: date) -> Judgement:
    """What does not fit its field counts as not answered; an open item still names what has failed so far."""
    answerable = [field for field in item.fields if not isinstance(field, Signature)]
    answered = {field.key: values[field.key] for field in answerable if has_value(field, values.get(field.key))}
    if any(isinstance(field, PassFail) and answered.get(field.key) == "na" for field in answerable):
        return Judgement("na")
    failed = tuple(f.key for f in answerable if f.key in answered and fails(f, answered[f.key], today))
    if any(field.required and field.key not in answered for field in answerable):
        return Judgement("open", failed)
    if failed:
        return Judgement("fail", failed)
    return Judgement("pass" if answered or not answerable else "na")


def fails(field: Field, value: object, today: date) -> bool:
    match field:
        case PassFail():
            return value == "fail"
        case Number(fail_when=rule) if rule and isinstance(value, int | float):
            low = rule.outside or rule.below
            high = rule.outside or rule.above
            return bool((low and value < low.min) or (high and value > high.max))
        case Date(fail_when=rule) if rule:
            return isinstance(value, str) and value < today.isoformat()
        case Choice(fail_when=rule) if rule and isinstance(value, list):
            return any(option in rule.any_of for option in value)
        case _:
            return False


def has_value(field: Field, value: object) -> bool:
    """True for a value of the field's own type; an empty text or list is no value."""
    match field:
        case PassFail():
            return value in ("pass", "fail", "na")
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool) and -1e12 < value < 1e12
        case Date():
            return isinstance(value, str) and is_day(value)
        case Choice():
            known = [option.key for option in field.options]
            chosen = value if isinstance(value, list) else []
            unique = len({str(option) for option in chosen}) == len(chosen)
            fits = len(chosen) > 0 if field.many else len(chosen) == 1
            return fits and unique and all(option in known for option in chosen)
        case FreeText():
            return isinstance(value, str) and 0 < len(value) <= field.max_length
        case _:
            return False


def is_day(value: str) -> bool:
    if not ISO_DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_empty(value: object) -> bool:
    return value is None or value in ("", [])


def problems(checklist: Checklist, answers: Mapping[str, Mapping[str, object]]) -> list[AnswerProblem]:
    """Why these answers (item key → field key → value) cannot stand as a finished form; empty when they can."""
    items = {item.key: item for item in checklist.items}
    found = [AnswerProblem(key, "", "unknown_item") for key in answers if key not in items]
    for key, item in items.items():
        found += item_problems(item, answers.get(key, {}))
    return found


def item_problems(item: Item, values: Mapping[str, object]) -> list[AnswerProblem]:
    fields = {field.key: field for field in item.fields if not isinstance(field, Signature)}
    not_applicable = any(isinstance(field, PassFail) and values.get(key) == "na" for key, field in fields.items())
    found = [AnswerProblem(item.key, key, "unknown_field") for key in values if key not in fields]
    for key, field in fields.items():
        value = values.get(key)
        if is_empty(value):
            if field.required and not not_applicable:
                found.append(AnswerProblem(item.key, key, "missing"))
        elif not has_value(field, value):
            found.append(AnswerProblem(item.key, key, "wrong_type"))
    return found


def faults(checklist: Checklist, kinds: Collection[str]) -> Iterator[Fault]:
    """What a well-formed file can still have wrong, each with its place in the file."""
    for index, kind in enumerate(checklist.location_types):
        if kind not in kinds:
            yield ("location_types", index), f"{kind} is not in location_types.yaml"
    numbers, item_keys = [0], set()
    yield from repeated(("sections",), [section.key for section in checklist.sections], "section")
    for s, section in enumerate(checklist.sections):
        if len(section.title.zh) > SECTION_TITLE_LENGTH:
            yield ("sections", s, "title", "zh"), f"the title is longer than {SECTION_TITLE_LENGTH} characters"
        for i, item in enumerate(section.items):
            here: Place = ("sections", s, "items", i)
            if item.key in item_keys:
                yield (*here, "key"), "another item has this key"
            if item.number <= numbers[-1]:
                yield (*here, "number"), f"number {item.number} does not follow {numbers[-1]}"
            item_keys.add(item.key)
            numbers.append(item.number)
            yield from item_faults(item, here)


def item_faults(item: Item, here: Place) -> Iterator[Fault]:
    yield from repeated((*here, "fields"), [field.key for field in item.fields], "field")
    if item.deadline and (item.deadline.n is not None) != (item.deadline.kind in ("hours", "days")):
        yield (*here, "deadline"), "n belongs to hours and days, and to nothing else"
    for index, basis in enumerate(item.basis):
        if basis.valid_from and basis.valid_to and basis.valid_from > basis.valid_to:
            yield (*here, "basis", index, "valid_to"), "valid_to lies before valid_from"
    numbers = [field.key for field in item.fields if isinstance(field, Number)]
    for index, field in enumerate(item.fields):
        yield from field_faults(field, (*here, "fields", index))
        if isinstance(field, Number) and not set(field.sum_of) <= {*numbers} - {field.key}:
            yield (*here, "fields", index, "sum_of"), "sum_of names what is no other number field of this item"


def field_faults(field: Field, here: Place) -> Iterator[Fault]:
    rule = (*here, "fail_when")
    match field:
        case PassFail() if not field.fail_when.not_pass:
            yield rule, "not_pass must be true"
        case Date(fail_when=fails_when) if fails_when and not fails_when.expired:
            yield rule, "expired must be true"
        case Number(fail_when=fails_when) if fails_when:
            bounds = [bound for bound in (fails_when.outside, fails_when.above, fails_when.below) if bound]
            if len(bounds) != 1:
                yield rule, "one of outside, above, below"
            if fails_when.outside and fails_when.outside.min > fails_when.outside.max:
                yield rule, f"min {fails_when.outside.min:g} is more than max {fails_when.outside.max:g}"
        case Choice():
            options = [option.key for option in field.options]
            yield from repeated((*here, "options"), options, "option")
            for name in field.fail_when.any_of if field.fail_when else ():
                if name not in options:
                    yield rule, f"fail_when names {name}, which is not an option"


def repeated(here: Place, keys: list[str], what: str) -> Iterator[Fault]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield (*here, index, "key"), f"{what} {key} stands twice"
