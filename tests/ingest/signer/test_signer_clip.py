from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.signer.camera import HEIGHT_PX, WIDTH_PX
from ingest.signer.clip import FPS, record
from ingest.signer.languages import LANGUAGES, Performance, language, performances
from store.errors import UnknownNameError
from store.tables.truth import HAND_IMAGE_VALUES, TRUTH_FRAMES, TRUTH_SIGNS

PALM_LENGTHS_OFF = 0.8


@pytest.fixture(scope="module")
def performance():
    return performances(language("synthetic-ana", "tiny"))[0]


@pytest.fixture(scope="module")
def recorded(performance, tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return path, record(performance, path)


def decoded(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return [np.asarray(f.to_ndarray(format="rgb24"), np.uint8) for f in frames]


def test_record__rows_have_the_columns_of_their_tables(recorded):
    _, recording = recorded

    assert set(recording.sign_row) == {c.name for c in TRUTH_SIGNS.columns}
    for row in recording.frame_rows:
        assert set(row) == {column.name for column in TRUTH_FRAMES.columns}
        assert len(row["hands"]) == HAND_IMAGE_VALUES


def test_record__one_row_for_every_frame_of_the_video(recorded):
    path, recording = recorded

    frames = decoded(path)

    assert len(frames) == len(recording.frame_rows)
    assert frames[0].shape == (HEIGHT_PX, WIDTH_PX, 3)
    times = [row["time_ms"] for row in recording.frame_rows]
    assert times == [round(1000 * index / FPS) for index in range(len(frames))]


def test_record__browsers_can_play_it(recorded):
    path, _ = recorded

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == FPS
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_record__signing_hand_is_inside_the_frame_while_it_holds(recorded):
    _, recording = recorded

    for row in recording.frame_rows:
        if row["phase"] == "hold":
            hand = np.array(row["hands"]).reshape(2, 21, 2)[1]
            assert (hand > 0).all()
            assert (hand < 1).all()


def test_record__same_performance_same_truth(recorded, performance, tmp_path):
    _, recording = recorded

    again = record(performance, tmp_path / "again.mp4")

    assert again.sign_row == recording.sign_row
    assert repr(again.frame_rows) == repr(recording.frame_rows)


def test_record__unknown_gloss(tmp_path):
    stranger = Performance(
        "synthetic-ana/x-s01", "synthetic-ana", "tiny", "X", "s01", "train", 1
    )

    with pytest.raises(UnknownNameError, match="gloss 'X'"):
        record(stranger, tmp_path / "x.mp4")


@pytest.mark.slow
@pytest.mark.parametrize("corpus", LANGUAGES)
def test_record__mediapipe_sees_the_signing_hand_where_it_is(corpus, tmp_path):
    holistic = pytest.importorskip("mediapipe").solutions.holistic
    performance = performances(language(corpus, "tiny"))[-1]
    recording = record(performance, tmp_path / "clip.mp4")
    dominant = str(recording.sign_row["dominant_hand"])

    errors = []
    with holistic.Holistic(static_image_mode=False, model_complexity=1) as model:
        for image, row in zip(
            decoded(tmp_path / "clip.mp4"), recording.frame_rows, strict=True
        ):
            seen = model.process(image)
            assert seen.pose_landmarks
            if row["phase"] == "hold":
                hand = getattr(seen, f"{dominant}_hand_landmarks")
                errors.append(palm_lengths_off(hand, row, dominant))

    assert np.mean(np.array(errors) < PALM_LENGTHS_OFF) >= 0.9


def palm_lengths_off(hand: Any, row: Any, dominant: str) -> float:
    """Return the mean 2-D error of a hand in palm lengths; infinite if unseen."""
    if hand is None:
        return np.inf
    size = np.array([WIDTH_PX, HEIGHT_PX])
    seen = np.array([(point.x, point.y) for point in hand.landmark]) * size
    side = 0 if dominant == "left" else 1
    true = np.array(row["hands"]).reshape(2, 21, 2)[side] * size
    palm_px = row[f"{dominant}_palm"] * HEIGHT_PX
    return float(np.linalg.norm(seen - true, axis=1).mean() / palm_px)
