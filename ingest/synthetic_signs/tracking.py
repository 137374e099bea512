"""What a tracker like MediaPipe tells of true points: errors, gaps, its own depth.

The sizes of errors were read off two sources: rendered signers, whose truth is known (a
point of a hand is off by .06 to .09 palm lengths in each direction for a whole clip,
wavers by .03, trembles by .0075, and goes far astray in one frame of some), and real
clips (a hand that holds still trembles by .02 palm lengths, in one point of twenty by more
than .12; gaps of a hand within a clip: 2 % of frames, 13 % in one clip of twenty).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ingest.signer.hand import PALM_LENGTH_CM
from ingest.synthetic_signs.filming import Filmed
from ingest.synthetic_signs.performing import smooth_noise
from ingest.synthetic_signs.turning import Reals, lengths, turns
from store.skeleton import (
    HAND_POINTS,
    HAND_SLICES,
    HANDS,
    LEFT_HIP,
    LEFT_SHOULDER,
    POSE,
    POSE_NAMES,
    POSE_POINTS,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    WRIST,
)

WAVER_FRAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Tracker:
    """How good a tracker is; lengths in palm lengths, of bodies in shoulder widths.

    Attributes:
        off: of each point of a hand, for the whole clip (deviation).
        off_whole: of the hand as a whole, for the whole clip.
        depth_off: the same of depth, as a factor.
        waver: of each point, slowly.
        tremble: of each point, from frame to frame; greatest mean of a clip.
        blur: further trembling per palm length that a hand travels in a frame.
        astray: share of frames in which a hand is told wrongly as a whole.
        lost: share of frames in which a hand is not found; greatest of a clip.
        lost_fast: further share per palm length travelled in a frame.
        least_lost: the same in clips in which a hand is hardly ever lost.
        well_found: share of these clips.
        rest_lost: share of clips in which a hand that only rests is never found.
        edge: how far below the picture's edge a hand is still found, fractions.
        body_off, body_waver: of points of the body.
        hips_off: of hips, which are often out of the picture.
        no_hips: share of clips without hips.
        body_depth: factors on the depth of the body, least and greatest.
        hand_depth: factors on the depth of the hand about its wrist.
    """

    off: float = 0.09
    off_whole: float = 0.04
    depth_off: float = 0.4
    waver: float = 0.03
    tremble: float = 0.035
    blur: float = 0.05
    astray: float = 0.03
    lost: float = 0.2
    lost_fast: float = 0.15
    least_lost: float = 0.02
    well_found: float = 0.6
    rest_lost: float = 0.6
    edge: float = 0.05
    body_off: float = 0.03
    body_waver: float = 0.01
    hips_off: float = 0.11
    no_hips: float = 0.1
    body_depth: tuple[float, float] = (2.0, 5.5)
    hand_depth: tuple[float, float] = (0.2, 0.6)


def tracked(
    shot: Filmed, resting: tuple[bool, bool], how: Tracker, rng: Generator
) -> Reals:
    """Return what a tracker tells, NaN where it finds nothing, shape (T, 75, 3).

    Args:
        shot: the truth.
        resting: whether the left and the right hand only rest.
        how: the tracker.
        rng: random numbers.
    """
    square = np.array([1.0, 1.0 / shot.aspect, 1.0])
    true = shot.points * square
    told = true.copy()
    told[:, POSE] = _body(true, how, rng)
    seen = []
    for hand, rests in zip(HANDS, resting, strict=True):
        place = HAND_SLICES[hand]
        palm = PALM_LENGTH_CM * shot.widths_per_cm
        speeds = _speeds(true[:, place.start]) / palm
        told[:, place] = _hand(true[:, place], palm, speeds, how, rng)
        low = shot.points[:, place.start : place.stop, 1].mean(axis=1)
        seen.append(_found(low, speeds, rests, how, rng))
    if not (seen[0] | seen[1]).any():
        seen[int(resting[0])][:] = True
    for hand, found in zip(HANDS, seen, strict=True):
        told[~found, HAND_SLICES[hand]] = np.nan
    if rng.random() < how.no_hips:
        told[:, [LEFT_HIP, RIGHT_HIP]] = np.nan
    return np.asarray(told / square)


def _speeds(wrists: Reals) -> Reals:
    """Return how far a wrist comes in each frame, shape (T,)."""
    steps = np.linalg.norm(np.diff(wrists[:, :2], axis=0), axis=1)
    return np.concatenate([steps[:1], steps])


def _hand(
    true: Reals, palm: float, speeds: Reals, how: Tracker, rng: Generator
) -> Reals:
    """Return the 21 points of a hand as they are told, shape (T, 21, 3)."""
    frames = len(true)
    wrists = true[:, WRIST : WRIST + 1]
    depth = (true - wrists)[..., 2] * rng.uniform(*how.hand_depth)
    told = np.concatenate([true[..., :2], depth[..., None]], axis=-1)
    told = np.where(_astray(frames, how.astray, rng), _gone_astray(told, rng), told)
    off = rng.normal(0, how.off, (HAND_POINTS, 3)) + rng.normal(0, how.off_whole, 3)
    waver = smooth_noise(rng, HAND_POINTS * 3, frames, WAVER_FRAMES)
    size = rng.uniform(0.2, 1) * how.tremble + how.blur * speeds
    tremble = rng.normal(size=told.shape) * size[:, None, None]
    error = off + how.waver * waver.reshape(told.shape) + tremble
    error[..., 2] *= how.depth_off
    # A tracker takes fingers to be nearer than the wrist.
    error[..., 2] -= rng.uniform(0, 0.4) * lengths(told - told[:, :1])[..., 0] / palm
    told = told + palm * error
    told[:, WRIST, 2] = 0.0
    return np.asarray(told)


def _astray(frames: int, share: float, rng: Generator) -> NDArray[np.bool_]:
    """Return in which frames a hand is told wrongly, in runs, shape (T, 1, 1)."""
    return (smooth_noise(rng, 1, frames, 1) > _above(share))[:, :, None]


def _gone_astray(told: Reals, rng: Generator) -> Reals:
    """Return hands turned and squeezed about their wrists."""
    wrists = told[:, WRIST : WRIST + 1]
    turn = turns(rng.normal(0, (0.3, 0.3, 0.6), (len(told), 3)))
    squeezed = (told - wrists) * rng.uniform(0.6, 1.2, (len(told), 1, 1))
    return np.asarray(squeezed @ turn + wrists)


def _found(
    low: Reals, speeds: Reals, rests: bool, how: Tracker, rng: Generator
) -> NDArray[np.bool_]:
    """Return in which frames a hand is found, shape (T,).

    Args:
        low: height of its middle, fractions from the top of the frame, shape (T,).
        speeds: palm lengths a frame, shape (T,).
        rests: whether it only rests.
        how: the tracker.
        rng: random numbers.
    """
    frames = len(low)
    if rests and rng.random() < how.rest_lost:
        return np.zeros(frames, bool)
    good = rng.random() < how.well_found
    share = how.least_lost if good else rng.uniform(0, how.lost)
    lost = smooth_noise(rng, 1, frames, 1)[:, 0] > _above(share)
    lost |= rng.random(frames) < np.clip(how.lost_fast * (speeds - 0.5), 0, 0.5)
    return np.asarray(~lost & (low < 1 + rng.normal(-0.03, how.edge)))


def _above(share: float) -> float:
    """Return what a standard normal number exceeds with a small probability, roughly.

    Reference: Abramowitz and Stegun, 1964, 26.2.22.
    """
    root = np.sqrt(-2 * np.log(np.clip(share, 1e-6, 0.5)))
    return float(
        root - (2.30753 + 0.27061 * root) / (1 + 0.99229 * root + 0.04481 * root**2)
    )


def _body(true: Reals, how: Tracker, rng: Generator) -> Reals:
    """Return the 33 points of the body as they are told, shape (T, 33, 3)."""
    body = true[:, POSE]
    frames = len(body)
    left, right = body[:, LEFT_SHOULDER], body[:, RIGHT_SHOULDER]
    width = float(np.median(np.linalg.norm((left - right)[:, :2], axis=1)))
    middle = (left[:, 2] + right[:, 2])[:, None] / 2
    factors = rng.uniform(*how.body_depth) * np.exp(rng.normal(0, 0.15, POSE_POINTS))
    depth = (body[..., 2] - middle) * factors + rng.normal(0, 0.5) * width
    told = np.concatenate([body[..., :2], depth[..., None]], axis=-1)
    waver = smooth_noise(rng, POSE_POINTS * 3, frames, WAVER_FRAMES)
    off = rng.normal(0, how.body_off, (POSE_POINTS, 3))
    for name in ("left_hip", "right_hip"):
        off[POSE_NAMES.index(name)] = rng.normal(0, how.hips_off, 3)
    deeper = np.array([1.0, 1.0, 6.0])
    error = off * deeper + how.body_waver * waver.reshape(told.shape) * deeper
    return np.asarray(told + width * error)
