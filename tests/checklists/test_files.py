"""What the loader promises whoever writes a checklist: every slip is named with file, line and item, and nothing published changes."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import msgspec
import pytest

from anxun.checklists.files import DEFAULT, ChecklistError, check, load, load_one, load_places, lock, main
from anxun.checklists.model import Checklist

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SLIPS = [
    ("grade: larger", "grade: large", "no-fire-or-power-violation", "Invalid enum value 'large'"),
    ("key: exits-clear", "key: no-fire-or-power-violation", "no-fire-or-power-violation", "another item has this key"),
    ("key: exits-clear", "key: Exits", "Exits", "Expected `str` matching regex"),
    ("number: 2", "number: 1", "exits-clear", "number 1 does not follow 1"),
    ("number: 2", "number: two", "exits-clear", "Expected `int`, got `str`"),
    ("number: 2", "number: 2\n        number: 2", "exits-clear", "number stands twice"),
    ("photo: on_fail", "photo: maybe", "no-fire-or-power-violation", "Invalid enum value 'maybe'"),
    ("photo: on_fail", "photos: on_fail", "no-fire-or-power-violation", "Object contains unknown field `photos`"),
    (
        "          zh: 出口与疏散走道无阻挡、门未上锁",
        '          zh: "出口\\0"',
        "exits-clear",
        "an invisible character",
    ),
    (
        "          zh: 出口与疏散走道无阻挡、门未上锁",
        '          zh: ""',
        "exits-clear",
        "Expected `str` of length >= 1",
    ),
    ("type: pass_fail", "type: passfail", "no-fire-or-power-violation", "Invalid value 'passfail'"),
    ("fail_when: {not_pass: true}", "fail_when: {not_pass: no}", "no-fire-or-power-violation", "Expected `bool`"),
    (
        "fail_when: {not_pass: true}",
        "fail_when: {not_pass: false}",
        "no-fire-or-power-violation",
        "not_pass must be true",
    ),
    ("{kind: at_once,", "{kind: days,", "no-fire-or-power-violation", "n belongs to hours and days"),
    ("{kind: at_once,", "{kind: at_once, n: 1,", "no-fire-or-power-violation", "n belongs to hours and days"),
    (
        "verified: false}",
        "verified: false, valid_from: 2024-13-01}",
        "no-fire-or-power-violation",
        "Invalid RFC3339 encoded date",
    ),
    (
        "verified: false}",
        "verified: false, valid_from: 2024-02-01, valid_to: 2024-01-01}",
        "no-fire-or-power-violation",
        "valid_to lies before valid_from",
    ),
]
PASS_FAIL = "{key: result, type: pass_fail, fail_when: {not_pass: true}}"
FIELDS = [
    ("{key: t, type: number, fail_when: {outside: {min: 8, max: 0}}}", "min 8 is more than max 0"),
    ("{key: t, type: number, fail_when: {above: {max: 1}, below: {min: 0}}}", "one of outside, above, below"),
    ("{key: t, type: number, fail_when: {above: {min: 1}}}", "Object contains unknown field `min`"),
    ("{key: t, type: number, fail_when: {equals: 1}}", "Object contains unknown field `equals`"),
    ("{key: t, type: number, step: 0}", "Expected `float` > 0"),
    (
        PASS_FAIL + "\n          - {key: t, type: number, difference_of: [result]}",
        "difference_of names what is no other number field of this item",
    ),
    ("{key: t, type: number, difference_of: [t]}", "difference_of names what is no other number field of this item"),
    ("{key: t, type: number, rows_of: doors}", "rows_of names no section that repeats"),
    ("{key: t, type: date, unit: day}", "Object contains unknown field `unit`"),
    ("{key: t, type: date, fail_when: {expired: false}}", "expired must be true"),
    ("{key: t, type: signature, signers: 3}", "Invalid enum value 3"),
    ("{key: t, type: text, max_length: 0}", "Expected `int` >= 1"),
    (
        "{key: t, type: choice, options: [{key: a, text: {zh: 甲, en: A}}, {key: a, text: {zh: 乙, en: B}}]}",
        "option a stands twice",
    ),
    (
        "{key: t, type: choice, fail_when: {any_of: [c]}, options: [{key: a, text: {zh: 甲, en: A}}, {key: b, text: {zh: 乙, en: B}}]}",
        "fail_when names c, which is not an option",
    ),
    (PASS_FAIL + "\n          - " + PASS_FAIL, "field result stands twice"),
]
FILE_SLIPS = [
    ("id: ck-13", "id: ck-14", "id is ck-14, but the file is named ck-13"),
    ("version: 1", "version: 2", "version is 2, but the file is named 1"),
    ("minutes: 3", "minutes: 3\ncolour: red", "Object contains unknown field `colour`"),
    ("location_types: [exit, ", "location_types: [exits, ", "exits is not in location_types.yaml"),
    (
        "title: {zh: 疏散, en: Escape}",
        "title: {zh: 疏散与出口通道, en: Escape}",
        "the title is longer than 4 characters",
    ),
    (
        "title: {zh: 疏散, en: Escape}",
        "title: {zh: 疏散, en: Escape}\n    repeat: {row: {zh: 门, en: door}, max: 51}",
        "Expected `int` <= 50",
    ),
    (
        "title: {zh: 疏散, en: Escape}",
        "title: {zh: 疏散, en: Escape}\n    repeat: {max: 5}",
        "missing required field `row`",
    ),
    ("roles: [inspector]", "roles: [inspector", "did not find expected ',' or ']'"),
    ("roles: [inspector]", "roles: *inspector", "found undefined alias"),
]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of its own with the daily fire patrol in it, published."""
    directory = tmp_path / "checklists"
    shutil.copytree(DEFAULT / "ck-13", directory / "ck-13")
    shutil.copy(DEFAULT / "location_types.yaml", directory)
    assert lock(directory) == []
    return directory


@pytest.fixture
def slip(shelf: Path) -> Callable[[str, str], tuple[int, str]]:
    """Makes one slip in the file, at the first place that fits; gives its line and what the loader says."""
    path = shelf / "ck-13" / "v1.yaml"

    def make(old: str, new: str) -> tuple[int, str]:
        before, found, after = path.read_text("utf-8").partition(old)
        assert found, f"{old} is no longer in the file"
        path.write_text(before + new + after, "utf-8")
        with pytest.raises(ChecklistError) as caught:
            load_one(shelf, path, load_places(shelf))
        return before.count("\n") + 1, caught.value.lines[0]

    return make


@pytest.mark.parametrize(("old", "new", "item", "reason"), SLIPS)
def test_a_slip_is_named_with_file_line_and_item(
    slip: Callable[[str, str], tuple[int, str]], old: str, new: str, item: str, reason: str
) -> None:
    line, said = slip(old, new)

    assert said.startswith(f"checklists/ck-13/v1.yaml:{line + new.count(chr(10))}: item {item}: ")
    assert reason in said


@pytest.mark.parametrize(("field", "reason"), FIELDS)
def test_a_field_that_makes_no_sense_is_named_with_file_line_and_item(
    slip: Callable[[str, str], tuple[int, str]], field: str, reason: str
) -> None:
    line, said = slip(PASS_FAIL, field)

    assert said.startswith(f"checklists/ck-13/v1.yaml:{line + field.count(chr(10))}: item no-fire-or-power-violation: ")
    assert reason in said


@pytest.mark.parametrize(("old", "new", "reason"), FILE_SLIPS)
def test_a_slip_outside_the_items_is_named_with_file_and_line(
    slip: Callable[[str, str], tuple[int, str]], old: str, new: str, reason: str
) -> None:
    line, said = slip(old, new)

    where = re.match(r"checklists/ck-13/v1\.yaml:(\d+): ", said)
    assert where is not None
    assert int(where[1]) in (line, line + 1)  # YAML notices an open bracket only on the next line
    assert reason in said


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"id: \xff", b"- 1\n---\n- 2", b"[" * 50, b"just words", b"a: &a [*a]"]
)
def test_a_file_that_is_no_checklist_is_named_and_never_a_crash(shelf: Path, content: bytes) -> None:
    path = shelf / "ck-13" / "v1.yaml"
    path.write_bytes(content)

    with pytest.raises(ChecklistError, match=r"^checklists/ck-13/v1\.yaml:\d+: "):
        load_one(shelf, path, load_places(shelf))


def test_a_published_version_that_changed_is_not_loaded(shelf: Path) -> None:
    path = shelf / "ck-13" / "v1.yaml"
    path.write_text(path.read_text("utf-8") + "# a word\n", "utf-8")

    with pytest.raises(ChecklistError, match="changed after publication"):
        load(shelf)
    assert lock(shelf) == ["checklists/ck-13/v1.yaml:1: changed after publication; write the next version"]


def test_a_published_version_cannot_disappear(shelf: Path) -> None:
    (shelf / "ck-13" / "v1.yaml").unlink()

    with pytest.raises(ChecklistError, match="published, but the file is gone"):
        load(shelf)


def test_line_ends_of_a_windows_checkout_are_no_change(shelf: Path) -> None:
    path = shelf / "ck-13" / "v1.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert load(shelf).get("ck-13", 1) is not None


def test_a_next_version_is_loaded_once_published_and_the_old_one_stays(shelf: Path) -> None:
    first = shelf / "ck-13" / "v1.yaml"
    second = shelf / "ck-13" / "v2.yaml"
    second.write_text(first.read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    with pytest.raises(ChecklistError, match="not published yet"):
        load(shelf)

    assert lock(shelf) == []

    library = load(shelf)
    newest = library.latest("ck-13")
    assert newest is not None
    assert newest.version == 2
    assert library.get("ck-13", 1) is not None
    assert [checklist.version for checklist in library.latest_all()] == [2]
    assert library.get("ck-13", 3) is None
    assert library.latest("ck-99") is None


def test_the_command_names_all_that_is_wrong(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shelf / "ck-13" / "v1.yaml"
    path.write_text(
        path.read_text("utf-8").replace("number: 3", "number: 2").replace("number: 9", "number: 8"), "utf-8"
    )

    assert main(["check", str(shelf)]) == 1

    said = capsys.readouterr().err.splitlines()
    assert sum("item exit-signs: number 2 does not follow 2" in line for line in said) == 1
    assert sum("item fire-lane-clear: number 8 does not follow 8" in line for line in said) == 1
    assert sum("changed after publication" in line for line in said) == 1
    assert sum("schema.json" in line for line in said) == 1


def test_all_that_we_publish_is_sound() -> None:
    assert check(DEFAULT) == []


def test_the_phone_gets_what_the_files_say() -> None:
    library = load()

    content = json.loads(library.content)

    assert msgspec.convert(content["checklists"], list[Checklist]) == list(library.versions.values())
    assert set(content["location_types"]) == {place.key for place in library.location_types}
    assert load().hash == library.hash


def test_editors_are_told_the_truth_by_the_schema() -> None:
    schema = json.loads((DEFAULT / "schema.json").read_text("utf-8"))
    for checklist in json.loads(load().content)["checklists"]:
        jsonschema.validate(checklist, schema)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "ck-1"}, schema)


def test_english_stands_beside_every_chinese_text() -> None:
    found = re.findall(r'"zh":"([^"]+)","en":"([^"]+)"', load().content.decode())

    assert len(found) > 700
    assert [en for _, en in found if CHINESE.search(en)] == []
    assert [zh for zh, _ in found if zh != zh.strip()] == []
