"""What headers claim is refused before anything is decoded or room is made for it."""

from pathlib import Path

import pytest

from ingest.video import open_video
from store.errors import MediaError
from tests.fuzz.lying_headers import lying, with_boxes_swapped, with_h264_size
from tests.fuzz.memory import little_memory
from tests.ingest.conftest import write_video


def kind_of(path: Path) -> str:
    with (
        pytest.raises(MediaError) as caught,
        open_video(path, longest_side_px=1280, smallest_side_px=32) as video,
    ):
        list(video.frames())
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value.kind


def frames_of(path: Path) -> int:
    """Number of frames that come out; 0 where the file is refused."""
    try:
        with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
            return sum(1 for _ in video.frames())
    except (MediaError, MemoryError):
        return 0


@pytest.mark.parametrize(
    ("side_px", "kind"),
    [(15_008, "too-large"), (100_000, "truncated"), (1_000_000, "truncated")],
)
def test_open_video__stream_that_claims_huge_frames(
    tmp_path: Path, side_px: int, kind: str
) -> None:
    path = write_video(tmp_path / "a.mp4")
    path.write_bytes(with_h264_size(path.read_bytes(), side_px=side_px))

    with little_memory():
        assert kind_of(path) == kind


def test_open_video__gif_that_claims_huge_frames(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.gif", codec="gif", pix_fmt="rgb8")
    head = bytearray(path.read_bytes())
    head[6:10] = (16_000).to_bytes(2, "little") * 2
    path.write_bytes(head)

    with little_memory():
        assert kind_of(path) == "too-large"


@pytest.mark.parametrize("number", [1, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("table", [b"stts", b"stsz"])
def test_open_video__index_that_claims_a_billion_frames(
    tmp_path: Path, table: bytes, number: int
) -> None:
    path = write_video(tmp_path / "a.mp4")
    data = bytearray(path.read_bytes())
    at = data.index(table) + len(table) + 8
    data[at : at + 4] = number.to_bytes(4)
    path.write_bytes(data)

    with little_memory():
        assert frames_of(path) <= 12


def test_open_video__coding_that_nobody_knows(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))

    assert kind_of(path) == "unknown-codec"


def test_open_video__pixels_a_thousand_times_as_wide_as_high(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4")
    data = path.read_bytes()
    at = data.index(b"pasp") + 4 if b"pasp" in data else data.index(b"avcC") + 4
    wide = bytearray(data)
    wide[at : at + 8] = (1_000_000).to_bytes(4) + (1).to_bytes(4)
    path.write_bytes(wide)

    assert kind_of(path) in {"too-large", "truncated"}


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile a.mp4\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:1,\na.mp4\n#EXT-X-ENDLIST\n",
    ],
)
def test_open_video__list_of_other_files_is_not_followed(
    tmp_path: Path, text: str
) -> None:
    write_video(tmp_path / "a.mp4")
    (tmp_path / "list.mp4").write_text(text)

    assert kind_of(tmp_path / "list.mp4") == "not-a-video"


def test_lying__the_seed_decides(tmp_path: Path) -> None:
    data = write_video(tmp_path / "a.mp4").read_bytes()

    copies = [lying(data, seed) for seed in range(50)]

    assert copies == [lying(data, seed) for seed in range(50)]
    assert all(len(copy) == len(data) for copy in copies)
    assert sum(copy != data for copy in copies) > 40


def test_with_boxes_swapped__nothing_is_lost(tmp_path: Path) -> None:
    data = write_video(tmp_path / "a.mp4").read_bytes()

    swapped = [with_boxes_swapped(data, seed) for seed in range(20)]

    assert all(sorted(copy) == sorted(data) for copy in swapped)
    assert any(copy != data for copy in swapped)
