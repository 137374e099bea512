"""Decoding alone: the frames as ingestion reads them, against bare PyAV and OpenCV.

Ours beside decoding: the rotation that the file asks for, square pixels, the time of each
frame, and what a broken file still holds.
"""

import tempfile
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from ingest.settings import IngestSettings
from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from ingest.video import open_video
from tests.bench.ratios import Ratio, compare

CLIPS: Final = 6
REPEATS: Final = 5


def run() -> list[Ratio]:
    """Return the ratios of decoding."""
    with tempfile.TemporaryDirectory() as folder:
        clips = _clips(Path(folder))
        frames = _ours(clips)
        if not frames == _by_av(clips) == _by_opencv(clips):
            raise AssertionError("Not the same frames were read.")
        data = f"{len(clips)} synthetic clips, {frames} frames, 576x432"
        return [
            compare(
                "bench/decode/av/ratio",
                lambda: _ours(clips),
                lambda: _by_av(clips),
                meaning="ours over bare PyAV, frames as RGB",
                data=data,
                repeats=REPEATS,
            ),
            compare(
                "bench/decode/opencv/ratio",
                lambda: _ours(clips),
                lambda: _by_opencv(clips),
                meaning="ours over OpenCV's VideoCapture, frames as BGR",
                data=data,
                repeats=REPEATS,
            ),
        ]


def _ours(clips: list[Path]) -> int:
    settings = IngestSettings()
    seen = 0
    for path in clips:
        with open_video(
            path,
            longest_side_px=settings.longest_side_px,
            smallest_side_px=settings.smallest_side_px,
        ) as video:
            seen += sum(1 for _ in video.frames())
    return seen


def _by_av(clips: list[Path]) -> int:
    seen = 0
    for path in clips:
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                seen += 1
    return seen


def _by_opencv(clips: list[Path]) -> int:
    seen = 0
    for path in clips:
        capture = cv2.VideoCapture(str(path))
        while capture.read()[0]:
            seen += 1
        capture.release()
    return seen


def _clips(folder: Path) -> list[Path]:
    every = performances(language("synthetic-ana", "full"))
    paths = [folder / f"clip{number}.mp4" for number in range(CLIPS)]
    for path, performance in zip(paths, every, strict=False):
        record(performance, path)
    return paths
