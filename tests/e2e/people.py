"""What people do with their thumbs, in the words on their screens; every line a tap, a scan or a stroke."""

import re
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.stage import PIN, Person

FAR_DATE = "2099-12-31"
# What a good meal looks like on a thermometer and a clock, by the item's number on the form of a meal.
KITCHEN = {1: "75", 2: "60", 3: "65", 4: "5", 5: "20", 6: "30"}
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
    person.page.goto(f"{person.line.url}/e#{code}")
    choose_pin(person)
    expect(person.page.get_by_role("navigation")).to_be_visible()


def choose_pin(person: Person) -> None:
    """Twice the same six digits, and in."""
    page = person.page
    for label in ("以后打开安巡时输入", "再输一遍"):
        expect(page.get_by_text(label)).to_be_visible()
        press_pin(page)
    page.get_by_role("button", name="开始").click()


def press_pin(page: Page) -> None:
    """Six keys."""
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()


def come_back(person: Person) -> None:
    """Open the browser again on the same phone; the app asks for the PIN once somebody was away for five minutes."""
    page = person.open_browser()
    page.goto(person.line.url)
    expect(page.get_by_role("navigation").or_(page.get_by_text("输入 6 位密码"))).to_be_visible()
    if page.get_by_text("输入 6 位密码").is_visible():
        press_pin(page)
    expect(page.get_by_role("navigation")).to_be_visible()


def all_received(person: Person) -> None:
    """The strip says that nothing is left on this phone."""
    expect(person.page.get_by_text(re.compile("已全部收到|已连上")).first).to_be_visible(timeout=60_000)


def ready_for_offline(person: Person) -> None:
    """Until the school's points and the app's own files are on the phone."""
    expect(person.page.get_by_text(re.compile("按路线排好的|没有派给您|教育局没有检查路线")).first).to_be_visible(
        timeout=60_000
    )
    for _ in range(100):
        if person.page.evaluate("navigator.serviceWorker.getRegistration().then((r) => Boolean(r && r.active))"):
            return
        person.page.wait_for_timeout(200)
    raise AssertionError("the app was never ready for offline use")


def go_home(person: Person) -> None:
    """Back to today's round."""
    person.page.goto(person.line.url)
    expect(person.page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()


def go(person: Person, tab: str) -> None:
    """A tab of the bar at the bottom; a screen without the bar is left first."""
    if not person.page.get_by_role("navigation").is_visible():
        go_home(person)
    person.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{tab}")).click()


def scan(person: Person, label: Image.Image) -> None:
    """Hold the camera at a label and wait until the point's page has opened."""
    person.sees(label)
    person.page.get_by_role("link", name="扫码检查").or_(person.page.get_by_role("button", name="扫码检查")).click()
    arrived = person.page.get_by_text("已扫码到场").or_(person.page.locator("[id^=item-]").first)
    expect(arrived.first).to_be_visible(timeout=SCAN_WITHIN_MS)


def choose(person: Person, title: str) -> None:
    """One of the point's checklists; a point with a single one has opened it by itself."""
    if person.page.get_by_text("已扫码到场").is_visible():
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
    for passed in item.get_by_text("合格", exact=True).all():
        passed.click()
    for date in item.locator("input[type=date]").all():
        date.fill(FAR_DATE)
    for number in item.locator("input[inputmode=decimal]").all():
        number.fill(good)
    for text in item.locator("textarea").all():
        text.fill("没有异常")
    if item.locator("input[type=checkbox]").count():
        item.get_by_text(re.compile("^无")).first.click()
    camera = item.get_by_role("button", name="拍照片")
    if camera.count():
        shoot(person, camera)


def _fail(person: Person, item: Locator, fault: Fault) -> None:
    item.get_by_text("不合格", exact=True).first.click()
    if item.get_by_text("其他杂物", exact=True).count():
        item.get_by_text("其他杂物", exact=True).click()
    item.get_by_label("哪里不合格").fill(fault.note)
    person.sees(fault.photo)
    shoot(person, item.get_by_role("button", name="拍照片"))
    if fault.fixed is not None:
        person.sees(fault.fixed)
        shoot(person, item.get_by_role("button", name="当场改好了，拍改后照片"))
        pick(person.page.get_by_label("请谁复查（督查人）"), fault.supervisor)


def pick(select: Locator, name: str) -> None:
    """The person of this name; the list says their posts too."""
    words = select.locator("option").filter(has_text=name).first.inner_text()
    select.select_option(label=words)


def shoot(person: Person, button: Locator) -> None:
    """Open the in-page camera, take one picture, go back."""
    button.click()
    press_shutter(person)


def press_shutter(person: Person) -> None:
    """One picture with the camera that is open, and back."""
    camera = person.page.get_by_role("dialog")
    camera.get_by_role("button", name="拍照", exact=True).click()
    camera.get_by_role("button", name="拍好了").click()


def open_hazard(person: Person, what: str) -> None:
    """From the tab 隐患; the list waits for what others have done."""
    page = person.page
    go(person, "隐患")
    page.get_by_text(what).first.click()
    expect(page.get_by_role("heading", name=what)).to_be_visible()


def sees_to_do(person: Person, act: str) -> None:
    """It is this person's turn: what others did has arrived."""
    page = person.page
    todo = page.get_by_role("link", name=act, exact=True).or_(page.get_by_role("button", name=act, exact=True))
    expect(todo.first).to_be_visible(timeout=60_000)


def grade_and_assign(person: Person, grade: str, owner: str, supervisor: str, *, interim: str = "") -> None:
    """One page, one signature: the grade, two people, the measures."""
    page = person.page
    page.get_by_role("link", name="定级").or_(page.get_by_role("button", name="定级")).click()
    page.get_by_text(grade, exact=True).first.click()
    page.get_by_label("定级理由").fill("按现场情况定")
    if interim:
        page.get_by_label("整改前的管控措施").fill(interim)
    pick(page.get_by_label("整改责任人"), owner)
    pick(page.get_by_label("督查人"), supervisor)
    page.get_by_label("整改措施").fill("今天内改好，改完拍照")
    page.get_by_role("button", name="签名，下达整改").click()
    sign(person)


def rectify(person: Person, after: Image.Image) -> None:
    """After-photo with the camera that opens at once, a word, a signature."""
    page = person.page
    person.sees(after)
    page.get_by_role("link", name="改好了，拍照").or_(page.get_by_role("button", name="改好了，拍照")).click()
    press_shutter(person)
    page.get_by_label("怎么改的").fill("已经改好")
    page.get_by_role("button", name="签名，报整改完成").click()
    sign(person)


def recheck(person: Person, label: Image.Image) -> None:
    """At the point: scan its label again, then sign."""
    page = person.page
    page.get_by_role("link", name="到场复查").or_(page.get_by_role("button", name="到场复查")).click()
    person.sees(label)
    page.get_by_role("button", name="扫点位标签").click()
    page.get_by_role("button", name="签名，复查通过").click(timeout=SCAN_WITHIN_MS)
    sign(person)


def send_back(person: Person, label: Image.Image, reason: str) -> None:
    """Looked at on the spot, not good enough, and why; then the hazard says so."""
    page = person.page
    page.get_by_role("link", name="到场复查").or_(page.get_by_role("button", name="到场复查")).click()
    person.sees(label)
    page.get_by_role("button", name="扫点位标签").click()
    expect(page.get_by_role("button", name="签名，复查通过")).to_be_visible(timeout=SCAN_WITHIN_MS)
    page.get_by_role("link", name="退回重改").or_(page.get_by_role("button", name="退回重改")).click()
    page.get_by_text(reason, exact=True).click()
    page.get_by_role("button", name="退回给整改人").click()
    expect(page.get_by_text(re.compile(f"^已退回给|^被退回：{reason}"))).to_be_visible()


def decide(person: Person, act: str, signature: str) -> None:
    """The principal's or the bureau's word, with a signature."""
    page = person.page
    page.get_by_role("link", name=act, exact=True).or_(page.get_by_role("button", name=act, exact=True)).click()
    page.get_by_role("button", name=signature).click()
    sign(person)


def sign(person: Person, done: str = "签好了") -> None:
    """A stroke over the whole screen, and done."""
    stroke(person)
    person.page.get_by_role("button", name=done).click()


def stroke(person: Person) -> None:
    """What a finger leaves above the line."""
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
