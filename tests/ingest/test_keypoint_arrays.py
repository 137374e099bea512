"""Keypoints that come without videos: both layouts, and files that are something else."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora.keypoint_arrays import SPARSE_POSE, read_keypoints
from store.db import Database
from store.errors import CallError
from store.layout import Store, open_store
from store.skeleton import LEFT_HAND, POSE_POINTS, RIGHT_HAND

LABELS = np.array(["book", "water"])


def whole(frames: int = 4) -> NDArray[np.float32]:
    points = np.random.default_rng(0).random((2, frames, 75, 3)).astype(np.float32)
    points[0, :, LEFT_HAND] = 0
    return points


def saved(path: Path, **arrays: object) -> Path:
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


def test_read_keypoints__whole_skeletons(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.npz", X=whole(), label=LABELS, length=np.array([3, 4]))

    first, second = read_keypoints(path).clips

    assert (first.gloss, first.points.shape) == ("book", (3, 75, 3))
    assert not first.seen("left").any()
    assert first.seen("right").all()
    assert second.seen("left").all()
    assert second.pose_seen.all()


def test_read_keypoints__flat_skeletons_are_the_same(tmp_path: Path) -> None:
    one = saved(tmp_path / "x.npz", X=whole(), label=LABELS)
    two = saved(tmp_path / "y.npz", X=whole().reshape(2, 4, 225), label=LABELS)

    pairs = zip(read_keypoints(one).clips, read_keypoints(two).clips, strict=True)
    assert all(np.array_equal(a.points, b.points, equal_nan=True) for a, b in pairs)


def test_read_keypoints__sparse_pose(tmp_path: Path) -> None:
    numbers = np.random.default_rng(0).random((2, 4, 170)).astype(np.float32)
    numbers[1, 2, 107:] = 0

    first, second = read_keypoints(
        saved(tmp_path / "x.npz", X=numbers, label=LABELS)
    ).clips

    nose = numbers[0, 0, :4]
    assert first.points[0, 0].tolist() == pytest.approx(nose[:3].tolist())
    assert first.visibility[0, 0] == pytest.approx(nose[3])
    known = ~np.isnan(first.points[0, :POSE_POINTS, 0])
    assert np.flatnonzero(known).tolist() == list(SPARSE_POSE)
    assert first.points[0, RIGHT_HAND.start] == pytest.approx(numbers[0, 0, 107:110])
    assert second.seen("right").tolist() == [True, True, False, True]


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"X": whole()}, "no array 'label'"),
        ({"X": whole()[..., :2], "label": LABELS}, "has the shape"),
        ({"X": whole(), "label": LABELS[:1]}, "different lengths"),
        ({"X": whole().astype(int), "label": LABELS}, "must hold real numbers"),
        ({"X": whole(), "label": LABELS, "length": np.array([0, 9])}, "from 1 to 4"),
        ({"X": whole(), "label": np.array([{}, {}], object)}, "damaged or no .npz"),
    ],
)
def test_read_keypoints__what_does_not_fit(
    tmp_path: Path, arrays: dict[str, object], said: str
) -> None:
    path = saved(tmp_path / "x.npz", **arrays)

    with pytest.raises(CallError, match=said):
        read_keypoints(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"text"])
def test_read_keypoints__another_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npz"
    path.write_bytes(content)

    with pytest.raises(CallError, match="damaged or no"):
        read_keypoints(path)


def test_keypoints__into_the_store_and_again(tmp_path: Path) -> None:
    path = saved(tmp_path / "two_signs.npz", X=whole(), label=LABELS)
    root = tmp_path / "store"
    command = ["ingest", "keypoints", str(path), "--store", str(root)]

    told = [CliRunner().invoke(app, command) for _ in range(2)]

    assert all("2 clips are in" in result.stdout for result in told)
    database = Database(open_store(root))
    clips = database.query("clips_known", corpus="two-signs")
    assert clips.num_rows == 2
    row = database.rows(
        "clips_by_id", corpora=["two-signs"], clips=["two-signs/s00001"]
    )[0]
    assert (row["gloss"], row["frames"], row["left_frames"]) == ("water", 4, 4)
    assert row["media"] == "keypoints"


def test_keypoints__real_sequences_of_fifty_signs(
    store: Store, shared_data: Path
) -> None:
    file = read_keypoints(shared_data / "wlasl50" / "sequences.npz")

    assert len(file.clips) == 423
    assert len({clip.gloss for clip in file.clips}) == 50
    assert np.mean([clip.seen("right").mean() for clip in file.clips]) > 0.6
