"""Labels and times of a clip, from the words in which corpora give them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ingest.sources import ClipSource

LONGEST_MS: Final = 999_999_999_999
"""Of 32 years: no recording lasts longer, and tables hold it."""
SPLITS: Final = ("train", "validation", "test")
_MOST_DIGITS: Final = len(str(LONGEST_MS))
_SPLIT_WORDS: Final = {"val": "validation", "valid": "validation", "dev": "validation"}


def split_name(text: str | None) -> str | None:
    """Return train, validation or test for the words in use; None where unknown."""
    if not text:
        return None
    word = text.strip().lower()
    known = _SPLIT_WORDS.get(word, word)
    return known if known in SPLITS else None


def with_labels(clip: ClipSource, told: Mapping[str, str | None]) -> ClipSource:
    """Return the clip with labels and times from text; empty text says nothing.

    Raises:
        ValueError: a time is no whole number of milliseconds, or the times are no stretch.
    """
    start, end = told.get("start_ms"), told.get("end_ms")
    start_ms = whole_ms(start) if start else 0
    end_ms = whole_ms(end) if end else None
    if end_ms is not None and end_ms <= start_ms:
        raise ValueError(f"{start_ms} to {end_ms} ms is no stretch of time")
    return replace(
        clip,
        gloss=told.get("gloss") or None,
        signer=told.get("signer") or None,
        handshape=told.get("handshape") or None,
        split=split_name(told.get("split")),
        start_ms=start_ms,
        end_ms=end_ms,
    )


def whole_ms(text: str) -> int:
    """Return a time in ms that a text tells.

    Raises:
        ValueError: it is no whole number from 0 to `LONGEST_MS`.
    """
    plain = text.strip()
    # int() of a million digits would take minutes; it also reads 1_000 and other scripts.
    if not (plain.isascii() and plain.isdigit()) or len(plain) > _MOST_DIGITS:
        raise ValueError(f"{plain[:_MOST_DIGITS]!r} is no whole number of milliseconds")
    return int(plain)
