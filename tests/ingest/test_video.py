import os
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.video import Frame, open_video, quarter_turns, scaled_size
from store.errors import MediaError

VideoMaker = Callable[..., Path]


def read(path: Path, *, start_ms: int = 0, end_ms: int | None = None) -> list[Frame]:
    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        return list(video.frames(start_ms, end_ms))


def still(width: int, height: int, count: int = 3) -> list[NDArray[np.uint8]]:
    """Frames whose top left quarter is red and whose rest is dark."""
    image = np.full((height, width, 3), 20, dtype=np.uint8)
    image[: height // 2, : width // 2] = 250, 10, 10
    return [image] * count


def kind_of(path: Path) -> str:
    with pytest.raises(MediaError) as caught:
        read(path)
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value.kind


def test_frames__constant_rate(tmp_path: Path, make_video: VideoMaker) -> None:
    frames = read(make_video(tmp_path / "a.mp4"))

    assert [frame.source_ms for frame in frames] == [40 * i for i in range(12)]
    assert frames[0].image.shape == (64, 96, 3)


def test_frames__variable_rate_keeps_the_times_of_the_stream(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    times_ms = [0, 40, 80, 100, 300, 333, 1000]
    path = make_video(tmp_path / "a.mp4", still(96, 64, 7), times_ms=times_ms)

    assert [frame.source_ms for frame in read(path)] == times_ms


def test_frames__last_for_hours_in_a_damaged_file(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    times_ms = [0, 40, 80, 120, 170]
    path = make_video(
        tmp_path / "a.mp4", still(96, 64, 5), times_ms=times_ms, codec="mpeg4"
    )
    content = bytearray(path.read_bytes())
    place = content.index(b"stts") + 8
    entries = int.from_bytes(content[place : place + 4], "big")
    last = place + 4 + 8 * (entries - 1)  # A count of frames and how long each lasts.
    content[last + 4 : last + 8] = (1 << 29).to_bytes(4, "big")
    path.write_bytes(content)

    frames = read(path)

    assert entries > 1
    assert [frame.source_ms for frame in frames][:4] == times_ms[:4]
    assert all(0 < frame.length_ms <= 10_000 for frame in frames)


def test_frames__cut_is_half_open(tmp_path: Path, make_video: VideoMaker) -> None:
    path = make_video(tmp_path / "a.mp4")

    frames = read(path, start_ms=80, end_ms=200)

    assert [frame.source_ms for frame in frames] == [80, 120, 160]


def test_frames__cut_far_into_a_long_video(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    images = [np.full((64, 64, 3), index % 250, dtype=np.uint8) for index in range(400)]
    path = make_video(tmp_path / "a.mp4", images)

    far = read(path, start_ms=12_000, end_ms=12_200)

    whole = [frame for frame in read(path) if 12_000 <= frame.source_ms < 12_200]
    assert [frame.source_ms for frame in far] == [frame.source_ms for frame in whole]
    for one, other in zip(far, whole, strict=True):
        np.testing.assert_array_equal(one.image, other.image)


@pytest.mark.parametrize(
    ("rotation_deg", "red_corner"),
    [(90, "bottom left"), (180, "bottom right"), (-90, "top right")],
)
def test_frames__rotated_by_metadata(
    tmp_path: Path, make_video: VideoMaker, rotation_deg: int, red_corner: str
) -> None:
    path = make_video(tmp_path / "a.mp4", still(96, 64), rotation_deg=rotation_deg)

    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        image = next(video.frames()).image

    turned = quarter_turns(rotation_deg) % 2 == 1
    assert (video.width_px, video.height_px) == ((64, 96) if turned else (96, 64))
    assert image.shape == (video.height_px, video.width_px, 3)
    row = 5 if "top" in red_corner else -5
    column = 5 if "left" in red_corner else -5
    assert image[row, column, 0] > 200
    assert image[-row, -column, 0] < 60


def test_frames__4k_is_scaled_for_work_and_told_as_shown(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.mp4", still(3840, 2160, 2))

    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        image = next(video.frames()).image

    assert image.shape == (720, 1280, 3)
    assert (video.width_px, video.height_px) == (3840, 2160)


def test_frames__odd_size(tmp_path: Path, make_video: VideoMaker) -> None:
    path = make_video(tmp_path / "a.mp4", still(191, 287), pix_fmt="yuv444p")

    assert read(path)[0].image.shape == (287, 191, 3)


def test_frames__one(tmp_path: Path, make_video: VideoMaker) -> None:
    assert len(read(make_video(tmp_path / "a.mp4", still(96, 64, 1)))) == 1


def test_frames__reads_one_at_a_time(tmp_path: Path, make_video: VideoMaker) -> None:
    path = make_video(tmp_path / "a.mp4")

    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        frames = video.frames()
        next(frames)

    assert video.decoded == 1


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "whole"),
    [
        (0, None, True),
        (0, 480, True),
        (0, 441, True),
        (0, 440, False),
        (40, None, False),
    ],
)
def test_is_all__up_to_the_last_frame(
    tmp_path: Path, make_video: VideoMaker, start_ms: int, end_ms: int, whole: bool
) -> None:
    path = make_video(tmp_path / "a.mp4")

    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        assert video.is_all(start_ms, end_ms) == whole


def test_open_video__empty(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()

    assert kind_of(tmp_path / "a.mp4") == "empty-file"


def test_open_video__text_with_the_name_of_a_video(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("Not a video at all.\n" * 50)

    assert kind_of(tmp_path / "a.mp4") == "not-a-video"


def test_open_video__sound_only(tmp_path: Path) -> None:
    with av.open(tmp_path / "a.mp4", "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), dtype=np.float32), format="fltp", layout="mono"
        )
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    assert kind_of(tmp_path / "a.mp4") == "no-video-stream"


def test_open_video__sound_file_with_the_name_of_a_video(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.mp4"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000))

    assert kind_of(tmp_path / "a.mp4") == "no-video-stream"


def test_open_video__cut_off_before_its_index(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    whole = make_video(tmp_path / "whole.mp4").read_bytes()
    (tmp_path / "a.mp4").write_bytes(whole[: len(whole) // 2])

    assert kind_of(tmp_path / "a.mp4") == "truncated"


def test_open_video__too_small(tmp_path: Path, make_video: VideoMaker) -> None:
    assert kind_of(make_video(tmp_path / "a.mp4", still(24, 16))) == "too-small"


def test_open_video__not_there(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "a.mp4") == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_open_video__not_allowed(tmp_path: Path, make_video: VideoMaker) -> None:
    path = make_video(tmp_path / "a.mp4")
    path.chmod(0)

    assert kind_of(path) == "unreadable"


def test_frames__damaged_in_the_middle_says_so(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    random = np.random.default_rng(1)
    images = [random.integers(0, 256, (64, 64, 3), dtype=np.uint8) for _ in range(30)]
    whole = make_video(tmp_path / "whole.mkv", images).read_bytes()
    (tmp_path / "a.mkv").write_bytes(whole[: len(whole) * 2 // 3])

    with open_video(
        tmp_path / "a.mkv", longest_side_px=1280, smallest_side_px=32
    ) as video:
        frames = list(video.frames())

    assert 8 < len(frames) < 30


@pytest.mark.parametrize(
    ("size", "scaled"),
    [((640, 480), (640, 480)), ((3840, 2160), (1280, 720)), ((2, 5120), (1, 1280))],
)
def test_scaled_size(size: tuple[int, int], scaled: tuple[int, int]) -> None:
    assert scaled_size(*size, longest_side_px=1280) == scaled
