"""Words of strangers, such as names of files, glosses and labels: shown, not obeyed.

What they may hold: escape sequences that colour, overwrite or rename a terminal, and
marks that turn the order of what is read.
"""

import re
from typing import Final

_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters but tab and line feed, marks of direction, halves of characters."""
_SHOWN: Final = "\N{REPLACEMENT CHARACTER}"


def visible(text: str) -> str:
    """Return text with a mark in place of each character that would steer a terminal."""
    return _STEERING.sub(_SHOWN, text)


def on_one_line(text: str) -> str:
    """Return text as `visible` does, its line feeds and tabs marked as well."""
    return re.sub(r"[\t\n]", _SHOWN, visible(text))
