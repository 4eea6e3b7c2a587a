"""The command line, as whoever looks after an installation uses it."""

import re
import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from anxun.accounts.model import SERVER_PERSON
from anxun.cli import COMMANDS, main

TOWN = ["init", "--kind", "district", "--name", "示例县教育局", "--officer", "刘科员"]
SCHOOL = ["init", "--name", "示例小学", "--office", "王老师", "--principal", "陈校长"]

ORPHANED = "DELETE FROM journal_private;"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def run(*arguments: str) -> int:
    """The exit code of a command."""
    try:
        return main(list(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


def test_one_command_founds_a_school_and_invites_its_first_people(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*SCHOOL) == 0

    said = capsys.readouterr().out
    assert len(re.findall(r"http://localhost:8000/e#[0-9A-Z]{12}\b", said)) == 2
    assert "王老师（安全办）" in said
    assert "陈校长（校长）" in said
    assert "▀" in said
    assert stat.S_IMODE((installation / "anxun.pem").stat().st_mode) == 0o600


def test_a_principal_whose_phone_is_gone_is_invited_by_the_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)
    run(*SCHOOL)
    places = re.findall(r"示例小学  ([0-9a-f-]{36})", capsys.readouterr().out)

    assert run("invite", "--name", "陈校长") == 1
    assert re.findall(r"陈校长  ([0-9a-f-]{36})", capsys.readouterr().out) == places
    assert run("invite", "--name", "陈校长", "--organisation", places[1]) == 0
    assert len(re.findall(r"/e#[0-9A-Z]{12}\b", capsys.readouterr().out)) == 1
    assert run("invite", "--name", "没有人") == 1


def test_of_two_people_with_one_name_the_right_one_is_invited_by_id(capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)
    (place,) = re.findall(r"示例小学  ([0-9a-f-]{36})", capsys.readouterr().out)
    run("appoint", "--organisation", place, "--name", "王老师", "--role", "inspector")
    capsys.readouterr()

    assert run("invite", "--name", "王老师", "--organisation", place) == 1
    people = re.findall(rf"王老师  {place}  ([0-9a-f-]{{36}})", capsys.readouterr().out)
    assert len(set(people)) == 2
    assert run("invite", "--person", people[1]) == 0
    assert len(re.findall(r"/e#[0-9A-Z]{12}\b", capsys.readouterr().out)) == 1


def test_a_school_without_a_bureau_changes_its_principal_with_the_administrator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(*SCHOOL)
    (place,) = re.findall(r"示例小学  ([0-9a-f-]{36})", capsys.readouterr().out)

    assert run("appoint", "--organisation", place, "--name", "郑校长", "--role", "principal") == 0
    assert len(re.findall(r"/e#[0-9A-Z]{12}\b", capsys.readouterr().out)) == 1
    assert run("dismiss", "--name", "陈校长") == 0

    assert run("invite", "--name", "陈校长") == 1
    assert run("invite", "--name", "郑校长") == 0
    assert run("verify") == 0


def test_the_server_itself_is_never_invited_onto_a_phone(capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)

    assert run("invite", "--name", "系统") == 1
    assert run("invite", "--person", SERVER_PERSON) == 1


def test_what_the_rules_refuse_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)
    (place,) = re.findall(r"示例小学  ([0-9a-f-]{36})", capsys.readouterr().out)

    assert run(*SCHOOL, "--parent", SERVER_PERSON) == 1
    assert "找不到上级单位" in capsys.readouterr().err
    assert run("appoint", "--organisation", place, "--name", "李科员", "--role", "bureau_officer") == 1
    assert "不适用于本单位" in capsys.readouterr().err
    assert run("appoint", "--organisation", SERVER_PERSON, "--name", "李科员", "--role", "principal") == 1
    assert "organisation.unknown" in capsys.readouterr().err


def test_schools_are_added_below_a_bureau(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*TOWN) == 0
    bureau = re.findall(r"[0-9a-f-]{36}", capsys.readouterr().out)[0]

    assert run(*SCHOOL, "--parent", bureau, "--boarding") == 0
    assert run("verify") == 0

    assert capsys.readouterr().out.count("✓") == 3


def test_a_missing_name_is_asked_for_and_nothing_is_founded(installation: Path) -> None:
    assert run("init", "--name", "示例小学") == 1

    assert not installation.exists()


def test_an_entry_changed_by_hand_is_found(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)
    assert run("verify") == 0

    with sqlite3.connect(installation / "anxun.sqlite") as database:
        database.execute("UPDATE journal SET body = replace(body, 'principal', 'inspector') WHERE journal_no = 3")

    assert run("verify") == 1
    assert "entry 3 was changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM journal_private; DELETE FROM journal WHERE journal_no = 2", "entry 2 is missing"),
        ("UPDATE journal SET received_ms = received_ms + 1 WHERE journal_no = 1", "entry 1 was changed"),
        ("UPDATE journal SET verdict = 'refused' WHERE journal_no = 2", "entry 2 was changed"),
        ("UPDATE device SET public_key = 'x'", "entry 1 is not signed by its device"),
        ("UPDATE journal SET device = 'x'", "entry 1 is not signed by its device"),
        ("UPDATE journal SET id = 'x' WHERE journal_no = 2", "entry 2 has columns"),
        ("UPDATE journal SET name = 'x' WHERE journal_no = 2", "entry 2 has columns"),
        ("UPDATE journal SET person = 'x' WHERE journal_no = 2", "entry 2 has columns"),
        ("UPDATE journal SET device_seq = 9 WHERE journal_no = 2", "entry 2 has columns"),
        ("UPDATE journal SET captured_ms = captured_ms - 86400000 WHERE journal_no = 3", "entry 3 has columns"),
        ("UPDATE journal_private SET text = replace(text, '陈', '孙')", "entry 3 has another private text"),
        (f"{ORPHANED} DELETE FROM journal WHERE journal_no = 3", "entry 3 is missing at the end"),
        (f"{ORPHANED} DELETE FROM journal", "entry 1 is missing at the end"),
        ("UPDATE organisation SET journal_head = 'x'", "entry 4 is missing at the end"),
    ],
)
def test_every_kind_of_damage_to_the_journal_is_found(
    installation: Path, capsys: pytest.CaptureFixture[str], damage: str, found: str
) -> None:
    run(*SCHOOL)
    with sqlite3.connect(installation / "anxun.sqlite") as database:
        database.executescript(damage)

    assert run("verify") == 1
    assert found in capsys.readouterr().out


def test_a_server_refuses_an_old_schema_and_an_empty_installation(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("serve") == 1
    assert "还没有单位，请先执行 anxun init" in capsys.readouterr().err

    assert run("migrate") == 0
    assert run("migrate") == 0
    assert run("serve") == 1
    assert "anxun init" in capsys.readouterr().err

    run(*SCHOOL)
    with sqlite3.connect(installation / "anxun.sqlite") as database:
        database.execute("UPDATE migration SET name = 'anxun_2020'")
    assert run("serve") == 1
    assert "anxun migrate" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["invite", "--name", "王老师"], ["labels"], ["verify"], ["restored"]])
def test_before_anything_is_founded_every_command_says_what_comes_first(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run(*command) == 1

    assert "还没有单位，请先执行 anxun init" in capsys.readouterr().err


def test_a_port_that_somebody_else_has_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*SCHOOL)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        assert run("serve") == 1

    assert f"端口 {port} 已被占用" in capsys.readouterr().err


def test_the_help_says_each_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0

    said = capsys.readouterr().out
    for name in ("serve", "demo", *COMMANDS):
        assert re.search(rf"^ +{name} +[^/]*[一-鿿][^/]* / [a-z]", said, re.MULTILINE), name


def test_after_an_older_copy_was_put_back_no_cursor_from_before_is_believed(installation: Path) -> None:
    run(*SCHOOL)
    with sqlite3.connect(installation / "anxun.sqlite") as database:
        before = database.execute("SELECT epoch FROM installation").fetchall()

        assert run("restored") == 0

        after = database.execute("SELECT epoch FROM installation").fetchall()
    assert len(before) == len(after) == 1
    assert before != after


def test_labels_need_a_school(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(*TOWN)

    assert run("labels", "--out", str(tmp_path / "labels.pdf")) == 1
    assert "no such school" in capsys.readouterr().err


def test_a_school_that_has_no_labels_yet_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(*SCHOOL)

    assert run("labels", "--out", str(tmp_path / "labels.pdf")) == 1
    assert "没有可打印的标签" in capsys.readouterr().err
    assert not (tmp_path / "labels.pdf").exists()
