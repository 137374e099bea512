"""The one way in which files are opened for decoding: what may not be, is not begun."""

from pathlib import Path
from typing import Final

import av
from av.container import InputContainer

MOST_PIXELS: Final = 8192 * 4320
"""Frames of more pixels are not decoded, whatever a header says."""
DECODING: Final = {"max_pixels": str(MOST_PIXELS)}
"""What FFmpeg is told of every stream."""
_FORMATS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mpeg,mpegts,mpegvideo,asf,flv,ogg,"
    "wav,mp3,aac,flac"
)
"""FFmpeg's names of what is read. Playlists are not: they make it open other files."""


def open_container(path: Path) -> InputContainer:
    """Return a file opened by FFmpeg.

    Raises:
        FFmpegError: it is of no format that is read, or damaged.
    """
    return av.open(
        path,
        metadata_errors="ignore",
        options=dict(DECODING),
        container_options={"format_whitelist": _FORMATS},
    )
