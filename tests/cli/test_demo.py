"""The example district: what a newcomer sees after one command."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from anxun.checklists.queries import library
from anxun.cli.demo import days, photos, prepare
from anxun.cli.demo.places import CENTRE, SCHOOLS
from anxun.cli.demo.stories import STORIES
from anxun.cli.verifying import prove
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.organisations import queries as organisations
from tests.audit import differences
from tests.conftest import settings_in

READY_WITHIN_S = 12  # of processor: the machine may be busy with other tests


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, float]:
    """The installation, and how much work it was."""
    settings = settings_in(tmp_path_factory.mktemp("demo") / "data")
    begun = time.process_time()
    asyncio.run(prepare(settings))
    return settings, time.process_time() - begun


def rows(settings: Settings, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(settings.data / "anxun.sqlite")) as database:
        return database.execute(sql).fetchall()


def test_a_newcomer_does_not_wait_long(played: tuple[Settings, float]) -> None:
    assert played[1] < READY_WITHIN_S


def test_hazards_stand_in_every_state_and_one_major_waits_for_the_bureau(played: tuple[Settings, float]) -> None:
    states = {state for (state,) in rows(played[0], "SELECT DISTINCT state FROM hazard")}

    assert states == {
        "registered", "assessed", "assigned", "rectifying", "rectified", "rechecked", "approved", "struck_off", "void"
    }  # fmt: skip
    assert rows(played[0], "SELECT grade FROM hazard WHERE state = 'approved'") == [("major",)]
    assert len(rows(played[0], "SELECT id FROM hazard")) == len(STORIES)


def test_everything_happened_by_signed_operations_that_still_prove_themselves(played: tuple[Settings, float]) -> None:
    async def proofs() -> tuple[list[tuple[int, str | None]], list[str]]:
        async with opened(engine_for("", played[0].data)):
            places = await organisations.every()
            proofs = [(proof.entries, proof.fault) for row in places for proof in [await prove(row["id"])]]
            return proofs, await differences()

    found, by_hand = asyncio.run(proofs())

    assert by_hand == []
    assert len(found) == 1 + len(SCHOOLS)
    assert [fault for _, fault in found if fault] == []
    assert sum(entries for entries, _ in found) > 400
    assert rows(played[0], "SELECT DISTINCT verdict FROM journal") == [("applied",)]


def test_every_photo_that_is_named_is_there(played: tuple[Settings, float]) -> None:
    named = rows(played[0], "SELECT DISTINCT organisation, sha256 FROM blob_ref ORDER BY 1, 2")

    assert named == rows(played[0], "SELECT organisation, sha256 FROM blob ORDER BY 1, 2")
    assert all((played[0].data / "blobs" / sha256[:2] / sha256).stat().st_size < 100_000 for _, sha256 in named)


def test_forms_for_two_signatures_have_both_and_one_still_waits(
    played: tuple[Settings, float],
) -> None:
    wanting = "FROM inspection WHERE checklist IN ('ck-13', 'ck-16')"
    wanted = rows(played[0], f"SELECT id {wanting}")
    waiting = rows(played[0], f"SELECT id {wanting} AND id NOT IN (SELECT inspection FROM countersignature)")

    assert len(wanted) > 100
    assert len(waiting) == 1


def test_a_second_start_keeps_everything_and_invites_anew(
    played: tuple[Settings, float], capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(played[0], "SELECT count(*), max(hash) FROM journal")
    said: list[str] = []
    for _ in range(2):
        asyncio.run(prepare(played[0]))
        said.append(capsys.readouterr().out)

    codes = [re.findall(r"/e#([0-9A-Z]{12})", text) for text in said]
    assert [len(found) for found in codes] == [len(CENTRE.people) + 1] * 2
    assert not set(codes[0]) & set(codes[1])
    assert all(name in said[1] for name in [*CENTRE.people.values(), "吴科员", "labels.pdf"])
    assert rows(played[0], "SELECT count(*), max(hash) FROM journal") == before


def test_the_label_sheet_is_there_to_print(played: tuple[Settings, float]) -> None:
    sheet: Path = played[0].data / "labels.pdf"

    assert sheet.read_bytes().startswith(b"%PDF")


def test_every_story_names_a_spot_a_list_and_an_item_that_exist() -> None:
    spots = {
        (school.name, spot.name, checklist)
        for school in SCHOOLS
        for spot in school.spots
        for checklist in spot.checklists
    }
    items = {(form.id, item.key) for form in library().latest_all() for item in form.items}

    assert [story.note for story in STORIES if (story.school.name, story.spot, story.checklist) not in spots] == []
    assert [story.note for story in STORIES if (story.checklist, story.item) not in items] == []
    assert {story.scene for story in STORIES} <= set(photos.SCENES)


@pytest.mark.parametrize(("now", "day"), [("2026-03-02T01:59", 1), ("2026-03-02T02:01", 2), ("2026-03-02T17:00", 2)])
def test_the_last_day_is_the_one_whose_morning_round_is_over(now: str, day: int) -> None:
    at_ms = int(datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp() * 1000)

    midnight = datetime.fromtimestamp(days.last_midnight_ms(at_ms) / 1000, UTC)

    assert (midnight.hour, midnight.day) == (16, day - 1 if day > 1 else 28)
