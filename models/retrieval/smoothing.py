"""Similarities once every clip has taken something of those nearest to it.

No gloss is looked at: clips of one sign that are alike pull each other together, and bring
those that are less alike with them. A query never lends itself to the gallery.

References: Turcot and Lowe, Better matching with fewer features, 2009,
doi:10.1109/ICCVW.2009.5457541 (the gallery); Chum et al., Total recall, 2007,
doi:10.1109/ICCV.2007.4408891 (the query); Radenovic et al., 2019, arXiv:1711.02512 (weights
by similarity).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
POWER: Final = 3
"""Neighbours count by this power of their similarity."""


def smoothed_similarities(
    asked: Vectors, known: Vectors, same: NDArray[np.bool_], *, neighbours: int
) -> NDArray[np.float64]:
    """Return similarities of queries and a gallery, both joined with their neighbours.

    Args:
        asked: unit vectors of the queries, shape (Q, D).
        known: unit vectors of the gallery, shape (G, D).
        same: True where a gallery clip is the query itself, at most once a query;
            shape (Q, G).
        neighbours: of the gallery that each clip is joined with.

    Returns:
        Cosines, shape (Q, G); what stands where `same` is True means nothing.
    """
    gram = (known @ known.T).astype(np.float64)  # (G, G)
    near = np.argsort(-gram, axis=1)[:, : neighbours + 2]  # (G, K + 2)
    pulls = _pulls(np.take_along_axis(gram, near, axis=1))
    among = gram[near[:, :, None], near[:, None, :]]  # (G, K + 2, K + 2)
    cross = np.where(same, -1.0, asked @ known.T)  # (Q, G)
    found = np.empty(cross.shape)
    for query, own in enumerate(cross):
        there = near != np.argmax(same[query]) if same[query].any() else near >= 0
        counted = there & (np.cumsum(there, axis=1) <= neighbours + 1)
        weights = np.where(counted, pulls, 0.0)  # (G, K + 2)
        lengths = np.einsum("gk,gkl,gl->g", weights, among, weights)
        best = np.argsort(-own)[:neighbours]
        lent = _pulls(own[best])
        towards = own + gram[:, best] @ lent  # (G,)
        length = 1 + 2 * lent @ own[best] + lent @ gram[np.ix_(best, best)] @ lent
        sums = (weights * towards[near]).sum(axis=1)
        found[query] = sums / np.sqrt(np.maximum(lengths * length, 1e-12))
    return found


def _pulls(similarities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.maximum(similarities, 0.0) ** POWER, np.float64)
