"""What people do with their thumbs, in the words on their screens; every line a tap, a scan or a stroke."""

import re
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.stage import PIN, Person

FAR_DATE = "2099-12-31"
# What a good day looks like on a thermometer and a ruler, by the item's number on the kitchen's form.
KITCHEN = {2: "0", 11: "4", 12: "-18", 13: "15", 14: "60"}
SCAN_WITHIN_MS = 30_000


@dataclass(frozen=True)
class Fault:
    """An item that fails: its number on the form, what is wrong, and what the camera sees."""

    number: int
    note: str
    photo: Image.Image
    fixed: Image.Image | None = None
    supervisor: str = ""


def enrol(person: Person, code: str) -> None:
    """Open the invitation's link, choose a PIN, begin."""
    page = person.page
    page.goto(f"{person.line.url}/e#{code}")
    for label in ("以后打开安巡时输入", "再输一遍"):
        expect(page.get_by_text(label)).to_be_visible()
        press_pin(page)
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_role("navigation")).to_be_visible()


def press_pin(page: Page) -> None:
    """Six keys."""
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()


def unlock(person: Person) -> None:
    """After the browser was closed the app asks for the PIN."""
    expect(person.page.get_by_text("输入 6 位密码")).to_be_visible()
    press_pin(person.page)
    expect(person.page.get_by_text("输入 6 位密码")).to_be_hidden()


def go(person: Person, tab: str) -> None:
    """A tab of the bar at the bottom."""
    person.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{tab}")).click()


def scan(person: Person, label: Image.Image) -> None:
    """Hold the camera at a label and wait until the point's page has opened."""
    person.sees(label)
    person.page.get_by_role("link", name="扫码检查").or_(person.page.get_by_role("button", name="扫码检查")).click()
    expect(person.page.get_by_text("已扫码到场")).to_be_visible(timeout=SCAN_WITHIN_MS)


def choose(person: Person, title: str) -> None:
    """One of the point's checklists."""
    person.page.get_by_text(title, exact=True).first.click()
    expect(person.page.locator("[id^=item-]").first).to_be_visible()


def card(page: Page, number: int) -> Locator:
    """The item with this number."""
    return page.locator("[id^=item-]").nth(number - 1)


def fill(person: Person, faults: tuple[Fault, ...], good: dict[int, str]) -> int:
    """Answer every item: as it should be, except the faults; gives how many items there were."""
    page = person.page
    count = page.locator("[id^=item-]").count()
    wrong = {fault.number: fault for fault in faults}
    for number in range(1, count + 1):
        item = card(page, number)
        _pass(person, item, good.get(number, "0"))
        if number in wrong:
            _fail(person, item, wrong[number])
    return count


def _pass(person: Person, item: Locator, good: str) -> None:
    for radio in item.locator("input[type=radio][value=pass]").all():
        radio.check(force=True)
    for date in item.locator("input[type=date]").all():
        date.fill(FAR_DATE)
    for number in item.locator("input[inputmode=decimal]").all():
        number.fill(good)
    if item.locator("input[type=checkbox]").count():
        item.get_by_text(re.compile("^无")).first.click()
    camera = item.get_by_role("button", name="拍照片")
    if camera.count():
        shoot(person, camera)


def _fail(person: Person, item: Locator, fault: Fault) -> None:
    item.locator("input[type=radio][value=fail]").first.check(force=True)
    item.get_by_label("哪里不合格").fill(fault.note)
    person.sees(fault.photo)
    shoot(person, item.get_by_role("button", name="拍照片"))
    if fault.fixed is not None:
        person.sees(fault.fixed)
        shoot(person, item.get_by_role("button", name="当场改好了，拍改后照片"))
        item.get_by_label("请谁复查（督查人）").select_option(label=fault.supervisor)


def shoot(person: Person, button: Locator) -> None:
    """Open the in-page camera, take one picture, go back."""
    button.click()
    person.page.get_by_role("button", name="拍照", exact=True).click()
    person.page.get_by_role("button", name="拍好了").click()


def sign(person: Person, done: str = "完成签名") -> None:
    """A stroke over the whole screen."""
    page = person.page
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for dx, dy in ((40, -60), (80, 30), (130, -40), (180, 10)):
        page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()
    page.get_by_role("button", name=done).click()
