"""Which files are photographs, and which of them a browser shows."""

from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_BROWSER_SUFFIXES: Final = SUFFIXES - {".tif", ".tiff"}


def browser_shows(path: Path) -> bool:
    """Return whether a browser shows the photograph as it is."""
    return path.suffix.lower() in _BROWSER_SUFFIXES
