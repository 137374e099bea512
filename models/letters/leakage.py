"""Pictures of a test that are almost in the training set too, and a split without them.

Sign Language MNIST grew from 1,704 photographs: each was turned by up to 3 degrees, made
brighter or darker, resized with other filters and pixelated here and there, dozens of
times. Variants of one photograph on both sides of a split make a test too easy.

Pictures are compared by the correlation of their pixels, which brightness and contrast do
not change. Two such variants of one photograph correlate by .97 (median, photographs of
digits), so `TWINS` or more in 63 to 89 % of the pairs; of 403 photographs of digits one
has such a twin among those of other people. The perceptual hash that compares crops finds
as many variants, but seven such photographs: at 28 x 28 pixels hands look alike to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

TWINS: Final = 0.95
"""Pictures that correlate by so much or more are almost the same."""
AT_ONCE: Final = 512
"""So many pictures are compared with all others at a time: 56 MB of 27,455."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The training picture that is most like each of M test pictures.

    Attributes:
        rows: of the training pictures, shape (M,).
        correlations: from -1 to 1, shape (M,); 0 where a picture is all of one grey.
    """

    rows: NDArray[np.intp]
    correlations: NDArray[np.float32]

    @property
    def twins(self) -> NDArray[np.bool_]:
        """Whether each test picture has a near-duplicate in training, shape (M,)."""
        return self.correlations >= TWINS


def near_duplicates(train_pixels: Pixels, test_pixels: Pixels) -> NDArray[np.bool_]:
    """Return whether each test picture has a near-duplicate in training, shape (M,).

    Args:
        train_pixels: shape (N, 784).
        test_pixels: shape (M, 784).
    """
    return nearest(train_pixels, test_pixels).twins


def nearest(train_pixels: Pixels, test_pixels: Pixels) -> Nearest:
    """Return the training picture most like each test picture, all being compared.

    Args:
        train_pixels: shape (N, 784); N is at least 1.
        test_pixels: shape (M, 784).
    """
    train, test = _standardised(train_pixels), _standardised(test_pixels)
    rows = np.zeros(len(test), np.intp)
    correlations = np.zeros(len(test), np.float32)
    if len(train):
        for start in range(0, len(test), AT_ONCE):
            block = test[start : start + AT_ONCE] @ train.T  # (<= AT_ONCE, N)
            best = block.argmax(axis=1)
            rows[start : start + len(best)] = best
            correlations[start : start + len(best)] = block[np.arange(len(best)), best]
    return Nearest(rows, correlations)


def groups(pixels: Pixels) -> NDArray[np.intp]:
    """Return the group of each picture, from 0, shape (N,).

    Near-duplicates are of one group, and so are those that others link. A split that
    keeps groups whole has no near-duplicates across.

    Args:
        pixels: shape (N, 784).
    """
    links = [np.empty((0, 2), np.intp), *_twins(_standardised(pixels))]
    first, second = np.concatenate(links).T
    graph = coo_array((np.ones(len(first), bool), (first, second)), (len(pixels),) * 2)
    _, codes = connected_components(graph, directed=False)
    return np.asarray(codes, np.intp)


def _twins(pictures: NDArray[np.float32]) -> Iterator[NDArray[np.intp]]:
    """Yield the pairs of near-duplicates, the earlier row first, shape (pairs, 2)."""
    for start in range(0, len(pictures), AT_ONCE):
        block = pictures[start : start + AT_ONCE] @ pictures[start:].T
        first, second = np.nonzero(block >= TWINS)
        later = second > first
        yield np.stack([first[later], second[later]], axis=1) + start


def _standardised(pixels: Pixels) -> NDArray[np.float32]:
    """Return pictures of mean 0 and length 1; those all of one grey become 0."""
    values = pixels.astype(np.float32)  # (N, 784)
    values -= values.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    values /= np.where(lengths > 0, lengths, 1)
    return values
