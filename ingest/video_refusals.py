"""Why a video cannot be used, and what is asked of a file before it is decoded."""

from pathlib import Path
from typing import Final

from av.error import FFmpegError

from ingest.containers import MOST_PIXELS
from store.errors import MediaError

_COPY_AGAIN: Final = "Copy or download the file again."


def check_not_empty(path: Path) -> None:
    """Raise a `MediaError` unless a file can be read and has a byte."""
    try:
        empty = path.stat().st_size == 0
        with path.open("rb"):
            pass
    except OSError as error:
        raise MediaError(
            "unreadable",
            f"{path.name} cannot be read: {error.strerror}.",
            "Check that it is there and that you may read it.",
        ) from error
    if empty:
        raise MediaError("empty-file", f"{path.name} has 0 bytes.", _COPY_AGAIN)


def check_claimed(path: Path, width: int, height: int) -> None:
    """Raise a `MediaError` if a header claims no picture, or more than is decoded."""
    if not 0 < width * height <= MOST_PIXELS:
        raise _too_large(path, width, height)


def check_size(path: Path, width: int, height: int, *, smallest_px: int) -> None:
    """Raise a `MediaError` unless a picture, as shown, has a size that can be read."""
    if min(width, height) < smallest_px:
        raise MediaError(
            "too-small",
            f"{path.name} is {width} x {height} pixels; hands need at least "
            f"{smallest_px} a side.",
            "Give a larger version of the video.",
        )
    if width * height > MOST_PIXELS:
        raise _too_large(path, width, height)


def no_picture(path: Path) -> MediaError:
    """Return the error of a file without a stream of pictures."""
    return MediaError(
        "no-video-stream",
        f"{path.name} has sound but no picture.",
        "Give the video file, or leave this one out.",
    )


def no_codec(path: Path) -> MediaError:
    """Return the error of a file whose pictures are in a coding that nobody knows."""
    return MediaError(
        "unknown-codec",
        f"The pictures of {path.name} are in a coding that is not known here.",
        "Convert it to mp4 (H.264); if others of its kind are read, copy it again.",
    )


def no_first_frame(path: Path) -> MediaError:
    """Return the error of a file that ends before any picture."""
    what = f"{path.name} breaks off before its first frame."
    return MediaError("truncated", what, _COPY_AGAIN)


def not_opened(path: Path, error: FFmpegError) -> MediaError:
    """Return the error of a file that FFmpeg gave up."""
    reason = error.strerror or str(error)
    if _looks_like_media(path):
        what = f"{path.name} breaks off or is damaged: {reason}."
        return MediaError("truncated", what, _COPY_AGAIN)
    return MediaError(
        "not-a-video",
        f"{path.name} is not a video: {reason}.",
        "Remove it from the folder, or give the video that it stands for.",
    )


def _too_large(path: Path, width: int, height: int) -> MediaError:
    most = f"{MOST_PIXELS / 1e6:.0f} million pixels"
    if width * height:
        claimed = f"says that its pictures are {width} x {height} pixels"
    else:
        claimed = "does not say how large its pictures are, or they are larger"
    return MediaError(
        "too-large",
        f"{path.name} {claimed}; up to {most} are decoded.",
        "Make the video smaller; if it is, copy or download the file again.",
    )


def _looks_like_media(path: Path) -> bool:
    """Return whether the file begins as mp4, mov, Matroska, WebM, AVI or MPEG do."""
    with path.open("rb") as file:
        head = file.read(16)
    return head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"} or head[
        :4
    ] in {b"\x1aE\xdf\xa3", b"RIFF", b"\x00\x00\x01\xba"}
