"""What the fake camera of a test browser sees: pictures as a y4m film, and labels cut from the printed sheet."""

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 720)
FRAMES = 4
FLAGS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def show(film: Path, picture: Image.Image) -> None:
    """Point the camera at this picture; the browser reads the file when it opens the camera."""
    frame = Image.new("RGB", SIZE, "#d9d6cc")
    fitted = picture.convert("RGB")
    fitted.thumbnail((SIZE[0] - 80, SIZE[1] - 80))
    frame.paste(fitted, ((SIZE[0] - fitted.width) // 2, (SIZE[1] - fitted.height) // 2))
    luma, blue, red = frame.convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    planes = luma.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    head = f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    film.write_bytes(head + (b"FRAME\n" + planes) * FRAMES)


def scene(text: str, colour: str) -> Image.Image:
    """A plain picture that tells before from after."""
    picture = Image.new("RGB", SIZE, colour)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((440, 160, 840, 640), outline="white", width=12)
    draw.text((520, 60), text, fill="white", font_size=48)
    return picture


def labels(
    sheet: Path, size_mm: tuple[float, float], columns: int, rows: int, margin_mm: tuple[float, float]
) -> list[Image.Image]:
    """The printed labels in reading order, as a phone's camera would meet them: rasterised and a little blurred."""
    document = pypdfium2.PdfDocument(sheet)
    scale = 300 / 72
    dots = 300 / 25.4
    cut: list[Image.Image] = []
    for page in document:
        image = page.render(scale=scale).to_pil().convert("L")
        for row in range(rows):
            for column in range(columns):
                left = (margin_mm[0] + column * size_mm[0]) * dots
                top = (margin_mm[1] + row * size_mm[1]) * dots
                box = (round(left), round(top), round(left + size_mm[0] * dots), round(top + size_mm[1] * dots))
                label = image.crop(box)
                if label.getextrema()[0] < 128:
                    cut.append(label.filter(ImageFilter.GaussianBlur(1)))
    return cut
