"""What turns clips into vectors: the untrained description, or trained networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.poses import plain, untrained
from models.poses.preparation import PoseSequence
from store.errors import CallError
from store.layout import Store

if TYPE_CHECKING:
    from models.retrieval.training import Networks

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


@dataclass(frozen=True, slots=True)
class Trained:
    """Networks of a training."""

    networks: "Networks"

    def vectors(self, sequences: Sequence[PoseSequence]) -> Vectors:
        """Return the members' embeddings joined, (N, D); NaN without body or hands."""
        from models.poses.describing import shows_a_sign  # noqa: PLC0415
        from models.retrieval.training import (  # noqa: PLC0415 - brings torch
            joined_embeddings,
            prepared_clips,
        )

        points = prepared_clips(sequences)
        found = joined_embeddings(self.networks, points)
        found[[not shows_a_sign(clip) for clip in points]] = np.nan
        return found

    def frame_weights(
        self, sequence: PoseSequence, mean: Vectors, match: Vectors
    ) -> Vectors:
        """Return how much attention each frame gets; the match does not matter."""
        from models.retrieval.training import attention, prepared_clips  # noqa: PLC0415

        weights: Vectors = attention(self.networks, prepared_clips([sequence]))[0]
        return weights


def load_embedder(store: Store, by: str) -> Embedder:
    """Return what embeds clips.

    Args:
        store: where trained weights are.
        by: `untrained`, `plain`, or the run of a training of signs.

    Raises:
        CallError: the run left no networks of signs.
    """
    if by in UNTRAINED:
        return UNTRAINED[by]
    path = store.run_dir(by) / "signs-all.pt"
    if not path.is_file():
        raise CallError(
            f"{by!r} is no finished training of signs: train one with `signatlas train "
            f"signs_transformer --corpus CORPUS`, or say {untrained.NAME!r}."
        )
    from models.retrieval.training import load_networks  # noqa: PLC0415 - brings torch

    return Trained(load_networks(path))
