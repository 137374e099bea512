"""In which parameters two signs differ, by what is measured of their clips."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.sign_measures import MEASURES, Measure

CLEAR: Final = 0.8
"""A difference of as many pooled deviations or more is worth naming.

Reference: Cohen, Statistical power analysis for the behavioral sciences, 1988: "large".
"""
FEWEST: Final = 2
"""Clips of each sign from which a deviation can be told."""
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """How two signs differ in one measure.

    Attributes:
        measure: what was measured.
        gap: mean of the first sign minus that of the second, in the measure's unit.
        deviations: the same in pooled standard deviations.
    """

    measure: Measure
    gap: float
    deviations: float

    @property
    def is_clear(self) -> bool:
        """Whether it is worth naming."""
        return abs(self.deviations) >= CLEAR


def differences(first: Reals, second: Reals) -> list[Difference]:
    """Return how two signs differ, the greatest difference first.

    Args:
        first: measures of the clips of one sign, shape (N, len(MEASURES)); NaN: unknown.
        second: of the other, shape (M, len(MEASURES)).

    Returns:
        One for each measure that is known of two clips or more of both signs.
    """
    found = []
    for measure, one, other in zip(MEASURES, first.T, second.T, strict=True):
        known = [values[np.isfinite(values)] for values in (one, other)]
        if min(len(values) for values in known) < FEWEST:
            continue
        gap = float(known[0].mean() - known[1].mean())
        spread = max(pooled_deviation(*known), measure.least)
        found.append(Difference(measure, gap, gap / spread))
    return sorted(found, key=lambda told: -abs(told.deviations))


def pooled_deviation(first: Reals, second: Reals) -> float:
    """Return the standard deviation within two groups, each about its own mean."""
    squares = sum(
        float(((group - group.mean()) ** 2).sum()) for group in (first, second)
    )
    return float(np.sqrt(squares / (len(first) + len(second) - 2)))


def clear_by_parameter(found: Sequence[Difference]) -> dict[str, Difference]:
    """Return the greatest clear difference of each parameter, the greatest first."""
    named: dict[str, Difference] = {}
    for told in found:
        if told.is_clear:
            named.setdefault(told.measure.parameter, told)
    return named


def in_words(told: Difference, first: str, second: str) -> str:
    """Return a difference in words, e.g. `BOOK is made higher than PAPER by 0.3 ...`.

    Args:
        told: the difference.
        first: name of the first sign.
        second: name of the second.
    """
    more, less = (first, second) if told.gap > 0 else (second, first)
    unit = told.measure.unit
    size = f"{abs(told.gap):.0f}" if unit == "degrees" else f"{abs(told.gap):.2f}"
    by = f" by {size} {unit}" if unit else ""
    return (
        f"{more} {told.measure.says} than {less}{by} "
        f"({abs(told.deviations):.1f} deviations)"
    )
