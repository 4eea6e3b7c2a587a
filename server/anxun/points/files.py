"""Sheets of QR labels on A4 sticker paper: drawn for the safety office, to preview and to print."""

import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import qrcode
from PIL import Image, ImageDraw, ImageFont

from anxun.points import rules

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
    inset: float  # office printers leave about 5 mm white at the paper's edge
    qr: float
    em: float  # the small text; the other texts are multiples of it

    @property
    def cells(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


# The sheets sold everywhere: 24 edge to edge, and 8 with rounded corners.
SIZES = {
    "a4-24": LabelSize(
        columns=3, rows=8, width=70, height=37, left=0, top=0.5,
        pitch_x=70, pitch_y=37, inset=5, qr=25.5, em=2.25,
    ),
    "a4-8": LabelSize(
        columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1,
        pitch_x=101.6, pitch_y=67.7, inset=5, qr=42.5, em=3.05,
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
    code = _qr(rules.qr_text(label.public_url, label.code), qr_space)
    top = (image.height - code.height) // 2
    image.paste(code, (inset + (qr_space - code.width) // 2, top))
    left, above = inset + qr_space + _px(size.em * 1.4), (image.height - qr_space) // 2
    _write(image, label, (left, above, image.width - inset, above + qr_space), _px(size.em))
    # Printed greys are screens of dots: small text is sharper in plain black.
    return image.point(lambda shade: PAPER if shade > 140 else INK, "1")


def _qr(text: str, space: int) -> Image.Image:
    """The QR without its quiet zone, each module a whole number of pixels."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    code.make(fit=True)
    modules = code.get_matrix()
    image = Image.new("L", (len(modules), len(modules)))
    image.putdata([INK if dark else PAPER for row in modules for dark in row])
    scale = space // len(modules)
    return image.resize((len(modules) * scale, len(modules) * scale), Image.Resampling.NEAREST)


def _write(image: Image.Image, label: LabelText, box: tuple[int, int, int, int], em: int) -> None:
    """School, name and place from the top down; the code and how to use it stand at the foot."""
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    y: float = top
    for text, weight, size, lines, after in (
        (label.school, MEDIUM, em, 1, 0.5),
        (label.point, BOLD, em * 7 // 4, 2, 0.3),
        (label.place, MEDIUM, em, 1, 0),
    ):
        font, wrapped = _fitted(text, weight, size, width=right - left, lines=lines)
        for line in wrapped:
            draw.text((left, y + 0.86 * font.size), line, INK, font, anchor="ls")
            y += (1.26 if lines > 1 else 1) * font.size
        y += after * em
    draw.text((left, bottom - 0.1 * em), HINT, INK, _font(MEDIUM, em), anchor="ls")
    _write_code(draw, rules.shown(label.code), (left, bottom - 1.75 * em), 2 * em)


def _write_code(draw: ImageDraw.ImageDraw, shown: str, at: tuple[float, float], size: int) -> None:
    """The code in cells of one width, so that every label reads the same across a room."""
    font = _font(BOLD, size)
    x, baseline = at
    for letter in shown:
        cell = size * (0.42 if letter == "-" else 0.73)
        draw.text((x + cell / 2, baseline), letter, INK, font, anchor="ms")
        x += cell


def _fitted(
    text: str, weight: str, largest: int, *, width: int, lines: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the text fits between its words; cut with … only at the smallest."""
    text = " ".join(text.split())
    smallest = largest * 5 // 8
    for size in range(largest, smallest, -1):
        font = _font(weight, size)
        wrapped = _wrapped(_pieces(text), font, width)
        if len(wrapped) <= lines and all(font.getlength(line) <= width for line in wrapped):
            return font, wrapped
    font = _font(weight, smallest)
    wrapped = _wrapped(list(text), font, width)
    room = lines + 1 if lines > 1 else 1
    if len(wrapped) > room:
        last = wrapped[room - 1]
        while font.getlength(last + "…") > width:
            last = last[:-1]
        wrapped = [*wrapped[: room - 1], last + "…"]
    return font, wrapped


def _wrapped(pieces: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """As few lines as the width allows, and then as even as the pieces allow."""
    best = list(_filled(pieces, font, width))
    for narrower in range(width - 4, 0, -4):
        lines = list(_filled(pieces, font, narrower))
        if len(lines) > len(best) or any(font.getlength(line) > narrower for line in lines):
            break
        best = lines
    return best


def _filled(pieces: list[str], font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Each line takes pieces until the next one would not fit."""
    line = ""
    for piece in pieces:
        if line and font.getlength(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


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
