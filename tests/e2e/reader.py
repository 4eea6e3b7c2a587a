"""What a screen reader is told of a page: every control by a name in the page's language, headings in order, dialogs named."""

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.words import foreign, shown, written

CONTROLS = frozenset(
    [
        "button",
        "checkbox",
        "combobox",
        "link",
        "listbox",
        "menuitem",
        "radio",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "tab",
        "textbox",
    ]
)
NAMED = CONTROLS | {"dialog", "image", "img", "navigation", "table", "radiogroup", "group"}
# A fieldset or a group of the layout may have none where its content says it.
MAY_BE_BARE = frozenset({"group", "radiogroup"})
# Each language is called as it calls itself.
OWN = "[...document.body.querySelectorAll('[lang]')].map((one) => one.innerText.trim())"
SHOWN_MS = 300
WORD = re.compile(r"\w")


@dataclass
class Heard:
    """One node of the accessibility tree."""

    role: str
    name: str
    level: int
    live: str


@dataclass
class Reader:
    """Reads one screen after another and keeps what is wrong."""

    page: Page
    data: Path
    found: list[str] = field(default_factory=list)

    def read(self, where: str, language: str) -> None:
        """The page as it stands, once what it shows has come."""
        expect(self.page.locator(".skeleton")).to_have_count(0)
        self.page.wait_for_timeout(SHOWN_MS)
        heard = _tree(self.page)
        # A sheet over a page is called by its own label, and is all that is heard.
        is_sheet = any(one.role == "dialog" for one in heard)
        wrong = [*_names(heard), *_headings(heard, is_sheet=is_sheet)]
        if (told := self.page.evaluate("document.documentElement.lang")) != language:
            wrong.append(f"says it is in {told}")
        if not is_sheet and self.page.title() != self.page.locator("h1").text_content():
            wrong.append(f"is called {self.page.title()}")
        has_strip = not is_sheet and self.page.locator(".strip").count() > 0
        if has_strip and not any(one.live in ("polite", "assertive") for one in heard):
            wrong.append("has no live region")
        own = self.page.evaluate(OWN)
        names = [one.name for one in heard if one.role in NAMED and one.name not in own]
        wrong += [
            f"not in {language}: {one}" for one in foreign([*shown(self.page), *names], language, written(self.data))
        ]
        self.found += [f"{where}: {each}" for each in wrong]


def _tree(page: Page) -> list[Heard]:
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [_heard(node) for node in nodes if not node["ignored"]]


def _heard(node: dict[str, Any]) -> Heard:
    more = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    name = str(node.get("name", {}).get("value", "")).strip()
    return Heard(node["role"]["value"], name, int(more.get("level") or 0), str(more.get("live", "")))


def _names(heard: list[Heard]) -> list[str]:
    bare = [one for one in heard if one.role in NAMED - MAY_BE_BARE and not WORD.search(one.name)]
    return [f"a {one.role} without a name ({one.name!r})" for one in bare]


def _headings(heard: list[Heard], *, is_sheet: bool) -> list[str]:
    levels = [one.level for one in heard if one.role == "heading"]
    mains = sum(one.role == "main" for one in heard)
    wrong = [] if mains <= 1 else [f"{mains} main regions"]
    if not is_sheet and (levels.count(1) != 1 or levels[0] != 1):
        wrong.append(f"headings begin at or repeat the first level: {levels}")
    jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
    return wrong + [f"a heading of level {b} right under one of level {a}" for a, b in jumps]
