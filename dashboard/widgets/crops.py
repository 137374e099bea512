"""Pictures of hands: equal squares on a neutral ground, blurred ones marked."""

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from dashboard.records.clip_records import Crop
from dashboard.theme import CROP_GROUND, VERMILLION

SHEET_SQUARE_PX: Final = 112
SHEET_COLUMNS: Final = 10
SHEET_MOST: Final = 600


def crop_row(crops: Sequence[Crop], captions: Sequence[str], threshold: float) -> str:
    """Return crops side by side as HTML, each with a caption."""
    figures = [
        _figure(crop, caption, blurred=crop.sharpness < threshold)
        for crop, caption in zip(crops, captions, strict=True)
    ]
    return f'<div class="sa-crops">{"".join(figures)}</div>'


def contact_sheet(crops: Sequence[Crop], threshold: float) -> bytes:
    """Return one PNG with all crops in order; a frame marks the blurred ones."""
    shown = crops[:SHEET_MOST]
    rows = max(1, -(-len(shown) // SHEET_COLUMNS))
    size = (SHEET_COLUMNS * SHEET_SQUARE_PX, rows * SHEET_SQUARE_PX)
    sheet = Image.new("RGB", size, CROP_GROUND)
    for place, crop in enumerate(shown):
        row, column = divmod(place, SHEET_COLUMNS)
        square = _square(crop, blurred=crop.sharpness < threshold)
        sheet.paste(square, (column * SHEET_SQUARE_PX, row * SHEET_SQUARE_PX))
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _figure(crop: Crop, caption: str, *, blurred: bool) -> str:
    data = base64.b64encode(crop.image).decode()
    mark = " sa-blurred" if blurred else ""
    alt = f"{crop.hand} hand, frame {crop.frame_index}, {crop.padding_px} px padding"
    return (
        f'<figure><div class="sa-square{mark}"><img alt="{alt}" '
        f'src="data:image/jpeg;base64,{data}"></div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _square(crop: Crop, *, blurred: bool) -> Image.Image:
    side = SHEET_SQUARE_PX - 4
    with Image.open(io.BytesIO(crop.image)) as picture:
        square = ImageOps.pad(picture.convert("RGB"), (side, side), color=CROP_GROUND)
    if blurred:
        pen = ImageDraw.Draw(square)
        pen.rectangle((0, 0, side - 1, side - 1), outline=VERMILLION, width=2)
    return square
