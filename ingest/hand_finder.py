"""Hands in photographs: bare, gloved, turned, oddly lit.

MediaPipe's palm detector does not know gloves, but its landmark model reads them well
once it is told where to look. So a hand is first sought with the detector; where it
finds none, or where two readings of the hand disagree, the photograph is taken for a
close-up and read in all turns. The surest turns are followed as MediaPipe follows a hand
in a video, and several readings (turned a little, mirrored, in other colours) are joined.
No step knows a colour of hands or gloves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.hand_geometry import (
    Array,
    Look,
    centred,
    look_at_palm,
    look_at_points,
    turned_onto,
    unlikeness,
)
from ingest.hand_models import LandmarkModel, PalmDetector
from ingest.recolour import tinted
from ingest.video import Image
from store.skeleton import Hand

CLOSE_UP_SIDE_PX: Final = 320
"""A close-up is shrunk to this longest side before it is searched."""
_SEARCHES: Final = ((1.36, False), (0.95, False), (1.36, True), (0.95, True))
"""Sides of the squares that are searched, in longest sides of the photograph, and
whether tinted; in this order, until one shows a hand clearly."""
_SEARCH_TURNS: Final = range(0, 360, 45)
_CLEAR_PRESENCE: Final = 0.85
_OTHER_TURN: Final = 60.0
_FOLLOWING_STEPS: Final = 2
_LOOKS_AROUND: Final = (
    (0.0, False),
    (0.0, True),
    (-20.0, False),
    (20.0, True),
    (20.0, False),
    (-20.0, True),
)
"""Turns, and whether mirrored; even ones in the photograph's colours, odd ones tinted."""
_QUICK: Final = 2
"""How many of them a hand is read with that the detector has found."""
_PALMS: Final = 4
_SURE_PRESENCE: Final = 0.9
_SURE_UNLIKENESS: Final = 0.1
_LEAST_PRESENCE: Final = 0.25
_UNDECIDED: Final = 0.5
_ALIKE: Final = 0.25
"""Readings less alike than this hardly count."""
_TINY: Final = 1e-6
_DETECTOR_SIDE_PX: Final = 256
_DETECTOR_MARGIN_PX: Final = 100
_MARGINS: Final = (cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)


@dataclass(frozen=True, slots=True)
class HandReading:
    """One hand as several readings of a photograph agree on it.

    Attributes:
        hand: the signer's own left or right.
        points: (21, 3), image coordinates as `store.skeleton` says.
        metres: (21, 3), about the hand's own centre, turned as in the photograph.
        presence: how sure the model is that this is a hand, 0 to 1.
        unlikeness: how far the readings differ in shape, 0 to 1.
    """

    hand: Hand
    points: NDArray[np.float32]
    metres: NDArray[np.float32]
    presence: float
    unlikeness: float

    @property
    def sure(self) -> bool:
        """Whether it is seen clearly and alike by all readings."""
        return self.presence >= _SURE_PRESENCE and self.unlikeness <= _SURE_UNLIKENESS


@dataclass(frozen=True, slots=True)
class _Sight:
    """One reading, brought back into the photograph."""

    presence: float
    right: float
    points_px: Array
    metres: Array


class HandFinder:
    """Finds hands in photographs. Holds MediaPipe's models; one image at a time."""

    def __init__(self) -> None:
        self._detector = PalmDetector()
        self._model = LandmarkModel("full")
        self._scout = LandmarkModel("lite")

    def find_hands(self, image: Image) -> list[HandReading]:
        """Return the hands in a close-up photograph, the surest first.

        Args:
            image: RGB, shape (height, width, 3).
        """
        detected = self.detected(image)
        if any(hand.sure for hand in detected):
            return detected
        return self.searched(image) or detected

    def detected(self, image: Image) -> list[HandReading]:
        """Return the hands whose palms the detector finds, one a side at most."""
        best: dict[Hand, HandReading] = {}
        for look in self._palm_looks(image):
            reading = self._read_palm(image, look)
            rival = best.get(reading.hand)
            if rival is None or rival.presence < reading.presence:
                best[reading.hand] = reading
        hands = [hand for hand in best.values() if hand.presence >= _LEAST_PRESENCE]
        return sorted(hands, key=lambda hand: -hand.presence)

    def searched(self, image: Image) -> list[HandReading]:
        """Return the hand that fills most of a photograph, if there is one.

        Takes about five times as long as `detected`.
        """
        close_up = _shrunk(image)
        best = max(self._followed(close_up), key=lambda sight: sight.presence)
        sights = self._sights_around(close_up, best, _LOOKS_AROUND)
        reading = _joined(
            sights, width_px=close_up.shape[1], height_px=close_up.shape[0]
        )
        return [reading] if reading.presence >= _LEAST_PRESENCE else []

    def _palm_looks(self, image: Image) -> list[Look]:
        """Return where the detector sees palms in the photograph set in a margin."""
        for margin in _MARGINS:
            framed, scale = _framed(image, margin)
            height, width = framed.shape[:2]
            palms = self._detector.find(framed)
            if palms:
                looks = [
                    look_at_palm(palm, width_px=width, height_px=height)
                    for palm in palms[:_PALMS]
                ]
                return [_out_of_frame(look, scale) for look in looks]
        return []

    def _read_palm(self, image: Image, look: Look) -> HandReading:
        first = _sight(self._model, image, look)
        sights = self._sights_around(image, first, _LOOKS_AROUND[:_QUICK])
        return _joined(sights, width_px=image.shape[1], height_px=image.shape[0])

    def _followed(self, image: Image) -> Iterator[_Sight]:
        """Yield what is seen on the way to the hand from the two surest looks."""
        for sight in _surest_and_other(self._scouted(image)):
            followed = sight
            for step in range(_FOLLOWING_STEPS):
                look = look_at_points(followed.points_px)
                followed = _sight(self._model, image, look, tint=step % 2 == 0)
                yield followed

    def _scouted(self, image: Image) -> list[_Sight]:
        """Return what a quick model sees, turn by turn, until a hand is clear."""
        sights: list[_Sight] = []
        for share, tint in _SEARCHES:
            looks = _looks_in_all_turns(image, share)
            sights += [_sight(self._scout, image, look, tint=tint) for look in looks]
            if max(sight.presence for sight in sights) >= _CLEAR_PRESENCE:
                break
        return sights

    def _sights_around(
        self, image: Image, sight: _Sight, around: Sequence[tuple[float, bool]]
    ) -> list[_Sight]:
        straight = look_at_points(sight.points_px)
        looks = [
            replace(straight, turn_deg=straight.turn_deg + turn, mirrored=mirrored)
            for turn, mirrored in around
        ]
        return [
            _sight(self._model, image, look, tint=number % 2 == 1)
            for number, look in enumerate(looks)
        ]


def _looks_in_all_turns(image: Image, share: float) -> list[Look]:
    height, width = image.shape[:2]
    side_px = share * max(width, height)
    return [Look(width / 2, height / 2, side_px, turn) for turn in _SEARCH_TURNS]


def _surest_and_other(sights: Sequence[_Sight]) -> list[_Sight]:
    """Return the surest sight, and the surest of those that see another upright."""
    surest = max(sights, key=lambda sight: sight.presence)
    others = [sight for sight in sights if _turn_between(sight, surest) > _OTHER_TURN]
    return [surest, *sorted(others, key=lambda sight: -sight.presence)[:1]]


def _turn_between(one: _Sight, other: _Sight) -> float:
    """Return by how many degrees two hands are turned on the screen, 0 to 180."""
    turns = [look_at_points(sight.points_px).turn_deg for sight in (one, other)]
    return abs((turns[0] - turns[1] + 180) % 360 - 180)


def _sight(
    model: LandmarkModel, image: Image, look: Look, *, tint: bool = False
) -> _Sight:
    picture = look.cut(image)
    reading = model.read(tinted(picture) if tint else picture)
    return _Sight(
        presence=reading.presence,
        right=1 - reading.right if look.mirrored else reading.right,
        points_px=look.points_px(reading),
        metres=look.metres(reading),
    )


def _joined(sights: Sequence[_Sight], *, width_px: int, height_px: int) -> HandReading:
    """Return what several readings of one hand agree on.

    The reading most like all others says how the hand is turned; the others are turned
    onto it, and each counts for its presence and its likeness to it.
    """
    apart = np.array([[unlikeness(a.metres, b.metres) for b in sights] for a in sights])
    presence = np.array([sight.presence for sight in sights])
    middle = int((apart @ presence).argmin())
    weights = (presence + _TINY) * np.exp(-((apart[middle] / _ALIKE) ** 2))
    weights /= weights.sum()
    base = centred(sights[middle].metres)
    metres = [turned_onto(centred(sight.metres), base) for sight in sights]
    points = np.tensordot(weights, [sight.points_px for sight in sights], 1)
    right = float(weights @ [sight.right for sight in sights])
    return HandReading(
        hand="right" if right >= _UNDECIDED else "left",
        points=(points / (width_px, height_px, width_px)).astype(np.float32),
        metres=np.tensordot(weights, metres, 1).astype(np.float32),
        presence=float(presence.mean()),
        unlikeness=float(apart[middle].sum() / max(len(sights) - 1, 1)),
    )


def _shrunk(image: Image) -> Image:
    scale = CLOSE_UP_SIDE_PX / max(image.shape[:2])
    if scale >= 1:
        return image
    smaller = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, dtype=np.uint8)


def _framed(image: Image, margin: int) -> tuple[Image, float]:
    """Return the image enlarged if it is small, in a margin, and its enlargement."""
    scale = max(1.0, _DETECTOR_SIDE_PX / min(image.shape[:2]))
    larger = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    edge = _DETECTOR_MARGIN_PX
    framed = cv2.copyMakeBorder(larger, edge, edge, edge, edge, margin, value=(0, 0, 0))
    return np.asarray(framed, dtype=np.uint8), scale


def _out_of_frame(look: Look, scale: float) -> Look:
    return replace(
        look,
        x_px=(look.x_px - _DETECTOR_MARGIN_PX) / scale,
        y_px=(look.y_px - _DETECTOR_MARGIN_PX) / scale,
        side_px=look.side_px / scale,
    )
