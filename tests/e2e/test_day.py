"""One day of a school, told by thumbs: scan, fill offline, sync, and follow each hazard until it is struck off.

Everybody has a phone, a browser profile and a network of their own. Nothing but screens: no door and no database is
asked after `anxun demo` has printed its invitations and its sheet of labels.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests import postgres
from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.people import Fault
from tests.e2e.stage import Cast, Demo, Person, cast, demo

KITCHEN_LABEL, CORRIDOR_LABEL = 6, 1
MEAT = Fault(7, "冰箱里生肉压在熟菜上面", scene("raw over cooked", "#884444"))
SOAP = Fault(13, "洗洁精和调料放在同一层架子上", scene("soap by the salt", "#885544"))
DOOR = Fault(5, "防火门用木楔顶着", scene("wedged", "#804030"), scene("shut", "#226644"), "周老师")
CORRIDOR_ITEMS = 15


@contextmanager
def offline(person: Person) -> Iterator[None]:
    """What is done inside is done without a network and arrives afterwards."""
    person.line.cut()
    yield
    person.line.mend()
    people.all_received(person)


@pytest.mark.browser
@pytest.mark.s(27, 30, 84, 106, 110, 115, 116, 163)
def test_one_day_from_the_scan_to_the_strike_off(database: str, tmp_path: Path) -> None:
    url = asyncio.run(postgres.create(database, "anxun_day")) if database else ""

    with demo(tmp_path / "data", url) as school, sync_playwright() as playwright:
        sheet = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))
        with cast(playwright, school.port, tmp_path) as stage:
            patrol = _somebody(stage, school, "防火巡查员")
            _a_round_offline(patrol, sheet)
            deputy = _somebody(stage, school, "分管副校长")
            caretaker = _somebody(stage, school, "总务维修")
            supervisor = _somebody(stage, school, "宿管兼门卫")
            principal = _somebody(stage, school, "  校长  ")
            _a_larger_one(deputy, caretaker, supervisor, principal, sheet)
            officer = _somebody(stage, school, "  教育局  ")
            _a_major_one(deputy, caretaker, supervisor, principal, officer, sheet)
            _fixed_on_the_spot(patrol, supervisor, principal, sheet)
            _who_may_not_see(_somebody(stage, school, "食堂负责人"))
    if database:
        asyncio.run(postgres.drop(database, "anxun_day"))


def _somebody(stage: Cast, school: Demo, part: str) -> Person:
    person = stage.person(part.strip())
    people.enrol(person, school.code(part))
    people.ready_for_offline(person)
    return person


def _a_round_offline(patrol: Person, sheet: list[Image.Image]) -> None:
    """A point never opened on this phone, thirteen items, two of them failed; then the browser is closed."""
    expect(patrol.page.get_by_role("heading", name="今日检查")).to_be_visible()
    patrol.line.cut()
    people.scan(patrol, sheet[KITCHEN_LABEL])
    people.choose(patrol, "每餐巡查（早查、午查、晚查）")
    assert people.fill(patrol, (MEAT, SOAP), people.KITCHEN) == 13
    patrol.page.get_by_role("button", name="提交 · 2 项不合格").click()
    people.sign(patrol)
    expect(patrol.page.get_by_text("这次检查存好了")).to_be_visible()
    patrol.close_browser()

    patrol.line.mend()
    people.come_back(patrol)
    people.all_received(patrol)

    people.go(patrol, "隐患")
    for fault in (MEAT, SOAP):
        expect(patrol.page.get_by_text(fault.note)).to_have_count(1)
    for fault in (MEAT, SOAP):
        people.open_hazard(patrol, fault.note)
        expect(patrol.page.get_by_text(re.compile(r"\d{4}-\d{4} 号"))).to_be_visible()


def _a_larger_one(
    deputy: Person, caretaker: Person, supervisor: Person, principal: Person, sheet: list[Image.Image]
) -> None:
    """Found, graded, rectified, re-checked at the point, approved; each without a network."""
    people.open_hazard(deputy, MEAT.note)
    people.sees_to_do(deputy, "定级")
    with offline(deputy):
        people.grade_and_assign(deputy, "较大", "何师傅", "周老师")
    people.open_hazard(caretaker, MEAT.note)
    people.sees_to_do(caretaker, "改好了，拍照")
    with offline(caretaker):
        people.rectify(caretaker, scene("cooked above raw", "#226644"))
    people.open_hazard(supervisor, MEAT.note)
    people.sees_to_do(supervisor, "到场复查")
    with offline(supervisor):
        people.recheck(supervisor, sheet[KITCHEN_LABEL])
    people.go(principal, "审批")
    expect(principal.page.get_by_text(MEAT.note)).to_be_visible()
    people.open_hazard(principal, MEAT.note)
    people.sees_to_do(principal, "审批")
    with offline(principal):
        people.decide(principal, "审批", "签名，同意销号")
    _is_struck_off(principal, ["张老师", "赵老师", "何师傅", "周老师", "陈校长"])


def _a_major_one(
    deputy: Person,
    caretaker: Person,
    supervisor: Person,
    principal: Person,
    officer: Person,
    sheet: list[Image.Image],
) -> None:
    """Guarded while it lasts, sent back once, and struck off by nobody but the bureau."""
    people.open_hazard(deputy, SOAP.note)
    people.grade_and_assign(deputy, "重大", "何师傅", "周老师", interim="停用这个架子，专人看守")
    people.all_received(deputy)
    for is_good, place in ((False, "on its own shelf"), (True, "in its own cupboard")):
        people.open_hazard(caretaker, SOAP.note)
        people.rectify(caretaker, scene(f"soap {place}", "#224488"))
        people.all_received(caretaker)
        people.open_hazard(supervisor, SOAP.note)
        if is_good:
            people.recheck(supervisor, sheet[KITCHEN_LABEL])
        else:
            people.send_back(supervisor, sheet[KITCHEN_LABEL], "没有改到位")
        people.all_received(supervisor)
    people.open_hazard(principal, SOAP.note)
    people.decide(principal, "审批并上报", "签名，同意并上报")
    people.all_received(principal)
    expect(principal.page.get_by_text("待验收").first).to_be_visible()
    people.open_hazard(officer, SOAP.note)
    people.sees_to_do(officer, "验收销号")
    with offline(officer):
        people.decide(officer, "验收销号", "签名，验收销号")
    _is_struck_off(officer, ["张老师", "何师傅", "周老师", "陈校长", "吴科员"])


def _fixed_on_the_spot(patrol: Person, supervisor: Person, principal: Person, sheet: list[Image.Image]) -> None:
    """The short way, still on the ledger with two photos."""
    people.go_home(patrol)
    people.scan(patrol, sheet[CORRIDOR_LABEL])
    people.choose(patrol, "每日防火巡查（通道与出口）")
    assert people.fill(patrol, (DOOR,), {}) == CORRIDOR_ITEMS
    patrol.page.get_by_role("button", name="提交 · 1 项不合格").click()
    people.sign(patrol)
    people.all_received(patrol)
    people.open_hazard(supervisor, DOOR.note)
    people.recheck(supervisor, sheet[CORRIDOR_LABEL])
    people.all_received(supervisor)
    people.open_hazard(principal, DOOR.note)
    people.decide(principal, "审批", "签名，同意销号")
    people.all_received(principal)
    _is_struck_off(principal, ["张老师", "周老师", "陈校长"])


def _is_struck_off(person: Person, names: list[str]) -> None:
    """The story on this screen: who did what, with their strokes, and both pictures."""
    page = person.page
    expect(page.get_by_text("已销号").first).to_be_visible()
    for name in names:
        expect(page.get_by_text(name).first).to_be_visible()
    expect(page.get_by_role("img", name="手写签名").nth(len(names) - 2)).to_be_visible()
    expect(page.get_by_text("整改前", exact=True)).to_be_visible()
    expect(page.get_by_text("整改后", exact=True)).to_be_visible()


def _who_may_not_see(kitchen: Person) -> None:
    """Somebody whom these hazards do not concern is not told that they exist."""
    people.go(kitchen, "隐患")
    expect(kitchen.page.get_by_role("heading", name="隐患")).to_be_visible()
    for fault in (MEAT, SOAP, DOOR):
        expect(kitchen.page.get_by_text(fault.note)).to_have_count(0)
