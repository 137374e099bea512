"""Copies that a browser plays, for videos and photographs that it does not."""

from collections.abc import Callable
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Final

import av
import cv2
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from ingest.video import Image, Video, open_video
from store.errors import MediaError
from store.whole_files import whole_file

Change = Callable[[Image, int], Image]
"""Takes a frame and its time from the clip's start in ms; gives the frame to be shown."""
_MILLISECOND: Final = Fraction(1, 1000)
_H264: Final[dict[str, object]] = {
    "preset": "veryfast",
    "crf": "20",
    "x264-params": "mbtree=0",
}
"""Without mbtree: on processors with AVX-512 x264 gives varying files with it."""


def write_playable(
    source: Path,
    target: Path,
    *,
    start_ms: int,
    end_ms: int | None,
    longest_side_px: int,
    change: Change | None = None,
) -> None:
    """Write the clip as H.264 in mp4: upright, cut, ready to play while it loads.

    The copy appears whole or not at all. It keeps the times of the frames, but neither
    sound nor what cameras write beside the picture.
    """
    with (
        whole_file(target, ".mp4") as temporary,
        open_video(
            source, longest_side_px=longest_side_px, smallest_side_px=1
        ) as video,
    ):
        _encode(video, temporary, start_ms=start_ms, end_ms=end_ms, change=change)


def write_shown(image: Image, target: Path, *, quality: int) -> None:
    """Write a photograph as JPEG."""
    picture = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    with whole_file(target) as temporary:
        temporary.write_bytes(encoded.tobytes())


def _encode(
    video: Video,
    target: Path,
    *,
    start_ms: int,
    end_ms: int | None,
    change: Change | None,
) -> None:
    frames = video.frames(start_ms, end_ms)
    first = next(frames, None)
    if first is None:
        raise MediaError(
            "truncated",
            f"{video.path.name} has no frame between its start and its end.",
            "Copy or download the file again.",
        )
    height, width = first.image.shape[:2]
    with av.open(
        target, "w", format="mp4", options={"movflags": "+faststart"}
    ) as container:
        stream = container.add_stream("libx264", rate=round(video.average_fps) or 25)
        stream.width, stream.height = _even(width), _even(height)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = _MILLISECOND
        stream.codec_context.thread_count = 1
        stream.options = dict(_H264)
        reformatter = VideoReformatter()
        for frame in chain([first], frames):
            time_ms = frame.source_ms - first.source_ms
            image = change(frame.image, time_ms) if change else frame.image
            picture = VideoFrame.from_ndarray(image, format="rgb24")
            even = reformatter.reformat(
                picture, stream.width, stream.height, "yuv420p", threads=1
            )
            even.pts, even.time_base = time_ms, _MILLISECOND
            container.mux(stream.encode(even))
        container.mux(stream.encode(None))


def _even(side_px: int) -> int:
    """Return the nearest even number that is no larger; H.264 knows no odd sides."""
    return max(2, side_px - side_px % 2)
