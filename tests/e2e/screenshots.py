"""Takes the pictures of docs/pictures from a running demonstration: `make screenshots`."""

import io
import re
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from anxun.cli.demo.photos import photo
from tests.e2e import people
from tests.e2e.camera import labels
from tests.e2e.people import Fault
from tests.e2e.stage import DESK, Cast, Demo, Person, cast, demo

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
AT_MOST_BYTES = 150_000
STAIRS_LABEL = 3
FRIDGE = "2号冷藏柜显示 11 ℃"


def main() -> None:
    """Every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held, sync_playwright() as playwright:
        folder = Path(held)
        with demo(folder / "data", "") as district, cast(playwright, district.port, folder) as stage:
            sheet = labels(district.sheet(), (70, 37), 3, 8, (0, 0.5))
            _inspection(_somebody(stage, district, "防火巡查员"), sheet)
            _hazard(_somebody(stage, district, "  校长  "))
            _desks(stage, district)


def _somebody(stage: Cast, district: Demo, part: str) -> Person:
    person = stage.person(part.strip())
    people.enrol(person, district.code(part))
    return person


def _inspection(patrol: Person, sheet: list[Image.Image]) -> None:
    """The day's round, a form with a failed item, the signature, the receipt."""
    people.all_received(patrol)
    expect(patrol.page.get_by_role("heading", name="今日检查")).to_be_visible()
    take(patrol, "01-today")
    people.scan(patrol, sheet[STAIRS_LABEL])
    people.choose(patrol, "每日防火巡查（通道与出口）")
    seen = Image.open(io.BytesIO(photo("stairs", "")))
    people.fill(patrol, (Fault(10, "楼梯下堆放旧课桌椅", seen),), {})
    people.card(patrol.page, 10).evaluate("(card) => { card.scrollIntoView(); scrollBy(0, -48); }")
    patrol.page.evaluate("document.activeElement.blur()")
    take(patrol, "02-form")
    patrol.page.get_by_role("button", name="提交 · 1 项不合格").click()
    people.stroke(patrol)
    take(patrol, "03-sign")
    patrol.page.get_by_role("button", name="签好了").click()
    people.all_received(patrol)
    take(patrol, "04-receipt")


def _hazard(principal: Person) -> None:
    """A hazard's story, and what waits for the principal's word."""
    people.open_hazard(principal, FRIDGE)
    take(principal, "05-hazard")
    people.go_home(principal)
    people.go(principal, "审批")
    expect(principal.page.get_by_text(re.compile("请先看这")).first).to_be_visible()
    take(principal, "06-approve")


def _desks(stage: Cast, district: Demo) -> None:
    """What the safety office and the bureau have on their desks."""
    for part, address, name in (("安全办", "hazards", "07-office"), ("  教育局  ", "schools", "08-bureau")):
        person = stage.person(part.strip(), DESK)
        person.page.goto(f"{person.line.url}/e#{district.code(part)}")
        people.choose_pin(person)
        person.page.goto(f"{person.line.url}/desk/{address}")
        expect(person.page.get_by_role("table").first).to_be_visible()
        take(person, name)


def take(person: Person, name: str) -> None:
    """What is on the screen once its photos are there, in as few colours as it takes to stay small."""
    person.page.wait_for_load_state("networkidle")
    person.page.wait_for_timeout(800)
    shot = Image.open(io.BytesIO(person.page.screenshot(animations="disabled"))).convert("RGB")
    packed = io.BytesIO()
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        shot.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= AT_MOST_BYTES:
            break
    (PICTURES / f"{name}.png").write_bytes(packed.getvalue())


if __name__ == "__main__":
    main()
