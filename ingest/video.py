"""Frames of a video as a browser would show them, one at a time, with their times."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ingest.containers import DECODING, open_container
from ingest.video_refusals import (
    check_claimed,
    check_not_empty,
    check_size,
    no_codec,
    no_first_frame,
    no_picture,
    not_opened,
)

Image = NDArray[np.uint8]
"""RGB, shape (height, width, 3)."""

ENOUGH_FRAMES: Final = 8
"""A damaged file that still gives this many frames is read as far as it goes."""
_SEEK_FROM_MS: Final = 10_000
_LONGEST_FRAME_MS: Final = 10_000
"""Longer ones are of damaged files: clips would seem to last for hours."""
_TOLERATED_LOSS: Final = 0.05
"""Many sound files list a frame more than they hold."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame.

    Attributes:
        image: RGB, rotation applied, scaled for work.
        source_ms: time from the file's start.
        length_ms: how long it is shown.
    """

    image: Image
    source_ms: int
    length_ms: int


@dataclass(slots=True)
class Video:
    """An open video. Made by `open_video`; read it once with `frames`.

    Attributes:
        width_px, height_px: as shown: square pixels, rotation applied.
        rotation_deg: rotation that the metadata asks for, counterclockwise.
        average_fps: as the file says; 0 where it does not.
        browser_plays: whether a browser plays the file as it is.
        cut_off: what stopped decoding before the end; empty while nothing did.
        decoded: frames decoded so far.
    """

    path: Path
    container: InputContainer
    stream: VideoStream
    longest_side_px: int
    width_px: int
    height_px: int
    rotation_deg: int
    average_fps: float
    browser_plays: bool
    cut_off: str = ""
    decoded: int = 0

    def frames(self, start_ms: int = 0, end_ms: int | None = None) -> Iterator[Frame]:
        """Yield the frames shown from `start_ms` up to `end_ms`, in order.

        A file that breaks off ends the frames early and says so in `cut_off`.
        """
        reformatter = VideoReformatter()
        previous_ms = -1
        for frame in self._decoded(start_ms):
            self.decoded += 1
            source_ms = max(self._time_ms(frame, previous_ms), previous_ms + 1)
            previous_ms = source_ms
            if end_ms is not None and source_ms >= end_ms:
                return
            if source_ms >= start_ms:
                yield Frame(
                    self._image(frame, reformatter), source_ms, self._length_ms(frame)
                )
        self._compare_with_listed(start_ms)

    def is_all(self, start_ms: int, end_ms: int | None) -> bool:
        """Return whether this part is the whole video, as far as its header knows."""
        if start_ms or end_ms is None:
            return not start_ms
        length_ms = (self.stream.duration or np.inf) * self._time_base * 1000
        return length_ms - 1000 / (self.average_fps or 25) < end_ms

    def _compare_with_listed(self, start_ms: int) -> None:
        """Notice an mp4 whose index lists many more frames than the file still holds."""
        listed = self.stream.frames if _is_mp4(self.container) else 0
        missing = listed - self.decoded
        from_start = start_ms < _SEEK_FROM_MS and not self.cut_off
        if from_start and missing > max(2, listed * _TOLERATED_LOSS):
            self.cut_off = f"{missing} of {listed} frames are missing"

    def _decoded(self, start_ms: int) -> Iterator[VideoFrame]:
        try:
            if start_ms >= _SEEK_FROM_MS:
                self._seek_before(start_ms)
            yield from self.container.decode(self.stream)
        except av.error.MemoryError:
            raise
        except FFmpegError as error:
            self.cut_off = error.strerror or str(error)

    def _seek_before(self, start_ms: int) -> None:
        """Go to the last key frame before a time; to the start if that fails."""
        ticks = round((start_ms - 1_000) / 1000 / self._time_base) + self._start_ticks
        try:
            self.container.seek(ticks, stream=self.stream)
            first = next(self.container.decode(self.stream), None)
            if first is not None and self._time_ms(first, 0) <= start_ms:
                self.container.seek(ticks, stream=self.stream)
                return
        except FFmpegError:
            pass
        self.container.seek(self._start_ticks, stream=self.stream)

    @property
    def _time_base(self) -> float:
        return float(self.stream.time_base or 0) or 1 / 90_000

    @property
    def _start_ticks(self) -> int:
        return self.stream.start_time or 0

    def _time_ms(self, frame: VideoFrame, previous_ms: int) -> int:
        ticks = frame.pts if frame.pts is not None else frame.dts
        if ticks is None:
            return previous_ms + self._length_ms(frame)
        return round((ticks - self._start_ticks) * self._time_base * 1000)

    def _length_ms(self, frame: VideoFrame) -> int:
        told_ms = (frame.duration or 0) * self._time_base * 1000
        average_ms = 1000 / self.average_fps if self.average_fps else 0.0
        for length_ms in (told_ms, average_ms):
            if 0 < length_ms <= _LONGEST_FRAME_MS:
                return max(1, round(length_ms))
        return 40

    def _image(self, frame: VideoFrame, reformatter: VideoReformatter) -> Image:
        turned = quarter_turns(self.rotation_deg)
        shown = (self.width_px, self.height_px)
        width, height = scaled_size(*shown, longest_side_px=self.longest_side_px)
        if turned % 2:
            width, height = height, width
        scaled = reformatter.reformat(
            frame, width=width, height=height, format="rgb24", threads=1
        )
        plain = np.asarray(scaled.to_ndarray(), dtype=np.uint8)
        return np.ascontiguousarray(np.rot90(plain, turned)) if turned else plain


@contextmanager
def open_video(
    path: Path, *, longest_side_px: int, smallest_side_px: int
) -> Iterator[Video]:
    """Open a video for reading.

    Args:
        path: the file.
        longest_side_px: larger frames are scaled down to this side.
        smallest_side_px: smaller frames are refused.

    Raises:
        MediaError: the file is empty, cut off, no video, has no picture, is too small or
            too large, or cannot be read.
        MemoryError: decoding needs more memory than there is.
    """
    check_not_empty(path)
    try:
        with open_container(path) as container:
            stream = _stream(path, container)
            video = _described(path, container, stream, longest_side_px)
            check_size(
                path, video.width_px, video.height_px, smallest_px=smallest_side_px
            )
            yield video
    except av.error.MemoryError:
        raise
    except FFmpegError as error:
        raise not_opened(path, error) from error


def scaled_size(width: int, height: int, *, longest_side_px: int) -> tuple[int, int]:
    """Return width and height scaled down, if need be, to a longest side."""
    scale = min(1.0, longest_side_px / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def quarter_turns(rotation_deg: int) -> int:
    """Return the quarter turns, 0 to 3, nearest to a rotation."""
    return round(rotation_deg / 90) % 4


def _stream(path: Path, container: InputContainer) -> VideoStream:
    """Return the first stream of pictures, ready to be decoded in this thread."""
    if not container.streams.video:
        raise no_picture(path)
    stream = container.streams.video[0]
    # Typed as if it were always there; of unknown codecs it is not.
    context: VideoCodecContext | None = stream.codec_context
    if context is None:
        raise no_codec(path)
    stream.thread_type = "NONE"
    context.thread_count = 1
    context.options = dict(DECODING)
    return stream


def _described(
    path: Path, container: InputContainer, stream: VideoStream, longest_side_px: int
) -> Video:
    rotation = _rotation_deg(path)
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    width, height = max(1, round(stream.width * aspect)), stream.height
    if quarter_turns(rotation) % 2:
        width, height = height, width
    context = stream.codec_context
    return Video(
        path=path,
        container=container,
        stream=stream,
        longest_side_px=longest_side_px,
        width_px=width,
        height_px=height,
        rotation_deg=rotation,
        average_fps=float(stream.average_rate or 0),
        browser_plays=(
            context.name == "h264"
            and context.pix_fmt in {"yuv420p", "yuvj420p"}
            and _is_mp4(container)
            and rotation % 90 == 0
        ),
    )


def _is_mp4(container: InputContainer) -> bool:
    return "mp4" in container.format.name.split(",")


def _rotation_deg(path: Path) -> int:
    """Return the rotation of the first frame; only a decoded frame tells it."""
    with open_container(path) as container:
        stream = _stream(path, container)
        check_claimed(path, stream.width, stream.height)
        first = next(container.decode(stream), None)
    if first is None:
        raise no_first_frame(path)
    return first.rotation
