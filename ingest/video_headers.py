"""What the header of a video tells without decoding it."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av

from ingest.containers import open_container

_READERS: Final = 8


@dataclass(frozen=True, slots=True)
class VideoHeader:
    """Number of frames and frames per second, as the file says."""

    frames: int
    fps: float


def video_headers(paths: Iterable[Path]) -> dict[Path, VideoHeader | None]:
    """Return the header of each video; None where it has none that can be read."""
    listed = list(paths)
    with ThreadPoolExecutor(_READERS) as pool:
        return dict(zip(listed, pool.map(_header, listed), strict=True))


def _header(path: Path) -> VideoHeader | None:
    try:
        with open_container(path) as container:
            stream = container.streams.video[0]
            fps = float(stream.average_rate or 0)
            lasts_s = float((stream.duration or 0) * (stream.time_base or 0))
            frames = stream.frames or round(lasts_s * fps)
    except (av.FFmpegError, OSError, IndexError):
        return None
    return VideoHeader(frames, fps) if frames and fps else None
