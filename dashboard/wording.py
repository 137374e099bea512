"""How numbers and strange text are written on the pages."""

import re
from html import escape
from typing import Final

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&^=\"'@])")
MISSING: Final = "\u2013"
_ROUNDS_TO_NOTHING: Final = 0.005


def plain(text: str) -> str:
    """Return text that Markdown shows letter by letter: nothing in it takes effect."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def html_text(text: object) -> str:
    """Return a value as HTML text; nothing in it takes effect."""
    return MISSING if text is None or text == "" else escape(str(text))


def attribute_text(text: str) -> str:
    """Return text for an attribute of an HTML part, e.g. the description of a picture.

    Streamlit takes away whole attributes in which it sees a tag, so none is to be seen.
    """
    return escape(text.replace("<", "\u2039").replace(">", "\u203a"))


def amount(number: int) -> str:
    """Return a whole number with separators, e.g. `1,204`."""
    return f"{number:,}"


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return a number with its noun, e.g. `1 clip`, `1,204 clips`."""
    return f"{amount(number)} {noun if number == 1 else nouns or noun + 's'}"


def share(part: float, whole: float) -> float | None:
    """Return part of whole, from 0 to 1; None of nothing."""
    return part / whole if whole else None


def percent(value: float | None) -> str:
    """Return a share from 0 to 1 as a percentage; never rounded to 0 or 100."""
    if value is None:
        return MISSING
    if 0 < value < _ROUNDS_TO_NOTHING:
        return "<1 %"
    if 1 - _ROUNDS_TO_NOTHING <= value < 1:
        return ">99 %"
    return f"{value * 100:.0f} %"


def seconds(duration_ms: int) -> str:
    """Return a time as seconds, e.g. `2.480 s`."""
    return f"{duration_ms / 1000:.3f} s"


def time_left(left_ms: int | None) -> str:
    """Return a time to wait in words, e.g. `3 min 20 s left`."""
    if left_ms is None:
        return "time left not known yet"
    minutes, rest = divmod(round(left_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min left"
    return f"{minutes} min {rest} s left" if minutes else f"{rest} s left"
