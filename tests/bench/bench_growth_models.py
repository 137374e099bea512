"""How k-means, exact search and families of descriptions grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from models.clustering.nearest import nearest_centres
from models.descriptions.closure import dendrogram
from models.descriptions.similarity import compare_all
from models.retrieval.index_exact import nearest_rows
from tests.bench.bench_descriptions import encoded, made_texts
from tests.bench.growth import Growth, Works, grown, up_to_most

SIZES: Final = up_to_most((1_000, 10_000, 100_000, 1_000_000))
DESCRIPTIONS: Final = up_to_most((1_000, 3_000, 10_000))
CLUSTERS, FOUND = 140, 10
ANGLES, EMBEDDED = 28, 256
SYLLABLES: Final = tuple(chr(0xAC00 + 37 * number) for number in range(250))


def run() -> Iterator[Growth]:
    """Yield how each grows."""
    about = f"made points of {ANGLES} values, {CLUSTERS} centres"
    yield from grown(_points, sizes=SIZES, data=about)
    about = f"one query for {FOUND}, made unit vectors of {EMBEDDED} values"
    yield from grown(_vectors, sizes=SIZES, data=about)
    about = "all pairs of made descriptions of 20-60 syllables"
    yield from grown(_descriptions, sizes=DESCRIPTIONS, data=about)


@contextmanager
def _points(rows: int) -> Iterator[Works]:
    draw = np.random.default_rng(0)
    points = draw.random((rows, ANGLES), np.float32)
    centres = points[draw.choice(rows, CLUSTERS, replace=False)]
    yield {"kmeans-assigned": lambda: nearest_centres(points, centres)}


@contextmanager
def _vectors(rows: int) -> Iterator[Works]:
    draw = np.random.default_rng(0)
    unit = draw.standard_normal((rows, EMBEDDED), np.float32)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    query = unit[rows // 2]
    yield {"exact-search": lambda: nearest_rows(unit, query, top=FOUND)}


@contextmanager
def _descriptions(rows: int) -> Iterator[Works]:
    texts = made_texts(rows, SYLLABLES)
    yield {"families": lambda: dendrogram(compare_all(encoded(texts), floor=0.5))}
