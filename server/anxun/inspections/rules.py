"""Whether a form is finished, and what it found; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from anxun.checklists.model import Checklist, FreeText, Item, Signature
from anxun.checklists.rules import judge, problems
from anxun.core.errors import Refused
from anxun.hazards.model import Failure
from anxun.inspections.model import Answer

Texts = Mapping[str, str]


def failures(checklist: Checklist, answers: Sequence[Answer], texts: Texts, today: date) -> list[Failure]:
    """The failed items in the order of the form; refused, naming every item at fault, while it is not finished."""
    items = {item.key: item for item in checklist.items}
    if texts.keys() - restricted(checklist):
        raise Refused("op.malformed")
    given = {answer.item: answer for answer in answers}
    values = {key: with_texts(answer, texts) for key, answer in given.items()}
    wrong = {problem.item for problem in problems(checklist, values)}
    wrong |= {key for key, times in Counter(answer.item for answer in answers).items() if times > 1}
    wrong |= {key for key, answer in given.items() if key in items and _tells(items[key], answer)}
    failed = [item for item in checklist.items if judge(item, values.get(item.key, {}), today).verdict == "fail"]
    wrong |= {item.key for item in failed if not given[item.key].note.strip()}
    wrong |= {item.key for item in checklist.items if _lacks_photo(item, given.get(item.key), values, today)}
    if wrong:
        raise Refused("inspection.incomplete", items=sorted(wrong))
    return [_failure(item, given[item.key]) for item in failed]


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


def restricted(checklist: Checklist) -> set[str]:
    """The only names that texts may have: whatever else the erasable part said would one day leave no trace."""
    return {f"{item.key}.{key}" for item in checklist.items for key in _restricted(item)}


def with_texts(answer: Answer, texts: Texts) -> dict[str, object]:
    """The answer's values together with its restricted ones, which travel as `item.field` in the erasable part."""
    prefix = f"{answer.item}."
    return {
        **answer.values,
        **{key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)},
    }


def _restricted(item: Item) -> list[str]:
    return [field.key for field in item.fields if isinstance(field, FreeText) and field.restricted]


def _tells(item: Item, answer: Answer) -> bool:
    """A text about people, given where it could never be erased."""
    return any(key in answer.values for key in _restricted(item))


def _lacks_photo(item: Item, answer: Answer | None, values: Mapping[str, dict[str, object]], today: date) -> bool:
    if item.photo == "never" or answer is None or answer.photos:
        return False
    verdict = judge(item, values[item.key], today).verdict
    return verdict == "fail" if item.photo == "on_fail" else verdict != "na"


def _failure(item: Item, answer: Answer) -> Failure:
    return Failure(
        item=item.key,
        row=answer.row,
        note=answer.note,
        photos=answer.photos,
        grade=item.grade,
        fix=answer.fixed.photos if answer.fixed else None,
        fix_note=answer.fixed.note if answer.fixed else "",
        fixable=item.fix_on_spot,
    )
