"""Copies that a browser plays, for videos and photographs that it does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Final

import av
import cv2
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from ingest.video import Image, open_video
from store.errors import MediaError
from store.temporary import temporary_beside
from store.whole_files import disk_refuses, whole_file

Change = Callable[[Image, int], Image]
"""Takes a frame and its time from the clip's start in ms; gives the frame to be shown."""
_MILLISECOND: Final = Fraction(1, 1000)
_H264: Final[dict[str, object]] = {
    "preset": "veryfast",
    "crf": "20",
    "x264-params": "mbtree=0",
}
"""Without mbtree: on processors with AVX-512 x264 gives varying files with it."""


class PlayableCopy:
    """A copy that grows frame by frame: H.264 in mp4, upright, ready to play while it loads.

    It keeps the times of the frames, but neither sound nor what cameras write beside
    the picture.

    Args:
        target: the file to be.
        fps: as the source says; 0 where it does not.
    """

    def __init__(self, target: Path, *, fps: float) -> None:
        self._target, self._hidden = target, temporary_beside(target, ".mp4")
        self._rate = round(fps) or 25
        self._reformatter = VideoReformatter()
        self._opened: tuple[OutputContainer, VideoStream] | None = None

    def add(self, image: Image, time_ms: int) -> None:
        """Take in the next frame, all of one size, and its time from the start.

        Raises:
            StoreError: the disk refuses.
        """
        with _disk(self._target):
            container, stream = self._opened or self._open(image)
            picture = VideoFrame.from_ndarray(image, format="rgb24")
            even = self._reformatter.reformat(
                picture, stream.width, stream.height, "yuv420p", threads=1
            )
            even.pts, even.time_base = time_ms, _MILLISECOND
            container.mux(stream.encode(even))

    def finish(self) -> None:
        """Let the copy appear, with what the encoder still held back.

        Raises:
            StoreError: the disk refuses.
        """
        if self._opened is None:
            return
        container, stream = self._opened
        with _disk(self._target):
            container.mux(stream.encode(None))
            container.close()
            self._hidden.replace(self._target)

    def clear(self) -> None:
        """Take away what did not become a copy."""
        if self._opened is not None:
            # Where the disk has refused, closing says so once more.
            with suppress(OSError):
                self._opened[0].close()
        self._hidden.unlink(missing_ok=True)

    def _open(self, image: Image) -> tuple[OutputContainer, VideoStream]:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        container = av.open(
            self._hidden, "w", format="mp4", options={"movflags": "+faststart"}
        )
        stream = container.add_stream("libx264", rate=self._rate)
        height, width = image.shape[:2]
        stream.width, stream.height = _even(width), _even(height)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = _MILLISECOND
        stream.codec_context.thread_count = 1
        stream.options = dict(_H264)
        self._opened = container, stream
        return self._opened


@contextmanager
def playable_copy(target: Path, *, fps: float) -> Iterator[PlayableCopy]:
    """Give a copy to be filled with frames; it appears whole at the end or not at all.

    Args:
        target: the file to be.
        fps: as the source says; 0 where it does not.
    """
    copy = PlayableCopy(target, fps=fps)
    try:
        yield copy
        copy.finish()
    finally:
        copy.clear()


def write_playable(
    source: Path,
    target: Path,
    *,
    start_ms: int,
    end_ms: int | None,
    longest_side_px: int,
    change: Change | None = None,
) -> None:
    """Write a part of a video as a `PlayableCopy`, changed frame by frame if need be."""
    with (
        open_video(
            source, longest_side_px=longest_side_px, smallest_side_px=1
        ) as video,
        playable_copy(target, fps=video.average_fps) as copy,
    ):
        frames = video.frames(start_ms, end_ms)
        first = next(frames, None)
        if first is None:
            raise MediaError(
                "truncated",
                f"{video.path.name} has no frame between its start and its end.",
                "Copy or download the file again.",
            )
        for frame in chain([first], frames):
            time_ms = frame.source_ms - first.source_ms
            copy.add(change(frame.image, time_ms) if change else frame.image, time_ms)


def write_shown(image: Image, target: Path, *, quality: int) -> None:
    """Write a photograph as JPEG."""
    picture = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    with whole_file(target) as temporary:
        temporary.write_bytes(encoded.tobytes())


def _even(side_px: int) -> int:
    """Return the nearest even number that is no larger; H.264 knows no odd sides."""
    return max(2, side_px - side_px % 2)


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk_refuses(target, error) from error
