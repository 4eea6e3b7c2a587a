"""A checklist as a blank A4 form, for a day without phones: filled in by hand, entered in the app afterwards."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from anxun.checklists.model import Checklist, Choice, Date, Field, FreeText, Item, Number, PassFail, Section, Signature
from anxun.checklists.queries import library
from anxun.core.settings import Settings
from anxun.points import files
from anxun.points.model import A4, PAPERS

INK, PAPER = 0, 255
PAGE = PAPERS[A4]
MM = PAGE.dpi / 25.4
LEFT, RIGHT, TOP, BOTTOM = 12 * MM, 198 * MM, 13 * MM, 280 * MM
# Where the columns begin: number, item, result, note.
COLUMNS = (LEFT, LEFT + 9 * MM, LEFT + 88 * MM, LEFT + 150 * MM, RIGHT)
HEADS = ("序号", "检查项", "结果（打√或填写）", "问题与处置")
SMALL, PLAIN, LARGE = round(2.9 * MM), round(3.5 * MM), round(5.6 * MM)
LEADING, PAD = 1.42, 1.3 * MM
ROWS = 14
SHORT_TEXT = 60
SIGNERS = ("检查人", "复核人")
PHOTO = {"always": "须拍照", "on_fail": "不合格须拍照", "never": ""}
HINT = "不合格的写明问题和处置。纸面只在用不了手机时填写，事后请在安巡补录，并妥善保存。"


class Sheet:
    """Pages of one form, filled from the top down."""

    def __init__(self, checklist: Checklist) -> None:
        self.code = f"{checklist.id.upper()} 第{checklist.version}版"
        self.title = checklist.title.zh
        self.pages: list[Image.Image] = []
        self.turn()

    def turn(self) -> None:
        """The next page; the first has the place and time to fill in, the others only whose they are."""
        self.pages.append(files.blank(PAGE).convert("L"))
        self.draw = ImageDraw.Draw(self.pages[-1])
        self.y = TOP
        if len(self.pages) > 1:
            self.line(f"{self.title}（续）", files.BOLD, PLAIN)
            self.heads()

    def line(self, text: str, weight: str, size: int, after: float = 0.0) -> None:
        self.draw.text((LEFT, self.y + size), text, INK, font(weight, size), anchor="ls")
        self.y += size * LEADING + after

    def heads(self) -> None:
        self.cells([[head] for head in HEADS], COLUMNS, files.BOLD)

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.turn()

    def cells(
        self, texts: list[list[str]], edges: tuple[float, ...], weight: str = files.MEDIUM, least: int = 1
    ) -> None:
        """One row with its frame, as high as its highest cell; `edges` = left of each cell, then the right end."""
        height = max(least, *map(len, texts)) * PLAIN * LEADING + 2 * PAD
        self.room(height)
        for left, right, lines in zip(edges, edges[1:], texts, strict=False):
            self.draw.rectangle((left, self.y, right, self.y + height), outline=INK, width=2)
            for number, text in enumerate(lines):
                y = self.y + PAD + (number * LEADING + 1.05) * PLAIN
                self.draw.text((left + PAD, y), text, INK, font(weight, PLAIN), anchor="ls")
        self.y += height

    def band(self, title: str) -> None:
        """A section's title; never the last thing on a page."""
        self.room(20 * MM)
        self.cells([[title]], (LEFT, RIGHT), files.BOLD)

    def item(self, item: Item, result: list[str]) -> None:
        note = [PHOTO[item.photo]] if item.photo != "never" else []
        self.cells([[str(item.number)], wrapped(item.text.zh, 1), result, note], COLUMNS)

    def grid(self, section: Section, row: str) -> None:
        """A section that is answered once a row: the rows are lines, its fields are columns."""
        asked = [(item, field) for item in section.items for field in item.fields]
        first, width = LEFT + 34 * MM, (RIGHT - LEFT - 34 * MM) / len(asked)
        edges = (LEFT, *(first + width * number for number in range(len(asked))), RIGHT)
        heads = [greedy([str(item.number), *(field.label.zh if field.label else "")], width) for item, field in asked]
        self.room(24 * MM)
        self.cells([[row], *heads], edges, files.BOLD)
        for _ in range(ROWS):
            self.cells([[""]] * (len(asked) + 1), edges)

    def done(self) -> list[Image.Image]:
        """The pages in black and white, numbered."""
        for number, page in enumerate(self.pages, 1):
            foot = f"{self.code}　第{number}页，共{len(self.pages)}页"
            ImageDraw.Draw(page).text((RIGHT, BOTTOM + 7 * MM), foot, INK, font(files.MEDIUM, SMALL), anchor="rs")
        return [page.point(lambda shade: PAPER if shade > 140 else INK, "1") for page in self.pages]


def drawn(checklist: Checklist) -> list[Image.Image]:
    """Every item in order, with room for an answer, and the signatures at the end."""
    sheet = Sheet(checklist)
    sheet.line(f"{sheet.title}　{sheet.code}", files.BOLD, LARGE, after=1.5 * MM)
    sheet.line(
        f"频次：{checklist.frequency_text.zh}　　检查人：{checklist.checker.zh}", files.MEDIUM, SMALL, after=2.5 * MM
    )
    sheet.line("学校" + "_" * 34 + "　点位" + "_" * 22 + "　编号" + "_" * 15, files.MEDIUM, PLAIN, after=3 * MM)
    sheet.line("日期________年____月____日　　开始____时____分　　结束____时____分", files.MEDIUM, PLAIN, after=2 * MM)
    sheet.heads()
    for section in checklist.sections:
        sheet.band(section.title.zh)
        row = section.repeat.row.zh if section.repeat else ""
        for item in section.items:
            sheet.item(item, [f"逐{row}填在下表（√ × ／）", *expected(item)] if row else answers(item))
        if row:
            sheet.grid(section, row)
    sheet.room(25 * MM)
    sheet.y += 3 * MM
    sheet.line(HINT, files.MEDIUM, SMALL, after=6 * MM)
    signers = [field.signers for item in checklist.items for field in item.fields if isinstance(field, Signature)]
    names = SIGNERS[: max(signers, default=1)]
    sheet.line("　　".join(f"{name}签名" + "_" * 20 for name in names), files.MEDIUM, PLAIN)
    return sheet.done()


def answers(item: Item) -> list[str]:
    """The lines of the result cell."""
    width = COLUMNS[3] - COLUMNS[2]
    return [line for field in item.fields for line in greedy(blank(field), width)]


def expected(item: Item) -> list[str]:
    """What the narrow columns of a grid have no room for: units, limits and options."""
    width, texts = COLUMNS[3] - COLUMNS[2], []
    for field in item.fields:
        if isinstance(field, Number) and (field.unit or field.fail_when):
            texts += greedy([f"{field.unit}{limits(field)}"], width)
        elif isinstance(field, Choice):
            texts += greedy([f"{option.text.zh} " for option in field.options], width)
    return texts


def blank(field: Field) -> list[str]:
    """What is ticked or filled in for a field, in pieces between which a line may break."""
    label = [f"{field.label.zh}："] if field.label else []
    match field:
        case PassFail():
            return [*label, "□合格 ", "□不合格 ", "□不适用"]
        case Number():
            return [*label, "________", f"{field.unit}{limits(field)}"]
        case Date():
            return [*label, "______年", "___月", "___日"]
        case Choice():
            return [*label, *(f"□{option.text.zh} " for option in field.options)]
        case FreeText():
            return [*label, *["_" * 28] * (1 if field.max_length <= SHORT_TEXT else 2)]
        case Signature():
            return [f"{who}签名" + "_" * 16 for who in SIGNERS[: field.signers]]


def limits(field: Number) -> str:
    """（0～8）, （≥70）: what is good."""
    rule = field.fail_when
    if rule and rule.outside:
        low, high = rule.outside.min, rule.outside.max
        return f"（{low:g}～{high:g}）" if low < high else f"（应为{low:g}）"
    if rule and rule.above:
        return f"（≤{rule.above.max:g}）" if rule.above.max else "（应为0）"
    return f"（≥{rule.below.min:g}）" if rule and rule.below else ""


def wrapped(text: str, column: int) -> list[str]:
    width = round(COLUMNS[column + 1] - COLUMNS[column] - 2 * PAD)
    return files.fitted(text, files.MEDIUM, (PLAIN, PLAIN), width=width, lines=20)[1]


def greedy(pieces: Iterable[str], width: float) -> list[str]:
    """Each line takes pieces until the next would not fit."""
    lines, measure = [""], font(files.MEDIUM, PLAIN)
    for piece in pieces:
        if lines[-1] and measure.getlength(lines[-1] + piece.rstrip()) > width - 2 * PAD:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return files.fitted("", weight, (size, size), width=1, lines=1)[0]


async def form(_: Settings, asked: argparse.Namespace) -> int:
    """The newest version of a checklist as PDF."""
    checklist = library().latest(asked.code.lower())
    if checklist is None:
        known = " ".join(one.id.upper() for one in library().latest_all())
        print(f"没有这张检查表 / no such checklist: {asked.code}\n{known}", file=sys.stderr)
        return 1
    pages, path = drawn(checklist), asked.out or Path(f"{checklist.id}.pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(files.as_pdf(pages, PAGE.dpi))
    print(f"{checklist.title.zh}: {len(pages)} 页 / pages → {path}")
    return 0
