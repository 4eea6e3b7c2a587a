"""Sheets of QR labels on A4 sticker paper: drawn for the safety office, to preview and to print."""

import functools
import io
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import qrcode
from PIL import Image, ImageDraw, ImageFont

from anxun.points import rules
from anxun.points.model import Paper, PointData

FONTS = Path(__file__).parents[1] / "fonts"
BOLD = "NotoSansSC_700Bold.ttf"
MEDIUM = "NotoSansSC_500Medium.ttf"
HINTS = ("扫码检查，或在安巡输入编号", "扫码，或输入编号")
CALIBRATING = ("这个十字应当", "离纸左边 {x} mm", "离纸上边 {y} mm", "量到多少就填多少")
SPARE = "备用标签"
BLACK, WHITE = 0, 255


class LabelText(msgspec.Struct, frozen=True):
    """What one label says; a spare one has no point yet."""

    school: str
    point: str
    place: str
    code: str
    public_url: str


def label_texts(school: str, points: Sequence[PointData], public_url: str) -> list[LabelText]:
    """The newest label of each point; one whose labels are all void has none."""
    newest = (
        (point, next((label.code for label in reversed(point.labels) if not label.void), None)) for point in points
    )
    return [LabelText(school, point.name, point.place, code, public_url) for point, code in newest if code is not None]


def spare_texts(school: str, codes: Sequence[str], public_url: str) -> list[LabelText]:
    """Labels that belong to no point until somebody binds them on the spot."""
    return [LabelText(school, "", SPARE, code, public_url) for code in codes]


# Chinese puts no spaces between words, so a line is broken between pieces that read as one:
# a number with its building or floor, a few characters up to the next word for a place, a bracket.
_NUMBER = r"第?(?:[A-Za-z]?\d+|[A-Z]|[一二三四五六七八九十百]+)"
_PLACE = "楼层号栋幢座侧区室间房堂厅馆院园部处库寓舍门梯廊道口桥亭场池站班台井顶"
_STARTS = "楼梯|楼道|楼顶|门口|门厅|门卫|道口|台阶"
_PIECE = re.compile(
    rf"[（(][^）)]{{1,7}}[）)]"
    rf"|{_NUMBER}(?:[层楼级班排]|[号栋幢座]?[\u4e00-\u9fff]{{0,3}}?[{_PLACE}](?!梯)|号)"
    rf"|[A-Za-z0-9.+/_-]+"
    rf"|[\u4e00-\u9fff]{{1,4}}?[{_PLACE}](?!(?!{_STARTS})[{_PLACE}])"
    rf"|."
)
_NO_START = "）)》」”，。、；：！？,.;:!?%·—… "
_NO_END = "（(《「“"
_HALF_EMPTY = "（《「"


def sheet(
    labels: Sequence[LabelText], paper: Paper, start_cell: int = 0, shift: tuple[float, float] = (0, 0)
) -> list[Image.Image]:
    """The pages, in black and white; `start_cell` spares the labels used up, `shift` puts right a printer, in mm."""
    if not 0 <= start_cell < paper.cells:
        raise ValueError(f"this sheet has cells 0 to {paper.cells - 1}")
    count = -(-(start_cell + len(labels)) // paper.cells) if labels else 0
    pages = [blank(paper) for _ in range(count)]
    for number, label in enumerate(labels, start_cell):
        page, cell = divmod(number, paper.cells)
        left, top, *_ = cell_box(paper, cell)
        pages[page].paste(_label(label, paper), (left + paper.px(shift[0]), top + paper.px(shift[1])))
    return pages


def calibration(paper: Paper) -> Image.Image:
    """For plain paper: how far a cross is printed from where it should be, and whether labels lie on their stickers."""
    page = blank(paper)
    draw = ImageDraw.Draw(page)
    for cell in range(paper.cells):
        left, top, right, bottom = cell_box(paper, cell)
        draw.rectangle((left, top, right - 1, bottom - 1), outline=BLACK)
    _ruler(page, paper, 0)
    _ruler(page, paper, 1)
    x, y = paper.cross
    for number, line in enumerate(CALIBRATING):
        text = line.format(x=f"{x:g}", y=f"{y:g}")
        at = (paper.px(x + 3), paper.px(y + 4.8 + 2.6 * number))
        draw.text(at, text, BLACK, _font(MEDIUM, paper.px(2)), anchor="ls")
    return page


def _ruler(page: Image.Image, paper: Paper, axis: int) -> None:
    """Across (0) or down (1) the whole page through the cross, in mm from the paper's edge."""
    draw, across = ImageDraw.Draw(page), paper.cross[1 - axis]

    def spot(along: float, off: float) -> tuple[int, int]:
        x, y = (along, across + off) if axis == 0 else (across + off, along)
        return paper.px(x), paper.px(y)

    length = paper.page[axis]
    draw.line((spot(0, 0), spot(length, 0)), BLACK, 2)
    for mm in range(1, int(length)):
        tick = 1 if mm % 5 else 2
        draw.line((spot(mm, -tick), spot(mm, tick)), BLACK)
        if mm % 10 == 0 and mm != paper.cross[axis]:
            font = _font(MEDIUM, paper.px(2))
            draw.text(spot(mm, -2.3), str(mm), BLACK, font, anchor="rm" if axis else "ms")


def blank(paper: Paper) -> Image.Image:
    """A white page."""
    width, height = paper.page
    return Image.new("1", (paper.px(width), paper.px(height)), WHITE)


def as_pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """The pages as a PDF of exact size, to be printed at 100 %."""
    pdf = io.BytesIO()
    pages[0].save(pdf, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return pdf.getvalue()


def cell_box(paper: Paper, cell: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a label on its page, in pixels; cells run row by row."""
    row, column = divmod(cell, paper.columns)
    left, top = paper.left + column * paper.pitch[0], paper.top + row * paper.pitch[1]
    return paper.px(left), paper.px(top), paper.px(left + paper.width), paper.px(top + paper.height)


def _label(label: LabelText, paper: Paper) -> Image.Image:
    """One label: the QR at the left with what people read beside it, or over it where there is no room beside."""
    image = Image.new("L", (paper.px(paper.width), paper.px(paper.height)), WHITE)
    qr_space, inset = paper.px(paper.qr), paper.px(paper.inset)
    code, quiet = _qr(rules.qr_text(label.public_url, label.code), qr_space)
    edge = max(0, inset - quiet)
    if paper.is_upright:
        image.paste(code, ((image.width - code.width) // 2, edge))
        box = (inset, edge + code.height, image.width - inset, image.height - inset)
    else:
        image.paste(code, (edge, (image.height - code.height) // 2))
        top = (image.height - qr_space) // 2
        box = (edge + code.width, top, image.width - inset, top + qr_space)
    _write(image, label, paper, box)
    # Printed greys are screens of dots: small text is sharper in plain black.
    return image.point(lambda shade: WHITE if shade > 140 else BLACK, "1")


def _qr(text: str, space: int) -> tuple[Image.Image, int]:
    """The QR and the width of its quiet zone; without that it fits the space.

    Each module is a whole number of pixels, else printed edges tremble.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    code.make(fit=True)
    modules = code.get_matrix()
    side = len(modules)
    image = Image.new("L", (side, side))
    image.putdata([BLACK if dark else WHITE for row in modules for dark in row])
    scale = space // (side - 2 * code.border)
    image = image.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    return image, code.border * scale


def _write(image: Image.Image, label: LabelText, paper: Paper, box: tuple[int, int, int, int]) -> None:
    """School, name and place from the top down; the code and how to use it stand at the foot."""
    draw, em = ImageDraw.Draw(image), paper.px(paper.em)
    left, y, right, bottom = box
    for text, weight, sizes, lines, after in (
        (label.school, MEDIUM, (em, em * 5 // 6), 1, em * 5 // 9),
        (label.point, BOLD, (paper.px(paper.name), em), 2, em // 5),
        (label.place, MEDIUM, (em, em * 5 // 6), 1, 0),
    ):
        if not text:
            # A spare label's: for a pen.
            y += 2 * sizes[0]
            draw.line((left, y, right, y), BLACK, 2)
            y += em // 2
            continue
        font, wrapped = fitted(text, weight, sizes, width=right - left, lines=lines)
        for line in wrapped:
            hang = font.size * 0.48 if line[0] in _HALF_EMPTY else 0
            draw.text((left - hang, y + 0.86 * font.size), line, BLACK, font, anchor="ls")
            y += round(font.size * 1.26) if lines > 1 else round(font.size)
        y += after
    small = _font(MEDIUM, em)
    hint = next((hint for hint in HINTS if small.getlength(hint) <= right - left), HINTS[-1])
    draw.text((left, bottom - 0.1 * em), hint, BLACK, small, anchor="ls")
    _write_code(draw, rules.shown(label.code), (left, bottom - 1.75 * em), largest=2 * em, width=right - left)


def _write_code(draw: ImageDraw.ImageDraw, shown: str, at: tuple[float, float], *, largest: int, width: float) -> None:
    """The code, spaced a little, so that it is copied letter by letter without slips."""
    font, spacing = _font(BOLD, largest), largest * 0.09
    while font.getlength(shown) + spacing * len(shown) > width:
        font = _font(BOLD, round(font.size) - 1)
    x, baseline = at
    for letter in shown:
        draw.text((x, baseline), letter, BLACK, font, anchor="ls")
        x += font.getlength(letter) + spacing


def fitted(
    text: str, weight: str, sizes: tuple[int, int], *, width: int, lines: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the text fits between its words; at the smallest, what fits."""
    text = " ".join(text.split())
    pieces = _pieces(text)
    largest, smallest = sizes
    for size in range(largest, smallest, -1):
        font = _font(weight, size)
        wrapped = _wrapped(pieces, font, width)
        if wrapped is not None and len(wrapped) <= lines:
            return font, _evened(wrapped, pieces, font)
    # Two lines of the largest letters leave room for three of the smallest.
    font, lines = _font(weight, smallest), lines * 3 // 2
    wrapped = _wrapped(pieces, font, width)
    if wrapped is None or len(wrapped) > lines:
        wrapped = _wrapped(list(text), font, width) or []
    if len(wrapped) > lines:
        last = wrapped[lines - 1]
        while font.getlength(last + "…") > width:
            last = last[:-1]
        wrapped = [*wrapped[: lines - 1], last + "…"]
    return font, wrapped


def _wrapped(pieces: list[str], font: ImageFont.FreeTypeFont, width: float) -> list[str] | None:
    """Each line takes pieces until the next one would not fit; none if a piece is too wide."""
    lines = [""]
    for piece in pieces:
        if font.getlength(piece.rstrip()) > width:
            return None
        if font.getlength(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines if line]


def _evened(lines: list[str], pieces: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    """As many lines, but no longer than they must be, so that no word is left over alone."""
    while len(lines) > 1:
        widest = max(font.getlength(line) for line in lines)
        narrower = _wrapped(pieces, font, widest - 1)
        if narrower is None or len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _pieces(text: str) -> list[str]:
    """What a line may be broken between; punctuation stays with its word."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


@functools.lru_cache(maxsize=256)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = FONTS / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `make fonts`")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
