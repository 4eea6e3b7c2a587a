"""A browser killed, or a page crashed, at camera, save, send and ack, again and again: nothing lost, nothing doubled."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.stage import Cast, Demo, Person, cast, demo
from tests.faults.counts import times

CORRIDOR = "每日防火巡查（通道与出口）"
ITEM = 4
ARRIVED_MS = 30_000
LONGEST_MS = 400
Die = Callable[[Person], None]


@pytest.mark.browser
@pytest.mark.faults
@pytest.mark.r(4)
def test_a_browser_killed_at_camera_save_send_and_ack_loses_and_doubles_nothing(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    kills = _played(tmp_path, Person.kill_browser, -(-times("kills of a browser") // 4), seed)
    record_property("n", f"{kills} kills")


@pytest.mark.browser
@pytest.mark.faults
@pytest.mark.r(5)
def test_a_page_crashed_at_camera_save_send_and_ack_loses_and_doubles_nothing(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    crashes = _played(tmp_path, Person.crash_page, times("crashes of a page"), seed)
    record_property("n", f"{crashes} crashes")


def _played(folder: Path, die: Die, rounds: int, seed: int) -> int:
    """So many forms, each with four deaths; gives how many died."""
    with (
        demo(folder / "data", "") as school,
        sync_playwright() as playwright,
        cast(playwright, school.port, folder) as stage,
    ):
        patrol = _enrolled(stage, school)
        label = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[1]
        form = Form(patrol, label, die, random.Random(seed))
        for number in range(rounds):
            form.handed_in(f"第{number + 1}次应急灯不亮")
        return form.deaths


def _enrolled(stage: Cast, school: Demo) -> Person:
    patrol = stage.person("防火巡查员")
    people.enrol(patrol, school.code("防火巡查员"))
    people.ready_for_offline(patrol)
    expect(patrol.page.get_by_text("按路线排好的")).to_be_visible(timeout=ARRIVED_MS)
    return patrol


class Form:
    """One form after the other at one place, by one person whose phone dies four times in each."""

    def __init__(self, person: Person, label: Image.Image, die: Die, dice: random.Random) -> None:
        self._person, self._label, self._die, self._dice = person, label, die, dice
        self.deaths = 0

    def handed_in(self, note: str) -> None:
        person = self._person
        before = self._records()
        person.line.cut()
        people.scan(person, self._label)
        people.choose(person, CORRIDOR)
        self._dies_at_save(note)
        self._dies_at_camera()
        self._submits(note)
        person.line.mend()
        self._dies()
        person.line.part("in")
        self._back()
        self._dies(2_000)
        person.line.heal()
        self._back()
        people.all_received(person)
        after = self._records()
        assert len(after) == len(before) + 1
        (made,) = after.keys() - before.keys()
        assert after[made] == [], "a photo has not come"
        people.go_home(person)

    def _dies(self, longest_ms: int = LONGEST_MS) -> None:
        """At a moment that nobody chose."""
        self._person.page.wait_for_timeout(self._dice.uniform(0, longest_ms))
        self._address = self._person.page.url
        self._die(self._person)
        self.deaths += 1

    def _back(self) -> Page:
        """The same window again, as the browser restores it."""
        page = self._person.page if self._person.context else self._person.open_browser()
        page.goto(self._address)
        return page

    def _dies_at_save(self, note: str) -> None:
        page = self._person.page
        people.card(page, 1).get_by_text("合格", exact=True).click()
        item = people.card(page, ITEM)
        item.get_by_text("不合格", exact=True).click()
        expect(page.get_by_text("草稿已存")).to_be_visible()
        item.get_by_label("哪里不合格").fill(note)
        page.wait_for_timeout(self._dice.uniform(0, LONGEST_MS))
        told = page.get_by_text("草稿已存").is_visible()
        self._dies(0)
        page = self._back()
        expect(people.card(page, 1).get_by_role("radio", name="合格", exact=True)).to_be_checked()
        field = people.card(page, ITEM).get_by_label("哪里不合格")
        if told:
            expect(field).to_have_value(note)
        field.fill(note)

    def _dies_at_camera(self) -> None:
        page = self._person.page
        self._person.sees(scene("dark", f"#{self._dice.randrange(0x333333, 0xDDDDDD):06x}"))
        people.card(page, ITEM).get_by_role("button", name="拍照片").click()
        page.get_by_role("dialog").get_by_role("button", name="拍照", exact=True).click()
        page.wait_for_timeout(self._dice.uniform(0, 3 * LONGEST_MS))
        told = page.get_by_text("1 张已存本机").is_visible()
        self._dies(0)
        page = self._back()
        expect(people.card(page, 1)).to_be_attached()
        page.wait_for_timeout(LONGEST_MS)
        dialog = page.get_by_role("dialog")
        if dialog.is_visible():
            page.get_by_role("button", name="拍好了").click()
        kept = people.card(page, ITEM).get_by_text("1 张已存")
        if told:
            expect(kept).to_be_visible()
        if not kept.is_visible():
            people.shoot(self._person, people.card(page, ITEM).get_by_role("button", name="拍照片"))
        expect(kept).to_be_visible()
        image = people.card(page, ITEM).locator("img").first
        expect(image).to_have_js_property("complete", value=True)
        assert image.evaluate("(image) => image.naturalWidth") > 0

    def _submits(self, note: str) -> None:
        page = self._person.page
        expect(people.card(page, ITEM).get_by_label("哪里不合格")).to_have_value(note)
        for number in range(1, page.locator("[id^=item-]").count() + 1):
            if number != ITEM:
                for passed in people.card(page, number).get_by_text("合格", exact=True).all():
                    passed.click()
        page.get_by_role("button", name="提交 · 1 项不合格").click()
        people.sign(self._person)
        expect(page.get_by_text(re.compile("这次检查(存好|交完)了"))).to_be_visible()

    def _records(self) -> dict[str, Any]:
        """What the server says of this person's inspections: id → photos that have not come."""
        ask = "fetch('/api/inspections?limit=200').then((reply) => reply.json())"
        return {row["id"]: row["missing"] for row in self._person.page.evaluate(ask)["rows"]}
