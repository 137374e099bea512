from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from ingest.playable import write_playable
from ingest.video import open_video
from store.errors import MediaError

VideoMaker = Callable[..., Path]


def copy(source: Path, *, start_ms: int = 0, end_ms: int | None = None) -> Path:
    target = source.parent / "copies" / "clip.mp4"
    write_playable(
        source, target, start_ms=start_ms, end_ms=end_ms, longest_side_px=1280
    )
    return target


def described(path: Path) -> tuple[str, str | None, list[int], tuple[int, int]]:
    with av.open(path) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        base = float(stream.time_base or 0)
        times_ms = [
            round((frame.pts or 0) * base * 1000) for frame in container.decode(stream)
        ]
        return context.name, context.pix_fmt, times_ms, (stream.width, stream.height)


def test_write_playable__what_browsers_play(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    source = make_video(tmp_path / "a.avi", codec="mpeg4")

    target = copy(source)

    codec, pix_fmt, times_ms, _ = described(target)
    assert (codec, pix_fmt) == ("h264", "yuv420p")
    assert times_ms == [40 * index for index in range(12)]
    assert target.read_bytes().index(b"moov") < target.read_bytes().index(b"mdat")


def test_write_playable__cut_starts_at_zero(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    target = copy(make_video(tmp_path / "a.mp4"), start_ms=80, end_ms=200)

    assert described(target)[2] == [0, 40, 80]


def test_write_playable__odd_sizes_become_even(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    images = [np.zeros((287, 191, 3), dtype=np.uint8)] * 2
    source = make_video(tmp_path / "a.mp4", images, pix_fmt="yuv444p")

    assert described(copy(source))[3] == (190, 286)


def test_write_playable__rotation_is_applied(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    source = make_video(tmp_path / "a.mkv", rotation_deg=90)

    target = copy(source)

    with open_video(target, longest_side_px=1280, smallest_side_px=2) as video:
        assert (video.width_px, video.height_px) == (64, 96)
        assert video.rotation_deg == 0


def test_write_playable__same_input_same_bytes(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    source = make_video(tmp_path / "a.avi", codec="mpeg4")

    assert copy(source).read_bytes() == copy(source).read_bytes()


def test_write_playable__nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")

    with pytest.raises(MediaError):
        copy(tmp_path / "a.mp4")

    assert [path.name for path in tmp_path.rglob("*.*")] == ["a.mp4"]
