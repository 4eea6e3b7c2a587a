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
from anxun.points.model import PointData

DPI = 300
PAGE = (2480, 3508)  # A4
FONTS = Path(__file__).parents[1] / "fonts"
BOLD = "NotoSansSC_700Bold.ttf"
MEDIUM = "NotoSansSC_500Medium.ttf"
HINT = "扫码检查，或在安巡输入编号"
INK, PAPER = 0, 255


class LabelText(msgspec.Struct, frozen=True):
    """What one label says."""

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


class LabelSize(msgspec.Struct, frozen=True):
    """One kind of sticker sheet, in mm; `pitch` is from one label's edge to the next one's."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    inset: float  # office printers leave about 5 mm white at the edge of the paper
    qr: float
    name: float  # the point's name, before it shrinks to fit
    em: float  # the small text; the code is twice as high

    @property
    def cells(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


# The sheets sold everywhere: 24 edge to edge, and 8 with rounded corners.
SIZES = {
    "a4-24": LabelSize(
        columns=3, rows=8, width=70, height=37, left=0, top=0.5,
        pitch_x=70, pitch_y=37, inset=5, qr=25.5, name=3.7, em=2.25,
    ),
    "a4-8": LabelSize(
        columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1,
        pitch_x=101.6, pitch_y=67.7, inset=6, qr=42.5, name=5.5, em=3,
    ),
}  # fmt: skip

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


def sheet(labels: list[LabelText], size: LabelSize, start_cell: int = 0) -> list[Image.Image]:
    """The pages, in black and white; `start_cell` spares the labels used up on the first sheet."""
    if not 0 <= start_cell < size.cells:
        raise ValueError(f"this sheet has cells 0 to {size.cells - 1}")
    count = -(-(start_cell + len(labels)) // size.cells) if labels else 0
    pages = [Image.new("1", PAGE, PAPER) for _ in range(count)]
    for number, label in enumerate(labels, start_cell):
        page, cell = divmod(number, size.cells)
        left, top, *_ = cell_box(size, cell)
        pages[page].paste(_label(label, size), (left, top))
    return pages


def with_cut_marks(pages: list[Image.Image], size: LabelSize) -> list[Image.Image]:
    """The same pages with hairline crosses at every corner, for plain paper and scissors."""
    arm = _px(1.5)
    marked = []
    for page in pages:
        copy = page.copy()
        draw = ImageDraw.Draw(copy)
        for cell in range(size.cells):
            left, top, right, bottom = cell_box(size, cell)
            for x in (left, right):
                for y in (top, bottom):
                    draw.line((x - arm, y, x + arm, y), INK)
                    draw.line((x, y - arm, x, y + arm), INK)
        marked.append(copy)
    return marked


def as_pdf(pages: list[Image.Image]) -> bytes:
    """The pages as a PDF of exact size, to be printed at 100 %."""
    pdf = io.BytesIO()
    pages[0].save(pdf, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return pdf.getvalue()


def cell_box(size: LabelSize, cell: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a label on its page, in pixels; cells run row by row."""
    row, column = divmod(cell, size.columns)
    left, top = size.left + column * size.pitch_x, size.top + row * size.pitch_y
    return _px(left), _px(top), _px(left + size.width), _px(top + size.height)


def _label(label: LabelText, size: LabelSize) -> Image.Image:
    """One label: the QR at the left, what people read at the right, as high as the QR."""
    image = Image.new("L", (_px(size.width), _px(size.height)), PAPER)
    qr_space, inset = _px(size.qr), _px(size.inset)
    code, quiet = _qr(rules.qr_text(label.public_url, label.code), qr_space)
    image.paste(code, (inset - quiet, (image.height - code.height) // 2))
    left, top = inset - quiet + code.width, (image.height - qr_space) // 2
    _write(image, label, size, (left, top, image.width - inset, top + qr_space))
    # Printed greys are screens of dots: small text is sharper in plain black.
    return image.point(lambda shade: PAPER if shade > 140 else INK, "1")


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
    image.putdata([INK if dark else PAPER for row in modules for dark in row])
    scale = space // (side - 2 * code.border)
    image = image.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    return image, code.border * scale


def _write(image: Image.Image, label: LabelText, size: LabelSize, box: tuple[int, int, int, int]) -> None:
    """School, name and place from the top down; the code and how to use it stand at the foot."""
    draw, em = ImageDraw.Draw(image), _px(size.em)
    left, y, right, bottom = box
    for text, weight, sizes, lines, after in (
        (label.school, MEDIUM, (em, em * 5 // 6), 1, em * 5 // 9),
        (label.point, BOLD, (_px(size.name), em), 2, em // 5),
        (label.place, MEDIUM, (em, em * 5 // 6), 1, 0),
    ):
        font, wrapped = fitted(text, weight, sizes, width=right - left, lines=lines)
        for line in wrapped:
            hang = font.size * 0.48 if line[0] in _HALF_EMPTY else 0
            draw.text((left - hang, y + 0.86 * font.size), line, INK, font, anchor="ls")
            y += round(font.size * 1.26) if lines > 1 else round(font.size)
        y += after
    draw.text((left, bottom - 0.1 * em), HINT, INK, _font(MEDIUM, em), anchor="ls")
    _write_code(
        draw,
        rules.shown(label.code),
        (left, bottom - 1.75 * em),
        largest=2 * em,
        width=right - left,
    )


def _write_code(draw: ImageDraw.ImageDraw, shown: str, at: tuple[float, float], *, largest: int, width: float) -> None:
    """The code, spaced a little, so that it is copied letter by letter without slips."""
    font, spacing = _font(BOLD, largest), largest * 0.09
    while font.getlength(shown) + spacing * len(shown) > width:
        font = _font(BOLD, round(font.size) - 1)
    x, baseline = at
    for letter in shown:
        draw.text((x, baseline), letter, INK, font, anchor="ls")
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


def _px(mm: float) -> int:
    return round(mm * DPI / 25.4)
