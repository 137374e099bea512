"""What MediaPipe sees in a photograph: of a hand, or of a signer."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ingest.graph import body_and_hands
from ingest.hand_finder import HandFinder, HandReading
from ingest.landmarks import Seen, nothing_seen, seen_by
from ingest.video import Image
from store.skeleton import (
    HAND_SLICES,
    HAND_WORLD_SLICES,
    LEFT_SHOULDER,
    RIGHT_SHOULDER,
)

CLOSE_UP: Final = 0.4
"""A hand larger than this share of the photograph's short side: there is no body in it."""
CREDIBLE: Final = 0.5
"""Visibility that nose and shoulders need, for a body not to be a mirage."""
OUTGROWN: Final = 1.0
"""A hand longer than this many shoulder widths: the body is a mirage. A real hand has
about half of one, and a face taken for a hand less than one."""
_NOSE: Final = 0


class PhotographReader:
    """Reads photographs: the hands alone in a close-up, otherwise body and hands."""

    def __init__(self) -> None:
        self._body = body_and_hands(static=True)
        self._finder = HandFinder()

    def read(self, image: Image) -> Seen:
        """Return what is seen in a photograph, whatever was read before."""
        hands = self._finder.find_hands(image)
        sure = [hand for hand in hands if hand.sure]
        if any(_is_close_up(hand, image) for hand in sure):
            return _with_hands(nothing_seen(), hands)
        self._body.reset()
        seen = seen_by(self._body.process({"image": image}))
        if _is_credible(seen) and not any(_outgrows(h, seen, image) for h in hands):
            return _with_hands(seen, sure)
        return _with_hands(nothing_seen(), hands)


def _is_close_up(hand: HandReading, image: Image) -> bool:
    height, width = image.shape[:2]
    return _span_px(hand, image) > CLOSE_UP * min(width, height)


def _outgrows(hand: HandReading, seen: Seen, image: Image) -> bool:
    height, width = image.shape[:2]
    across = seen.points[LEFT_SHOULDER, :2] - seen.points[RIGHT_SHOULDER, :2]
    shoulders_px = float(np.linalg.norm(across * (width, height)))
    return _span_px(hand, image) > OUTGROWN * shoulders_px


def _span_px(hand: HandReading, image: Image) -> float:
    height, width = image.shape[:2]
    spans = np.ptp(hand.points[:, :2], axis=0) * (width, height)
    return float(spans.max())


def _is_credible(seen: Seen) -> bool:
    places = [_NOSE, LEFT_SHOULDER, RIGHT_SHOULDER]
    inside = seen.points[places, :2]
    return bool(
        seen.pose
        and (seen.visibility[places] > CREDIBLE).all()
        and ((inside >= 0) & (inside <= 1)).all()
    )


def _with_hands(seen: Seen, hands: Sequence[HandReading]) -> Seen:
    """Fill in the hands that were found alone and not with the body."""
    for found in hands:
        if not seen.hand(found.hand):
            seen.points[HAND_SLICES[found.hand]] = found.points
            seen.hand_world[HAND_WORLD_SLICES[found.hand]] = found.metres
    return seen
