"""Descriptions as HTML: what is shared is marked, HamNoSys has the names of its symbols."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final

import streamlit as st

from dashboard.records.description_records import DescribedSign
from dashboard.widgets.component import STATIC
from dashboard.widgets.tables import Markup
from dashboard.wording import html_text
from models.descriptions.alignment import Piece, marked_text
from models.descriptions.tokens import Unit, spelled

NOT_LANGUAGES: Final = ("", "hamnosys", "codes")
_MARKS: Final = {"shared": "sa-shared", "apart": "sa-apart"}


def prepare_texts() -> None:
    """Bring the style of descriptions, and the look whether a HamNoSys font is there."""
    style, script = _style()
    st.html(
        f'<span class="sa-style" hidden></span><style>{style}</style>'
        f"<script>{script}</script>",
        unsafe_allow_javascript=True,
    )


def told(sign: DescribedSign) -> Markup:
    """Return a description as it is."""
    return _words(sign, [(sign.text, False)])


def told_with(sign: DescribedSign, shared: Sequence[str], unit: Unit) -> Markup:
    """Return a description in which the shared tokens are marked."""
    return _words(sign, marked_text(sign.text, shared, unit))


def side_by_side(
    pieces: Sequence[Piece], signs: tuple[DescribedSign, DescribedSign], unit: Unit
) -> Markup:
    """Return two descriptions, each with what only it has marked."""
    rows = []
    for number, sign in enumerate(signs):
        parts = [
            _marked(_spaced(own, unit), None if piece.shared else "apart")
            for piece in pieces
            if (own := piece.second if number else piece.first)
        ]
        body = " ".join(parts)
        rows.append(
            f"<dt>{html_text(sign.gloss)}</dt>"
            f'<dd class="sa-words{_symbols(unit)}"{_language(sign)}>{body}</dd>'
        )
    return Markup(f'<dl class="sa-side">{"".join(rows)}</dl>')


def replaced(pieces: Sequence[Piece], unit: Unit) -> str:
    """Return in words what stands in place of what, e.g. `up -> down`."""
    nothing = "nothing"
    return "; ".join(
        f"{_spaced(piece.first, unit) or nothing} \u2192 "
        f"{_spaced(piece.second, unit) or nothing}"
        for piece in pieces
        if not piece.shared
    )


def _spaced(token_list: Sequence[str], unit: Unit) -> str:
    """Return words or phrases, or the names of symbols, with spaces."""
    return spelled(token_list, "symbol" if unit == "symbol" else "word")


def _words(sign: DescribedSign, stretches: Sequence[tuple[str, bool]]) -> Markup:
    if sign.names is None:
        body = "".join(
            _marked(text, "shared" if on else None) for text, on in stretches
        )
        return Markup(f'<span class="sa-words"{_language(sign)}>{body}</span>')
    names = " ".join(
        _marked(spelled(list(text), "symbol"), "shared" if on else None)
        for text, on in stretches
    )
    glyphs = f'<span class="sa-hamnosys" aria-hidden="true">{escape(sign.text)}</span>'
    return Markup(
        f'<span class="sa-words">{glyphs}<span class="sa-symbols">{names}</span></span>'
    )


def _marked(text: str, kind: str | None) -> str:
    if kind is None:
        return escape(text)
    return f'<mark class="{_MARKS[kind]}">{escape(text)}</mark>'


def _language(sign: DescribedSign) -> str:
    known = sign.language not in NOT_LANGUAGES
    return f' lang="{escape(sign.language)}"' if known else ""


def _symbols(unit: Unit) -> str:
    return " sa-symbols" if unit == "symbol" else ""


@lru_cache(maxsize=1)
def _style() -> tuple[str, str]:
    return (
        (STATIC / "descriptions.css").read_text("utf-8"),
        (STATIC / "hamnosys_font.js").read_text("utf-8"),
    )
