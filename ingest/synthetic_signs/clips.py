"""One synthetic clip: somebody performs an invented sign, and a tracker looks at it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from ingest.signer.signers import Signer
from ingest.synthetic_signs.filming import filmed
from ingest.synthetic_signs.people import drawn_rest
from ingest.synthetic_signs.performing import dominant_hand, other_hand
from ingest.synthetic_signs.signs import MadeSign
from ingest.synthetic_signs.skeletons import keypoints_cm
from ingest.synthetic_signs.timing import drawn_clock
from ingest.synthetic_signs.tracking import Tracker, tracked

FRAME_MS: Final = 40.0
SWIVEL_RAD: Final = (0.05, 0.4)
THINNED_SHARE: Final = 0.3
"""Share of clips of which a corpus kept only some frames, at times no longer told."""
LEAST_FRAMES: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticClip:
    """The keypoints of one clip, made without pictures.

    Attributes:
        points: as `store.skeleton` says, NaN where nothing was found, (T, 75, 3).
        aspect: width of the frame over its height, as it is told.
        frame_ms: time between frames.
    """

    points: NDArray[np.float32]
    aspect: float
    frame_ms: float


def make_clip(
    sign: MadeSign, person: Signer, *, seed: tuple[int, ...], how: Tracker | None = None
) -> SyntheticClip:
    """Return a clip of a person who performs a sign; the same seed gives the same one."""
    rng = default_rng(list(seed))
    rest = drawn_rest(rng)
    clock = drawn_clock(sign, person.tempo, FRAME_MS, rng)
    dominant = dominant_hand(sign, clock, rest, rng)
    other = other_hand(sign, clock, rest, rng)
    rests = sign.hands == "one"
    left_handed = person.dominant_hand == "left"
    right, left = (other, dominant) if left_handed else (dominant, other)
    resting = (rests and not left_handed, rests and left_handed)
    points_cm = keypoints_cm(person, right, left, rng.normal(*SWIVEL_RAD, 2))
    shoulders_cm = 2 * person.shoulder_cm * person.body
    shot = filmed(points_cm, shoulders_cm, rng)
    told = tracked(shot, resting, how or Tracker(), rng)
    kept = _kept(told, rng)
    return SyntheticClip(told[kept].astype(np.float32), shot.told_aspect, FRAME_MS)


def _kept(points: NDArray[np.float64], rng: Generator) -> NDArray[np.intp]:
    frames = np.arange(len(points))
    if rng.random() >= THINNED_SHARE:
        return frames
    count = max(LEAST_FRAMES, int(len(frames) * rng.uniform(0.5, 0.9)))
    return np.sort(rng.choice(frames, min(count, len(frames)), replace=False))
