"""Maps by t-SNE, drawn and extended by openTSNE over exact neighbours.

References: van der Maaten and Hinton, Visualizing data using t-SNE, JMLR 9, 2008; Poličar,
Stražar and Zupan, openTSNE: A modular Python library for t-SNE dimensionality reduction and
embedding, Journal of Statistical Software 109, 2024, doi:10.18637/jss.v109.i03.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from models.projections import pca_map
from models.projections.fitted import Drawing, FittedMap, Told
from models.projections.neighbours import Layout, Neighbours, Places, Points

if TYPE_CHECKING:
    from openTSNE.affinity import PerplexityBasedNN

PERPLEXITY: Final = 30.0
NEIGHBOURS: Final = 90
"""Three times the perplexity: those farther away have no weight."""
TOLD_EVERY: Final = 25
EXAGGERATED_EPOCHS: Final = 250
PLAIN_EPOCHS: Final = 500
PLACING_PERPLEXITY: Final = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Neighbours that are known already, in the form in which openTSNE asks for them.

    Attributes:
        near: of the points of the map.
        new: of the points that are to be placed.
    """

    near: Neighbours
    new: Neighbours | None = None

    @property
    def k(self) -> int:
        return self.near.places.shape[1]

    @property
    def n_samples(self) -> int:
        return len(self.near.places)

    def build(self) -> tuple[Places, Points]:
        return self.near.places, self.near.distances

    def query(self, queries: Points, count: int) -> tuple[Places, Points]:
        if self.new is None or len(self.new.places) != len(queries):
            raise LookupError("other points are to be placed than were looked up")
        first = self.new.first(count)
        return first.places, first.distances


def epochs(count: int) -> int:
    """Return how many steps a map of so many points takes."""
    del count
    return EXAGGERATED_EPOCHS + PLAIN_EPOCHS


def fit(vectors: Points, near: Neighbours, *, seed: int, told: Told) -> Drawing:
    """Return a map; see `Projection`."""
    from openTSNE import TSNE, initialization  # noqa: PLC0415 - takes a while

    perplexity = min(PERPLEXITY, near.places.shape[1] / 3)
    planned = pca_map.fit(vectors, near, seed=seed, told=lambda _: None).layout
    start = initialization.rescale(planned)
    # Points in one place would never part.
    start = initialization.jitter(start, random_state=seed)
    # One job: several add up in another order each time.
    tsne = TSNE(
        early_exaggeration_iter=EXAGGERATED_EPOCHS,
        n_iter=PLAIN_EPOCHS,
        random_state=seed,
        n_jobs=1,
        callbacks=_heard(told),
        callbacks_every_iters=TOLD_EVERY,
    )
    drawn = tsne.fit(
        affinities=_affinities(_Known(near), perplexity), initialization=start
    )
    return Drawing(
        _about_its_middle(np.array(drawn, np.float64)),
        {"perplexity": perplexity},
        {"places": near.places, "distances": near.distances},
    )


def place(fitted: FittedMap, vectors: Points, near: Neighbours) -> Layout:
    """Return where new points lie, each moved among the map's own; see `Projection`."""
    from openTSNE import TSNEEmbedding  # noqa: PLC0415 - takes a while

    known = Neighbours(
        fitted.drawing.arrays["places"].astype(np.int32),
        fitted.drawing.arrays["distances"].astype(np.float32),
    )
    affinities = _affinities(_Known(known, near), fitted.drawing.settings["perplexity"])
    shown = TSNEEmbedding(fitted.drawing.layout, affinities, random_state=fitted.seed)
    perplexity = min(PLACING_PERPLEXITY, near.places.shape[1] / 3)
    placed = shown.transform(vectors, perplexity=perplexity)
    return np.array(placed, np.float64)


def _affinities(known: _Known, perplexity: float) -> "PerplexityBasedNN":
    from openTSNE.affinity import PerplexityBasedNN  # noqa: PLC0415

    return PerplexityBasedNN(knn_index=known, perplexity=perplexity)


def _about_its_middle(layout: Layout) -> Layout:
    """Return a layout in the place to which openTSNE moves it when it places points."""
    middle: Layout = (layout.max(axis=0) + layout.min(axis=0)) / 2
    return layout - middle


def _heard(told: Told) -> Callable[[int, float, Any], None]:
    def hear(epoch: int, divergence: float, layout: Any) -> None:
        del epoch, divergence, layout
        told(TOLD_EVERY)

    return hear
