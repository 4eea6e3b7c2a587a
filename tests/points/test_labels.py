"""A printed label can be read by any phone and by any person, whatever the point is called."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter, ImageFont

from anxun.points import files, rules
from anxun.points.model import PAPERS, Paper

NAMES = [
    "三号教学楼一层西侧楼梯间",
    "大门",
    "学生公寓一号楼（女生）楼梯间",
    "龘靐齉爩楼",
    "Boiler room B2 – north entrance",
    "图书馆二层电子阅览室东侧疏散通道尽头应急照明与安全出口指示牌",
    "测" * 200,
    "W" * 90,
    "(outdoor) gate\n2",
    "",
]
HOSTS = [
    "https://anxun.qingshan.example.cn",
    "http://10.0.0.2",
    "https://inspection.safety.office.of-a-very-long-district-name.example.cn:8443",
]


def labels(count: int) -> list[files.LabelText]:
    draw = random.Random(7)
    return [
        files.LabelText(
            school="青山镇九年一贯制中心学校" * (1 + number % 3),
            point=NAMES[number % len(NAMES)],
            place=NAMES[-number % len(NAMES)],
            code=rules.make_code(draw.getrandbits(rules.RANDOM_BITS)),
            public_url=HOSTS[number % len(HOSTS)],
        )
        for number in range(count)
    ]


def cells(page: Image.Image, size: Paper) -> Iterator[Image.Image]:
    for cell in range(size.cells):
        yield page.crop(files.cell_box(size, cell)).convert("L")


def found_at(page: Image.Image) -> tuple[int, int]:
    (found,) = zxingcpp.read_barcodes(np.asarray(page.convert("L")))
    return found.position.top_left.x, found.position.top_left.y


def is_blank(image: Image.Image) -> bool:
    return image.convert("L").getextrema() == (files.WHITE, files.WHITE)


@pytest.fixture(scope="module", params=sorted(PAPERS))
def size(request: pytest.FixtureRequest) -> Paper:
    return PAPERS[str(request.param)]


@pytest.fixture(scope="module")
def full_page(size: Paper) -> Image.Image:
    """A sheet with a label in every cell, the same for all tests: they work on copies."""
    (page,) = files.sheet(labels(size.cells), size)
    return page


def test_every_label_of_a_sheet_is_read_even_when_printed_a_little_blurred(size: Paper, full_page: Image.Image) -> None:
    for label, cell in zip(labels(size.cells), cells(full_page, size), strict=True):
        found = zxingcpp.read_barcodes(np.asarray(cell.filter(ImageFilter.GaussianBlur(1))))
        assert [code.text for code in found] == [rules.qr_text(label.public_url, label.code)]


def test_a_qr_has_its_quiet_zone_and_survives_a_scratch(size: Paper, full_page: Image.Image) -> None:
    cell = next(cells(full_page, size))
    (found,) = zxingcpp.read_barcodes(np.asarray(cell))
    left, top = found.position.top_left.x, found.position.top_left.y
    right, bottom = found.position.bottom_right.x, found.position.bottom_right.y
    module = (right - left) / 33  # version 4 holds this link

    quiet = round(4 * module) - 1
    around = cell.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    around.paste(files.WHITE, (quiet - 1, quiet - 1, quiet + right - left + 2, quiet + bottom - top + 2))
    cell.paste(files.WHITE, (left + round(16 * module), top, left + round(18 * module), bottom))

    assert found.ec_level == "Q"
    assert min(left, top, cell.height - bottom) >= 4 * module
    assert is_blank(around)
    assert zxingcpp.read_barcodes(np.asarray(cell))[0].text == found.text


def test_a_page_has_the_printers_dots_and_nothing_is_printed_outside_the_labels(
    size: Paper, full_page: Image.Image
) -> None:
    page = full_page.copy()

    width, height = size.page
    assert page.size == (round(width / 25.4 * size.dpi), round(height / 25.4 * size.dpi))
    for cell in range(size.cells):
        page.paste(files.WHITE, files.cell_box(size, cell))
    assert is_blank(page)


def test_no_text_leaves_the_inset_of_its_label(size: Paper, full_page: Image.Image) -> None:
    margin = size.px(size.inset - 0.3)

    for cell in cells(full_page, size):
        cell.paste(files.WHITE, (margin, margin, cell.width - margin, cell.height - margin))
        assert is_blank(cell)


def test_the_labels_fill_their_paper_exactly_as_sold(size: Paper) -> None:
    right = size.left + (size.columns - 1) * size.pitch[0] + size.width
    bottom = size.top + (size.rows - 1) * size.pitch[1] + size.height
    width, height = size.page

    assert width - right == pytest.approx(size.left)
    assert height - bottom == pytest.approx(size.top, abs=0.2)


def test_labels_start_at_the_first_unused_cell_and_go_on_to_a_new_sheet() -> None:
    size = PAPERS["a4-24"]
    printed = labels(26)

    first, second = files.sheet(printed, size, start_cell=5)

    used = [not is_blank(cell) for page in (first, second) for cell in cells(page, size)]
    assert used == [False] * 5 + [True] * 26 + [False] * 17
    assert files.sheet([], size) == []
    with pytest.raises(ValueError, match="0 to 23"):
        files.sheet(printed, size, start_cell=24)


@pytest.mark.parametrize("weight", [files.BOLD, files.MEDIUM])
def test_rare_characters_have_a_glyph_in_the_font(weight: str) -> None:
    font = ImageFont.truetype(files.FONTS / weight, 60)

    def drawn(letter: str) -> bytes:
        return bytes(font.getmask(letter))

    needed = (
        rules.ALPHABET
        + "".join(files.HINTS)
        + files.SPARE
        + "".join(files.CALIBRATING)
        + "龘靐齉爩堃喆淼赟翀囧幢弄砼㙍…–（）·"
    )
    tofu = drawn("\U000f0000")

    assert any(tofu)
    assert [letter for letter in needed if drawn(letter) == tofu] == []


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("三号教学楼一层西侧楼梯间", "三号教学楼一层", "西侧楼梯间"),
        ("三号教学楼二层东侧安全出口", "三号教学楼二层", "东侧安全出口"),
        ("学生公寓一号楼（女生）楼梯间", "学生公寓一号楼", "（女生）楼梯间"),
        ("12号宿舍楼6层东侧盥洗间", "12号宿舍楼", "6层东侧盥洗间"),
        ("第二食堂库房（含冷库）", "第二食堂库房", "（含冷库）"),
        ("初中部教学楼楼梯间", "初中部教学楼", "楼梯间"),
        ("Boiler room north entrance", "Boiler room", "north entrance"),
    ],
)
def test_a_name_is_broken_between_words(name: str, first: str, second: str) -> None:
    width = round(31.3 * 300 / 25.4)

    _, lines = files.fitted(name, files.BOLD, (44, 27), width=width, lines=2)

    assert lines == [first, second]


def test_a_long_name_is_shown_whole_as_long_as_it_can_be_read() -> None:
    name = "体育馆二层看台西南侧消火栓箱与灭火器放置点以及广播机房入口处报警按钮"

    _, whole = files.fitted(name, files.BOLD, (44, 27), width=370, lines=2)
    _, cut = files.fitted(name * 3, files.BOLD, (44, 27), width=370, lines=2)

    assert "".join(whole) == name
    assert "".join(cut)[:-1] in name * 3
    assert cut[-1].endswith("…")


def test_a_printer_put_right_prints_everything_so_much_further(size: Paper) -> None:
    printed = labels(1)

    (plain,), (moved,) = files.sheet(printed, size), files.sheet(printed, size, shift=(1.5, -0.5))

    shift = (size.px(1.5), size.px(-0.5))
    here, there = (found_at(page) for page in (plain, moved))
    assert (there[0] - here[0], there[1] - here[1]) == pytest.approx(shift, abs=1)


def test_the_calibration_page_has_its_cross_where_it_says_and_every_sticker_outlined(size: Paper) -> None:
    page = np.asarray(files.calibration(size).convert("L")) == files.BLACK

    # Only the two lines of the cross run from edge to edge, or nearly: outlines leave gaps between the stickers.
    rows, columns = page.sum(axis=1), page.sum(axis=0)
    x, y = size.px(size.cross[0]), size.px(size.cross[1])
    assert rows[y] == page.shape[1]
    assert columns[x] == page.shape[0]
    for cell in range(size.cells):
        left, top, right, bottom = files.cell_box(size, cell)
        assert page[top, left : right - 1].all()
        assert page[top : bottom - 1, left].all()


def test_a_spare_label_is_read_like_any_other_and_leaves_a_line_for_a_pen(size: Paper) -> None:
    code = rules.make_code(99)

    (page,) = files.sheet(files.spare_texts("青山中学", [code], HOSTS[0]), size)

    (found,) = zxingcpp.read_barcodes(np.asarray(page.convert("L").filter(ImageFilter.GaussianBlur(1))))
    assert found.text == rules.qr_text(HOSTS[0], code)


def test_the_pdf_has_every_page_in_true_size() -> None:
    pdf = files.as_pdf(files.sheet(labels(30), PAPERS["a4-24"]), 300)

    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/MediaBox [ 0 0 595.2 841.92 ]") == 2
    assert len(pdf) < 300_000


def test_a_missing_font_names_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "BOLD", "Lost.ttf")

    with pytest.raises(FileNotFoundError, match="make fonts"):
        files.sheet(labels(1), PAPERS["a4-24"])
