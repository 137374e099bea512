"""Holds: stretches of time in which a signing hand rests in place.

Speeds are measured in shoulder widths per second, so that they mean the same for a near
and a far signer. A hand that hangs or lies low is at rest, not holding.

Reference: the hold-stills of Klezovich 2019, as told by Klezovich et al., LREC 2020.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.settings import IngestSettings
from store.skeleton import (
    HAND_SLICES,
    LEFT_HIP,
    LEFT_SHOULDER,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    Hand,
)

NO_HOLD: Final = -1
_BOTH_SIGN: Final = 0.5
"""Share of the dominant hand's raised frames in which the other must be raised too."""

Points = NDArray[np.float32]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HandMotion:
    """How one hand moves through a clip of T frames.

    Attributes:
        speed: (T,), shoulder widths/s; NaN where the hand or all its neighbours are unseen.
        hold: (T,), number of the hold from 0; `NO_HOLD` outside holds.
        raised: (T,), the hand is seen and not at rest.
    """

    speed: Points
    hold: NDArray[np.int32]
    raised: Flags

    @property
    def holds(self) -> int:
        """How many holds there are."""
        return int(self.hold.max(initial=NO_HOLD)) + 1

    def path(self, times_ms: Times) -> float:
        """Return how far the raised hand moves, in shoulder widths."""
        moved = np.nan_to_num(self.speed) * self.raised
        return float((moved * np.gradient(times_ms) / 1000).sum())


def hand_motion(
    points: Points,
    times_ms: Times,
    hand: Hand,
    *,
    aspect: float,
    settings: IngestSettings,
) -> HandMotion:
    """Return the speed and the holds of one hand.

    Args:
        points: (T, 75, 3) in image coordinates, NaN where unseen.
        times_ms: (T,), rising.
        hand: which one.
        aspect: width of the frame over its height.
        settings: thresholds.
    """
    square = points[..., :2] * np.array([aspect, 1.0], dtype=np.float32)  # (T, 75, 2)
    centre = square[:, HAND_SLICES[hand]].mean(axis=1)  # (T, 2)
    speed = _speed(centre, times_ms, settings.speed_window_ms) / shoulder_width(square)
    raised = _raised(centre, square, settings.rest_height)
    still = raised & (np.nan_to_num(speed, nan=np.inf) < settings.hold_speed)
    return HandMotion(
        speed.astype(np.float32), _numbered(still, times_ms, settings.hold_ms), raised
    )


def photograph_motion(seen: bool) -> HandMotion:
    """Return the motion in a photograph: none, and a seen hand holds."""
    return HandMotion(
        np.full(1, np.nan, dtype=np.float32),
        np.full(1, 0 if seen else NO_HOLD, dtype=np.int32),
        np.array([seen]),
    )


def shoulder_width(square: Points) -> float:
    """Return the median distance of the shoulders; NaN where no body was ever seen.

    Args:
        square: (T, 75, 2), x and y in the same unit.
    """
    span = square[:, LEFT_SHOULDER] - square[:, RIGHT_SHOULDER]
    widths = np.hypot(span[:, 0], span[:, 1])
    known = widths[np.isfinite(widths) & (widths > 0)]
    return float(np.median(known)) if known.size else float("nan")


def dominant_hand(motions: dict[Hand, HandMotion], times_ms: Times) -> Hand | None:
    """Return the hand that moves more while raised; None where neither was seen.

    In a photograph, and where paths are equal, it is the hand that is raised for longer.
    """
    amount = {
        hand: (motion.path(times_ms) if len(times_ms) > 1 else 0.0, motion.raised.sum())
        for hand, motion in motions.items()
    }
    most = max(amount.values())
    leading: Sequence[Hand] = [hand for hand in amount if amount[hand] == most]
    return leading[0] if most[1] and len(leading) == 1 else None


def two_handed(motions: dict[Hand, HandMotion]) -> bool | None:
    """Return whether both hands sign; None where no hand was raised.

    They do where the hand that is raised for less is up for at least half as long as
    the other, at the same time.
    """
    left, right = (motion.raised for motion in motions.values())
    longest = max(left.sum(), right.sum())
    if not longest:
        return None
    return bool((left & right).sum() >= _BOTH_SIGN * longest)


def _speed(centre: Points, times_ms: Times, window_ms: int) -> Points:
    """Return the speed of a point (T, 2) per second, over a window about each frame.

    Where a side of the window is missing, the other side and the frame itself serve.
    """
    count = len(times_ms)
    speed = np.full(count, np.nan, dtype=np.float32)
    if count == 1:
        return speed
    reach = max(1, round(window_ms / float(np.median(np.diff(times_ms)))))
    frames = np.arange(count)
    before, after = np.maximum(frames - reach, 0), np.minimum(frames + reach, count - 1)
    for first, last in ((before, frames), (frames, after), (before, after)):
        moved = centre[last] - centre[first]
        seconds = (times_ms[last] - times_ms[first]) / 1000
        with np.errstate(divide="ignore", invalid="ignore"):
            measured = np.hypot(moved[:, 0], moved[:, 1]) / seconds
        # The whole window comes last: it is the steadiest and replaces its halves.
        speed = np.where(np.isfinite(measured), measured, speed)
    speed[~np.isfinite(centre[:, 0])] = np.nan
    return speed


def _raised(centre: Points, square: Points, rest_height: float) -> Flags:
    """Return in which frames the hand is seen above its height of rest.

    Where no body is seen, a seen hand counts as raised.
    """
    shoulders = square[:, [LEFT_SHOULDER, RIGHT_SHOULDER], 1].mean(axis=1)
    hips = square[:, [LEFT_HIP, RIGHT_HIP], 1].mean(axis=1)
    rest = shoulders + rest_height * (hips - shoulders)
    seen = np.isfinite(centre[:, 1])
    raised: Flags = seen & ~(centre[:, 1] > rest)
    return raised


def _numbered(still: Flags, times_ms: Times, hold_ms: int) -> NDArray[np.int32]:
    """Number the stretches of still frames that last long enough."""
    numbers = np.full(len(still), NO_HOLD, dtype=np.int32)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], still, [False]])))
    # A frame lasts until the next one; the last is given the usual length.
    usual = int(np.median(np.diff(times_ms))) if len(times_ms) > 1 else 0
    ends_ms = np.append(times_ms[1:], times_ms[-1:] + usual)
    found = 0
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if ends_ms[end - 1] - times_ms[first] >= hold_ms:
            numbers[first:end] = found
            found += 1
    return numbers
