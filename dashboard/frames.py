"""One frame of a clip, decoded from the file that the browser plays."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from PIL import Image, ImageOps, UnidentifiedImageError

from store.errors import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

WIDTH_PX: Final = 960
"""Wider frames are made smaller before they go to the browser."""
_REMEDY: Final = "Ingest it again."


def frame_jpeg(path: Path, *, time_ms: int, is_image: bool) -> bytes:
    """Return the frame shown at a time as JPEG, as wide as it is or `WIDTH_PX`.

    Args:
        path: a video or photograph.
        time_ms: time of the frame from the first frame of the file.
        is_image: whether it is a photograph.

    Raises:
        MediaError: the file cannot be decoded, or is gone.
    """
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise MediaError("missing-file", f"{path} is not there.", _REMEDY) from error
    return _frame_jpeg(path, time_ms, is_image, changed_ns)


@st.cache_data(max_entries=256, ttl=600, show_spinner=False)
def _frame_jpeg(path: Path, time_ms: int, is_image: bool, changed_ns: int) -> bytes:
    del changed_ns
    picture = _photograph(path) if is_image else _video_frame(path, time_ms)
    picture.thumbnail((WIDTH_PX, 4 * WIDTH_PX))
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def _photograph(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            return ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError) as error:
        raise MediaError(
            "unreadable", f"{path} is not a photograph.", _REMEDY
        ) from error


def _video_frame(path: Path, time_ms: int) -> Image.Image:
    import av  # noqa: PLC0415  # the start page never decodes

    try:
        with av.open(str(path)) as container:
            frame = _nearest_frame(container, time_ms)
    except (av.FFmpegError, IndexError) as error:
        raise MediaError("unreadable", f"{path} cannot be decoded.", _REMEDY) from error
    if frame is None:
        raise MediaError("unreadable", f"{path} has no frames.", _REMEDY)
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _nearest_frame(container: "InputContainer", time_ms: int) -> "VideoFrame | None":
    stream = container.streams.video[0]
    unit_ms = float(stream.time_base or 0.001) * 1000
    wanted = (stream.start_time or 0) + round(time_ms / unit_ms)
    container.seek(wanted, stream=stream)
    nearest: VideoFrame | None = None
    for frame in container.decode(stream):
        if frame.pts is None:
            continue
        if nearest is None or _gap(frame, wanted) <= _gap(nearest, wanted):
            nearest = frame
        if frame.pts >= wanted:
            break
    return nearest


def _gap(frame: "VideoFrame", wanted: int) -> int:
    return abs((frame.pts or 0) - wanted)
