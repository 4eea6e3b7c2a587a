"""Small schematic pictures for the demonstration: what a phone's camera would show, before and after."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 960, 720
QUALITY = 72
FONT = Path(__file__).parents[2] / "fonts" / "NotoSansSC_500Medium.ttf"

WALL, FLOOR, LINE = "#E9E6DC", "#C9C2B2", "#8F8877"
DARK, STEEL, GLASS = "#3B4652", "#AEB7BE", "#BCD3DB"
CARD, CARD_DARK = "#C19A6B", "#9B7A50"
GREEN, RED, YELLOW, WHITE = "#2E8B57", "#C0392B", "#E0A526", "#FBFAF6"

Draw = ImageDraw.ImageDraw
Scene = Callable[[Draw, bool], None]


def photo(scene: str, caption: str, *, after: bool = False) -> bytes:
    """A JPEG; the same words give the same bytes."""
    image = _drawn(scene, after).copy()
    ImageDraw.Draw(image).text((18, HEIGHT - 46), caption, WHITE, _font(26))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=QUALITY)
    return held.getvalue()


@cache
def _drawn(scene: str, after: bool) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    draw = ImageDraw.Draw(image)
    SCENES[scene](draw, after)
    draw.rectangle((0, HEIGHT - 54, WIDTH, HEIGHT), fill=DARK)
    return image


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _text(draw: Draw, at: tuple[int, int], words: str, fill: str, size: int) -> None:
    draw.text(at, words, fill, _font(size), anchor="mm")


def _carton(draw: Draw, x: int, y: int, size: int) -> None:
    draw.rectangle((x, y - size, x + size, y), fill=CARD, outline=CARD_DARK, width=4)
    draw.rectangle((x + size * 0.42, y - size, x + size * 0.58, y), fill=CARD_DARK)


def corridor(draw: Draw, after: bool) -> None:
    """A corridor in perspective with the exit at its end; cartons block it before."""
    end = (360, 210, 600, 430)
    draw.polygon([(0, 720), (360, 430), (600, 430), (960, 720)], fill=FLOOR)
    draw.polygon([(0, 0), (360, 210), (600, 210), (960, 0)], fill=WHITE)
    for x in (0, 960):
        draw.line((x, 0, 360 if x == 0 else 600, 210), fill=LINE, width=4)
        draw.line((x, 720, 360 if x == 0 else 600, 430), fill=LINE, width=4)
    draw.rectangle(end, fill=GLASS, outline=LINE, width=4)
    draw.line((480, 210, 480, 430), fill=LINE, width=4)
    draw.rectangle((420, 160, 540, 198), fill=GREEN)
    _text(draw, (480, 179), "安全出口", WHITE, 24)
    for left, right in ((60, 190), (220, 300)):
        draw.polygon(
            [(left, 150 + left // 3), (right, 150 + right // 3), (right, 560 - right // 2), (left, 620)], fill="#B98F66"
        )
    if not after:
        for x, y, size in ((380, 640, 150), (540, 650, 130), (450, 500, 110), (620, 560, 100), (400, 395, 90)):
            _carton(draw, x, y, size)


def stairs(draw: Draw, after: bool) -> None:
    """A staircase; under it an electric bicycle on a charging cable before."""
    for step in range(9):
        draw.rectangle((420 + step * 60, 610 - step * 58, 960, 668 - step * 58), fill="#D8D2C3", outline=LINE, width=3)
    draw.rectangle((0, 640, 960, 720), fill=FLOOR)
    draw.line((420, 520, 940, 20), fill=DARK, width=12)
    draw.rectangle((60, 60, 200, 100), fill=GREEN)
    _text(draw, (130, 80), "楼梯", WHITE, 26)
    if after:
        return
    for x in (130, 340):
        draw.ellipse((x - 70, 510, x + 70, 650), outline=DARK, width=14)
    draw.line(
        [(130, 580), (210, 450), (320, 450), (340, 580), (220, 580), (210, 450)], fill=RED, width=14, joint="curve"
    )
    draw.line([(320, 450), (310, 400), (360, 390)], fill=DARK, width=12)
    draw.line([(240, 560), (60, 480), (40, 300)], fill=YELLOW, width=6, joint="curve")
    draw.rectangle((22, 270, 62, 312), fill=WHITE, outline=LINE, width=3)


def fridge(draw: Draw, after: bool) -> None:
    """A cold store with its display: 11 degrees before, 4 after."""
    draw.rectangle((0, 640, 960, 720), fill=FLOOR)
    draw.rounded_rectangle((220, 60, 740, 660), 18, fill=STEEL, outline=DARK, width=6)
    draw.line((480, 190, 480, 650), fill=DARK, width=6)
    for x in (450, 500):
        draw.rectangle((x, 330, x + 14, 500), fill=DARK)
    draw.rounded_rectangle((360, 88, 600, 172), 10, fill="#10161B")
    _text(draw, (480, 130), "4 °C" if after else "11 °C", "#63E6A0" if after else "#FF6B5E", 58)
    _text(draw, (350, 250), "熟食", DARK, 40)
    _text(draw, (610, 250), "半成品", DARK, 40)


def window(draw: Draw, after: bool) -> None:
    """A dormitory window with fixed bars before; open to escape after."""
    draw.rectangle((200, 90, 760, 560), fill=GLASS, outline=WHITE, width=22)
    draw.line((480, 90, 480, 560), fill=WHITE, width=16)
    draw.ellipse((560, 330, 820, 560), fill="#8DB58A")
    draw.rectangle((180, 560, 780, 590), fill="#D8D2C3")
    draw.polygon([(40, 640), (40, 540), (170, 500), (170, 640)], fill="#7D9DB5")
    draw.rectangle((0, 640, 960, 720), fill=FLOOR)
    if after:
        draw.polygon([(480, 98), (620, 60), (620, 600), (480, 552)], outline=WHITE, width=14)
        return
    for x in range(215, 760, 52):
        draw.rectangle((x, 80, x + 13, 572), fill=DARK)
    for y in (200, 440):
        draw.rectangle((190, y, 772, y + 14), fill=DARK)


def gauge(draw: Draw, after: bool) -> None:
    """Two extinguishers in their box, and the pressure gauge of one, large."""
    draw.rectangle((0, 640, 960, 720), fill=FLOOR)
    for x in (90, 250):
        draw.rounded_rectangle((x, 260, x + 120, 640), 40, fill=RED, outline=DARK, width=4)
        draw.rectangle((x + 42, 200, x + 78, 264), fill=DARK)
        draw.line([(x + 60, 210), (x + 130, 230), (x + 140, 480)], fill=DARK, width=12, joint="curve")
        draw.rectangle((x + 20, 400, x + 100, 500), fill=WHITE)
    draw.ellipse((480, 110, 900, 530), fill=WHITE, outline=DARK, width=12)
    box = (520, 150, 860, 490)
    for start, end, colour in ((150, 230, RED), (230, 310, GREEN), (310, 390, YELLOW)):
        draw.arc(box, start, end, fill=colour, width=46)
    draw.line((690, 320, 690 if after else 570, 190 if after else 385), fill=DARK, width=12)
    draw.ellipse((668, 298, 712, 342), fill=DARK)
    _text(draw, (690, 430), "MPa", DARK, 34)


def eyewash(draw: Draw, after: bool) -> None:
    """An eye wash station: dry and boxed in before, running after."""
    for y in range(0, 640, 80):
        for x in range(0, 960, 80):
            draw.rectangle((x, y, x + 78, y + 78), fill=WHITE, outline="#DAD6CA")
    draw.rectangle((0, 640, 960, 720), fill=FLOOR)
    draw.rectangle((380, 60, 580, 130), fill=GREEN)
    _text(draw, (480, 95), "洗眼器", WHITE, 44)
    draw.rectangle((460, 430, 500, 640), fill=STEEL, outline=DARK, width=4)
    draw.pieslice((300, 310, 660, 520), 0, 180, fill=YELLOW, outline=DARK, width=6)
    for x in (420, 540):
        draw.rectangle((x - 12, 350, x + 12, 416), fill=DARK)
        if after:
            draw.arc((x - 60, 220, x + 60, 420), 200, 340, fill="#4FA3C7", width=12)
    if not after:
        _carton(draw, 560, 640, 170)
        _carton(draw, 250, 640, 140)


def gate(draw: Draw, after: bool) -> None:
    """The school gate; the row of bollards has a gap before."""
    draw.rectangle((0, 0, 960, 330), fill="#DDE8EC")
    draw.rectangle((0, 470, 960, 720), fill="#B9B4A6")
    for x in (60, 800):
        draw.rectangle((x, 150, x + 100, 480), fill="#B4553F", outline=DARK, width=4)
    draw.rectangle((160, 150, 800, 220), fill="#B4553F", outline=DARK, width=4)
    _text(draw, (480, 185), "平安校园", WHITE, 40)
    for x in range(180, 800, 44):
        draw.rectangle((x, 260, x + 12, 480), fill=STEEL)
    for number, x in enumerate(range(130, 860, 120)):
        if after or number not in (2, 3):
            draw.rounded_rectangle((x, 500, x + 44, 640), 16, fill=YELLOW, outline=DARK, width=4)
            draw.rectangle((x, 545, x + 44, 575), fill=DARK)


def lamp(draw: Draw, after: bool) -> None:
    """The twin spots of an emergency light over a door: dark before."""
    draw.rectangle((330, 290, 630, 720), fill="#B98F66", outline=LINE, width=6)
    draw.ellipse((590, 500, 616, 526), fill=YELLOW)
    draw.rectangle((400, 120, 560, 200), fill=WHITE, outline=DARK, width=5)
    for x in (360, 600):
        if after:
            draw.polygon([(x, 150), (x - 190, 470), (x + 190, 470)], fill="#FFF3C4")
        draw.ellipse((x - 52, 100, x + 52, 204), fill="#FFE27A" if after else "#767C80", outline=DARK, width=6)
    draw.ellipse((470, 148, 490, 168), fill=GREEN if after else RED)
    _text(draw, (480, 250), "应急照明", DARK, 30)


def valve(draw: Draw, _: bool) -> None:
    """The main gas valve, shut at the end of the day."""
    for y in range(0, 720, 90):
        for x in range(0, 960, 90):
            draw.rectangle((x, y, x + 88, y + 88), fill=WHITE, outline="#DAD6CA")
    draw.rectangle((0, 330, 960, 400), fill=YELLOW, outline=DARK, width=4)
    draw.ellipse((410, 290, 550, 440), fill=STEEL, outline=DARK, width=6)
    draw.rounded_rectangle((458, 130, 502, 380), 14, fill=RED, outline=DARK, width=4)
    draw.rectangle((620, 470, 860, 560), fill=WHITE, outline=DARK, width=4)
    _text(draw, (740, 515), "总阀 · 已关", DARK, 36)


def samples(draw: Draw, _: bool) -> None:
    """Food samples on a shelf, each with its label."""
    for row in range(2):
        y = 320 + row * 270
        draw.rectangle((40, y, 920, y + 18), fill=STEEL)
        for column in range(4):
            x = 80 + column * 215
            draw.rounded_rectangle((x, y - 150, x + 165, y), 20, fill=GLASS, outline=DARK, width=4)
            draw.rectangle((x + 22, y - 112, x + 143, y - 38), fill=WHITE)
            _text(draw, (x + 82, y - 92), ("米饭", "青菜", "红烧肉", "番茄蛋")[column], DARK, 28)
            _text(draw, (x + 82, y - 56), "125 g", DARK, 24)


def crossing(draw: Draw, _: bool) -> None:
    """The guard in a yellow vest at the crossing before the gate."""
    draw.rectangle((0, 0, 960, 380), fill="#DDE8EC")
    draw.rectangle((0, 380, 960, 720), fill="#8F9296")
    for x in range(-40, 960, 130):
        draw.polygon([(x + 60, 430), (x + 120, 430), (x + 90, 640), (x + 10, 640)], fill=WHITE)
    for x, vest in ((300, YELLOW), (660, YELLOW)):
        draw.ellipse((x - 38, 120, x + 38, 196), fill="#D9B38C", outline=DARK, width=4)
        draw.pieslice((x - 44, 96, x + 44, 176), 180, 360, fill=DARK)
        draw.rounded_rectangle((x - 66, 204, x + 66, 400), 24, fill=vest, outline=DARK, width=4)
        draw.rectangle((x - 66, 280, x + 66, 304), fill=WHITE)
        draw.rectangle((x - 48, 400, x + 48, 560), fill=DARK)


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (corridor, stairs, fridge, window, gauge, eyewash, gate, lamp, valve, samples, crossing)
}
