"""Pictures of letters in the browser: 28 x 28 grey, enlarged without smoothing."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import numpy as np
from PIL import Image

from dashboard.letter_records import ClassCount
from dashboard.widgets.hand_tiles import MISSING
from dashboard.widgets.tables import Column, Markup, html_table
from dashboard.wording import amount, html_text

SIDE_PX: Final = 28
STRIP_PX: Final = 44
"""Side of a picture in a strip, as shown."""
GAP_PX: Final = 1
_SHARP: Final = "image-rendering: pixelated"
_COLUMNS: Final = (
    Column("Letter"),
    Column("Train", number=True),
    Column("Test", number=True),
    Column("Some of the training pictures"),
)


def letter_tiles(
    ids: Sequence[str],
    captions: Sequence[str],
    pictures: Mapping[str, bytes],
    *,
    small: bool = False,
) -> str:
    """Return pictures side by side as HTML, each with a caption.

    Args:
        ids: the pictures, in order.
        captions: below each, and read aloud; in small only read aloud.
        pictures: grey values by id.
        small: without the captions.
    """
    figures = "".join(
        _tile(pictures.get(one), caption, small=small)
        for one, caption in zip(ids, captions, strict=True)
    )
    kind = "sa-crops sa-small-crops" if small else "sa-crops"
    return f'<div class="{kind}">{figures}</div>'


def class_table(
    classes: Sequence[ClassCount],
    samples: Mapping[str, Sequence[str]],
    pictures: Mapping[str, bytes],
) -> str:
    """Return every letter with its counts and a strip of samples as an HTML table."""
    rows = [
        [
            counts.letter,
            amount(counts.train),
            amount(counts.test),
            _strip(counts.letter, samples.get(counts.letter, ()), pictures),
        ]
        for counts in classes
    ]
    return html_table("Letters with sample pictures", _COLUMNS, rows)


def _tile(pixels: bytes | None, caption: str, *, small: bool) -> str:
    alt = escape(caption)
    inner = (
        f'<img alt="{alt}" style="{_SHARP}" src="{_source(_image(pixels))}">'
        if pixels is not None
        else escape(MISSING)
    )
    said = "" if small else f"<figcaption>{html_text(caption)}</figcaption>"
    return f'<figure title="{alt}"><div class="sa-square">{inner}</div>{said}</figure>'


def _strip(
    letter: str, ids: Sequence[str], pictures: Mapping[str, bytes]
) -> Markup | None:
    """Return pictures side by side as one image: a page of them is sent as 24."""
    shown = [pictures[one] for one in ids if one in pictures]
    if not shown:
        return None
    step = SIDE_PX + GAP_PX
    strip = Image.new("L", (step * len(shown) - GAP_PX, SIDE_PX), 128)
    for place, pixels in enumerate(shown):
        strip.paste(_image(pixels), (place * step, 0))
    width = round(strip.width * STRIP_PX / SIDE_PX)
    return Markup(
        f'<img alt="{len(shown)} pictures of {escape(letter)}" width="{width}" '
        f'height="{STRIP_PX}" style="{_SHARP}; display: block" src="{_source(strip)}">'
    )


def _image(pixels: bytes) -> Image.Image:
    grey = np.frombuffer(pixels, np.uint8).reshape(SIDE_PX, SIDE_PX)
    return Image.fromarray(grey)


def _source(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
