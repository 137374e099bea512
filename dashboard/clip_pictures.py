"""Small pictures of the frames of a clip, decoded in one go."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from store.errors import MediaError

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

WIDTH_PX: Final = 320
QUALITY: Final = 80


def clip_pictures(path: Path, times_ms: Sequence[int]) -> list[bytes]:
    """Return the frames of a video shown at some times, as small JPEG.

    Args:
        path: the video.
        times_ms: from the first frame of the file, rising.

    Returns:
        One for each time; none at all where the video cannot be decoded or is gone.
    """
    try:
        changed_ns = path.stat().st_mtime_ns
        return _pictures(path, tuple(times_ms), changed_ns)
    except (OSError, MediaError):
        return []


@st.cache_data(max_entries=32, ttl=600, show_spinner=False)
def _pictures(path: Path, times_ms: tuple[int, ...], changed_ns: int) -> list[bytes]:
    import av  # noqa: PLC0415  # the start page never decodes

    del changed_ns
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            unit_ms = float(stream.time_base or 0.001) * 1000
            first = stream.start_time or 0
            found: list[bytes] = []
            for frame in container.decode(stream):
                at_ms = ((frame.pts or 0) - first) * unit_ms
                # A frame stands for every time until the next one.
                while len(found) < len(times_ms) and at_ms >= times_ms[len(found)] - 1:
                    found.append(_jpeg(frame))
                if len(found) == len(times_ms):
                    break
    except (av.FFmpegError, IndexError) as error:
        raise MediaError("unreadable", f"{path} cannot be decoded.", "") from error
    if not found:
        raise MediaError("unreadable", f"{path} has no frames.", "")
    return found + found[-1:] * (len(times_ms) - len(found))


def _jpeg(frame: "VideoFrame") -> bytes:
    picture = frame.to_image()  # type: ignore[no-untyped-call]
    if frame.rotation:
        picture = picture.rotate(frame.rotation, expand=True)
    picture.thumbnail((WIDTH_PX, 4 * WIDTH_PX))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
