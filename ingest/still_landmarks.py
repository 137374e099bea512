"""What MediaPipe sees in a photograph: of a hand, or of a signer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from mediapipe.python.solutions.hands import Hands

from ingest.graph import body_and_hands
from ingest.landmarks import Points, Seen, nothing_seen, point_array, seen_by
from ingest.video import Image
from store.skeleton import (
    HAND_SLICES,
    HAND_WORLD_SLICES,
    HANDS,
    LEFT_SHOULDER,
    RIGHT_SHOULDER,
    Hand,
)

ENLARGED_SIDE_PX: Final = 256
MARGIN_PX: Final = 100
"""Hands that fill a small photograph are found when it is enlarged and given a margin."""
CLOSE_UP: Final = 0.4
"""A hand larger than this share of the photograph's short side: there is no body in it."""
CREDIBLE: Final = 0.5
"""Visibility that nose and shoulders need, for a body not to be a mirage."""
_NOSE: Final = 0
_MARGINS: Final = (cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)
_MIRRORED: Final[dict[str, Hand]] = {"Left": "right", "Right": "left"}
"""MediaPipe Hands takes every picture for a mirror image."""


@dataclass(frozen=True, slots=True)
class _FoundHand:
    points: Points
    metres: Points


class PhotographReader:
    """Reads photographs: the hands alone in a close-up, otherwise body and hands."""

    def __init__(self) -> None:
        self._body = body_and_hands(static=True)
        self._hands = Hands(static_image_mode=True, max_num_hands=len(HANDS))

    def read(self, image: Image) -> Seen:
        """Return what is seen in a photograph, whatever was read before."""
        hands = self._hands_alone(image)
        if any(_is_close_up(found, image) for found in hands.values()):
            return _with_hands(nothing_seen(), hands)
        self._body.reset()
        seen = seen_by(self._body.process({"image": image}))
        return _with_hands(seen if _is_credible(seen) else nothing_seen(), hands)

    def _hands_alone(self, image: Image) -> dict[Hand, _FoundHand]:
        """Look for hands in the photograph enlarged and set in a margin."""
        height, width = image.shape[:2]
        scale = max(1.0, ENLARGED_SIDE_PX / min(width, height))
        for margin in _MARGINS:
            framed = _framed(image, scale, margin)
            found = self._hands.process(framed)
            if found.multi_hand_landmarks:
                return _placed_back(found, image, framed, scale)
        return {}


def _placed_back(
    found: Any, image: Image, framed: Image, scale: float
) -> dict[Hand, _FoundHand]:
    """Return the hands found in the framed photograph, in its own coordinates."""
    height, width = image.shape[:2]
    size = np.array([framed.shape[1], framed.shape[0], framed.shape[1]])
    margin = np.array([MARGIN_PX, MARGIN_PX, 0])
    original = np.array([width, height, width]) * scale
    hands = {}
    for number, hand in _best_of_each_hand(found.multi_handedness):
        points = point_array(found.multi_hand_landmarks[number].landmark)
        hands[hand] = _FoundHand(
            points=((points * size - margin) / original).astype(np.float32),
            metres=point_array(found.multi_hand_world_landmarks[number].landmark),
        )
    return hands


def _best_of_each_hand(handedness: Sequence[Any]) -> list[tuple[int, Hand]]:
    """Return (number, hand) of the likeliest left and the likeliest right hand."""
    best: dict[Hand, tuple[float, int]] = {}
    for number, labels in enumerate(handedness):
        label = labels.classification[0]
        hand = _MIRRORED[label.label]
        best[hand] = max(best.get(hand, (0.0, -1)), (label.score, number))
    return [(number, hand) for hand, (_, number) in best.items()]


def _framed(image: Image, scale: float, margin: int) -> Image:
    larger = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    edge = MARGIN_PX
    framed = cv2.copyMakeBorder(larger, edge, edge, edge, edge, margin, value=(0, 0, 0))
    return np.asarray(framed, dtype=np.uint8)


def _is_close_up(found: _FoundHand, image: Image) -> bool:
    height, width = image.shape[:2]
    spans = np.ptp(found.points[:, :2], axis=0) * (width, height)
    return float(spans.max()) > CLOSE_UP * min(width, height)


def _is_credible(seen: Seen) -> bool:
    places = [_NOSE, LEFT_SHOULDER, RIGHT_SHOULDER]
    inside = seen.points[places, :2]
    return bool(
        seen.pose
        and (seen.visibility[places] > CREDIBLE).all()
        and ((inside >= 0) & (inside <= 1)).all()
    )


def _with_hands(seen: Seen, hands: dict[Hand, _FoundHand]) -> Seen:
    """Fill in the hands that were found alone and not with the body."""
    for hand, found in hands.items():
        if not seen.hand(hand):
            seen.points[HAND_SLICES[hand]] = found.points
            seen.hand_world[HAND_WORLD_SLICES[hand]] = found.metres
    return seen
