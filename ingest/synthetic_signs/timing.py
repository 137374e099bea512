"""When a performance rises, goes along its way, and sinks again."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from ingest.synthetic_signs.signs import MadeSign
from ingest.synthetic_signs.turning import Reals

RISE_MS: Final = (120.0, 560.0)
FIRST_HOLD_MS: Final = (60.0, 320.0)
LEG_MS: Final = (220.0, 460.0)
LAST_HOLD_MS: Final = (60.0, 380.0)
ALREADY_UP: Final = 0.4
"""Share of clips cut so that the hands are on their way at the ends."""
LONGEST_MS: Final = 3600.0
"""Who has much to do in a sign hurries."""
SWING_MS: Final = 420.0
AGAIN_SHARE: Final = 0.25
"""Share of performances that go back and forth once more or less."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """What a performance of T frames does when.

    Attributes:
        raised: 0 at rest, 1 while the hands sign, shape (T,).
        stroke: share of the stroke that is done, from 0 to 1, shape (T,).
        swinging: share of swings, twists and wiggles that is done, shape (T,).
        returns: how often the way is gone back and forth after the first time.
        frame_ms: time between two frames.
    """

    raised: Reals
    stroke: Reals
    swinging: Reals
    returns: int
    frame_ms: float


def drawn_clock(sign: MadeSign, tempo: float, frame_ms: float, rng: Generator) -> Clock:
    """Return the times of one performance of a sign at a tempo."""
    returns = _returns(sign, rng)
    pace = tempo * float(np.exp(rng.normal(0, 0.2)))
    legs = max(1, len(sign.movement.way_cm) - 1) * (1 + returns)
    stroke = legs * rng.uniform(*LEG_MS)
    swings = max(sign.movement.swings, sign.movement.twists, sign.movement.wiggles)
    stroke = max(stroke, swings * SWING_MS)
    lengths = [
        rng.uniform(*RISE_MS),
        rng.uniform(*FIRST_HOLD_MS),
        stroke,
        rng.uniform(*LAST_HOLD_MS),
        rng.uniform(*RISE_MS),
    ]
    pace = max(pace, sum(lengths) / LONGEST_MS)
    ends = np.cumsum(np.array(lengths) / pace)
    frames = max(8, int(ends[-1] / frame_ms))
    times = np.linspace(0, ends[-1], frames)
    raised = np.minimum(times / ends[0], (ends[-1] - times) / (ends[-1] - ends[3]))
    lowest = rng.uniform(0, 0.8) if rng.random() < ALREADY_UP else 0.0
    raised = lowest + (1 - lowest) * least_jerk(raised)
    stroked = (times - ends[1]) / (ends[2] - ends[1])
    uneven = np.clip(stroked, 0, 1) ** np.exp(rng.normal(0, 0.15))
    return Clock(raised, uneven, uneven, returns, frame_ms)


def least_jerk(shares: Reals) -> Reals:
    """Return how far smooth reaching movements are after shares of their time.

    Reference: Flash and Hogan, 1985, doi:10.1523/JNEUROSCI.05-07-01688.1985.
    """
    u = np.clip(shares, 0, 1)
    return np.asarray(u**3 * (10 - 15 * u + 6 * u * u))


def along_way(way_cm: Reals, stroke: Reals, returns: int) -> tuple[Reals, Reals]:
    """Return where on its way a hand is, (T, 3), and what share of it is gone, (T,).

    Args:
        way_cm: points passed, shape (K, 3).
        stroke: share of the stroke that is done, shape (T,).
        returns: how often the way is gone back and forth after the first time.
    """
    legs = len(way_cm) - 1
    if not legs:
        return np.zeros((len(stroke), 3)) + way_cm[0], least_jerk(stroke)
    # A triangle wave: there, back and there again.
    gone = stroke * (1 + returns)
    there = (1 - np.abs(1 - np.mod(gone, 2.0))) * legs
    leg = np.clip(there.astype(int), 0, legs - 1)
    share = least_jerk(there - leg)[:, None]
    return way_cm[leg] * (1 - share) + way_cm[leg + 1] * share, there / legs


def _returns(sign: MadeSign, rng: Generator) -> int:
    returns = sign.movement.returns
    if returns and rng.random() < AGAIN_SHARE:
        return max(1, returns + int(rng.choice([-1, 1])))
    return returns
