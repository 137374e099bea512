"""How large and long an upload says it is, before a frame of it is decoded."""

from pathlib import Path
from typing import Final

from av.error import FFmpegError
from PIL import Image, UnidentifiedImageError

from ingest.containers import open_container
from ingest.uploads.limits import PHOTOGRAPH_SUFFIXES, UploadLimits
from ingest.uploads.sentences import for_uploader, too_many_pixels, too_many_seconds

_MICROSECONDS: Final = 1_000_000
_MP4_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})


def is_photograph(path: Path) -> bool:
    """Return whether a file is a photograph by its name."""
    return path.suffix.lower() in PHOTOGRAPH_SUFFIXES


def check_size(path: Path, limits: UploadLimits) -> int:
    """Return how many frames a file says it has; 0 where it does not say.

    What is damaged passes: who reads it says better what is wrong with it.

    Raises:
        MediaError: it is no file of the kinds that are taken, or says that it has more
            pixels or seconds than it may have.
    """
    if is_photograph(path):
        return _check_photograph(path, limits)
    # Some kinds, as playlists, make a decoder open other files: they go no further.
    if not _begins_as_video(path):
        raise for_uploader("not-a-video", f"{path.name} is not a video.", "")
    try:
        with open_container(path) as container:
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
        with Image.open(path, formats=("JPEG", "PNG")) as picture:
            size = picture.size
    except Image.DecompressionBombError:
        raise too_many_pixels(path.name, "hundreds of millions of", limits) from None
    except (UnidentifiedImageError, OSError) as error:
        what = f"{path.name} is no photograph."
        raise for_uploader("not-a-photograph", what, "") from error
    _check_pixels(path, size, limits)
    return 1


def _begins_as_video(path: Path) -> bool:
    """Return whether a file begins as mp4, mov, webm, avi or gif do."""
    with path.open("rb") as file:
        head = file.read(12)
    return (
        head[4:8] in _MP4_BOXES
        or head[:4] == b"\x1aE\xdf\xa3"
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or head[:6] in {b"GIF87a", b"GIF89a"}
    )


def _check_pixels(path: Path, size: tuple[int, int], limits: UploadLimits) -> None:
    width, height = size
    if width * height > limits.pixels:
        raise too_many_pixels(path.name, f"{width} x {height}", limits)
