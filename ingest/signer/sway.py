"""What nobody keeps quite still: hands, head and a camera held by hand."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.body import HeadPose

SMOOTHING: Final = 7
"""Frames over which the noise is smoothed."""
HEAD_SWAY_DEG, HEAD_BIAS_DEG = 1.2, 1.5
HEAD_STEP_DEG: Final = 2.0
"""Heads turn in steps, so that each of few poses is rendered once."""
MAX_HEAD_STEPS: Final = 2
BLINK_FRAMES: Final = 3


def tremor(rng: np.random.Generator, frames: int, size: float) -> NDArray[np.float64]:
    """Return slow noise for two hands, shape (2, T, 3), of about that size."""
    rough = rng.normal(0, 1, (2, frames + SMOOTHING - 1, 3))
    window = np.hanning(SMOOTHING + 2)[1:-1]
    window = window / np.sqrt((window**2).sum())
    smooth = [
        [np.convolve(hand[:, axis], window, "valid") for axis in range(3)]
        for hand in rough
    ]
    return np.moveaxis(np.array(smooth), 1, 2) * size


def camera_path(
    rng: np.random.Generator, frames: int, jitter_cm: float
) -> tuple[list[tuple[float, float]], list[float]]:
    """Return the camera's shift (right, up; cm) and roll (degrees) per frame."""
    strays = tremor(rng, frames, jitter_cm)[0]
    shifts = [(float(x), float(y)) for x, y, _ in strays]
    return shifts, [float(z) for _, _, z in strays]


def head_path(rng: np.random.Generator, frames: int) -> list[HeadPose]:
    """Return the head's poses: turns in small steps, and perhaps a blink."""
    sway = tremor(rng, frames, HEAD_SWAY_DEG)[0]
    sway += rng.normal(0, HEAD_BIAS_DEG, 3)
    steps = np.round(sway / HEAD_STEP_DEG)
    steps = np.clip(steps, -MAX_HEAD_STEPS, MAX_HEAD_STEPS) * HEAD_STEP_DEG
    blink_at = int(rng.integers(0, 2 * frames))
    return [
        HeadPose(float(pitch), float(yaw), 0.0, blink_at <= i < blink_at + BLINK_FRAMES)
        for i, (pitch, yaw, _) in enumerate(steps)
    ]
