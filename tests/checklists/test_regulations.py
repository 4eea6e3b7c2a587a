"""The published lists say what the regulations page says, item for item; `regulations.json` is drawn from that page."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anxun.checklists.files import load
from anxun.checklists.model import Choice, Date, Field, FreeText, Item, Number, PassFail, Signature
from anxun.checklists.rules import fails, has_value

PAGE = json.loads((Path(__file__).parent / "regulations.json").read_text("utf-8"))
ROWS = [(name, row) for name, page in PAGE.items() for row in page["items"]]
LIBRARY = load()
ITEMS = {(c.id, item.number): item for c in LIBRARY.latest_all() for item in c.items}
TOKEN = re.compile(r"(NUM|CNT|DATE|MS|TXT|SIG|PF|P)(!|×\d|\[[^\]]*\]|\{[^}]*\})?")
TYPES = {"NUM": Number, "CNT": Number, "DATE": Date, "MS": Choice, "TXT": FreeText, "SIG": Signature, "PF": PassFail}
GRADES = {"一般": "general", "较大": "larger", "重大": "major"}
# Which of the two was found is asked once the item fails.
TWO_GRADES = {
    "较大(已供出→重大)": "larger",
    "较大(电动车飞线→重大)": "larger",
    "较大(系统瘫痪→重大)": "larger",
    "重大(电动车)/较大": "larger",
    "重大(漏气)/一般": "general",
}
ONE_GRADE = {
    "重大(剧毒/易制爆)": "major",
    "重大(倾斜)": "major",
    "重大(超期仍用)": "major",
    "未归>0→较大": "larger",
    "较大(剧毒/易制爆短少→立即报公安)": "larger",
}
NO_GRADE = ("—", "≥3人→启动事件上报", "视情启动事件")
LAWS = {
    "食安法": "L3",
    "实施条例": "L4",
    "消防法": "L2",
    "危化条例": "L8",
    "保安条例": "L13",
    "治安保卫条例": "L12",
    "未保法": "L11",
    "学校卫生工作条例": "L15",
    "突发事件法": "L6",
    "应急条例": "L18",
    "校车条例": "L1",
    "特设法": "L9",
    "特设条例": "L10",
    "燃气条例": "L14",
    "互联网上网条例": "L17",
    "学校卫生条例": "L15",
}
# What is done there and then, in other words than "at once".
AT_ONCE = ("立即", "拒收", "更换", "出车前", "不得发车", "立即查找", "立即更换", "立即换人")
# A difference, a shortfall or a number too many is a field of its own, so that its rule needs no arithmetic.
COUNTS: dict[str, tuple[float | None, float | None]] = {
    "[差=0]": (0, 0),
    "[=0]": (None, 0),
    "[过期或缺证=0]": (None, 0),
    "[未闭环=0]": (None, 0),
    "[≥应到]": (None, 0),
    "(公式)": (None, 0),
    "×4": (None, 0),
    "": (None, 0),
    "[≥2]": (2, None),
    "[≥5]": (5, None),
    "[≥2(地方表)]": (2, None),
    "[≤55(地方)]": (None, 55),
    "(当日登记数)": (None, None),
}
# "As designed" has no number to compare with, and some rows state more than their number or date can say.
SAID = {
    "ck-14": (7,),
    "ck-19": (4, 8),
    "ck-20": (1, 12),
    "ck-21": (2, 15),
    "ck-23": (11,),
    "ck-24": (12,),
    "ck-25": (14, 15),
}
ADDED: dict[tuple[str, int], list[type]] = {
    **{(name, number): [PassFail] for name, numbers in SAID.items() for number in numbers},
    # A delivery's record has parts: who delivered it, and of each product how much of what and from when to when.
    ("ck-05", 1): [FreeText, FreeText],
    ("ck-05", 5): [FreeText, Date, Date],
}
# One row, several bounds: chilled or frozen, by the kind of earthing, by the road.
BY_CASE: dict[tuple[str, int], list[tuple[float | None, float | None]]] = {
    ("ck-05", 8): [(0, 8), (None, -9)],
    ("ck-18", 10): [(None, 4), (None, 10)],
    ("ck-21", 11): [(None, 80), (None, 60), (None, 20)],
}
IN_WORDS = "天"
DECISIONS = ("无风险", "正常")
FINE = {"合格", "未测"}
EVERY = pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}.{row['number']}" for name, row in ROWS])


@pytest.mark.parametrize("name", PAGE)
def test_a_list_has_the_items_of_its_page_in_order(name: str) -> None:
    checklist = LIBRARY.latest(name)

    assert checklist is not None
    assert [item.number for item in checklist.items] == [row["number"] for row in PAGE[name]["items"]]


def test_every_kind_of_place_a_school_day_passes_has_its_lists() -> None:
    left = (6, 7, 8, 15, 17)
    assert set(PAGE) == {f"ck-{number:02}" for number in range(1, 30) if number not in left}
    assert len(ROWS) == 353


@EVERY
def test_an_item_asks_for_the_answers_of_its_row(name: str, row: dict[str, Any]) -> None:
    item = ITEMS[name, row["number"]]
    tokens = TOKEN.findall(row["code"])

    wanted = [TYPES[kind] for kind, _ in tokens if kind != "P"] + ADDED.get((name, row["number"]), [])
    counts = sum(kind == "CNT" for kind, _ in tokens)
    asked = [type(field) for field in item.fields if not grades_in(field)]
    extra_numbers = asked.count(Number) - wanted.count(Number)
    assert 0 <= extra_numbers <= 3 * counts + len(BY_CASE.get((name, row["number"]), [0])) - 1
    assert sorted([*wanted, *[Number] * extra_numbers], key=str) == sorted(asked, key=str)
    photos = [mark for kind, mark in tokens if kind == "P"] + ["!" for kind, mark in tokens if kind == "PF" and mark]
    assert item.photo == ("always" if "!" in photos else "on_fail" if photos else "never")
    assert [f.signers for f in item.fields if isinstance(f, Signature)] == [
        int(mark[1:] or 1) for kind, mark in tokens if kind == "SIG"
    ]


@EVERY
def test_a_number_fails_where_its_row_says(name: str, row: dict[str, Any]) -> None:
    numbers = [field for field in ITEMS[name, row["number"]].fields if isinstance(field, Number)]
    rules = [mark[1:-1].partition(",") for kind, mark in TOKEN.findall(row["code"]) if kind == "NUM"]
    wanted = BY_CASE.get((name, row["number"])) or [wanted_bounds(rule) for _, _, rule in rules]
    units = [unit.split()[0].removesuffix(IN_WORDS) for unit, _, _ in rules] * (len(wanted) // max(1, len(rules)))

    assert not wanted or [bounds(field) for field in numbers] == wanted
    assert not wanted or [field.unit for field in numbers] == units


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, row in ROWS if "CNT" in row["code"]])
def test_a_count_fails_where_its_row_says(name: str, row: dict[str, Any]) -> None:
    numbers = [field for field in ITEMS[name, row["number"]].fields if isinstance(field, Number)]

    rule = re.search(r"CNT([^+]*)", row["code"])
    assert rule is not None
    assert bounds(numbers[-1]) == COUNTS[rule[1]]
    assert len(numbers) == 4 if rule[1] == "×4" else len(numbers) <= 3


@EVERY
def test_a_choice_offers_the_options_of_its_row_and_fails_on_each_but_none(name: str, row: dict[str, Any]) -> None:
    choices = [
        field for field in ITEMS[name, row["number"]].fields if isinstance(field, Choice) and not grades_in(field)
    ]
    lists = [mark[1:-1].split(",") for kind, mark in TOKEN.findall(row["code"]) if kind == "MS"]

    assert len(choices) == len(lists)
    for field, options in zip(choices, lists, strict=True):
        assert options == [""] or {option.text.zh for option in field.options} - {"无"} == set(options) - {"无"}
        bad = field.fail_when.any_of if field.fail_when else ()
        good = {option.text.zh for option in field.options if option.key not in bad}
        assert good == (set(options) if options[0] in DECISIONS else set(options) & FINE or {"无"})


@EVERY
def test_grade_fix_deadline_frequency_and_mark_are_those_of_the_row(name: str, row: dict[str, Any]) -> None:
    item = ITEMS[name, row["number"]]

    grade = None if row["grade"] in NO_GRADE else (GRADES | TWO_GRADES | ONE_GRADE)[row["grade"]]
    assert item.grade == grade
    grades = [grade for field in item.fields for grade in grades_in(field)]
    assert grades == (["major", None] if row["grade"] in TWO_GRADES else [])
    assert item.fix_on_spot == row["fix"].startswith("是")
    assert item.mark == row["mark"]
    assert (item.frequency_text is None) == (row["frequency"] == PAGE[name]["frequency"])
    assert deadline(item) == wanted_deadline(row["deadline"])


@EVERY
def test_only_an_article_that_was_read_is_called_verified(name: str, row: dict[str, Any]) -> None:
    item = ITEMS[name, row["number"]]
    read = re.search(r"V ([L\d,]+)", row["mark"])
    marks = read[1].split(",") if read else []

    assert [basis.verified for basis in item.basis] == [
        "§" in piece and any(piece.startswith(law) and mark in marks for law, mark in LAWS.items())
        for piece in row["basis"]
    ]
    for basis, piece in zip(item.basis, row["basis"], strict=True):
        article = re.search(r"[^(]*", piece.replace("S00", ""))
        assert article is not None
        assert all(digit in basis.text.zh for digit in re.findall(r"\d+", article[0]))
        assert "GK" not in basis.text.zh


def test_what_concerns_pupils_by_name_is_restricted() -> None:
    texts = {
        (name, field.key): field.restricted
        for (name, number), item in ITEMS.items()
        for field in item.fields
        if isinstance(field, FreeText) and number in {3, 8, 9, 12}
    }

    assert texts["ck-10", "people"]
    assert texts["ck-10", "details"]
    assert texts["ck-02", "details"]
    assert texts["ck-27", "details"]
    assert texts["ck-04", "people"]


def test_staff_are_checked_one_by_one_and_a_delivery_product_by_product() -> None:
    repeated = {
        (checklist.id, section.repeat.restricted): [item.number for item in section.items]
        for checklist in LIBRARY.latest_all()
        for section in checklist.sections
        if section.repeat and checklist.id in ("ck-04", "ck-05")
    }

    assert repeated == {("ck-04", True): [2, 3, 4, 5, 6, 7, 8], ("ck-05", False): [5, 6, 7, 8]}


def test_rows_the_server_will_compute_are_marked() -> None:
    marked = {(name, row["number"]) for name, row in ROWS if ITEMS[name, row["number"]].derived_later}

    assert marked == {
        ("ck-03", 6),
        ("ck-10", 1),
        ("ck-14", 2),
        ("ck-14", 3),
        ("ck-16", 2),
        ("ck-21", 11),
        ("ck-05", 13),
    }


@EVERY
def test_every_item_can_be_answered_without_failing(name: str, row: dict[str, Any]) -> None:
    for field in ITEMS[name, row["number"]].fields:
        if isinstance(field, Choice):
            good = [option.key for option in field.options if not fails(field, [option.key], date(2026, 8, 31))]
            assert good
            assert has_value(field, good[:1])


def grades_in(field: Field) -> list[str | None]:
    """Of a choice that says how bad a failure is."""
    options = field.options if isinstance(field, Choice) else ()
    return [option.grade for option in options] if any(option.grade for option in options) else []


def bounds(field: Number) -> tuple[float | None, float | None]:
    rule = field.fail_when
    if rule is None:
        return None, None
    low, high = rule.outside or rule.below, rule.outside or rule.above
    return (low.min if low else None, high.max if high else None)


def wanted_bounds(rule: str) -> tuple[float | None, float | None]:
    least, most, between = (re.match(p, rule) for p in (r"≥([\d.]+)", r"≤(-?[\d.]+)", r"(\d+)\.\.(\d+)"))
    if between:
        return float(between[1]), float(between[2])
    if rule in ("0", "=0"):
        return None, 0
    if rule.startswith("<"):
        return None, round(float(rule[1:]) - 0.1, 1)
    return (float(least[1]) if least else None, float(most[1]) if most else None)


def deadline(item: Item) -> tuple[str, int | None] | None:
    return (item.deadline.kind, item.deadline.n) if item.deadline else None


def wanted_deadline(text: str) -> tuple[str, int | None] | None:
    if text == "—":
        return None
    if days := re.search(r"(\d+)日", text):
        return "days", int(days[1])
    if hours := re.search(r"(\d+)h", text):
        return "hours", int(hours[1])
    if text == "当日":
        return "days", 0
    is_now = text.startswith(("当场", "当餐", "30分钟")) or text in AT_ONCE
    return ("at_once" if is_now else "until_done"), None
