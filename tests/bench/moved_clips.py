"""Embeddings of as many clips as wanted, made from those of real clips.

Real clips are those of `wlasl50` and `mediapipe_webcam` beside the checkout (made signs where
they are not there), turned onto 256 principal axes. More than there are: each is a real clip
moved by a part of the difference between two clips of one gloss, as a real one is when
somebody else signs it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.pca import fit_pca
from models.poses import untrained
from models.poses.reading import read_signs
from models.retrieval.index_exact import Vectors
from models.retrieval.threshold import centred, middle
from store.db import Database
from store.layout import Store
from tests.bench.handshapes import type_signatlas
from tests.bench.signs import FILES
from tests.conftest import SHARED_DATA
from tests.models.retrieval.sign_maker import CORPUS, add_signs

VALUES: Final = 256
BLOCK_ROWS: Final = 4096
MOVED: Final = (0.2, 0.8)


@dataclass(frozen=True, eq=False)
class RealClips:
    """Embeddings of real clips about their mean, shape (N, 256), and their glosses."""

    vectors: Vectors
    glosses: NDArray[np.str_]
    about: str


def real_clips(store: Store) -> RealClips:
    """Fill a store with clips and return their embeddings."""
    corpora = _fill(store)
    signs = read_signs(Database(store), corpora)
    found = untrained.vectors(signs.sequences)
    usable = ~np.isnan(found).any(axis=1)
    unit = centred(found[usable], middle(found[usable]))
    about = f"moved copies of {len(unit)} clips of {', '.join(corpora)}"
    return RealClips(fit_pca(unit, VALUES).reduce(unit), signs.glosses[usable], about)


def moved_clips(real: RealClips, count: int, *, seed: int) -> Vectors:
    """Return unit vectors of as many clips as wanted, shape (count, 256)."""
    rng = default_rng(seed)
    order = np.argsort(real.glosses, kind="stable")
    _, starts, sizes = np.unique(
        real.glosses[order], return_index=True, return_counts=True
    )
    glosses = rng.integers(0, len(starts), count)
    # Two different clips of one gloss: alike ones would make exact copies.
    one = rng.integers(0, sizes[glosses])
    other = (one + rng.integers(1, sizes[glosses])) % sizes[glosses]
    pairs = starts[glosses] + np.stack([one, other])
    moved = np.empty((count, VALUES), np.float32)
    for start in range(0, count, BLOCK_ROWS):
        here = slice(start, start + BLOCK_ROWS)
        first, second = (real.vectors[order[side[here]]] for side in pairs)
        base = real.vectors[rng.integers(0, len(real.vectors), len(first))]
        part = rng.uniform(*MOVED, (len(first), 1)).astype(np.float32)
        moved[here] = base + part * (first - second)
    return centred(moved, np.zeros(VALUES, np.float32))


def _fill(store: Store) -> list[str]:
    if not SHARED_DATA.is_dir():
        add_signs(store, glosses=200)
        return [CORPUS]
    for corpus, file in FILES.items():
        place = ("--corpus", corpus, "--store", str(store.root))
        type_signatlas("ingest", "keypoints", str(SHARED_DATA / file), *place)
    return list(FILES)
