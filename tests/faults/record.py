"""Keeps what became of each test that a row of the table of faults rests on; `python -m tests.faults.table` prints it."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "faults.json"


def kept() -> dict[str, dict[str, Any]]:
    """Test → its last run."""
    try:
        runs: dict[str, dict[str, Any]] = json.loads(KEPT.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return runs


class Record:
    """Hears of every test; with several processes only the one that gathers has it registered."""

    def __init__(self) -> None:
        self.runs: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if "r" not in report.keywords or not (report.when == "call" or report.failed):
            return
        figures = {name: value for name, value in report.user_properties if name in ("n", "seed", "found")}
        passed = report.passed and self.runs.get(report.nodeid, {}).get("passed", True)
        run = {"passed": passed, "seconds": round(report.duration, 1), "ended_s": int(time.time())}
        self.runs[report.nodeid] = run | figures

    def pytest_sessionfinish(self) -> None:
        if not self.runs:
            return
        KEPT.parent.mkdir(exist_ok=True)
        whole = KEPT.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps(kept() | self.runs, ensure_ascii=False, indent=1), "utf-8")
        whole.replace(KEPT)
