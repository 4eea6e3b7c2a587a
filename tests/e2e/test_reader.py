"""Who hears the app, and who reads it in English, are told everything: each screen of each part, in both languages."""

import re

import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.camera import labels
from tests.e2e.reader import Reader
from tests.e2e.stage import DESK, PHONE, Cast, Demo, Person

ROUNDS = ("", "scan", "sync", "me", "me/pin", "me/devices", "install", "diag", "hazards", "countersign", "rescue", "e")
DESKS = ("desk/hazards", "desk/inspections", "desk/points", "desk/people")
BUREAU = ("desk/schools", "desk/hazards", "desk/inspections", "desk/people")
PARTS = [
    pytest.param("分管副校长", PHONE, ROUNDS, id="deputy"),
    pytest.param("安全办", DESK, DESKS, id="office"),
    pytest.param("  校长  ", DESK, ("desk/approve", *DESKS[:1]), id="principal"),
    pytest.param("  教育局  ", DESK, BUREAU, id="bureau"),
]
# What opens beside or behind a list of that page.
DEEPER = {
    "hazards": "a[href^='/hazards/']",
    "countersign": "a[href^='/inspections/']",
    "desk/hazards": ".opener",
    "desk/inspections": ".opener",
    "desk/points": ".opener",
    "desk/people": ".opener",
}


LABEL = 1
FAILED = 4


def _enrolled(stage: Cast, school: Demo, part: str, size: dict[str, int]) -> Person:
    person = stage.person(part.strip(), size)
    person.page.goto(f"{person.line.url}/e#{school.code(part)}")
    people.choose_pin(person)
    expect(person.page.get_by_role("navigation").first).to_be_visible()
    people.all_received(person)
    return person


def _speak_english(person: Person) -> None:
    person.page.goto(f"{person.line.url}/me")
    person.page.get_by_text("English", exact=True).click()
    expect(person.page.locator("html[lang=en]")).to_be_attached()


@pytest.mark.browser
@pytest.mark.parametrize(("part", "size", "addresses"), PARTS)
def test_every_screen_is_read_aloud_in_chinese_and_in_english(
    school: Demo, stage: Cast, part: str, size: dict[str, int], addresses: tuple[str, ...]
) -> None:
    person = _enrolled(stage, school, part, size)
    page, reader = person.page, Reader(person.page, school.data)
    for language in ("zh-CN", "en"):
        if language == "en":
            _speak_english(person)
        for address in addresses:
            page.goto(f"{person.line.url}/{address}")
            expect(page.get_by_role("heading").first).to_be_visible()
            reader.read(f"/{address} {language}", language)
            if address in DEEPER:
                page.locator(DEEPER[address]).first.click()
                reader.read(f"/{address} opened {language}", language)

    assert not reader.found, "\n".join(reader.found)


@pytest.mark.browser
def test_a_form_its_camera_its_signature_and_its_receipt_are_read_aloud_too(school: Demo, stage: Cast) -> None:
    patrol = _enrolled(stage, school, "防火巡查员", PHONE)
    page, reader = patrol.page, Reader(patrol.page, school.data)
    label = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[LABEL]
    page.goto(f"{patrol.line.url}/p#{zxingcpp.read_barcodes(label)[0].text.split('#')[1]}")
    people.choose(patrol, "每日防火巡查（通道与出口）")
    form = page.url
    _read_form(reader, page, "zh-CN")
    _speak_english(patrol)
    page.goto(form)
    _read_form(reader, page, "en")

    page.evaluate(
        "document.querySelectorAll('[id^=item-] input[value=pass]:not(:checked)').forEach((one) => one.click())"
    )
    page.get_by_role("button", name=re.compile("^Submit")).click()
    reader.read("signature", "en")
    people.stroke(patrol)
    page.get_by_role("button", name="Signed").click()
    expect(page.get_by_role("table")).to_be_visible()
    reader.read("receipt", "en")

    assert not reader.found, "\n".join(reader.found)


def _read_form(reader: Reader, page: Page, language: str) -> None:
    """With an item's ground open, one item failed, what is missing said, and the camera over it."""
    card = people.card(page, FAILED)
    card.locator(".info").click()
    card.locator("input[value=fail]").evaluate("(radio) => radio.click()")
    page.locator("footer .button.primary").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    reader.read(f"form {language}", language)
    card.locator(".add").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    reader.read(f"camera {language}", language)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    card.locator(".info").click()
    card.locator("input[value=pass]").evaluate("(radio) => radio.click()")


@pytest.mark.browser
def test_each_step_of_a_hazard_is_read_aloud_too(school: Demo, stage: Cast) -> None:
    officer = _enrolled(stage, school, "总务维修", PHONE)
    page, reader = officer.page, Reader(officer.page, school.data)
    for language in ("zh-CN", "en"):
        if language == "en":
            _speak_english(officer)
        page.goto(f"{officer.line.url}/hazards")
        page.locator("a[href^='/hazards/']").first.click()
        expect(page.locator("footer .button.primary")).to_be_visible()
        hazard = page.url
        for step in ("assess", "rectify", "recheck", "return", "approve", "void-ask"):
            page.goto(f"{hazard}/{step}")
            expect(page.get_by_role("heading").first).to_be_visible()
            reader.read(f"{step} {language}", language)
            page.go_back()

    assert not reader.found, "\n".join(reader.found)
