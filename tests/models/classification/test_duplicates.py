"""Almost equal pictures across a split."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.classification.duplicates import duplicates_across, picture_hashes
from tests.models.hand_maker import picture_of


def jpeg(picture: NDArray[np.uint8], quality: int = 90) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return bytes(encoded.tobytes())


FOUR = [picture_of(seed) for seed in range(4)]


def test_duplicates_across__smaller_paler_and_recompressed_twin() -> None:
    small = cv2.resize(FOUR[1], (70, 70), interpolation=cv2.INTER_AREA)
    twin = np.asarray(0.8 * small + 20, np.uint8)
    hashes = picture_hashes([*(jpeg(p) for p in FOUR), jpeg(twin, quality=60)])

    found = duplicates_across(hashes, np.arange(4), np.array([4]))

    assert found.first.tolist() == [1]
    assert found.second.tolist() == [4]
    assert found.crossing == 1


def test_duplicates_across__different_pictures() -> None:
    hashes = picture_hashes([jpeg(p) for p in FOUR])

    found = duplicates_across(hashes, np.array([0, 1]), np.array([2, 3]))

    assert found.crossing == 0


@pytest.mark.parametrize("broken", [b"", b"no picture"])
def test_duplicates_across__unreadable_pictures_are_no_twins(broken: bytes) -> None:
    hashes = picture_hashes([broken, broken])

    found = duplicates_across(hashes, np.array([0]), np.array([1]))

    assert found.crossing == 0


def test_duplicates_across__nothing_on_one_side() -> None:
    hashes = picture_hashes([jpeg(p) for p in FOUR])

    found = duplicates_across(hashes, np.array([], np.intp), np.arange(4))

    assert found.crossing == 0


def test_duplicates_across__equals_comparing_all_with_all() -> None:
    draw = np.random.default_rng(0)
    hashes = draw.integers(1, 2**63, 200).astype(np.uint64)
    for row in range(100, 200):
        flips = draw.choice(64, size=row % 8, replace=False)
        flipped = int(hashes[row - 100])
        for bit in flips.tolist():
            flipped ^= 1 << bit
        hashes[row] = flipped
    first, second = np.arange(100), np.arange(100, 200)

    found = duplicates_across(hashes, first, second)

    slowly = [
        (one, other)
        for one in first.tolist()
        for other in second.tolist()
        if (int(hashes[one]) ^ int(hashes[other])).bit_count() <= 4
    ]
    assert (
        sorted(zip(found.first.tolist(), found.second.tolist(), strict=True)) == slowly
    )
    assert len(slowly) > 50
