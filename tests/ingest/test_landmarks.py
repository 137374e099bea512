from itertools import islice
from pathlib import Path

import mediapipe
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.landmarks import Seen, VideoTracker, nothing_seen, point_array
from ingest.photographs import read_photograph
from ingest.still_landmarks import PhotographReader
from ingest.video import open_video
from store.skeleton import HAND_SLICES, HAND_WORLD_SLICES, HANDS, POSE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:SymbolDatabase:UserWarning"),
]


@pytest.fixture(scope="module")
def tracker() -> VideoTracker:
    return VideoTracker()


def test_nothing_seen__nan_and_flags() -> None:
    nothing = nothing_seen()

    assert np.isnan(nothing.points).all()
    assert not nothing.pose
    assert not any(nothing.hand(hand) for hand in HANDS)


def test_tracker__same_body_and_hands_as_stock_holistic(
    tracker: VideoTracker, signed_frames: NDArray[np.uint8]
) -> None:
    tracker.reset()
    hands = 0

    with mediapipe.solutions.holistic.Holistic() as stock:
        for image in signed_frames[:8]:
            ours, theirs = tracker.read(image), stock.process(image)
            expected = nothing_seen().points
            for part, found in (
                (POSE, theirs.pose_landmarks),
                (HAND_SLICES["left"], theirs.left_hand_landmarks),
                (HAND_SLICES["right"], theirs.right_hand_landmarks),
            ):
                if found is not None:
                    expected[part] = point_array(found.landmark)
            np.testing.assert_allclose(ours.points, expected, atol=1e-6)
            hands += ours.hand("right")

    assert hands >= 7


def test_tracker__hands_in_metres_about_their_centre(
    tracker: VideoTracker, signed_frames: NDArray[np.uint8]
) -> None:
    tracker.reset()

    seen = [tracker.read(image) for image in signed_frames[:4]][-1]

    metres = seen.hand_world[HAND_WORLD_SLICES["right"]]
    assert 0.1 < np.ptp(metres, axis=0).max() < 0.3
    assert np.abs(metres.mean(axis=0)).max() < 0.05
    if not seen.hand("left"):
        assert np.isnan(seen.hand_world[HAND_WORLD_SLICES["left"]]).all()


def test_tracker__a_clip_does_not_depend_on_the_one_before(
    tracker: VideoTracker, signed_frames: NDArray[np.uint8]
) -> None:
    def read(images: NDArray[np.uint8]) -> list[Seen]:
        tracker.reset()
        return [tracker.read(image) for image in images]

    first = read(signed_frames[:4])
    read(signed_frames[10:14, :, ::-1])
    again = read(signed_frames[:4])

    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.hand_world, other.hand_world)
        np.testing.assert_array_equal(one.visibility, other.visibility)


def test_photographs__digits_are_hands_without_bodies(shared_data: Path) -> None:
    reader = PhotographReader()
    paths = sorted((shared_data / "sign_digits").rglob("5/*.JPG"))[:12]

    seen = [_photograph(reader, path) for path in paths]

    assert sum(one.hand("left") or one.hand("right") for one in seen) >= 11
    assert not any(one.pose for one in seen)
    points = np.concatenate([one.points[HAND_SLICES[h]] for one in seen for h in HANDS])
    assert 0.2 < np.nanmean(points[:, :2]) < 0.8


def test_photographs__a_body_smaller_than_its_hand_is_a_mirage(
    shared_data: Path,
) -> None:
    reader = PhotographReader()
    paths = [shared_data / f"lsa16/rgb/{name}.png" for name in ("03_01_03", "05_02_01")]

    seen = [_photograph(reader, path) for path in paths]

    assert [one.pose for one in seen] == [False, False]
    assert all(one.hand("left") or one.hand("right") for one in seen)


def _photograph(reader: PhotographReader, path: Path) -> Seen:
    image, _ = read_photograph(path, longest_side_px=1280, smallest_side_px=32)
    return reader.read(image)


def test_wlasl__hands_are_found_in_most_frames(
    tracker: VideoTracker, shared_data: Path
) -> None:
    tracker.reset()
    path = shared_data / "wlasl_samples" / "00339.mp4"

    with open_video(path, longest_side_px=1280, smallest_side_px=32) as video:
        seen = [tracker.read(frame.image) for frame in islice(video.frames(), 20)]

    assert sum(one.hand("right") for one in seen) == 20
