"""Judges answers against an item (as the phone does in pwa/src/domain/judge.ts), and a checklist against good sense."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct, structs

from anxun.checklists.model import (
    MOST_ANSWERS,
    Checklist,
    Choice,
    Date,
    Field,
    FreeText,
    Item,
    Number,
    PassFail,
    Section,
    Signature,
    Slot,
)
from anxun.core.wire import shown

Verdict = Literal["pass", "fail", "na", "open"]
ProblemCode = Literal["unknown_item", "unknown_field", "wrong_type", "missing", "sum"]
Place = tuple[str | int, ...]
Fault = tuple[Place, str]

Asked = tuple[str, str]  # an item's key, and the row it is asked for, or ""
Answers = Mapping[Asked, Mapping[str, object]]
Rows = Mapping[str, Sequence[str]]  # of each section that repeats

SECTION_TITLE_LENGTH = 4
ROW_LENGTH = 20
MARKS = ("pass", "fail", "na")
EQUAL = 1e-6
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Judgement(Struct, frozen=True):
    verdict: Verdict
    failed_fields: tuple[str, ...] = ()


class AnswerProblem(Struct, frozen=True):
    item: str
    field: str
    code: ProblemCode
    row: str = ""


def judge(item: Item, values: Mapping[str, object], today: date) -> Judgement:
    """What does not fit its field counts as not answered; "na" asks for no more and hides nothing that failed."""
    answerable = [field for field in item.fields if not isinstance(field, Signature)]
    answered = {field.key: values[field.key] for field in answerable if has_value(field, values.get(field.key))}
    is_na = any(isinstance(field, PassFail) and answered.get(field.key) == "na" for field in answerable)
    failed = tuple(f.key for f in answerable if f.key in answered and fails(f, answered[f.key], today))
    if not is_na and any(field.required and field.key not in answered for field in answerable):
        return Judgement("open", failed)
    if failed:
        return Judgement("fail", failed)
    return Judgement("na" if is_na or (answerable and not answered) else "pass")


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
            return value in MARKS
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool) and lowest(field) <= value < 1e12
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


def lowest(field: Number) -> float:
    """Nobody counts or weighs less than nothing: only degrees and a difference may lie below zero."""
    return 1 - 1e12 if field.unit == "℃" or field.difference_of else 0


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


def asked(checklist: Checklist, rows: Rows) -> dict[Asked, Item]:
    """Every answer the form wants, in its order: a section that repeats row by row."""
    return {
        (item.key, row): item
        for section in checklist.sections
        for row in (rows.get(section.key, ()) if section.repeat else ("",))
        for item in section.items
    }


def slot_at(slots: Sequence[Slot], time: str) -> Slot:
    """The due time that `HH:MM` belongs to: the last one begun; before the first of the day, the first."""
    return next((slot for slot in reversed(slots) if slot.begins <= time), slots[0])


def asked_at(checklist: Checklist, time: str) -> Checklist:
    """The checklist with what a form asks that was begun at this local time."""
    apart = {key for slot in checklist.slots for key in slot.only}
    if not apart:
        return checklist
    only = set(slot_at(checklist.slots, time).only) or {item.key for item in checklist.items} - apart
    parts = [(section, tuple(item for item in section.items if item.key in only)) for section in checklist.sections]
    sections = tuple(structs.replace(section, items=items) for section, items in parts if items)
    return structs.replace(checklist, sections=sections)


def row_fits(section: Section, rows: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a section may have these rows, which people call by `names`: apart from the rows where restricted."""
    if section.repeat is None:
        return set(rows) <= {""}
    if section.repeat.restricted and list(rows) != [str(number + 1) for number in range(len(rows))]:
        return False
    if not section.repeat.min <= len(rows) <= section.repeat.max:
        return False
    return all(len(name) <= ROW_LENGTH and shown(name) == name for name in names)


def problems(checklist: Checklist, rows: Rows, answers: Answers) -> list[AnswerProblem]:
    """Why these answers (item and row → field → value) cannot stand as a finished form; empty when they can."""
    return problems_in(asked(checklist, rows), rows, answers)


def problems_in(wanted: Mapping[Asked, Item], rows: Rows, answers: Answers) -> list[AnswerProblem]:
    """The same for a part of a form."""
    found = [AnswerProblem(item, "", "unknown_item", row) for item, row in answers if (item, row) not in wanted]
    for (key, row), item in wanted.items():
        values = answers.get((key, row), {})
        found += item_problems(item, values, row)
        found += [AnswerProblem(key, field, "sum", row) for field in miscounted(item, values, rows)]
    return found


def miscounted(item: Item, values: Mapping[str, object], rows: Rows) -> list[str]:
    """The counts of rows that are not how many there are."""
    counts = [field for field in item.fields if isinstance(field, Number) and field.rows_of]
    return [
        field.key
        for field in counts
        if has_value(field, values.get(field.key)) and values[field.key] != len(rows.get(field.rows_of, ()))
    ]


def item_problems(item: Item, values: Mapping[str, object], row: str = "") -> list[AnswerProblem]:
    fields = {field.key: field for field in item.fields if not isinstance(field, Signature)}
    not_applicable = any(isinstance(field, PassFail) and values.get(key) == "na" for key, field in fields.items())
    found = [AnswerProblem(item.key, key, "unknown_field", row) for key in values if key not in fields]
    halves, wrong = differences(item, values)
    for key, field in fields.items():
        value = values.get(key)
        if is_empty(value):
            if (field.required or key in halves) and not not_applicable:
                found.append(AnswerProblem(item.key, key, "missing", row))
        elif not has_value(field, value):
            found.append(AnswerProblem(item.key, key, "wrong_type", row))
    return found + [AnswerProblem(item.key, key, "sum", row) for key in wrong]


def differences(item: Item, values: Mapping[str, object]) -> tuple[set[str], list[str]]:
    """The numbers still missing where one of a difference is given, and the differences that are not theirs."""
    missing: set[str] = set()
    wrong: list[str] = []
    computed = [field for field in item.fields if isinstance(field, Number) and field.difference_of]
    if not computed:
        return missing, wrong
    numbers = {field.key: values[field.key] for field in item.fields if has_value(field, values.get(field.key))}
    for field in computed:
        parts = {field.key, *field.difference_of}
        if numbers.keys() >= parts:
            whole, *less = (_amount(numbers[part]) for part in field.difference_of)
            wrong += [field.key] if abs(_amount(numbers[field.key]) - whole + sum(less)) > EQUAL else []
        elif numbers.keys() & parts:
            missing |= parts - numbers.keys()
    return missing, wrong


def _amount(value: object) -> float:
    return value if isinstance(value, int | float) else 0


def faults(checklist: Checklist, kinds: Collection[str]) -> Iterator[Fault]:
    """What a well-formed file can still have wrong, each with its place in the file."""
    for index, kind in enumerate(checklist.location_types):
        if kind not in kinds:
            yield ("location_types", index), f"{kind} is not in location_types.yaml"
    numbers, item_keys = [0], set()
    yield from repeated(("sections",), [section.key for section in checklist.sections], "section")
    most = sum(len(section.items) * (section.repeat.max if section.repeat else 1) for section in checklist.sections)
    if most > MOST_ANSWERS:
        yield ("sections",), f"all rows together could ask for {most} answers, more than {MOST_ANSWERS}"
    yield from slot_faults(checklist)
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
            yield from item_faults(item, here, {part.key for part in checklist.sections if part.repeat})


def slot_faults(checklist: Checklist) -> Iterator[Fault]:
    yield from repeated(("slots",), [slot.key for slot in checklist.slots], "slot")
    items = {item.key for item in checklist.items}
    ended = "00:00"
    for index, slot in enumerate(checklist.slots):
        if not ended <= slot.begins < slot.ends:
            yield ("slots", index, "begins"), "slots follow one another and end after they begin"
        if not set(slot.only) <= items:
            yield ("slots", index, "only"), "only names what is no item"
        ended = slot.ends


def item_faults(item: Item, here: Place, repeating: Collection[str]) -> Iterator[Fault]:
    yield from repeated((*here, "fields"), [field.key for field in item.fields], "field")
    if item.deadline and (item.deadline.n is not None) != (item.deadline.kind in ("hours", "days")):
        yield (*here, "deadline"), "n belongs to hours and days, and to nothing else"
    for index, basis in enumerate(item.basis):
        if basis.valid_from and basis.valid_to and basis.valid_from > basis.valid_to:
            yield (*here, "basis", index, "valid_to"), "valid_to lies before valid_from"
    numbers = [field.key for field in item.fields if isinstance(field, Number)]
    for index, field in enumerate(item.fields):
        yield from field_faults(field, (*here, "fields", index))
        if isinstance(field, Number) and not set(field.difference_of) <= {*numbers} - {field.key}:
            reason = "difference_of names what is no other number field of this item"
            yield (*here, "fields", index, "difference_of"), reason
        if isinstance(field, Number) and field.rows_of and field.rows_of not in repeating:
            yield (*here, "fields", index, "rows_of"), "rows_of names no section that repeats"


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
