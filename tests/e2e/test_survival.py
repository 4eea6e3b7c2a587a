"""Nothing said to be kept is ever lost: batteries die, logins go, tabs double and phones fill up, all in a real browser."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.people import Fault
from tests.e2e.stage import DESK, Cast, Demo, Person, cast, demo
from tests.faults.counts import times

CORRIDOR = "每日防火巡查（通道与出口）"
FIRST, THIRD, KITCHEN = 1, 3, 6
# A finding where a hazard is open already joins it, so every finding here has a place of its own.
ITEM, OTHER_ITEM = 4, 1
SCENE = scene("dark", "#333333")
SENDING_MS = 100
ARRIVED_MS = 30_000
ROOM_BYTES, MOST_ROOM_BYTES = 300_000, 1_200_000
MOST_PHOTOS = 9


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("survival") / "data", "") as running:
        yield running


@pytest.fixture(scope="module")
def sheet(school: Demo) -> list[Image.Image]:
    return labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))


@pytest.fixture
def stage(school: Demo, tmp_path: Path) -> Iterator[Cast]:
    with sync_playwright() as playwright, cast(playwright, school.port, tmp_path) as here:
        yield here


def _enrolled(stage: Cast, school: Demo, part: str) -> Person:
    person = stage.person(part)
    people.enrol(person, school.code(part))
    people.ready_for_offline(person)
    # What the phone is to know without a network has come.
    expect(person.page.get_by_text("按路线排好的")).to_be_visible(timeout=ARRIVED_MS)
    return person


def _die_and_return(person: Person) -> Page:
    """SIGKILL, then the same window again, as the browser restores it."""
    address = person.page.url
    person.kill_browser()
    page = person.open_browser()
    page.goto(address)
    return page


def _office(stage: Cast, school: Demo) -> Person:
    """Whoever reads the list of inspections."""
    office = stage.person("安全办", DESK)
    office.page.goto(f"{office.line.url}/e#{school.code('安全办')}")
    people.choose_pin(office)
    expect(office.page.get_by_role("navigation").first).to_be_visible()
    return office


def _inspections(office: Person) -> list[str]:
    """Each line of the first page, newest first."""
    office.page.goto(f"{office.line.url}/desk/inspections")
    table = office.page.get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    return table.get_by_role("row").all_inner_texts()[1:]


def _submit(person: Person) -> None:
    person.page.get_by_role("button", name="提交 · 1 项不合格").click()
    people.sign(person)
    expect(person.page.get_by_text(re.compile("这次检查(存好|交完)了"))).to_be_visible()


def _kept_photo(page: Page) -> None:
    """The picture itself, not only its count."""
    item = people.card(page, ITEM)
    expect(item.get_by_text("1 张已存")).to_be_visible()
    expect(item.locator("img").first).to_have_js_property("complete", True)
    assert item.locator("img").first.evaluate("(image) => image.naturalWidth") > 0


def _killed_in_the_form(patrol: Person, label: Image.Image, note: str) -> None:
    """Once between two answers, once when the camera has just said that the picture is kept."""
    people.scan(patrol, label)
    people.choose(patrol, CORRIDOR)
    item = people.card(patrol.page, ITEM)
    people.card(patrol.page, 1).get_by_text("合格", exact=True).click()
    item.get_by_text("不合格", exact=True).click()
    item.get_by_label("哪里不合格").fill(note)
    expect(patrol.page.get_by_text("草稿已存")).to_be_visible()

    page = _die_and_return(patrol)
    expect(people.card(page, 1).get_by_role("radio", name="合格", exact=True)).to_be_checked()
    expect(people.card(page, ITEM).get_by_label("哪里不合格")).to_have_value(note)
    people.card(page, ITEM).get_by_role("button", name="拍照片").click()
    page.get_by_role("dialog").get_by_role("button", name="拍照", exact=True).click()
    expect(page.get_by_text("1 张已存本机")).to_be_visible()

    page = _die_and_return(patrol)
    expect(people.card(page, 1)).to_be_attached()
    if page.get_by_role("dialog").is_visible():
        page.get_by_role("button", name="拍好了").click()
    _kept_photo(page)
    expect(people.card(page, ITEM).get_by_label("哪里不合格")).to_have_value(note)


@pytest.mark.browser
@pytest.mark.faults
def test_a_phone_that_dies_five_times_loses_and_doubles_nothing(
    school: Demo, stage: Cast, sheet: list[Image.Image]
) -> None:
    office = _office(stage, school)
    newest = _inspections(office)[0]
    patrol = _enrolled(stage, school, "防火巡查员")
    patrol.line.cut()

    _killed_in_the_form(patrol, sheet[FIRST], "一楼应急灯不亮")
    for number in range(1, patrol.page.locator("[id^=item-]").count() + 1):
        if number != ITEM:
            for passed in people.card(patrol.page, number).get_by_text("合格", exact=True).all():
                passed.click()
    _submit(patrol)
    _die_and_return(patrol)
    expect(patrol.page.get_by_text(re.compile("1 份只在本机")).first).to_be_visible()
    patrol.line.mend()
    patrol.page.wait_for_timeout(SENDING_MS)
    _die_and_return(patrol)
    people.all_received(patrol)

    _without_a_login(patrol, sheet[THIRD], "三楼应急灯不亮")

    people.go(patrol, "隐患")
    for note in ("一楼应急灯不亮", "三楼应急灯不亮"):
        expect(patrol.page.get_by_text(note)).to_have_count(1, timeout=ARRIVED_MS)
    assert _inspections(office).index(newest) == 2


def _without_a_login(patrol: Person, label: Image.Image, note: str) -> None:
    """The cookie is gone; the phone's own key is enough to hand in what it holds, before anybody signs in."""
    people.go_home(patrol)
    patrol.line.cut()
    people.scan(patrol, label)
    people.choose(patrol, CORRIDOR)
    people.fill(patrol, (Fault(ITEM, note, SCENE),), {})
    _submit(patrol)
    _die_and_return(patrol)
    assert patrol.context is not None
    patrol.context.clear_cookies()
    patrol.line.mend()
    people.all_received(patrol)


@pytest.mark.browser
@pytest.mark.faults
def test_two_tabs_of_one_account_give_one_receipt_each(school: Demo, stage: Cast, sheet: list[Image.Image]) -> None:
    warden = _enrolled(stage, school, "宿管兼门卫")
    assert warden.context is not None
    first = warden.page
    warden.line.cut()
    people.scan(warden, sheet[FIRST])
    people.choose(warden, CORRIDOR)
    people.fill(warden, (Fault(OTHER_ITEM, "第一个窗口", SCENE),), {})
    second = warden.context.new_page()
    second.goto(warden.line.url)
    other = replace(warden, tab=1)
    people.scan(other, sheet[THIRD])
    people.choose(other, CORRIDOR)
    people.fill(other, (Fault(OTHER_ITEM, "第二个窗口", SCENE),), {})

    _submit(other)
    first.bring_to_front()
    _submit(warden)
    warden.line.mend()
    for page in (first, second):
        page.bring_to_front()
        expect(page.get_by_text("这次检查交完了")).to_be_visible(timeout=ARRIVED_MS)
    people.all_received(warden)
    people.go(warden, "隐患")
    for note in ("第一个窗口", "第二个窗口"):
        expect(first.get_by_text(note)).to_have_count(1, timeout=ARRIVED_MS)


@pytest.mark.browser
@pytest.mark.faults
@pytest.mark.r(7)
def test_a_full_phone_refuses_the_photo_in_words_and_keeps_the_answers(
    school: Demo,
    stage: Cast,
    sheet: list[Image.Image],
    seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    kitchen = _enrolled(stage, school, "食堂负责人")
    page = kitchen.page
    people.scan(kitchen, sheet[KITCHEN])
    people.choose(kitchen, "每餐巡查（早查、午查、晚查）")
    item = people.card(page, 7)
    item.get_by_text("不合格", exact=True).click()
    item.get_by_label("哪里不合格").fill("生熟混放")
    expect(page.get_by_text("草稿已存")).to_be_visible()

    page = _with_room(kitchen, 0)
    expect(people.card(page, 7).get_by_label("哪里不合格")).to_have_value("生熟混放")
    dice, tried, kept = random.Random(seed), 0, 0
    rooms = [ROOM_BYTES, *(dice.randrange(MOST_ROOM_BYTES) for _ in range(times("sizes of a full phone") - 1))]
    # Nothing packs noise.
    kitchen.sees(Image.effect_noise((1280, 720), 100))
    while rooms and kept < MOST_PHOTOS:
        room, tried = rooms.pop(0), tried + 1
        kept += _is_kept(_with_room(kitchen, room), kept + 1)
        page = _die_and_return(kitchen)
        expect(people.card(page, 7).get_by_label("哪里不合格")).to_have_value("生熟混放")
        expect(people.card(page, 7).get_by_text(f"{kept} 张已存")).to_have_count(1 if kept else 0)
    record_property("n", f"{tried} sizes, {kept} photos kept")
    assert kept < tried


def _is_kept(page: Page, nth: int) -> bool:
    """Takes the n-th photo: the phone says that it is kept, or that it has no room."""
    people.card(page, 7).get_by_role("button", name=re.compile("^拍照片|^再拍")).click()
    camera = page.get_by_role("dialog")
    camera.get_by_role("button", name="拍照", exact=True).click()
    for _ in range(100):
        if page.get_by_text(re.compile("手机快存满了")).is_visible():
            return False
        if camera.get_by_text(f"{nth} 张已存本机").is_visible():
            return True
        page.wait_for_timeout(100)
    raise AssertionError("the phone says nothing")


def _with_room(person: Person, room: int) -> Page:
    """The same window on a phone with so many bytes left; browsers ask for them only at their start."""
    address = person.page.url
    used = person.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    person.close_browser()
    page = person.open_browser()
    assert person.context is not None
    devtools = person.context.new_cdp_session(page)
    quota = {"origin": person.line.url, "quotaSize": used + room}
    devtools.send("Storage.overrideQuotaForOrigin", quota)
    page.goto(address)
    return page
