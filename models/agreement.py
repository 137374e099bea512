"""How far annotators agree: kappa, and where they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ratings: TypeAlias = Mapping[str, Mapping[str, str]]
"""Handshape by crop id, by annotator."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A crop to which annotators gave different handshapes.

    Attributes:
        crop_id: the crop.
        handshapes: handshape by annotator.
    """

    crop_id: str
    handshapes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of annotators on the crops that all of them labelled.

    Attributes:
        annotators: sorted.
        crops: how many crops all of them labelled.
        fleiss_kappa: over all annotators; NaN where it is not defined.
        cohen_kappa: by pair of annotators, on the crops both labelled.
        disagreements: crops on which at least two differ, by id.
    """

    annotators: tuple[str, ...]
    crops: int
    fleiss_kappa: float
    cohen_kappa: dict[tuple[str, str], float]
    disagreements: tuple[Disagreement, ...]


def agreement(ratings: Ratings) -> Agreement:
    """Compare annotators.

    Args:
        ratings: handshape by crop id, by annotator.
    """
    annotators = tuple(sorted(ratings))
    shared = _shared(ratings, annotators)
    pairs = {
        (a, b): cohen_kappa(*_columns(ratings, (a, b)))
        for a, b in combinations(annotators, 2)
    }
    return Agreement(
        annotators=annotators,
        crops=len(shared),
        fleiss_kappa=fleiss_kappa(_columns(ratings, annotators)),
        cohen_kappa=pairs,
        disagreements=tuple(_disagreements(ratings)),
    )


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how far two annotators agree beyond chance, from -1 to 1.

    NaN of no items, and where both use one and the same class throughout.

    Reference: Cohen, 1960, doi:10.1177/001316446002000104.
    """
    return _kappa([first, second], pooled=False)


def fleiss_kappa(columns: Sequence[Sequence[str]]) -> float:
    """Return how far several annotators agree beyond chance, from -1 to 1.

    Args:
        columns: one sequence of classes per annotator, all on the same items.

    NaN of fewer than two annotators, of no items, and where all use one class.

    Reference: Fleiss, 1971, doi:10.1037/h0031619.
    """
    return _kappa(columns, pooled=True)


def _kappa(columns: Sequence[Sequence[str]], *, pooled: bool) -> float:
    if len(columns) < 2 or not columns[0]:  # noqa: PLR2004 - two to compare
        return float("nan")
    classes = sorted({name for column in columns for name in column})
    votes = np.stack([_one_hot(column, classes) for column in columns])
    raters = len(columns)
    counts = votes.sum(axis=0)  # (items, classes)
    agreed = (counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))
    shares = votes.mean(axis=1)  # (raters, classes)
    if pooled:
        chance = float((shares.mean(axis=0) ** 2).sum())
    else:
        chance = float((shares[0] * shares[1]).sum())
    if chance == 1:
        return float("nan")
    return (float(agreed.mean()) - chance) / (1 - chance)


def _one_hot(column: Sequence[str], classes: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[float(name == other) for other in classes] for name in column])


def _shared(ratings: Ratings, annotators: Sequence[str]) -> list[str]:
    sets = [set(ratings[who]) for who in annotators]
    return sorted(set.intersection(*sets)) if sets else []


def _columns(ratings: Ratings, annotators: Sequence[str]) -> list[list[str]]:
    shared = _shared(ratings, annotators)
    return [[ratings[who][crop] for crop in shared] for who in annotators]


def _disagreements(ratings: Ratings) -> list[Disagreement]:
    crops = sorted({crop for given in ratings.values() for crop in given})
    found = []
    for crop in crops:
        given = {who: ratings[who][crop] for who in ratings if crop in ratings[who]}
        if len(set(given.values())) > 1:
            found.append(Disagreement(crop, given))
    return found
