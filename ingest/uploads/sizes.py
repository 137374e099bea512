"""How large and long an upload says it is, before a frame of it is decoded."""

from pathlib import Path
from typing import Final

import av
from av.error import FFmpegError
from PIL import Image, UnidentifiedImageError

from ingest.uploads.limits import PHOTOGRAPH_SUFFIXES, UploadLimits
from ingest.uploads.sentences import too_many_pixels, too_many_seconds

_MICROSECONDS: Final = 1_000_000


def is_photograph(path: Path) -> bool:
    """Return whether a file is a photograph by its name."""
    return path.suffix.lower() in PHOTOGRAPH_SUFFIXES


def check_size(path: Path, limits: UploadLimits) -> int:
    """Return how many frames a file says it has; 0 where it does not say.

    What cannot be opened passes: who reads it says better what is wrong with it.

    Raises:
        MediaError: it says that it has more pixels or seconds than it may have.
    """
    if is_photograph(path):
        return _check_photograph(path, limits)
    try:
        with av.open(path, metadata_errors="ignore") as container:
            if not container.streams.video:
                return 0
            stream = container.streams.video[0]
            size, frames = (stream.width, stream.height), stream.frames
            rate = float(stream.average_rate or 0)
            lasts_s = (container.duration or 0) / _MICROSECONDS
    except FFmpegError:
        return 0
    _check_pixels(path, size, limits)
    if lasts_s > limits.seconds + 1:
        raise too_many_seconds(path.name, limits)
    return frames or round(rate * lasts_s)


def _check_photograph(path: Path, limits: UploadLimits) -> int:
    try:
        with Image.open(path) as picture:
            size = picture.size
    except Image.DecompressionBombError:
        raise too_many_pixels(path.name, "hundreds of millions of", limits) from None
    except (UnidentifiedImageError, OSError):
        return 1
    _check_pixels(path, size, limits)
    return 1


def _check_pixels(path: Path, size: tuple[int, int], limits: UploadLimits) -> None:
    width, height = size
    if width * height > limits.pixels:
        raise too_many_pixels(path.name, f"{width} x {height}", limits)
