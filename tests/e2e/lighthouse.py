"""Runs Lighthouse on the built app: `python -m tests.e2e.lighthouse path/to/lighthouse`. By hand: see DECISIONS.md.

Each page is opened cold (Lighthouse empties its caches) by somebody who is enrolled.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import zxingcpp
from playwright.sync_api import expect, sync_playwright

from tests.e2e import people
from tests.e2e.camera import labels
from tests.e2e.stage import DESK, Cast, Demo, Person, cast, demo, free_port

CORRIDOR_LABEL = 1
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def main(tool: Path) -> None:
    """Four pages: who is not signed in, the day's round, a form, the desk."""
    with tempfile.TemporaryDirectory() as held, sync_playwright() as playwright:
        folder = Path(held)
        with demo(folder / "data", "") as school, cast(playwright, school.port, folder) as stage:
            patrol, port = _somebody(stage, "防火巡查员")
            _measure(tool, port, f"{patrol.line.url}/", "sign-in")
            people.enrol(patrol, school.code("防火巡查员"))
            people.all_received(patrol)
            _measure(tool, port, f"{patrol.line.url}/", "today")
            _measure(tool, port, _form(patrol, school), "form")
            patrol.close_browser()
            office, port = _somebody(stage, "安全办", DESK)
            office.page.goto(f"{office.line.url}/e#{school.code('安全办')}")
            people.choose_pin(office)
            expect(office.page.get_by_role("navigation").first).to_be_visible()
            _measure(tool, port, f"{office.line.url}/desk/hazards", "desk", "--preset=desktop")


def _somebody(stage: Cast, part: str, size: dict[str, int] | None = None) -> tuple[Person, int]:
    """With a browser that listens to Lighthouse."""
    port = free_port()
    return stage.person(part, *([size] if size else []), flags=(f"--remote-debugging-port={port}",)), port


def _form(patrol: Person, school: Demo) -> str:
    """A form that somebody has begun."""
    label = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[CORRIDOR_LABEL]
    patrol.page.goto(f"{patrol.line.url}/p#{zxingcpp.read_barcodes(label)[0].text.split('#')[1]}")
    people.choose(patrol, "每日防火巡查（通道与出口）")
    people.card(patrol.page, 1).get_by_text("合格", exact=True).click()
    expect(patrol.page.get_by_text("草稿已存")).to_be_visible()
    return patrol.page.url


def _measure(tool: Path, port: int, url: str, name: str, *more: str) -> None:
    """The best of three runs, and what it found: whatever else the machine does only takes away."""
    runs = sorted((_run(tool, port, url, *more) for _ in range(RUNS)), key=_performance)
    print(name, [round(100 * _performance(told)) for told in runs])
    _tell(runs[-1])


def _performance(told: dict[str, Any]) -> float:
    return float(told["categories"]["performance"]["score"])


def _run(tool: Path, port: int, url: str, *more: str) -> dict[str, Any]:
    command = [str(tool), url, f"--port={port}", "--output=json", "--quiet", *more]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


def _tell(told: dict[str, Any]) -> None:
    scores = {each: round(100 * told["categories"][each]["score"]) for each in CATEGORIES}
    figures = {each: told["audits"][each]["displayValue"] for each in METRICS}
    print(f"  {scores} {figures} this machine: {told['environment']['benchmarkIndex']}")
    for key, audit in told["audits"].items():
        if audit["score"] not in (None, 1) and audit["scoreDisplayMode"] in ("binary", "numeric", "metricSavings"):
            print(f"    {audit['score']} {key}: {audit['title']} {audit.get('displayValue', '')}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
