"""What turns clips into vectors: the untrained description, or trained networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.poses import plain, untrained
from models.poses.describing import shows_a_sign
from models.poses.preparation import PoseSequence
from models.retrieval.taught import prepared_clips
from store.errors import CallError
from store.layout import Store

if TYPE_CHECKING:
    from models.retrieval.ensemble import Ensemble

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns clips into unit vectors, and says which frames decided."""

    def vectors(self, sequences: Sequence[PoseSequence], /) -> Vectors:
        """Return a unit vector of each clip, (N, D); NaN without body or hands."""

    def frame_weights(
        self, sequence: PoseSequence, mean: Vectors, match: Vectors, /
    ) -> Vectors:
        """Return how much each of T evenly spaced frames speaks for a match, (T,)."""


UNTRAINED: Final[Mapping[str, Embedder]] = {
    untrained.NAME: untrained,
    plain.NAME: plain,
}
"""What embeds clips without weights, by name; these modules are embedders."""


FILE: Final = "signs-all.pt"
"""Where a run keeps the networks that learnt from all clips."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Networks of a training."""

    ensemble: "Ensemble"

    def vectors(self, sequences: Sequence[PoseSequence]) -> Vectors:
        """Return the members' embeddings joined, (N, D); NaN without body or hands."""
        points = prepared_clips(sequences)
        found = self.ensemble.vectors(points)
        found[[not shows_a_sign(clip) for clip in points]] = np.nan
        return found

    def frame_weights(
        self, sequence: PoseSequence, mean: Vectors, match: Vectors
    ) -> Vectors:
        """Return how much attention each frame gets; the match does not matter."""
        weights: Vectors = self.ensemble.frame_weights(prepared_clips([sequence]))[0]
        return weights


def load_embedder(store: Store, by: str) -> Embedder:
    """Return what embeds clips.

    Args:
        store: where trained weights are.
        by: `untrained`, `plain`, or a training of signs: its run, or a file.

    Raises:
        CallError: the run left no networks of signs.
    """
    if by in UNTRAINED:
        return UNTRAINED[by]
    path = weights_file(store, by)
    from models.retrieval.ensemble import load_ensemble  # noqa: PLC0415 - brings torch

    return Trained(load_ensemble(path))


def weights_file(store: Store, weights: str) -> Path:
    """Return the file of networks that a run, or a path ending in `.pt`, stands for.

    Raises:
        CallError: there is none.
    """
    file = weights.endswith(".pt")
    path = Path(weights) if file else store.run_dir(weights) / FILE
    if not path.is_file():
        raise CallError(
            f"{weights!r} is no finished training of signs: train one with `signatlas "
            f"train signs_transformer --corpus CORPUS`; to embed without any, say "
            f"{untrained.NAME!r}."
        )
    return path
