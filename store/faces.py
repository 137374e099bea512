"""Where the face is in each frame of a clip, found from the pose points of its skeleton.

A face that is to be hidden must be hidden in every frame, so the answer is a disc around
the whole head, larger than the points ask for, and it covers what the frames just before
and after ask for too. Where the head was not found for longer than a moment, the answer
is that everything but the hands is to be hidden.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.skeleton import HAND_POINTS, POSE_NAMES, POSE_POINTS

FACE: Final = slice(0, 11)
"""The pose points of the face: nose, eyes, ears, corners of the mouth."""
_EYES: Final = (POSE_NAMES.index("left_eye"), POSE_NAMES.index("right_eye"))
_EARS: Final = (POSE_NAMES.index("left_ear"), POSE_NAMES.index("right_ear"))
_MOUTH: Final = (POSE_NAMES.index("mouth_left"), POSE_NAMES.index("mouth_right"))
_SHOULDERS: Final = (
    POSE_NAMES.index("left_shoulder"),
    POSE_NAMES.index("right_shoulder"),
)

# A head is about 15 cm from ear to ear and 23 cm high, 6.5 cm lie between eyes and mouth
# and 36 cm between the shoulders' points. Each gives a radius of 13 to 14 cm about the
# middle of the face, whichever of them is not foreshortened; a little more hides the
# outline of the head as well, by which people and detectors know one.
_RADIUS_OF_EARS: Final = 1.05
_RADIUS_OF_FACE: Final = 2.4
_RADIUS_OF_SHOULDERS: Final = 0.42
_MARGIN: Final = 1.45
"""The disc reaches at least this much farther than the outermost point of the face."""
_LEAST_VISIBILITY: Final = 0.3
"""MediaPipe invents a body where there is none; its face is then hardly visible."""

BESIDE_MS: Final = 160
"""The discs of frames as near as this are hidden as well: heads move, points lag."""
_SAME_FRAME_MS: Final = 50
HELD_MS: Final = 400
"""For so long a head that is not found is taken to be where it was or will be."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc in pixels of the frame."""

    x_px: float
    y_px: float
    radius_px: float


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The head of the signer in the T frames of a clip, and the hands.

    Attributes:
        time_ms: of each frame, rising, shape (T,).
        discs: x and y of the middle and radius in frame heights, shape (T, 3); NaN where
            the head was not found.
        hands: points of the left and the right hand in frame heights, shape
            (T, 2, 21, 2); NaN where the hand was not seen.
    """

    time_ms: NDArray[np.int64]
    discs: NDArray[np.float64]
    hands: NDArray[np.float64]

    def at(self, time_ms: int, *, height_px: float) -> list[Disc]:
        """Return the discs that hide the head at a time.

        Returns:
            One or more discs; none: it is not known where the head is, so that nothing
            of the frame may be shown but the hands.
        """
        found = np.isfinite(self.discs).all(axis=1)
        away_ms = np.abs(self.time_ms - time_ms)
        if not found.any():
            return []
        before = _nearest(found & (self.time_ms <= time_ms), away_ms)
        after = _nearest(found & (self.time_ms >= time_ms), away_ms)
        framing = {place for place in (before, after) if place is not None}
        if all(away_ms[place] > HELD_MS for place in framing):
            return []
        near = set(np.flatnonzero(found & (away_ms <= BESIDE_MS)).tolist())
        near |= {place for place in framing if away_ms[place] <= HELD_MS}
        chosen = self.discs[sorted(near)] * height_px
        # The longer ago it was seen, the farther the head may be.
        gap_ms = min(int(away_ms[place]) for place in framing)
        radius_px = float(chosen[:, 2].max()) * (1 + gap_ms / HELD_MS)
        return [Disc(float(x), float(y), radius_px) for x, y, _ in chosen]

    def hands_at(self, time_ms: int, *, height_px: float) -> list[NDArray[np.float64]]:
        """Return the points in pixels of each hand seen at a time, shape (21, 2)."""
        away_ms = np.abs(self.time_ms - time_ms)
        if not away_ms.size or away_ms.min() > _SAME_FRAME_MS:
            return []
        hands = self.hands[away_ms.argmin()] * height_px
        return [hand for hand in hands if np.isfinite(hand).all()]


NOWHERE: Final = Heads(
    np.zeros(0, np.int64), np.zeros((0, 3)), np.zeros((0, 2, HAND_POINTS, 2))
)
"""The heads of a clip without landmarks."""


def heads(
    points: NDArray[np.float32],
    visibility: NDArray[np.float32],
    time_ms: NDArray[np.int64],
    *,
    aspect: float,
) -> Heads:
    """Return where the head is in each frame.

    Args:
        points: the keypoints as fractions of the frame, shape (T, 75, 3), NaN where
            missing.
        visibility: of the pose points, shape (T, 33).
        time_ms: of each frame, rising, shape (T,).
        aspect: width of the frame over its height.
    """
    where = points[:, :, :2].astype(np.float64) * (aspect, 1.0)
    face = where[:, FACE]
    middle = (_middle(where, _EYES) + _middle(where, _MOUTH)) / 2
    away = np.linalg.norm(face - middle[:, None], axis=2)
    # Ears and shoulders may be missing; eyes and mouth may not.
    outermost = np.fmax.reduce(away, axis=1)
    radius = np.fmax.reduce(
        [
            _RADIUS_OF_EARS * _length(where, _EARS),
            _RADIUS_OF_FACE
            * np.linalg.norm(_middle(where, _EYES) - _middle(where, _MOUTH), axis=1),
            _RADIUS_OF_SHOULDERS * _length(where, _SHOULDERS),
            _MARGIN * outermost,
        ],
        axis=0,
    )
    discs = np.column_stack([middle, radius])
    seen = np.fmax.reduce(visibility[:, FACE], axis=1) >= _LEAST_VISIBILITY
    hands = where[:, POSE_POINTS:].reshape(-1, 2, HAND_POINTS, 2)
    return Heads(time_ms, np.where(seen[:, None], discs, np.nan), hands)


def _nearest(allowed: NDArray[np.bool_], away_ms: NDArray[np.int64]) -> int | None:
    places = np.flatnonzero(allowed)
    return int(places[away_ms[places].argmin()]) if places.size else None


def _middle(where: NDArray[np.float64], pair: tuple[int, int]) -> NDArray[np.float64]:
    return np.asarray(where[:, list(pair)].mean(axis=1))


def _length(where: NDArray[np.float64], pair: tuple[int, int]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(where[:, pair[0]] - where[:, pair[1]], axis=1))
