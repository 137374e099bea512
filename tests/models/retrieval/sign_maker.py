"""A store of made signs: keypoints of some glosses, several clips each."""

import numpy as np
from numpy.random import default_rng

from ingest.corpora.keypoint_arrays import KeypointClip, KeypointFile
from ingest.keypoint_rows import KeypointCorpus, write_keypoints
from store.layout import Store
from tests.models.poses.pose_maker import signing

CORPUS = "made-signs"


def add_signs(
    store: Store, *, glosses: int = 8, clips: int = 4, corpus: str = CORPUS
) -> Store:
    """Add clips of signs G0, G1, ...; each clip is of its sign, with noise."""
    rng = default_rng(0)
    made = []
    for number in range(glosses * clips):
        sequence = signing(number // clips, frames=18 + number % 5, rng=rng)
        made.append(
            KeypointClip(
                number,
                f"G{number // clips}",
                f"p{number % clips}",
                sequence.points,
                np.full((len(sequence.points), 33), np.nan, np.float32),
            )
        )
    told = KeypointCorpus(corpus, "Made", "none", "CC0", "", "made", 1.0, 25.0)
    write_keypoints(store, told, KeypointFile(tuple(made), "0" * 64))
    return store
