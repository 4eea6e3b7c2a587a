"""A phone breaks with work on it that nobody has: its rescue file brings all of it from another desk, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.people import Fault
from tests.e2e.stage import DESK, Cast, Person, cast, demo

ITEM = 4
ARRIVED_MS = 30_000


def _exported(patrol: Person, folder: Path) -> Path:
    """All that is left of the phone."""
    patrol.page.goto(f"{patrol.line.url}/sync")
    with patrol.page.expect_download() as saving:
        patrol.page.get_by_role("button", name="导出").click()
    file = folder / saving.value.suggested_filename
    saving.value.save_as(file)
    patrol.close_browser()
    return file


def _brought(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="选救援文件").click()
    choosing.value.set_files(file)


def _at_the_desk(stage: Cast, code: str) -> Person:
    office = stage.person("安全办", DESK)
    office.page.goto(f"{office.line.url}/e#{code}")
    people.choose_pin(office)
    expect(office.page.get_by_role("navigation").first).to_be_visible()
    office.page.goto(f"{office.line.url}/me")
    office.page.get_by_role("link", name=re.compile("补传救援文件")).click()
    return office


@pytest.mark.browser
@pytest.mark.faults
def test_what_a_broken_phone_signed_is_brought_by_the_desk_and_counts_once(tmp_path: Path) -> None:
    with (
        demo(tmp_path / "data", "") as school,
        sync_playwright() as playwright,
        cast(playwright, school.port, tmp_path) as stage,
    ):
        patrol = stage.person("防火巡查员")
        people.enrol(patrol, school.code("防火巡查员"))
        people.ready_for_offline(patrol)
        expect(patrol.page.get_by_text("按路线排好的")).to_be_visible(timeout=ARRIVED_MS)
        patrol.line.cut()
        people.scan(patrol, labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[1])
        people.choose(patrol, "每日防火巡查（通道与出口）")
        people.fill(patrol, (Fault(ITEM, "应急灯不亮", scene("dark", "#333333")),), {})
        patrol.page.get_by_role("button", name="提交 · 1 项不合格").click()
        people.sign(patrol)
        expect(patrol.page.get_by_text(re.compile("这次检查(存好|交完)了"))).to_be_visible()
        file = _exported(patrol, tmp_path)

        page = _at_the_desk(stage, school.code("安全办")).page
        _brought(page, file)
        expect(page.get_by_text("这份文件里的都在服务器上了。")).to_be_visible(timeout=ARRIVED_MS)
        assert re.search(r"这次收下\s*1 份\s*传上照片\s*1 张", page.locator("main").first.inner_text())
        page.screenshot(path=tmp_path / "brought.png", full_page=True)

        _brought(page, file)
        expect(page.get_by_text("早就收到过")).to_be_visible(timeout=ARRIVED_MS)
        cut = tmp_path / "cut.json"
        cut.write_text(file.read_text()[: file.stat().st_size // 2])
        _brought(page, cut)
        expect(page.get_by_text("文件不完整")).to_be_visible(timeout=ARRIVED_MS)
        cut.write_text("{}")
        _brought(page, cut)
        expect(page.get_by_text("这不是救援文件")).to_be_visible(timeout=ARRIVED_MS)
