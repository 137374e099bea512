"""Maps of 18,000 clips by UMAP beside umap-learn alone, and trust beside scikit-learn.

Both draw with the same settings and the same seed, in one thread; processor time is counted.
Warm: compiled code is there. Cold: a process of its own, all imports and compiling within.
Ours is handed the exact neighbours; umap-learn looks for approximate ones. The clips are
those of `moved_clips`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray
from sklearn.manifold import trustworthiness
from umap import UMAP

from models.projections.neighbours import Layout, Points, neighbours_within
from models.projections.steps import fitted_map
from models.projections.trust import Trust, trust_of
from store.layout import create_store
from tests.bench.moved_clips import VALUES, moved_clips, real_clips
from tests.bench.ratios import Ratio, compare, cpu_seconds, ratio_of
from tests.models.projection_maker import source_of

CLIPS: Final = 18_000
FEW: Final = 4_000
"""scikit-learn sorts all distances of all points: of more it takes minutes."""
COLD_REPEATS: Final = 2
SEED: Final = 0
OURS: Final = """
import sys, numpy
from models.projections.steps import fitted_map
from tests.models.projection_maker import source_of
fitted_map(source_of(numpy.load(sys.argv[1])), "umap", seed=0)
"""
BARE: Final = """
import sys, numpy
from umap import UMAP
UMAP(n_neighbors=15, init="pca", random_state=0, n_jobs=1).fit_transform(
    numpy.load(sys.argv[1])
)
"""


def run() -> list[Ratio]:
    """Return the ratios of maps."""
    faiss.omp_set_num_threads(1)
    warnings.filterwarnings("ignore", module="umap")
    with tempfile.TemporaryDirectory() as folder:
        real = real_clips(create_store(Path(folder) / "store"))
        points = moved_clips(real, CLIPS, seed=0)
        about = f"{CLIPS:,} x {VALUES}; {real.about}"
        file = Path(folder) / "points.npy"
        np.save(file, points)
        return [
            *_warm(points, about),
            _cold(file, about),
            _trust(points[:FEW], f"{FEW:,} x {VALUES}; {real.about}"),
        ]


def _warm(points: Points, about: str) -> Iterator[Ratio]:
    ours, bare = _ours(points), _bare(points)
    quality = f"ours {_quality(points, ours)}, bare {_quality(points, bare)}"
    yield compare(
        "bench/maps/umap-warm/ratio",
        partial(_ours, points),
        partial(_bare, points),
        meaning=f"a map and its exact neighbours, over umap-learn; {quality}",
        data=about,
        ceiling=1.1,
    )


def _cold(file: Path, about: str) -> Ratio:
    pairs = [
        (_seconds_of_process(OURS, file), _seconds_of_process(BARE, file))
        for _ in range(COLD_REPEATS)
    ]
    return ratio_of(
        "bench/maps/umap-cold/ratio",
        pairs,
        meaning="umap-learn over ours, each in a new process",
        data=about,
        gain=True,
        floor=1.8,
        clock=cpu_seconds,
    )


def _trust(points: Points, about: str) -> Ratio:
    layout = points[:, :2].astype(np.float64)
    return compare(
        "bench/maps/trust/ratio",
        partial(_trusted, points, layout),
        partial(trustworthiness, points, layout, n_neighbors=10),
        meaning="scikit-learn's trustworthiness over ours with preservation and all shares",
        data=about,
        gain=True,
    )


def _ours(points: Points) -> Layout:
    return fitted_map(source_of(points), "umap", seed=SEED)[0].drawing.layout


def _bare(points: Points) -> NDArray[np.float32]:
    umap = UMAP(n_neighbors=15, init="pca", random_state=SEED, n_jobs=1)
    return np.asarray(umap.fit_transform(points), np.float32)


def _trusted(points: Points, layout: Layout) -> Trust:
    return trust_of(points, layout, neighbours_within(points, 10))


def _quality(points: Points, layout: NDArray[np.floating[Any]]) -> str:
    """Return how far a layout can be trusted, and in how many seconds that was measured."""
    near = neighbours_within(points, 10)
    found: list[Trust] = []
    placed = layout.astype(np.float64)
    seconds = cpu_seconds(lambda: found.append(trust_of(points, placed, near)))
    return (
        f"trustworthiness {found[0].trustworthiness:.4f} and preservation "
        f"{found[0].neighbourhood_preservation:.4f} ({seconds:.1f} s)"
    )


def _seconds_of_process(code: str, file: Path) -> float:
    """Return the processor time of Python that runs some code, compiling included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(file)],
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
