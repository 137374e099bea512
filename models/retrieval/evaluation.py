"""How well the clips of a corpus find their glosses, by a protocol."""

from typing import Final

import numpy as np

from models.poses.reading import read_signs
from models.retrieval.embedders import load_embedder
from models.retrieval.metrics import Interval, Rankings, figures, joined
from models.retrieval.protocols import held_glosses, leave_one_out
from store.db import Database
from store.errors import CallError
from store.layout import Store

PROTOCOLS: Final = ("leave-one-out", "unseen-glosses")
HELD: Final = 15


def evaluated(
    store: Store, corpus: str, *, by: str, protocol: str, draws: int
) -> dict[str, Interval]:
    """Return recall@k, mean average precision and median rank, with intervals.

    Args:
        store: where the clips are.
        corpus: whose clips search each other.
        by: `untrained`, or a training of signs, which was not taught this corpus.
        protocol: one of `PROTOCOLS`.
        draws: of glosses, for `unseen-glosses`.

    Raises:
        CallError: no gloss has two clips with hands.
    """
    signs = read_signs(Database(store), [corpus])
    vectors = load_embedder(store, by).vectors(signs.sequences)
    usable = ~np.isnan(vectors).any(axis=1) & (signs.glosses != "")
    vectors, glosses = vectors[usable], signs.glosses[usable]
    if protocol == "leave-one-out":
        rankings = leave_one_out(vectors, glosses)
    else:
        parts: list[Rankings] = [
            leave_one_out(vectors[held], glosses[held])
            for held in held_glosses(glosses, held=HELD, draws=draws)
        ]
        rankings = joined(parts)
    if not len(rankings.glosses):
        raise CallError(
            f"No gloss of {corpus} has two clips with hands: nothing to find."
        )
    return figures(rankings)
