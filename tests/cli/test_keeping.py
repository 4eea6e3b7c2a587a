"""Backup, restore and verify, as whoever looks after an installation uses them, on both databases and across them."""

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from anxun.blobs.files import blob_path
from anxun.cli import keeping
from anxun.core.db import engine_for, opened, raw
from anxun.core.settings import Settings
from tests.audit import sound
from tests.cli.conftest import Run, hung_up
from tests.forms import bring, failing, patrol_form, shot
from tests.phone import SIGNED
from tests.process import connected, serving
from tests.world import School


def manifests(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("*/manifest.json"))]


async def epoch(settings: Settings) -> str:
    async with opened(engine_for(settings.database_url, settings.data)):
        return str((await raw("SELECT epoch FROM installation"))[0]["epoch"])


@pytest.mark.r(18)
async def test_what_a_running_server_had_is_put_back_whole_wherever_it_came_from(
    worked: School, settings: Settings, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    """From SQLite to SQLite, from PostgreSQL to both; from there again."""
    assert await run("backup", tmp_path / "kept") == 0
    before = manifests(tmp_path / "kept")[0]

    for place in places:
        assert await run("restore", tmp_path / "kept", on=place) == 0
        assert await run("backup", tmp_path / f"again-{place.data.name}", on=place) == 0
        again = manifests(tmp_path / f"again-{place.data.name}")[0]
        assert (again["heads"], again["photos"]) == (before["heads"], before["photos"])
        assert again["parts"]["anxun.pem"] == before["parts"]["anxun.pem"]
        assert await epoch(place) != await epoch(settings)
        async with opened(engine_for(place.database_url, place.data)):
            await sound(place.data)


async def test_what_is_sent_while_a_backup_is_made_harms_neither(
    worked: School, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    done = asyncio.Event()

    async def work() -> int:
        number = 10
        while not done.is_set():
            form = patrol_form(worked, {"exits-clear": failing(shot(number))})
            await worked.patrol.did("inspection.submit", form, SIGNED)
            await bring(worked.patrol, shot(number))
            number += 1
        return number - 10

    working = asyncio.create_task(work())
    codes = [await run("backup", tmp_path / "kept"), await run("verify")]
    done.set()

    assert await working > 0
    assert codes == [0, 0]
    assert await run("restore", tmp_path / "kept", on=places[0]) == 0
    async with opened(engine_for(places[0].database_url, places[0].data)):
        await sound(places[0].data)


async def test_a_photo_that_had_not_come_is_asked_for_again_after_a_restore(
    worked: School, settings: Settings, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    assert await run("backup", tmp_path / "kept") == 0
    assert await run("restore", tmp_path / "kept", on=places[-1]) == 0

    with serving(places[-1]) as server:
        school = connected(worked, server.url)
        await school.patrol.sign_in()
        await bring(school.patrol, shot(2))
        assert blob_path(places[-1].data, shot(2).sha256).read_bytes() == shot(2).content
        await hung_up(school)


@pytest.mark.r(19)
async def test_what_came_after_the_backup_comes_again_from_the_phones_and_counts_once(
    worked: School, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    assert await run("backup", tmp_path / "kept") == 0
    lost = [
        worked.patrol.make("inspection.submit", patrol_form(worked, {"exits-clear": failing(shot(number))}), SIGNED)
        for number in (3, 4)
    ]
    before = await worked.patrol.push(*lost)
    await bring(worked.patrol, shot(3), shot(4))

    for place in places:
        assert await run("restore", tmp_path / "kept", on=place) == 0
        with serving(place) as server:
            school = connected(worked, server.url)
            await school.patrol.sign_in()
            assert [one["verdict"] for one in await school.patrol.push(lost[1])] == ["waiting"]
            for _ in range(2):
                again = await school.patrol.push(*lost)
                assert [(one["verdict"], one["journal_no"]) for one in again] == [
                    (one["verdict"], one["journal_no"]) for one in before
                ]
            await bring(school.patrol, shot(3), shot(4))
            assert [one["missing"] for one in await school.patrol.push(*lost)] == [[], []]
            await hung_up(school)
        async with opened(engine_for(place.database_url, place.data)):
            await sound(place.data)


async def test_a_photo_is_kept_once_and_no_backup_is_overwritten(
    worked: School, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await run("backup", tmp_path / "kept") == 0
    first = {path: path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file()}
    assert "(+1 张照片" in capsys.readouterr().out
    (made,) = (path.parent for path in first if path.name == "manifest.json")
    await asyncio.sleep(1)
    assert await run("backup", tmp_path / "kept") == 0
    assert "(+0 张照片" in capsys.readouterr().out

    assert len(manifests(tmp_path / "kept")) == 2
    assert {path: path.read_bytes() for path in first} == first
    monkeypatch.setattr("anxun.cli.keeping.time.strftime", lambda *_: made.name)
    with pytest.raises(OSError, match="not empty"):
        await run("backup", tmp_path / "kept")
    assert {path: path.read_bytes() for path in first} == first


async def test_a_backup_that_was_cut_off_does_not_look_like_one(
    worked: School, settings: Settings, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "whole", cut)
        await run("backup", tmp_path / "kept")

    assert manifests(tmp_path / "kept") == []
    assert await run("verify", tmp_path / "kept") == 1
    assert await run("backup", settings.data / "kept") == 1
    assert await run("backup", tmp_path / "kept") == 0
    assert await run("verify", tmp_path / "kept") == 0


async def test_only_an_empty_installation_is_restored_into(
    worked: School, settings: Settings, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    await run("backup", tmp_path / "kept")
    before = await epoch(settings)

    assert await run("restore", tmp_path / "kept") == 1
    assert await epoch(settings) == before
    places[-1].data.mkdir(parents=True)
    places[-1].server_key.write_text("another key")
    assert await run("restore", tmp_path / "kept", on=places[-1]) == 1
    assert places[-1].server_key.read_text() == "another key"


@pytest.mark.parametrize("part", ["anxun.sqlite", "anxun.pem"])
async def test_a_damaged_backup_is_not_restored(
    worked: School, places: list[Settings], tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    await run("backup", tmp_path / "kept")
    (path,) = (tmp_path / "kept").glob(f"*/{part}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    assert await run("restore", tmp_path / "kept", on=places[-1]) == 1
    assert part in capsys.readouterr().err
    assert not places[-1].server_key.exists()
    assert await run("verify", tmp_path / "kept") == 1


@pytest.mark.parametrize("how", ["changed", "gone"])
async def test_a_photo_damaged_in_the_backup_is_named_and_the_rest_is_restored(
    worked: School, places: list[Settings], tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    await run("backup", tmp_path / "kept")
    path = blob_path(tmp_path / "kept", shot(1).sha256)
    path.write_bytes(shot(1).content[:-1] + b"x") if how == "changed" else path.unlink()
    capsys.readouterr()

    assert await run("verify", tmp_path / "kept") == 1
    assert f"photo {shot(1).sha256}" in capsys.readouterr().out
    assert await run("restore", tmp_path / "kept", on=places[-1]) == 1
    assert f"photo {shot(1).sha256}" in capsys.readouterr().out
    assert await run("backup", tmp_path / "more", on=places[-1]) == 1


async def test_the_end_is_proved_by_an_earlier_head_or_a_phones_receipt_and_else_said_not_to_be(
    worked: School, settings: Settings, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = await worked.patrol.did("inspection.submit", patrol_form(worked), SIGNED)
    told = tmp_path / "receipt.json"
    told.write_text(json.dumps({"receipts": [receipt, {"journal_no": None, "hash": None}]}))
    await run("backup", tmp_path / "kept")
    (noted,) = (tmp_path / "kept").glob("*/manifest.json")
    head = f"{receipt['journal_no']}:{receipt['hash']}"

    assert await run("verify") == 0
    assert "没有证明：最后几条" in capsys.readouterr().out
    for given in (["--head", head], ["--receipt", told], ["--receipt", noted]):
        assert await run("verify", *given) == 0
        said = capsys.readouterr().out
        assert "给出的校验值都在流水里" in said
        assert "没有证明：最后几条" not in said
        assert await run("verify", tmp_path / "kept", *given) == 0
    assert await run("verify", "--head", f"{receipt['journal_no']}:{'0' * 64}") == 1
    assert await run("verify", "--head", "7") == 2
    assert await run("verify", "--receipt", tmp_path / "nothing.json") == 1
    told.write_text("{}")
    assert await run("verify", "--receipt", told) == 1


async def test_a_cut_end_is_found_by_the_receipt_of_what_was_cut(
    worked: School, settings: Settings, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refused operation leaves nothing but its entry: without it, and with the counter set back, all seems well."""
    await run("backup", tmp_path / "kept")
    refused = await worked.patrol.send("hazard.void", {"hazard": worked.id, "seen": 1, "reason": ""})
    refused = await worked.patrol.send("person.leave", {"person": worked.office.person})
    assert (refused["verdict"], refused["journal_no"] > 0) == ("refused", True)
    told = tmp_path / "receipt.json"
    told.write_text(json.dumps(refused))
    async with opened(engine_for(settings.database_url, settings.data)) as engine, engine.transaction():
        await raw("DELETE FROM journal WHERE id = {}", [refused["id"]])
        left = (await raw("SELECT * FROM journal WHERE organisation = {} ORDER BY journal_no DESC", [worked.id]))[0]
        args = [left["journal_no"], left["hash"], worked.id]
        await raw("UPDATE organisation SET journal_no = {}, journal_head = {} WHERE id = {}", args)

    assert await run("verify") == 0
    capsys.readouterr()
    assert await run("verify", "--receipt", told) == 1
    assert f"✗ {refused['journal_no']}:{refused['hash']}" in capsys.readouterr().out


async def test_a_backup_is_not_touched_by_being_looked_at_and_needs_nothing_beside_it(
    worked: School, places: list[Settings], tmp_path: Path, run: Run
) -> None:
    await run("backup", tmp_path / "kept")
    shutil.copytree(tmp_path / "kept", tmp_path / "elsewhere")
    before = {path: path.read_bytes() for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()}
    (made,) = (path.parent for path in before if path.name == "manifest.json")
    assert made.stat().st_mode & 0o077 == 0

    assert await run("verify", tmp_path / "elsewhere", on=places[0]) == 0
    assert await run("restore", made, on=places[0]) == 0

    after = {path: path.read_bytes() for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()}
    assert before == after
    assert {path.name for path in places[0].data.iterdir()} == {"anxun.sqlite", "anxun.pem", "blobs"}
    with sqlite3.connect(made / "anxun.sqlite") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
