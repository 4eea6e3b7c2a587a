"""Filled-in checklists of the demonstration: what a careful person would answer, and what fails in a story."""

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from anxun.checklists.model import Checklist, Choice, Date, FreeText, Item, Number, PassFail, Section
from anxun.cli.demo.stories import Story
from anxun.core.clock import DAY_MS, SECOND_MS
from anxun.inspections.rules import row_name, text_name

# Figures that belong together; everything else follows from the item's own limits.
FIGURES: dict[str, dict[str, Any]] = {
    "all-dishes-sampled": {"expected": 6, "actual": 6, "difference": 0},
    "guards-on-duty": {"required": 4, "on-duty": 4, "shortfall": 0},
    "school-run-guard": {"expected": 6, "present": 6, "shortfall": 0},
    "stock-matches-book": {"book": 36, "counted": 36, "difference": 0},
    "roll-call": {"expected": 86, "present": 84, "on-leave": 2, "missing": 0},
    "number-per-point": {"count": 2},
    "all-checked": {"expected": 2, "checked": 2, "difference": 0},
    "body-temperature": {"temperature": 36.5},
}
FAILING: dict[str, dict[str, Any]] = {
    "chiller-temperature": {"temperature": 11},
    "stairs-clear": {"result": "fail", "kind": ["other"]},
    "detectors": {"result": "fail", "extent": ["other"]},
}
NOT_TODAY = ("fire-found", "incident", "back-to-work")
PEOPLE = {"1": "李师傅", "2": "吴师傅"}
DISHES = ("红烧肉", "清炒时蔬", "番茄炒蛋", "土豆烧鸡", "米饭", "紫菜蛋汤")
SCENES = {"shut-down": "valve", "shut-off": "valve", "labels": "samples", "school-run-guard": "crossing"}
WORDS = {
    "comment": "饭菜温热，量足，学生反映良好",
    "log": "每样 125 克，11:20 留样，存放 48 小时",
    "briefing": "实验前已讲解操作规程与防护要求",
}


@dataclass
class Form:
    """The answers, the texts that travel apart, and the photos to take: for which answer, of what, before or after."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    shots: list[tuple[dict[str, Any], str, bool]] = field(default_factory=list)


def filled(checklist: Checklist, stories: dict[str, Story], at_ms: int, chance: random.Random) -> Form:
    """Every item answered, in a section that repeats for every row; those of a story fail."""
    form = Form()
    for section in checklist.sections:
        for row in _rows(section, form):
            for item in section.items:
                _answer(form, item, row, stories.get(item.key), _values(item, row, form, at_ms, chance))
    return form


def _rows(section: Section, form: Form) -> tuple[str, ...]:
    if section.repeat is None:
        return ("",)
    if not section.repeat.restricted:
        return DISHES if section.key == "dishes" else (f"1号{section.repeat.row.zh}", f"2号{section.repeat.row.zh}")
    form.texts |= {row_name(section.key, row): name for row, name in PEOPLE.items()}
    return tuple(PEOPLE)


def _answer(form: Form, item: Item, row: str, story: Story | None, values: dict[str, Any]) -> None:
    answer: dict[str, Any] = {
        "item": item.key,
        "row": row,
        "values": values,
        "note": story.note if story else "",
        "photos": [],
        "fixed": {"photos": [], "note": story.fixed} if story and story.fixed else None,
    }
    if story:
        answer["values"] |= FAILING.get(item.key, {"result": "fail"})
        form.shots.append((answer, story.scene, False))
        if answer["fixed"]:
            form.shots.append((answer["fixed"], story.scene, True))
    elif item.photo == "always" and item.key not in NOT_TODAY:
        form.shots.append((answer, SCENES[item.key], True))
    form.answers.append(answer)


def _values(item: Item, row: str, form: Form, at_ms: int, chance: random.Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in item.fields:
        if item.key in FIGURES and one.key in FIGURES[item.key]:
            values[one.key] = FIGURES[item.key][one.key]
        elif not one.required:
            continue
        elif isinstance(one, PassFail):
            values[one.key] = "na" if item.key in NOT_TODAY else "pass"
        elif isinstance(one, Number):
            values[one.key] = _figure(one, chance)
        elif isinstance(one, Date):
            values[one.key] = datetime.fromtimestamp((at_ms + 300 * DAY_MS) / SECOND_MS, UTC).date().isoformat()
        elif isinstance(one, Choice):
            values[one.key] = [one.options[0].key]
        elif isinstance(one, FreeText):
            held = form.texts if one.restricted else values
            held[text_name(item.key, one.key, row) if one.restricted else one.key] = WORDS.get(one.key, "正常")
    return values


def _figure(one: Number, chance: random.Random) -> float:
    """Somewhere on the good side of the limit."""
    rule = one.fail_when
    if rule and rule.outside:
        middle = (rule.outside.min + rule.outside.max) / 2
        return round(middle + chance.uniform(-0.3, 0.3) * (rule.outside.max - rule.outside.min))
    if rule and rule.above:
        return math.floor(rule.above.max - abs(rule.above.max) * chance.uniform(0.2, 0.5))
    if rule and rule.below:
        return math.ceil(rule.below.min + abs(rule.below.min) * chance.uniform(0.1, 0.3))
    return chance.randint(1, 9)


def drawn(name: str) -> dict[str, Any]:
    """A signature: the same person always signs in much the same way."""
    chance = random.Random(name)
    strokes = []
    for letter in range(3):
        y = chance.randint(40, 80)
        line = [30 + letter * 95, y]
        for _ in range(chance.randint(7, 12)):
            below = min(130, max(12, y + chance.randint(-34, 34)))
            line += [chance.randint(-14, 24), below - y]
            y = below
        strokes.append(line)
    return {"width": 320, "height": 140, "strokes": strokes}
