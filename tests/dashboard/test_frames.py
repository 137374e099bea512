import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from dashboard.frames import frame_jpeg
from store.errors import MediaError
from tests.dashboard.made_figure import FRAMES, draw, points_of
from tests.dashboard.store_maker import VIDEOS


@pytest.fixture
def video(full_store):
    return full_store.media_dir("village") / "v00.mp4"


def picture(jpeg: bytes) -> NDArray[np.float32]:
    with Image.open(io.BytesIO(jpeg)) as image:
        return np.asarray(image.convert("RGB"), np.float32)


@pytest.mark.parametrize("frame", [0, 7, 8, 23])
def test_frame_jpeg__is_the_frame_of_that_time(video, frame):
    drawn = {
        i: np.asarray(draw(points_of(VIDEOS[0], i)), np.float32) for i in range(FRAMES)
    }

    seen = picture(frame_jpeg(video, time_ms=frame * 40, is_image=False))

    gaps = {i: float(np.abs(seen - image).mean()) for i, image in drawn.items()}
    assert gaps[frame] == min(gaps.values())


def test_frame_jpeg__photograph(full_store):
    path = full_store.media_dir("photos") / "p00.jpg"

    assert picture(frame_jpeg(path, time_ms=0, is_image=True)).shape == (240, 320, 3)


def test_frame_jpeg__large_photograph_is_made_smaller(tmp_path):
    path = tmp_path / "large.png"
    Image.new("RGB", (3000, 1500)).save(path)

    assert picture(frame_jpeg(path, time_ms=0, is_image=True)).shape == (480, 960, 3)


@pytest.mark.parametrize("is_image", [True, False])
def test_frame_jpeg__file_is_gone(tmp_path, is_image):
    with pytest.raises(MediaError, match="is not there"):
        frame_jpeg(tmp_path / "none", time_ms=0, is_image=is_image)


@pytest.mark.parametrize("is_image", [True, False])
@pytest.mark.parametrize("content", [b"", b"no picture in here"])
def test_frame_jpeg__not_a_picture(tmp_path, is_image, content):
    path = tmp_path / "odd.mp4"
    path.write_bytes(content)

    with pytest.raises(MediaError):
        frame_jpeg(path, time_ms=0, is_image=is_image)
