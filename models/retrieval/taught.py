"""What a network of signs is taught: clips with hands, of glosses that have several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.describing import shows_a_sign
from models.poses.preparation import Points, PoseSequence, prepared
from models.poses.reading import Signs
from store.errors import CallError
from store.skeleton import POINTS

LENGTH: Final = 64
"""Frames that a clip is resampled to before it is changed at random."""
LEAST_CLIPS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """N clips that can be learnt from.

    Attributes:
        points: prepared, shape (N, 64, 75, 3).
        glosses: of the clips, shape (N,).
        labels: the glosses as numbers from 0, shape (N,).
    """

    points: Points
    glosses: NDArray[np.str_]
    labels: NDArray[np.intp]

    @property
    def classes(self) -> int:
        """How many glosses there are."""
        return int(self.labels.max()) + 1

    def where(self, chosen: NDArray[np.bool_]) -> "Taught":
        """Return some of the clips, labels counted anew."""
        glosses = self.glosses[chosen]
        labels = np.unique(glosses, return_inverse=True)[1].astype(np.intp)
        return Taught(self.points[chosen], glosses, labels)


def learnable(signs: Signs) -> Taught:
    """Return the clips with hands whose gloss has two clips or more.

    Raises:
        CallError: there are not even two such glosses.
    """
    points = prepared_clips(signs.sequences)
    usable = np.array([shows_a_sign(clip) for clip in points], bool)
    names, counts = np.unique(signs.glosses[usable], return_counts=True)
    several = names[(counts >= LEAST_CLIPS) & (names != "")]
    if len(several) < LEAST_CLIPS:
        raise CallError(
            f"{len(several)} glosses have two clips or more; two are needed at least "
            "to learn which signs are alike. Ingest more clips with glosses."
        )
    everything = Taught(points, signs.glosses, np.zeros(len(points), np.intp))
    return everything.where(usable & np.isin(signs.glosses, several))


def prepared_clips(sequences: Sequence[PoseSequence]) -> Points:
    """Return clips ready for a network, shape (N, 64, 75, 3)."""
    points = np.empty((len(sequences), LENGTH, POINTS, 3), np.float32)
    for place, sequence in enumerate(sequences):
        points[place] = prepared(sequence, frames=LENGTH, mirror_left=False)
    return points
