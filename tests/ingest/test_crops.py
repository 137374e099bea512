import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.crops import FLESH, Crop, hand_crops, sharpness
from ingest.settings import IngestSettings
from store.skeleton import HAND_POINTS, MIDDLE_MCP

SETTINGS = IngestSettings()
GREY = 127


def hand(
    left_px: float, top_px: float, side_px: float, *, frame_px: int
) -> NDArray[np.float32]:
    """A hand whose points fill a square; its palm is as long as the square is wide."""
    points = np.zeros((HAND_POINTS, 3), dtype=np.float32)
    points[:, :2] = left_px, top_px
    points[MIDDLE_MCP, :2] = left_px + side_px, top_px
    points[-1, :2] = left_px + side_px, top_px + side_px
    return points / frame_px


def opened(crop: Crop) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(crop.image, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(picture, dtype=np.uint8)


def test_hand_crops__square_grown_by_flesh_and_padding() -> None:
    frame = np.zeros((200, 200, 3), dtype=np.uint8)

    (tight, padded), _ = hand_crops(frame, hand(80, 90, 40, frame_px=200), SETTINGS)

    flesh = 40 * FLESH
    assert (tight.left_px, tight.top_px) == (80 - flesh, 90 - flesh)
    assert tight.side_px == 40 + 2 * flesh
    assert (padded.left_px, padded.top_px) == (80 - flesh - 20, 90 - flesh - 20)
    assert padded.side_px == tight.side_px + 40
    assert opened(tight).shape == (60, 60, 3)
    assert opened(padded).shape == (100, 100, 3)


def test_hand_crops__outside_the_frame_is_grey() -> None:
    frame = np.full((100, 100, 3), 255, dtype=np.uint8)

    (tight, _), _ = hand_crops(frame, hand(0, 0, 40, frame_px=100), SETTINGS)

    picture = opened(tight)
    assert abs(int(picture[2, 2, 0]) - GREY) < 8
    assert picture[40, 40, 0] > 247


def test_hand_crops__a_hand_beyond_the_frame_has_none() -> None:
    frame = np.zeros((100, 100, 3), dtype=np.uint8)

    crops, sharp = hand_crops(frame, hand(160, 20, 30, frame_px=100), SETTINGS)

    assert crops == []
    assert np.isnan(sharp)


def test_hand_crops__large_hands_are_scaled_down() -> None:
    frame = np.zeros((1000, 1000, 3), dtype=np.uint8)

    (tight, padded), _ = hand_crops(frame, hand(200, 200, 400, frame_px=1000), SETTINGS)

    assert tight.side_px == 600
    assert opened(tight).shape == opened(padded).shape == (256, 256, 3)


def test_hand_crops__all_points_in_one_place() -> None:
    frame = np.zeros((100, 100, 3), dtype=np.uint8)

    crops, _ = hand_crops(frame, hand(50, 50, 0, frame_px=100), SETTINGS)

    assert [crop.side_px for crop in crops] == [4, 44]


def test_sharpness__variance_of_the_laplacian_written_out() -> None:
    image = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(float)
    framed = np.pad(grey, 1, mode="reflect")
    around = framed[:-2, 1:-1] + framed[2:, 1:-1] + framed[1:-1, :-2] + framed[1:-1, 2:]

    slow = (around - 4 * grey).var()

    assert sharpness(image) == pytest.approx(slow)


def test_sharpness__blur_lowers_it() -> None:
    image = np.random.default_rng(1).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(image, (5, 5), 2), dtype=np.uint8)

    assert sharpness(blurred) < sharpness(image) / 10
