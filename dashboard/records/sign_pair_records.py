"""Two signs that a classifier takes for each other, and what is known of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.records.clip_records import SignTruth
from dashboard.records.description_records import DescribedSign

PARAMETERS: Final = ("handshape", "place", "orientation", "movement", "hands")


@dataclass(frozen=True, slots=True, eq=False)
class MadeSign:
    """How one sign is made.

    Attributes:
        gloss: its name.
        measures: of its clips with keypoints, shape (N, len(MEASURES)).
        handshapes: what the corpus says, the commonest first.
        two_handed: share of its clips that the corpus says are two-handed; None: unknown.
        truth: parameters of a generated sign.
        described: its first written description.
    """

    gloss: str
    measures: NDArray[np.float64]
    handshapes: tuple[str, ...]
    two_handed: float | None
    truth: SignTruth | None
    described: DescribedSign | None


def known_parameters(sign: MadeSign) -> dict[str, str]:
    """Return what the corpus, or the truth of a generated sign, says of each parameter."""
    if sign.truth is not None:
        return _generated(sign.truth)
    told = {}
    if sign.handshapes:
        told["handshape"] = " or ".join(sign.handshapes)
    if sign.two_handed in (0.0, 1.0):
        told["hands"] = "two" if sign.two_handed else "one"
    return told


def known_differences(first: MadeSign, second: MadeSign) -> dict[str, tuple[str, str]]:
    """Return the parameters that are known of both signs and differ, with their values."""
    one, other = known_parameters(first), known_parameters(second)
    return {
        name: (one[name], other[name])
        for name in PARAMETERS
        if name in one and name in other and one[name] != other[name]
    }


def commonest(values: Sequence[str | None], *, most: int = 2) -> tuple[str, ...]:
    """Return the commonest values that are known."""
    counts = Counter(value for value in values if value)
    return tuple(name for name, _ in counts.most_common(most))


def _generated(truth: SignTruth) -> dict[str, str]:
    return {
        "handshape": _changing(truth.handshape, truth.end_handshape),
        "place": truth.place,
        "orientation": _changing(truth.orientation, truth.end_orientation),
        "movement": truth.movement,
        "hands": truth.hands,
    }


def _changing(first: str, last: str) -> str:
    return first if first == last else f"{first}, then {last}"
