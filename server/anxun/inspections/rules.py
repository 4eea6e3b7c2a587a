"""Whether a form is finished, and what it found; pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar

from anxun.checklists.model import Checklist, Choice, FreeText, Grade, Item, Section, Signature
from anxun.checklists.rules import (
    MARKS,
    Asked,
    Rows,
    Verdict,
    asked,
    has_value,
    item_problems,
    judge,
    problems_in,
    row_fits,
)
from anxun.core.clock import HOUR_MS
from anxun.core.errors import Refused
from anxun.hazards.model import Failure
from anxun.inspections.model import Answer

T = TypeVar("T")
Texts = Mapping[str, str]

OVER_NIGHT_MS = 36 * HOUR_MS


def begun_ms(started_ms: int, skew_ms: int | None, captured_ms: int) -> int:
    """By the server's clock, and not after it was signed."""
    return min(started_ms + (skew_ms or 0), captured_ms)


def due_ms(begun_ms: int, captured_ms: int) -> int:
    """A form is for the due time it was begun at; left lying for longer than over night, for that of its signing."""
    return begun_ms if captured_ms - begun_ms <= OVER_NIGHT_MS else captured_ms


def failures(checklist: Checklist, answers: Sequence[Answer], texts: Texts, today: date) -> list[Failure]:
    """The failed items in the order of the form; refused, naming every item at fault, while it is not finished."""
    rows = _rows(checklist, answers, texts)
    items = asked(checklist, rows)
    if texts and texts.keys() - restricted(checklist, rows):
        raise Refused("op.malformed")
    given = {(answer.item, answer.row): answer for answer in answers}
    values = {key: with_texts(answer, items.get(key), texts) for key, answer in given.items()}
    plain = {key for key, item in items.items() if key in values and _is_plain(item, values[key], today)}
    found = problems_in(_without(items, plain), rows, _without(values, plain))
    wrong = {(one.item, one.row) for one in found if one.code != "sum"}
    wrong |= {key for key, times in Counter((one.item, one.row) for one in answers).items() if times > 1}
    wrong |= {key for key, answer in given.items() if key in items and _tells(items[key], answer)}
    verdicts: dict[Asked, Verdict] = dict.fromkeys(plain, "pass")
    verdicts |= {key: judge(one, values.get(key, {}), today).verdict for key, one in _without(items, plain).items()}
    failed = {key: one for key, one in items.items() if verdicts[key] == "fail"}
    wrong |= {key for key in failed if not given[key].note.strip()}
    wrong |= {key for key, item in failed.items() if not _is_graded(item, values[key])}
    wrong |= {key for key, item in items.items() if _lacks_photo(item, given.get(key), verdicts[key])}
    off = {(one.item, one.row) for one in found if one.code == "sum"}
    if wrong or off:
        named = sorted(f"{item}.{row}" if row else item for item, row in wrong | off)
        raise Refused("inspection.incomplete" if wrong else "inspection.sum", items=named)
    return [_failure(item, given[key]) for key, item in failed.items()]


def _without(all_: Mapping[Asked, T], some: Collection[Asked]) -> dict[Asked, T]:
    return {key: one for key, one in all_.items() if key not in some}


def _is_plain(item: Item, values: Mapping[str, object], today: date) -> bool:
    """Whole and passed, by nothing but marks: most answers are, so what such ones come to is worked out once."""
    for value in values.values():
        if not isinstance(value, str) or value not in MARKS:
            return False
    return _passes(item, tuple(values.items()), today)


@lru_cache(maxsize=4096)
def _passes(item: Item, marks: tuple[tuple[str, object], ...], today: date) -> bool:
    values = dict(marks)
    return judge(item, values, today).verdict == "pass" and not item_problems(item, values)


def hazards_of(checklist: Checklist, failed: Sequence[Failure]) -> list[Failure]:
    """What is put right; who is unfit for work goes home, and the form itself says so: nobody photographs a fever."""
    people = {item.key for section in checklist.sections if _names_people(section) for item in section.items}
    return [failure for failure in failed if failure.item not in people]


def _rows(checklist: Checklist, answers: Sequence[Answer], texts: Texts) -> dict[str, list[str]]:
    """The rows of each section that repeats, in the order of the answers; refused where a checklist has none such."""
    home = {item.key: section for section in checklist.sections for item in section.items}
    rows: dict[str, dict[str, None]] = {section.key: {} for section in checklist.sections}
    for answer in answers:
        if answer.item in home:
            rows[home[answer.item].key][answer.row] = None
    wrong = []
    for section in checklist.sections:
        own = list(rows[section.key])
        names = [texts.get(row_name(section.key, row), "") for row in own] if _names_people(section) else own
        if not row_fits(section, own, names):
            wrong.append(section.key)
    if wrong:
        raise Refused("inspection.rows", sections=wrong)
    return {key: list(own) for key, own in rows.items()}


def signers(checklist: Checklist | None) -> Literal[1, 2]:
    """How many people sign the form: who fills it in, and where an item says so another one afterwards."""
    fields = [field for item in checklist.items for field in item.fields] if checklist else []
    return 2 if any(isinstance(field, Signature) and field.signers == 2 for field in fields) else 1


def check_countersigner(checklist: Checklist | None, submitter: str, person: str) -> None:
    """Two signatures are wanted, and they are two people's."""
    if signers(checklist) == 1:
        raise Refused("inspection.one_signature")
    if person == submitter:
        raise Refused("inspection.own_signature")


def restricted(checklist: Checklist, rows: Rows) -> set[str]:
    """The only names that texts may have: whatever else the erasable part said would one day leave no trace."""
    people = [section.key for section in checklist.sections if _names_people(section)]
    return {row_name(section, row) for section in people for row in rows[section]} | {
        text_name(item.key, key, row) for (_, row), item in asked(checklist, rows).items() for key in _restricted(item)
    }


def _names_people(section: Section) -> bool:
    return section.repeat is not None and section.repeat.restricted


def stand_ins(checklist: Checklist, answers: Sequence[Answer]) -> dict[str, str]:
    """What the form is finished with once its texts about people were erased: each name, each text it demands."""
    home = {item.key: (section, item) for section in checklist.sections for item in section.items}
    names = set[str]()
    for answer in answers:
        if answer.item not in home:
            continue
        section, item = home[answer.item]
        names |= {row_name(section.key, answer.row)} if _names_people(section) else set()
        names |= {text_name(item.key, key, answer.row) for key in _restricted(item, demanded=True)}
    return dict.fromkeys(names, "某")


def text_name(item: str, field: str, row: str) -> str:
    """`item.field` or `item.field.row`: where a restricted value stands in the erasable part."""
    return f"{item}.{field}.{row}" if row else f"{item}.{field}"


def row_name(section: str, row: str) -> str:
    """`section..row`: where the name of a restricted row stands; no field can be called so."""
    return f"{section}..{row}"


def with_texts(answer: Answer, item: Item | None, texts: Texts) -> Mapping[str, object]:
    """The answer's values together with its restricted ones from the erasable part."""
    if not texts:
        return answer.values
    names = {key: text_name(item.key, key, answer.row) for key in _restricted(item)} if item else {}
    return {**answer.values, **{key: texts[name] for key, name in names.items() if name in texts}}


@lru_cache(maxsize=1024)
def _restricted(item: Item, *, demanded: bool = False) -> list[str]:
    texts = [field for field in item.fields if isinstance(field, FreeText) and field.restricted]
    return [field.key for field in texts if field.required or not demanded]


def _tells(item: Item, answer: Answer) -> bool:
    """A text about people, given where it could never be erased."""
    return any(key in answer.values for key in _restricted(item))


def _lacks_photo(item: Item, answer: Answer | None, verdict: Verdict) -> bool:
    if item.photo == "never" or answer is None or answer.photos:
        return False
    return verdict == "fail" if item.photo == "on_fail" else verdict != "na"


def _is_graded(item: Item, values: Mapping[str, object]) -> bool:
    """Whether each choice that says how bad a failure is has been made."""
    return all(has_value(field, values.get(field.key)) for field in _grading(item))


def _grading(item: Item) -> list[Choice]:
    choices = [field for field in item.fields if isinstance(field, Choice)]
    return [field for field in choices if any(option.grade for option in field.options)]


def _grade(item: Item, answer: Answer) -> Grade | None:
    options = [option for field in _grading(item) for option in field.options if option.grade]
    chosen = [key for field in _grading(item) if isinstance(keys := answer.values.get(field.key), list) for key in keys]
    return next((option.grade for option in options if option.key in chosen), item.grade)


def _failure(item: Item, answer: Answer) -> Failure:
    return Failure(
        item=item.key,
        row=answer.row,
        note=answer.note,
        photos=answer.photos,
        grade=_grade(item, answer),
        fix=answer.fixed.photos if answer.fixed else None,
        fix_note=answer.fixed.note if answer.fixed else "",
        fixable=item.fix_on_spot,
    )
