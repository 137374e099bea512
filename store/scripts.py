"""The script that a text is written in, by its letters."""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final, Literal

Script = Literal["latin", "hangul", "japanese", "cyrillic", "hamnosys", "other", ""]

_HAMNOSYS: Final = range(0xE000, 0xE0F2)
_NAMES: Final[dict[str, Script]] = {
    "LATIN": "latin",
    "HANGUL": "hangul",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "KATAKANA-HIRAGANA": "japanese",
    "CJK": "japanese",
    "CYRILLIC": "cyrillic",
}
"""First word of a letter's Unicode name -> script. Chinese counts as Japanese."""


def main_script(text: str) -> Script:
    """Return the script of most letters of a text; empty where it has no letter."""
    counted = Counter(script for letter in text if (script := _script(letter)))
    return counted.most_common(1)[0][0] if counted else ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> Script:
    if ord(letter) in _HAMNOSYS:
        return "hamnosys"
    if not letter.isalpha():
        return ""
    return _NAMES.get(unicodedata.name(letter, "").split(" ")[0], "other")
