import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ingest.signer.clip import record
from ingest.signer.languages import language, performances

CHECKOUT = Path(__file__).resolve().parents[2]
MILLISECOND = Fraction(1, 1000)
VideoMaker = Callable[..., Path]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def signed_frames(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.uint8]:
    """Frames of one synthetic clip while both hand and body are in view."""
    performance = performances(language("synthetic-ana", "tiny"))[0]
    path = tmp_path_factory.mktemp("signed") / "signed.mp4"
    record(performance, path)
    with av.open(path) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode()]
    middle = len(frames) // 2
    return np.stack(frames[middle - 10 : middle + 10])


@pytest.fixture(scope="session")
def make_video() -> VideoMaker:
    return write_video


@pytest.fixture(scope="session")
def run_ingest() -> Command:
    return run_command


def write_video(
    path: Path,
    images: Sequence[NDArray[np.uint8]] | NDArray[np.uint8] | None = None,
    *,
    times_ms: Sequence[int] | None = None,
    rotation_deg: int = 0,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
) -> Path:
    """Write RGB images as a video; without images, 12 frames of a moving square."""
    images = moving_square() if images is None else images
    times_ms = times_ms or [40 * index for index in range(len(images))]
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=25)
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = MILLISECOND
        if rotation_deg:
            stream.set_display_rotation(rotation_deg)
        for image, time_ms in zip(images, times_ms, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "rgb24")
            frame.pts, frame.time_base = time_ms, MILLISECOND
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def moving_square(
    count: int = 12, *, width: int = 96, height: int = 64
) -> list[NDArray[np.uint8]]:
    """Return frames in which a white square moves to the right on dark ground."""
    images = []
    for index in range(count):
        image = np.full((height, width, 3), 40, dtype=np.uint8)
        image[20:36, 4 * index : 4 * index + 16] = 255
        images.append(image)
    return images


def run_command(
    *arguments: object, patience_s: float | None = 1200
) -> subprocess.CompletedProcess[str]:
    """Run `python -m ingest` as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        cwd=CHECKOUT,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
        timeout=patience_s,
    )
