"""Pictures of letters in the browser: 28 x 28 grey, enlarged without smoothing."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import numpy as np
from PIL import Image

from dashboard.records.letter_records import ClassCount
from dashboard.widgets.hand_tiles import MISSING
from dashboard.widgets.tables import Column, Markup, html_table
from dashboard.wording import amount, html_text

SIDE_PX: Final = 28
TILE_PX, SMALL_PX, PAIR_PX, STRIP_PX = 112, 56, 84, 42
"""Side of a picture as shown: alone, in small, in a pair, in a strip."""
GAP_PX: Final = 1
GAP_GREY: Final = 128
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


def pair_tiles(
    pairs: Sequence[tuple[str, str]],
    captions: Sequence[str],
    pictures: Mapping[str, bytes],
) -> str:
    """Return pairs of pictures as HTML, the two of a pair side by side.

    Args:
        pairs: ids of the pictures.
        captions: below each pair.
        pictures: grey values by id; a pair that lacks one is left out.
    """
    figures = []
    for pair, caption in zip(pairs, captions, strict=True):
        shown = [pictures[one] for one in pair if one in pictures]
        if len(shown) == len(pair):
            figures.append(_pair(shown, caption))
    return f'<div class="sa-crops">{"".join(figures)}</div>'


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
            _samples(counts.letter, samples.get(counts.letter, ()), pictures),
        ]
        for counts in classes
    ]
    return html_table("Letters with sample pictures", _COLUMNS, rows)


def _tile(pixels: bytes | None, caption: str, *, small: bool) -> str:
    alt = escape(caption)
    # A whole multiple of the pixels: otherwise some are drawn wider than others.
    side = SMALL_PX if small else TILE_PX
    inner = (
        f'<img alt="{alt}" style="{_SHARP}" src="{_source(_image(pixels))}">'
        if pixels is not None
        else escape(MISSING)
    )
    said = "" if small else f"<figcaption>{html_text(caption)}</figcaption>"
    return (
        f'<figure title="{alt}" style="width: {side}px; height: auto">'
        f'<div class="sa-square" style="width: {side}px; height: {side}px">{inner}</div>'
        f"{said}</figure>"
    )


def _pair(shown: Sequence[bytes], caption: str) -> str:
    strip, width_px = _strip(shown, PAIR_PX)
    alt = escape(f"Two almost equal pictures, {caption}")
    return (
        f'<figure style="width: {width_px}px">'
        f'<div style="width: {width_px}px; height: {PAIR_PX}px">'
        f'<img alt="{alt}" style="{_SHARP}" src="{strip}"></div>'
        f"<figcaption>{html_text(caption)}</figcaption></figure>"
    )


def _samples(
    letter: str, ids: Sequence[str], pictures: Mapping[str, bytes]
) -> Markup | None:
    shown = [pictures[one] for one in ids if one in pictures]
    if not shown:
        return None
    strip, width_px = _strip(shown, STRIP_PX)
    return Markup(
        f'<img alt="{len(shown)} pictures of {escape(letter)}" width="{width_px}" '
        f'height="{STRIP_PX}" style="{_SHARP}; display: block" src="{strip}">'
    )


def _strip(shown: Sequence[bytes], side_px: int) -> tuple[str, int]:
    """Return pictures side by side as one, which is quicker, and its width as shown."""
    step = SIDE_PX + GAP_PX
    strip = Image.new("L", (step * len(shown) - GAP_PX, SIDE_PX), GAP_GREY)
    for place, pixels in enumerate(shown):
        strip.paste(_image(pixels), (place * step, 0))
    return _source(strip), round(strip.width * side_px / SIDE_PX)


def _image(pixels: bytes) -> Image.Image:
    grey = np.frombuffer(pixels, np.uint8).reshape(SIDE_PX, SIDE_PX)
    return Image.fromarray(grey)


def _source(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
