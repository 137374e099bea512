"""Features and clustering against scikit-image, scikit-learn and FAISS."""

from typing import Any

import cv2
import faiss
import numpy as np
from numpy.typing import NDArray
from skimage.feature import hog as skimage_hog
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

from models.clustering.kmeans import KMeansSettings, kmeans
from models.features.hog import descriptors
from models.pca import fit_pca
from models.silhouettes import mean_silhouettes
from tests.bench.ratios import Ratio, compare, wall_seconds

CROPS = 18_226
K = 140
SWEEP = (100, 150, 200, 300, 400)


def run(*, crops: int = CROPS) -> list[Ratio]:
    """Return the ratios; `crops` below the paper's 18,226 only to try it out."""
    pictures = made_pictures(crops)
    values = descriptors(pictures)
    pca = fit_pca(values, 256)
    points = pca.reduce(values)
    return [
        _hog(pictures[:200]),
        _pca(values),
        *_kmeans(points),
        _silhouettes(points),
    ]


def made_pictures(count: int) -> list[NDArray[Any]]:
    """Made-up 128 x 128 grey pictures with edges: a few blurred shapes each."""
    draw = np.random.default_rng(0)
    pictures = []
    for _ in range(count):
        picture = np.full((128, 128), draw.integers(0, 256), np.uint8)
        for _ in range(6):
            ends = draw.integers(0, 128, (2, 2)).tolist()
            shade, width = float(draw.integers(0, 256)), int(draw.integers(4, 24))
            cv2.line(picture, ends[0], ends[1], (shade,), width)
        pictures.append(cv2.GaussianBlur(picture, (0, 0), 1.5))
    return pictures


def _hog(pictures: list[NDArray[Any]]) -> Ratio:
    def bare() -> list[NDArray[Any]]:
        return [
            skimage_hog(
                picture,
                orientations=9,
                pixels_per_cell=(10, 10),
                cells_per_block=(2, 2),
                block_norm="L1",
            )
            for picture in pictures
        ]

    difference = np.abs(descriptors(pictures) - np.array(bare())).max()
    return compare(
        "bench/features/hog/ratio",
        lambda: descriptors(pictures),
        bare,
        meaning=f"scikit-image's loop over ours; they differ by {difference:.0e}",
        data=f"{len(pictures)} made-up pictures",
        gain=True,
        floor=20.0,
    )


def _pca(values: NDArray[Any]) -> Ratio:
    ours = fit_pca(values, 256).explained
    bare = PCA(256, svd_solver="randomized", random_state=0).fit(values)
    return compare(
        "bench/features/pca/ratio",
        lambda: fit_pca(values, 256),
        lambda: PCA(256, svd_solver="randomized", random_state=0).fit(values),
        meaning="scikit-learn's randomized PCA over ours; explained variance "
        f"{ours:.5f} against {bare.explained_variance_ratio_.sum():.5f}",
        data=f"HOG of {len(values):,} made-up pictures, 4,356 to 256 values",
        repeats=1,
        gain=True,
        floor=2.0,
    )


def _kmeans(points: NDArray[Any]) -> list[Ratio]:
    settings = KMeansSettings(k=K, iterations=20)

    def by_sklearn() -> KMeans:
        return KMeans(
            K, init="random", n_init=1, max_iter=20, tol=0, random_state=0
        ).fit(points)

    def by_faiss() -> faiss.Kmeans:
        trainer = faiss.Kmeans(
            points.shape[1], K, niter=20, seed=0, max_points_per_centroid=len(points)
        )
        trainer.train(points)
        return trainer

    ours = kmeans(points, settings).inertia
    told = "with silhouette and NMI of every iteration; inertia"
    data = f"{len(points):,} x {points.shape[1]}, k = {K}, 20 iterations"
    return [
        compare(
            "bench/clustering/kmeans-sklearn/ratio",
            lambda: kmeans(points, settings),
            by_sklearn,
            meaning=f"ours over scikit-learn's k-means; {told} "
            f"{ours:.5g} against {by_sklearn().inertia_:.5g}",
            data=data,
            ceiling=1.2,
        ),
        compare(
            "bench/clustering/kmeans-faiss/ratio",
            lambda: kmeans(points, settings),
            by_faiss,
            meaning=f"ours over FAISS's k-means; {told} {ours:.5g} against "
            f"{np.asarray(by_faiss().obj)[-1]:.5g}",
            data=data,
        ),
    ]


def _silhouettes(points: NDArray[Any]) -> Ratio:
    labellings = [
        kmeans(points, KMeansSettings(k=k, iterations=3)).labels for k in SWEEP
    ]
    return compare(
        "bench/clustering/silhouettes/ratio",
        lambda: mean_silhouettes(points, labellings),
        lambda: [silhouette_score(points, labels) for labels in labellings],
        meaning="scikit-learn one by one over ours",
        data=f"{len(points):,} x {points.shape[1]}, k = {SWEEP}",
        repeats=1,
        clock=wall_seconds,
        gain=True,
        floor=8.0,
    )
