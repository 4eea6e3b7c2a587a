"""Everybody can use every screen: axe finds nothing, every target fits a thumb, and large text or a small phone cuts nothing off."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.people import Fault
from tests.e2e.stage import DESK, PHONE, Cast, Demo, Person

AXE = Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
CORRIDOR_LABEL, KITCHEN_LABEL = 4, 6
DARK = Fault(4, "楼道灯不亮", scene("dark", "#333333"))

RUN_AXE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""

# A label is its input's target; a link inside a sentence is as high as its line.
SMALL_TARGETS = """() => {
    const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const wide = (element) => element.getBoundingClientRect();
    const fits = ({ width, height }) => width >= 43.5 && height >= 43.5;
    const all = document.querySelectorAll('button, a[href], input, select, textarea, [role=button], summary');
    return [...all].filter((element) => {
        if (element.closest('[inert], [aria-hidden=true]') || !element.checkVisibility()) return false;
        if (fits(wide(element))) return false;
        const labels = [...(element.labels ?? [])];
        if (labels.length > 0) return !labels.some((label) => fits(wide(label)));
        return isSeen(element) && wide(element).width > 0;
    }).map((element) => `${element.outerHTML.slice(0, 140)} ${wide(element).width}×${wide(element).height}`);
}"""

OVERFLOW = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}: ` + out.slice(-2).map((one) => one.outerHTML.slice(0, 160)).join(' | ')];
}"""


class Inspector:
    """Looks at one screen after another and keeps what is wrong, so that one run tells everything."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.found: list[str] = []

    def look(self, name: str) -> None:
        """As it stands, on the smallest phone, and with the largest text."""
        page = self.person.page
        page.wait_for_timeout(400)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        self._note(name, page.evaluate(RUN_AXE))
        self._note(name, page.evaluate(SMALL_TARGETS))
        if self.person.size == PHONE:
            self._squeeze(page, name)

    def _squeeze(self, page: Page, name: str) -> None:
        page.set_viewport_size({"width": 320, "height": PHONE["height"]})
        self._note(f"{name} at 320", page.evaluate(OVERFLOW))
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        before = page.evaluate("document.documentElement.dataset.text ?? ''")
        page.evaluate("document.documentElement.dataset.text = 'huge'")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
        self._note(f"{name} at 22 px", page.evaluate(OVERFLOW))
        page.evaluate(
            "(text) => { const { dataset } = document.documentElement;"
            " if (text) dataset.text = text; else delete dataset.text; }",
            before,
        )

    def _note(self, name: str, found: list[Any]) -> None:
        self.found += [f"{name}: {one}" for one in found]


def _enrolled(stage: Cast, school: Demo, part: str, size: dict[str, int] = PHONE) -> Person:
    person = stage.person(part.strip(), size)
    person.page.goto(f"{person.line.url}/e#{school.code(part)}")
    people.choose_pin(person)
    expect(person.page.get_by_role("navigation").first).to_be_visible()
    return person


@pytest.mark.browser
def test_everybody_can_use_the_way_from_the_round_to_the_receipt(school: Demo, stage: Cast) -> None:
    patrol = _enrolled(stage, school, "防火巡查员")
    eye, page = Inspector(patrol), patrol.page
    people.all_received(patrol)
    eye.look("today")
    sheet = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))
    page.goto(f"{patrol.line.url}/scan")
    eye.look("scan")
    people.go_home(patrol)
    people.scan(patrol, sheet[KITCHEN_LABEL])
    eye.look("point")
    people.go_home(patrol)
    people.scan(patrol, sheet[CORRIDOR_LABEL])
    people.choose(patrol, "每日防火巡查（通道与出口）")
    people.fill(patrol, (DARK,), {})
    eye.look("form")
    page.get_by_role("button", name="提交 · 1 项不合格").click()
    people.stroke(patrol)
    eye.look("sign")
    page.get_by_role("button", name="签好了").click()
    people.all_received(patrol)
    eye.look("receipt")

    assert not eye.found, "\n".join(eye.found)


@pytest.mark.browser
def test_everybody_can_use_the_phones_other_screens(school: Demo, stage: Cast) -> None:
    deputy = _enrolled(stage, school, "分管副校长")
    eye, page = Inspector(deputy), deputy.page
    people.all_received(deputy)
    for address in ("sync", "me", "install", "diag", "hazards"):
        page.goto(f"{deputy.line.url}/{address}")
        expect(page.get_by_role("heading").first).to_be_visible()
        eye.look(address)
    page.locator("a[href^='/hazards/']").first.click()
    expect(page.get_by_role("heading", name="隐患详情")).to_be_visible()
    eye.look("hazard")
    people.go_home(deputy)
    page.get_by_text("等您会签").click()
    expect(page.get_by_role("heading", name="会签")).to_be_visible()
    eye.look("countersign")
    page.locator("a[href^='/inspections/']").first.click()
    expect(page.get_by_text("逐项结果")).to_be_visible()
    eye.look("record")

    assert not eye.found, "\n".join(eye.found)


@pytest.mark.browser
def test_everybody_can_use_the_principals_approvals(school: Demo, stage: Cast) -> None:
    principal = _enrolled(stage, school, "  校长  ")
    eye = Inspector(principal)
    people.go(principal, "审批")
    expect(principal.page.get_by_text("请先看这").first).to_be_visible()
    eye.look("approve")
    principal.page.get_by_role("link", name="同意").or_(principal.page.get_by_role("button", name="同意")).first.click()
    eye.look("approve one")

    assert not eye.found, "\n".join(eye.found)


@pytest.mark.browser
def test_everybody_can_use_the_safety_offices_desk(school: Demo, stage: Cast) -> None:
    office = _enrolled(stage, school, "安全办", DESK)
    eye, page = Inspector(office), office.page
    for address in ("hazards", "inspections", "points", "people"):
        page.goto(f"{office.line.url}/desk/{address}")
        expect(page.get_by_role("table").first).to_be_visible()
        eye.look(address)
        page.get_by_role("table").first.get_by_role("row").nth(1).click()
        eye.look(f"{address} with its panel")

    assert not eye.found, "\n".join(eye.found)
