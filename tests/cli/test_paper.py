"""A checklist on paper asks for all that the form on the phone asks for."""

from pathlib import Path

import msgspec
import pytest

from anxun.checklists.model import Checklist, Choice, Date, FreeText, Number, PassFail, Repeat, Signature, Text
from anxun.checklists.queries import library
from anxun.cli import main, paper
from anxun.points import files

LISTS = library().latest_all()
EVERY = pytest.mark.parametrize("checklist", LISTS, ids=[checklist.id for checklist in LISTS])
MARKS = {PassFail: "□不适用", Number: "____", Date: "年", FreeText: "____", Signature: "签名"}


@EVERY
def test_every_field_has_room_for_its_answer_inside_its_column(checklist: Checklist) -> None:
    width, font = paper.COLUMNS[3] - paper.COLUMNS[2], paper.font(files.MEDIUM, paper.PLAIN)
    for item in checklist.items:
        lines = paper.answers(item)
        for field in item.fields:
            wanted = [f"□{o.text.zh}" for o in field.options] if isinstance(field, Choice) else [MARKS[type(field)]]
            assert all(mark in "".join(lines) for mark in wanted)
            assert field.label is None or field.label.zh in "".join(lines)
        assert max(font.getlength(line) for line in lines) <= width


def test_a_list_is_printed_on_a4_with_its_code_and_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "CK-13", "--out", str(tmp_path / "ck-13.pdf")]) == 0

    pdf = (tmp_path / "ck-13.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"595.2" in pdf
    assert "每日防火巡查（通道与出口）: 1 页" in capsys.readouterr().out


def test_a_section_of_many_rows_gets_lines_to_fill_in_and_a_long_list_more_pages() -> None:
    patrol = next(checklist for checklist in LISTS if checklist.id == "ck-13")
    repeated = msgspec.structs.replace(patrol.sections[0], repeat=Repeat(row=Text("楼层", "floor"), max=20))

    pages = paper.drawn(msgspec.structs.replace(patrol, sections=(repeated, *patrol.sections[1:])))

    assert len(pages) == len(paper.drawn(patrol)) + 1
    assert all(page.size == (2480, 3508) for page in pages)
    assert all(page.histogram()[0] > 0 for page in pages)


def test_a_list_that_does_not_exist_is_answered_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "CK-99"]) == 1

    assert "CK-13" in capsys.readouterr().err
