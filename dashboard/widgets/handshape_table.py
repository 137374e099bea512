"""The handshapes of the inventory: how each is made, and examples."""

import csv
import io
from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard import state
from dashboard.records.inventory_records import HandshapeClass, LabelledHand
from dashboard.widgets.hand_tiles import moment_address, picture_source
from dashboard.widgets.tables import Column, Markup, html_table, joined, link, small
from dashboard.wording import MISSING, amount, attribute_text, html_text, percent
from store.handshapes import INVENTORY, Handshape

EXAMPLES_IN_TABLE: Final = 4
COLUMNS: Final = (
    Column("Handshape"),
    Column("HamNoSys", "Symbol of the HamNoSys font, and its name"),
    Column("Selected fingers"),
    Column("Position"),
    Column("Spread"),
    Column("Thumb"),
    Column("Hands", "Labelled crops", number=True),
    Column("Signers", number=True),
    Column("Examples", "One per signer and orientation"),
)


def handshape_table(
    classes: Sequence[HandshapeClass], total: int, pictures: dict[str, bytes]
) -> str:
    """Return the inventory as an HTML table with examples."""
    rows = [_row(class_, total, pictures) for class_ in classes]
    return html_table("Handshape inventory", COLUMNS, rows)


def example_row(hands: Sequence[LabelledHand], pictures: dict[str, bytes]) -> str:
    """Return hands with captions as HTML; each leads to its moment in the video."""
    figures = "".join(_figure(hand, pictures.get(hand.crop_id)) for hand in hands)
    return f'<div class="sa-crops">{figures}</div>'


def hand_row(crops: Sequence[str], pictures: dict[str, bytes]) -> str:
    """Return hands in small as HTML; each leads to its moment in the video."""
    figures = "".join(
        f"<figure>{_square(crop, pictures.get(crop), crop)}</figure>" for crop in crops
    )
    return f'<div class="sa-crops sa-small-crops">{figures}</div>'


def inventory_csv(classes: Sequence[HandshapeClass]) -> str:
    """Return the inventory as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        (
            *("handshape", "hamnosys", "fingers", "position", "spread", "thumb"),
            *("hands", "signers", "orientations"),
        )
    )
    for class_ in classes:
        made = _made_in_words(INVENTORY.get(class_.name))
        seen = (" ".join(class_.signers), "; ".join(class_.orientations))
        writer.writerow((class_.name, *made, len(class_), *seen))
    return file.getvalue()


def _row(
    class_: HandshapeClass, total: int, pictures: dict[str, bytes]
) -> list[object]:
    known = INVENTORY.get(class_.name)
    where = state.address("inventory", handshape=class_.name)
    words = known.words if known else "not in the inventory of known handshapes"
    return [
        joined(link(where, class_.name), small(words)),
        *_made(known),
        joined(amount(len(class_)), small(percent(len(class_) / total))),
        amount(len(class_.signers)) if class_.signers else MISSING,
        Markup(
            hand_row(
                [hand.crop_id for hand in class_.examples(EXAMPLES_IN_TABLE)], pictures
            )
        ),
    ]


def _made(known: Handshape | None) -> list[object]:
    if known is None:
        return [None] * 5
    glyph = Markup(
        '<span class="sa-hamnosys" title="HamNoSys symbols; boxes where the font is '
        f'not installed">{html_text(known.glyphs)}</span>'
    )
    return [
        joined(glyph, small(known.hamnosys)),
        ", ".join(known.fingers),
        known.position,
        "spread" if known.spread else "together",
        known.thumb,
    ]


def _made_in_words(known: Handshape | None) -> tuple[object, ...]:
    if known is None:
        return ("",) * 5
    fingers = " ".join(known.fingers)
    return known.hamnosys, fingers, known.position, known.spread, known.thumb


def _figure(hand: LabelledHand, image: bytes | None) -> str:
    about = [f"signer {hand.signer}" if hand.signer else None]
    about += [hand.orientation, hand.gloss]
    said = [text for text in about if text]
    caption = " · ".join(html_text(text) for text in said)
    square = _square(hand.crop_id, image, ", ".join([hand.handshape, *said]))
    return f"<figure>{square}<figcaption>{caption}</figcaption></figure>"


def _square(crop_id: str, image: bytes | None, about: str) -> str:
    source, lacking = picture_source(image)
    alt = attribute_text(about)
    inner = f'<img alt="{alt}" src="{source}">' if source else escape(lacking)
    square = f'<div class="sa-square">{inner}</div>'
    where = moment_address(crop_id)
    if where is None:
        return square
    return f'<a href="{escape(where)}" target="_self" title="{alt}">{square}</a>'
