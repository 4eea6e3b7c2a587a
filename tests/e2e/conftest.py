"""What a browser test has: a demonstration of its module's own, and a stage to call people on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.stage import Cast, Demo, cast, demo


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("school") / "data", "") as running:
        yield running


@pytest.fixture
def stage(school: Demo, tmp_path: Path) -> Iterator[Cast]:
    with sync_playwright() as playwright, cast(playwright, school.port, tmp_path) as here:
        yield here
