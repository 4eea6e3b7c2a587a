"""A whole day's desk work and a whole form without a mouse; only the signature itself is drawn by hand."""

import re

import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.camera import labels
from tests.e2e.keys import Keys
from tests.e2e.stage import DESK, PHONE, Cast, Demo, Person

CORRIDOR_LABEL = 1


def _enrolled(stage: Cast, school: Demo, part: str, size: dict[str, int]) -> Person:
    person = stage.person(part, size)
    person.page.goto(f"{person.line.url}/e#{school.code(part)}")
    people.choose_pin(person)
    expect(person.page.get_by_role("navigation").first).to_be_visible()
    people.all_received(person)
    return person


@pytest.mark.browser
def test_a_hazard_is_found_graded_and_ordered_at_a_desk_by_keys_alone(school: Demo, stage: Cast) -> None:
    deputy = _enrolled(stage, school, "分管副校长", DESK)
    page, keys = deputy.page, Keys(deputy.page)
    page.goto(f"{deputy.line.url}/desk/hazards")
    table = page.get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_be_visible()

    keys.press("Tab")
    assert keys.name() == "跳到内容"
    keys.press("Enter")
    keys.tab_to("待定级")
    keys.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^待定级"))).to_have_attribute("aria-pressed", "true")
    opener = table.locator(".opener").first
    expect(opener).to_be_visible()
    what = opener.inner_text().split("\n")[0]
    keys.tab_to(what)
    _opens_beside_and_closes(keys, what)

    keys.press("Enter")
    keys.tab_to("定级")
    keys.press("Enter")
    _grade_and_order(keys)
    keys.tab_to("签名，下达整改")
    _sheet_keeps_and_returns(keys, "签名，下达整改")
    keys.press("Enter")
    people.stroke(deputy)
    keys.tab_to("签好了")
    keys.press("Enter")
    expect(page.get_by_text("待整改").first).to_be_visible()


def _opens_beside_and_closes(keys: Keys, what: str) -> None:
    """Arrows walk the rows; what opens is read at its title, and Escape leads back to its row."""
    keys.press("ArrowDown", "ArrowUp")
    assert keys.name().startswith(what)
    keys.press("Enter")
    expect(keys.page.locator(".side-panel h2").first).to_be_focused()
    keys.press("Escape")
    expect(keys.page.locator(".side-panel")).to_have_count(0)
    assert keys.name().startswith(what)


def _grade_and_order(keys: Keys) -> None:
    """Each field in the order in which it is read."""
    page = keys.page
    keys.tab_to("一般")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="较大")).to_be_checked()
    keys.tab_to("定级理由")
    page.keyboard.type("按现场情况定")
    for label, name in (("整改责任人", "何师傅"), ("督查人", "周老师")):
        keys.tab_to(label)
        chosen = page.get_by_label(label).locator("option:checked")
        while name not in chosen.inner_text():
            before = chosen.inner_text()
            keys.press("ArrowDown")
            expect(chosen).not_to_have_text(before)
    keys.tab_to("整改措施")
    page.keyboard.type("今天内改好，改完拍照")


def _sheet_keeps_and_returns(keys: Keys, opener: str) -> None:
    """Nothing under a sheet is reached, and Escape leads back to what opened it."""
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_be_visible()
    assert keys.is_kept_in()
    keys.press("Escape")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)
    assert keys.name().startswith(opener)


@pytest.mark.browser
def test_a_form_is_filled_and_signed_by_keys_alone(school: Demo, stage: Cast) -> None:
    patrol = _enrolled(stage, school, "防火巡查员", PHONE)
    page, keys = patrol.page, Keys(patrol.page)
    label = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[CORRIDOR_LABEL]
    page.goto(f"{patrol.line.url}/p#{zxingcpp.read_barcodes(label)[0].text.split('#')[1]}")
    people.choose(patrol, "每日防火巡查（通道与出口）")
    count = page.locator("[id^=item-]").count()
    keys.tab_to("提交", back=True)
    keys.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()  # read aloud, and the focus is where it is to be mended
    assert keys.name() == "合格"
    page.keyboard.press("Shift+Tab")

    for number in range(1, count + 1):
        _next_group(keys)
        keys.press("Space")
        if number == 2:
            _failed_and_photographed(keys, number)
    keys.tab_to("提交 · 1 项不合格")
    _sheet_keeps_and_returns(keys, "提交 · 1 项不合格")
    keys.press("Enter")
    people.stroke(patrol)
    keys.tab_to("签好了")
    keys.press("Enter")
    expect(page.get_by_text(re.compile("这次检查(存好|交完)了"))).to_be_visible()


def _next_group(keys: Keys) -> None:
    """The next item's answers; one stop for the three of them."""
    keys.tab_to("合格")


def _failed_and_photographed(keys: Keys, number: int) -> None:
    """Arrows choose within the group; the camera gives the focus back to its button."""
    card = people.card(keys.page, number)
    keys.press("ArrowRight")
    expect(card.get_by_role("radio", name="不合格", exact=True)).to_be_checked()
    keys.tab_to("哪里不合格")
    keys.page.keyboard.type("门打不开")
    keys.tab_to("拍照片")
    _sheet_keeps_and_returns(keys, "拍照片")
    keys.press("Enter")
    keys.tab_to("拍照")
    keys.press("Enter")
    keys.tab_to("拍好了")
    keys.press("Enter")
    expect(card.get_by_text("1 张已存")).to_be_visible()
