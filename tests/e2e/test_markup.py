"""Whatever somebody writes is shown as written: no text of a name, note or reason ever becomes part of a page."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from anxun.accounts import actions as accounts
from anxun.core.clock import now_ms
from anxun.core.db import engine_for, opened
from anxun.core.ids import new_id
from tests.conftest import settings_in
from tests.e2e.people import press_pin
from tests.e2e.stage import CHROMIUM, DESK, PHONE, QUIET
from tests.forms import assignment, back, bring, failing, grading, patrol_form, seen, shot
from tests.phone import SIGNED
from tests.process import connected, serving
from tests.world import School

# Each would say so on `window` if any page took it for more than letters; short enough for every field.
HIT = "window.__hit=1"
CORPUS = (
    f"<img src=x onerror={HIT}>",
    f"<svg/onload={HIT}>",
    f"<script>{HIT}</script>",
    f'"><b onmouseover={HIT} style=inset:0>',
    f"javascript:{HIT}",
    f"{{{{constructor.constructor('{HIT}')()}}}}",
    f"${{{HIT}}}",
    f"<iframe srcdoc='<script>top.{HIT[7:]}</script>'>",
    "</title></textarea><!--",
    "'; DROP TABLE hazard; --",
)
PAGES = ("/", "/hazards", "/desk/hazards", "/desk/inspections", "/desk/points", "/desk/people", "/me", "/sync")
LOOK_MS = 600
COMPLAINT = re.compile("Content Security Policy|Trusted")
BY_HAND = """() => {
    try { document.body.insertAdjacentHTML('beforeend', '<i>by hand</i>'); return 'taken' } catch { return 'refused' }
}"""


async def _planted(school: School) -> list[str]:
    """Every text of an operation that a person can write, once for each of the corpus; gives the hazards."""
    hazards = []
    for n, text in enumerate(CORPUS):
        point, code = new_id(now_ms()), new_id(now_ms())
        place = {"point": point, "name": text, "place": text, "type": "exit", "checklists": ["ck-13"]}
        await school.office.did("point.add", {**place, "position": 10 + n})
        person = {"person": code, "roles": ["staff"]}
        await school.office.did("person.add", person, {"name": text[:20], "phone": ""})
        failed = {"exits-clear": failing(shot(n), note=text)}
        form = patrol_form(school, failed, point=point, presence={"way": "none", "code": None, "at_ms": now_ms()})
        await school.patrol.did("inspection.submit", form, SIGNED)
        await bring(school.patrol, shot(n))
        rows = (await school.office.get("/api/hazards"))["rows"]
        hazard = next(row["id"] for row in rows if row["point"] == point)
        hazards.append(hazard)
        await school.office.did("hazard.assess", await seen(school, hazard) | grading() | {"reason": text})
        order = assignment(school, measures=text)
        await school.deputy.did("hazard.assign", await seen(school, hazard) | order, SIGNED)
        done = {"note": text, "photos": [shot(100 + n).args]}
        await school.staff.did("hazard.rectify", await seen(school, hazard) | done, SIGNED)
        await bring(school.staff, shot(100 + n))
        await school.patrol.did("hazard.return", await seen(school, hazard) | back(text))
    return hazards


async def _prepared(world: School, url: str) -> list[str]:
    school = connected(world, url)
    for phone in school.phones().values():
        await phone.sign_in()
    return await _planted(school)


def _open(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/e#{code}")
    for _ in range(2):
        press_pin(page)
    page.get_by_role("button", name="开始").click()
    page.get_by_role("navigation").first.wait_for()


async def _invited(data: Path, person: str) -> str:
    async with opened(engine_for("", data)):
        return (await accounts.invite(person, now_ms()))[0]


def _walked(url: str, code: str, size: dict[str, int], more: list[str]) -> tuple[list[str], str]:
    """What the browser complained of on the way, and all that stood on the pages."""
    said: list[str] = []
    texts = ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": size["width"], "height": size["height"]}, locale="zh-CN")
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("console", lambda line: said.append(line.text) if COMPLAINT.search(line.text) else None)
        _open(page, url, code)
        by_hand = page.evaluate(BY_HAND)
        page.wait_for_timeout(LOOK_MS * 4)
        assert (by_hand, len(said)) == ("refused", 1)
        said.clear()
        for path in (*PAGES, *more):
            page.goto(url + path)
            page.wait_for_timeout(LOOK_MS)
            texts += page.inner_text("body")
            said += [path] if page.evaluate("window.__hit") else []
        browser.close()
    return said, texts


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
def test_what_somebody_writes_never_becomes_part_of_a_page(world: School, tmp_path: Path, size: dict[str, int]) -> None:
    settings = settings_in(tmp_path / "data")
    shutil.copytree(world.app.state.data, settings.data)
    with serving(settings) as server:
        hazards = asyncio.run(_prepared(world, server.url))
        code = asyncio.run(_invited(settings.data, world.office.person))
        said, shown = _walked(server.url, code, size, [f"/hazards/{hazard}" for hazard in hazards])

    assert said == []
    assert {text for text in CORPUS if text in shown} == set(CORPUS)
