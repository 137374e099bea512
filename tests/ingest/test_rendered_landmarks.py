import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.rendered_landmarks import TrueHandReader
from ingest.signer.people import SIGNERS
from ingest.signer.rotation import hand_frame
from ingest.signer.single_hand import HandPicture, render_hand


@pytest.fixture(scope="module")
def reader() -> TrueHandReader:
    return TrueHandReader()


@pytest.fixture(scope="module")
def picture() -> HandPicture:
    rotation = hand_frame((0.1, 1.0, 0.0), (0.0, 0.0, 1.0))
    return render_hand("5", rotation, SIGNERS[0], size_px=160)


def test_true_hand_reader__points_lie_on_the_hand(
    reader: TrueHandReader, picture: HandPicture
) -> None:
    seen = reader.read(picture.image, picture.points, np.random.default_rng(0))

    assert seen is not None
    off_px = np.linalg.norm(seen.points[:, :2] * 160 - picture.points, axis=1)
    assert np.median(off_px) < 0.08 * np.ptp(picture.points, axis=0).max()
    assert seen.metres.shape == (21, 3)


def test_true_hand_reader__never_looks_at_quite_the_same_square(
    reader: TrueHandReader, picture: HandPicture
) -> None:
    one, other = (points_seen(reader, picture, seed) for seed in (1, 2))

    assert 0 < np.abs(one - other).max() < 0.1


def test_true_hand_reader__no_hand_is_not_seen(reader: TrueHandReader) -> None:
    nothing = np.full((160, 160, 3), 90, np.uint8)
    where = np.random.default_rng(3).uniform(40, 120, (21, 2))

    assert reader.read(nothing, where, np.random.default_rng(0)) is None


def points_seen(
    reader: TrueHandReader, picture: HandPicture, seed: int
) -> NDArray[np.float32]:
    seen = reader.read(picture.image, picture.points, np.random.default_rng(seed))
    assert seen is not None
    return seen.points
