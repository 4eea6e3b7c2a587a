"""Who hears the app, and who reads it in English, are told everything: each screen of each part, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.reader import Reader
from tests.e2e.stage import DESK, PHONE, Cast, Demo

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


@pytest.mark.browser
@pytest.mark.parametrize(("part", "size", "addresses"), PARTS)
def test_every_screen_is_read_aloud_in_chinese_and_in_english(
    school: Demo, stage: Cast, part: str, size: dict[str, int], addresses: tuple[str, ...]
) -> None:
    person = stage.person(part.strip(), size)
    page = person.page
    reader = Reader(page, school.data)
    page.goto(f"{person.line.url}/e#{school.code(part)}")
    people.choose_pin(person)
    expect(page.get_by_role("navigation").first).to_be_visible()
    people.all_received(person)
    for language in ("zh-CN", "en"):
        if language == "en":
            page.goto(f"{person.line.url}/me")
            page.get_by_text("English", exact=True).click()
            expect(page.locator("html[lang=en]")).to_be_attached()
        for address in addresses:
            page.goto(f"{person.line.url}/{address}")
            expect(page.get_by_role("heading").first).to_be_visible()
            reader.read(f"/{address} {language}", language)
            if address in DEEPER:
                page.locator(DEEPER[address]).first.click()
                reader.read(f"/{address} opened {language}", language)

    assert not reader.found, "\n".join(reader.found)
