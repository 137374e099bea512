"""Labels and times of a clip, from the words in which corpora give them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ingest.sources import ClipSource

SPLITS: Final = ("train", "validation", "test")
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
        ValueError: a time is no whole number of milliseconds.
    """
    start_ms, end_ms = told.get("start_ms"), told.get("end_ms")
    return replace(
        clip,
        gloss=told.get("gloss") or None,
        signer=told.get("signer") or None,
        handshape=told.get("handshape") or None,
        split=split_name(told.get("split")),
        start_ms=int(start_ms) if start_ms else 0,
        end_ms=int(end_ms) if end_ms else None,
    )
