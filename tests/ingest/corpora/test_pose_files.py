"""`.pose` files written by pose-format itself, and files that are something else."""

from pathlib import Path

import numpy as np
import pytest
from pose_format import Pose
from pose_format.numpy import NumPyPoseBody
from pose_format.pose_header import (
    PoseHeader,
    PoseHeaderComponent,
    PoseHeaderDimensions,
)
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora.pose_files import read_pose_file, read_pose_folder
from ingest.sources import ClipSource
from store.db import Database
from store.errors import MediaError
from store.layout import open_store
from store.skeleton import HAND_SLICES, POINTS, POSE_POINTS

HOLISTIC = {
    "POSE_LANDMARKS": 33,
    "FACE_LANDMARKS": 5,
    "LEFT_HAND_LANDMARKS": 21,
    "RIGHT_HAND_LANDMARKS": 21,
}
WIDTH, HEIGHT, FPS = 640, 480, 20.0


def written(
    path: Path,
    *,
    components: dict[str, int] = HOLISTIC,
    frames: int = 4,
    width: int = WIDTH,
) -> Path:
    """Write a file in which point k of frame t is at x = k, y = t, depth k / 1000."""
    parts = [
        PoseHeaderComponent(name, [str(i) for i in range(count)], [], [], "XYZC")
        for name, count in components.items()
    ]
    header = PoseHeader(0.2, PoseHeaderDimensions(width, HEIGHT, 0), parts)
    points = sum(components.values())
    data = np.zeros((frames, 1, points, 3), np.float32)
    data[..., 0] = np.arange(points)
    data[..., 1] = np.arange(frames)[:, None, None]
    data[..., 2] = np.arange(points) / 1000
    sure = np.ones((frames, 1, points), np.float32)
    if components == HOLISTIC:
        sure[1, 0, 33 + 5 : 33 + 5 + 21] = 0  # the left hand is lost in frame 1
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        Pose(header, NumPyPoseBody(FPS, data, sure)).write(file)
    return path


def source(path: Path, **told: int) -> ClipSource:
    return ClipSource("c", path.stem, path, gloss="book", **told)  # type: ignore[arg-type]


def test_read_pose_file__fractions_of_the_frame_without_the_face(
    tmp_path: Path,
) -> None:
    clip = read_pose_file(source(written(tmp_path / "a.pose")))

    assert clip.points.shape == (4, POINTS, 3)
    assert (clip.aspect, clip.fps) == (WIDTH / HEIGHT, FPS)
    left = HAND_SLICES["left"].start
    assert clip.points[2, 5] == pytest.approx([5 / WIDTH, 2 / HEIGHT, 0.005])
    assert clip.points[2, left] == pytest.approx([38 / WIDTH, 2 / HEIGHT, 0.038])
    assert clip.seen("left").tolist() == [True, False, True, True]
    assert clip.seen("right").all()
    assert clip.visibility.shape == (4, POSE_POINTS)


def test_read_pose_file__times_cut_the_clip(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pose", frames=10)

    clip = read_pose_file(source(path, start_ms=100, end_ms=200))

    assert len(clip.points) == 2
    assert clip.points[0, 0, 1] == pytest.approx(2 / HEIGHT)
    with pytest.raises(MediaError, match="no frame from 900 ms"):
        read_pose_file(source(path, start_ms=900))


@pytest.mark.parametrize(
    "content", [b"", b"text", b"\x00" * 40, b"\xcd\xcc\x4c\x3e" * 9]
)
def test_read_pose_file__another_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pose"
    path.write_bytes(content)

    with pytest.raises(MediaError):
        read_pose_file(source(path))


def test_read_pose_file__cut_short(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pose")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(MediaError, match="damaged"):
        read_pose_file(source(path))


def test_read_pose_file__other_points_or_no_size(tmp_path: Path) -> None:
    openpose = written(tmp_path / "a.pose", components={"BODY_25": 25})
    unsized = written(tmp_path / "b.pose", width=0)

    with pytest.raises(MediaError, match="holds BODY_25"):
        read_pose_file(source(openpose))
    with pytest.raises(MediaError, match="does not say how wide"):
        read_pose_file(source(unsized))


def test_read_pose_folder__labels_from_folders_and_what_cannot_be_used(
    tmp_path: Path,
) -> None:
    written(tmp_path / "BOOK" / "one.pose")
    written(tmp_path / "WATER" / "two.pose")
    (tmp_path / "WATER" / "three.pose").write_text("nothing")

    clips, problems = read_pose_folder(tmp_path, "c")

    assert [(c.name, c.gloss) for c in clips] == [
        ("BOOK.one", "BOOK"),
        ("WATER.two", "WATER"),
    ]
    assert [(p.kind, p.clip_id) for p in problems] == [
        ("damaged-pose", "c/WATER.three")
    ]


def test_keypoints__a_folder_of_pose_files_into_the_store(tmp_path: Path) -> None:
    written(tmp_path / "signs" / "BOOK" / "one.pose")
    (tmp_path / "signs" / "BOOK" / "two.pose").write_text("nothing")
    root = tmp_path / "store"

    told = CliRunner().invoke(
        app, ["ingest", "keypoints", str(tmp_path / "signs"), "--store", str(root)]
    )

    assert "1 clips are in" in told.stdout
    assert "problems: 1" in told.stdout
    database = Database(open_store(root))
    [row] = database.rows("clips_by_id", corpora=["signs"], clips=["signs/BOOK.one"])
    assert (row["gloss"], row["frames"], row["left_frames"]) == ("BOOK", 4, 3)
    assert (row["fps"], row["width_px"]) == (FPS, WIDTH)
    [problem] = database.rows("problems_found", corpus="signs", kind=None, at_most=9)
    assert problem["kind"] == "damaged-pose"


def test_keypoints__no_pose_file_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "one.pose").write_text("nothing")

    told = CliRunner().invoke(app, ["ingest", "keypoints", str(tmp_path)])

    assert told.exit_code != 0
    assert "No .pose file" in str(told.exception)
