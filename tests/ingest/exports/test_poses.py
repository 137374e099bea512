"""`.pose` files out of a store: pose-format and our own importer read them back."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pose_format import Pose
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora.pose_files import read_pose_folder
from ingest.exports.pose_folder import pose_of_clip, write_poses
from ingest.exports.poses import as_pose, furthest_off_ms, hand_points
from store.consent import set_corpus
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.landmark_parts import SeenClip, seen_clips
from store.layout import Store, create_store
from store.skeleton import HAND_WORLD_VALUES, LEFT_HAND, POINTS, POSE_POINTS
from store.write import write_part, write_rows
from tests.store.test_db import CLIP
from tests.store.village_maker import write_corpus

FLOAT_TOLERANCE = 1e-6
"""Of fractions of the frame that were pixels of 32 bits in between."""
FRAMES = {"one": 3, "two": 700, "three": 5}
"""More frames than a row group has, so that clips lie across groups."""


def made(clip: str) -> SeenClip:
    """A clip whose left hand is lost in frame 1, with one body point never seen."""
    frames = FRAMES[clip]
    rng = np.random.default_rng(frames)
    points = rng.uniform(-0.2, 1.2, (frames, POINTS, 3)).astype(np.float32)
    points[1, LEFT_HAND] = np.nan
    points[:, 31] = np.nan
    visibility = rng.uniform(0, 1, (frames, POSE_POINTS)).astype(np.float32)
    visibility[0, 0] = 0
    visibility[:, 31] = np.nan
    world = rng.normal(0, 0.05, (frames, HAND_WORLD_VALUES // 3, 3)).astype(np.float32)
    world[1, :21] = np.nan
    times = (40 * np.arange(frames) + np.arange(frames) % 2).astype(np.int64)
    return SeenClip(f"plaza/{clip}", times, points, visibility, world)


@pytest.fixture(scope="module")
def plaza(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three clips with landmarks in one part, and a clip without."""
    store = create_store(tmp_path_factory.mktemp("plaza"))
    write_corpus(store, "plaza", exportable=True)
    write_corpus(store, "closed", exportable=False)
    where = {"part": "keypoints", "partition": {"corpus": "plaza"}}
    clips = [made(name) for name in FRAMES]
    columns = {
        "frame_id": [
            f"{c.clip_id}/f{i:04d}" for c in clips for i in range(len(c.points))
        ],
        "clip_id": [c.clip_id for c in clips for _ in c.points],
        "corpus": ["plaza" for c in clips for _ in c.points],
        "frame_index": [i for c in clips for i in range(len(c.points))],
        "time_ms": np.concatenate([c.times_ms for c in clips]),
        "pose_seen": [True for c in clips for _ in c.points],
        "left_seen": [i != 1 for c in clips for i in range(len(c.points))],
        "right_seen": [True for c in clips for _ in c.points],
        "points": _flat([c.points for c in clips]),
        "visibility": _flat([c.visibility for c in clips]),
        "hand_world": _flat([c.hand_world for c in clips]),
    }
    write_part(store, "landmarks", columns, **where)  # type: ignore[arg-type]
    rows = [
        CLIP
        | {"clip_id": f"plaza/{name}", "corpus": "plaza", "gloss": f"={name}, é"}
        | {"split": "test", "frames": FRAMES.get(name, 0)}
        for name in (*FRAMES, "unseen")
    ]
    write_rows(store, "clips", rows, **where)  # type: ignore[arg-type]
    return store


def _flat(arrays: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate([array.reshape(len(array), -1) for array in arrays])


def test_seen_clips__all_or_some_across_row_groups(plaza: Store) -> None:
    found = {clip.clip_id: clip for clip in seen_clips(plaza, "plaza")}
    [one] = seen_clips(plaza, "plaza", ["plaza/one", "plaza/none"])

    assert sorted(found) == ["plaza/one", "plaza/three", "plaza/two"]
    for name, frames in FRAMES.items():
        clip = found[f"plaza/{name}"]
        assert len(clip.times_ms) == frames
        np.testing.assert_array_equal(clip.points, made(name).points)
        np.testing.assert_array_equal(clip.hand_world, made(name).hand_world)
    np.testing.assert_array_equal(one.points, made("one").points)
    assert list(seen_clips(plaza, "closed")) == []


def test_hand_points__as_media_pipe_names_them() -> None:
    assert hand_points()[:6] == [
        *("WRIST", "THUMB_CMC", "THUMB_MCP", "THUMB_IP", "THUMB_TIP"),
        "INDEX_FINGER_MCP",
    ]
    assert hand_points()[-1] == "PINKY_TIP"


@pytest.mark.parametrize("world", [False, True])
def test_pose_of_clip__pose_format_reads_it_back_equal(
    plaza: Store, world: bool
) -> None:
    seen = made("one")
    written = as_pose(seen, size_px=(320, 240), fps=25.0, world=world)

    read = Pose.read(pose_of_clip(plaza, "plaza/one", world=world))

    np.testing.assert_array_equal(read.body.data.data, written.body.data.data)
    np.testing.assert_array_equal(read.body.confidence, written.body.confidence)
    assert read.body.fps == 25.0
    names = [component.name for component in read.header.components]
    assert names[:3] == [
        "POSE_LANDMARKS",
        "LEFT_HAND_LANDMARKS",
        "RIGHT_HAND_LANDMARKS",
    ]
    assert (len(names) == 5) == world
    sure = read.body.confidence[:, 0]
    assert not sure[1, 33:54].any()
    assert (sure[0, 33:75] == 1).all()
    assert sure[0, 0] == pytest.approx(1e-6)
    assert not sure[:, 31].any()
    wrist = read.header.get_point_index("LEFT_HAND_LANDMARKS", "WRIST")
    x, y, z = seen.points[0, 33]
    assert read.body.data[0, 0, wrist].tolist() == pytest.approx([x * 320, y * 240, z])


def test_write_poses__our_importer_brings_back_the_same_landmarks(
    plaza: Store, tmp_path: Path
) -> None:
    done = write_poses(plaza, ["plaza", "closed"], tmp_path / "out")

    assert (done.clips, done.unseen, done.left_out) == (3, 1, {"closed": 0})
    assert (tmp_path / "out" / "CREDITS.txt").read_text() == (
        "plaza (plaza); licence: not stated\n"
    )
    clips, problems = read_pose_folder(tmp_path / "out" / "plaza", "again")
    assert problems == []
    assert [clip.name for clip in clips] == ["one", "three", "two"]
    for clip in clips:
        seen = made(clip.name)
        np.testing.assert_allclose(clip.points, seen.points, atol=FLOAT_TOLERANCE)
        there = ~np.isnan(seen.visibility)
        np.testing.assert_allclose(
            clip.visibility[there], seen.visibility[there], atol=FLOAT_TOLERANCE
        )
        assert (clip.gloss, clip.signer) == (f"={clip.name}, é", "s1")
        assert (clip.split, clip.fps, clip.aspect) == ("test", 25.0, 320 / 240)


def test_write_poses__frames_are_kept_and_how_far_their_times_are_off_is_told(
    plaza: Store, tmp_path: Path
) -> None:
    done = write_poses(plaza, ["plaza"], tmp_path / "out")

    with (tmp_path / "out" / "plaza" / "manifest.csv").open(encoding="utf-8") as file:
        told = {row["clip"]: row for row in csv.DictReader(file)}
    assert told["two"]["furthest_off_ms"] == "1.0"
    assert done.furthest_off_ms == 1.0
    times = np.array([100, 150, 190], np.int64)
    assert furthest_off_ms(times, 25.0) == pytest.approx(10)
    assert furthest_off_ms(times[:1], 0.0) == 0


def test_write_poses__refuses_what_it_must_and_leaves_nothing(
    plaza: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "out"

    with pytest.raises(CallError, match="closed may not be exported"):
        write_poses(plaza, ["closed"], folder)
    with pytest.raises(UnknownNameError, match="plaza"):
        write_poses(plaza, ["plasa"], folder)
    set_corpus(plaza, "closed", {"exportable": True})
    with pytest.raises(CallError, match="has landmarks"):
        write_poses(plaza, ["closed"], folder)
    set_corpus(plaza, "closed", {"exportable": False})
    assert list(tmp_path.iterdir()) == []


def test_export_pose__from_store_to_store(plaza: Store, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    calls = (
        ["export", "pose", str(out), "--corpus", "plaza", "--store", str(plaza.root)],
        ["ingest", "keypoints", str(out / "plaza"), "--store", str(again)],
    )

    said = [CliRunner().invoke(app, call, catch_exceptions=False) for call in calls]

    assert "3 clips written to" in said[0].stdout
    assert "than 1 ms from where its file puts it" in said[0].stdout
    assert "1 clip without landmarks left out" in said[0].stdout
    known = Database(create_store(again)).rows("clips_known", corpus="plaza")
    assert [(r["clip_id"], r["gloss"], r["frames"]) for r in known] == [
        (f"plaza/{name}", f"={name}, é", FRAMES[name]) for name in sorted(FRAMES)
    ]
